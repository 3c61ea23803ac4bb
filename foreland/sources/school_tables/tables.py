"""Declare a table of schools and read it: one row a school, measure and group.

A register and not observations: figures of single schools are not compared as areas are. Traps
handled, each with its test: summary rows (``NAT``, ``LA``, record types 3 to 7) stand among the
schools and are left out; percent signs stand inside some numbers; what stands for a missing number
differs by table and is never zero; a table "of 2018" is of the school year 2017/18, and that of
destinations is of pupils who left two years before.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from foreland.model.periods import Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, quarantined
from foreland.sources.school_tables import points as places
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW, no_quarantine
from foreland.sources.wide import number

REGISTER, TRUSTS = "school_figures", "trust_figures"

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "urn": pl.String,
    "table": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "measure": pl.String,
    "group": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "symbol": pl.String,
    "row": pl.UInt32,
    "column": pl.UInt16,
}

#: What stands where there is no number, in lower case. None of it is zero.
SYMBOLS = {
    "": Status.NOT_AVAILABLE,
    "na": Status.NOT_AVAILABLE,
    "np": Status.NOT_AVAILABLE,  # not published (independent schools)
    "new": Status.NOT_AVAILABLE,  # a new school
    "sn": Status.NOT_AVAILABLE,
    "lowcov": Status.NOT_AVAILABLE,  # too few of the pupils are covered
    "x": Status.NOT_AVAILABLE,
    ":": Status.NOT_AVAILABLE,
    "u": Status.NOT_AVAILABLE,
    "ne": Status.NOT_APPLICABLE,  # no entries
    "z": Status.NOT_APPLICABLE,
    "supp": Status.SUPPRESSED,
    "suppmat": Status.SUPPRESSED,
    "sp": Status.SUPPRESSED,
    "c": Status.SUPPRESSED,
}

#: Record types of schools: mainstream and special. The others sum over many.
_SCHOOLS = ("1", "2")
_SUMS = ("3", "4", "5", "7", "LA", "NAT")
_URN = cells.URN
_TRUST = r"^\d{3,6}$"
_FILE_YEAR = re.compile(r"(20\d\d)[-_ ](\d\d)(?!\d)")


@dataclass(frozen=True)
class Figure:
    """One column: what it measures, of whom, in which unit."""

    measure: str
    unit: Unit
    group: str = "all"


@dataclass(frozen=True)
class SchoolTable:
    """One table. ``year`` names the column of the school year's end; without, the file's name has
    the year. ``before`` is how many years before the table's its pupils are of; ``points`` where
    each school's place stands.
    """

    name: str
    title: str
    known_by: tuple[str, ...]
    figures: Mapping[str, Figure]
    key: str = "URN"
    register: str = REGISTER
    year: str | None = None
    before: int = 0
    january: bool = False
    financial: bool = False
    exactly: bool = False
    status: Status = Status.FINAL
    points: places.Points | None = None
    caveats: tuple[str, ...] = ()


def reader(spec: SchoolTable) -> Reader:
    """The reader of a table."""

    def claims(opened: Opened) -> bool:
        if opened.form != "text":
            return False
        present = set(opened.columns)
        return present == set(spec.known_by) if spec.exactly else present >= set(spec.known_by)

    def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
        return _read(spec, opened)

    version = 3 if spec.points else 2
    return Reader(name=f"schools-{spec.name}", version=version, claims=claims, read=read)


def _read(spec: SchoolTable, opened: Opened) -> Reading:
    cells.need(opened, (spec.key, *([spec.year] if spec.year else [])))
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    summaries = _without_summaries(sieve, spec)
    pattern = _URN if spec.register == REGISTER else _TRUST
    key = pl.col(spec.key).str.strip_chars()
    # A third party's copies write ``nan`` where the publisher's cell was empty.
    said = pl.when(key.str.to_lowercase() == "nan").then(pl.lit("an empty cell")).otherwise(key)
    sieve.aside(~key.fill_null("").str.contains(pattern), spec.key, said, "a number of a school")
    cells.once(sieve, spec.key)
    end = _end(spec, opened, sieve)
    period = _period(spec, end)
    parts, faults = [], [opened.table.quarantine, *sieve.faults]
    for column, figure in spec.figures.items():
        if column in opened.columns:
            found, wrong = _column(sieve.rows, spec, column, figure, period, opened)
            parts.append(found)
            faults.append(wrong)
    registers = {}
    if spec.points is not None:
        registers[places.REGISTER], wrong = places.points(sieve.rows, spec.key, spec.points, end)
        faults.append(wrong)
    notes = [f"{summaries:,} summary rows are no schools and are left out"] if summaries else []
    left = len([c for c in opened.columns if c not in spec.figures])
    notes.append(f"{left} columns are not read: names, addresses, and measures not asked for")
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)
    own = "trust" if spec.register == TRUSTS else "urn"
    return Reading(
        source="schools",
        dataset=f"schools-{spec.name}-{end}",
        title=f"{spec.title}, {period.label}",
        registers={spec.register: frame.rename({"urn": own}), **registers},
        quarantine=pl.concat(faults).sort("row", maintain_order=True),
        notes=tuple(notes),
        caveats=spec.caveats,
    )


def _period(spec: SchoolTable, end: int) -> Period:
    if spec.january:
        return Period.snapshot_month(end, 1)
    return Period.financial(end) if spec.financial else Period.academic(end - spec.before)


def _without_summaries(sieve: Sieve, spec: SchoolTable) -> int:
    """Leave out the rows that sum over schools; how many there were."""
    before = 0
    if "RECTYPE" in sieve.rows.columns:
        kind = pl.col("RECTYPE").str.strip_chars().str.to_uppercase()
        known = f"a type of record, one of {', '.join(_SCHOOLS + _SUMS)}"
        sieve.aside(~kind.is_in(_SCHOOLS + _SUMS), "RECTYPE", kind, known)
        before = sieve.rows.height
        sieve.rows = sieve.rows.filter(kind.is_in(_SCHOOLS))
    before = before or sieve.rows.height
    for column in (spec.key, "LA"):
        if column in sieve.rows.columns:
            cell = pl.col(column).str.strip_chars().str.to_uppercase()
            sieve.rows = sieve.rows.filter(~cell.fill_null("").is_in(["NAT", "LA"]))
    return before - sieve.rows.height


def _end(spec: SchoolTable, opened: Opened, sieve: Sieve) -> int:
    """The year in which the table's school year ends. Raises ForelandError where none is said."""
    if spec.year is not None:
        said = sieve.rows[spec.year].str.strip_chars().unique().to_list()
        found = [_of_label(text) for text in said]
        if len(found) == 1 and found[0] is not None:
            return found[0]
        raise _no_year(opened, f"{', '.join(sorted(said)[:3]) or 'nothing'} in {spec.year}")
    match = _FILE_YEAR.search(opened.name)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise _no_year(opened, "a table whose name has no school year")
    return int(match[1]) + 1


def _of_label(text: str) -> int | None:
    """``2018`` and ``201718`` both end in 2018."""
    if re.fullmatch(r"20\d\d", text):
        return int(text)
    if re.fullmatch(r"20\d{4}", text) and (int(text[:4]) + 1) % 100 == int(text[4:]):
        return int(text[:4]) + 1
    return None


def _no_year(opened: Opened, found: str) -> ForelandError:
    expected = "one school year, in the publisher's name of the file or in its column"
    return ForelandError(Problem(opened.name, found, expected, "Name it as it was published."))


def _column(
    rows: pl.DataFrame,
    spec: SchoolTable,
    column: str,
    figure: Figure,
    period: Period,
    opened: Opened,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    cell = pl.col(column).str.strip_chars()
    shown = cell.str.strip_suffix("%") if figure.unit is Unit.PERCENT else cell
    meant = {sign: status.value for sign, status in SYMBOLS.items()}
    told = rows.with_columns(
        number(shown).alias("value"),
        cell.str.to_lowercase()
        .replace_strict(meant, default=None, return_dtype=pl.String)
        .alias("missing"),
        cell.alias("symbol"),
    )
    wrong = told.filter(pl.col("value").is_null() & pl.col("missing").is_null())
    good = told.filter(pl.col("value").is_not_null() | pl.col("missing").is_not_null())
    none = pl.col("value").is_null()
    found = good.select(
        pl.col(spec.key).str.strip_chars().alias("urn"),
        pl.lit(spec.name).alias("table"),
        pl.lit(period.start, pl.Date).alias("period_start"),
        pl.lit(period.end, pl.Date).alias("period_end"),
        pl.lit(figure.measure).alias("measure"),
        pl.lit(figure.group).alias("group"),
        "value",
        pl.lit(figure.unit.value).alias("unit"),
        pl.when(none).then("missing").otherwise(pl.lit(spec.status.value)).alias("status"),
        pl.when(none).then("symbol").alias("symbol"),
        pl.col("row").cast(pl.UInt32),
        pl.lit(opened.columns.index(column) + 1, pl.UInt16).alias("column"),
    )
    if not wrong.height:
        return found, no_quarantine()
    return found, quarantined(wrong, column, cell, "a number, or a sign for a missing one")
