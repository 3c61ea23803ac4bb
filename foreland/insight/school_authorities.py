"""Which authority a school belonged to on a day, where authorities have been made anew since.

A list of schools has the authorities of its own day. Before an authority began, its schools were
its predecessors': a census of that time says which, school by school. Nothing is apportioned.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from foreland.insight.school_rolls import numbers_of


def on_day(
    schools: pl.DataFrame,
    began: Mapping[str, date],
    lived: pl.DataFrame,
    before: pl.DataFrame,
    day: date,
) -> pl.DataFrame:
    """``schools`` (``urn, school, area``) with ``area_on_day``; null where it is not known.

    ``began`` has the opening days of authorities; ``lived`` is ``urn, census, area`` of censuses.
    Of a school whose authority began after ``day`` the last census before that beginning counts,
    under any number that the school has had.
    """
    late = [code for code, start in began.items() if start > day]
    moved = schools.filter(pl.col("area").is_in(late)).select(
        "urn", "school", pl.col("area").replace_strict(began, default=None).alias("began")
    )
    found = (
        numbers_of(moved, before)
        .join(moved.select("urn", "began"), on="urn")
        .join(lived.rename({"urn": "known", "area": "area_on_day"}), on="known")
        .filter((pl.col("census") < pl.col("began")) & pl.col("area_on_day").is_not_null())
        .sort("urn", pl.col("census"), "steps", "known", descending=[False, True, False, False])
        .unique("urn", keep="first", maintain_order=True)
        .select("urn", "area_on_day")
    )
    return schools.join(found, on="urn", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("area").is_in(late))
        .then("area_on_day")
        .otherwise("area")
        .alias("area_on_day")
    )


def to_become(schools: pl.DataFrame, listed: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """``schools`` with ``area_to_be``: the authority of what each became, by ``listed`` (``urn``,
    ``area``), else its own. A school that was split between two authorities keeps its own.
    """
    areas = listed.select(pl.col("urn").alias("known"), pl.col("area").alias("area_to_be"))
    ahead = (
        numbers_of(schools, before)
        .filter(pl.col("known") != pl.col("urn"))
        .join(before.select("urn").unique(), left_on="known", right_on="urn", how="semi")
        .join(areas, on="known")
        .join(schools.select("urn", "area"), on="urn")
        .filter(pl.col("area_to_be") != pl.col("area"))
        .group_by("urn")
        .agg(pl.col("area_to_be").unique())
        .filter(pl.col("area_to_be").list.len() == 1)
        .with_columns(pl.col("area_to_be").list.first())
    )
    return schools.join(ahead, on="urn", how="left", maintain_order="left").with_columns(
        pl.coalesce("area_to_be", "area").alias("area_to_be")
    )
