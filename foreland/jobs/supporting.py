"""``foreland schools support``: what is known of each school that may bear on support. Internal.

A row a school and figure, in parts; each with its day, its source and what it is compared with, or
with why it is not there. There is no score, and ``NOT_FOR`` says what it must not be used for.
"""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import support_profile as profile
from foreland.insight.support_profile import NOT_FOR
from foreland.jobs.folder import Folder
from foreland.jobs.school_facts import school_facts
from foreland.jobs.support_figures import absence, trend
from foreland.jobs.support_parts import inspection, results, staffing
from foreland.jobs.support_rows import SUPPORT, absent, held_of, whole
from foreland.model.problems import ForelandError, Problem

__all__ = ["NOT_FOR", "SUPPORT", "support"]

_NO_MONEY = (
    "income and spending of schools are in a copy of 2014 to 2018 that does not say which year is "
    "meant, and in no other file read"
)
_NO_HEADS = "heads and the days on which they began are in no file read"


def support(
    folder: Folder,
    urn: str | None = None,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a school and figure, schools by name, parts in their order: ``SUPPORT``. Internal.

    ``compared`` is the middle (median) of schools of the same phase in England, or the mean of
    similar schools; ``usual_lower`` to ``usual_upper`` is where eight in ten schools of the phase
    lie; ``lower`` to ``upper`` is what chance allows, where that is known. Raises ForelandError for
    a school that the area does not have on the day.
    """
    facts = school_facts(folder, area, on, as_of)
    if facts.day is None:
        return pl.DataFrame(schema=SUPPORT)
    schools = facts.schools if urn is None else facts.schools.filter(pl.col("urn") == urn)
    if urn is not None and not schools.height:
        raise ForelandError(
            Problem(
                "",
                f"the school {urn}",
                f"the number (URN) of a school of {facts.place.name} on {facts.day.isoformat()}",
                "Look it up with foreland schools list.",
            )
        )
    store = Store(folder.store)
    held = held_of(facts, schools, store, as_of)
    parts = [
        inspection(held),
        results(folder, held, as_of),
        trend(held),
        absence(held),
        absent(held, profile.FINANCE, "balance", "Income and spending", _NO_MONEY),
        staffing(held),
        absent(held, profile.STAFFING, "head_changes", "Changes of head", _NO_HEADS),
    ]
    every = pl.concat([whole(part) for part in parts])
    order = {part: place for place, part in enumerate(profile.PARTS)}
    return (
        every.join(
            schools.select("urn", "name", "area", "area_name", "dfe_number"), on="urn", how="inner"
        )
        .with_columns(
            pl.lit(facts.day).alias("on"),
            pl.lit("internal").alias("audience"),
            pl.coalesce("difference", pl.col("value") - pl.col("compared")).alias("difference"),
            pl.col("part").replace_strict(order, return_dtype=pl.Int32).alias("place"),
        )
        .with_columns(
            pl.when(pl.col("difference").is_not_null())
            .then(pl.col("unit").replace("percent", "percentage points"))
            .alias("difference_unit")
        )
        .sort(pl.col("name").str.to_lowercase(), "urn", "place", "measure")
        .select(pl.col(name).cast(dtype) for name, dtype in SUPPORT.items())
    )
