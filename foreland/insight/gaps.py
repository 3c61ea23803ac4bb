"""Gaps: a group beside its comparator, in the same area and period (or beside England's).

``gap`` is signed, group less comparator; ``behind`` is how much worse the group is by the
indicator's polarity, so that lower is better whatever is measured; it is null where neither more
nor less is better. Both lines are kept, and whether a gap moved because the group did or because
its comparator did: a gap may close while both get worse. The disadvantage gap index is never made.
"""

import hashlib

import polars as pl

from foreland.insight.change import changes
from foreland.model.statuses import VALUED, Status

#: What a gap is: whose comparator is meant by ``of``: ``area`` or ``england``.
PAIRS_SCHEMA = {
    "indicator": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "of": pl.String,
    "name": pl.String,
    "polarity": pl.String,
    "coarse": pl.Boolean,
}

GAP_COLUMNS = (
    "indicator",
    "area",
    "area_name",
    "dfe_number",
    "period",
    "published_period",
    "period_kind",
    "period_start",
    "period_end",
    "name",
    "group",
    "comparator",
    "comparator_of",
    "group_value",
    "comparator_value",
    "gap",
    "behind",
    "unit",
    "polarity",
    "plus_minus",
    "status",
    "change",
    "group_change",
    "comparator_change",
    "change_from",
    "because",
    "id",
    "group_id",
    "comparator_id",
    "source",
    "release",
    "comparator_release",
    "as_of",
)

#: The less firm of two figures tells what their difference is.
_FIRMNESS = [
    Status.FINAL,
    Status.REVISED,
    Status.PROVISIONAL,
    Status.ESTIMATED,
    Status.UNRELIABLE,
    Status.QUOTED,
]
_DATES = ["period_start", "period_end"]
_PAIR = ["indicator", "group", "comparator", "comparator_of", "area"]


def gaps(
    facts: pl.DataFrame, pairs: pl.DataFrame, breaks: pl.DataFrame, country: str
) -> pl.DataFrame:
    """A row a gap, area and period: ``GAP_COLUMNS``, sorted by key.

    ``facts``: observations of the areas and of the country. ``pairs``: ``PAIRS_SCHEMA``.
    ``breaks``: ``change.BREAKS_SCHEMA``. A missing side leaves the gap null, with its status.
    """
    pairs = pairs.rename({"of": "comparator_of"})
    beside = facts.select(
        "indicator",
        pl.col("group").alias("comparator"),
        pl.col("area").alias("comparator_area"),
        *_DATES,
        pl.col("value").alias("comparator_value"),
        pl.col("status").alias("comparator_status"),
        pl.col("id").alias("comparator_id"),
        pl.col("release").alias("comparator_release"),
    ).unique(["indicator", "comparator", "comparator_area", *_DATES], keep="first")
    found = (
        facts.join(pairs, on=["indicator", "group"], how="inner")
        .with_columns(
            pl.when(pl.col("comparator_of") == "england")
            .then(pl.lit(country))
            .otherwise("area")
            .alias("comparator_area")
        )
        .join(beside, on=["indicator", "comparator", "comparator_area", *_DATES], how="left")
        .rename({"value": "group_value", "id": "group_id"})
        .with_columns(
            # Figures are printed to a few places: what lies behind the tenth is the float's.
            (pl.col("group_value") - pl.col("comparator_value")).round(10).alias("gap"),
            _status().alias("status"),
            pl.when(pl.col("unit") == "percent")
            .then(pl.lit("percentage-points"))
            .otherwise("unit")
            .alias("unit"),
            pl.when("coarse").then(1.0).alias("plus_minus"),
        )
        .with_columns(
            pl.when(pl.col("polarity") == "higher")
            .then(0.0 - pl.col("gap"))
            .when(pl.col("polarity") == "lower")
            .then(pl.col("gap"))
            .alias("behind")
        )
        .sort(*_PAIR, "period_end", "period_start")
    )
    found = found.with_columns(_ids(found))
    moves = _moves(found, breaks)
    return (
        found.join(moves, on=[*_PAIR, "period_kind", *_DATES], how="left")
        .select(GAP_COLUMNS)
        .sort(*_PAIR, "period_end", "period_start", "period_kind")
    )


def as_facts(found: pl.DataFrame) -> pl.DataFrame:
    """Gaps as observations of how far behind: ``group`` names both sides. For ``change``.

    The polarity of such a figure is ``lower`` whatever the indicator's own is.
    """
    missing = pl.lit(None, pl.Float64)
    return found.with_columns(
        pl.format("{} to {} of {}", "group", "comparator", "comparator_of").alias("group"),
        pl.col("behind").alias("value"),
        missing.alias("numerator"),
        missing.alias("denominator"),
        pl.col("plus_minus").is_not_null().alias("coarse"),
    )


def _status() -> pl.Expr:
    group = pl.col("status")
    other = pl.col("comparator_status").fill_null(Status.NOT_AVAILABLE.value)
    place = {s.value: n for n, s in enumerate(_FIRMNESS)}
    valued = [s.value for s in VALUED]
    firm = [e.replace_strict(place, default=0, return_dtype=pl.Int64) for e in (group, other)]
    return (
        pl.when(~group.is_in(valued))
        .then(group)
        .when(~other.is_in(valued))
        .then(other)
        .when(firm[0] >= firm[1])
        .then(group)
        .otherwise(other)
    )


def _ids(found: pl.DataFrame) -> pl.Series:
    """A computed value's id: the hash of the rule and of what it was computed from."""
    pairs = found.select("group_id", "comparator_id").iter_rows()
    ids = [None if b is None else computed_id("gap", a, b) for a, b in pairs]
    return pl.Series("id", ids, pl.String)


def computed_id(rule: str, *inputs: str) -> str:
    return "calc:" + hashlib.sha256("|".join((rule, *inputs)).encode()).hexdigest()[:16]


def _moves(found: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """How each gap moved since the last that it can be compared with, and which side moved it."""
    key = [*_PAIR, "period_kind", *_DATES]
    seen = as_facts(
        found.filter(pl.col("behind").is_not_null()).with_columns(pl.col("group").alias("own"))
    ).with_columns(
        # The sides stand where counts do, so that they come along from the earlier figure.
        pl.col("group_value").alias("numerator"),
        pl.col("comparator_value").alias("denominator"),
    )
    moved = (
        changes(seen, breaks)
        .filter(pl.col("change").is_not_null())
        .with_columns(
            (pl.col("group_value") - pl.col("before_numerator")).round(10).alias("group_change"),
            (pl.col("comparator_value") - pl.col("before_denominator"))
            .round(10)
            .alias("comparator_change"),
            pl.col("own").alias("group"),
        )
    )
    return moved.select(
        *key, "change", "group_change", "comparator_change", "change_from",
        _because().alias("because"),
    )  # fmt: skip


def _because() -> pl.Expr:
    sign = pl.when(pl.col("polarity") == "higher").then(1.0).otherwise(-1.0)
    group, other = sign * pl.col("group_change"), sign * pl.col("comparator_change")
    closed, widened = pl.col("change") < 0, pl.col("change") > 0
    say = pl.lit
    return (
        pl.when("coarse", pl.col("change").abs() <= 1)
        .then(say("unchanged: a move of 1 is within rounding"))
        .when(closed & (group > 0) & (other > 0))
        .then(say("closer: both improved, the group more"))
        .when(closed & (group > 0) & (other < 0))
        .then(say("closer: the group improved and the others got worse"))
        .when(closed & (group > 0))
        .then(say("closer: the group improved"))
        .when(closed & (group < 0))
        .then(say("closer: both got worse, the others more"))
        .when(closed)
        .then(say("closer: the others got worse"))
        .when(widened & (group > 0))
        .then(say("wider: both improved, the others more"))
        .when(widened & (group < 0) & (other > 0))
        .then(say("wider: the group got worse and the others improved"))
        .when(widened & (group < 0) & (other < 0))
        .then(say("wider: both got worse, the group more"))
        .when(widened & (group < 0))
        .then(say("wider: the group got worse"))
        .when(widened)
        .then(say("wider: the others improved"))
        .when((group > 0) & (other > 0))
        .then(say("unchanged: both improved alike"))
        .when((group < 0) & (other < 0))
        .then(say("unchanged: both got worse alike"))
        .otherwise(say("unchanged"))
    )
