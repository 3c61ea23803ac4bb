"""Ofsted's monthly file with report cards, in its layout of 2026, of schools that nobody knows."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from foreland.sources.ofsted.report_cards import AREAS, BEFORE, CARD

_OEIF = "latest OEIF graded inspection"

#: All columns of the sheet D2_Most_recent_inspections, in the publisher's order.
COLUMNS = [
    "Web Link (opens in new window)",
    "URN",
    "LAESTAB",
    "School name",
    "Ofsted phase",
    "Type of education",
    "School open date",
    "Admissions policy",
    "Sixth form",
    "Designated religious character",
    "Religious ethos",
    "Faith grouping",
    "Ofsted region",
    "Region",
    "Local authority",
    "Parliamentary constituency",
    "Postcode",
    "Multi-academy trust UID",
    "Multi-academy trust name",
    "Academy sponsor UID",
    "Academy sponsor name",
    "The income deprivation affecting children index (IDACI) quintile",
    "Total number of pupils",
    "Statutory lowest age",
    "Statutory highest age",
    "Inspection number of latest full inspection",
    "Inspection type",
    "Inspection type grouping",
    "Event type grouping",
    "Inspection start date",
    "Publication date",
    "Does the latest full inspection relate to the URN of the current school?",
    "URN at time of latest full inspection",
    "LAESTAB at time of latest full inspection",
    "School name at time of latest full inspection",
    "School type at time of latest full inspection",
    "Category of concern",
    *[column for pair in AREAS.values() for column in pair],
    f"Inspection number of {_OEIF}",
    f"Inspection type of {_OEIF}",
    f"Inspection type grouping of {_OEIF}",
    f"Event type grouping of {_OEIF}",
    f"Inspection start date of {_OEIF}",
    f"Publication date of {_OEIF}",
    f"Does the {_OEIF} relate to the URN of the current school?",
    f"URN at time of {_OEIF}",
    f"LAESTAB at time of {_OEIF}",
    f"School name at time of {_OEIF}",
    f"School type at time of {_OEIF}",
    "Latest OEIF category of concern",
    "Latest OEIF overall effectiveness",
    "Latest OEIF quality of education",
    "Latest OEIF behaviour and attitudes",
    "Latest OEIF personal development",
    "Latest OEIF effectiveness of leadership and management",
    "Latest OEIF  safeguarding is effective?",
    "Latest OEIF early years provision (where applicable)",
    "Latest OEIF sixth form provision (where applicable)",
    "Latest ungraded inspection number",
    "Date of latest ungraded inspection",
    "Ungraded inspection publication date",
    "Does the ungraded inspection relate to the URN of the current school?",
    "URN at time of the ungraded inspection",
    "LAESTAB at time of the ungraded inspection",
    "School name at time of the ungraded inspection",
    "School type at time of the ungraded inspection",
    "Ungraded inspection overall outcome",
    "Most recent category of concern",
]

NAME = "Management_information_-_state-funded_schools_-_latest_inspections_as_at_31_Jan_2026.csv"
EXPECTED = "Expected standard"


def school(urn: int, *parts: dict[str, Any], **cells: Any) -> dict[str, Any]:
    """A row: a primary school of 100 pupils if nothing else is said."""
    row: dict[str, Any] = {
        "URN": urn,
        "LAESTAB": 8012000 + urn % 1000,
        "School name": f"School {urn}",
        "Ofsted phase": "Primary",
        "Type of education": "Community School",
        "Local authority": "Ashmere",
        "Total number of pupils": 100,
    }
    for part in parts:
        row |= part
    return row | cells


def card(urn: int, day: str, words: str = EXPECTED, **areas: str) -> dict[str, Any]:
    """A report card; ``inclusion="Needs attention"`` says another word of one area."""
    row = {
        CARD["urn"]: urn,
        CARD["number"]: f"2{urn}",
        CARD["type"]: "S5 Inspection",
        CARD["inspected"]: day,
        CARD["published_on"]: day,
    }
    for area, (column, _) in AREAS.items():
        usual = "Met" if area == "Safeguarding" else words
        if area in ("Early years", "Post-16 provision"):
            usual = "Not applicable"
        row[column] = areas.get(area.lower().replace(" ", "_").replace("-", "_"), usual)
    return row


def before(urn: int, grade: str, day: str, judgement: str = "2") -> dict[str, Any]:
    """A graded inspection of the frameworks before."""
    return {
        BEFORE["urn"]: urn,
        BEFORE["number"]: f"1{urn}",
        BEFORE["inspected"]: day,
        BEFORE["published_on"]: day,
        BEFORE["grade"]: grade,
        BEFORE["quality_of_education"]: judgement,
    }


def cards(rows: Sequence[dict[str, Any]], title: str = "", less: Sequence[str] = ()) -> bytes:
    """The file: cp1252, ``NULL`` for nothing; ``title`` above it, without the columns ``less``."""
    out = io.StringIO()
    names = [name for name in COLUMNS if name not in less]
    if title:
        out.write(title + "\n")
    writer = csv.DictWriter(
        out, names, restval="NULL", extrasaction="ignore", lineterminator="\r\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("cp1252")
