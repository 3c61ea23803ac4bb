"""What the tables of schools share: numbers of schools, days, and rows set aside."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened
from foreland.sources.reading import quarantined
from foreland.sources.sieve import Sieve

#: A school's unique reference number (URN): six digits, the oldest centres have five.
URN = r"^\d{5,7}$"

_FORMS = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%Y%m%d")


def text(column: str) -> pl.Expr:
    """The cell without spaces around it; null where it is empty or ``NA``."""
    cell = pl.col(column).str.strip_chars()
    return pl.when(~cell.is_in(["", "NA"])).then(cell)


def day(column: str) -> pl.Expr:
    """A day in any of the forms that these tables use; null where it is none."""
    return pl.coalesce(pl.col(column).str.to_date(form, strict=False) for form in _FORMS)


def days(sieve: Sieve, columns: Iterable[str]) -> None:
    """Set aside the rows in which a cell of ``columns`` is filled and is no day."""
    for column in columns:
        cell = text(column)
        sieve.aside(
            cell.is_not_null() & day(column).is_null(), column, cell, "a day such as 31-08-2017"
        )


def numbers(sieve: Sieve, column: str, called: str | None = None) -> None:
    """Set aside the rows whose ``column`` is no URN."""
    cell = pl.col(column)
    sieve.aside(
        ~cell.fill_null("").str.contains(URN), called or column, cell, "a school's number (URN)"
    )


def integers_told(
    rows: pl.DataFrame, columns: Iterable[str], also: Iterable[str] = ()
) -> list[pl.DataFrame]:
    """Quarantine's rows for filled cells that are no whole number nor one of ``also``.

    The row keeps its place: it loses that cell alone.
    """
    faults = []
    for column in columns:
        cell = text(column)
        known = cell.cast(pl.Int64, strict=False).is_not_null() | cell.is_in(list(also))
        bad = rows.filter(cell.is_not_null() & ~known)
        faults.append(quarantined(bad, column, cell, "a whole number, or nothing"))
    return faults


def once(sieve: Sieve, column: str, called: str | None = None) -> None:
    """Set aside all but the first row of a school that stands twice."""
    again = pl.col(column).is_first_distinct().not_()
    sieve.aside(again, called or column, pl.col(column), "each school once; its first row is kept")


def need(opened: Opened, columns: Iterable[str]) -> None:
    """Raises ForelandError where a column is missing."""
    need_in(opened.name, opened.columns, columns)


def need_in(file: str, have: Iterable[str], columns: Iterable[str], row: int = 1) -> None:
    """As ``need``, of a table whose names of columns stand in ``row``."""
    known = set(have)
    missing = [name for name in columns if name not in known]
    if missing:
        raise ForelandError(
            Problem(
                file,
                f"no column {', '.join(missing)}",
                "the publisher's columns",
                "Fetch the file again.",
                row=row,
            )
        )


def newest(frame: pl.DataFrame, *columns: str) -> date | None:
    """The latest day in ``columns``: of several extracts, the one with the later is the later."""
    last = [day for day in (frame[column].max() for column in columns) if isinstance(day, date)]
    return max(last, default=None)
