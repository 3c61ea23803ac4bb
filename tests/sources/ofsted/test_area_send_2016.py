"""Area SEND inspections under the framework before 2023: not graded, revisits where there were."""

import io
from datetime import date, datetime
from typing import Any

import pytest
import tiny
import xlsxwriter

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.ofsted.area_send import REGISTER
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))
HEAD = [
    "Web link", "Local authority code", "Area name", "Ofsted region", "Inspection start date",
    "Inspection publication date",
    "Inspection outcome: written statement of action required?",
    "Number significant weaknesses identified in written statement of action",
    "Revisit start date", "Revisit publication date",
    "Revisit outcome: sufficient progress in addressing all significant weaknesses?",
    "Number significant weaknesses where sufficient progress has been made",
    "Number significant weaknesses where sufficient progress has not been made",
]  # fmt: skip
DAYS = [datetime(2019, 12, 9), datetime(2020, 2, 28)]


def reading(*rows: list[Any], head: list[str] = HEAD) -> Reading:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        cover = book.add_worksheet("Cover")
        cover.write_row(0, 0, ["Published on:", datetime(2022, 11, 17)])
        sheet = book.add_worksheet("Area_SEND_up_to_31_Aug_2022")
        for number, row in enumerate([["Title"], ["Words"], head, *rows]):
            sheet.write_row(number, 0, row)
    opened = open_bytes(out.getvalue(), "send.xlsx")
    found = reader_of(opened)
    assert found is not None
    assert found.name == "area-send-2016"
    return found.read(opened, CONTEXT)


def test_an_area_not_yet_revisited_has_no_revisit_and_no_grade() -> None:
    read = reading(["Page", "E10000901", "Ashmere", "", *DAYS, "Yes", 4, "Not revisited yet"])
    row = read.registers[REGISTER].row(0, named=True)
    assert (row["area"], row["started"], row["weaknesses"]) == ("E10000901", date(2019, 12, 9), 4)
    assert (row["revisited"], row["sufficient_progress"]) == (None, None)
    assert read.published == date(2022, 11, 17)
    assert "not graded" in read.caveats[0]


def test_a_revisit_says_which_weaknesses_are_left() -> None:
    read = reading(["Page", "E10000901", "A", "", *DAYS, "Yes", 5, *DAYS, "No", 3, 2])
    row = read.registers[REGISTER].row(0, named=True)
    assert (row["weaknesses_mended"], row["weaknesses_left"]) == (3, 2)


def test_what_cannot_be_read_is_set_aside() -> None:
    read = reading(
        ["Page", "E99", "?", "", *DAYS, "No"], ["Page", "E10000901", "A", "", "soon", DAYS[1], "No"]
    )
    assert read.registers[REGISTER].height == 0
    assert read.quarantine.select("row", "found").rows() == [(4, "E99"), (5, "soon")]


def test_a_missing_column_is_an_error() -> None:
    with pytest.raises(ForelandError, match="no row with all the columns"):
        reading(head=HEAD[:-1])
