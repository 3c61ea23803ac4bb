"""Read the indices of deprivation by district: all as a register, and those we know as facts.

Traps handled, each with its test. Rank 1 is the most deprived, while a higher average rank or
score is more deprived: ranks are kept in the register alone. There are no rows of counties: none
is made, since a county's figure needs its districts' populations, which are not in the file. The
districts are those of their own edition (2019: before the mergers since), so that a code that has
ended stands for the area as it was.
"""

import polars as pl

from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW
from foreland.sources.wide import Measure, melt, number, periods

REGISTER = "deprivation"

DOMAINS = {
    "Index of Multiple Deprivation": "all",
    "Income": "income",
    "Employment": "employment",
    "Education, Skills and Training": "education",
    "Health and Disability": "health",
    "Crime": "crime",
    "Barriers to Housing and Services": "housing-and-services",
    "Living Environment": "living-environment",
    "Income Deprivation Affecting Children": "income-children",
    "Income Deprivation Affecting Older People": "income-older-people",
    # The names of 2025.
    "Income Deprivation": "income",
    "Employment Deprivation": "employment",
    "Education, Skills and Training Deprivation": "education",
    "Health Deprivation and Disability": "health",
    "Living Environment Deprivation": "living-environment",
}

_VALUES = {
    "average_rank": Unit.SCORE,
    "average_score": Unit.SCORE,
    "proportion_bottom_decile": Unit.RATIO,
}
_RANKS = ("rank_average_rank", "rank_average_score", "rank_proportion_bottom_decile")
#: The columns of code, name and edition.
_KEYS = {
    2019: ("lad19cd", "lad19nm", "year"),
    2025: ("area_code", "area_name", "deprivation_data_year"),
}
_SYMBOLS = {"": Status.NOT_AVAILABLE, "na": Status.NOT_AVAILABLE}


def claims(opened: Opened) -> bool:
    needed = {"index_domain", *_VALUES, *_RANKS}
    return opened.form == "text" and needed <= set(opened.columns) and _edition(opened) is not None


def _edition(opened: Opened) -> int | None:
    return next((e for e, keys in _KEYS.items() if set(keys) <= set(opened.columns)), None)


def read(opened: Opened, context: Context) -> Reading:
    edition = _edition(opened) or 0
    code, name, year = _KEYS[edition]
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    domain = pl.col("index_domain").str.strip_chars()
    known = list(DOMAINS)
    sieve.aside(~domain.is_in(known), "index_domain", domain, "a domain of the indices")
    label = pl.col(year).str.strip_chars()
    sieve.aside(label != str(edition), year, label, str(edition))
    for column in (*_VALUES, *_RANKS):
        cell = pl.col(column).str.strip_chars()
        bad = number(pl.col(column)).is_null() & ~cell.str.to_lowercase().is_in(list(_SYMBOLS))
        sieve.aside(bad, column, cell, "a number")
    once = pl.struct(code, "index_domain").is_first_distinct()
    sieve.aside(~once, code, pl.col(code), "a district once in each domain")
    areas = {c: a.code for a in context.register for c in (a.code, *a.other_codes)}
    sieve.place(pl.col(code).str.strip_chars(), areas)
    rows = sieve.rows.with_columns(
        domain.replace_strict(DOMAINS, default=None, return_dtype=pl.String).alias("domain"),
        label.alias("published_period"),
    )
    table = rows.select(
        pl.lit(edition, pl.Int32).alias("edition"),
        pl.col(code).alias("code"),
        cells.text(name).alias("name"),
        "domain",
        *[number(pl.col(column)).alias(column) for column in _VALUES],
        *[number(pl.col(column)).cast(pl.Int32).alias(column) for column in _RANKS],
        "area",
        pl.col("row").cast(pl.UInt32),
    )
    told = rows.filter(pl.col("area").is_not_null()).with_columns(
        pl.when(pl.col("domain") == "all").then(pl.lit("all"))
        .otherwise(pl.format("domain={}", "domain")).alias("row_group")
    )  # fmt: skip
    dated = periods([(str(edition), "calendar", Period.calendar(edition))])
    measures = [Measure(column, unit, "calendar") for column, unit in _VALUES.items()]
    facts, faults = melt(told, measures, opened.table.columns, dated, _SYMBOLS)
    others = rows.height - told.height
    return Reading(
        source="deprivation",
        dataset=f"deprivation-{edition}",
        title=f"Indices of deprivation {edition}, by district",
        observations=facts,
        registers={REGISTER: table},
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults, faults]),
        notes=(
            *(
                [f"{others:,} rows of districts that we do not know stand in the register alone"]
                if others
                else []
            ),
            "no row of a county: it would need its districts' populations, which are not here",
        ),
        caveats=(
            "rank 1 is the most deprived; a higher average rank or score is more deprived",
            f"districts as in the edition of {edition}",
        ),
    )


READER = Reader(name="deprivation-districts", version=1, claims=claims, read=read, order=0)
