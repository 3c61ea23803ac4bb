"""How many pupils each school had, by the census nearest to a day that knows the school.

A census knows a school by its number of that January. Where it has neither the school's number of
the day nor that of the list, the roll is that of what it became, else of what it was before. Two
schools that merged later both carry the merged roll: few, and said here.
"""

from datetime import date

import polars as pl

from foreland.insight.school_forms import LONGEST_CHAIN


def with_pupils(
    schools: pl.DataFrame, rolls: pl.DataFrame, before: pl.DataFrame, day: date
) -> pl.DataFrame:
    """``schools`` (with ``urn``, ``school``) with ``pupils`` and the ``census`` they are from.

    ``rolls`` has ``urn, census, pupils``. Null where no census knows the school under any number.
    """
    distance = (pl.col("census") - pl.lit(day)).dt.total_days().abs()
    known = rolls.filter(pl.col("pupils").is_not_null()).rename({"urn": "known"})
    found = (
        numbers_of(schools, before)
        .join(known.select("known", "census", "pupils"), on="known")
        .with_columns(distance.alias("distance"))
        .sort("urn", "distance", "steps", "census", "known")
        .unique("urn", keep="first", maintain_order=True)
        .select("urn", "pupils", "census")
    )
    return schools.join(found, on="urn", how="left", maintain_order="left")


def numbers_of(schools: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """``urn, known, steps``: every number under which a table may know each school, nearest first.

    Its own of the day, that of the list (``school``), then what it became, then what it was.
    """
    after = before.select(pl.col("before").alias("urn"), pl.col("urn").alias("next"))
    back = before.select("urn", pl.col("before").alias("next"))
    return pl.concat(
        [
            schools.select("urn", pl.col("urn").alias("known"), pl.lit(0).alias("steps")),
            schools.select("urn", pl.col("school").alias("known"), pl.lit(1).alias("steps")),
            _onwards(schools["urn"], after, 2),
            _onwards(schools["urn"], back, 2 + LONGEST_CHAIN),
        ]
    )


def _onwards(urns: pl.Series, links: pl.DataFrame, steps: int) -> pl.DataFrame:
    """Every number that links lead to, with how many steps away it is."""
    cursor = pl.DataFrame({"urn": urns, "known": urns})
    seen = cursor
    parts = []
    for step in range(LONGEST_CHAIN):
        cursor = (
            cursor.join(links, left_on="known", right_on="urn")
            .select("urn", pl.col("next").alias("known"))
            .unique()
            .join(seen, on=["urn", "known"], how="anti")
        )
        if not cursor.height:
            break
        seen = pl.concat([seen, cursor])
        parts.append(cursor.with_columns(pl.lit(steps + step).alias("steps")))
    empty = pl.DataFrame(schema={"urn": pl.String, "known": pl.String, "steps": pl.Int32})
    return pl.concat([empty, *parts])
