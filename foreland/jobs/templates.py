"""``foreland template``: write a layout to be filled in with what no publisher has.

A CSV, or a workbook whose second sheet says how. Overwrites nothing: the file that is there may be
the one that somebody has filled in.
"""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import polars as pl
import xlsxwriter

from foreland.evidence.files import write_bytes
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.jobs.planning import load
from foreland.jobs.table_templates import as_csv, as_xlsx
from foreland.model.areas import Area
from foreland.model.groups import ALL
from foreland.model.problems import ForelandError, Problem
from foreland.model.units import Unit
from foreland.sources.local.declared_tables import LocalTable, local_tables
from foreland.sources.local.layout import AUDIENCES, LEVELS, TIMES
from foreland.sources.local.templates import (
    COLUMN_HELP,
    Layout,
    Row,
    asked,
    example_period,
    layout_named,
    layouts,
    when_of,
)

Form = Literal["csv", "xlsx"]

#: The same layout gives the same bytes: a workbook's day is that of the layouts, not a clock's.
_DAY = datetime(2026, 1, 1)

_FIGURES = "Figures"
_HOW = "How to fill this in"


@dataclass(frozen=True)
class Template:
    """A layout made ready for an area: the header, and a row for each figure that is asked for."""

    layout: Layout
    asked_for: tuple[Row, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        return self.layout.header


def listed() -> pl.DataFrame:
    """The layouts there are: ``name, title, purpose, rows``. Tables ask for no set rows."""
    rows = [
        (one.name, one.title, " ".join(one.purpose.split()), len(list(asked(one, one.rows))))
        for one in layouts()
    ] + [(one.name, one.title, " ".join(one.purpose.split()), 0) for one in local_tables()]
    schema = {"name": pl.String, "title": pl.String, "purpose": pl.String, "rows": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.when(pl.col("rows") > 0).then("rows")  # those of the plan are not known here
    )


def made(folder: Folder, name: str) -> Template | LocalTable:
    """The layout or table ``name``, to be written. Raises ForelandError for a name of none."""
    tables = {table.name: table for table in local_tables()}
    return tables.get(name.strip().lower().replace("_", "-")) or template(folder, name)


def template(folder: Folder, name: str) -> Template:
    """The layout ``name`` for the folder's area. Raises ForelandError for a name of none."""
    layout = layout_named(name, tuple(table.name for table in local_tables()))
    wanted = _of_plan(folder) if layout.indicators else layout.rows
    rows = [
        tuple(
            _cells(layout, row, group, folder.area, place).get(name, "") for name in layout.header
        )
        for row, group in asked(layout, wanted)
        for place in _places(folder, layout)
    ]
    return Template(layout, wanted, tuple(rows))


def packed(made: Template | LocalTable, form: Form) -> bytes:
    """The file's bytes."""
    if isinstance(made, LocalTable):
        return as_csv(made) if form == "csv" else as_xlsx(made)
    return _csv(made) if form == "csv" else _xlsx(made)


def write(made: Template | LocalTable, form: Form, out: Path) -> None:
    """Write the file. Raises ForelandError where there is one already."""
    if out.exists():
        raise ForelandError(
            Problem(
                str(out),
                "a file that is there already",
                "a name that is free",
                "Move it away or name another with --out: it may hold figures.",
            )
        )
    write_bytes(out, packed(made, form))


def _of_plan(folder: Folder) -> tuple[Row, ...]:
    """The plan's measures that the catalogue knows; without any, the whole catalogue."""
    catalogue = Catalogue.load(folder.indicators)
    groups: dict[str, dict[str, None]] = {}
    if (folder.plan / "plan.yaml").is_file():
        for measure in load(folder, catalogue).plan.measures:
            if measure.indicator in catalogue:
                groups.setdefault(measure.indicator, {})[measure.group] = None
    if not groups:
        groups = {one.id: {ALL: None} for one in catalogue.indicators if ALL in one.groups}
    found = []
    for name, of in sorted(groups.items()):
        entry = catalogue.get(name)
        what = f"{entry.title}. {' '.join(entry.definition.split())}"
        unit, when = entry.unit, when_of(entry.period)
        found.append(Row(code=name, unit=unit, when=when, what=what, groups=tuple(of)))
    return tuple(found)


def _places(folder: Folder, layout: Layout) -> list[Area | None]:
    """The authority itself (None), and its localities where the layout asks for them."""
    inside = [area for area in folder.register if area.region == folder.area.code]
    inside = [area for area in inside if not area.is_authority]
    found: list[Area | None] = [None] if "Local authority" in layout.levels else []
    return [*found, *inside] if "Locality" in layout.levels else found


def _cells(layout: Layout, row: Row, group: str, area: Area, place: Area | None) -> dict[str, str]:
    return {
        "time_identifier": row.when,
        "geographic_level": LEVELS["locality" if place else "local authority"],
        "new_la_code": area.code,
        "la_name": area.name,
        "locality_code": place.code if place else "",
        "locality_name": place.name if place else "",
        "indicator": row.code,
        "group": group,
        "unit": row.unit.value,
        "status": layout.status.value if layout.status else "",
    }


def _csv(made: Template) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(made.header)
    writer.writerows(made.rows)
    # With a byte-order mark, by which spreadsheets know that names are in UTF-8.
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(made: Template) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": made.layout.title, "author": "foreland", "created": _DAY})
    _figures(book, made)
    _instructions(book, made)
    book.close()
    return out.getvalue()


#: Columns whose text a spreadsheet would turn into a number or a day.
_TEXTS = {"time_period", "new_la_code", "locality_code", "document_date", "published"}
_WIDTHS = {"indicator": 32, "la_name": 18, "locality_name": 18, "time_identifier": 22, "group": 18}


def _figures(book: Any, made: Template) -> None:
    page = book.add_worksheet(_FIGURES)
    bold = book.add_format({"bold": True, "bottom": 2})
    text = book.add_format({"num_format": "@"})
    choices = {
        "geographic_level": [LEVELS[level.lower()] for level in made.layout.levels],
        "unit": [unit.value for unit in Unit],
        "audience": list(AUDIENCES),
    }
    last = len(made.rows) + 200
    for place, name in enumerate(made.header):
        page.set_column(place, place, _WIDTHS.get(name, 15), text if name in _TEXTS else None)
        page.write_string(0, place, name, bold)
        if name in choices:
            rule = {"validate": "list", "source": choices[name], "error_type": "warning"}
            page.data_validation(1, place, last, place, rule)
    for row, cells in enumerate(made.rows, start=1):
        for place, (name, cell) in enumerate(zip(made.header, cells, strict=True)):
            if cell:
                page.write_string(row, place, cell, text if name in _TEXTS else None)
    page.freeze_panes(1, 0)
    page.activate()


def _instructions(book: Any, made: Template) -> None:
    """Words in the first two columns, never the layout's header in a row: no reader takes it."""
    page = book.add_worksheet(_HOW)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 22)
    page.set_column(2, 2, 100)
    title = book.add_format({"bold": True, "font_size": 14})
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, made.layout.title, title)
    row = 1
    for line in (" ".join(made.layout.purpose.split()), *_STEPS, *made.layout.notes):
        page.merge_range(row, 0, row, 2, line, wrap)
        page.set_row(row, 32 if len(line) > 110 else 16)
        row += 1
    row += 1
    page.write_string(row, 0, "The columns", bold)
    for name in made.header:
        row += 1
        page.write_string(row, 0, name, wrap)
        page.write_string(row, 2, COLUMN_HELP[name], wrap)
    row += 2
    page.write_string(row, 0, "What each row is", bold)
    for asked_for in made.asked_for:
        row += 1
        counted = ", with numerator and denominator" if asked_for.unit in TIMES else ""
        example = f"{asked_for.when} ({example_period(asked_for.when)})"
        page.write_string(row, 0, asked_for.code, wrap)
        page.write_string(row, 1, example, wrap)
        page.write_string(row, 2, f"{asked_for.what} – {asked_for.unit.value}{counted}", wrap)


_STEPS = (
    "Fill in time_period and value on the sheet Figures; a row for each period: copy rows freely.",
    "Take out the rows that you do not use: a row without a value is told as a fault, not guessed.",
    "Save the file into data/ of the area folder and run: foreland ingest data",
)
