"""Read DfE's information about schools at the end of key stage 4: who the year's pupils were.

One row a school, independent and special ones too; ``z`` is not applicable (no such pupils, or an
independent school). ``avg_ks2_scaledscore`` is of what the same pupils reached at the end of
primary school: their prior attainment. The table says the kind of admissions around a school:
where an authority is highly selective, a non-selective school has the others' pupils.
"""

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.schools_similar import numbers
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW

REGISTER = "ks4_cohorts"

_NUMBERS = {
    "pupils": "t_pupils",
    "prior_attainment": "avg_ks2_scaledscore",
}

_SHARES = {
    "prior_low": "pt_prior_lo",
    "prior_high": "pt_prior_hi",
    "disadvantaged": "pt_disadvantaged",
    "english_additional": "pt_language_not_english",
    "sen_support": "pt_sen_no_ehcp",
    "ehc_plan": "pt_sen_with_ehcp",
}

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "year": pl.String,
    "admissions_around": pl.String,
    **dict.fromkeys(_NUMBERS | _SHARES, pl.Float64),
    "missing": pl.String,
    "row": pl.UInt32,
}


def claims(opened: Opened) -> bool:
    needed = {"school_urn", "time_period", "avg_ks2_scaledscore", "admpol_pt"}
    return opened.form == "text" and needed <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
    """The cohorts. Raises ForelandError for a missing column."""
    cells.need(opened, [*_NUMBERS.values(), *_SHARES.values()])
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    cells.numbers(sieve, "school_urn")
    year = pl.col("time_period")
    sieve.aside(~year.str.contains(r"^20\d{4}$"), "time_period", year, "a year such as 202324")
    key = pl.struct("school_urn", "time_period")
    sieve.aside(
        key.is_first_distinct().not_(),
        "school_urn",
        pl.col("school_urn"),
        "each school once a year",
    )
    numbers.only_numbers(sieve, _NUMBERS, 0)
    numbers.only_numbers(sieve, _SHARES, 0, 100)
    both = _NUMBERS | _SHARES
    frame = sieve.rows.select(
        pl.col("school_urn").alias("urn"),
        (year.str.slice(0, 4) + "-" + year.str.slice(4, 2)).alias("year"),
        cells.text("admpol_pt").str.to_lowercase().alias("admissions_around"),
        *(numbers.number(column).alias(name) for name, column in both.items()),
        numbers.missing(both).alias("missing"),
        pl.col("row").cast(pl.UInt32),
    )
    years = " and ".join(frame["year"].unique().sort())
    return Reading(
        source="performance-tables",
        dataset=f"ks4-cohorts-{years.replace(' and ', '-')}",
        title=f"Pupils at the end of key stage 4 by school, {years}",
        registers={REGISTER: frame},
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults]),
        notes=("shares of groups only: counts, addresses and gaps are not read",),
    )


READER = Reader(name="ks4-cohorts", version=1, claims=claims, read=read, order=0)
