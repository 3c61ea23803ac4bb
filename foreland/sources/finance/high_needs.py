"""Read what authorities planned to spend on high needs in 2021-22 (section 251 budgets).

A working sheet of a benchmarking tool. Traps handled, each with its test. Its budgets are headed
2021-22, and the plans beside them are those of January 2021, which that year's budgets were set
on: these are read. Its outturn is headed alike, while a note says that no year after 2020-21 is
there: its year is not known, and it is not read. Headings speak of amounts per head; the amounts
are whole pounds. Authorities that had ended keep an empty row; an empty cell is no zero.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from foreland.model.periods import Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.units import Unit
from foreland.sources.finance.grids import SYMBOLS, grid
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.wide import Measure, melt, periods

_BUDGET, _OUTTURN = "Section 251 budget", "Section 251 outturn"
#: The parts of a budget's lines, as the fourth row heads them; a number tells the lines apart.
_OF = ("early_years", "primary", "secondary", "special", "alternative_provision", "post_school")
_HEADS = (
    "Early Years",
    "Primary",
    "Secondary",
    "Special schools and academies",
    "PRUs and AP academies",
    "Post School",
)
_MAINTAINED = "Top up funding (maintained schools, academies, free schools and colleges)"
_INDEPENDENT = "Top up funding (non-maintained\nand independent schools and colleges)"
_SERVICES = {
    "SEN support and inclusion services": "sen_support_services",
    "Alternative provision services": "alternative_provision_services",
    "Hospital education services": "hospital_education",
    "Therapies and other health related services": "therapies",
}
#: Column A is empty; the authority's number and name are the third and fourth column.
_NUMBER, _NAME, _FIRST, _HEADING, _ROWS = 2, 3, 15, 3, 6


def _lines() -> Iterator[tuple[str, str]]:
    """Heading and code, in the order of the columns."""
    yield "Place funding", "place_funding"
    yield from zip(_HEADS, (f"place_funding.{part}" for part in _OF), strict=True)
    for number, head, code in ((1, _MAINTAINED, "top_up"), (2, _INDEPENDENT, "top_up_independent")):
        yield head, code
        for part, own in zip(_HEADS, _OF, strict=True):
            yield f"{part} ({number})", f"{code}.{own}"
        yield f"Income ({number})", f"{code}.income"
    yield from _SERVICES.items()


LINES = tuple(_lines())


def claims(opened: Opened) -> bool:
    rows = opened.sheet()[:4] if opened.sheet_names else []
    cells = {str(cell).strip() for row in rows for cell in row}
    return {_BUDGET, _OUTTURN} <= cells


def read(opened: Opened, context: Context) -> Reading:
    """Raises ForelandError where the budget's year or headings are others."""
    cells = opened.sheet()
    _check(opened, cells)
    label, year = "2021-22", Period.financial(2022)
    codes = tuple(f"s251_budget.{code}" for _, code in LINES)
    left = ("a", "region", "number", "name", *(f"column {n}" for n in range(5, _FIRST + 1)))
    names = (*left, *codes)
    sieve = Sieve(
        grid(opened, 0, _ROWS, names)
        .filter(pl.col("number") != "")
        .with_columns(pl.lit(label).alias("published_period"))
    )
    existed = {
        area.dfe_number: area.code
        for area in context.register.authorities
        if area.dfe_number and area.existed(year.start, year.end)
    }
    sieve.place(pl.col("number"), existed)
    empty = pl.col("area").is_null() & pl.all_horizontal(pl.col(code) == "" for code in codes)
    ended = sieve.rows.filter(empty).height
    sieve.rows = sieve.rows.filter(~empty)
    sieve.aside(
        pl.col("area").is_null(), "LA code", pl.col("number"), "an authority's number of 2021-22"
    )
    known = periods([(label, "financial", year)])
    measures = [Measure(code, Unit.POUNDS, "financial") for code in codes]
    facts, faults = melt(sieve.rows, measures, names, known, SYMBOLS)
    return Reading(
        source="finance",
        dataset="s251-budget-high-needs",
        title="High needs: planned spending 2021-22 (section 251)",
        observations=facts.with_columns(pl.lit(1, pl.UInt16).alias("sheet")),
        quarantine=pl.concat([*sieve.faults, faults]),
        notes=(
            "the outturn beside it is not read: it is headed 2021-22, and a note on it says that "
            "no year after 2020-21 is there",
            f"{ended} empty rows of authorities that had ended are left out",
        ),
        caveats=(
            "what was planned, not what was spent",
            "a working sheet of a benchmarking tool, not the publication itself",
        ),
    )


def _check(opened: Opened, cells: list[list[Any]]) -> None:
    year = str(cells[1][2]).strip() if len(cells) > 1 and len(cells[1]) > 2 else ""
    heads = [str(cell).strip() for cell in cells[_HEADING]] if len(cells) > _HEADING else []
    found = tuple(heads[_FIRST : _FIRST + len(LINES)])
    if year != "2021-22":
        raise _unlike(opened, f"the year {year!r} above the budgets", "2021-22", 2)
    if found != tuple(head for head, _ in LINES):
        raise _unlike(opened, "other headings over the budgets", "the lines of section 251", 4)


def _unlike(opened: Opened, found: str, expected: str, row: int) -> ForelandError:
    remedy = "Tell foreland's makers: the layout has changed."
    return ForelandError(Problem(opened.name, found, expected, remedy, row=row))


READER = Reader(name="s251-budget", version=1, claims=claims, read=read)
