"""Read the table of appeals to the SEND Tribunal: a spreadsheet saved as CSV.

It stands in the supporting files of "Education, health and care plans", and is not tidy: three
title rows, two header rows, numbers of footnotes glued to words (``Dorset6``), three columns a
year. Traps handled: five rows bear the number of another authority, as Northamptonshire does
Nottingham's, and are quarantined (their names seem right, but not for 2024, where Cambridgeshire
and Central Bedfordshire have each other's decisions); Bournemouth and Poole bear none; Dorset's
years before 2019 are of the county that ended then. A dash stands for no appeals, as the rate of
0.00% beside it shows, but the sign is kept and no zero is made of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.model.areas import Area, Register
from foreland.model.periods import Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources import wide
from foreland.sources.opening import Opened
from foreland.sources.reading import READING_SCHEMA, Context, Reader, Reading
from foreland.sources.text import QUARANTINE_SCHEMA, ROW

DATASET = "ehc_tribunals"

#: The second header row, without footnotes: the code's last part, its unit, and its parts.
_KINDS = {
    "Appeals registered": ("appeals_registered", Unit.COUNT, None),
    "Total Appealable Decisions": ("appealable_decisions", Unit.COUNT, None),
    "SEND Tribunal Appeal Rate": ("appeal_rate", Unit.PERCENT, "appealable_decisions"),
    "In development: Total Appealable Decisions": (
        "appealable_decisions_in_development",
        Unit.COUNT,
        None,
    ),
    "In development: SEND Tribunal Appeal Rate": (
        "appeal_rate_in_development",
        Unit.PERCENT,
        "appealable_decisions_in_development",
    ),
}

#: As the table's own notes have it, where they say; ``~`` is suppressed here.
SYMBOLS = {
    "": Status.NOT_AVAILABLE,
    "..": Status.NOT_AVAILABLE,
    "-": Status.NOT_AVAILABLE,
    "x": Status.NOT_AVAILABLE,
    "~": Status.SUPPRESSED,
}

_FOOTNOTES = re.compile(r"[\d,]+$")
_NUMBER = re.compile(r"-?\d{1,3}(,\d{3})+|-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Column:
    """One column of figures: ``place`` from 0."""

    place: int
    year: int
    code: str
    unit: Unit
    denominator: str | None


def claims(opened: Opened) -> bool:
    return opened.form == "text" and opened.head.lstrip('\ufeff"').startswith("SEND Appeal rate")


def read(opened: Opened, context: Context) -> Reading:
    """One observation a cell. Raises ForelandError where the two header rows are not there."""
    names = opened.table.columns
    rows = [(row[-1], row[:-1]) for row in opened.table.rows.select(*names, ROW).iter_rows()]
    columns, first = _columns(opened.name, rows)
    facts: list[tuple[object, ...]] = []
    faults: list[tuple[int, str, str, str]] = []
    notes = []
    for number, cells in rows[first:]:
        label = _FOOTNOTES.sub("", cells[0].strip()).strip()
        if not label or not any(cells[column.place].strip() for column in columns):
            continue  # the name of a region, or a note
        if label == "England total excluding suppressed":
            notes.append("1 row set aside: England without suppressed authorities")
            continue
        area, wrong = _area(label, cells[1].strip(), context.register)
        if area is None:
            faults.append((number, names[1], wrong, "an authority's own name and DfE number"))
            continue
        bad = {column.place for column in columns if not _sound(cells[column.place], column.unit)}
        faults += [
            (number, names[place], cells[place].strip(), "a number, or one of .. - ~ x")
            for place in sorted(bad)
        ]
        good = [column for column in columns if column.place not in bad]
        facts += _facts(area, number, cells, good, context.register)
    observations, repeated = _once(facts, rows, names)
    return Reading(
        source="ees",
        dataset=f"ees-{DATASET}",
        title="Education, health and care plans: appeals to the SEND Tribunal",
        observations=observations,
        quarantine=pl.concat(
            [
                opened.table.quarantine,
                pl.DataFrame(faults, schema=QUARANTINE_SCHEMA, orient="row"),
                repeated,
            ]
        ).sort("row", maintain_order=True),
        notes=tuple(notes),
        caveats=(
            "appealable decisions of 2023 come from a new collection: compare with care",
            "a dash stands for no appeals; it is kept as a sign and not as a zero",
        ),
    )


def _once(
    facts: list[tuple[object, ...]],
    rows: list[tuple[int, tuple[str, ...]]],
    names: tuple[str, ...],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Each fact once; what is said twice is kept once or, where it disagrees, not at all."""
    cells = dict(rows)
    found = pl.DataFrame(facts, schema=READING_SCHEMA, orient="row")
    places = found.select("row", "column").rows()
    told = found.with_columns(
        pl.Series("text", [cells[row][column - 1] for row, column in places], pl.String),
        pl.Series("name", [names[column - 1] for _, column in places], pl.String),
    )
    kept, repeated = wide.once(told)
    return kept.select(*READING_SCHEMA), repeated


def _columns(file: str, rows: list[tuple[int, tuple[str, ...]]]) -> tuple[list[Column], int]:
    """The columns of figures, and where the rows begin."""
    at = next(
        (i for i, (_, c) in enumerate(rows) if [x.strip() for x in c[:2]] == _HEAD and i < 20),
        None,
    )
    if at is None or at + 1 >= len(rows):
        raise ForelandError(
            Problem(
                file,
                "no row that begins Local Authority, LA code",
                "the table of the SEND Tribunal's appeal rate, with its two header rows",
                "Fetch the file again.",
            )
        )
    years, kinds = rows[at][1], rows[at + 1][1]
    found: list[Column] = []
    year, unknown = None, []
    for place in range(2, len(years)):
        if years[place].strip():
            year = years[place].strip()
        kind = _FOOTNOTES.sub("", kinds[place].strip()).strip()
        if not kind:
            continue
        if kind not in _KINDS or year is None or not re.fullmatch(r"20\d\d", year):
            unknown.append(f"{year} {kind}")
            continue
        column = Column(place, int(year), *_KINDS[kind])
        if any((one.year, one.code) == (column.year, column.code) for one in found):
            unknown.append(f"{year} {kind} twice")
        found.append(column)
    if unknown:
        raise ForelandError(
            Problem(
                file,
                f"the columns {', '.join(unknown)}",
                f"for each year, once, some of {', '.join(_KINDS)}",
                "Fetch the file again.",
                row=rows[at + 1][0],
            )
        )
    return found, at + 2


_HEAD = ["Local Authority", "LA code"]


def _area(name: str, number: str, register: Register) -> tuple[Area | None, str]:
    """The authority that name and number agree on; else what is wrong."""
    if name == "England Total":
        return register.country, ""
    by_name, by_number = register.named(name), register.dfe(number)
    if number and by_number is None:
        return None, f"{number} ({name})"
    if by_number is None:
        return by_name, name
    if by_name is not None and by_name is not by_number:
        return None, f"{number} ({by_number.name}) for {name}"
    return by_number, ""


def _facts(
    area: Area, number: int, cells: tuple[str, ...], columns: list[Column], register: Register
) -> Iterator[tuple[object, ...]]:
    values = {
        (column.year, column.code): _number(cells[column.place], column.unit) for column in columns
    }
    for column in columns:
        text = cells[column.place].strip()
        value = values[column.year, column.code]
        period = Period.calendar(column.year)
        whole = values.get((column.year, column.denominator or ""))
        yield (
            f"{DATASET}.{column.code}",
            _then(area, period.end, register).code,
            str(column.year),
            period.kind.value,
            period.start,
            period.end,
            "all",
            value,
            values.get((column.year, "appeals_registered")) if column.denominator else None,
            whole,
            column.unit.value,
            Status.FINAL.value if value is not None else SYMBOLS[text].value,
            None if value is not None else text,
            0,
            number,
            column.place + 1,
        )


def _sound(text: str, unit: Unit) -> bool:
    return text.strip() in SYMBOLS or _number(text, unit) is not None


def _number(text: str, unit: Unit) -> float | None:
    bare = text.strip()
    if unit is Unit.PERCENT:
        bare = bare.removesuffix("%").strip()
    return float(bare.replace(",", "")) if _NUMBER.fullmatch(bare) else None


def _then(area: Area, day: date, register: Register) -> Area:
    """The authority of the same name that was there on ``day``: old Dorset before April 2019."""
    if area.opened is None or area.opened <= day:
        return area
    before = [
        one
        for one in register
        if area.code in one.successors and one.name.partition(" (")[0] == area.name
    ]
    return before[0] if len(before) == 1 else area


READER = Reader(name="tribunal-appeals", version=1, claims=claims, read=read)
