"""Read the table of open state-funded secondary schools in England of March 2026.

A third party's join of the register of schools (March 2026), KS4 results of 2023-24, the school
capacity survey, the workforce census of 2024-25 and the indices of deprivation 2025. Its last
columns are its author's own and are not read; neither are its inspections, which Ofsted's file
has. Nursery, primary and special schools are not in it. A blank is a blank: it says no reason.
The month of the register stands in the file's name alone (``_2026-03``).
"""

import re
from datetime import date

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.schools_similar import numbers
from foreland.sources.sieve import Sieve, by_dfe_number
from foreland.sources.text import ROW

REGISTER = "secondary_schools"

_TEXTS = {
    "name": "establishment_name",
    "type": "type_of_establishment",
    "phase": "phase_of_education",
    "sexes": "gender",
    "admissions": "admissions_policy",
    "urban_rural": "urban_rural",
}

_SHARES = {"free_meals": "percentage_fsm"}

_COUNTS = {
    "low_age": "statutory_low_age",
    "capacity": "school_capacity",
    "pupils": "number_of_pupils",
    "easting": "easting",
    "northing": "northing",
    "attainment8": "ks4_attainment8",
    "ks4_pupils": "ks4_total_pupils",
    "pupils_per_teacher": "wf_pupil_to_qual_unqual_teacher_ratio",
    "idaci_score": "idaci_score",
}

_SIGNED = {
    "progress8": "ks4_progress8",
    "progress8_lower": "ks4_p8_lower_ci",
    "progress8_upper": "ks4_p8_upper_ci",
}

_NUMBERS = _SHARES | _COUNTS | _SIGNED

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "area": pl.String,
    **dict.fromkeys(_TEXTS, pl.String),
    **dict.fromkeys(_NUMBERS, pl.Float64),
    "missing": pl.String,
    "as_at": pl.Date,
    "row": pl.UInt32,
}

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])(?!\d)")
_AUTHORITY = "la_code"


def claims(opened: Opened) -> bool:
    needed = {"URN", _AUTHORITY, "ks4_attainment8", "scap_school_places", "idaci_score"}
    return opened.form == "text" and needed <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:
    """The schools. Raises ForelandError for a missing column."""
    cells.need(opened, ["URN", _AUTHORITY, *_TEXTS.values(), *_NUMBERS.values()])
    # Online schools lie in no authority (its number is 0) and are matched with nobody.
    online = (pl.col(_AUTHORITY) == "0") & (pl.col(_TEXTS["type"]) == "Online provider")
    every = opened.table.rows.rename({ROW: "row"})
    sieve = Sieve(every.filter(~online))
    cells.numbers(sieve, "URN")
    cells.once(sieve, "URN")
    numbers.only_numbers(sieve, _SHARES, 0, 100)
    numbers.only_numbers(sieve, _COUNTS, 0)
    numbers.only_numbers(sieve, _SIGNED)
    sieve.place(pl.col(_AUTHORITY).str.slice(0, 3), by_dfe_number(context.register))
    sieve.aside(pl.col("area").is_null(), _AUTHORITY, pl.col(_AUTHORITY), "an authority's number")
    frame = sieve.rows.select(
        pl.col("URN").alias("urn"),
        "area",
        *(cells.text(column).alias(name) for name, column in _TEXTS.items()),
        *(numbers.number(column).alias(name) for name, column in _NUMBERS.items()),
        numbers.missing(_NUMBERS).alias("missing"),
        pl.lit(_as_at(opened.name), pl.Date).alias("as_at"),
        pl.col("row").cast(pl.UInt32),
    )
    return Reading(
        source="gias",
        dataset="secondary-schools",
        title="State-funded secondary schools in England, March 2026, with results of 2023-24",
        registers={REGISTER: frame},
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults]),
        notes=(
            "the author's own quartiles and the inspections are not read, nor "
            f"{every.height - every.filter(~online).height} online schools without an authority",
        ),
        caveats=(
            "a third party's join of published tables; results are of 2023-24, free meals and "
            "pupils of the register in March 2026",
        ),
    )


def _as_at(name: str) -> date | None:
    """The first day of the month in the file's name; None where it has none."""
    found = _MONTH.search(name)
    return date(int(found[1]), int(found[2]), 1) if found else None


READER = Reader(name="secondary-schools", version=2, claims=claims, read=read, order=0)
