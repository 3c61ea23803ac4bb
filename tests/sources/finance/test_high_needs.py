"""Planned spending on high needs: which of two tables has a year, and what an empty cell is."""

import io
from typing import Any

import pytest
import tiny
import xlsxwriter

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.finance.high_needs import LINES
from foreland.sources.opening import Opened, open_bytes
from foreland.sources.reading import READING_SCHEMA, Context
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))


def book(*rows: list[Any], year: str = "2021-22", heads: tuple[str, ...] = ()) -> Opened:
    """The sheet: a year, which table is which, headings, and a row an authority."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        sheet.write_row(1, 1, ["Year", year])
        sheet.write(2, 15, "Section 251 budget")
        sheet.write(2, 60, "Section 251 outturn")
        sheet.write_row(3, 15, heads or [head for head, _ in LINES])
        for number, cells in enumerate(rows, start=6):
            sheet.write_row(number, 0, cells)
            sheet.write(number, 60, 999)
    return open_bytes(out.getvalue(), "any.xlsx")


def row(number: int, *amounts: Any) -> list[Any]:
    return ["", "A REGION", number, "A name", *[""] * 11, *amounts]


def test_budgets_are_read_in_pounds_and_the_outturn_of_no_known_year_is_not() -> None:
    opened = book(row(801, 58009420.67, *[1] * (len(LINES) - 1)))
    found = reader_of(opened)
    assert found is not None
    assert found.name == "s251-budget"
    reading = found.read(opened, CONTEXT)
    facts = reading.observations
    assert dict(facts.schema) == READING_SCHEMA
    assert facts.height == len(LINES)
    assert 999 not in facts["value"].to_list()
    first = facts.row(0, named=True)
    assert (first["code"], first["value"], first["unit"], first["published_period"]) == (
        "s251_budget.place_funding",
        58009420.67,
        "pounds",
        "2021-22",
    )
    assert (first["sheet"], first["row"], first["column"]) == (1, 7, 16)
    assert "the outturn beside it is not read" in reading.notes[0]


def test_an_empty_cell_is_no_zero_and_a_number_of_no_authority_is_set_aside() -> None:
    opened = book(row(801), row(899, *[1] * len(LINES)))
    found = reader_of(opened)
    assert found is not None
    reading = found.read(opened, CONTEXT)
    assert set(reading.observations["status"]) == {"not-available"}
    assert reading.quarantine.select("column", "found").rows() == [("LA code", "899")]


def test_an_authority_that_had_ended_is_not_the_one_of_2021_22() -> None:
    """Eastmoor (805) closed on 31 March 2021: its number means nobody a year later."""
    opened = book(row(805, *[1] * len(LINES)))
    found = reader_of(opened)
    assert found is not None
    assert found.read(opened, CONTEXT).quarantine["found"].to_list() == ["805"]


def test_an_empty_row_of_an_authority_that_had_ended_is_left_out() -> None:
    opened = book(row(805), row(801, *[1] * len(LINES)))
    found = reader_of(opened)
    assert found is not None
    reading = found.read(opened, CONTEXT)
    assert reading.quarantine.height == 0
    assert "1 empty rows of authorities that had ended" in reading.notes[1]


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (book(year="2022-23"), "the year '2022-23' above the budgets"),
        (book(heads=("Place funding", "Other")), "other headings over the budgets"),
    ],
)
def test_another_year_or_other_lines_are_told_and_not_guessed(opened: Opened, words: str) -> None:
    found = reader_of(opened)
    assert found is not None
    with pytest.raises(ForelandError, match=words):
        found.read(opened, CONTEXT)
