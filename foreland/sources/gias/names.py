"""Read the names of all schools, open and closed, with the days on which they opened and closed.

A school that opened long ago mostly has no opening day; ``1900-01-01`` stands for one that is not
known. A day may lie ahead: a closure is entered when it is agreed.
"""

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW

REGISTER = "school_dates"

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "opened": pl.Date,
    "closed": pl.Date,
    "town": pl.String,
    "postcode": pl.String,
    "row": pl.UInt32,
}

_COLUMNS = ("urn", "name", "open_date", "close_date", "town", "postcode")


def claims(opened: Opened) -> bool:
    return opened.form == "text" and opened.columns == _COLUMNS


def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    cells.numbers(sieve, "urn")
    cells.once(sieve, "urn")
    cells.days(sieve, ["open_date", "close_date"])
    sieve.aside(
        cells.day("close_date") < cells.day("open_date"),
        "close_date",
        pl.col("close_date"),
        "a day after the school opened",
    )
    frame = sieve.rows.select(
        pl.col("urn"),
        cells.text("name").alias("name"),
        cells.day("open_date").alias("opened"),
        cells.day("close_date").alias("closed"),
        cells.text("town").alias("town"),
        cells.text("postcode").alias("postcode"),
        pl.col("row").cast(pl.UInt32),
    )
    return Reading(
        source="gias",
        dataset="gias-names",
        title="Schools by name, opening and closing days",
        registers={REGISTER: frame},
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults]),
    )


READER = Reader(name="gias-names", version=1, claims=claims, read=read, order=0)
