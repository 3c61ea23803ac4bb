"""Read Ofsted's monthly file of state-funded schools with report cards (from November 2025).

Layout of "Management information - state-funded schools - latest inspections" (sheet
``D2_Most_recent_inspections``; its columns as of 2026, cp1252, ``NULL`` for nothing): a row a
school open on the file's day, with three inspections side by side. The latest *full* inspection is
a report card: a word of five for each area, safeguarding met or not, and no overall grade. The
latest *OEIF* graded inspection is of the frameworks before and keeps its grade, or ``Not judged``
since September 2024. An ungraded one never sets a grade. Each word of a card becomes a row, with
the day of its grade: a later visit may look again at one area alone. One visit under two regimes
is refused in both. Nothing here adds words up. Each month's file is kept beside the others.
"""

import calendar
import csv
import io
from datetime import date

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.ofsted import kept
from foreland.sources.ofsted.grades import (
    CARD_AREAS,
    CARD_WORDS,
    CARDS,
    NO_WORD,
    REPORT_CARDS,
    SAFEGUARDING,
    SAFEGUARDING_WORDS,
)
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, quarantined
from foreland.sources.sieve import Sieve
from foreland.sources.text import Table, no_quarantine, read_table

REGISTER = "report_cards"

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "school": pl.String,
    "number": pl.String,
    "inspected": pl.Date,
    "judged": pl.String,
    "judgement": pl.String,
    "judged_on": pl.Date,
    "row": pl.UInt32,
}

CARD = {
    "urn": "URN at time of latest full inspection",
    "number": "Inspection number of latest full inspection",
    "type": "Inspection type",
    "inspected": "Inspection start date",
    "published_on": "Publication date",
    "category": "Category of concern",
}

_OEIF = "latest OEIF graded inspection"
BEFORE = {
    "urn": f"URN at time of {_OEIF}",
    "number": f"Inspection number of {_OEIF}",
    "type": f"Inspection type of {_OEIF}",
    "inspected": f"Inspection start date of {_OEIF}",
    "published_on": f"Publication date of {_OEIF}",
    "grade": "Latest OEIF overall effectiveness",
    "category": "Latest OEIF category of concern",
    "quality_of_education": "Latest OEIF quality of education",
    "behaviour_and_attitudes": "Latest OEIF behaviour and attitudes",
    "personal_development": "Latest OEIF personal development",
    "leadership_and_management": "Latest OEIF effectiveness of leadership and management",
    "early_years": "Latest OEIF early years provision (where applicable)",
    "sixth_form": "Latest OEIF sixth form provision (where applicable)",
}

_WHERE = ("Early years", "Post-16 provision")
#: What is judged: the column of its word, and the column of the day of that word.
AREAS = {
    SAFEGUARDING: ("Safeguarding standards", "Safeguarding standards - date of grade"),
    **{
        area: (
            f"{area} (where applicable)" if area in _WHERE else area,
            f"{area} - date of grade",
        )
        for area in CARD_AREAS
    },
}

_KNOWN_BY = {"URN", CARD["urn"], BEFORE["grade"], "Safeguarding standards", "Inclusion"}
#: A title may stand above the names of the columns.
_TITLES = 4


def claims(opened: Opened) -> bool:
    return _header(opened) is not None


def read(opened: Opened, context: Context) -> Reading:
    """The schools, inspections and report cards. Raises ForelandError for a missing column."""
    table, above = _table(opened)
    words = [column for pair in AREAS.values() for column in pair]
    needed = [kept.AUTHORITY, *kept.SCHOOL.values(), *CARD.values(), *BEFORE.values(), *words]
    cells.need_in(opened.name, table.columns, needed, row=above + 1)
    rows = kept.without_nulls(table.rows.rename({"__row": "row"}))
    rows = rows.with_columns(pl.col("row") + above)
    sieve, rolls = kept.schools_in(rows, context.register)
    two = _two_regimes(sieve)
    before, faults = kept.graded_visits(sieve.rows, BEFORE, "graded", f"the {_OEIF}")
    early = before["inspected"] < REPORT_CARDS
    faults.append(
        quarantined(
            before.filter(~early),
            BEFORE["inspected"],
            pl.col("inspected"),
            f"a day before {REPORT_CARDS}, when report cards began: one regime a visit",
        )
    )
    visits = kept.visits(sieve.rows, CARD, "the latest full inspection")
    visits.aside(
        cells.day(CARD["inspected"]) < REPORT_CARDS,
        CARD["inspected"],
        pl.col(CARD["inspected"]),
        f"{REPORT_CARDS} or later: a report card before it is none",
    )
    cards = _cards(visits)
    as_at = kept.day_in_name(opened.name) or _month_end(visits.rows, before)
    return Reading(
        source="ofsted",
        dataset=f"ofsted-report-cards-{as_at or 'undated'}",
        title="State-funded schools: latest inspections, with report cards",
        registers={
            kept.SCHOOLS: kept.school_register(sieve.rows, as_at),
            kept.INSPECTIONS: pl.concat([before.filter(early), _as_inspections(visits.rows)]).sort(
                "row", "which"
            ),
            REGISTER: cards,
        },
        quarantine=pl.concat(
            [_moved(table.quarantine, above), *sieve.faults, *rolls, *two, *faults, *visits.faults]
        ),
        caveats=("only schools open on the file's day; a report card has no overall grade",),
    )


def _two_regimes(sieve: Sieve) -> list[pl.DataFrame]:
    """Empty both inspections of a school where they are one visit; the school stays."""
    number, day = CARD["number"], CARD["inspected"]
    same = (cells.text(number) == cells.text(BEFORE["number"])) | (
        cells.day(day) == cells.day(BEFORE["inspected"])
    )
    same = same.fill_null(False)
    told = quarantined(
        sieve.rows.filter(same),
        number,
        pl.format("{} on {}", pl.col(number), pl.col(day)),
        "a report card or a graded inspection, not one visit under two regimes: neither is kept",
    )
    sieve.rows = sieve.rows.with_columns(
        pl.when(~same).then(pl.col(column)) for column in (number, BEFORE["number"])
    )
    return [told]


def _cards(visits: Sieve) -> pl.DataFrame:
    """A row a word. A word that is none costs its own row alone, and is told."""
    parts = []
    for area, (column, dated) in AREAS.items():
        word = cells.text(column)
        allowed = SAFEGUARDING_WORDS if area == SAFEGUARDING else CARD_WORDS
        known = {w.lower(): w for w in (*allowed, *NO_WORD)}
        said = word.str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.String)
        given = visits.rows.filter(word.is_not_null())
        visits.faults.append(
            quarantined(given.filter(said.is_null()), column, word, ", ".join(known.values()))
        )
        wrong_day = cells.text(dated).is_not_null() & cells.day(dated).is_null()
        visits.faults.append(
            quarantined(given.filter(wrong_day), dated, cells.text(dated), "a day")
        )
        parts.append(
            given.filter(said.is_not_null() & ~wrong_day).select(
                pl.col(CARD["urn"]).alias("urn"),
                pl.col("URN").alias("school"),
                cells.text(CARD["number"]).alias("number"),
                cells.day(CARD["inspected"]).alias("inspected"),
                pl.lit(area).alias("judged"),
                said.alias("judgement"),
                pl.coalesce(cells.day(dated), cells.day(CARD["inspected"])).alias("judged_on"),
                pl.col("row").cast(pl.UInt32),
            )
        )
    return pl.concat(parts).sort("row", maintain_order=True).select(*SCHEMA)


def _as_inspections(rows: pl.DataFrame) -> pl.DataFrame:
    """The report cards among the inspections: by their regime, and without any grade."""
    texts = {n: cells.text(CARD[n]) for n in ("number", "type", "category")}
    days = {n: cells.day(CARD[n]) for n in ("inspected", "published_on")}
    told = rows.select(
        pl.col(CARD["urn"]).alias("urn"),
        pl.col("URN").alias("school"),
        pl.lit("full").alias("which"),
        pl.lit(CARDS).alias("regime"),
        *(found.alias(name) for name, found in (texts | days).items()),
        pl.col("row"),
    )
    return told.select(
        (pl.col(n) if n in told.columns else pl.lit(None)).cast(t).alias(n)
        for n, t in kept.INSPECTIONS_SCHEMA.items()
    )


def _month_end(cards: pl.DataFrame, before: pl.DataFrame) -> date | None:
    """Where the name of the file has no day: the end of the month of the newest inspection."""
    days = [cards.select(cells.day(CARD["inspected"])).to_series().max(), before["inspected"].max()]
    newest = max((day for day in days if isinstance(day, date)), default=None)
    if newest is None:
        return None
    return newest.replace(day=calendar.monthrange(newest.year, newest.month)[1])


def _header(opened: Opened) -> tuple[int, int] | None:
    """The sheet (0 for a text) and the line, from 0, that holds the names of the columns."""
    if opened.form == "text":
        lines = csv.reader(io.StringIO(opened.head, newline=""))
        try:
            for place, line in zip(range(_TITLES), lines, strict=False):
                if {cell.strip() for cell in line} >= _KNOWN_BY:
                    return 0, place
        except csv.Error:
            return None
    for sheet, name in enumerate(opened.sheet_names):
        if name.startswith("D2"):
            for place, row in enumerate(opened.sheet(sheet)[:_TITLES]):
                if {str(cell).strip() for cell in row} >= _KNOWN_BY:
                    return sheet, place
    return None


def _table(opened: Opened) -> tuple[Table, int]:
    """The file as a table, and how many lines of title stand above it."""
    sheet, above = _header(opened) or (0, 0)
    if opened.form == "text":
        if not above:
            return opened.table, 0
        return read_table("\n".join(opened.text[0].splitlines()[above:]), opened.name), above
    rows = opened.sheet(sheet)
    names = [str(cell).strip() for cell in rows[above]]
    body = [[_cell(cell) for cell in row] for row in rows[above + 1 :]]
    frame = pl.DataFrame(
        {name: [row[place] for row in body] for place, name in enumerate(names) if name},
        schema={name: pl.String for name in names if name},
    ).with_columns(pl.Series("__row", range(2, len(body) + 2), dtype=pl.UInt32))
    return Table(tuple(names), frame, no_quarantine()), above


def _cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell).strip()


def _moved(quarantine: pl.DataFrame, above: int) -> pl.DataFrame:
    return (
        quarantine.with_columns(pl.col("row") + pl.lit(above, pl.UInt32)) if above else quarantine
    )


READER = Reader(name="ofsted-report-cards", version=2, claims=claims, read=read, order=0)
