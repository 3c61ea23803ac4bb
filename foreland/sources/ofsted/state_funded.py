"""Read Ofsted's file of state-funded schools as at August 2025 and before: its graded inspections.

Each school's latest and previous one. In inspections since September 2024 the overall grade is
``Not judged``: no grade, and no bad one. Ungraded inspections never set a grade; their outcome is
kept in the publisher's words. In the judgements 9 stands for not judged and 8 for does not apply.
The layout with report cards is another (``report_cards``).
"""

from datetime import date, timedelta

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.ofsted import kept
from foreland.sources.ofsted.kept import INSPECTIONS, SCHOOLS
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading

LATEST = {
    "urn": "URN at time of latest graded inspection",
    "number": "Inspection number of latest graded inspection",
    "type": "Inspection type",
    "inspected": "Inspection start date",
    "published_on": "Publication date",
    "grade": "Overall effectiveness",
    "category": "Category of concern",
    "quality_of_education": "Quality of education",
    "behaviour_and_attitudes": "Behaviour and attitudes",
    "personal_development": "Personal development",
    "leadership_and_management": "Effectiveness of leadership and management",
    "early_years": "Early years provision (where applicable)",
    "sixth_form": "Sixth form provision (where applicable)",
}

PREVIOUS = {
    "urn": "URN at time of previous graded inspection",
    "number": "Previous inspection number",
    "inspected": "Previous inspection start date",
    "published_on": "Previous publication date",
    "grade": "Previous graded inspection overall effectiveness",
    "category": "Previous category of concern",
    "quality_of_education": "Previous quality of education",
    "behaviour_and_attitudes": "Previous behaviour and attitudes",
    "personal_development": "Previous personal development",
    "leadership_and_management": "Previous effectiveness of leadership and management",
    "early_years": "Previous early years provision (where applicable)",
    "sixth_form": "Previous sixth form provision (where applicable)",
}


def claims(opened: Opened) -> bool:
    return {kept.SCHOOL["phase"], LATEST["urn"], LATEST["grade"]} <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:
    """The schools and their inspections. Raises ForelandError for a missing column."""
    needed = [*kept.SCHOOL.values(), *LATEST.values(), *PREVIOUS.values()]
    cells.need(opened, [kept.AUTHORITY, *needed])
    rows, torn = kept.as_text(opened)
    blank = rows.filter(pl.col("URN").is_null()).height
    sieve, rolls = kept.schools_in(rows, context.register)
    latest, faults = kept.graded_visits(sieve.rows, LATEST, "latest", "the latest inspection")
    previous, more = kept.graded_visits(sieve.rows, PREVIOUS, "previous", "the previous inspection")
    inspections = pl.concat([latest, previous]).sort("row", "which")
    as_at = _as_at(inspections)
    return Reading(
        source="ofsted",
        dataset=f"ofsted-state-funded-schools-{as_at or 'undated'}",
        title="State-funded schools inspections and outcomes",
        registers={
            SCHOOLS: kept.school_register(sieve.rows, as_at),
            INSPECTIONS: inspections,
        },
        quarantine=pl.concat([*torn, *sieve.faults, *rolls, *faults, *more]),
        notes=(f"{blank} blank rows at the end",) if blank else (),
        caveats=("only schools open on the file's day; no overall grade since September 2024",),
    )


def _as_at(inspections: pl.DataFrame) -> date | None:
    """The file's day: the end of the month before the newest report in it.

    The file does not say it. Reports on inspections up to its day are taken in for about a month
    more (Ofsted, methodology, December 2022): with the newest of 29 September it is 31 August.
    """
    newest = inspections["published_on"].max()
    return newest.replace(day=1) - timedelta(days=1) if isinstance(newest, date) else None


READER = Reader(name="ofsted-state-funded-schools", version=4, claims=claims, read=read, order=0)
