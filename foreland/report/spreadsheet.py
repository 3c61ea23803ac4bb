"""Tables as an XLSX file: sheets as data, then bytes. Knows no measure and no plan.

Every sheet is one table under a title and a note: header frozen, no merged cell, no empty cell,
numbers as numbers. All text is written as text, so that none is taken for a formula. The same
sheets give the same bytes: the document's day comes from the caller, no clock is asked.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format


@dataclass(frozen=True)
class Number:
    """A number and how many decimals are printed of it."""

    value: float
    precision: int


#: What may stand in a cell. There are no empty cells.
Content = str | date | int | Number


@dataclass(frozen=True)
class Column:
    """A column's header and its width in characters."""

    header: str
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """One sheet: a table under a title and a note. ``frozen`` columns stay in view."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Content, ...]]
    frozen: int = 2


def written(
    sheets: Sequence[Sheet], *, title: str, subject: str, author: str, remark: str, day: date
) -> bytes:
    """The workbook's bytes; it opens on the first sheet."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": title,
            "subject": subject,
            "author": author,
            "comments": remark,
            "created": datetime(day.year, day.month, day.day),
        }
    )
    styles = _Styles(book)
    for number, sheet in enumerate(sheets):
        _write(book, styles, sheet, number)
    book.close()
    return packed.getvalue()


_HEADER = 2  # the header's row, from 0: a title and a note stand above it


class _Styles:
    """One format a kind of cell."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.text: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.day: Format = book.add_format(
            {"num_format": "d mmmm yyyy", "valign": "top", "align": "left"}
        )
        self.header: Format = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}
        )
        self._numbers: dict[int, Format] = {}

    def number(self, precision: int) -> Format:
        if precision not in self._numbers:
            digits = "#,##0" + ("." + "0" * precision if precision else "")
            self._numbers[precision] = self.book.add_format({"num_format": digits, "valign": "top"})
        return self._numbers[precision]


def _write(book: Any, styles: _Styles, sheet: Sheet, number: int) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.title, styles.title)
    page.write_string(1, 0, sheet.note)
    # Of a table without rows one row of words, so that no cell is empty.
    rows = list(sheet.rows) or [("none",) * len(sheet.columns)]
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    page.add_table(
        _HEADER,
        0,
        _HEADER + len(rows),
        len(sheet.columns) - 1,
        {
            "name": re.sub(r"\W", "_", sheet.name),
            "style": "Table Style Light 1",
            "columns": [
                {"header": column.header, "header_format": styles.header}
                for column in sheet.columns
            ],
        },
    )
    for row, cells in enumerate(rows, start=_HEADER + 1):
        for place, content in enumerate(cells):
            _put(page, styles, row, place, content)
    page.freeze_panes(_HEADER + 1, sheet.frozen)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEADER)
    page.set_footer(f"&L{sheet.name}&RPage &P of &N")
    if number == 0:
        page.activate()


def _put(page: Any, styles: _Styles, row: int, place: int, content: Content) -> None:
    if isinstance(content, Number):
        page.write_number(row, place, content.value, styles.number(content.precision))
    elif isinstance(content, str):
        page.write_string(row, place, content or "none", styles.text)
    elif isinstance(content, date):
        page.write_datetime(row, place, content, styles.day)
    else:
        page.write_number(row, place, content, styles.number(0))
