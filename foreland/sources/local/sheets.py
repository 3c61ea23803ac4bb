"""Find the layout in a file and give its cells as text: of a CSV, or of a workbook's sheets.

A workbook turns codes into numbers and days into dates: ``886.0`` is given back as ``886``,
``202425.0`` as ``202425``, a date as ``2025-03-31``. The header may stand below a few lines of
title. Sheets without the layout (notes, pivot tables) are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.local.layout import COLUMNS, REQUIRED, folded
from foreland.sources.opening import Opened
from foreland.sources.text import ROW, no_quarantine

#: How far down a sheet the header is looked for.
_TITLE_ROWS = 10

#: Columns that Explore Education Statistics' files have as well: these alone claim nothing.
_SHARED = {"time_period", "time_identifier", "geographic_level", "new_la_code"}


@dataclass(frozen=True)
class Sheet:
    """One table of the layout. ``number`` is 0 for a text; ``rows`` have their own numbers."""

    number: int
    name: str
    names: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    quarantine: pl.DataFrame

    def place(self, column: str) -> int | None:
        """The number of a column, from 1; None where the sheet has none of that name."""
        return self.names.index(column) + 1 if column in self.names else None


def is_layout(names: tuple[str, ...]) -> bool:
    """Whether these are the columns of the layout, a mistake or two allowed."""
    given = {folded(name) for name in names}
    own = given & {"indicator", "value", "unit", "locality_code", "document"}
    return len(given & _SHARED) >= 2 and "indicator" in own and len(own) >= 2


def claims(opened: Opened) -> bool:
    if opened.form == "text":
        return is_layout(opened.columns)
    return opened.form == "workbook" and any(True for _ in _headers(opened))


def sheets(opened: Opened) -> list[Sheet]:
    """Every table of the layout. Raises ForelandError for missing or repeated columns."""
    if opened.form == "text":
        table = opened.table
        cells = table.rows.drop(ROW).iter_rows()
        rows = tuple(zip(table.rows[ROW].to_list(), cells, strict=True))
        found = [Sheet(0, "", _names(table.columns), 1, _filled(rows), table.quarantine)]
    else:
        found = [_sheet(opened, index, header) for index, header in _headers(opened)]
    problems = [fault for sheet in found for fault in _faults(opened.name, sheet)]
    if problems:
        raise ForelandError(problems)
    return found


def _headers(opened: Opened) -> Iterator[tuple[int, int]]:
    """The sheets that hold the layout, and the place of the header in each, both from 0."""
    for index in range(len(opened.sheet_names)):
        for place, row in enumerate(opened.sheet(index)[:_TITLE_ROWS]):
            if is_layout(tuple(text_of(cell) for cell in row)):
                yield index, place
                break


def _sheet(opened: Opened, index: int, header: int) -> Sheet:
    cells = opened.sheet(index)
    names = [text_of(cell) for cell in cells[header]]
    rows = tuple(
        (number, tuple(text_of(cell) for cell in row))
        for number, row in enumerate(cells[header + 1 :], start=header + 2)
    )
    name = opened.sheet_names[index]
    return Sheet(index + 1, name, _names(names), header + 1, _filled(rows), no_quarantine())


def _names(given: Any) -> tuple[str, ...]:
    return tuple(folded(name) for name in given)


def _filled(
    rows: tuple[tuple[int, tuple[str, ...]], ...],
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Without the empty rows that spreadsheets leave."""
    return tuple((number, row) for number, row in rows if any(cell.strip() for cell in row))


def _faults(file: str, sheet: Sheet) -> Iterator[Problem]:
    where = f"{file}, sheet {sheet.name}" if sheet.number else file
    for name in REQUIRED:
        if name not in sheet.names:
            yield Problem(
                where,
                f"no column {name}",
                f"the columns {', '.join(REQUIRED)}",
                "Add the column; docs/how-to/add-your-own-figures.md shows the layout.",
                row=sheet.header_row,
            )
    for name in COLUMNS:
        if sheet.names.count(name) > 1:
            yield Problem(
                where,
                f"the column {name!r} {sheet.names.count(name)} times",
                "each column once",
                "Take out or rename the copies.",
                row=sheet.header_row,
                column=name,
            )


def text_of(cell: Any) -> str:
    """A cell's text as a person meant it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
