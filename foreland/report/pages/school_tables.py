"""The published results of one school as tables: the years across, what was measured down.

A figure that its publisher withheld keeps the publisher's own sign; none is worked out here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foreland.model.periods import Period
from foreland.report import formats, wording
from foreland.report.material import Row
from foreland.report.pages import school_rows as rows


@dataclass(frozen=True)
class ResultLine:
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """A table of published figures: the years across, what was measured down."""

    title: str
    note: str
    years: tuple[str, ...]
    lines: tuple[ResultLine, ...]


#: Titles and lines of results, in the order in which they are told.
_TABLES: tuple[tuple[str, str, tuple[tuple[str, str, str, int], ...]], ...] = (
    (
        "Key stage 2 (age 11)",
        "Progress is a score of which the country's mean is about 0. No tests were held in 2020 "
        "and 2021; tables of single schools after 2019 are not read.",
        (
            ("reading_writing_maths_expected", "all", "Expected standard in reading, writing and "
             "maths, %", 0),
            ("reading_writing_maths_higher", "all", "Higher standard in all three, %", 0),
            ("reading_score", "all", "Reading, average scaled score", 0),
            ("maths_score", "all", "Maths, average scaled score", 0),
            ("reading_progress", "all", "Progress in reading", 1),
            ("writing_progress", "all", "Progress in writing", 1),
            ("maths_progress", "all", "Progress in maths", 1),
        ),
    ),
    (
        "Key stage 4 (age 16)",
        "Attainment 8 had other maxima in 2016 and 2017 than since. In a selective area it shows "
        "above all whom a school admits.",
        (
            ("attainment_8", "all", "Attainment 8", 1),
            ("attainment_8", "disadvantage=disadvantaged", "Attainment 8, disadvantaged pupils", 1),
            ("attainment_8", "disadvantage=not-disadvantaged", "Attainment 8, other pupils", 1),
            ("progress_8", "all", "Progress 8", 2),
            ("english_and_maths_5", "all", "English and maths at grade 5 or above, %", 0),
            ("ebacc_entered", "all", "Entered the English Baccalaureate, %", 0),
        ),
    ),
    (
        "After 16",
        "Destinations are of the pupils who left in the year named.",
        (
            ("sustained", "all", "In education, work or training two terms later, %", 0),
            ("a_level_points", "all", "Points an A-level entry", 1),
        ),
    ),
    (
        "Pupils and absence",
        "Persistent absence is missing a tenth or more of one's own sessions.",
        (
            ("absence", "all", "Sessions missed, %", 1),
            ("persistent_absence", "all", "Persistently absent, %", 1),
            ("fsm_eligible", "all", "Eligible for free school meals, %", 1),
        ),
    ),
)  # fmt: skip


def results_of(found: list[Row]) -> Iterable[Results]:
    """The tables that have a figure, or a reason for none."""
    by = {(r["measure"], r["group"], r["period_end"]): r for r in found}
    for title, note, lines in _TABLES:
        ends = sorted(
            {end for m, g, end in by if any((m, g) == (line[0], line[1]) for line in lines)}
        )
        shown = []
        for measure, group, name, digits in lines:
            cells = [by.get((measure, group, end)) for end in ends]
            if any(cells):
                shown.append(ResultLine(name, tuple(_cell(c, digits) for c in cells)))
        if shown:
            yield Results(title, note, tuple(_year(end) for end in ends), tuple(shown))


def _year(end: date) -> str:
    if end.month == 8:
        return Period.academic(end.year).label
    return f"{end:%B %Y}"


def _cell(row: Row | None, digits: int) -> str:
    if row is None:
        return "–"
    if row["value"] is None:
        symbol = f" ({row['symbol']})" if row["symbol"] else ""
        return f"{wording.missing(row['status'])}{symbol}"
    remark = rows.standing(row["status"])
    return formats.plain(row["value"], digits) + (f" ({remark})" if remark else "")
