"""Values out of line: with the area's own history, and with all areas.

Four tests, each told by its name; none says that a value is wrong, only that a person should look.

- ``change``: the movement since the period before lies ``FAR`` robust standard deviations or more
  from the median movement of all authorities, and ``FAR_OF_OWN`` times beyond what the area itself
  is used to. Robust: median, and 1.4826 times the median absolute deviation. Totals by logarithms.
- ``scale``: the value is near 10, 100 or 1,000 times the area's own median, or such a part of it,
  though the values on either side are not: a decimal point that slipped, another unit.
- ``range``: a percentage outside 0 to 100, or a value below zero where no authority has one.
- ``whole``: the country or a region outside the range of the authorities, which no mean can be.

Never across a break in a definition. Where fewer than ``LEAST_AREAS`` authorities moved nothing is
said. A value that jumps and comes back is told once, where it jumped.
"""

import polars as pl

from foreland.insight.change import changes
from foreland.insight.movement import TOTALS
from foreland.insight.series import DATES, SERIES
from foreland.model.units import Unit

FAR = 6.0
FAR_OF_OWN = 4.0
LEAST_AREAS = 20
#: So many other movements of its own, or the area's history says nothing yet.
LEAST_OWN = 4
#: Beside the spread of all areas this part of the value is no movement: figures are rounded.
_ROUGH = 0.01
#: How near to a power of ten a slip of the decimal point lies.
_NEAR = 0.1
#: Units in which a mean of areas lies between the least and the greatest of them.
_RATES = (
    Unit.PERCENT.value,
    Unit.PER_100.value,
    Unit.PER_1000.value,
    Unit.PER_10000.value,
    Unit.PER_100000.value,
)

#: ``usual`` is what the value was held against, ``apart`` how far it is in robust deviations (of
#: ``scale`` how many times), ``areas`` how many authorities were looked at.
FOUND = ("test", "before_value", "before_period", "before_id", "usual", "apart", "areas")


def out_of_line(
    facts: pl.DataFrame, breaks: pl.DataFrame, authorities: list[str], wholes: list[str]
) -> pl.DataFrame:
    """The rows of ``facts`` (all areas) that fail a test, once a test, with ``FOUND``.

    ``wholes``: the country and the regions. Rows without a value are never told.
    """
    told = [
        _changes(facts, breaks, authorities),
        _scale(facts, authorities),
        _range(facts, authorities),
        _whole(facts, authorities, wholes),
    ]
    columns = [*facts.columns, *FOUND]
    found = pl.concat([frame.select(columns) for frame in told])
    return found.sort(*SERIES, "period_end", "period_start", "test", maintain_order=True)


def _spread(column: str) -> pl.Expr:
    """A robust standard deviation; from the mean deviation where half the movements are alike."""
    apart = (pl.col(column) - pl.col(column).median()).abs()
    usual = apart.median() * 1.4826
    return pl.when(usual > 0).then(usual).otherwise(apart.sort().mean() * 1.2533)


def _changes(facts: pl.DataFrame, breaks: pl.DataFrame, authorities: list[str]) -> pl.DataFrame:
    total = pl.col("unit").is_in(TOTALS)
    positive = (pl.col("value") > 0) & (pl.col("before_value") > 0)
    moving = (
        changes(facts, breaks)
        .filter(pl.col("before_value").is_not_null())
        .with_columns(
            pl.when(total & positive)
            .then((pl.col("value") / pl.col("before_value")).log())
            .when(~total)
            .then(pl.col("change"))
            .alias("step")
        )
        .filter(pl.col("step").is_not_null())
    )
    key = ["indicator", "group", *DATES, "before_period_start", "before_period_end"]
    panel = (
        moving.filter(pl.col("area").is_in(authorities))
        .group_by(key)
        .agg(
            pl.col("step").median().alias("usual"),
            _spread("step").alias("spread"),
            pl.len().alias("areas"),
        )
        .filter((pl.col("areas") >= LEAST_AREAS) & (pl.col("spread") > 0))
    )
    rough = pl.when(total).then(_ROUGH).otherwise(_ROUGH * pl.col("before_value").abs())
    held = (
        moving.join(panel, on=key, how="inner")
        .with_columns((pl.col("step") - pl.col("usual")).alias("off"))
        .with_columns((pl.col("off") / pl.max_horizontal("spread", rough)).alias("apart"))
        .sort(*SERIES, "period_end", "period_start", maintain_order=True)
    )
    # What the area is used to: the median of its other movements' sizes.
    own = held.group_by(SERIES, maintain_order=True).agg(
        pl.col("off").abs().median().alias("own"), pl.len().alias("moves")
    )
    held = held.join(own, on=SERIES, how="left", maintain_order="left")
    used = (pl.col("moves") > LEAST_OWN) & (
        pl.col("off").abs() >= FAR_OF_OWN * pl.col("own") * 1.4826
    )
    held = held.with_columns(((pl.col("apart").abs() >= FAR) & used).alias("far"))
    before = pl.col("far").shift(1).over(SERIES).fill_null(False)
    back = before & (pl.col("apart").shift(1).over(SERIES) * pl.col("apart") < 0)
    return held.filter(pl.col("far") & ~back).with_columns(
        pl.lit("change").alias("test"),
        pl.when(total)
        .then(pl.col("before_value") * pl.col("usual").exp())
        .otherwise(pl.col("before_value") + pl.col("usual"))
        .alias("usual"),
    )


def _scale(facts: pl.DataFrame, authorities: list[str]) -> pl.DataFrame:
    known = facts.filter(pl.col("value").is_not_null() & (pl.col("status") != "quoted"))
    size = pl.col("value").abs()
    known = (
        known.with_columns(
            size.median().over(SERIES).alias("usual"), pl.len().over(SERIES).alias("held")
        )
        .with_columns((size / pl.col("usual")).alias("apart"))
        .sort(*SERIES, "period_end", "period_start", maintain_order=True)
    )
    beside = [
        pl.col("apart").shift(step).over(SERIES).fill_null(1).is_between(0.5, 2) for step in (1, -1)
    ]
    alone = beside[0] & beside[1]
    key = ["indicator", "group", *DATES]
    others = (
        known.filter(pl.col("area").is_in(authorities))
        .group_by(key)
        .agg(pl.col("apart").median().alias("all_apart"), pl.len().alias("areas"))
        .filter(pl.col("areas") >= LEAST_AREAS)
    )
    power = pl.col("apart").log10()
    near = (power - power.round()).abs() <= pl.lit(1 + _NEAR).log10()
    # Small numbers stand in such ratios by chance: 1 child and 10.
    large = pl.max_horizontal(size, "usual") >= pl.when(pl.col("unit").is_in(TOTALS)).then(
        100
    ).otherwise(10)
    return (
        known.filter(alone & (pl.col("held") > LEAST_OWN) & (pl.col("usual") > 0) & (size > 0))
        .join(others, on=key, how="inner")
        .filter((power.abs() > 0.9) & near & large & pl.col("all_apart").is_between(1 / 3, 3))
        .with_columns(
            pl.lit("scale").alias("test"),
            pl.lit(None, pl.Float64).alias("before_value"),
            pl.lit(None, pl.String).alias("before_period"),
            pl.lit(None, pl.String).alias("before_id"),
        )
    )


def _range(facts: pl.DataFrame, authorities: list[str]) -> pl.DataFrame:
    key = ["indicator", "group"]
    shares = pl.col("unit") == Unit.PERCENT.value
    below = (
        facts.filter(pl.col("area").is_in(authorities) & pl.col("value").is_not_null())
        .group_by(key)
        .agg(
            # Beyond the far tail of all: a unit whose figures are now and then negative has more.
            (pl.col("value") < 0).sum().alias("negative"),
            (pl.col("value") > 100).sum().alias("above"),
            pl.col("value").median().alias("usual"),
            pl.len().alias("held"),
            pl.col("area").n_unique().alias("areas"),
        )
    )
    rare = pl.col("held") >= 100 * pl.col("negative")
    return (
        facts.filter(pl.col("value").is_not_null())
        .join(below, on=key, how="inner")
        .filter(
            (pl.col("areas") >= LEAST_AREAS)
            & (
                ((pl.col("value") < 0) & rare)
                | (shares & (pl.col("value") > 100) & (pl.col("held") >= 100 * pl.col("above")))
            )
        )
        .with_columns(
            pl.lit("range").alias("test"),
            pl.lit(None, pl.Float64).alias("before_value"),
            pl.lit(None, pl.String).alias("before_period"),
            pl.lit(None, pl.String).alias("before_id"),
            pl.lit(None, pl.Float64).alias("apart"),
        )
    )


def _whole(facts: pl.DataFrame, authorities: list[str], wholes: list[str]) -> pl.DataFrame:
    key = ["indicator", "group", *DATES]
    known = facts.filter(pl.col("value").is_not_null() & pl.col("unit").is_in(_RATES))
    limits = (
        known.filter(pl.col("area").is_in(authorities))
        .group_by(key)
        .agg(
            pl.col("value").min().alias("least"),
            pl.col("value").max().alias("greatest"),
            pl.col("value").median().alias("usual"),
            pl.len().alias("areas"),
        )
        .filter(pl.col("areas") >= LEAST_AREAS)
    )
    return (
        known.filter(pl.col("area").is_in(wholes))
        .join(limits, on=key, how="inner")
        .filter(~pl.col("value").is_between(pl.col("least"), pl.col("greatest")))
        .with_columns(
            pl.lit("whole").alias("test"),
            pl.lit(None, pl.Float64).alias("before_value"),
            pl.lit(None, pl.String).alias("before_period"),
            pl.lit(None, pl.String).alias("before_id"),
            pl.lit(None, pl.Float64).alias("apart"),
        )
    )
