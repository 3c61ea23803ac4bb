"""The same gap beside the area's: England's, and the statistical neighbours' mean and median.

A neighbour counts where it has both figures of the gap in that period; how many do is said, and
the means of both sides are taken over these alone, so that the mean of the gaps is their
difference. Ours is the unweighted mean as in LAIT; the median is named beside it. Computes no gap.
"""

import polars as pl

from foreland.insight.gaps import GAP_COLUMNS

_PAIR = ["indicator", "group", "comparator", "comparator_of"]
_KEY = [*_PAIR, "period_start", "period_end"]

#: The columns that are added to the area's own gaps, in order.
BESIDE_COLUMNS = (
    "england_group",
    "england_comparator",
    "england_behind",
    "england_gap",
    "england_because",
    "england_ids",
    "neighbours_group",
    "neighbours_comparator",
    "neighbours_behind",
    "neighbours_behind_median",
    "neighbours_gap",
    "neighbours_gap_median",
    "neighbours_n",
    "neighbours_of",
    "neighbours_used",
    "neighbours_ids",
)


def gaps_beside(found: pl.DataFrame, near: pl.DataFrame, area: str, country: str) -> pl.DataFrame:
    """``GAP_COLUMNS`` and ``BESIDE_COLUMNS``: a row a gap and period of ``area``.

    ``found``: ``gaps`` of the area, its neighbours and the country. ``near``: ``neighbour,
    nearness``. ``…_ids`` are the ids of both figures of each gap, parted by spaces. A gap of
    England's comparator has no line of England.
    """
    both = pl.concat_str("group_id", "comparator_id", separator=" ")
    england = found.filter((pl.col("area") == country) & (pl.col("comparator_of") == "area"))
    england = england.select(
        *_KEY,
        pl.col("group_value").alias("england_group"),
        pl.col("comparator_value").alias("england_comparator"),
        pl.col("behind").alias("england_behind"),
        pl.col("gap").alias("england_gap"),
        pl.col("because").alias("england_because"),
        both.alias("england_ids"),
    ).unique(_KEY, keep="last", maintain_order=True)
    neighbours = (
        found.join(near, left_on="area", right_on="neighbour", how="inner")
        .filter(pl.col("gap").is_not_null())
        .unique([*_KEY, "area"], keep="last", maintain_order=True)
        .sort(*_KEY, "nearness")
        .group_by(_KEY, maintain_order=True)
        .agg(
            _mean("group_value").alias("neighbours_group"),
            _mean("comparator_value").alias("neighbours_comparator"),
            _mean("behind").alias("neighbours_behind"),
            pl.col("behind").median().round(10).alias("neighbours_behind_median"),
            _mean("gap").alias("neighbours_gap"),
            pl.col("gap").median().round(10).alias("neighbours_gap_median"),
            pl.len().cast(pl.Int64).alias("neighbours_n"),
            pl.coalesce("area_name", "area").str.join("; ").alias("neighbours_used"),
            both.str.join(" ").alias("neighbours_ids"),
        )
    )
    return (
        found.filter(pl.col("area") == area)
        .join(england, on=_KEY, how="left", maintain_order="left")
        .join(neighbours, on=_KEY, how="left", maintain_order="left")
        .with_columns(
            pl.col("neighbours_n").fill_null(0),
            pl.lit(near.height, pl.Int64).alias("neighbours_of"),
        )
        .select(*GAP_COLUMNS, *BESIDE_COLUMNS)
    )


def _mean(column: str) -> pl.Expr:
    """In decimals: a sum of floats hangs on its order."""
    exact = pl.col(column).cast(pl.Decimal(38, 12))
    return pl.when(exact.count() > 0).then((exact.sum().cast(pl.Float64) / exact.count()).round(10))
