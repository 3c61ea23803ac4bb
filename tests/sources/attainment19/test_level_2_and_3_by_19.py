"""Level 2 and 3 by 19: cohorts filled with 0, totals called ALL, what was reached by 16."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.sources.attainment19.dashboard import READER, read
from foreland.sources.opening import open_bytes
from foreland.sources.reading import READING_SCHEMA, Context, Reading
from foreland.sources.registry import reader_of

FIXTURES = Path(__file__).parents[2] / "fixtures/attainment19"
WIDE = (FIXTURES / "wide.csv").read_text()
LONG = (FIXTURES / "long.csv").read_text()
REGISTER = Register(
    [
        Area("X92000001", "Foreland", "country"),
        Area("X12000001", "Near Region", "region"),
        Area("X10000001", "Aldershire", "county", dfe_number="901"),
    ]
)


def reading(text: str) -> Reading:
    opened = open_bytes(text.encode(), "any.csv")
    assert reader_of(opened) is READER
    return read(opened, Context(REGISTER))


def fact(
    text: str,
    code: str,
    area: str = "X10000001",
    label: str = "2022",
    group: str = "all",
) -> dict[str, object]:
    chosen = (
        (pl.col("code") == code)
        & (pl.col("area") == area)
        & (pl.col("published_period") == label)
        & (pl.col("group") == group)
    )
    return reading(text).observations.row(by_predicate=chosen, named=True)


def test_a_reading_has_the_columns_that_the_store_keeps() -> None:
    for text in (WIDE, LONG):
        assert dict(reading(text).observations.schema) == READING_SCHEMA
        assert not reading(text).quarantine.height


@pytest.mark.parametrize("code", ["l3_by19", "l3_by19_rate", "l2_em_by19_belowat16_rate"])
def test_cohorts_not_yet_19_are_filled_with_0_and_have_no_figure(code: str) -> None:
    found = fact(WIDE, code, label="2023")
    assert (found["value"], found["status"], found["symbol"]) == (None, "not-available", "0")
    assert found["numerator"] is None
    assert reading(WIDE).notes == (
        "cohorts not yet 19 are filled with 0, which is no figure: 2023",
    )


def test_a_zero_of_one_group_in_a_finished_cohort_is_true() -> None:
    found = fact(WIDE, "l3_by19_rate", group="sen=ehc-plan")
    assert (found["value"], found["status"]) == (0, "final")


def test_what_a_cohort_had_reached_by_16_is_about_that_year() -> None:
    at_16 = fact(WIDE, "l2_em_by16", label="2023")
    assert (at_16["value"], at_16["period_end"]) == (135, date(2020, 8, 31))
    assert fact(WIDE, "l3_by19")["period_end"] == date(2022, 8, 31)


def test_all_is_a_total_in_every_key() -> None:
    assert fact(WIDE, "number_in_ss_cohort", "X92000001")["value"] == 1000
    assert fact(WIDE, "number_in_ss_cohort", "X12000001")["value"] == 400
    assert fact(WIDE, "number_in_ss_cohort")["value"] == 200


@pytest.mark.parametrize(
    ("group", "value"), [("sen=ehc-plan", 20), ("fsm=eligible", 40), ("sex=girls", 84)]
)
def test_a_group_is_said_in_our_words(group: str, value: float) -> None:
    assert fact(WIDE, "l2_by19_rate", group=group)["value"] == value


def test_a_rate_has_its_parts() -> None:
    rate = fact(WIDE, "l3_by19_rate")
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (58, 116, 200)


def test_the_long_file_has_a_code_a_row() -> None:
    assert fact(LONG, "Level 3")["value"] == 58.2
    assert fact(LONG, "Level 3", group="sen=none")["denominator"] == 180


@pytest.mark.parametrize(
    ("text", "find", "put", "row", "column", "found"),
    [
        (WIDE, "X10000001", "X9", 4, "la_code_9", "Near Region, X9"),
        (WIDE, "Near Region,ALL", "Far Region,ALL", 3, "la_code_9", "Far Region, ALL"),
        (WIDE, "Eligible for FSM", "FSM", 6, "fsm", "FSM"),
        (WIDE, "2022,1000", "22,1000", 2, "cohort_19_in", "22"),
        (WIDE, ",116,", ",many,", 4, "l3_by19", "many"),
        (LONG, "Level 2", "Level 4", 2, "category", "Level 4"),
        (LONG, "80.5", "?", 2, "value", "?"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_place(
    text: str, find: str, put: str, row: int, column: str, found: str
) -> None:
    told = reading(text.replace(find, put, 1)).quarantine
    assert told.select("row", "column", "found").rows() == [(row, column, found)]


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(ForelandError, match="no column la_code_9"):
        reading(WIDE.replace("la_code_9", "code", 1))


def test_a_cell_is_found_again_by_its_row_and_column() -> None:
    lines = [line.split(",") for line in WIDE.splitlines()]
    for cell in reading(WIDE).observations.iter_rows(named=True):
        text = lines[cell["row"] - 1][cell["column"] - 1]
        assert lines[0][cell["column"] - 1] == cell["code"]
        assert text == cell["symbol"] if cell["value"] is None else float(text) == cell["value"]
