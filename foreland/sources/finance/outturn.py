"""Read the revenue outturn of children's social care by authority (MHCLG, form RO3).

Traps handled, each with its test. Amounts are thousands of pounds, and are kept as printed. The
sheet holds all councils, police and fire, then a second heading and sums over classes of councils:
only authorities for children's services and the country are areas here. England's row is an
estimate, for not all sent their returns. A cell may hold a note in place of a number: one authority
could not split its children in care, so those figures are the publisher's shares and not printed.
The codes are those of the last, hidden row; adults' care and public health are not read.
"""

import re
from datetime import date
from typing import Any

import polars as pl

from foreland.model.periods import MONTHS, Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.finance.grids import grid
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.wide import Measure, melt, periods

_SHEET = "RO3_LA_Data"
_HEAD = ("E-code", "ONS Code", "Local authority", "Notes", "Class")
#: Unitary authorities, metropolitan districts, London boroughs, shire counties; the country.
_CLASSES = ("UA", "MD", "LB", "SC")
_COUNTRY = "Eng"
#: The codes of children's social care; those of adults and public health begin otherwise.
_OURS = re.compile(r"^RO3-(cs[a-z]+-[a-z-]+)$")
_YEAR = re.compile(r"(20\d\d)-(\d\d)\b")
_DAY = re.compile(r"published on (\d{1,2}) ([A-Z][a-z]+) (20\d\d)")
_SYMBOLS = {
    "": Status.NOT_AVAILABLE,
    "[x]": Status.NOT_AVAILABLE,
    "[n]": Status.NOT_AVAILABLE,
    "[note 4]": Status.NOT_AVAILABLE,
    "[z]": Status.NOT_COLLECTED,
}


def claims(opened: Opened) -> bool:
    return any(name.startswith(_SHEET) for name in opened.sheet_names)


def read(opened: Opened, context: Context) -> Reading:
    """Raises ForelandError where the headings, the hidden row of codes or the year is not there."""
    place = next(i for i, n in enumerate(opened.sheet_names) if n.startswith(_SHEET))
    cells = opened.sheet(place)
    head, codes = _heading(opened, cells), _codes(opened, cells)
    year = _year(opened, cells)
    names = (
        *_HEAD,
        *(codes.get(n, f"column {n + 1}") for n in range(len(_HEAD), len(cells[head]))),
    )
    rows = grid(opened, place, head + 1, names)
    ours = pl.col("Class").is_in([*_CLASSES, _COUNTRY]) & _coded()
    others = rows.filter(~ours & (pl.col("Class") != ""))
    sieve = Sieve(rows.filter(ours))
    label = f"{year - 1}-{year % 100:02d}"
    sieve.rows = sieve.rows.with_columns(pl.lit(label).alias("published_period"))
    areas = {
        code: a.code for a in context.register.authorities for code in (a.code, *a.other_codes)
    }
    sieve.place(pl.col("ONS Code"), areas | dict([(context.register.country.code,) * 2]))
    sieve.aside(
        pl.col("area").is_null(), "ONS Code", pl.col("ONS Code"), "an authority's code, England's"
    )
    known = periods([(label, "financial", Period.financial(year))])
    country = pl.col("Class") == _COUNTRY
    parts = [
        melt(sieve.rows.filter(where), _measures(codes, status), names, known, _SYMBOLS)
        for where, status in ((~country, Status.FINAL), (country, Status.ESTIMATED))
    ]
    facts = pl.concat([found for found, _ in parts]).sort("row", "column")
    return Reading(
        source="finance",
        dataset=f"ro3-{year}",
        title=f"Revenue outturn, social care (RO3): {label}",
        observations=facts.with_columns(pl.lit(place + 1, pl.UInt16).alias("sheet")),
        quarantine=pl.concat([*sieve.faults, *(faults for _, faults in parts)]),
        published=_published(opened),
        notes=(
            f"{others.height:,} rows of districts, police, fire and classes of councils are left "
            "out: they have no children's services",
            "only children's social care is read; adults' care and public health are not",
        ),
        caveats=(
            "in thousands of pounds; England is estimated, for not all returns had come",
            "not the figures of the Local Authority Interactive Tool: another return, other rules",
        ),
    )


def _coded() -> pl.Expr:
    """The sums over classes carry the first three signs of a code alone."""
    return pl.col("ONS Code").str.contains(r"^E\d{8}$")


def _measures(codes: dict[int, str], status: Status) -> list[Measure]:
    return [
        Measure(code, Unit.THOUSAND_POUNDS, "financial", status=status) for code in codes.values()
    ]


def _heading(opened: Opened, cells: list[list[Any]]) -> int:
    for number, row in enumerate(cells[:20]):
        if tuple(str(cell).strip() for cell in row[: len(_HEAD)]) == _HEAD:
            return number
    raise _unlike(opened, "no heading of codes and classes", "E-code, ONS Code, Local authority")


def _codes(opened: Opened, cells: list[list[Any]]) -> dict[int, str]:
    """By place of the column: the code of a measure that is read."""
    found = {
        number: f"ro3.{match[1]}"
        for number, cell in enumerate(cells[-1])
        if (match := _OURS.match(str(cell).strip()))
    }
    if not found:
        raise _unlike(opened, "no hidden last row of codes", "codes such as RO3-csctot-tot-exp")
    return found


def _year(opened: Opened, cells: list[list[Any]]) -> int:
    for row in cells[:6]:
        match = _YEAR.search(str(row[0]) if row else "")
        if match and (int(match[1]) + 1) % 100 == int(match[2]):
            return int(match[1]) + 1
    raise _unlike(opened, "no financial year above the table", "a year such as 2024-25")


def _unlike(opened: Opened, found: str, expected: str) -> ForelandError:
    return ForelandError(
        Problem(opened.name, found, expected, "Tell foreland's makers: the layout has changed.")
    )


def _published(opened: Opened) -> date | None:
    """The day on the front page: ``which was published on 4 December 2025``."""
    for row in opened.sheet(0):
        match = _DAY.search(str(row[0]) if row else "")
        if match and match[2] in MONTHS:
            return date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    return None


READER = Reader(name="ro3-outturn", version=1, claims=claims, read=read)
