"""The scorecards of school places: years, forecasts, fractions and figures that are no one's."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.sources.opening import open_bytes
from foreland.sources.places import names, scorecard
from foreland.sources.reading import READING_SCHEMA, Context, Reading
from foreland.sources.registry import reader_of

FIXTURES = Path(__file__).parents[2] / "fixtures/places"
NOW = (FIXTURES / "scorecard-2025.csv").read_text()
OLD = (FIXTURES / "scorecard-2022.csv").read_text()
REGISTER = Register(
    [
        Area("X92000001", "Foreland", "country"),
        Area("X10000001", "Aldershire", "county", dfe_number="901"),
        Area("X06000002", "Bexborough", "unitary authority", dfe_number="902"),
    ]
)


def reading(text: str) -> Reading:
    opened = open_bytes(text.encode(), "any.csv")
    reader = reader_of(opened)
    assert reader is not None
    assert reader.name == "places-scorecard"
    return scorecard.read(opened, Context(REGISTER))


def fact(
    text: str, code: str, area: str = "X10000001", label: str = "2024/25"
) -> dict[str, object]:
    chosen = (
        (pl.col("code") == code) & (pl.col("area") == area) & (pl.col("published_period") == label)
    )
    return reading(text).observations.row(by_predicate=chosen, named=True)


def test_a_reading_has_the_columns_that_the_store_keeps() -> None:
    assert dict(reading(NOW).observations.schema) == READING_SCHEMA


@pytest.mark.parametrize(
    ("code", "end", "status"),
    [
        ("Quan_P_UP", date(2025, 8, 31), "final"),
        ("Quan_P_RP", date(2028, 8, 31), "estimated"),
        ("Quan_P_Su", date(2028, 8, 31), "estimated"),
        ("Pref_P_1_CY", date(2026, 8, 31), "final"),
        ("Pref_P_1_NY", date(2027, 8, 31), "final"),
    ],
)
def test_a_column_is_about_the_year_that_it_says_and_not_the_survey_s(
    code: str, end: date, status: str
) -> None:
    found = fact(NOW, code)
    assert (found["period_end"], found["status"]) == (end, status)


def test_fractions_stay_fractions_and_percentages_percentages() -> None:
    assert (fact(NOW, "Quan_P_Su")["value"], fact(NOW, "Quan_P_Su")["unit"]) == (
        0.106667541,
        "ratio",
    )
    unfilled = fact(NOW, "Quan_P_UP")
    assert (unfilled["value"], unfilled["unit"]) == (9.336983847, "percent")
    assert unfilled["denominator"] == 420


def test_england_has_the_number_0_and_no_code() -> None:
    assert fact(NOW, "PriNOR", "X92000001")["value"] == 1


@pytest.mark.parametrize(
    ("code", "area", "symbol", "status"),
    [
        ("For_1_P", "X06000002", "Low", "low"),
        ("Quan_S_UP", "X06000002", "z", "not-applicable"),
        ("Qual_P_1_N", "X10000001", "NA", "not-available"),
    ],
)
def test_a_symbol_is_a_reason_and_never_zero(
    code: str, area: str, symbol: str, status: str
) -> None:
    found = fact(NOW, code, area)
    assert (found["value"], found["symbol"], found["status"]) == (None, symbol, status)


def test_costs_of_all_projects_of_the_country_are_no_authority_s_and_not_read() -> None:
    told = reading(NOW)
    assert not {"CPP_P_NS", "Projects_P_NS", "Funding", "PriCap10"} & set(told.observations["code"])
    assert any("the same for every authority" in note for note in told.notes)


def test_a_layout_without_a_year_is_known_by_all_its_columns() -> None:
    found = fact(OLD, "Pref_P_1_CY", label="2021/22")
    assert (found["value"], found["period_end"]) == (90.2, date(2023, 8, 31))
    with pytest.raises(ForelandError, match="no column Year"):
        reading(OLD.replace("Region", "Place", 1))


def test_the_order_of_columns_does_not_matter_to_the_layout() -> None:
    turned = "\n".join(",".join(reversed(line.split(","))) for line in OLD.splitlines())
    assert reading(turned).observations.height == reading(OLD).observations.height


@pytest.mark.parametrize(
    ("find", "put", "column", "found"),
    [
        ("901,X10000001", "999,X10000001", "LANumber", "999 (Aldershire)"),
        ("901,X10000001", "901,X06000002", "new_la_code", "X06000002 beside 901"),
        ("901,X10000001", "901,X1", "new_la_code", "X1 beside 901"),
        ("2024/25,Local", "2024/26,Local", "Year", "2024/26"),
        ("9.336983847", "nine", "Quan_P_UP", "nine"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_place(
    find: str, put: str, column: str, found: str
) -> None:
    told = reading(NOW.replace(find, put, 1)).quarantine
    assert told.select("row", "column", "found").rows() == [(3, column, found)]


def test_a_missing_number_is_an_error() -> None:
    with pytest.raises(ForelandError, match="no column LANumber"):
        reading(NOW.replace("LANumber", "Number", 1))


def test_a_cell_is_found_again_by_its_row_and_column() -> None:
    lines = [line.split(",") for line in NOW.splitlines()]
    for cell in reading(NOW).observations.iter_rows(named=True):
        text = lines[cell["row"] - 1][cell["column"] - 1]
        assert lines[0][cell["column"] - 1] == cell["code"]
        assert text == cell["symbol"] if cell["value"] is None else float(text) == cell["value"]


def test_the_list_of_names_is_a_register() -> None:
    text = (
        "\ufeffprogrammer_friendly_names,user_friendly_names\nQuan_P_UP,Unfilled primary places\n"
    )
    opened = open_bytes(text.encode(), "metadata.csv")
    assert reader_of(opened) is names.READER
    told = names.read(opened, Context(REGISTER)).registers["places_names"]
    assert told.select("code", "name").rows() == [("Quan_P_UP", "Unfilled primary places")]
