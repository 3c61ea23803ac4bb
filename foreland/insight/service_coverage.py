"""Which schools have a need, and which of them got a service for it.

A need is a figure of the school that is worse than a value, or among the worst of its phase in the
area. A school without a figure has no known need: it is counted apart, never as one without need.
"""

import math

import polars as pl

#: A row a school of a phase: ``has_need`` is null where no figure is known.
REACH: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "value": pl.Float64,
    "has_need": pl.Boolean,
    "services": pl.String,
    "entries": pl.Int64,
}

COUNTS: dict[str, type[pl.DataType]] = {
    "schools": pl.Int64,
    "known": pl.Int64,
    "with_need": pl.Int64,
    "reached": pl.Int64,
    "not_reached": pl.Int64,
    "reached_without_need": pl.Int64,
    "reached_not_known": pl.Int64,
}


def threshold(values: pl.Series, worst_percent: float, polarity: str) -> float | None:
    """The value of the last of the worst ``worst_percent`` of those known: at least one school.

    ``worst_percent`` of 12 schools that comes to 2.4 is two schools. Schools that share the value
    all have the need.
    """
    known = values.drop_nulls().sort(descending=polarity == "lower")
    if not known.len():
        return None
    count = max(1, math.floor(round(known.len() * worst_percent / 100, 9)))
    return float(known[count - 1])


def with_need(schools: pl.DataFrame, limit: float, polarity: str, *, itself: bool) -> pl.DataFrame:
    """Add ``has_need``: whether ``value`` is worse than ``limit``, or as bad with ``itself``."""
    value = pl.col("value")
    if polarity == "lower":
        bad = value >= limit if itself else value > limit
    else:
        bad = value <= limit if itself else value < limit
    return schools.with_columns(bad.alias("has_need"))


def reach(schools: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """``REACH``, sorted by name. ``schools`` has ``urn, name, phase, value, has_need``; ``given``
    has ``urn, service``, a row each time."""
    got = (
        given.sort("urn", "service")
        .group_by("urn", maintain_order=True)
        .agg(
            pl.col("service").unique(maintain_order=True).str.join(", ").alias("services"),
            pl.len().cast(pl.Int64).alias("entries"),
        )
    )
    return (
        schools.join(got, on="urn", how="left")
        .with_columns(pl.col("entries").fill_null(0))
        .sort(pl.col("name").str.to_lowercase(), "urn")
        .select(REACH.keys())
    )


def counted(found: pl.DataFrame) -> dict[str, int]:
    """``COUNTS`` of ``reach``."""
    need, got = pl.col("has_need"), pl.col("entries") > 0
    row = found.select(
        pl.len().alias("schools"),
        need.count().alias("known"),
        need.sum().alias("with_need"),
        (need & got).sum().alias("reached"),
        (need & ~got).sum().alias("not_reached"),
        (~need & got).sum().alias("reached_without_need"),
        (need.is_null() & got).sum().alias("reached_not_known"),
    ).row(0, named=True)
    return {name: int(row[name]) for name in COUNTS}
