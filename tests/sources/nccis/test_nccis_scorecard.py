"""The scorecards of NEET and participation: true dates, symbols, invented and left-over rows."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.sources.nccis.scorecard import claims, measures, not_read, read
from foreland.sources.opening import open_bytes
from foreland.sources.reading import READING_SCHEMA, Context, Reading
from foreland.sources.registry import reader_of

FIXTURES = Path(__file__).parents[2] / "fixtures/nccis"
NOW = (FIXTURES / "scorecard-2025.csv").read_text()
OLD = (FIXTURES / "scorecard-2021.csv").read_text()

REGISTER = Register(
    [
        Area("X92000001", "Foreland", "country"),
        Area("X12000001", "Near Region", "region"),
        Area("X10000001", "Aldershire", "county", dfe_number="901"),
        Area("X06000002", "Bexborough", "unitary authority", dfe_number="902"),
        Area("X10000003", "Oldshire", "county", dfe_number="903", closed=date(2023, 3, 31)),
    ]
)


def reading(text: str) -> Reading:
    return read(open_bytes(text.encode(), "any-name.csv"), Context(REGISTER))


def fact(text: str, code: str, area: str = "X10000001") -> dict[str, object]:
    found = reading(text).observations
    return found.row(by_predicate=(pl.col("code") == code) & (pl.col("area") == area), named=True)


def faults(text: str) -> list[tuple[object, ...]]:
    return reading(text).quarantine.rows()


def test_a_scorecard_is_known_by_its_columns_whatever_its_name() -> None:
    for text in (NOW, OLD):
        opened = open_bytes(text.encode(), "attendance.csv")
        assert claims(opened)
        reader = reader_of(opened)
        assert reader is not None
        assert reader.name == "nccis-scorecard"
    assert not claims(open_bytes(b"time_period,la_name\n2025,Aldershire\n", "NEET.csv"))


def test_a_reading_has_the_columns_that_the_store_keeps() -> None:
    assert dict(reading(NOW).observations.schema) == READING_SCHEMA
    assert reading(NOW).covers == "periods"


@pytest.mark.parametrize(
    ("code", "kind", "start", "end"),
    [
        ("NEET_percent", "three-month", date(2024, 12, 1), date(2025, 2, 28)),
        ("Cohort_DJFavg", "three-month", date(2024, 12, 1), date(2025, 2, 28)),
        ("NEET_NK_EHCP_percent", "three-month", date(2024, 12, 1), date(2025, 2, 28)),
        ("Apprenticeship_percent", "snapshot", date(2025, 3, 1), date(2025, 3, 31)),
        (
            "September_guarantee_Offer_made_percent",
            "snapshot",
            date(2024, 9, 30),
            date(2024, 9, 30),
        ),
    ],
)
def test_the_year_of_a_scorecard_is_not_its_period(
    code: str, kind: str, start: date, end: date
) -> None:
    found = fact(NOW, code)
    assert (found["period_kind"], found["period_start"], found["period_end"]) == (kind, start, end)
    assert found["published_period"] == "2025"


def test_a_published_total_is_kept_and_never_added_up_from_rounded_parts() -> None:
    parts = [fact(NOW, c)["value"] for c in ("NEET_percent", "Notknown_percent")]
    assert (parts, fact(NOW, "NEET_not_known_percent")["value"]) == ([3.8, 4.2], 8.1)


def test_a_share_names_the_cohort_that_it_is_of() -> None:
    assert fact(NOW, "NEET_percent")["denominator"] == 2000
    assert fact(NOW, "Full_time_education_percent")["denominator"] == 2010
    vulnerable = fact(NOW, "VG_cohort_percentage")
    assert (vulnerable["numerator"], vulnerable["denominator"]) == (50.7, 2000)
    # The leavers who were to have an offer are counted nowhere in the file.
    assert fact(NOW, "September_guarantee_Offer_made_percent")["denominator"] is None


def test_a_group_is_said_apart_from_the_share_that_it_makes_up() -> None:
    assert fact(NOW, "NEET_NK_EHCP_percent")["group"] == "sen=ehc-plan"
    assert fact(NOW, "NEET_NK_SENDsupport_percent")["group"] == "sen=support"
    assert fact(NOW, "NEET_NK_noSEN_percent")["group"] == "sen=none"
    assert fact(NOW, "VG_NEET_NK_percentage")["group"] == "vulnerable=yes"
    assert fact(NOW, "cohort_EHCP_percent")["group"] == "all"


def test_a_change_of_a_percentage_is_in_percentage_points() -> None:
    change = fact(NOW, "annual_change_ppts_NEET_not_known")
    assert (change["value"], change["unit"]) == (-2.8, "percentage-points")


def test_a_suppressed_value_is_never_zero_and_keeps_its_symbol() -> None:
    hidden = fact(NOW, "TOTAL_participating_in_education_and_training_percent", "X06000002")
    assert (hidden["value"], hidden["status"], hidden["symbol"]) == (None, "suppressed", "c")
    nothing = fact(NOW, "September_guarantee_annual_change_ppts", "X06000002")
    assert (nothing["value"], nothing["status"], nothing["symbol"]) == (None, "not-applicable", "z")
    empty = fact(OLD, "NEET_NK_EHCP_percent", "X10000003")
    assert (empty["value"], empty["status"], empty["symbol"]) == (None, "not-available", "")


def test_a_share_of_a_suppressed_cohort_has_no_denominator() -> None:
    assert fact(NOW, "VG_NEET_NK_percentage", "X06000002")["denominator"] is None


def test_every_level_answers_with_its_own_area() -> None:
    found = reading(NOW).observations.filter(pl.col("code") == "Cohort_DJFavg")
    assert found["area"].to_list() == ["X92000001", "X12000001", "X10000001", "X06000002"]


def test_a_retired_authority_keeps_its_own_history() -> None:
    assert fact(OLD, "NEET_percent", "X10000003")["value"] == 3


def test_la_demo_and_region_demo_are_invented_and_set_aside() -> None:
    told = [(row, found) for row, _, found, expected in faults(OLD) if "invented" in str(expected)]
    assert told == [(4, "Region demo"), (5, "LA demo")]
    assert set(reading(OLD).observations["row"]) == {2, 3}


def test_a_figure_left_over_for_the_country_alone_is_set_aside() -> None:
    told = [(row, column, found) for row, column, found, _ in faults(OLD) if row == 2]
    assert told == [(2, "cohort_EHCP_percent", "4.4"), (2, "NEET_NK_EHCP_percent", "8.6")]
    found = reading(OLD).observations
    assert (
        not found.filter((pl.col("area") == "X92000001") & (pl.col("group") != "all"))
        .filter(pl.col("value").is_not_null())
        .height
    )


def test_attainment_and_absence_of_an_earlier_year_are_not_read_and_said() -> None:
    read_codes = set(reading(NOW).observations["code"])
    assert not read_codes & set(not_read())
    assert any("avg_att8" in note and "earlier year" in note for note in reading(NOW).notes)


def test_every_column_of_every_layout_is_melted_or_said_not_to_be() -> None:
    for text in (NOW, OLD):
        assert not any("does not know" in note for note in reading(text).notes)
    added = NOW.replace("Age,", "Age,New_measure,").replace("16-17,", "16-17,5,")
    assert any("New_measure" in note and "does not know" in note for note in reading(added).notes)


def test_a_cell_is_found_again_by_its_row_and_column() -> None:
    lines = [line.split(",") for line in NOW.splitlines()]
    for cell in reading(NOW).observations.iter_rows(named=True):
        text = lines[cell["row"] - 1][cell["column"] - 1]
        assert lines[0][cell["column"] - 1] == cell["code"]
        assert text == cell["symbol"] if cell["value"] is None else float(text) == cell["value"]


def test_the_order_of_columns_does_not_matter() -> None:
    turned = "\n".join(",".join(reversed(line.split(","))) for line in NOW.splitlines())
    drop = ("row", "column")
    key = ("code", "area")
    assert (
        reading(turned)
        .observations.drop(drop)
        .sort(key)
        .equals(reading(NOW).observations.drop(drop).sort(key))
    )


@pytest.mark.parametrize(
    ("find", "put", "row", "column", "found"),
    [
        ("8.1", "about 8", 4, "NEET_not_known_percent", "about 8"),
        ("8.1", "nan", 4, "NEET_not_known_percent", "nan"),
        ("8.1", "8_1", 4, "NEET_not_known_percent", "8_1"),
        ("901,X10000001", "901,X10000009", 4, "new_la_code", "X10000009 (Aldershire)"),
        ("901,X10000001", "902,X10000001", 4, "old_la_code", "902 beside X10000001"),
        ("2025,Calendar year,Reg", "2025,Academic year,Reg", 3, "time_identifier", "Academic year"),
        ("2025,Calendar year,Reg", "20x5,Calendar year,Reg", 3, "time_period", "20x5"),
        ("2025,Calendar year,Reg", "2015,Calendar year,Reg", 3, "time_period", "2015"),
        ("Calendar year,Regional", "Calendar year,Parish", 3, "geographic_level", "Parish"),
        ("Aldershire,16-17", "Aldershire,16-18", 4, "Age", "16-18"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_place_and_no_good_row_is_lost(
    find: str, put: str, row: int, column: str, found: str
) -> None:
    told = faults(NOW.replace(find, put, 1))
    assert [line[:3] for line in told] == [(row, column, found)]
    kept = reading(NOW.replace(find, put, 1)).observations
    whole = reading(NOW).observations
    cells = whole.filter(pl.col("row") == row) if column != "NEET_not_known_percent" else None
    assert kept.height == whole.height - (1 if cells is None else cells.height)


def test_a_column_missing_that_places_a_row_is_an_error() -> None:
    with pytest.raises(ForelandError, match="no column new_la_code"):
        reading(NOW.replace("new_la_code", "code", 1))


def test_a_column_missing_that_measures_is_told_and_the_others_are_read() -> None:
    told = reading(NOW.replace("NEET_not_known_percent", "both", 1))
    assert told.quarantine.rows()[0][:3] == (1, "", "no column NEET_not_known_percent")
    assert told.observations.height == reading(NOW).observations.height - 4


def test_a_repeated_column_is_an_error() -> None:
    with pytest.raises(ForelandError, match="the column 'NEET_percent' 2 times"):
        reading(NOW.replace("Notknown_percent", "NEET_percent", 1))


def test_a_row_that_stands_twice_is_read_once_and_told() -> None:
    lines = NOW.splitlines()
    told = reading("\n".join([*lines, lines[3]]))
    assert told.observations.equals(reading(NOW).observations)
    assert set(told.quarantine["row"]) == {6}


def test_of_two_rows_that_disagree_on_one_fact_neither_is_kept() -> None:
    lines = NOW.splitlines()
    told = reading("\n".join([*lines, lines[3].replace(",8.1,", ",7.1,")]))
    codes = told.observations.filter(pl.col("area") == "X10000001")["code"]
    assert "NEET_not_known_percent" not in codes
    assert "NEET_percent" in codes
    assert {4, 6} == set(
        told.quarantine.filter(pl.col("column") == "NEET_not_known_percent")["row"]
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + NOW.encode(),
        NOW.replace("\n", "\r\n").encode(),
        NOW.encode("utf-16"),
        NOW.replace("Near Region", "Near Région").encode("cp1252"),
    ],
    ids=["byte order mark", "CRLF", "UTF-16", "Windows-1252"],
)
def test_any_encoding_reads_the_same(data: bytes) -> None:
    found = read(open_bytes(data, "scorecard.csv"), Context(REGISTER))
    assert found.observations.equals(reading(NOW).observations)


def test_a_declared_denominator_is_a_declared_count() -> None:
    counts = {measure.code for measure in measures() if measure.unit == "count"}
    for measure in measures():
        assert {measure.numerator, measure.denominator} <= counts | {None}
