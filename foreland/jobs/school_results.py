"""The published results of an area's schools, each under the number that it had then."""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight.school_forms import LONGEST_CHAIN
from foreland.jobs.school_registers import Registers
from foreland.model.statuses import Status
from foreland.sources.school_tables import tables
from foreland.sources.schools_similar import secondary

#: A row a school (``school``), measure, group and period; ``urn`` is the number of the table.
RESULTS: dict[str, type[pl.DataType]] = {
    "school": pl.String,
    "urn": pl.String,
    "table": pl.String,
    "measure": pl.String,
    "group": pl.String,
    "period_end": pl.Date,
    "value": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "symbol": pl.String,
    "release": pl.String,
}

#: What a page shows; the rest of the tables' measures are left in the store.
SHOWN = (
    "reading_writing_maths_expected", "reading_writing_maths_higher", "reading_score",
    "maths_score", "reading_progress", "writing_progress", "maths_progress", "attainment_8",
    "progress_8", "english_and_maths_5", "ebacc_entered", "a_level_points", "sustained",
    "absence", "persistent_absence", "fsm_eligible",
)  # fmt: skip

#: Provisional results give way to the final ones of the same year, which another table has.
_LATER = {"ks4-provisional": 0}

#: The results in the table of secondary schools are of the school year 2023/24.
_SECONDARY_END = date(2024, 8, 31)
_OF_SECONDARY = {"attainment8": "attainment_8", "progress8": "progress_8"}


def results_of(store: Store, held: Registers, urns: pl.Series, as_of: date | None) -> pl.DataFrame:
    """``RESULTS`` of the schools that now have the numbers ``urns``, and of what they were."""
    numbers = _numbers(urns, held.before)
    parts = [pl.DataFrame(schema=RESULTS)]
    figures = store.register(tables.REGISTER, as_of)
    if figures.height:
        chosen = figures.filter(
            pl.col("measure").is_in(SHOWN) & pl.col("urn").is_in(numbers["urn"].implode())
        ).filter(
            (pl.col("group") == "all")
            | ((pl.col("measure") == "attainment_8") & pl.col("group").str.starts_with("disadv"))
        )
        parts.append(
            numbers.join(chosen, on="urn").select(
                pl.col(name).cast(kind) for name, kind in RESULTS.items()
            )
        )
    later = store.register(secondary.REGISTER, as_of)
    if later.height:
        parts.append(_of_secondary(later, numbers))
    found = pl.concat(parts)
    order = pl.col("table").replace_strict(_LATER, default=1, return_dtype=pl.Int64)
    key = ["school", "measure", "group", "period_end"]
    own = pl.col("urn") == pl.col("school")
    there = pl.col("value").is_not_null()
    return (
        found.sort(*key, order, there, own, "urn", "table")
        .unique(key, keep="last", maintain_order=True)
        .select(*RESULTS)
    )


def _numbers(urns: pl.Series, before: pl.DataFrame) -> pl.DataFrame:
    """``school, urn``: each school's number, and all that it or what it was made of had before."""
    cursor = pl.DataFrame({"school": urns, "urn": urns})
    found = [cursor]
    for _ in range(LONGEST_CHAIN):
        cursor = (
            cursor.join(before, on="urn")
            .select("school", pl.col("before").alias("urn"))
            .unique()
            .join(pl.concat(found), on=["school", "urn"], how="anti")
        )
        if not cursor.height:
            break
        found.append(cursor)
    every = pl.concat(found)
    # Of a school made of several, no one's results are its own: only a single line goes back.
    several = (
        every.filter(pl.col("school") != pl.col("urn"))
        .join(before.rename({"urn": "after", "before": "urn"}), on="urn")
        .group_by("school", "after")
        .agg(pl.col("urn").n_unique().alias("n"))
        .filter(pl.col("n") > 1)
        .select("school")
        .unique()
    )
    merged = every.join(several, on="school", how="semi").filter(pl.col("school") == pl.col("urn"))
    return pl.concat([every.join(several, on="school", how="anti"), merged]).sort("school", "urn")


def _of_secondary(later: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    some = numbers.join(later.select("urn", "release", *_OF_SECONDARY), on="urn")
    long = some.unpivot(
        on=list(_OF_SECONDARY), index=["school", "urn", "release"], variable_name="column"
    ).filter(pl.col("value").is_not_null())
    return long.select(
        "school",
        "urn",
        pl.lit("secondary-schools").alias("table"),
        pl.col("column").replace_strict(_OF_SECONDARY, return_dtype=pl.String).alias("measure"),
        pl.lit("all").alias("group"),
        pl.lit(_SECONDARY_END).alias("period_end"),
        "value",
        pl.lit("score").alias("unit"),
        pl.lit(Status.FINAL.value).alias("status"),
        pl.lit(None, pl.String).alias("symbol"),
        "release",
    )
