"""Read Ofsted's workbook of area SEND inspections of 2016 to 2022, under the framework before.

These inspections gave no grade: they said whether a written statement of action was required, and
a revisit said whether progress was sufficient. Dorset and Northamptonshire as they were inspected
are not in it (the publisher's notes), so the two that followed them have no row from then.
"""

from datetime import date, datetime
from typing import Any

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.text import QUARANTINE_SCHEMA

REGISTER = "area_send_2016"
_SHEET = "Area_SEND_up_to_"

_WHERE = "Number significant weaknesses where sufficient progress"
#: Our column, how the publisher's begins, and its type.
_COLUMNS: dict[str, tuple[str, type[pl.DataType]]] = {
    "area": ("Local authority code", pl.String),
    "started": ("Inspection start date", pl.Date),
    "report_published": ("Inspection publication date", pl.Date),
    "statement_required": ("Inspection outcome: written statement", pl.String),
    "weaknesses": ("Number significant weaknesses identified", pl.Int32),
    "revisited": ("Revisit start date", pl.Date),
    "revisit_published": ("Revisit publication date", pl.Date),
    "sufficient_progress": ("Revisit outcome: sufficient progress", pl.String),
    "weaknesses_mended": (f"{_WHERE} has been", pl.Int32),
    "weaknesses_left": (f"{_WHERE} has not", pl.Int32),
}
SCHEMA: dict[str, type[pl.DataType]] = {
    **{name: kind for name, (_, kind) in _COLUMNS.items()},
    "sheet": pl.UInt16,
    "row": pl.UInt32,
}
_NOTHING = ("", "Not revisited yet")


def claims(opened: Opened) -> bool:
    return any(name.startswith(_SHEET) for name in opened.sheet_names)


def read(opened: Opened, context: Context) -> Reading:
    """The register. Raises ForelandError where a column is missing."""
    sheet = next(n for n, name in enumerate(opened.sheet_names) if name.startswith(_SHEET))
    rows = opened.sheet(sheet)
    header, places = _header(opened.name, rows)
    found, faults = [], []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {name: row[place] for name, place in places.items()}
        code = str(cells["area"]).strip()
        if not code:
            continue
        area = context.register.code(code)
        wrong = [
            (number, _COLUMNS[name][0], str(cell), _expected(_COLUMNS[name][1]))
            for name, cell in cells.items()
            if name != "area" and _typed(cell, _COLUMNS[name][1]) is None and not _blank(cell)
        ]
        if area is None:
            wrong.append((number, _COLUMNS["area"][0], code, "an authority's code"))
        faults += wrong
        if area is not None and not wrong:
            typed = [_typed(cells[n], k) for n, (_, k) in _COLUMNS.items() if n != "area"]
            found.append((area.code, *typed, sheet + 1, number))
    return Reading(
        source="ofsted",
        dataset="ofsted-area-send-2016-to-2022",
        title="Area SEND inspections and revisits, May 2016 to August 2022",
        registers={REGISTER: pl.DataFrame(found, schema=SCHEMA, orient="row")},
        quarantine=pl.DataFrame(faults, schema=QUARANTINE_SCHEMA, orient="row"),
        published=_published(opened),
        caveats=(
            "not graded; not comparable with the inspections since 2023",
            "the authorities that ended in Dorset and Northamptonshire are left out of it",
        ),
    )


def _header(file: str, rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    for index, row in enumerate(rows[:10]):
        names = [str(cell).strip() for cell in row]
        places = {
            ours: place
            for ours, (start, _) in _COLUMNS.items()
            for place, name in enumerate(names)
            if name.startswith(start) and (ours != "weaknesses_mended" or " not " not in name)
        }
        if len(places) == len(_COLUMNS):
            return index, places
    raise ForelandError(
        Problem(
            file,
            "no row with all the columns",
            ", ".join(start for start, _ in _COLUMNS.values()),
            "Fetch the file again.",
        )
    )


def _blank(cell: Any) -> bool:
    return str(cell).strip() in _NOTHING


def _expected(kind: type[pl.DataType]) -> str:
    return {pl.Date: "a day", pl.Int32: "a whole number"}.get(kind, "a word")


def _typed(cell: Any, kind: type[pl.DataType]) -> date | int | str | None:
    if _blank(cell):
        return None
    if kind is pl.Date:
        return _day(cell)
    if kind is pl.Int32:
        return int(cell) if isinstance(cell, float) and cell.is_integer() else None
    return str(cell).strip()


def _day(cell: Any) -> date | None:
    """A day's cell; some forms of workbook give it a time of day."""
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


def _published(opened: Opened) -> date | None:
    """The day on the cover."""
    if "Cover" not in opened.sheet_names:
        return None
    for row in opened.sheet(opened.sheet_names.index("Cover")):
        if str(row[0]).startswith("Published on"):
            return _day(row[1])
    return None


READER = Reader(name="area-send-2016", version=1, claims=claims, read=read, order=0)
