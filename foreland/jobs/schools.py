"""``foreland schools``: which schools stood on a day, and how good inspections found them."""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight.inspection_regimes import regime_on
from foreland.insight.school_places import with_places
from foreland.insight.school_quality import KNOWN_ENOUGH, RULES, Rule, graded, shares
from foreland.insight.school_rolls import with_pupils
from foreland.jobs.folder import Folder
from foreland.jobs.names import names_of_areas
from foreland.jobs.school_areas import place_and_codes
from foreland.jobs.school_facts import grade_word
from foreland.jobs.school_registers import Registers, trusts_on
from foreland.jobs.school_standing import standing_in
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status

QUALITY_COLUMNS = (
    "area",
    "area_name",
    "dfe_number",
    "on",
    "rule",
    "phase",
    "weight",
    "value",
    "unit",
    "numerator",
    "denominator",
    "not_graded",
    "not_judged",
    "open",
    "status",
    "regime",
    "schools_of",
    "note",
)

LIST_COLUMNS = (
    "urn",
    "name",
    "phase",
    "type",
    "opened",
    "trust",
    "grade",
    "inspected",
    "regime",
    "inspected_urn",
    "predecessor",
    "school",
    "area",
    "area_name",
    "dfe_number",
    "on",
    "schools_of",
)


def quality(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    rule: Rule = "predecessor",
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a phase and weight: ``QUALITY_COLUMNS``. ``value`` is in percent, unrounded.

    ``on`` is by default the day of the newest inspection file. Raises ForelandError for an
    unknown area or rule.
    """
    if rule not in RULES:
        raise ForelandError(
            Problem("", f"the rule {rule!r}", "own or predecessor", "Choose one of them.")
        )
    place, _ = place_and_codes(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.newest_day
    if day is None:
        return pl.DataFrame(schema=dict.fromkeys(QUALITY_COLUMNS, pl.String))
    place, standing = standing_in(folder, held, area, day)
    schools = standing.schools
    found = graded(schools, held.inspections, held.before, day, rule, standing.told)
    found = with_pupils(found, held.rolls, held.before, day)
    found = with_places(found, held.places, held.before, day)
    answer = shares(found)
    if not schools.height:
        answer = answer.clear()
    return (
        answer.with_columns(
            pl.lit(place.code).alias("area"),
            pl.lit(place.name).alias("area_name"),
            pl.lit(place.dfe_number, pl.String).alias("dfe_number"),
            pl.lit(day).alias("on"),
            pl.lit(rule).alias("rule"),
            pl.lit("percent").alias("unit"),
            _status(standing.exact).alias("status"),
            pl.lit(regime_on(day).name).alias("regime"),
            pl.lit(standing.of).alias("schools_of"),
            pl.concat_str(
                [pl.lit(standing.note, pl.String), _about_weight(found["places_on"].max())],
                separator="; ",
                ignore_nulls=True,
            ).alias("note"),
        )
        .with_columns(pl.when(pl.col("note") != "").then("note").alias("note"))
        .select(QUALITY_COLUMNS)
    )


def _status(exact: bool) -> pl.Expr:
    """By schools, on its list's own day, a share is final; what is weighted never is quite."""
    final = pl.lit(exact) & (pl.col("status") == Status.ESTIMATED.value)
    by_schools = pl.col("weight") == "schools"
    return pl.when(final & by_schools).then(pl.lit(Status.FINAL.value)).otherwise("status")


def _about_weight(places_on: object) -> pl.Expr:
    """Of pupils and places: of what day, and of how many of the graded schools they are known."""
    known = pl.format("known of {} of {} graded schools", "known", "graded")
    missing = pl.col("status") == Status.NOT_AVAILABLE.value
    least = f"; fewer than {KNOWN_ENOUGH:.0%} give no share"
    lacking = pl.concat_str([pl.lit("the {} are "), known, pl.lit(least)])
    nobody = pl.lit("the capacity of these schools is in no file read that is of a year around")
    by_places = (
        pl.when((pl.col("known") == 0) & (pl.col("graded") > 0))
        .then(nobody)
        .when(missing)
        .then(lacking.str.replace("{}", "places", literal=True))
        .otherwise(pl.concat_str([pl.lit(f"places are capacities of {places_on}, "), known]))
    )
    by_pupils = pl.when(missing).then(lacking.str.replace("{}", "pupils", literal=True))
    return (
        pl.when(pl.col("weight") == "places")
        .then(by_places)
        .when(pl.col("weight") == "pupils")
        .then(by_pupils)
    )


def listing(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The schools of an area on a day, by name: ``LIST_COLUMNS``. Public facts only.

    The inspection is the latest by the day, of the school or of what it was before.
    """
    place_and_codes(folder, area)  # an unknown area is told even where the store is empty
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.newest_day
    if day is None:
        return pl.DataFrame(schema=dict.fromkeys(LIST_COLUMNS, pl.String))
    _, standing = standing_in(folder, held, area, day)
    schools = standing.schools
    found = graded(schools, held.inspections, held.before, day, "predecessor", standing.told)
    earlier = held.before.group_by("urn").agg(pl.col("before").sort().str.join(" "))
    return (
        found.join(earlier.rename({"before": "predecessor"}), on="urn", how="left")
        .join(trusts_on(held, day).select("urn", "trust"), on="urn", how="left")
        .join(names_of_areas(folder.register), on="area", how="left")
        .with_columns(
            grade_word().alias("grade"),
            pl.lit(day).alias("on"),
            pl.lit(standing.of).alias("schools_of"),
        )
        .sort(pl.col("name").str.to_lowercase(), "urn")
        .select(LIST_COLUMNS)
    )
