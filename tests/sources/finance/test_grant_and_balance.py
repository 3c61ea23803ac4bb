"""The dedicated schools grant: blocks, totals by year, and a balance told with two signs."""

import io
from datetime import date
from typing import Any

import polars as pl
import pytest
import tiny
import xlsxwriter

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.finance.balance import BALANCE
from foreland.sources.opening import open_bytes
from foreland.sources.reading import READING_SCHEMA, Context, Reading
from foreland.sources.registry import reader_of

LONDON = "E12000007,London,region,,987,E92000001,,,,,,\n"
CONTEXT = Context(Register(_read((tiny.REGISTER + LONDON).splitlines(), "areas.csv")))

BLOCKS = ["Schools block (£s)", "Central school services block (£s)", "High needs block (£s)",
          "Early years block (£s)", "Total DSG allocation (£s)"]  # fmt: skip
TITLES = ["Dedicated schools grant", "", "2023 to 2024 DSG allocations, before recoupment", "", "",
          "", "", "2023 to 2024 DSG allocations, after deductions", "", "", "", ""]  # fmt: skip


def book(sheets: dict[str, list[list[Any]]], reader: str, name: str = "any.xlsx") -> Reading:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    opened = open_bytes(out.getvalue(), name)
    found = reader_of(opened)
    assert found is not None
    assert found.name == reader
    return found.read(opened, CONTEXT)


def summary(*rows: list[Any], titles: list[str] = TITLES) -> dict[str, list[list[Any]]]:
    return {
        "Information": [["", "Publication date: ", "Thursday, 20 Jul, 2023"]],
        "Allocations_summary": [titles, ["", "", *BLOCKS, *BLOCKS], ["[A]"], [" "], *rows],
    }


def money(key: str, *, before: int, after: int) -> list[Any]:
    return [key, "", *[before] * 5, *[after] * 5]


def values(read: Reading, code: str) -> dict[str, float]:
    facts = read.observations.filter(pl.col("code") == code)
    return dict(facts.select("area", "value").iter_rows())


def test_before_and_after_deductions_are_two_measures_and_london_is_one_region() -> None:
    read = book(
        summary(
            money("ENGLAND", before=900, after=400),
            [801, "Ashmere", *[30.5] * 5, *[20] * 5],
            money("LONDON", before=70, after=60),
            money("UNITARY AUTHORITIES", before=1, after=1),
            money("LONDON", before=70, after=60),
            money("Southmark", before=80, after=50),
        ),
        "dsg-allocations",
        "grant_2024_07_20.xlsx",
    )
    assert dict(read.observations.schema) == READING_SCHEMA
    assert values(read, "dsg_allocated.total") == {
        "E92000001": 900, "E10000901": 30.5, "E12000007": 70, "E12000901": 80,
    }  # fmt: skip
    assert values(read, "dsg_after_deductions.high_needs_block")["E10000901"] == 20
    assert read.quarantine.height == 0
    london = read.observations.filter(pl.col("area") == "E12000007")
    assert set(london["row"]) == {9}
    assert set(read.observations["sheet"]) == {2}


def test_the_year_is_that_of_the_tables_whatever_the_file_is_named() -> None:
    read = book(summary([801, "", *[1] * 10]), "dsg-allocations", "grant_2024_07_20.xlsx")
    assert set(read.observations["period_end"]) == {date(2024, 3, 31)}
    assert read.published == date(2023, 7, 20)
    assert "its name gives another year: the tables are of 2023 to 2024" in read.notes


def test_other_headings_are_an_error_and_no_guess() -> None:
    titles = [text.replace("after", "during") for text in TITLES]
    with pytest.raises(ForelandError, match="other headings"):
        book(summary([801, "", *[1] * 10], titles=titles), "dsg-allocations")


def test_a_sheet_a_year_is_read_by_its_column_and_an_unknown_row_set_aside() -> None:
    head = ["la_code", "la_name", "Total DSG allocation (£s)", "time_period"]
    first = [head, ["ENGLAND", "", 100, "201920"], ["801", "Ashmere", 7, "201920"]]
    second = [head, ["801", "Ashmere", 8, "202021"], ["999", "?", 1, "202021"],
              ["802", "Birchford", 2, "2020"]]  # fmt: skip
    read = book(
        {"dsg_budget_20": first, "dsg_budget_2021_03_16": second},
        "dsg-by-year",
    )
    ashmere = read.observations.filter(pl.col("area") == "E10000901")
    assert ashmere.select("sheet", "period_end", "value").rows() == [
        (1, date(2020, 3, 31), 7.0),
        (2, date(2021, 3, 31), 8.0),
    ]
    assert read.quarantine.select("row", "column", "found").rows() == [
        (3, "dsg_budget_2021_03_16: la_code", "999"),
        (4, "dsg_budget_2021_03_16: time_period", "2020"),
    ]


def balance(*rows: list[Any]) -> Reading:
    head = ["time_period", "geographic_level", "region_name", "la_name", "deficit", BALANCE,
            "financial_year"]  # fmt: skip
    return book({"Sheet 1": [head, *rows]}, "dsg-balance")


def test_two_columns_with_opposite_signs_are_one_balance_and_a_deficit_is_negative() -> None:
    read = balance(
        ["202122", "National", "England", "", 2.26, -2.26, ""],
        ["202122", "Regional", "Southmark", "", -1, 1, ""],
        ["202122", "Local authority", "Southmark", "Ashmere", 6.83, -6.83, ""],
        ["202122", "Local authority", "Southmark", "Birchford", 4, 4, ""],
    )
    assert values(read, "dsg_balance_percent") == {
        "E92000001": -2.26, "E12000901": 1.0, "E10000901": -6.83,
    }  # fmt: skip
    assert set(read.observations["code"]) == {"dsg_balance_percent"}
    assert read.quarantine.select("row", "found").rows() == [(5, "4 beside a deficit of 4")]


def test_an_area_that_did_not_exist_in_the_year_is_set_aside() -> None:
    read = balance(["201920", "Local authority", "Southmark", "North Eastmoor", 1, -1, ""])
    assert read.observations.height == 0
    assert read.quarantine["found"].to_list() == ["Southmark/North Eastmoor"]
