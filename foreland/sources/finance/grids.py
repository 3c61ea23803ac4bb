"""A worksheet as the text table that wide readers take: columns named, rows by their own number."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from foreland.model.areas import Register
from foreland.model.statuses import Status
from foreland.sources.opening import Opened

SYMBOLS = {
    "": Status.NOT_AVAILABLE,
    "..": Status.NOT_AVAILABLE,
    "x": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
}

#: Sums over types of authority, which are no areas.
TYPES = ("LONDON", "METROPOLITAN AUTHORITIES", "UNITARY AUTHORITIES", "UPPER TIER AUTHORITIES")


def grid(opened: Opened, sheet: int, header: int, names: Sequence[str]) -> pl.DataFrame:
    """The rows below the row ``header`` (from 1) of a sheet (from 0), as text, with ``row``."""
    rows = opened.sheet(sheet)[header:]
    columns = {
        name: [text(row[place]) if place < len(row) else "" for row in rows]
        for place, name in enumerate(names)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String)).with_columns(
        pl.int_range(header + 1, header + 1 + len(rows), dtype=pl.UInt32).alias("row")
    )


def text(cell: Any) -> str:
    """A cell's text as a walk back to it prints it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def grant_areas(register: Register) -> Mapping[str, str]:
    """The areas of an allocation table by what its first column says: number or region's name."""
    found = {area.dfe_number: area.code for area in register.authorities if area.dfe_number}
    for area in register:
        if area.kind == "region":
            found |= dict.fromkeys((area.name, *area.other_names), area.code)
    return found | {register.country.name.upper(): register.country.code}


def regions(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows without blank ones and sums over types; London stands last, among the regions.

    The tables have LONDON twice, as a type of authority and as a region, with the same figures.
    """
    name = pl.col(column)
    kept = rows.filter(name != "")
    london = kept.filter(name.str.to_uppercase() == "LONDON").tail(1)
    others = kept.filter(~name.is_in(TYPES) & (name.str.to_uppercase() != "LONDON"))
    named = london.with_columns(pl.lit("London").alias(column))
    return pl.concat([others, named]).sort("row")
