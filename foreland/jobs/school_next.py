"""``foreland schools next``: how many more children would be in a good school. Internal."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from foreland.insight.school_next import FIRST, not_yet_good, sentence
from foreland.jobs.folder import Folder
from foreland.jobs.school_facts import school_facts
from foreland.model.problems import ForelandError, Problem

NEXT: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "grade": pl.String,
    "inspected": pl.Date,
    "pupils": pl.Int64,
    "census": pl.Date,
    "so_far": pl.Int64,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "on": pl.Date,
    "audience": pl.String,
}

#: What the answer must not be used for.
NOT_FOR = (
    "It says how many children a better grade would reach, not how likely one is, and ranks no "
    "school.",
    "Schools judged since September 2024 without an overall grade are neither good nor not good, "
    "and not in it.",
)


def next_good(
    folder: Folder,
    urns: Sequence[str] = (),
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The schools whose overall grade in force is not good, or ``urns`` of them: ``NEXT``.

    ``so_far`` adds up the pupils of a school and of all above it. Raises ForelandError for a
    number that is not of such a school.
    """
    facts = school_facts(folder, area=area, on=on, as_of=as_of)
    found = not_yet_good(facts.schools)
    missing = sorted(set(urns) - set(found["urn"]))
    if missing:
        raise ForelandError(
            Problem(
                "",
                f"the school {', '.join(missing)}",
                "the number (URN) of a school of the area that has an overall grade below good",
                "Ask without --urn for the list.",
            )
        )
    if urns:
        found = not_yet_good(facts.schools.filter(pl.col("urn").is_in(list(urns))))
    return found.with_columns(
        pl.lit(facts.day, pl.Date).alias("on"), pl.lit("internal").alias("audience")
    ).select(pl.col(n).cast(t) for n, t in NEXT.items())


def said(found: pl.DataFrame, all_of_them: bool) -> str:
    """The sentence on the first three of ``next_good``, or on all of them; empty where none is."""
    known = found.filter(pl.col("pupils").is_not_null())
    some = known if all_of_them else known.head(FIRST)
    return sentence(some["name"].to_list(), int(some["pupils"].sum()))
