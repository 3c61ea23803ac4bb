"""The table of appeals to the SEND Tribunal: title rows, footnotes, wrong numbers."""

from datetime import date

import polars as pl
import pytest

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.sources import registry
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.tribunal import claims, read

REGISTER = Register(
    [
        Area("X92000001", "England", "country"),
        Area("X10000001", "Aldershire", "county", dfe_number="901"),
        Area("X06000002", "Bexborough", "unitary authority", dfe_number="902"),
        Area(
            "X10000003",
            "Coombe (to 2019)",
            "county",
            dfe_number="903",
            closed=date(2019, 3, 31),
            successors=("X06000004",),
        ),
        Area("X06000004", "Coombe", "unitary authority", dfe_number="904", opened=date(2019, 4, 1)),
    ]
)

TITLE = '"SEND Appeal rate table 1: appeals, by local authorities 2018-20202,3",,,,,,,'
YEARS = "Local Authority,LA code,2018,,,2019,,"
KINDS = (
    ",,Appeals registered4,Total Appealable Decisions1,SEND Tribunal Appeal Rate2,"
    'Appeals registered4,"Total Appealable Decisions1,9",SEND Tribunal Appeal Rate2'
)
REGION = "NORTH EAST,,,,,,,"


def reading(*lines: str, kinds: str = KINDS) -> Reading:
    text = "\n".join([TITLE, ",,,,,,,", ",,,,,,,", YEARS, kinds, REGION, *lines]) + "\n"
    opened = open_bytes(text.encode("utf-8-sig"), "appeals.csv")
    assert claims(opened)
    found = registry.reader_of(opened)
    assert found is not None
    assert found.name == "tribunal-appeals"
    return read(opened, Context(REGISTER))


def test_three_columns_a_year_are_read_under_three_title_and_two_header_rows() -> None:
    found = reading('Aldershire,901,4,395,1.00%,12,"1,071",1.10%')
    wanted = ["code", "period_end", "value", "numerator", "denominator", "row", "column"]
    assert found.observations.select(wanted).rows() == [
        ("ehc_tribunals.appeals_registered", date(2018, 12, 31), 4.0, None, None, 7, 3),
        ("ehc_tribunals.appealable_decisions", date(2018, 12, 31), 395.0, None, None, 7, 4),
        ("ehc_tribunals.appeal_rate", date(2018, 12, 31), 1.0, 4.0, 395.0, 7, 5),
        ("ehc_tribunals.appeals_registered", date(2019, 12, 31), 12.0, None, None, 7, 6),
        ("ehc_tribunals.appealable_decisions", date(2019, 12, 31), 1071.0, None, None, 7, 7),
        ("ehc_tribunals.appeal_rate", date(2019, 12, 31), 1.1, 12.0, 1071.0, 7, 8),
    ]


def test_footnote_numbers_glued_to_words_are_taken_off() -> None:
    """Trap: footnote numbers glued to words."""
    found = reading("Aldershire5,901,1,2,50.00%,1,2,50.00%", '"England Total4,9",,1,2,50%,1,2,50%')
    assert set(found.observations["area"]) == {"X10000001", "X92000001"}


def test_row_with_the_number_of_another_authority_is_quarantined() -> None:
    found = reading("Aldershire,902,1,2,50.00%,1,2,50.00%")
    assert found.observations.height == 0
    assert found.quarantine["found"].to_list() == ["902 (Bexborough) for Aldershire"]


def test_authority_without_a_number_is_found_by_its_name() -> None:
    found = reading("Bexborough5,,1,2,50.00%,1,2,50.00%")
    assert set(found.observations["area"]) == {"X06000002"}


def test_years_before_an_authority_began_are_of_its_namesake() -> None:
    """As with Dorset, whose boundaries changed in April 2019."""
    found = reading("Coombe6,904,1,2,50.00%,3,4,75.00%").observations
    rates = found.filter(pl.col("code") == "ehc_tribunals.appeal_rate")
    assert rates.select("area", "published_period", "value").rows() == [
        ("X10000003", "2018", 50.0),
        ("X06000004", "2019", 75.0),
    ]


def test_signs_are_kept_and_none_is_zero() -> None:
    found = reading("Aldershire,901, - ,401,0.00%, .. , ~ , x ").observations
    assert found.select("value", "status", "symbol").rows() == [
        (None, "not-available", "-"),
        (401.0, "final", None),
        (0.0, "final", None),
        (None, "not-available", ".."),
        (None, "suppressed", "~"),
        (None, "not-available", "x"),
    ]


def test_cell_of_words_is_quarantined_and_the_others_are_read() -> None:
    found = reading("Aldershire,901,many,2,50.00%,1,2,50.00%")
    assert found.quarantine.select("row", "found").rows() == [(7, "many")]
    assert found.observations.height == 5


def test_england_without_suppressed_authorities_is_another_population() -> None:
    found = reading("England total excluding suppressed,,1,,,2,,")
    assert found.observations.height == 0
    assert found.notes == ("1 row set aside: England without suppressed authorities",)


def test_row_that_stands_twice_is_kept_once_and_named() -> None:
    line = "Aldershire,901,1,2,50.00%,3,4,75.00%"
    again = reading(line, line)
    assert set(again.observations["row"]) == {7}
    assert set(again.quarantine["row"]) == {8}
    unlike = reading(line, line.replace("75", "76"))
    assert set(unlike.observations["column"]) == {3, 4, 5, 6, 7}


def test_notes_below_the_table_are_no_rows() -> None:
    found = reading(
        "Aldershire,901,1,2,50.00%,1,2,50.00%",
        ",,,,,,,",
        '"1. Decisions are:\n- one\n- two",,,,,,,',
        "~ Suppressed ,,,,,,,",
    )
    assert found.observations.height == 6
    assert found.quarantine.height == 0


def test_unknown_column_is_told() -> None:
    with pytest.raises(ForelandError, match="Appeals upheld"):
        reading(
            "Aldershire,901,1,2,3,4,5,6",
            kinds=KINDS.replace("Appeals registered4", "Appeals upheld"),
        )


def test_column_that_stands_twice_is_told() -> None:
    kinds = KINDS.replace("Total Appealable Decisions1,SEND", "Appeals registered,SEND")
    with pytest.raises(ForelandError, match="2018 Appeals registered twice"):
        reading("Aldershire,901,1,2,50.00%,1,2,50.00%", kinds=kinds)
