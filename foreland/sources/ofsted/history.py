"""Read the history of graded inspections, September 2005 to February 2020.

A third party's copy of the inspectorate's pages, by the school's number at the time. It has only
the schools of the 2017-18 list: of a school that closed or changed its number before September
2017 there is nothing, and of nursery schools and pupil referral units neither. It was checked
against the official file: of 9,284 official graded inspections from September 2015 to January
2020, 94.7 % appear within seven days, each with the same grade.
"""

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.ofsted.grades import NUMBERS
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW

REGISTER = "inspection_history"

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "inspected": pl.Date,
    "grade": pl.Int8,
    "word": pl.String,
    "row": pl.UInt32,
}


def claims(opened: Opened) -> bool:
    return opened.form == "text" and opened.columns == ("URN", "Rating", "Inspection Date")


def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    cells.numbers(sieve, "URN")
    word = pl.col("Rating").str.strip_chars()
    grade = word.str.to_lowercase().replace_strict(NUMBERS, default=None, return_dtype=pl.Int8)
    sieve.aside(grade.is_null(), "Rating", word, "one of Ofsted's four grades, or Satisfactory")
    day = pl.col("Inspection Date").str.to_date("%Y%m%d", strict=False)
    sieve.aside(day.is_null(), "Inspection Date", pl.col("Inspection Date"), "a day, 20170331")
    frame = sieve.rows.select(
        pl.col("URN").alias("urn"),
        day.alias("inspected"),
        grade.alias("grade"),
        word.alias("word"),
        pl.col("row").cast(pl.UInt32),
    )
    return Reading(
        source="ofsted",
        dataset="ofsted-history",
        title="Graded inspections of schools, 2005 to February 2020",
        registers={REGISTER: frame},
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults]),
        caveats=("copied from the inspectorate's pages by a third party; no publication days",),
    )


READER = Reader(name="ofsted-history", version=1, claims=claims, read=read, order=0)
