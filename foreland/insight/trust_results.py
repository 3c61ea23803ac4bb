"""A trust's results beside those of schools matched with its own, school by school.

The mean over its schools of each school's difference from its own matched group, weighted by the
pupils at the end of key stage 4. Schools of the same trust are no match for each other. The
interval is of pupils' chance alone and takes the schools as independent; groups that share members
make it a little too narrow. A difference is no effect of the trust: what schools were like when
they joined, and all that matching does not know, is in it. It ranks no trust.
"""

import polars as pl

from foreland.insight import similar_schools as similar

RESULTS: dict[str, type[pl.DataType]] = {
    "uid": pl.String,
    "schools": pl.Int64,
    "matched": pl.Int64,
    "attainment8_difference": pl.Float64,
    "progress8_difference": pl.Float64,
    "progress8_difference_lower": pl.Float64,
    "progress8_difference_upper": pl.Float64,
}

_Z95 = 1.959964


def beside_matched(schools: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """``RESULTS`` of each trust in ``members`` (``urn, uid``), sorted by its number.

    ``schools`` are those of ``similar_schools.with_strata`` with results. ``schools`` in the answer
    counts the trust's schools in it, ``matched`` those with a group and a result.
    """
    own = members.select("urn", "uid").unique("urn", keep="first", maintain_order=True)
    inside = schools.join(own, on="urn").sort("urn")
    if not inside.height:
        return pl.DataFrame(schema=RESULTS)
    groups = similar.match(schools, inside["urn"].to_list()).groups
    others = own.rename({"urn": "neighbour", "uid": "their_uid"})
    groups = (
        groups.join(own, on="urn", how="left", maintain_order="left")
        .join(others, on="neighbour", how="left", maintain_order="left")
        .filter(pl.col("uid").ne_missing(pl.col("their_uid")))
        .drop("uid", "their_uid")
    )
    beside = similar.beside(schools, groups).drop("attainment8", "progress8")
    half = (pl.col("progress8_difference_upper") - pl.col("progress8_difference_lower")) / 2
    told = inside.select("urn", "uid", "ks4_pupils").join(beside, on="urn", how="left").sort("urn")
    return (
        told.group_by("uid", maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("schools"),
            pl.col("attainment8_difference").count().cast(pl.Int64).alias("matched"),
            _weighted("attainment8_difference").alias("attainment8_difference"),
            _weighted("progress8_difference").alias("progress8_difference"),
            _noise(half, "progress8_difference").alias("half"),
        )
        .with_columns(
            (pl.col("progress8_difference") - _Z95 * pl.col("half")).alias(
                "progress8_difference_lower"
            ),
            (pl.col("progress8_difference") + _Z95 * pl.col("half")).alias(
                "progress8_difference_upper"
            ),
        )
        .sort("uid")
        .select(RESULTS.keys())
    )


def _known(of: str) -> pl.Expr:
    return pl.col(of).is_not_null() & (pl.col("ks4_pupils") > 0).fill_null(False)


def _weighted(of: str) -> pl.Expr:
    known = _known(of)
    weight = pl.col("ks4_pupils").filter(known)
    return pl.when(weight.sum() > 0).then((pl.col(of).filter(known) * weight).sum() / weight.sum())


def _noise(half: pl.Expr, of: str) -> pl.Expr:
    """The standard error of the weighted mean, from each school's own half interval."""
    known = _known(of)
    weight = pl.col("ks4_pupils").filter(known)
    squares = ((half.filter(known) / _Z95 * weight) ** 2).sum()
    return pl.when(weight.sum() > 0).then(squares.sqrt() / weight.sum())
