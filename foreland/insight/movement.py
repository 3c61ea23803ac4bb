"""What movement is usual: of an area against the national one, over the years before.

About 60 % of the variance of a yearly change is noise. Beyond 1.96 of the area's own volatility,
shrunk to that of all areas, 8 % of the movements in the Local Authority Interactive Tool remain. It
does not ask why anything moved, and knows nothing of one or two areas alone.
"""

import polars as pl

from foreland.insight.intervals import normal_quantile
from foreland.insight.series import DATES, SERIES
from foreland.model.units import Unit

#: Units of totals: they move in proportion, so their volatility is that of logarithms.
TOTALS = (
    Unit.COUNT.value,
    Unit.FTE.value,
    Unit.POUNDS.value,
    Unit.THOUSAND_POUNDS.value,
    Unit.MILLION_POUNDS.value,
)
#: Fewer authorities than these tell nothing of what is usual.
LEAST_AREAS = 10
#: So many of an area's own movements weigh as much as all that is known of the others.
SHRINKAGE = 6.0
#: The part of the variance of a yearly change that is noise, and does not grow with the years.
NOISE = 0.6


def moved(found: pl.DataFrame, country: str, authorities: list[str]) -> pl.DataFrame:
    """``changes`` of all areas with what is usual: ``national_change`` and ``usual_change``.

    ``usual_change`` is 1.96 of the area's volatility, in the unit of the value: the root of the
    mean square of its movements against the national one before this one, shrunk to that of all
    authorities up to now. ``against`` is the movement against the national one over that, ``size``
    the movement itself over that. Null where fewer than ``LEAST_AREAS`` authorities moved; of the
    country itself only the national change is known.
    """
    key = ["indicator", "group", *DATES, "before_period_start", "before_period_end"]
    total = pl.col("unit").is_in(TOTALS)
    positive = (pl.col("value") > 0) & (pl.col("before_value") > 0)
    years = (
        (pl.col("period_end") - pl.col("before_period_end")).dt.total_days() / 365.25
    ).round().clip(1)  # fmt: skip
    found = found.with_columns(
        pl.when(total & positive)
        .then((pl.col("value") / pl.col("before_value")).log())
        .when(~total)
        .then(pl.col("change"))
        .alias("step"),
        (NOISE + (1 - NOISE) * years).alias("stretch"),
        pl.col("area").is_in(authorities).alias("authority"),
    )
    moving = found.filter(pl.col("step").is_not_null())
    country_steps = moving.filter(pl.col("area") == country).select(
        *key, pl.col("step").alias("country_step")
    )
    steps = (
        moving.filter("authority")
        .group_by(key)
        .agg(pl.col("step").median().alias("middle"), pl.len().alias("moving"))
        .join(country_steps, on=key, how="left")
        .filter(pl.col("moving") >= LEAST_AREAS)
        .select(*key, pl.coalesce("country_step", "middle").alias("national"))
    )
    found = (
        found.join(steps, on=key, how="left", maintain_order="left")
        .with_columns((pl.col("step") - pl.col("national")).alias("apart"))
        .with_columns((pl.col("apart") ** 2 / pl.col("stretch")).alias("square"))
    )
    pooled = _pooled(found)
    found = found.join(
        pooled, on=["indicator", "group", "period_end"], how="left", maintain_order="left"
    ).sort(*SERIES, "period_end", "period_start", "period_kind", maintain_order=True)
    own = pl.col("square").fill_null(0).cum_sum().over(SERIES) - pl.col("square").fill_null(0)
    seen = pl.col("square").is_not_null().cast(pl.Float64)
    count = seen.cum_sum().over(SERIES) - seen
    spread = (
        (SHRINKAGE * pl.col("pooled") + own) / (SHRINKAGE + count) * pl.col("stretch")
    ).sqrt() * normal_quantile()  # fmt: skip
    found = found.with_columns(
        pl.when((pl.col("area") != country) & (spread > 0)).then(spread).alias("limit")
    )
    before = pl.col("before_value")
    return found.with_columns(
        pl.when(total).then(before * (pl.col("national").exp() - 1)).otherwise(pl.col("national"))
        .alias("national_change"),
        pl.when(total).then(before * (pl.col("limit").exp() - 1)).otherwise(pl.col("limit"))
        .alias("usual_change"),
        (pl.col("apart") / pl.col("limit")).alias("against"),
        (pl.col("step") / pl.col("limit")).alias("size"),
    ).drop(
        "stretch", "authority", "national", "apart", "square", "pooled", "limit", "step"
    )  # fmt: skip


def _pooled(found: pl.DataFrame) -> pl.DataFrame:
    """The usual square of a movement among authorities, over the periods up to each.

    A period's own is taken from the median (a few small areas move tenfold); where half of
    them did not move at all (whole numbers), from the mean.
    """
    usual = pl.col("square").median() * 1.4826**2
    each = (
        found.filter(pl.col("authority") & pl.col("square").is_not_null())
        .group_by("indicator", "group", "period_end")
        .agg(
            pl.when(usual > 0)
            .then(usual)
            .otherwise(pl.col("square").sort_by("area").mean())
            .alias("usual"),
            pl.len().alias("areas"),
        )
        .filter(pl.col("areas") >= LEAST_AREAS)
        .sort("indicator", "group", "period_end")
    )
    by = ["indicator", "group"]
    return each.select(
        *by,
        "period_end",
        (pl.col("usual").cum_sum().over(by) / pl.col("usual").cum_count().over(by)).alias("pooled"),
    )
