"""How much a figure moved since the last one that it can be compared with, and whether it is real.

Never across a break in its definition, never with a figure that the area printed itself. The same
period a year earlier leads; without one the newest before it, which is then named. Size first,
then certainty, by the first rule that can be asked:

1. with counts: Newcombe's interval of the difference of two shares, Byar's of two rates or counts;
2. without: the movement against the national one, beyond 1.96 of the area's own volatility, shrunk
   to that of all areas (a bare count must pass both);
3. in too small a panel, of a series within the year: its own process limits, laid around the
   changes on the year before (which hold no season);
4. else the size only.
"""

from collections.abc import Collection

import polars as pl

from foreland.insight.intervals import Interval, difference_of_rates, newcombe
from foreland.insight.movement import moved
from foreland.insight.process import LEAST_FOR_SIGNALS, limits
from foreland.insight.series import DATES, SERIES
from foreland.model.statuses import Status
from foreland.model.units import Unit

#: Kept of the earlier figure, as ``before_…``.
KEPT = ("value", "numerator", "denominator", "period", "period_start", "period_end", "id")

#: What the rate is a share of.
_PER = {
    Unit.PERCENT.value: 100.0,
    Unit.PER_100.value: 100.0,
    Unit.PER_1000.value: 1000.0,
    Unit.PER_10000.value: 10000.0,
    Unit.PER_100000.value: 100000.0,
}

BEYOND_CHANCE = "beyond chance"
WITHIN_CHANCE = "within chance"
MORE_THAN_USUAL = "more than usual movement"
USUAL = "usual movement"
WITH_ENGLAND = "moved with England"
LESS_THAN_ENGLAND = "moved, but less than England"
UNLIKE_ENGLAND = "held while England moved"
WITHIN_ROUNDING = "within rounding"
OUTSIDE_LIMITS = "outside its process limits"
INSIDE_LIMITS = "inside its process limits"
SIZE_ONLY = "size only"

#: Certainties under which a figure is said to have become better or worse.
CLEAR = (
    BEYOND_CHANCE,
    MORE_THAN_USUAL,
    WITH_ENGLAND,
    LESS_THAN_ENGLAND,
    OUTSIDE_LIMITS,
    SIZE_ONLY,
)

#: Kinds of period of which there are many in a year, and that do not overlap.
_WITHIN_THE_YEAR = ("week", "month", "term")

BREAKS_SCHEMA = {"indicator": pl.String, "break_start": pl.Date, "break_reason": pl.String}


def comparable(facts: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """``facts`` with ``segment`` (breaks that lie before) and ``break_reason`` (of the last)."""
    ordered = breaks.sort("indicator", "break_start").with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("indicator").alias("segment")
    )
    return (
        facts.sort("period_start", maintain_order=True)
        .join_asof(
            ordered.sort("break_start"),
            left_on="period_start",
            right_on="break_start",
            by="indicator",
            strategy="backward",
            check_sortedness=False,
        )
        .with_columns(pl.col("segment").fill_null(0))
    )


def changes(facts: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """Each figure beside the last one that it can be compared with.

    ``facts``: observations (``OBSERVATION_COLUMNS``) of any areas. ``breaks``: ``BREAKS_SCHEMA``.
    Rows without a value, and quoted ones, fall out. Adds ``before_…`` (``KEPT``), ``change``
    (signed, in the unit of the value; of a share in percentage points), ``change_from`` (the
    earlier period), ``year_earlier``, ``overlaps`` (the two periods share days), ``across_break``
    (an earlier figure there is, but of another definition) and its ``break_reason``.
    """
    kept = facts.filter(pl.col("value").is_not_null() & (pl.col("status") != Status.QUOTED.value))
    kept = comparable(kept, breaks).with_columns(_alike())
    alike = [*SERIES, "segment", "alike"]
    kept = kept.with_columns(*_a_year_earlier()).sort(
        *SERIES, "period_end", "period_start", "period_kind", maintain_order=True
    )
    # In one series the last of two figures of the same days counts (a month and its snapshot).
    kept = kept.unique([*SERIES, "alike", *DATES], keep="last", maintain_order=True)
    earlier = kept.select(
        *alike,
        pl.col("period_start").alias("asked_start"),
        pl.col("period_end").alias("asked_end"),
        *[pl.col(name).alias(f"year_{name}") for name in KEPT],
    )
    shifted = [pl.col(name).shift(1).over(alike).alias(f"last_{name}") for name in KEPT]
    found = kept.with_columns(
        *shifted,
        (pl.int_range(pl.len()).over([*SERIES, "alike"]) > 0).alias("any_earlier"),
    ).join(earlier, on=[*alike, "asked_start", "asked_end"], how="left", maintain_order="left")
    there = pl.col("year_value").is_not_null()
    return (
        found.with_columns(
            *[
                pl.when(there).then(pl.col(f"year_{n}")).otherwise(pl.col(f"last_{n}"))
                .alias(f"before_{n}")
                for n in KEPT
            ],
            there.alias("year_earlier"),
        )
        .with_columns(
            # Figures are printed to a few places: what lies behind the tenth is the float's.
            (pl.col("value") - pl.col("before_value")).round(10).alias("change"),
            pl.col("before_period").alias("change_from"),
            (pl.col("before_period_end") >= pl.col("period_start"))
            .fill_null(False)
            .alias("overlaps"),
            (pl.col("any_earlier") & pl.col("before_value").is_null()).alias("across_break"),
        )
        .with_columns(pl.when("across_break").then("break_reason").alias("break_reason"))
        .drop(
            "any_earlier", "alike", "asked_start", "asked_end", "break_start",
            *[f"{place}_{n}" for place in ("year", "last") for n in KEPT],
        )
    )  # fmt: skip


def _alike() -> pl.Expr:
    """Periods that may follow each other: of one kind, one length and, of terms, one name."""
    days = (pl.col("period_end") - pl.col("period_start")).dt.total_days()
    term = pl.when(pl.col("period_kind") == "term").then(
        pl.format("{}-{}", pl.col("period_start").dt.month(), pl.col("period_end").dt.month())
    )
    return pl.concat_str("period_kind", (days + 2) // 365, term.fill_null(""), separator=" ").alias(
        "alike"
    )


def _a_year_earlier() -> tuple[pl.Expr, pl.Expr]:
    week = pl.col("period_kind") == "week"
    start, after = pl.col("period_start"), pl.col("period_end").dt.offset_by("1d")
    return (
        pl.when(week).then(start.dt.offset_by("-52w")).otherwise(start.dt.offset_by("-1y"))
        .alias("asked_start"),
        pl.when(week).then(after.dt.offset_by("-52w")).otherwise(after.dt.offset_by("-1y"))
        .dt.offset_by("-1d")
        .alias("asked_end"),
    )  # fmt: skip


def judged(found: pl.DataFrame, polarity: pl.DataFrame) -> pl.DataFrame:
    """``moved`` with ``direction``, ``certainty``, and the interval of the change where counted.

    ``polarity``: ``indicator, polarity``. ``direction``: better, worse, no clear change, not
    comparable, no earlier figure; null where neither more nor less is better. A column ``coarse``
    in ``found`` marks differences of whole numbers, of which one point is no change.
    """
    if "coarse" not in found.columns:
        found = found.with_columns(pl.lit(False).alias("coarse"))
    lower, upper = _limits(found)
    better = polarity.select("indicator", "polarity")
    found = (
        found.drop("polarity", strict=False)
        .with_columns(
            pl.Series("change_lower", lower, pl.Float64),
            pl.Series("change_upper", upper, pl.Float64),
            _process(found).alias("outside"),
        )
        .join(better, on="indicator", how="left", maintain_order="left")
    )
    found = found.with_columns(_certainty().alias("certainty"))
    up = (pl.col("change") > 0) == (pl.col("polarity") == "higher")
    return found.drop("outside").with_columns(
        pl.when("across_break")
        .then(pl.lit("not comparable"))
        .when(pl.col("change").is_null())
        .then(pl.lit("no earlier figure"))
        .when(~pl.col("polarity").is_in(["higher", "lower"]))
        .then(None)
        .when((pl.col("change") == 0) | ~pl.col("certainty").is_in(CLEAR))
        .then(pl.lit("no clear change"))
        .when(up)
        .then(pl.lit("better"))
        .otherwise(pl.lit("worse"))
        .alias("direction")
    )


def _certainty() -> pl.Expr:
    counted = pl.col("change_lower").is_not_null()
    chance = (pl.col("change_lower") <= 0) & (pl.col("change_upper") >= 0)
    bare = pl.col("unit") == Unit.COUNT.value
    against, size = pl.col("against"), pl.col("size")
    usual = (
        pl.when((size.abs() > 1) & (against.abs() > 1) & (size.sign() == against.sign()))
        .then(pl.lit(MORE_THAN_USUAL))
        .when((size.abs() > 1) & (against.abs() > 1))
        .then(pl.lit(LESS_THAN_ENGLAND))
        .when(size.abs() > 1)
        .then(pl.lit(WITH_ENGLAND))
        .when(against.abs() > 1)
        .then(pl.lit(UNLIKE_ENGLAND))
        .otherwise(pl.lit(USUAL))
    )
    return (
        pl.when(pl.col("change").is_null())
        .then(None)
        .when(pl.col("coarse") & (pl.col("change").abs() <= 1))
        .then(pl.lit(WITHIN_ROUNDING))
        .when(counted & chance)
        .then(pl.lit(WITHIN_CHANCE))
        .when(counted & ~(bare & size.is_not_null()))
        .then(pl.lit(BEYOND_CHANCE))
        .when(against.is_null() & pl.col("outside").is_not_null())
        .then(pl.when("outside").then(pl.lit(OUTSIDE_LIMITS)).otherwise(pl.lit(INSIDE_LIMITS)))
        .when(size.is_null() | against.is_null())
        .then(pl.lit(SIZE_ONLY))
        .otherwise(usual)
    )


def _process(found: pl.DataFrame) -> pl.Series:
    """Whether a change on the year before lies outside the limits of those before it.

    Null where the panel tells what is usual, and where fewer than twelve went before.
    """
    seen: dict[tuple[object, ...], list[float]] = {}
    names = (*SERIES, "segment", "period_kind", "year_earlier", "against", "change")
    told: list[bool | None] = []
    for *series, kind, year_earlier, against, size in found.select(names).iter_rows():
        outside = None
        if kind in _WITHIN_THE_YEAR and year_earlier and against is None:
            before = seen.setdefault((*series, kind), [])
            if len(before) >= LEAST_FOR_SIGNALS:
                outside = limits(before).outside(size)
            before.append(size)
        told.append(outside)
    return pl.Series(told, dtype=pl.Boolean)


def _limits(found: pl.DataFrame) -> tuple[list[float | None], list[float | None]]:
    lower: list[float | None] = []
    upper: list[float | None] = []
    names = ("unit", "overlaps", "value", "numerator", "denominator")
    before = ("before_value", "before_numerator", "before_denominator")
    for unit, overlaps, *figures in found.select(*names, *before).iter_rows():
        interval = None if overlaps or figures[3] is None else difference(unit, *figures)
        lower.append(interval.lower if interval else None)
        upper.append(interval.upper if interval else None)
    return lower, upper


def difference(
    unit: str,
    value: float,
    numerator: float | None,
    denominator: float | None,
    before: float,
    numerator_before: float | None,
    denominator_before: float | None,
) -> Interval | None:
    """The interval of a change, in the unit of the value; None where nothing was counted.

    Counts that do not give the published value (rounded ones, or of a wider group) are not used.
    """
    if unit == Unit.COUNT.value:
        if min(value, before) < 0 or value != int(value) or before != int(before):
            return None
        return difference_of_rates(value, 1, before, 1)
    per = _PER.get(unit)
    if per is None or None in (numerator, denominator, numerator_before, denominator_before):
        return None
    now = _counts(value, numerator, denominator, per)
    then = _counts(before, numerator_before, denominator_before, per)
    if now is None or then is None:
        return None
    if unit == Unit.PERCENT.value:
        if now[0] > now[1] or then[0] > then[1]:
            return None
        return newcombe(*now, *then).scaled(per)
    return difference_of_rates(*now, *then).scaled(per)


def _counts(
    value: float, numerator: float | None, denominator: float | None, per: float
) -> tuple[float, float] | None:
    if numerator is None or denominator is None or denominator <= 0 or numerator < 0:
        return None
    # Half a point of the last whole place: values are printed rounded.
    if abs(numerator / denominator * per - value) > max(0.5, 0.005 * abs(value)):
        return None
    return numerator, denominator


def told(
    facts: pl.DataFrame,
    breaks: pl.DataFrame,
    polarity: pl.DataFrame,
    country: str,
    authorities: list[str],
    areas: Collection[str] | None = None,
) -> pl.DataFrame:
    """``changes``, ``moved`` and ``judged`` in one.

    With ``areas`` only theirs: all others still tell what is usual, but are not judged themselves.
    """
    found = moved(changes(facts, breaks), country, authorities)
    if areas is not None:
        found = found.filter(pl.col("area").is_in(sorted(areas)))
    return judged(found, polarity)
