"""Make the reading of an area's own figures: facts, all faults at once, documents, audience.

One data set, ``local``, holds the figures of all the area's files. A later file replaces the
figures that it holds and no others: a corrected re-issue mends the former, districts or teams may
send a file each, and one fact never has two answers. To take a figure back, send its row with
``x`` for the value. Which file is the later one is told by the column ``published``, by
``releases.csv`` or by ``ingest --published``.

Figures are for the area alone (``internal``) unless every row says ``public``, or is ``quoted``:
the area has printed those itself.
"""

import difflib
from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.local.layout import COLUMNS, OPTIONAL
from foreland.sources.local.rows import Fact, read_row
from foreland.sources.local.sheets import Sheet, claims, sheets
from foreland.sources.opening import Opened
from foreland.sources.reading import READING_SCHEMA, Context, Reader, Reading
from foreland.sources.text import QUARANTINE_SCHEMA
from foreland.sources.wide import once

#: Where each quoted figure was printed. ``document_date`` is the last day that it may be of.
DOCUMENTS_SCHEMA: dict[str, type[pl.DataType]] = {
    "code": pl.String,
    "area": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "group": pl.String,
    "document": pl.String,
    "document_date": pl.Date,
    "sheet": pl.UInt16,
    "row": pl.UInt32,
}


def read(opened: Opened, context: Context) -> Reading:
    """One fact a row. Raises ForelandError for missing or repeated columns."""
    tables = sheets(opened)
    facts: list[tuple[Sheet, int, Fact]] = []
    faults: list[tuple[int, str, str, str]] = []
    for sheet in tables:
        prefix = f"{sheet.name}: " if len(tables) > 1 else ""
        for number, cells in sheet.rows:
            named = {n: c.strip() for n, c in zip(sheet.names, cells, strict=False) if n}
            found = read_row(named, context.register)
            if isinstance(found, Fact):
                facts.append((sheet, number, found))
            else:
                faults += [(number, prefix + f.column, f.found, f.expected) for f in found]
    observations, repeated = _observations(facts)
    kept = [fact for _, _, fact in facts]
    audience, notes = _audience(kept)
    return Reading(
        source="local",
        dataset="local",
        title="The area's own figures",
        observations=observations,
        quarantine=pl.concat(
            [
                *[sheet.quarantine for sheet in tables],
                pl.DataFrame(faults, schema=QUARANTINE_SCHEMA, orient="row"),
                repeated,
            ]
        ).sort("row", maintain_order=True),
        registers=_documents(facts),
        covers="cells",
        published=_published(kept),
        notes=(*notes, *_remarks(kept), *_columns(tables)),
        audience=audience,
    )


def _observations(facts: list[tuple[Sheet, int, Fact]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    schema = {**READING_SCHEMA, "text": pl.String, "name": pl.String}
    rows = [
        (
            fact.code,
            fact.area,
            fact.published_period,
            fact.period.kind.value,
            fact.period.start,
            fact.period.end,
            fact.group,
            fact.value,
            fact.numerator,
            fact.denominator,
            fact.unit.value,
            fact.status.value,
            fact.symbol,
            sheet.number,
            number,
            sheet.place("value"),
            f"{fact.symbol if fact.value is None else f'{fact.value:.10g}'} of {fact.code}",
            "value",
        )
        for sheet, number, fact in facts
    ]
    frame, twice = once(pl.DataFrame(rows, schema=schema, orient="row"))
    return frame.select(*READING_SCHEMA), twice


def _documents(facts: list[tuple[Sheet, int, Fact]]) -> dict[str, pl.DataFrame]:
    rows = [
        (
            fact.code,
            fact.area,
            fact.period.start,
            fact.period.end,
            fact.group,
            fact.document,
            fact.document_date,
            sheet.number,
            number,
        )
        for sheet, number, fact in facts
        if fact.document
    ]
    if not rows:
        return {}
    return {"documents": pl.DataFrame(rows, schema=DOCUMENTS_SCHEMA, orient="row")}


def _audience(facts: list[Fact]) -> tuple[str, list[str]]:
    open_to_all = [fact.audience == "public" or fact.status is Status.QUOTED for fact in facts]
    if facts and all(open_to_all):
        return "public", []
    if any(open_to_all):
        return "internal", [
            f"{sum(open_to_all)} of {len(facts)} rows are public or quoted, the others are not: "
            "the whole file is internal; put what is public into a file of its own"
        ]
    return "internal", []


def _published(facts: Iterable[Fact]) -> date | None:
    """The newest day that a row gives; a quoted figure was known when its document came out."""
    days = [
        day
        for fact in facts
        if (day := fact.published or (fact.document_date if fact.status is Status.QUOTED else None))
    ]
    return max(days, default=None)


def _remarks(facts: list[Fact]) -> list[str]:
    """What is read as it stands and looks odd."""
    odd = [
        fact
        for fact in facts
        if fact.value is not None
        and (
            (fact.unit is Unit.PERCENT and not 0 <= fact.value <= 100)
            or (fact.unit in (Unit.COUNT, Unit.FTE) and fact.value < 0)
        )
    ]
    if not odd:
        return []
    first = odd[0]
    return [
        f"{len(odd)} values out of their range, first {first.code} {first.published_period}: "
        f"{first.value:g} {first.unit}; they are read as they stand: check them"
    ]


def _columns(tables: list[Sheet]) -> list[str]:
    notes = []
    for name in dict.fromkeys(n for sheet in tables for n in sheet.names):
        if name and name not in COLUMNS and not name.startswith("column_"):
            near = difflib.get_close_matches(name, OPTIONAL, n=1, cutoff=0.75)
            hint = f"; did you mean {near[0]}?" if near else ""
            notes.append(f"the column {name!r} is not one of the layout and is not read{hint}")
    return notes


READER = Reader(name="local", version=1, claims=claims, read=read)
