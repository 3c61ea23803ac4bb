"""The share of schools good or outstanding by phase and district, over days and by both rules."""

from datetime import date

import polars as pl

from foreland.disclosure.rules import RULES as SMALL
from foreland.insight.inspection_regimes import regime_on
from foreland.insight.school_quality import RULES, graded, shares
from foreland.insight.school_rolls import with_pupils
from foreland.jobs.folder import Folder
from foreland.jobs.school_points import Locator
from foreland.jobs.school_registers import Registers
from foreland.jobs.school_standing import standing_in
from foreland.model.statuses import Status

#: A row a place, phase, day and rule. ``place`` is a district's code, ``area``, ``england`` or
#: ``unknown`` (a district that is not known); counts are of schools.
LADDER: dict[str, type[pl.DataType]] = {
    "place": pl.String,
    "phase": pl.String,
    "on": pl.Date,
    "rule": pl.String,
    "value": pl.Float64,
    "good": pl.Int64,
    "graded": pl.Int64,
    "not_graded": pl.Int64,
    "not_judged": pl.Int64,
    "open": pl.Int64,
    "status": pl.String,
    "pupils_value": pl.Float64,
    "pupils_good": pl.Int64,
    "pupils_graded": pl.Int64,
    "pupils_unit": pl.String,
    "pupils_status": pl.String,
    "pupils_symbol": pl.String,
    "regime": pl.String,
    "schools_of": pl.String,
    "note": pl.String,
}

AREA, ENGLAND, UNKNOWN = "area", "england", "unknown"

#: The first August that is shown: enough of the schools of then are known from it on.
_FIRST = 2015
_DISTRICTS_FROM = date(2024, 8, 31)


def days(newest: date) -> list[date]:
    """The last day of each school year, and the newest day."""
    return sorted({date(y, 8, 31) for y in range(_FIRST, newest.year + 1)} | {newest})


def ladder(folder: Folder, held: Registers, locator: Locator, newest: date) -> pl.DataFrame:
    """All rows, by place, phase, day and rule: ``LADDER``. Districts for the last days alone."""
    parts = [pl.DataFrame(schema=LADDER)]
    for day in days(newest):
        if day > newest:
            continue
        for rule in RULES:
            parts += _of_day(folder, held, locator, day, newest, rule)
    return pl.concat(parts).sort("place", "phase", "on", "rule")


def _of_day(
    folder: Folder, held: Registers, locator: Locator, day: date, newest: date, rule: str
) -> list[pl.DataFrame]:
    own = _graded(folder, held, None, day, rule)
    parts = [_rows(*own, AREA, day, rule)]
    if day >= min(newest, _DISTRICTS_FROM):
        found, note, of, exact = own
        located = locator.of(found.join(_postcodes(held), on="urn", how="left"))
        found = found.join(located.select("urn", "district"), on="urn", how="left")
        for district in sorted(found["district"].drop_nulls().unique()):
            some = found.filter(pl.col("district") == district)
            parts.append(_rows(some, note, of, exact, district, day, rule))
        rest = found.filter(pl.col("district").is_null())
        if rest.height:
            parts.append(_rows(rest, note, of, exact, UNKNOWN, day, rule))
    if rule == "predecessor" and day in (newest, date(2019, 8, 31), date(2024, 8, 31)):
        country = folder.register.country.code
        parts.append(_rows(*_graded(folder, held, country, day, rule), ENGLAND, day, rule))
    return parts


def _postcodes(held: Registers) -> pl.DataFrame:
    return (
        pl.concat([held.ofsted.select("urn", "postcode"), held.dates.select("urn", "postcode")])
        .drop_nulls()
        .unique("urn", keep="first", maintain_order=True)
    )


def _graded(
    folder: Folder, held: Registers, area: str | None, day: date, rule: str
) -> tuple[pl.DataFrame, str | None, str, bool]:
    """The schools of a day with grade and pupils, what must be said of them, and whose list."""
    _, standing = standing_in(folder, held, area, day)
    named = next(r for r in RULES if r == rule)
    found = graded(standing.schools, held.inspections, held.before, day, named, standing.told)
    found = with_pupils(found, held.rolls, held.before, day)
    found = found.with_columns(pl.lit(None, pl.Int64).alias("places"))
    return found, standing.note, standing.of, standing.exact


def _rows(
    found: pl.DataFrame,
    note: str | None,
    of: str,
    exact: bool,
    place: str,
    day: date,
    rule: str,
) -> pl.DataFrame:
    """A row a phase. Who could work out a roll of 1 to 5 from a share by pupils gets none."""
    if not found.height:
        return pl.DataFrame(schema=LADDER)
    answer = shares(found)
    by_pupils = answer.filter(pl.col("weight") == "pupils").select(
        "phase",
        pl.col("value").alias("pupils_value"),
        pl.col("numerator").alias("pupils_good"),
        pl.col("denominator").alias("pupils_graded"),
        pl.col("status").alias("pupils_status"),
    )
    few = found.filter(pl.col("pupils").is_between(SMALL.smallest, SMALL.largest))
    hidden = pl.col("phase").is_in(sorted(few["phase"].unique()))
    # Of all phases together the share stays, rounded as it is printed, without its counts.
    uncounted = hidden | ((pl.col("phase") == "all") & pl.lit(few.height > 0))
    final = pl.lit(exact) & (pl.col("status") == Status.ESTIMATED.value)
    return (
        answer.filter(pl.col("weight") == "schools")
        .join(by_pupils, on="phase", how="left", maintain_order="left")
        .with_columns(
            pl.lit(place).alias("place"),
            pl.lit(day).alias("on"),
            pl.lit(rule).alias("rule"),
            pl.col("numerator").alias("good"),
            pl.col("denominator").alias("graded"),
            pl.when(final).then(pl.lit(Status.FINAL.value)).otherwise("status").alias("status"),
            pl.when(~hidden).then("pupils_value").alias("pupils_value"),
            pl.when(~uncounted).then("pupils_good").alias("pupils_good"),
            pl.when(~uncounted).then("pupils_graded").alias("pupils_graded"),
            pl.when(hidden)
            .then(pl.lit(Status.SUPPRESSED.value))
            .otherwise("pupils_status")
            .alias("pupils_status"),
            pl.when(hidden).then(pl.lit("c")).alias("pupils_symbol"),
            pl.lit("percent").alias("pupils_unit"),
            pl.lit(regime_on(day).name).alias("regime"),
            pl.lit(of).alias("schools_of"),
            pl.lit(note, pl.String).alias("note"),
        )
        .select(pl.col(n).cast(t) for n, t in LADDER.items())
    )
