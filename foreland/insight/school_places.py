"""How many places each school had, from one day's capacities, never from a mixture of days.

A capacity is good for a year either way (``GOOD_FOR``): buildings change slowly, and a capacity of
another time is no fact of the day. Of the days within reach that one is taken which knows most of
the schools, the nearer where two know as many. A capacity of 0 is one that was not entered.
"""

from datetime import date, timedelta

import polars as pl

from foreland.insight.school_rolls import numbers_of

GOOD_FOR = timedelta(days=366)

PLACES_SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "on": pl.Date,
    "places": pl.Int32,
}


def with_places(
    schools: pl.DataFrame, capacities: pl.DataFrame, before: pl.DataFrame, day: date
) -> pl.DataFrame:
    """``schools`` (``urn``, ``school``) with ``places`` and ``places_on``, the day of them.

    ``capacities`` has ``PLACES_SCHEMA``. ``places_on`` is null, as ``places`` is, where no day
    within reach knows the school.
    """
    near = capacities.filter(
        pl.col("on").is_between(day - GOOD_FOR, day + GOOD_FOR) & (pl.col("places") > 0)
    )
    found = (
        numbers_of(schools, before)
        .join(near.rename({"urn": "known"}), on="known")
        .sort("urn", "on", "steps", "known")
        .unique(["urn", "on"], keep="first", maintain_order=True)
    )
    distance = (pl.col("on") - pl.lit(day)).dt.total_days().abs()
    best = (
        found.group_by("on")
        .len()
        .sort(pl.col("len"), distance, "on", descending=[True, False, False])
        .head(1)
    )
    chosen = found.join(best, on="on", how="semi").select(
        "urn", pl.col("places").cast(pl.Int32), pl.col("on").alias("places_on")
    )
    return schools.join(chosen, on="urn", how="left", maintain_order="left")
