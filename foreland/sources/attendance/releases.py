"""Read the log of fortnightly attendance releases: each row is dated, so each is a version.

Year to date, not the week: a release replaces the one before within its school year, and earlier
years stay as their last release left them. Compare releases at the same place in the year. Traps
handled, each with its test: persistent absence is not published before January (not available, not
zero); the number of schools is fractional, an average over days; schools joined over the years, so
that a change is partly a change of schools. The log holds 13 of the columns, rates rounded to four
places, and says of a missing figure no reason.
"""

from dataclasses import replace
from datetime import date
from functools import partial

import polars as pl

from foreland.model.areas import Register
from foreland.model.periods import Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.attendance import figures
from foreland.sources.opening import Opened
from foreland.sources.reading import (
    KEY,
    READING_SCHEMA,
    Context,
    Reader,
    Reading,
    Version,
)
from foreland.sources.sieve import Sieve

_DAY = "release_date"
NEEDED = (_DAY, "time_period", "geographic_level", "new_la_code", "education_phase", "pa_perc")

MEASURES = {
    "num_schools": Unit.COUNT,
    "total_num_schools": Unit.COUNT,
    "enrolments": Unit.COUNT,
    "possible_sessions": Unit.COUNT,
    "attendance_perc": Unit.PERCENT,
    "overall_absence_perc": Unit.PERCENT,
    "authorised_absence_perc": Unit.PERCENT,
    "unauthorised_absence_perc": Unit.PERCENT,
    "illness_perc": Unit.PERCENT,
    "unauth_hol_perc": Unit.PERCENT,
    "auth_excluded_perc": Unit.PERCENT,
    "auth_part_time_perc": Unit.PERCENT,
    "pa_perc": Unit.PERCENT,
}
#: Its denominator is of pupils, and in no column.
_OF_PUPILS = "pa_perc"

PHASES = {
    "Total": "all",
    "Primary": "phase=primary",
    "Secondary": "phase=secondary",
    "Special": "phase=special",
}

_SOURCE, _DATASET = "attendance", "attendance-releases"
_TITLE = "Pupil attendance in schools: the year to date, release by release"
_CAVEATS = (
    "year to date: compare releases at the same place in the year",
    "schools joined the collection over time, so that a change is partly a change of schools",
    "persistent absence is first published in January or February of the school year",
    "gathered from the releases by a third party; a missing figure has no sign of its own",
)
_CONTENT = ("published_period", "period_kind", "value", "denominator", "unit", "status", "symbol")
_KEY = list(KEY)


def claims(opened: Opened) -> bool:
    return opened.form == "parquet" and set(NEEDED) <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:
    """The newest release, with what the earlier years came to."""
    last = versions(opened, context)[-1]
    return replace(last.whole(), published=last.published)


def versions(opened: Opened, context: Context) -> list[Version]:
    """All releases, oldest first. Raises ForelandError where the log has no row."""
    rows, faults = _rows(opened, context.register)
    days = sorted(set(rows[_DAY]) | set(faults[_DAY].drop_nulls()))
    if not days:
        raise ForelandError(
            Problem(opened.name, "no release that can be read", "rows with a day", "Fetch it again")
        )
    faults = faults.with_columns(pl.col(_DAY).fill_null(days[0]))
    facts = _melted(rows, opened.columns).with_columns(
        pl.col(_DAY).replace_strict({day: n for n, day in enumerate(days)}, return_dtype=pl.Int32)
        .alias("number")
    )  # fmt: skip
    changes = pl.concat([_told(facts), _gone(facts)])
    alive = _in_force(changes, len(days))
    found = []
    for number, day in enumerate(days):
        now = alive.filter(pl.col("number") == number).row(0, named=True)
        upto = facts.filter(pl.col("number") <= number)
        found.append(
            Version(
                source=_SOURCE,
                dataset=_DATASET,
                title=_TITLE,
                number=number,
                published=day,
                changes=changes.filter(pl.col("number") == number).drop("number", "was_missing"),
                whole=partial(_whole, changes, faults, number, day),
                observations=now["alive"],
                missing=now["blank"],
                first_period_start=upto["period_start"].min(),  # type: ignore[arg-type]
                last_period_end=upto["period_end"].max(),  # type: ignore[arg-type]
                quarantine=faults.filter(pl.col(_DAY) == day).drop(_DAY),
                caveats=_CAVEATS,
            )
        )
    return found


def _rows(opened: Opened, register: Register) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with area, group and period, and the quarantine of the others, by day."""
    frame = opened.frame.with_columns(
        pl.int_range(1, opened.frame.height + 1, dtype=pl.UInt32).alias("row"),
        pl.col(_DAY).cast(pl.String).str.to_date("%Y-%m-%d", strict=False).alias("day"),
        pl.col("time_period").cast(pl.String),
        pl.col("education_phase")
        .replace_strict(PHASES, default=None, return_dtype=pl.String)
        .alias("group"),
    )
    sieve = Sieve(frame)
    sieve.place(_code(register), {a.code: a.code for a in register} | _other_codes(register))
    level, phase = pl.col("geographic_level"), pl.col("education_phase")
    dated = sieve.rows.select("row", pl.col("day").alias(_DAY))
    years = {text: _year(text) for text in frame["time_period"].unique().drop_nulls()}
    known = [text for text, period in years.items() if period is not None]
    sieve.aside(pl.col("day").is_null(), _DAY, pl.col(_DAY), "a day such as 2026-07-23")
    sieve.aside(pl.col("area").is_null(), "new_la_code", pl.col("code"), "a code of an area")
    sieve.aside(pl.col("group").is_null(), "education_phase", phase, ", ".join(PHASES))
    sieve.aside(~pl.col("time_period").is_in(known), "time_period", pl.col("time_period"), "202425")
    figures.check(sieve, [name for name in MEASURES if name in opened.columns], opened.name)
    once = pl.struct("day", "time_period", "area", "group").is_first_distinct()
    sieve.aside(~once, "geographic_level", level, "one row an area, phase and release")
    rows = sieve.rows.drop(_DAY).rename({"day": _DAY, "time_period": "published_period"})
    told = pl.concat(sieve.faults).join(dated, on="row", how="left", maintain_order="left")
    periods = pl.DataFrame(
        [(text, p.kind.value, p.start, p.end) for text, p in years.items() if p is not None],
        schema={
            "published_period": pl.String,
            "period_kind": pl.String,
            "period_start": pl.Date,
            "period_end": pl.Date,
        },
        orient="row",
    )
    return rows.join(periods, on="published_period", how="left", maintain_order="left"), told


def _code(register: Register) -> pl.Expr:
    level = pl.col("geographic_level")
    return (
        pl.when(level == "National").then(pl.lit(register.country.code))
        .when(level == "Regional").then(pl.col("region_code").cast(pl.String))
        .when(level == "Local authority").then(pl.col("new_la_code").cast(pl.String))
    )  # fmt: skip


def _other_codes(register: Register) -> dict[str, str]:
    return {code: area.code for area in register for code in area.other_codes}


def _year(text: str) -> Period | None:
    """The school year that six figures say; None for any other text."""
    if len(text) != 6 or not text.isdigit() or (int(text[:4]) + 1) % 100 != int(text[4:]):
        return None
    return Period.academic(int(text[:4]) + 1)


def _melted(rows: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """One row a figure, in order of release, row and column."""
    parts = []
    for code, unit in MEASURES.items():
        if code not in names:
            continue
        value = figures.value(code, rows.schema)
        none = value.is_null()
        share = unit is Unit.PERCENT and code != _OF_PUPILS and "possible_sessions" in names
        base = figures.value("possible_sessions", rows.schema) if share else pl.lit(None)
        parts.append(
            rows.select(
                pl.lit(code).alias("code"),
                "area",
                "published_period",
                "period_kind",
                "period_start",
                "period_end",
                "group",
                value.alias("value"),
                pl.lit(None, pl.Float64).alias("numerator"),
                base.cast(pl.Float64).alias("denominator"),
                pl.lit(unit.value).alias("unit"),
                pl.when(none)
                .then(pl.lit(Status.NOT_AVAILABLE.value))
                .otherwise(pl.lit(Status.PROVISIONAL.value))
                .alias("status"),
                pl.when(none).then(pl.lit("")).alias("symbol"),
                pl.lit(0, pl.UInt16).alias("sheet"),
                "row",
                pl.lit(names.index(code) + 1, pl.UInt16).alias("column"),
                _DAY,
            )
        )
    return pl.concat(parts).sort(_DAY, "row", "column")


def _told(facts: pl.DataFrame) -> pl.DataFrame:
    """The figures that a release tells anew: others than the release before had, or new."""
    ordered = facts.sort(*_KEY, "number")
    before = [pl.col(name).shift(1).over(_KEY) for name in ("number", *_CONTENT)]
    same = pl.all_horizontal(
        [pl.col(name).eq_missing(was) for name, was in zip(_CONTENT, before[1:], strict=True)]
    )
    # A figure that was away for a release is told again.
    follows = before[0].eq_missing(pl.col("number") - 1)
    return (
        ordered.with_columns(
            (same & follows).alias("same"), follows.alias("follows"),
            pl.when(follows).then(pl.col("value").is_null().shift(1).over(_KEY))
            .alias("was_missing"),
        )
        .filter(~pl.col("same"))
        .sort("number", "row", "column")
        .select(
            *READING_SCHEMA,
            pl.lit("add").alias("op"),
            pl.lit(None, pl.Int32).alias("told"),
            "number",
            "was_missing",
        )
    )  # fmt: skip


def _gone(facts: pl.DataFrame) -> pl.DataFrame:
    """The figures of a school year that a later release of the same year no longer has."""
    spoken = facts.select("period_start", "number").unique().sort("period_start", "number")
    follow = spoken.with_columns(pl.col("number").shift(-1).over("period_start").alias("next"))
    held = facts.select(*_KEY, pl.col("number").alias("next")).with_columns(pl.lit(1).alias("held"))
    lost = (
        facts.join(follow, on=["period_start", "number"], how="left", maintain_order="left")
        .filter(pl.col("next").is_not_null())
        .join(held, on=[*_KEY, "next"], how="anti", maintain_order="left")
    )
    return lost.select(
        *READING_SCHEMA,
        pl.lit("withdraw").alias("op"),
        pl.col("number").alias("told"),
        pl.col("next").alias("number"),
        pl.col("value").is_null().alias("was_missing"),
    )


def _in_force(changes: pl.DataFrame, releases: int) -> pl.DataFrame:
    """How many figures are in force after each release, and how many of them are missing."""
    add, none = pl.col("op") == "add", pl.col("value").is_null()
    new = add & pl.col("was_missing").is_null()
    was = pl.col("was_missing").fill_null(False)
    moved = changes.group_by("number").agg(
        (new.sum().cast(pl.Int64) - (~add).sum().cast(pl.Int64)).alias("more"),
        ((add & none).sum().cast(pl.Int64) - was.sum().cast(pl.Int64)).alias("blanks"),
    )
    grid = pl.DataFrame({"number": range(releases)}, schema={"number": pl.Int32})
    return (
        grid.join(moved, on="number", how="left")
        .sort("number")
        .select(
            "number",
            pl.col("more").fill_null(0).cum_sum().alias("alive"),
            pl.col("blanks").fill_null(0).cum_sum().alias("blank"),
        )
    )


def _whole(changes: pl.DataFrame, faults: pl.DataFrame, number: int, day: date) -> Reading:
    told = changes.filter(pl.col("number") <= number).with_row_index("place")
    last = told.sort("number", "place").unique(_KEY, keep="last", maintain_order=True)
    in_force = last.filter(pl.col("op") == "add").sort("row", "column")
    return Reading(
        source=_SOURCE,
        dataset=_DATASET,
        title=_TITLE,
        observations=in_force.select(*READING_SCHEMA),
        quarantine=faults.filter(pl.col(_DAY) <= day).drop(_DAY),
        caveats=_CAVEATS,
    )


READER = Reader(
    name="attendance-releases",
    version=2,
    claims=claims,
    read=read,
    versions=versions,
    dated=True,
)
