"""Read the school capacity survey of schools with a sixth form: places and pupils, by school.

Schools without a sixth form are not in it: it is no measure of an area's places. It has the code
of the secondary planning area. ``x`` stands for places that were not reported.
"""

import polars as pl

from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve

REGISTER = "sixth_form_capacity"

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "area": pl.String,
    "planning_area": pl.String,
    "year": pl.Int32,
    "sixth_form_places": pl.Int32,
    "sixth_form_pupils": pl.Int32,
    "places": pl.Int32,
    "pupils": pl.Int32,
    "row": pl.UInt32,
}

_NUMBERS = {
    "sixth_form_places": "reported_sixth_form_places",
    "sixth_form_pupils": "sixth_form_pupils_on_roll",
    "places": "total_school_places",
    "pupils": "total_pupils_on_roll",
}
_NEEDED = {"time_period", "school_urn", "new_la_code", "secondary_planning_area_code"}


def claims(opened: Opened) -> bool:
    return opened.form == "parquet" and set(opened.columns) >= {*_NEEDED, *_NUMBERS.values()}


def read(opened: Opened, context: Context) -> Reading:
    rows = opened.frame.with_columns(
        pl.int_range(1, opened.frame.height + 1, dtype=pl.UInt32).alias("row"),
        *[pl.col(c).cast(pl.String).str.strip_chars() for c in (*_NEEDED, *_NUMBERS.values())],
    )
    sieve = Sieve(rows)
    year, urn = pl.col("time_period"), pl.col("school_urn")
    first = year.str.slice(0, 4).cast(pl.Int32, strict=False)
    last = year.str.slice(4).cast(pl.Int32, strict=False)
    good = year.str.contains(r"^20\d{4}$") & ((first + 1) % 100 == last)
    sieve.aside(~good.fill_null(False), "time_period", year, "a school year such as 202324")
    sieve.aside(~urn.fill_null("").str.contains(r"^\d{5,7}$"), "school_urn", urn, "a URN")
    codes = {code: a.code for a in context.register for code in (a.code, *a.other_codes)}
    sieve.place(pl.col("new_la_code"), codes)
    sieve.aside(pl.col("area").is_null(), "new_la_code", pl.col("code"), "an authority's code")
    once = pl.struct("time_period", "school_urn").is_first_distinct()
    sieve.aside(~once, "school_urn", urn, "a school once a year; its first row is kept")
    for column in _NUMBERS.values():
        cell = pl.col(column)
        wrong = cell.cast(pl.Float64, strict=False).is_null() & (cell != "x")
        sieve.aside(wrong, column, cell, "a number, or x")
    frame = sieve.rows.select(
        pl.col("school_urn").alias("urn"),
        "area",
        pl.col("secondary_planning_area_code").alias("planning_area"),
        first.add(1).alias("year"),
        *[pl.col(c).cast(pl.Int32, strict=False).alias(ours) for ours, c in _NUMBERS.items()],
        "row",
    )
    return Reading(
        source="schools",
        dataset="schools-sixth-form-capacity",
        title="School capacity survey: schools with a sixth form",
        registers={REGISTER: frame},
        quarantine=pl.concat(sieve.faults),
        caveats=(
            "only schools with a sixth form: not a measure of an area's places",
            "a null of sixth-form places is x in the file: not reported",
        ),
    )


READER = Reader(name="sixth-form-capacity", version=1, claims=claims, read=read)
