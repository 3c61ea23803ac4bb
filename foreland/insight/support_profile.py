"""What is known of a school that may bear on where support is worth most: parts, and no score.

Each part stands for itself, with what it is compared with. Nothing adds them up: the parts are of
different years, of different weight for different schools, and often missing. No chance of a next
inspection's outcome is worked out: tried on past years, it was in good part a guess at whom the
inspectorate visits.
"""

from collections.abc import Mapping

import polars as pl

INSPECTION, RESULTS, TREND, ABSENCE, FINANCE, STAFFING = (
    "inspection",
    "results",
    "trend",
    "absence",
    "finance",
    "staffing",
)

#: In this order they are shown.
PARTS = (INSPECTION, RESULTS, TREND, ABSENCE, FINANCE, STAFFING)

NOT_FOR = (
    "It must not be used to rank schools, or to add the parts up to one number.",
    "It must not be used to judge a head, a teacher or a governing body.",
    "It must not be used to predict an inspection, or to decide a school's future.",
    "It must not leave the area: it is internal, and no school is called weak by it.",
    "It opens a conversation with the school; the school's own account stands beside it.",
)

#: What a figure of one school is set beside: the middle of like schools, and the range in which
#: eight in ten of them lie.
BESIDE: dict[str, type[pl.DataType]] = {
    "phase": pl.String,
    "compared": pl.Float64,
    "usual_lower": pl.Float64,
    "usual_upper": pl.Float64,
    "compared_schools": pl.Int64,
}

#: Fewer schools than this give no middle to compare with.
FEWEST = 20


def middle(values: pl.DataFrame) -> pl.DataFrame:
    """``BESIDE`` of each phase, from ``urn, phase, value`` (quantiles by R's type 7)."""
    value = pl.col("value")
    return (
        values.filter(value.is_not_null())
        .group_by("phase")
        .agg(
            value.median().alias("compared"),
            value.quantile(0.1, "linear").alias("usual_lower"),
            value.quantile(0.9, "linear").alias("usual_upper"),
            pl.len().cast(pl.Int64).alias("compared_schools"),
        )
        .filter(pl.col("compared_schools") >= FEWEST)
        .sort("phase")
        .select(BESIDE.keys())
    )


def changes(figures: pl.DataFrame, years: tuple[int, int]) -> pl.DataFrame:
    """``urn, value``: how much a school's figure changed between two years that it has both of."""
    first = figures.filter(pl.col("year") == years[0]).select("urn", pl.col("value").alias("was"))
    last = figures.filter(pl.col("year") == years[1]).select("urn", "value")
    return (
        last.join(first, on="urn")
        .with_columns((pl.col("value") - pl.col("was")).alias("value"))
        .select("urn", "value")
        .sort("urn")
    )


def without(schools: pl.DataFrame, found: pl.DataFrame, reasons: Mapping[str, str]) -> pl.DataFrame:
    """``urn, phase, reason``: the schools that ``found`` lacks, with the reason of their phase
    (``*``: of any other)."""
    other = reasons.get("*", "not in the table that has it")
    return (
        schools.join(found.select("urn"), on="urn", how="anti")
        .with_columns(
            pl.col("phase")
            .replace_strict(
                {p: r for p, r in reasons.items() if p != "*"},
                default=other,
                return_dtype=pl.String,
            )
            .alias("reason")
        )
        .select("urn", "phase", "reason")
    )
