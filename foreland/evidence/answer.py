"""What the store answers: facts, each with its release, its file and its cell's address."""

import polars as pl

from foreland.evidence.delta import column_letters
from foreland.evidence.manifest import Release

#: What the store answers with, before names are joined on.
ANSWER_SCHEMA = {
    "source_code": pl.String,
    "area": pl.String,
    "published_period": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "group": pl.String,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "symbol": pl.String,
    "source": pl.String,
    "release": pl.String,
    "as_of": pl.Date,
    "in_latest": pl.Boolean,
    "file": pl.String,
    "id": pl.String,
    "cell": pl.String,
}


def nothing() -> pl.DataFrame:
    return pl.DataFrame(schema=ANSWER_SCHEMA)


def answer(found: pl.DataFrame, releases: list[Release]) -> pl.DataFrame:
    """The rows in force with their releases' names, days and files, and the address of each cell.

    A figure kept from a release that is not among ``releases`` was not known then.
    """
    about = pl.DataFrame(
        [(r.id, r.source, r.published, r.file, r.digest[:12]) for r in releases],
        schema={
            "release": pl.String,
            "source": pl.String,
            "published": pl.Date,
            "file": pl.String,
            "digest": pl.String,
        },
        orient="row",
    )
    since = about.select(pl.col("release").alias("known"), pl.col("published").alias("as_of"))
    return (
        found.join(about, on="release", how="inner", maintain_order="left")
        .join(since, on="known", how="left", maintain_order="left")
        .join(column_letters(found["column"]), on="column", how="left", maintain_order="left")
        .with_columns(
            pl.format("{}:{}", "source", "code").alias("source_code"),
            pl.format("{}.{}.{}.{}", "digest", "sheet", "row", "column").alias("id"),
            pl.when(pl.col("sheet") > 0)
            .then(pl.format("sheet {}, {}{}", "sheet", "letters", "row"))
            .otherwise(pl.format("{}{}", "letters", "row"))
            .alias("cell"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in ANSWER_SCHEMA.items())
    )
