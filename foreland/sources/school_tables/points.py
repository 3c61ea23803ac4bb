"""The places of schools that some tables carry: degrees (WGS 84) or the National Grid's metres.

As published, each in its own columns: ``model.grid`` turns one into the other. A place that
cannot be one costs the school its place and not its figures.
"""

from dataclasses import dataclass

import polars as pl

from foreland.sources.reading import quarantined
from foreland.sources.text import no_quarantine
from foreland.sources.wide import number

REGISTER = "school_points"

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "year": pl.Int32,
    "row": pl.UInt32,
}


@dataclass(frozen=True)
class Points:
    """Which columns hold a place, and between which numbers one in Great Britain lies."""

    across: str
    down: str
    names: tuple[str, str]
    bounds: tuple[tuple[float, float], tuple[float, float]]


DEGREES = Points("LONGITUDE", "LATITUDE", ("longitude", "latitude"), ((-8.7, 1.8), (49.8, 60.9)))
METRES = Points("easting", "northing", ("easting", "northing"), ((0, 700_000), (0, 1_300_000)))


def points(
    rows: pl.DataFrame, key: str, where: Points, year: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row a school with a place (``SCHEMA``), and what was no place. A blank is no fault."""
    cells = [pl.col(column).str.strip_chars() for column in (where.across, where.down)]
    told = rows.with_columns(
        number(cells[0]).alias("_across"), number(cells[1]).alias("_down")
    ).filter(~pl.any_horizontal(cell.fill_null("").is_in(["", "NA"]) for cell in cells))
    inside = pl.all_horizontal(
        pl.col(name).is_between(*bounds)
        for name, bounds in zip(("_across", "_down"), where.bounds, strict=True)
    ).fill_null(False)
    wrong = told.filter(~inside)
    nothing = pl.lit(None, pl.Float64)
    given = {where.names[0]: pl.col("_across"), where.names[1]: pl.col("_down")}
    found = told.filter(inside).select(
        pl.col(key).str.strip_chars().alias("urn"),
        *(given.get(name, nothing).alias(name) for name in list(SCHEMA)[1:5]),
        pl.lit(year, pl.Int32).alias("year"),
        pl.col("row").cast(pl.UInt32),
    )
    if not wrong.height:
        return found, no_quarantine()
    said = pl.concat_str(cells, separator=", ")
    columns = f"{where.across}, {where.down}"
    return found, quarantined(wrong, columns, said, "a place in Great Britain")
