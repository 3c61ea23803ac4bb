"""``foreland schools``: which schools stood on a day, and how good inspections found them."""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import school_types as types
from foreland.insight.inspection_regimes import regime_on
from foreland.insight.school_quality import RULES, Rule, graded, shares
from foreland.insight.school_rolls import with_pupils
from foreland.jobs.folder import Folder
from foreland.jobs.school_areas import names_of_areas, place_and_codes
from foreland.jobs.school_registers import Registers, standing_on, trusts_on
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.sources.ofsted.grades import WORDS

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

TRUST_COLUMNS = (
    "uid",
    "trust",
    "kind",
    "schools_in_area",
    "schools",
    "nursery",
    "primary",
    "secondary",
    "special",
    "alternative_provision",
    "area",
    "area_name",
    "dfe_number",
    "on",
    "membership_of",
    "schools_of",
)

_NOT_JUDGED = "Not judged"


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
    place, codes = place_and_codes(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.newest_day
    if day is None:
        return pl.DataFrame(schema=dict.fromkeys(QUALITY_COLUMNS, pl.String))
    standing = standing_on(held, day)
    schools = standing.schools.filter(pl.col("area").is_in(codes))
    found = graded(schools, held.inspections, held.before, day, rule, standing.told)
    found = with_pupils(found, held.rolls, held.before, day)
    answer = shares(found.with_columns(pl.lit(None, pl.Int64).alias("places")))
    if not schools.height:
        answer = answer.clear()
    status = pl.col("status")
    if standing.exact:
        final = (status == Status.ESTIMATED.value) & (pl.col("weight") == "schools")
        status = pl.when(final).then(pl.lit(Status.FINAL.value)).otherwise(status)
    places = pl.lit("the capacity of schools is not in any file read")
    return answer.with_columns(
        pl.lit(place.code).alias("area"),
        pl.lit(place.name).alias("area_name"),
        pl.lit(place.dfe_number, pl.String).alias("dfe_number"),
        pl.lit(day).alias("on"),
        pl.lit(rule).alias("rule"),
        pl.lit("percent").alias("unit"),
        status.alias("status"),
        pl.lit(regime_on(day).name).alias("regime"),
        pl.lit(standing.of).alias("schools_of"),
        pl.concat_str(
            [pl.lit(standing.note, pl.String), pl.when(pl.col("weight") == "places").then(places)],
            separator="; ",
            ignore_nulls=True,
        ).alias("note"),
    ).select(QUALITY_COLUMNS)


def listing(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The schools of an area on a day, by name: ``LIST_COLUMNS``. Public facts only.

    The inspection is the latest by the day, of the school or of what it was before.
    """
    _, codes = place_and_codes(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.newest_day
    if day is None:
        return pl.DataFrame(schema=dict.fromkeys(LIST_COLUMNS, pl.String))
    standing = standing_on(held, day)
    schools = standing.schools.filter(pl.col("area").is_in(codes))
    found = graded(schools, held.inspections, held.before, day, "predecessor", standing.told)
    earlier = held.before.group_by("urn").agg(pl.col("before").sort().str.join(" "))
    word = (
        pl.col("grade").cast(pl.Int64).replace_strict(WORDS, default=None, return_dtype=pl.String)
    )
    return (
        found.join(earlier.rename({"before": "predecessor"}), on="urn", how="left")
        .join(trusts_on(held, day).select("urn", "trust"), on="urn", how="left")
        .join(names_of_areas(folder), on="area", how="left")
        .with_columns(
            pl.when(pl.col("grade").is_null() & pl.col("inspected").is_not_null())
            .then(pl.lit(_NOT_JUDGED))
            .otherwise(word)
            .alias("grade"),
            pl.lit(day).alias("on"),
            pl.lit(standing.of).alias("schools_of"),
        )
        .sort(pl.col("name").str.to_lowercase(), "urn")
        .select(LIST_COLUMNS)
    )


def trusts(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The academy trusts with a school in an area on a day, by name: ``TRUST_COLUMNS``.

    ``schools`` counts all of a trust's schools, the phases those in the area. ``membership_of``
    is the day of the extract that says who belonged: a school that joined by the day, and had
    left again before the extract, is not in it.
    """
    place, codes = place_and_codes(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.newest_day
    if day is None:
        return pl.DataFrame(schema=dict.fromkeys(TRUST_COLUMNS, pl.String))
    standing = standing_on(held, day)
    found = standing.schools.join(trusts_on(held, day), on="urn")
    here = pl.col("area").is_in(codes)
    phases = [
        (here & (pl.col("phase") == phase)).sum().cast(pl.Int64).alias(phase.replace("-", "_"))
        for phase in types.PHASES[1:]
    ]
    return (
        found.group_by("uid")
        .agg(
            pl.col("trust").first(),
            pl.col("kind").first(),
            here.sum().cast(pl.Int64).alias("schools_in_area"),
            pl.len().cast(pl.Int64).alias("schools"),
            *phases,
            pl.col("membership_of").first(),
        )
        .filter(pl.col("schools_in_area") > 0)
        .with_columns(
            pl.lit(place.code).alias("area"),
            pl.lit(place.name).alias("area_name"),
            pl.lit(place.dfe_number, pl.String).alias("dfe_number"),
            pl.lit(day).alias("on"),
            pl.lit(standing.of).alias("schools_of"),
        )
        .sort(pl.col("trust").str.to_lowercase(), "uid")
        .select(TRUST_COLUMNS)
    )
