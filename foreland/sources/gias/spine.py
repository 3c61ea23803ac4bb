"""Read the list of schools behind the school performance tables (``england_spine``).

It holds the schools of one school year, those that have opened in place of one of them since,
and the days of what changed. It has no nursery schools and no pupil referral units. Telephone
numbers and streets are left out.
"""

from datetime import date, datetime
from typing import Any

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve, by_dfe_number

REGISTER = "school_list"

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "area": pl.String,
    "laestab": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "type": pl.String,
    "primary": pl.Boolean,
    "secondary": pl.Boolean,
    "post16": pl.Boolean,
    "age_low": pl.Int16,
    "age_high": pl.Int16,
    "gender": pl.String,
    "religion": pl.String,
    "admissions": pl.String,
    "town": pl.String,
    "postcode": pl.String,
    "other_urn": pl.String,
    "opened": pl.Date,
    "closed": pl.Date,
    "as_at": pl.Date,
    "row": pl.UInt32,
}

#: The publisher's columns, and how each cell is read.
_TEXTS = {
    "urn": "URN",
    "la": "LA",
    "laestab": "LAESTAB",
    "name": "SCHNAME",
    "kind": "MINORGROUP",
    "type": "NFTYPE",
    "primary": "ISPRIMARY",
    "secondary": "ISSECONDARY",
    "post16": "ISPOST16",
    "age_low": "AGEL",
    "age_high": "AGEH",
    "gender": "GENDER",
    "religion": "RELDENOM",
    "admissions": "ADMPOL",
    "town": "TOWN",
    "postcode": "POSTCODE",
    "other_urn": "OTHERURN",
}
_WHOLE = ("primary", "secondary", "post16", "age_low", "age_high")
_DAYS = {"opened": "OPENDATE", "closed": "CLOSEDATE"}

#: Schools of the armed forces abroad stand in the list under numbers that are no authority.
ABROAD = ("702", "704")


def claims(opened: Opened) -> bool:
    if opened.form != "workbook" or len(opened.sheet_names) != 1:
        return False
    rows = opened.sheet(0)
    header = {str(cell) for cell in rows[0]} if rows else set()
    return {"URN", "NFTYPE", "ISPRIMARY", "ISSECONDARY"} <= header


def read(opened: Opened, context: Context) -> Reading:
    """The list. Raises ForelandError for a missing column."""
    rows = opened.sheet(0)
    header = [str(cell).strip() for cell in rows[0]]
    missing = [n for n in (*_TEXTS.values(), *_DAYS.values()) if n not in header]
    if missing:
        raise ForelandError(
            Problem(
                opened.name,
                f"no column {', '.join(missing)}",
                "the columns of the list of schools",
                "Fetch the file again.",
                row=1,
            )
        )
    body = rows[1:]
    sieve = Sieve(
        pl.DataFrame(
            {
                "row": pl.Series(range(2, len(body) + 2), dtype=pl.UInt32),
                **{
                    name: pl.Series(
                        [_text(row[header.index(col)]) for row in body], dtype=pl.String
                    )
                    for name, col in _TEXTS.items()
                },
                **{
                    name: pl.Series([_day(row[header.index(col)]) for row in body], dtype=pl.Date)
                    for name, col in _DAYS.items()
                },
            }
        )
    )
    abroad = sieve.rows.filter(pl.col("la").is_in(ABROAD)).height
    sieve.rows = sieve.rows.filter(~pl.col("la").is_in(ABROAD).fill_null(False))
    cells.numbers(sieve, "urn", "URN")
    cells.once(sieve, "urn", "URN")
    sieve.place(pl.col("la"), by_dfe_number(context.register))
    sieve.aside(pl.col("area").is_null(), "LA", pl.col("la"), "the number of an authority")
    sieve.aside(
        pl.col("closed") < pl.col("opened"),
        "CLOSEDATE",
        pl.col("closed"),
        "a day after the school opened",
    )
    wrong = cells.integers_told(
        sieve.rows.rename({n: _TEXTS[n] for n in _WHOLE}), [_TEXTS[n] for n in _WHOLE]
    )
    yes = [(pl.col(n) == "1").alias(n) for n in ("primary", "secondary", "post16")]
    ages = [pl.col(n).cast(pl.Int16, strict=False) for n in ("age_low", "age_high")]
    frame = sieve.rows.with_columns(*yes, *ages)
    last = cells.newest(frame, "opened", "closed")
    frame = frame.with_columns(pl.lit(last, pl.Date).alias("as_at")).select(
        pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()
    )
    return Reading(
        source="gias",
        dataset=f"gias-school-list-{last or 'undated'}",
        title="List of schools behind the performance tables",
        registers={REGISTER: frame},
        quarantine=pl.concat([*sieve.faults, *wrong]),
        notes=(f"{abroad} schools of the armed forces abroad were left out",) if abroad else (),
        caveats=("the list has no nursery schools and no pupil referral units",),
    )


def _text(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() or None


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


READER = Reader(name="gias-school-list", version=1, claims=claims, read=read, order=0)
