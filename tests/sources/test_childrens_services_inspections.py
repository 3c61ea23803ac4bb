"""Ofsted's workbook of judgements on children's services: three lists, one register."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.sources import registry
from foreland.sources.childrens_services import REGISTER, read
from foreland.sources.opening import Opened, open_bytes
from foreland.sources.reading import Context

AREAS = Register(
    [
        Area("X10000001", "Aldershire", "county"),
        Area("X10000002", "Oldshire", "county", closed=date(2023, 3, 31)),
    ]
)
CONTEXT = Context(AREAS)

JUDGED = [
    "Overall effectiveness",
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care leavers",
]
START = ["Web link", "Local authority area code", "Local authority name"]
GOOD = ["Good", "Good", "Good", "Outstanding", ""]


def workbook(code: str = "X10000001", overall: str = "Overall effectiveness") -> Opened:
    judged = [overall, *JUDGED[1:]]
    sheets = {
        "Cover": [["Cover"], ["Published on:", date(2025, 9, 25)]],
        "Inspections_as_at_31_March": [
            ["Title"],
            ["Words"],
            [*START, "Inspection date", "Publication date", *judged],
            ["Page", code, "Aldershire", date(2024, 6, 10), date(2024, 7, 23), *GOOD],
        ],
        "In-year_inspections": [
            ["Title"],
            ["Words"],
            [*START, "Inspection/Visit date", "Inspection/Visit type", *judged, "Visit Theme"],
            [
                "Page",
                "X10000001",
                "Aldershire",
                date(2024, 11, 5),
                "Focused Visit",
                *[""] * 5,
                "Care",
            ],
        ],
        "ILACS_inspection_history": [
            ["Title"],
            ["Words"],
            [*START, "Inspection date", "Inspection type", *judged],
            ["Page", "X10000002", "Oldshire", date(2019, 2, 18), "Standard", *GOOD],
        ],
    }
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return open_bytes(out.getvalue(), "outcomes.xlsx")


def test_each_list_is_kept_with_its_rows_and_the_day_on_the_cover() -> None:
    opened = workbook()
    found = registry.reader_of(opened)
    assert found is not None
    assert found.name == "ofsted-childrens-services"
    reading = read(opened, CONTEXT)
    assert reading.published == date(2025, 9, 25)
    register = reading.registers[REGISTER]
    assert register.select(
        "list", "area", "kind", "inspected", "overall", "in_care", "row"
    ).rows() == [
        ("newest", "X10000001", None, date(2024, 6, 10), "Good", "Outstanding", 4),
        ("in-year", "X10000001", "Focused Visit", date(2024, 11, 5), None, None, 4),
        ("history", "X10000002", "Standard", date(2019, 2, 18), "Good", "Outstanding", 4),
    ]


def test_judgement_that_was_not_made_is_empty_and_not_invented() -> None:
    register = read(workbook(), CONTEXT).registers[REGISTER]
    assert register["care_leavers"].null_count() == 3


def test_unknown_authority_is_quarantined() -> None:
    reading = read(workbook(code="X10000099"), CONTEXT)
    assert reading.quarantine.select("row", "found").rows() == [(4, "X10000099")]
    assert reading.registers[REGISTER].height == 2


def test_sheet_without_its_column_is_told() -> None:
    with pytest.raises(ForelandError, match="no column Overall effectiveness in the sheet"):
        read(workbook(overall="Overall"), CONTEXT)
