"""Read the list of what the columns of the scorecards of school places are called."""

import polars as pl

from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.text import ROW

_COLUMNS = ("programmer_friendly_names", "user_friendly_names")


def claims(opened: Opened) -> bool:
    return opened.form == "text" and opened.columns == _COLUMNS


def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001  (one shape for all readers)
    table = opened.table
    code, name = (pl.col(column).str.strip_chars() for column in _COLUMNS)
    return Reading(
        source="places",
        dataset="places-names",
        title="School places scorecard: names of columns",
        registers={
            "places_names": table.rows.select(
                code.alias("code"), name.alias("name"), pl.col(ROW).alias("row")
            )
        },
        quarantine=table.quarantine,
    )


READER = Reader(name="places-names", version=1, claims=claims, read=read, order=0)
