"""Read DfE's scorecards of school places, in the layouts of 2022 to 2025.

Traps handled, each with its test. England's row has the number 0 and no code. The layouts of 2022
and 2023 have no column for the year: they are known by all their columns. Shares are fractions in
some columns and percentages in others; each is kept as printed. "3 years ahead" is a forecast and
an estimate. The columns of costs hold all projects of the country at the region's prices, the
same for every authority: not read. ``Low`` is more than zero.
"""

import csv
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

import polars as pl

from foreland.model.periods import Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve, by_dfe_number
from foreland.sources.text import ROW
from foreland.sources.wide import Measure, melt, periods

#: Layouts without a year, by a digest of their columns' names: the year of the survey. That it
#: is so shows in the preferences: those of the next entry stand in the next file as the current.
YEARLESS = {"5ba5b7a309432f9c": "2021/22", "5f3600541dd2efdf": "2022/23"}

_MARKS = {"Quan_P_UP", "Quan_S_UP", "For_1_P", "Pref_P_1_CY"}
_WHERE = {
    "Year",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "Region",
    "LANumber",
    "new_la_code",
    "LA_name",
}

SYMBOLS = {
    "na": Status.NOT_AVAILABLE,
    "": Status.NOT_AVAILABLE,
    "x": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
    "low": Status.LOW,
}

_YEAR = re.compile(r"(\d{4})/(\d{2})")


@cache
def _table() -> tuple[dict[str, str], ...]:
    text = resources.files("foreland.sources.places").joinpath("columns.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def measures() -> tuple[Measure, ...]:
    return tuple(
        Measure(
            code=row["column"],
            unit=Unit(row["unit"]),
            basis=row["basis"],
            denominator=row["denominator"] or None,
            status=Status(row["status"]) if row["status"] else Status.FINAL,
        )
        for row in _table()
        if row["basis"]
    )


@cache
def not_read() -> dict[str, str]:
    return {row["column"]: row["not_read"] for row in _table() if row["not_read"]}


def layout(columns: Iterable[str]) -> str:
    """A digest of the columns' names, in any order."""
    return hashlib.sha256(",".join(sorted(columns)).encode()).hexdigest()[:16]


def claims(opened: Opened) -> bool:
    return opened.form == "text" and len(_MARKS & set(opened.columns)) >= 2


def read(opened: Opened, context: Context) -> Reading:
    """One observation a declared cell. Raises ForelandError where rows have no place or year."""
    table = opened.table
    problems = [
        Problem(opened.name, f"no column {name}", expected, "Fetch the file again.", row=1)
        for name, expected in (
            ("LANumber", "the DfE number of the authority"),
            ("Year", "the survey's year, or all the columns of the layout of 2022 or of 2023"),
        )
        if name not in table.columns and not (name == "Year" and layout(table.columns) in YEARLESS)
    ]
    if problems:
        raise ForelandError(problems)
    year = (
        pl.col("Year").str.strip_chars()
        if "Year" in table.columns
        else pl.lit(YEARLESS.get(layout(table.columns)))
    )
    sieve = _placed(
        table.rows.rename({ROW: "row"}).with_columns(year.alias("published_period")), context
    )
    labels = sieve.rows["published_period"].unique().sort().to_list()
    known = [(label, survey) for label in labels if (survey := _survey(label))]
    sieve.aside(
        ~pl.col("published_period").is_in([label for label, _ in known]),
        "Year",
        pl.col("published_period"),
        "the survey's school year, such as 2024/25",
    )
    meaning = periods(
        (label, basis, Period.academic(end + ahead))
        for label, end in known
        for basis, ahead in (("year", 0), ("ahead", 3), ("entry", 1), ("next-entry", 2))
    )
    observations, cells = melt(sieve.rows, measures(), table.columns, meaning, SYMBOLS)
    return Reading(
        source="places",
        dataset="places-scorecard",
        title=" ".join(["School places scorecard", *(label for label, _ in known)]),
        observations=observations,
        quarantine=pl.concat([table.quarantine, *sieve.faults, cells]).sort(
            "row", maintain_order=True
        ),
        covers="periods",
        notes=_notes(table.columns),
    )


def _placed(rows: pl.DataFrame, context: Context) -> Sieve:
    sieve = Sieve(rows)
    number = pl.col("LANumber").str.strip_chars()
    country = context.register.country
    sieve.place(number, {**by_dfe_number(context.register), "0": country.code})
    name = pl.col("LA_name") if "LA_name" in rows.columns else pl.lit("no name")
    sieve.aside(
        pl.col("area").is_null(),
        "LANumber",
        pl.format("{} ({})", number, name),
        "the DfE number of an authority, or 0 for the country",
    )
    if "new_la_code" in rows.columns:
        other = pl.col("new_la_code").str.strip_chars()
        same = {
            code: area.code for area in context.register for code in (area.code, *area.other_codes)
        }
        sieve.aside(
            ~other.is_in(["", "NA", "z"])
            & (other.replace_strict(same, default="", return_dtype=pl.String) != pl.col("area")),
            "new_la_code",
            pl.format("{} beside {}", other, number),
            "the ONS code of the authority that LANumber names",
        )
    return sieve


def _survey(label: str | None) -> int | None:
    """The year in which the survey's school year ends."""
    match = _YEAR.fullmatch(label or "")
    if not match or (int(match[1]) + 1) % 100 != int(match[2]) or not 2000 <= int(match[1]) < 2100:
        return None
    return int(match[1]) + 1


def _notes(columns: tuple[str, ...]) -> tuple[str, ...]:
    reasons: dict[str, int] = {}
    for name in columns:
        if name in not_read():
            reasons[not_read()[name]] = reasons.get(not_read()[name], 0) + 1
    notes = [
        f"{count} {'column' if count == 1 else 'columns'} not read: {why}"
        for why, count in reasons.items()
    ]
    melted = {measure.code for measure in measures()}
    unknown = [n for n in columns if n not in melted and n not in not_read() and n not in _WHERE]
    if unknown:
        notes.append(f"not read: {', '.join(unknown)} (columns that foreland does not know)")
    return tuple(notes)


READER = Reader(name="places-scorecard", version=1, claims=claims, read=read)
