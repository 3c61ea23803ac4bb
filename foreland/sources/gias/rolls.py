"""Read the pupils on roll from the school census tables of the performance tables.

The table does not say its year; the publisher's name of the file does (``census_2018-19``: the
census of January 2019). Rows for England and for authorities are summaries and no schools:
reading them as schools would count each pupil two or three times. The number of the authority is
that of the time: in January 2019 Bournemouth, Poole and Dorset as they were until April.
"""

import re
from datetime import date

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.gias import cells
from foreland.sources.gias.spine import ABROAD
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, quarantined
from foreland.sources.sieve import Sieve, by_dfe_number
from foreland.sources.text import ROW

REGISTER = "school_rolls"

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "census": pl.Date,
    "pupils": pl.Int32,
    "area": pl.String,
    "row": pl.UInt32,
}

_NEEDED = {"URN", "LA", "SCHOOLTYPE", "NOR", "NORG", "NORB", "TSENELSE"}
_YEAR = re.compile(r"(20\d\d)[-_ ](\d\d)(?!\d)")


def claims(opened: Opened) -> bool:
    return opened.form == "text" and set(opened.columns) >= _NEEDED


def read(opened: Opened, context: Context) -> Reading:
    """The rolls. Raises ForelandError where the file's name has no school year."""
    census = _census(opened.name)
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    summaries = pl.col("URN").str.strip_chars().str.to_uppercase().is_in(["NAT", "LA"])
    sieve.rows = sieve.rows.filter(~summaries)
    cells.numbers(sieve, "URN")
    cells.once(sieve, "URN")
    roll = pl.col("NOR").cast(pl.Int32, strict=False)
    sieve.aside(roll < 0, "NOR", pl.col("NOR"), "a number of pupils, nought or more")
    wrong = cells.integers_told(sieve.rows, ["NOR"])
    sieve.place(cells.text("LA"), by_dfe_number(context.register))
    unknown = pl.col("area").is_null() & ~cells.text("LA").is_in(ABROAD)
    lost = quarantined(sieve.rows.filter(unknown), "LA", pl.col("LA"), "the number of an authority")
    frame = sieve.rows.select(
        pl.col("URN").alias("urn"),
        pl.lit(census, pl.Date).alias("census"),
        roll.alias("pupils"),
        "area",
        pl.col("row").cast(pl.UInt32),
    ).filter(pl.col("pupils").is_not_null())
    return Reading(
        source="gias",
        dataset=f"school-census-{census.year}",
        title=f"Pupils on roll, school census of January {census.year}",
        registers={REGISTER: frame},
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults, *wrong, lost]),
        notes=("only the rolls of schools are read: not the shares of groups, nor summary rows",),
    )


def _census(name: str) -> date:
    found = _YEAR.search(name)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ForelandError(
            Problem(
                name,
                "a census table whose name has no school year",
                "the publisher's name, such as england_census_2018-19.csv",
                "Name the file as it was published.",
            )
        )
    # The census is on the third Thursday of January; the day itself matters to nobody here.
    return date(int(found[1]) + 1, 1, 15)


READER = Reader(name="school-census-rolls", version=3, claims=claims, read=read, order=0)
