"""ONS local indicators: mixed tiers, school years from August, reasons beside empty values."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.sources.ons.local_indicators import READER, read
from foreland.sources.opening import open_bytes
from foreland.sources.reading import READING_SCHEMA, Context, Reading
from foreland.sources.registry import reader_of

TEXT = (Path(__file__).parents[2] / "fixtures/ons/absences.csv").read_text()
REGISTER = Register(
    [
        Area("X92000001", "Foreland", "country"),
        Area("X10000001", "Aldershire", "county", other_codes=("X10000009",)),
    ]
)
ABSENCE = "Persistent absences for all pupils"
STARTS = "Apprenticeship starts (England)"


def reading(text: str = TEXT, register: Register = REGISTER) -> Reading:
    opened = open_bytes(text.encode(), "any.csv")
    assert reader_of(opened) is READER
    return read(opened, Context(register))


def fact(code: str, label: str, area: str = "X10000001") -> dict[str, object]:
    chosen = (
        (pl.col("code") == code) & (pl.col("area") == area) & (pl.col("published_period") == label)
    )
    return reading().observations.row(by_predicate=chosen, named=True)


def test_a_reading_has_the_columns_that_the_store_keeps() -> None:
    assert dict(reading().observations.schema) == READING_SCHEMA
    assert not reading().quarantine.height


def test_a_file_with_the_column_notes_twice_is_read() -> None:
    assert "notes,notes" in TEXT
    assert fact(ABSENCE, "2024-08-01/P1Y")["value"] == 19.41965


def test_a_school_year_printed_from_august_is_the_school_year() -> None:
    found = fact(ABSENCE, "2024-08-01/P1Y")
    assert (found["period_start"], found["period_end"]) == (date(2024, 9, 1), date(2025, 8, 31))


def test_a_year_of_further_education_runs_from_august() -> None:
    found = fact(STARTS, "2024-08-01/P1Y", "X92000001")
    assert (found["period_start"], found["period_end"]) == (date(2024, 8, 1), date(2025, 7, 31))
    assert found["unit"] == "per-100000"


@pytest.mark.parametrize(
    ("label", "symbol", "status"),
    [("2024-08-01/P1Y", "u", "not-available"), ("2023-08-01/P1Y", "c", "suppressed")],
)
def test_a_reason_in_its_own_column_is_kept_and_never_zero(
    label: str, symbol: str, status: str
) -> None:
    found = fact(STARTS, label)
    assert (found["value"], found["symbol"], found["status"]) == (None, symbol, status)


def test_areas_outside_the_register_are_counted_and_passed_over() -> None:
    assert "2 rows not read: of areas that are not in the register" in reading().notes


def test_a_district_that_the_folder_knows_is_read() -> None:
    register = REGISTER.with_localities([Area("E07000001", "Northway", "district")])
    found = reading(register=register).observations.filter(pl.col("area") == "E07000001")
    assert found["value"].to_list() == [17]


def test_a_sum_gives_way_to_the_same_figure_under_the_former_code() -> None:
    found = fact(ABSENCE, "2023-08-01/P1Y")
    assert (found["value"], found["status"], found["row"]) == (20.5, "final", 4)
    assert "1 row not read: the same figure under another code of the area" in reading().notes


def test_a_sum_that_stands_alone_is_an_estimate() -> None:
    assert fact(ABSENCE, "2022-08-01/P1Y")["status"] == "estimated"


def test_a_sum_that_differs_from_the_printed_figure_leaves_neither() -> None:
    told = reading(TEXT.replace("20.50", "20.9"))
    assert told.quarantine["row"].to_list() == [4, 5]
    assert (
        not told.observations.filter(pl.col("published_period") == "2023-08-01/P1Y")
        .filter(pl.col("code") == ABSENCE)
        .height
    )


@pytest.mark.parametrize(
    ("find", "put", "row", "column", "found"),
    [
        ("X10000001,Aldershire", "X1,Aldershire", 3, "areacd", "X1"),
        ("2024-08-01/P1Y,19", "2024-06-01/P1Y,19", 3, "period", "2024-06-01/P1Y"),
        ("2024-08-01/P1Y,19", "2024,19", 3, "period", "2024"),
        ("19.41965", "a fifth", 3, "observation", "a fifth"),
        ("19.41965,Percentage,%", "19.41965,Percentage,percent", 3, "unit", "percent"),
        (",,,u,", ",,,q,", 10, "status", "q"),
        ("959,", ",", None, "", ""),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_place(
    find: str, put: str, row: int | None, column: str, found: str
) -> None:
    told = reading(TEXT.replace(find, put, 1)).quarantine.select("row", "column", "found").rows()
    assert told == ([] if row is None else [(row, column, found)])


def test_a_missing_column_is_an_error() -> None:
    with pytest.raises(ForelandError, match="no column unit"):
        reading(TEXT.replace(",unit,", ",units,", 1))
