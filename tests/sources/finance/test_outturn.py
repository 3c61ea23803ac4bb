"""The revenue outturn of children's social care: thousands, notes among numbers, estimates."""

import io
from datetime import date
from typing import Any

import polars as pl
import pytest
import tiny
import xlsxwriter

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.opening import Opened, open_bytes
from foreland.sources.reading import READING_SCHEMA, Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))
HEAD = ["E-code", "ONS Code", "Local authority", "Notes", "Class", "Detailed Class", "Certified",
        "Sure start - Total", "Sure start - Net", "Physical support - Net"]  # fmt: skip
CODES = ["", "", "", "", "", "", "", "RO3-cscsr-tot-exp", "RO3-cscsr-net-cur-exp",
         "RO3-ascphyadl-net-cur-exp"]  # fmt: skip


def row(code: str, kind: str, *cells: Any) -> list[Any]:
    return ["E1", code, "A council", "", kind, kind, "Y", *cells]


ASHMERE = row("E10000901", "SC", 320, 265.5, 9)
ENGLAND = row("E92000001", "Eng", 593582.17764, 444845.9, 8)


def book(*rows: list[Any], codes: list[Any] = CODES, year: str = "2024-25") -> Opened:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        front = workbook.add_worksheet("Front_Page")
        front.write(
            0, 0, "Local Authority Revenue Expenditure which was published on 4 December 2025."
        )
        data = workbook.add_worksheet("RO3_LA_Data_202425")
        data.write(0, 0, f"Worksheet 2: Revenue Outturn (RO) {year}: Social Care")
        for number, cells in enumerate([HEAD, *rows, codes], start=6):
            data.write_row(number, 0, cells)
    return open_bytes(out.getvalue(), "any.xlsx")


def read(*rows: list[Any]) -> Reading:
    opened = book(*rows)
    found = reader_of(opened)
    assert found is not None
    assert found.name == "ro3-outturn"
    return found.read(opened, CONTEXT)


def told(reading: Reading) -> list[tuple[Any, ...]]:
    return reading.observations.select("code", "area", "value", "unit", "status").rows()


def test_thousands_of_pounds_are_kept_as_printed_and_called_so() -> None:
    reading = read(ASHMERE)
    assert dict(reading.observations.schema) == READING_SCHEMA
    assert told(reading) == [
        ("ro3.cscsr-tot-exp", "E10000901", 320, "thousand-pounds", "final"),
        ("ro3.cscsr-net-cur-exp", "E10000901", 265.5, "thousand-pounds", "final"),
    ]
    cell = reading.observations.row(0, named=True)
    assert (cell["sheet"], cell["row"], cell["column"]) == (2, 8, 8)
    assert (cell["period_start"], cell["period_end"]) == (date(2024, 4, 1), date(2025, 3, 31))
    assert cell["published_period"] == "2024-25"
    assert reading.published == date(2025, 12, 4)


def test_the_country_is_an_estimate() -> None:
    assert {status for *_, status in told(read(ENGLAND))} == {"estimated"}


@pytest.mark.parametrize("kind", ["SD", "O"])
def test_districts_police_and_fire_have_no_childrens_services(kind: str) -> None:
    reading = read(ASHMERE, row("E07000223", kind, 0, 0, 0))
    assert reading.observations["area"].unique().to_list() == ["E10000901"]
    assert reading.quarantine.height == 0
    assert reading.notes[0].startswith("1 rows of districts, police, fire")


def test_sums_over_classes_under_a_second_heading_are_no_areas() -> None:
    reading = read(ASHMERE, HEAD, row("E10", "SC", 999, 999, 999))
    assert reading.observations["value"].to_list() == [320, 265.5]
    assert reading.quarantine.height == 0


@pytest.mark.parametrize(
    ("sign", "status"),
    [
        ("[x]", "not-available"),
        ("[n]", "not-available"),
        ("[note 4]", "not-available"),
        ("[z]", "not-collected"),
    ],
)
def test_a_note_in_place_of_a_number_is_no_zero(sign: str, status: str) -> None:
    reading = read(row("E10000901", "SC", sign, 5, 9))
    first = reading.observations.row(0, named=True)
    assert (first["value"], first["status"], first["symbol"]) == (None, status, sign)


def test_an_unknown_authority_and_words_for_a_number_are_set_aside() -> None:
    reading = read(row("E10000999", "SC", 1, 2, 3), row("E06000902", "UA", "lots", 2, 3))
    assert reading.quarantine.select("column", "found").rows() == [
        ("ONS Code", "E10000999"),
        ("ro3.cscsr-tot-exp", "lots"),
    ]
    assert reading.observations.filter(pl.col("value").is_not_null())["value"].to_list() == [2]


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (book(ASHMERE, codes=[""] * 10), "no hidden last row of codes"),
        (book(ASHMERE, year="some year"), "no financial year above the table"),
    ],
)
def test_another_layout_is_told_and_not_guessed(opened: Opened, words: str) -> None:
    found = reader_of(opened)
    assert found is not None
    with pytest.raises(ForelandError, match=words):
        found.read(opened, CONTEXT)
