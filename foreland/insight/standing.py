"""Where an area stands among authorities: how sure its rank is, how far the middle and the best.

A rank of 150 close figures moves by dozens when nothing happens. So beside it stand the best and
the worst rank that the noise of the figures allows: two authorities are told apart only where they
differ by more than 1.96 of their joint noise. Noise is that of the counts where there are counts
(Wilson), else the part of an area's usual movement that is not lasting. Says nothing of bands, of
figures of which neither more nor less is better, and of totals of places of any size.
"""

import math

import polars as pl

from foreland.insight.change import changes
from foreland.insight.compare import PERIOD_KEY, among_authorities
from foreland.insight.intervals import normal_quantile, wilson
from foreland.insight.movement import NOISE, TOTALS, moved
from foreland.model.areas import Area, Register
from foreland.model.statuses import Status
from foreland.model.units import Unit

STANDING = (
    "rank_best",
    "rank_worst",
    "median",
    "best_tenth",
    "to_median",
    "to_best_tenth",
    "children_to_median",
    "children_to_best_tenth",
)

#: How many people a figure of this unit is of.
_OF = {
    Unit.PERCENT.value: 100.0,
    Unit.PER_100.value: 100.0,
    Unit.PER_1000.value: 1000.0,
    Unit.PER_10000.value: 10000.0,
    Unit.PER_100000.value: 100000.0,
}


def standing(
    facts: pl.DataFrame,
    polarity: pl.DataFrame,
    breaks: pl.DataFrame,
    register: Register,
    area: Area,
) -> pl.DataFrame:
    """``PERIOD_KEY`` and ``STANDING`` for each period in which ``area`` is ranked.

    ``facts``: observations of all areas. ``polarity``: ``indicator, polarity``. ``breaks``:
    ``change.BREAKS_SCHEMA``. ``to_…`` is how much worse the area is, 0 or less when it is there;
    ``children_…`` that distance in people, where the figure's own denominator is known.
    """
    facts = facts.filter(
        (pl.col("status") != Status.QUOTED.value)
        & pl.col("value").is_not_null()
        & ~pl.col("unit").is_in(TOTALS)
    )
    authorities = [a.code for a in register.authorities]
    usual = moved(changes(facts, breaks), register.country.code, authorities).select(
        *PERIOD_KEY, "area", "usual_change"
    ).unique([*PERIOD_KEY, "area"], keep="first", maintain_order=True)  # fmt: skip
    counted = facts.select(
        *PERIOD_KEY, "area", "unit", "numerator", "denominator",
        pl.Series("counted", [_counted(*row) for row in facts.select(
            "value", "unit", "numerator", "denominator").iter_rows()], pl.Float64),
    ).unique([*PERIOD_KEY, "area"], keep="first", maintain_order=True)  # fmt: skip
    # Of the variance of a change this part is noise, and two levels share it.
    lasting = math.sqrt(NOISE / 2) / normal_quantile()
    ranked = (
        among_authorities(facts, register)
        .join(polarity.select("indicator", "polarity"), on="indicator")
        .filter(pl.col("polarity").is_in(["higher", "lower"]))
        .join(usual, on=[*PERIOD_KEY, "area"], how="left")
        .join(counted, on=[*PERIOD_KEY, "area"], how="left")
        .with_columns(
            pl.coalesce("counted", pl.col("usual_change") * lasting).alias("noise"),
            # Turned so that more is better.
            pl.when(pl.col("polarity") == "higher").then("value").otherwise(-pl.col("value"))
            .alias("good"),
        )
    )  # fmt: skip
    return _beside(ranked, area).select(*PERIOD_KEY, *STANDING).sort(PERIOD_KEY)


def _beside(ranked: pl.DataFrame, area: Area) -> pl.DataFrame:
    own = ranked.filter(pl.col("area") == area.code)
    others = ranked.filter(pl.col("area") != area.code).join(
        own.select(*PERIOD_KEY, pl.col("good").alias("own_good"),
                   pl.col("noise").alias("own_noise")), on=PERIOD_KEY, how="inner",
    )  # fmt: skip
    noise = pl.col("noise").fill_null(pl.col("noise").median().over(PERIOD_KEY))
    limit = normal_quantile() * (noise**2 + pl.col("own_noise") ** 2).sqrt()
    apart = pl.col("good") - pl.col("own_good")
    counts = others.group_by(PERIOD_KEY).agg(
        pl.len().cast(pl.Int64).alias("others"),
        (apart > limit).sum().cast(pl.Int64).alias("clearly_better"),
        (apart < -limit).sum().cast(pl.Int64).alias("clearly_worse"),
    )
    edges = ranked.group_by(PERIOD_KEY).agg(
        pl.col("good").median().alias("good_median"),
        pl.col("good").quantile(0.9, interpolation="linear").alias("good_best"),
    )
    sign = pl.when(pl.col("polarity") == "higher").then(1.0).otherwise(-1.0)
    sure = pl.col("noise").is_not_null()
    found = (
        own.join(counts, on=PERIOD_KEY, how="left")
        .join(edges, on=PERIOD_KEY, how="left")
        .with_columns(
            pl.when(sure).then(1 + pl.col("clearly_better")).alias("rank_best"),
            pl.when(sure).then(1 + pl.col("others") - pl.col("clearly_worse")).alias("rank_worst"),
            (sign * pl.col("good_median")).round(10).alias("median"),
            (sign * pl.col("good_best")).round(10).alias("best_tenth"),
            (pl.col("good_median") - pl.col("good")).round(10).alias("to_median"),
            (pl.col("good_best") - pl.col("good")).round(10).alias("to_best_tenth"),
        )
    )
    per = pl.col("unit").replace_strict(_OF, default=None, return_dtype=pl.Float64)
    people = pl.col("denominator") / per
    return found.with_columns(
        (pl.col(f"to_{edge}").clip(0) * people).round(6).ceil().cast(pl.Int64)
        .alias(f"children_to_{edge}")
        for edge in ("median", "best_tenth")
    )  # fmt: skip


def _counted(
    value: float, unit: str, numerator: float | None, denominator: float | None
) -> float | None:
    """The noise of a share of counted people, as a standard error; None where not counted."""
    if unit != Unit.PERCENT.value or numerator is None or not denominator:
        return None
    if not 0 <= numerator <= denominator or abs(numerator / denominator * 100 - value) > 0.5:
        return None
    around = wilson(numerator, denominator).scaled(100)
    return (around.upper - around.lower) / 2 / normal_quantile()
