"""Read the reasons for exclusions of 2006/07 to 2016/17: names of authorities, no codes.

Traps handled, each with its test. ``x`` is suppressed here (it means "not available" in files of
today). Names alone say which authority, so the year decides: Dorset is the county that ended in
2019. Bedfordshire and Cheshire ended in 2009 and are kept as such. A count that is no whole
number was made up by the publisher from what was known: estimated. A fixed-period exclusion is
what is called a suspension since 2020. Use it as an older baseline only.
"""

import polars as pl

from foreland.model.areas import Area, Register
from foreland.model.groups import ALL
from foreland.model.periods import Period
from foreland.model.published_periods import Basis, parse_published
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, need_columns
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW
from foreland.sources.wide import Measure, melt, periods

_KEYS = ("year", "la_name", "school_type")
_REASONS = (
    "physical_pupils",
    "physical_adult",
    "verbal_pupil",
    "verbal_adult",
    "bullying",
    "racist_abuse",
    "sexual_misconduct",
    "drug_alcohol",
    "damage",
    "theft",
    "persistent_disruptive",
    "other",
)
MEASURES = tuple(
    Measure(f"{kind}_{reason}", Unit.COUNT, "year")
    for kind in ("perm", "fixed")
    for reason in _REASONS
)

TYPES = {
    "Total": ALL,
    "State-funded primary": "phase=primary",
    "State-funded secondary": "phase=secondary",
    "Special": "phase=special",
}

#: DfE, Permanent and fixed-period exclusions 2016 to 2017: ``x`` is 1 or 2, or hides another.
SYMBOLS = {"x": Status.SUPPRESSED, "": Status.NOT_AVAILABLE}


def claims(opened: Opened) -> bool:
    return opened.form == "text" and {"perm_bullying", "fixed_bullying"} <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:
    """One observation a count. Raises ForelandError for a missing key column."""
    table = opened.table
    need_columns(opened, _KEYS)
    rows = table.rows.rename({ROW: "row"}).with_columns(
        pl.col("year").str.strip_chars().alias("published_period"),
        pl.col("school_type")
        .replace_strict(TYPES, default=None, return_dtype=pl.String)
        .alias("row_group"),
    )
    years = {
        label: period for label in rows["published_period"].unique() if (period := _year(label))
    }
    sieve = Sieve(rows)
    sieve.aside(
        ~pl.col("published_period").is_in(sorted(years)),
        "year",
        pl.col("year"),
        "a school year such as 201617",
    )
    sieve.aside(
        pl.col("row_group").is_null(), "school_type", pl.col("school_type"), ", ".join(TYPES)
    )
    sieve.place(
        pl.concat_str("published_period", "la_name", separator="|"),
        {
            f"{label}|{name}": area.code
            for label, name in sieve.rows.select("published_period", "la_name").unique().iter_rows()
            if (area := _authority(name, years[label], context.register))
        },
    )
    sieve.aside(
        pl.col("area").is_null(),
        "la_name",
        pl.col("la_name"),
        "the name of an authority of the register in that year",
    )
    known = periods((label, "year", years[label]) for label in sorted(years))
    observations, cells = melt(sieve.rows, MEASURES, table.columns, known, SYMBOLS)
    fraction = pl.col("value") != pl.col("value").round(0)
    return Reading(
        source="exclusions",
        dataset="exclusion-reasons-2017",
        title="Permanent and fixed-period exclusions by reason, 2006/07 to 2016/17",
        observations=observations.with_columns(
            pl.when(fraction.fill_null(False))
            .then(pl.lit(Status.ESTIMATED.value))
            .otherwise("status")
            .alias("status")
        ),
        quarantine=pl.concat([table.quarantine, *sieve.faults, cells]).sort(
            "row", maintain_order=True
        ),
    )


def _year(label: str) -> Period | None:
    try:
        return parse_published(label, Basis.ACADEMIC).period if len(label) == 6 else None
    except ValueError:
        return None


def _authority(name: str, period: Period, register: Register) -> Area | None:
    """The area of that name in that year; a name that is used again is told apart in brackets."""
    area = register.named(name)
    if area is None or area.existed(period.start, period.end):
        return area
    former = (a for a in register if a.name.startswith(f"{name} ("))
    return next((a for a in former if a.existed(period.start, period.end)), None)


READER = Reader(name="exclusion-reasons", version=1, claims=claims, read=read)
