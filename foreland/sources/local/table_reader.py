"""Read an area's own tables (``declared_tables``) from CSV or a workbook: rows, and all faults."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.gias.cells import URN
from foreland.sources.local.declared_tables import Column, LocalTable, local_tables
from foreland.sources.local.layout import folded
from foreland.sources.local.sheets import text_of
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.text import QUARANTINE_SCHEMA, ROW, no_quarantine
from foreland.sources.wide import NUMBER

#: How far down a sheet the header is looked for.
_TITLE_ROWS = 10

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TRUST = re.compile(r"\d{3,6}")
_FORMS = (r"(\d{4})-(\d\d?)-(\d\d?)", r"(\d\d?)/(\d\d?)/(\d{4})")
_OLDEST, _LATEST = 1990, 2100

Row = dict[str, str | float | date | None]
Faults = list[tuple[int, str, str, str]]


def reader(table: LocalTable) -> Reader:
    """The reader of a table: it is known by its required columns and most of its others."""

    def claims(opened: Opened) -> bool:
        return any(True for _ in _heads(table, opened))

    def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
        return _read(table, opened)

    return Reader(name=f"local-{table.name}", version=1, claims=claims, read=read)


def _heads(table: LocalTable, opened: Opened) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The sheet (0: a text), the row of the header from 1, and its names, wherever one stands."""
    if opened.form == "text":
        names = tuple(folded(name) for name in opened.columns)
        if _is(table, names):
            yield 0, 1, names
    elif opened.form == "workbook":
        for index in range(len(opened.sheet_names)):
            for place, cells in enumerate(opened.sheet(index)[:_TITLE_ROWS], start=1):
                names = tuple(folded(text_of(cell)) for cell in cells)
                if _is(table, names):
                    yield index + 1, place, names
                    break


def _is(table: LocalTable, names: tuple[str, ...]) -> bool:
    given = set(names) & set(table.header)
    required = {column.name for column in table.columns if column.required}
    # A required column may be missing, and is then told; but not two.
    return len(required & given) >= len(required) - 1 and len(given) >= 4


def _read(table: LocalTable, opened: Opened) -> Reading:
    rows: list[Row] = []
    faults: Faults = []
    aside = [no_quarantine()]
    problems: list[Problem] = []
    for sheet, head, names in _heads(table, opened):
        problems += _head_faults(table, opened, sheet, head, names)
        if problems:
            continue
        if sheet == 0:
            aside.append(opened.table.quarantine)
            cells = list(
                zip(opened.table.rows[ROW], opened.table.rows.drop(ROW).rows(), strict=True)
            )
        else:
            texts = opened.sheet(sheet - 1)[head:]
            cells = [(n, tuple(map(text_of, row))) for n, row in enumerate(texts, start=head + 1)]
        for number, given in cells:
            named = {n: (c or "").strip() for n, c in zip(names, given, strict=False) if n}
            if any(named.values()):
                row, wrong = _row(table, named)
                faults += [(number, *fault) for fault in wrong]
                if not wrong:
                    rows.append({**row, "sheet": sheet, "row": number, "file": opened.name})
    if problems:
        raise ForelandError(problems)
    kept, twice = _once(table, rows)
    told = pl.DataFrame([*faults, *twice], schema=QUARANTINE_SCHEMA, orient="row")
    unread = sorted(
        {n for _, _, names in _heads(table, opened) for n in names if n} - set(table.header)
    )
    return Reading(
        source="local",
        dataset=f"local-{table.name}",
        title=table.title,
        registers={table.register: pl.DataFrame(kept, schema=table.kept, orient="row")},
        quarantine=pl.concat([*aside, told]).sort("row", maintain_order=True),
        notes=(f"not read: {', '.join(unread)}",) if unread else (),
        audience="internal",
    )


def _head_faults(
    table: LocalTable, opened: Opened, sheet: int, head: int, names: tuple[str, ...]
) -> list[Problem]:
    where = f"{opened.name}, sheet {opened.sheet_names[sheet - 1]}" if sheet else opened.name
    wanted = ", ".join(table.header)
    remedy = f"foreland template {table.name} writes the layout."
    found = [
        Problem(where, f"no column {column.name}", f"the columns {wanted}", remedy, row=head)
        for column in table.columns
        if column.required and column.name not in names
    ]
    for name in table.header:
        if names.count(name) > 1:
            found.append(
                Problem(
                    where,
                    f"the column {name!r} {names.count(name)} times",
                    "each column once",
                    "Take out or rename the copies.",
                    row=head,
                    column=name,
                )
            )
    return found


def _row(table: LocalTable, cells: Mapping[str, str]) -> tuple[Row, list[tuple[str, str, str]]]:
    row: Row = {}
    wrong: list[tuple[str, str, str]] = []
    for column in table.columns:
        text = cells.get(column.name, "")
        if column.name in table.unread:
            continue
        if not text:
            row[column.name] = None
            if column.required:
                wrong.append((column.name, "nothing", column.help))
            continue
        value, expected = _value(column, text)
        row[column.name] = value
        if expected:
            wrong.append((column.name, text, expected))
    for first, last in table.in_order:
        a, b = row.get(first), row.get(last)
        if isinstance(a, date) and isinstance(b, date) and b < a:
            wrong.append((last, b.isoformat(), f"a day not before {first}, {a.isoformat()}"))
    for one, other in table.together:
        for there, missing in ((one, other), (other, one)):
            if cells.get(there) and not cells.get(missing):
                wrong.append((missing, "nothing", f"{missing} beside {there}"))
    return row, wrong


def _value(column: Column, text: str) -> tuple[str | float | date | None, str | None]:
    """What a cell says, or what was expected of it."""
    match column.kind:
        case "day":
            day = _day(text)
            return day, None if day else "a day such as 2025-09-15"
        case "amount":
            plain = text.replace(",", "").removeprefix("£")
            number = float(plain) if re.fullmatch(NUMBER, plain) else math.nan
            good = math.isfinite(number) and number >= 0
            return (number, None) if good else (None, "a number, nought or more")
        case "choice":
            folded_choice = text.lower()
            good = folded_choice in column.choices
            return folded_choice, None if good else f"one of {', '.join(column.choices)}"
        case "school":
            return text, None if re.fullmatch(URN, text) else "a school's number (URN), six digits"
        case "trust":
            return text, None if _TRUST.fullmatch(text) else "a trust's number (UID)"
        case "name":
            return text, None if _NAME.fullmatch(text) else "an id of letters, digits and hyphens"
        case _:
            return text, None


def _day(text: str) -> date | None:
    for place, form in enumerate(_FORMS):
        found = re.fullmatch(form, text)
        if found:
            one, month, other = map(int, found.groups())
            year, day = (one, other) if place == 0 else (other, one)
            try:
                made = date(year, month, day)
            except ValueError:
                return None
            return made if _OLDEST <= year <= _LATEST else None
    return None


def _once(table: LocalTable, rows: list[Row]) -> tuple[list[Row], Faults]:
    """The rows without repeats; the first of those that share what only one may have stays."""
    seen: dict[tuple[object, ...], object] = {}
    kept: list[Row] = []
    twice: Faults = []
    for row in rows:
        key = tuple(row[name] for name in table.once)
        if table.once and key in seen:
            said = " ".join(str(part) for part in key if part is not None)
            number = row["row"]
            assert isinstance(number, int)
            twice.append((number, table.once[0], said, f"once; row {seen[key]} has it already"))
        else:
            seen[key] = row["row"]
            kept.append(row)
    return kept, twice


READERS = tuple(reader(table) for table in local_tables())
