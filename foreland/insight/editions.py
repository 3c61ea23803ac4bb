"""The neighbours' middle by every edition of who the neighbours are, and by chosen peers.

Two publishers take it two ways: LAIT the unweighted mean, DfE's children's social care dashboard
the median. Both are given, each edition with its date; the neighbours without a figure drop out
and are counted. Ranks nothing.
"""

import polars as pl

from foreland.insight.compare import CHOSEN, PERIOD_KEY
from foreland.model.statuses import Status

EDITION_COLUMNS = ("edition", "mean", "median", "n", "of", "used", "ids")


def by_edition(facts: pl.DataFrame, neighbours: pl.DataFrame, area: str) -> pl.DataFrame:
    """``indicator, group, area, period, period_start, period_end, unit`` and ``EDITION_COLUMNS``.

    ``facts``: observations of all areas, of the periods asked. ``neighbours``: ``model, area,
    rank, neighbour``. A row an edition and period in which ``area`` has a figure, newest edition
    first, the chosen peers last.
    """
    listed = neighbours.filter(pl.col("area") == area).select(
        pl.col("model").alias("edition"), "neighbour", pl.col("rank").alias("nearness")
    )
    sizes = listed.group_by("edition").agg(pl.len().cast(pl.Int64).alias("of"))
    exact = pl.col("value").cast(pl.Decimal(38, 12))
    valued = pl.col("value").is_not_null() & (pl.col("status") != Status.QUOTED.value)
    middle = (
        facts.filter(valued)
        .unique([*PERIOD_KEY, "area"], keep="last", maintain_order=True)
        .join(listed, left_on="area", right_on="neighbour", how="inner")
        .sort(*PERIOD_KEY, "edition", "nearness", "area")
        .group_by([*PERIOD_KEY, "edition"], maintain_order=True)
        .agg(
            (exact.sum().cast(pl.Float64) / pl.len()).alias("mean"),
            pl.col("value").median().alias("median"),
            pl.len().cast(pl.Int64).alias("n"),
            pl.coalesce("area_name", "area").str.join("; ").alias("used"),
            pl.col("id").str.join(" ").alias("ids"),
        )
    )
    own = facts.filter((pl.col("area") == area) & valued).select(
        *PERIOD_KEY, "area", "period", "unit"
    )
    return (
        own.unique(PERIOD_KEY, keep="last", maintain_order=True)
        .join(middle, on=PERIOD_KEY, how="inner")
        .join(sizes, on="edition", how="left")
        .sort(
            pl.col("indicator"), pl.col("group"), pl.col("period_end"), pl.col("period_start"),
            pl.col("edition") == CHOSEN, pl.col("edition"),
            descending=[False, False, False, False, False, True],
        )
        .select("indicator", "group", "area", "period", "period_start", "period_end", "unit",
                *EDITION_COLUMNS)
    )  # fmt: skip
