"""Everything that is known of an area's schools on a day, at once: for pages and profiles.

Public facts only: no person, and nothing that is not in a published file.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight.inspection_regimes import regime_on
from foreland.insight.school_judgements import WORD_SCHEMA, of_schools, words
from foreland.insight.school_places import with_places
from foreland.insight.school_quality import graded
from foreland.insight.school_rolls import with_pupils
from foreland.jobs.folder import Folder
from foreland.jobs.names import names_of_areas
from foreland.jobs.school_areas import place_and_codes
from foreland.jobs.school_registers import Registers, trusts_on
from foreland.jobs.school_standing import standing_in
from foreland.model.areas import Area
from foreland.sources.ofsted.grades import WORDS
from foreland.sources.ofsted.kept import NOT_JUDGED

#: What Ofsted's file alone says of a school, where it has it on the day or later.
_OF_FILE = (
    "postcode",
    "age_low",
    "age_high",
    "sixth_form",
    "admissions",
    "religion",
    "ungraded_on",
    "ungraded_outcome",
)

SCHOOLS: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "type": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "opened": pl.Date,
    "postcode": pl.String,
    "age_low": pl.Int16,
    "age_high": pl.Int16,
    "sixth_form": pl.String,
    "admissions": pl.String,
    "religion": pl.String,
    "trust_uid": pl.String,
    "trust": pl.String,
    "trust_kind": pl.String,
    "membership_of": pl.Date,
    "grade": pl.String,
    "inspected": pl.Date,
    "regime": pl.String,
    "inspected_urn": pl.String,
    "published_on": pl.Date,
    "ungraded_on": pl.Date,
    "ungraded_outcome": pl.String,
    "pupils": pl.Int32,
    "census": pl.Date,
    "places": pl.Int32,
    "places_on": pl.Date,
    "predecessor": pl.String,
    "school": pl.String,
}

INSPECTIONS: dict[str, type[pl.DataType]] = {
    "school": pl.String,
    "inspected_urn": pl.String,
    "inspected": pl.Date,
    "published_on": pl.Date,
    "regime": pl.String,
    "type": pl.String,
    "grade": pl.String,
}

JUDGEMENTS: dict[str, type[pl.DataType]] = {"school": pl.String, **WORD_SCHEMA}


@dataclass(frozen=True)
class SchoolFacts:
    """The schools of ``place`` on ``day``. Frames have all their columns where they are empty.

    ``schools`` (``SCHOOLS``) by name; ``inspections`` (``INSPECTIONS``) known by the day, newest
    first; ``judgements`` (``JUDGEMENTS``) of the latest inspection where that had no overall
    grade. In the last two ``school`` is the school's number (``urn``) of the day.
    """

    place: Area
    day: date | None
    schools_of: str
    note: str | None
    regime: str
    schools: pl.DataFrame
    inspections: pl.DataFrame
    judgements: pl.DataFrame


def grade_word() -> pl.Expr:
    """The grade in words; ``Not judged`` where there was an inspection and no overall grade."""
    word = (
        pl.col("grade").cast(pl.Int64).replace_strict(WORDS, default=None, return_dtype=pl.String)
    )
    judged = pl.col("grade").is_null() & pl.col("inspected").is_not_null()
    return pl.when(judged).then(pl.lit(NOT_JUDGED)).otherwise(word)


def school_facts(
    folder: Folder, area: str | None = None, on: date | None = None, as_of: date | None = None
) -> SchoolFacts:
    """The facts of ``area`` (the folder's own) ``on`` a day (the newest list's).

    Raises ForelandError for an unknown area.
    """
    place, _ = place_and_codes(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.newest_day
    if day is None:
        empty = [pl.DataFrame(schema=s) for s in (SCHOOLS, INSPECTIONS, JUDGEMENTS)]
        return SchoolFacts(place, None, "", None, "", *empty)
    place, standing = standing_in(folder, held, area, day)
    schools = standing.schools
    found = graded(schools, held.inspections, held.before, day, "predecessor", standing.told)
    found = with_pupils(found, held.rolls, held.before, day)
    found = with_places(found, held.places, held.before, day)
    said = of_schools(found, words(held.judged, held.cards), day)
    return SchoolFacts(
        place=place,
        day=day,
        schools_of=standing.of,
        note=standing.note,
        regime=regime_on(day).name,
        schools=_schools(folder, held, found, day),
        inspections=_inspections(held, found, day),
        judgements=said.rename({"urn": "school"})
        .sort("school", maintain_order=True)
        .select(*JUDGEMENTS),
    )


def _schools(folder: Folder, held: Registers, found: pl.DataFrame, day: date) -> pl.DataFrame:
    filed = (
        held.filed.filter(pl.col("as_at") >= day)
        .sort("urn", "as_at")
        .unique("urn", keep="first", maintain_order=True)
        .select(pl.col("urn").alias("school"), *_OF_FILE)
        .with_columns(
            # What an ungraded visit said after the day was not known on it.
            pl.when(pl.col("ungraded_on") <= day).then(pl.col(n)).alias(n)
            for n in ("ungraded_on", "ungraded_outcome")
        )
    )
    published = (
        held.judged.select(
            pl.col("urn").alias("inspected_urn"), "inspected", pl.col("published_on")
        )
        .sort("inspected_urn", "inspected", "published_on")
        .unique(["inspected_urn", "inspected"], keep="first", maintain_order=True)
    )
    earlier = held.before.group_by("urn").agg(pl.col("before").sort().str.join(" "))
    trusts = trusts_on(held, day).rename({"uid": "trust_uid", "kind": "trust_kind"})
    return (
        found.join(earlier.rename({"before": "predecessor"}), on="urn", how="left")
        .join(trusts, on="urn", how="left")
        .join(names_of_areas(folder.register), on="area", how="left")
        .join(filed, on="school", how="left")
        .join(published, on=["inspected_urn", "inspected"], how="left")
        .with_columns(grade_word().alias("grade"))
        .sort(pl.col("name").str.to_lowercase(), "urn")
        .select(pl.col(n).cast(t) for n, t in SCHOOLS.items())
    )


def _inspections(held: Registers, found: pl.DataFrame, day: date) -> pl.DataFrame:
    """Those under the school's number, under what it was before, and what the file says is its.

    One visit may stand in two sources some days apart: of two within a fortnight, under one
    number and with one grade, the inspectorate's own is kept.
    """
    numbers = pl.concat(
        [
            found.select(pl.col("urn").alias("school"), "urn"),
            found.select(pl.col("urn").alias("school"), pl.col("inspected_urn").alias("urn")),
            found.select(pl.col("urn").alias("school"))
            .join(held.before, left_on="school", right_on="urn")
            .select("school", pl.col("before").alias("urn")),
        ]
    ).unique()
    details = held.judged.select("urn", "inspected", "regime", "published_on", "type").unique(
        ["urn", "inspected", "regime"], keep="first", maintain_order=True
    )
    visits = (
        numbers.join(held.inspections.unique(), on="urn")
        .filter(pl.col("inspected") <= day)
        .join(details, on=["urn", "inspected", "regime"], how="left")
        .sort("school", "urn", "inspected", "regime", "grade")
        .unique(["school", "urn", "inspected", "regime"], keep="last", maintain_order=True)
    )
    near = pl.col("inspected").diff().dt.total_days().abs() <= _FORTNIGHT
    key = ["school", "urn", "regime", "grade"]
    own = pl.col("published_on").is_not_null()
    return (
        visits.sort(*key, "inspected")
        .with_columns((~near.over(key).fill_null(False)).cum_sum().over(key).alias("visit"))
        .with_columns(own.alias("own"))
        .sort(*key, "visit", "own", "inspected")
        .unique([*key, "visit"], keep="last", maintain_order=True)
        .with_columns(grade_word().alias("grade"), pl.col("urn").alias("inspected_urn"))
        .sort("school", "inspected", "inspected_urn", descending=[False, True, False])
        .select(pl.col(n).cast(t) for n, t in INSPECTIONS.items())
    )


_FORTNIGHT = 14
