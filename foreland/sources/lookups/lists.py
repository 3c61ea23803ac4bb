"""Declare a list and read it as a register: one row a row, each column with its type.

A cell that is filled and is not of its column's type sets the row aside; nothing is guessed. Areas
are found by code where the register knows them, and ``area`` is null where it does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW

#: What a day is written as where there was none.
NO_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class Column:
    """A column of a list. ``kind`` is ``text``, ``day``, ``number``, ``flag`` or ``link``.

    A ``link`` of ``0`` is none; a ``day`` of 1 January 1900 is none. ``words`` are texts that
    mean that there is nothing, and why is lost.
    """

    name: str
    kind: str = "text"
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListOf:
    """One list: how it is known, what is kept. ``area`` is the column that holds the code.

    ``exactly`` says that a file with more columns is another.
    """

    name: str
    register: str
    title: str
    known_by: tuple[str, ...]
    columns: Mapping[str, Column]
    source: str = "lookups"
    area: str | None = None
    exactly: bool = False
    notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    as_at: Callable[[pl.DataFrame], date | None] = lambda _: None


def day(column: str) -> pl.Expr:
    """A day in any of the forms of these lists; a year of two figures is of this century."""
    cell = pl.col(column).str.strip_chars()
    form = pl.when(cell.str.contains(r"^\d{1,2}/\d{1,2}/\d{2}$"))
    short = form.then(cell.str.to_date("%d/%m/%y", strict=False))
    return pl.coalesce(short, cells.day(column))


def reader(spec: ListOf) -> Reader:
    """The reader of a list."""

    def claims(opened: Opened) -> bool:
        if opened.form != "text":
            return False
        present = set(opened.columns)
        return present == set(spec.known_by) if spec.exactly else present >= set(spec.known_by)

    def read(opened: Opened, context: Context) -> Reading:
        return _read(spec, opened, context)

    return Reader(name=f"list-{spec.name}", version=1, claims=claims, read=read, order=0)


def _read(spec: ListOf, opened: Opened, context: Context) -> Reading:
    cells.need(opened, [column.name for column in spec.columns.values()])
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    kept = [_kept(sieve, ours, column) for ours, column in spec.columns.items()]
    if spec.area is not None:
        codes = {code: a.code for a in context.register for code in (a.code, *a.other_codes)}
        sieve.place(pl.col(spec.area).str.strip_chars(), codes)
        kept.append(pl.col("area"))
    frame = sieve.rows.select(*kept, pl.col("row").cast(pl.UInt32))
    return Reading(
        source=spec.source,
        dataset=f"{spec.source}-{spec.name}",
        title=spec.title,
        registers={spec.register: frame},
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults]),
        published=spec.as_at(frame),
        notes=spec.notes,
        caveats=spec.caveats,
    )


def _kept(sieve: Sieve, ours: str, column: Column) -> pl.Expr:
    """The column with its type; rows that hold another are set aside."""
    cell = pl.col(column.name).str.strip_chars()
    none = ["", *column.words, *(["0"] if column.kind == "link" else [])]
    filled = pl.when(~cell.is_in(none)).then(cell)
    match column.kind:
        case "day":
            value = day(column.name)
            value = pl.when(filled.is_not_null() & (value != NO_DAY)).then(value)
            wrong = filled.is_not_null() & day(column.name).is_null()
            expected = "a day such as 03/11/2025 or 2025-11-03"
        case "number":
            value = filled.cast(pl.Float64, strict=False)
            value = pl.when(value.is_finite()).then(value)
            wrong = filled.is_not_null() & value.is_null()
            expected = "a number"
        case "flag":
            value = filled.str.to_lowercase().replace_strict(
                {"true": True, "false": False}, default=None, return_dtype=pl.Boolean
            )
            wrong = filled.is_not_null() & value.is_null()
            expected = "True or False"
        case _:
            return filled.alias(ours)
    sieve.aside(wrong, column.name, cell, expected)
    return value.alias(ours)
