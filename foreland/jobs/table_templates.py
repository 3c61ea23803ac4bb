"""Layouts of an area's own tables, such as the log of services: a header, and how to fill it in.

A CSV with the header alone, or a workbook whose second sheet says what each column holds.
"""

import csv
import io
from datetime import datetime
from typing import Any

import xlsxwriter

from foreland.sources.local.declared_tables import Column, LocalTable

#: The same layout gives the same bytes: a workbook's day is that of the layouts, not a clock's.
_DAY = datetime(2026, 1, 1)

_ROWS = 500

_STEPS = (
    "Fill in the first sheet, a row each; a cell that is not needed stays empty.",
    "Save the file into data/ of the area folder and run: foreland ingest data",
    "What is here is for the area alone: no public page shows it.",
)


def as_csv(table: LocalTable) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(table.header)
    # With a byte-order mark, by which spreadsheets know that names are in UTF-8.
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(table: LocalTable) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": table.title, "author": "foreland", "created": _DAY})
    page = book.add_worksheet(table.title.split(":")[0][:31])
    bold, text = book.add_format({"bold": True, "bottom": 2}), book.add_format({"num_format": "@"})
    for place, column in enumerate(table.columns):
        as_text = column.kind != "amount"
        page.set_column(
            place, place, 30 if column.kind == "text" else 16, text if as_text else None
        )
        page.write_string(0, place, column.name, bold)
        if column.choices:
            rule = {"validate": "list", "source": [*column.choices], "error_type": "warning"}
            page.data_validation(1, place, _ROWS, place, rule)
    page.freeze_panes(1, 0)
    _how(book, table)
    book.close()
    return out.getvalue()


def _how(book: Any, table: LocalTable) -> None:
    """Words in the first two columns, never the header in a row: no reader takes it."""
    page = book.add_worksheet("How to fill this in")
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 110)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
    row = 1
    for line in (" ".join(table.purpose.split()), *_STEPS, *table.notes):
        page.merge_range(row, 0, row, 1, line, wrap)
        row += 1
    row += 1
    page.write_string(row, 0, "The columns", book.add_format({"bold": True}))
    for column in table.columns:
        row += 1
        page.write_string(row, 0, column.name, wrap)
        page.write_string(row, 1, _help(column), wrap)


def _help(column: Column) -> str:
    choices = f" (one of {', '.join(column.choices)})" if column.choices else ""
    return f"{column.help}{choices}{'; must be filled in' if column.required else ''}"
