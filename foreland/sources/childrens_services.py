"""Read Ofsted's workbook of judgements on children's services, by authority.

Three sheets: the newest judgements as at a day, all visits of the year, and every short and
standard inspection since 2018. They are a register and not figures: a judgement is a word. The
judgement on care leavers was made only from January 2023; before, it is empty. Judgements of
authorities that have ended are kept under their old code.
"""

from datetime import date, datetime
from typing import Any

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.text import QUARANTINE_SCHEMA

REGISTER = "childrens_services_inspections"

SCHEMA: dict[str, type[pl.DataType]] = {
    "list": pl.String,
    "area": pl.String,
    "kind": pl.String,
    "inspected": pl.Date,
    "published_on": pl.Date,
    "overall": pl.String,
    "leaders": pl.String,
    "help_and_protection": pl.String,
    "in_care": pl.String,
    "care_leavers": pl.String,
    "theme": pl.String,
    "sheet": pl.UInt16,
    "row": pl.UInt32,
}

#: How a sheet's name begins, and what the list is called here.
_LISTS = {
    "Inspections_as_at_": "newest",
    "In-year_inspections": "in-year",
    "ILACS_inspection_history": "history",
}

#: Our column, and the publisher's names of it (they differ between the sheets).
_COLUMNS = {
    "code": ("Local authority area code",),
    "kind": ("Inspection type", "Inspection/Visit type"),
    "inspected": ("Inspection date", "Inspection/Visit date"),
    "published_on": ("Publication date",),
    "overall": ("Overall effectiveness",),
    "leaders": ("The impact of leaders on social work practice with children and families",),
    "help_and_protection": (
        "The experiences and progress of children who need help and protection",
    ),
    "in_care": ("The experiences and progress of children in care",),
    "care_leavers": ("The experiences and progress of care leavers",),
    "theme": ("Visit Theme",),
}
_NEEDED = ("code", "inspected", "overall")


def claims(opened: Opened) -> bool:
    names = opened.sheet_names
    return all(any(name.startswith(start) for name in names) for start in _LISTS)


def read(opened: Opened, context: Context) -> Reading:
    """The register. Raises ForelandError for a sheet whose header lacks a column."""
    found: list[tuple[Any, ...]] = []
    faults: list[tuple[int, str, str, str]] = []
    for index, name in enumerate(opened.sheet_names):
        title = next((t for start, t in _LISTS.items() if name.startswith(start)), None)
        if title is None:
            continue
        rows = opened.sheet(index)
        header, places = _header(opened.name, name, rows)
        for number, row in enumerate(rows[header + 1 :], start=header + 2):
            code = str(row[places["code"]]).strip()
            if not code:
                continue
            area = context.register.code(code)
            if area is None:
                faults.append((number, f"{name}: {_COLUMNS['code'][0]}", code, "an authority"))
                continue
            cells = {key: row[place] for key, place in places.items()}
            for key in ("inspected", "published_on"):
                cell = cells.get(key)
                if cell not in ("", None) and _day(cell) is None:
                    column = f"{name}: {_COLUMNS[key][0]}"
                    faults.append((number, column, str(cell), "a day; the row is kept without it"))
            found.append(
                (
                    title,
                    area.code,
                    _text(cells.get("kind")),
                    _day(cells["inspected"]),
                    _day(cells.get("published_on")),
                    *(_text(cells.get(key)) for key in ("overall", "leaders")),
                    *(_text(cells.get(key)) for key in ("help_and_protection", "in_care")),
                    *(_text(cells.get(key)) for key in ("care_leavers", "theme")),
                    index + 1,
                    number,
                )
            )
    return Reading(
        source="ofsted",
        dataset="ofsted-childrens-services",
        title="Local authority inspection outcomes: children's services",
        registers={REGISTER: pl.DataFrame(found, schema=SCHEMA, orient="row")},
        quarantine=pl.DataFrame(faults, schema=QUARANTINE_SCHEMA, orient="row"),
        published=_published(opened),
    )


def _header(file: str, sheet: str, rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    """The header's index among the rows, and where each of our columns stands."""
    for index, row in enumerate(rows[:10]):
        names = [str(cell).strip() for cell in row]
        if _COLUMNS["code"][0] in names:
            places = {
                key: names.index(one)
                for key, known in _COLUMNS.items()
                for one in known
                if one in names
            }
            missing = [_COLUMNS[key][0] for key in _NEEDED if key not in places]
            if not missing:
                return index, places
            break
    else:
        missing = [_COLUMNS["code"][0]]
    raise ForelandError(
        Problem(
            file,
            f"no column {', '.join(missing)} in the sheet {sheet}",
            "the columns of Ofsted's inspection outcomes",
            "Fetch the file again.",
        )
    )


def _published(opened: Opened) -> date | None:
    """The day on the cover."""
    if "Cover" not in opened.sheet_names:
        return None
    rows = opened.sheet(opened.sheet_names.index("Cover"))
    return next((_day(row[1]) for row in rows if str(row[0]).startswith("Published on")), None)


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


def _text(cell: Any) -> str | None:
    return str(cell).strip() or None if cell is not None else None


READER = Reader(name="ofsted-childrens-services", version=1, claims=claims, read=read)
