"""Read the dedicated schools grant: the allocation tables of a year, and totals by year.

Traps handled, each with its test. The official workbook of July 2023 is about 2023-24 whatever
year its file's name gives, and its archive lacks an entry, mended on opening. The workbook by year
has a sheet a year with no two sheets named alike: the year is in a column. London is both a type
of authority and a region, and other rows are sums over types, no areas. Allocations before and
after the money that is paid to academies directly are two measures, not a revision.
"""

import re
from datetime import date
from typing import Any

import polars as pl

from foreland.model.periods import MONTHS, Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.units import Unit
from foreland.sources.finance.grids import SYMBOLS, grant_areas, grid, regions
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.wide import Measure, melt, periods

_SUMMARY = "Allocations_summary"
_BLOCKS = ("schools_block", "central_block", "high_needs_block", "early_years_block", "total")
#: The summary's columns: two keys, the blocks as allocated, and after deductions.
_COLUMNS = (
    "number",
    "name",
    *(f"dsg_allocated.{block}" for block in _BLOCKS),
    *(f"dsg_after_deductions.{block}" for block in _BLOCKS),
)
_HEADS = ("Schools block", "Central school services", "High needs", "Early years", "Total DSG")
_TITLED = re.compile(r"(20\d\d) to (20\d\d) DSG allocations, (before|after)")
_YEARS = ("la_code", "la_name", "Total DSG allocation (£s)", "time_period")
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2})[a-z]*,? (20\d\d)")


def claims(opened: Opened) -> bool:
    return _SUMMARY in opened.sheet_names


def read(opened: Opened, context: Context) -> Reading:
    """The summary by block. Raises ForelandError where its headings are others."""
    sheet = opened.sheet_names.index(_SUMMARY)
    top, heads = opened.sheet(sheet)[0], opened.sheet(sheet)[1]
    year = _year(opened, top, heads)
    rows = grid(opened, sheet, 4, _COLUMNS).with_columns(
        pl.lit(f"{year - 1}-{year % 100:02d}").alias("published_period")
    )
    sieve = Sieve(regions(rows, "number"))
    sieve.place(pl.col("number"), dict(grant_areas(context.register)))
    sieve.aside(pl.col("area").is_null(), "A", pl.col("number"), "an authority's number, a region")
    measures = [Measure(name, Unit.POUNDS, "financial") for name in _COLUMNS[2:]]
    known = periods([(f"{year - 1}-{year % 100:02d}", "financial", Period.financial(year))])
    facts, faults = melt(sieve.rows, measures, _COLUMNS, known, SYMBOLS)
    notes = ["only the summary by block is read; the workings of each block are not"]
    if opened.mended:
        notes.insert(0, f"{opened.mended}: mended on opening; its bytes are kept as they came")
    if f"{year - 1}" not in opened.name and re.search(r"20\d\d", opened.name):
        notes.append(f"its name gives another year: the tables are of {year - 1} to {year}")
    return Reading(
        source="finance",
        dataset=f"dsg-allocations-{year}",
        title=f"Dedicated schools grant: allocations {year - 1} to {year}",
        observations=facts.with_columns(pl.lit(sheet + 1, pl.UInt16).alias("sheet")),
        quarantine=pl.concat([*sieve.faults, faults]),
        published=_published(opened),
        notes=tuple(notes),
        caveats=("allocations change during the year; these are those of the day of publication",),
    )


def _year(opened: Opened, top: list[Any], heads: list[Any]) -> int:
    """The year in which the allocations end, where the headings are those that are known."""
    said = [_TITLED.match(str(top[place])) for place in (2, 7)] if len(top) > 7 else []
    good = all(said) and [m[3] for m in said if m] == ["before", "after"]
    for place, head in enumerate(_HEADS * 2, start=2):
        good = good and len(heads) > place and str(heads[place]).startswith(head)
    if not good or said[0] is None or int(said[0][1]) + 1 != int(said[0][2]):
        raise ForelandError(
            Problem(
                opened.name,
                "other headings in Allocations_summary",
                "blocks before and after deductions of one year",
                "Tell foreland's makers: the layout has changed.",
                row=1,
            )
        )
    return int(said[0][2])


def _published(opened: Opened) -> date | None:
    """The day on the first sheet, such as ``Thursday, 20 Jul, 2023``."""
    for row in opened.sheet(0):
        if "Publication date" in str(row[1] if len(row) > 1 else ""):
            match = _DAY.search(str(row[2]) if len(row) > 2 else "")
            month = next((n for n, m in enumerate(MONTHS, 1) if match and m[:3] == match[2]), None)
            return date(int(match[3]), month, int(match[1])) if match and month else None
    return None


def claims_years(opened: Opened) -> bool:
    return bool(opened.sheet_names) and all(
        _head(opened, number) == _YEARS for number in range(len(opened.sheet_names))
    )


def _head(opened: Opened, sheet: int) -> tuple[str, ...]:
    rows = opened.sheet(sheet)
    return tuple(str(cell).strip() for cell in rows[0][:4]) if rows else ()


def read_years(opened: Opened, context: Context) -> Reading:
    """The total by area, a sheet a year."""
    code = "dsg_by_year.total"
    names = ("number", "name", code, "published_period")
    facts, faults = [], []
    for sheet in range(len(opened.sheet_names)):
        sieve = Sieve(regions(grid(opened, sheet, 1, names), "number"))
        sieve.place(pl.col("number"), dict(grant_areas(context.register)))
        sieve.aside(pl.col("area").is_null(), "la_code", pl.col("number"), "an authority's number")
        labels = sieve.rows["published_period"].unique().sort().to_list()
        years = {text: _financial(text) for text in labels}
        bad = [text for text, period in years.items() if period is None]
        label = pl.col("published_period")
        sieve.aside(label.is_in(bad), "time_period", label, "a financial year such as 202324")
        known = periods((text, "financial", p) for text, p in years.items() if p is not None)
        found, cells = melt(
            sieve.rows, [Measure(code, Unit.POUNDS, "financial")], names, known, SYMBOLS
        )
        facts.append(found.with_columns(pl.lit(sheet + 1, pl.UInt16).alias("sheet")))
        sheet_name = opened.sheet_names[sheet]
        told = pl.concat([*sieve.faults, cells])
        faults.append(told.with_columns(pl.format("{}: {}", pl.lit(sheet_name), "column")
                                        .alias("column")))  # fmt: skip
    return Reading(
        source="finance",
        dataset="dsg-by-year",
        title="Dedicated schools grant: total allocation by year",
        observations=pl.concat(facts),
        quarantine=pl.concat(faults),
        notes=("put together from the yearly workbooks for a dashboard; no day of publication",),
    )


def _financial(text: str) -> Period | None:
    if not re.fullmatch(r"\d{6}", text) or (int(text[:4]) + 1) % 100 != int(text[4:]):
        return None
    return Period.financial(int(text[:4]) + 1)


READERS = (
    Reader(name="dsg-allocations", version=1, claims=claims, read=read),
    Reader(name="dsg-by-year", version=1, claims=claims_years, read=read_years),
)
