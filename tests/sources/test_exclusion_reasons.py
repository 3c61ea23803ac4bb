"""Exclusions by reason to 2017: names without codes, x for suppressed, parts of a pupil."""

from datetime import date

import polars as pl
import pytest

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.sources.exclusion_reasons import READER, read
from foreland.sources.opening import open_bytes
from foreland.sources.reading import READING_SCHEMA, Context, Reading
from foreland.sources.registry import reader_of

TEXT = """\
"year","la_name","school_type","perm_bullying","perm_other","fixed_bullying"
"201617","Foreland","Total","25","1355","4250"
"201617","Aldershire","Total","x","0","3.33333"
"201617","Aldershire","State-funded primary","0","0","4"
"200607","Cheshire (Pre LGR 2009)","Total","3","4","5"
"""
REGISTER = Register(
    [
        Area("X92000001", "Foreland", "country"),
        Area("X10000001", "Aldershire (to 2019)", "county", closed=date(2019, 3, 31)),
        Area("X06000001", "Aldershire", "unitary authority", opened=date(2019, 4, 1)),
    ]
)


def reading(text: str = TEXT) -> Reading:
    opened = open_bytes(text.encode(), "any.csv")
    assert reader_of(opened) is READER
    return read(opened, Context(REGISTER))


def fact(code: str, group: str = "all") -> dict[str, object]:
    chosen = (pl.col("code") == code) & (pl.col("area") == "X10000001") & (pl.col("group") == group)
    return reading().observations.row(by_predicate=chosen, named=True)


def test_a_reading_has_the_columns_that_the_store_keeps() -> None:
    assert dict(reading().observations.schema) == READING_SCHEMA


def test_x_is_suppressed_in_these_older_files_and_never_zero() -> None:
    found = fact("perm_bullying")
    assert (found["value"], found["symbol"], found["status"]) == (None, "x", "suppressed")
    assert (fact("perm_other")["value"], fact("perm_other")["status"]) == (0, "final")


def test_a_name_used_again_is_the_authority_of_that_year() -> None:
    assert set(reading().observations["area"]) == {"X92000001", "X10000001"}


def test_a_part_of_an_exclusion_is_an_estimate() -> None:
    assert (fact("fixed_bullying")["value"], fact("fixed_bullying")["status"]) == (
        3.33333,
        "estimated",
    )


def test_a_type_of_school_is_a_group_and_a_year_a_school_year() -> None:
    found = fact("fixed_bullying", "phase=primary")
    assert (found["value"], found["period_end"]) == (4, date(2017, 8, 31))


def test_an_authority_that_the_register_does_not_know_is_set_aside() -> None:
    told = reading().quarantine.select("row", "column", "found").rows()
    assert told == [(5, "la_name", "Cheshire (Pre LGR 2009)")]


@pytest.mark.parametrize(
    ("find", "put", "row", "column", "found"),
    [
        ('"201617","Foreland"', '"201618","Foreland"', 2, "year", "201618"),
        ('"201617","Foreland"', '"2017","Foreland"', 2, "year", "2017"),
        ("State-funded primary", "Nursery", 4, "school_type", "Nursery"),
        ('"1355"', '"many"', 2, "perm_other", "many"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_place(
    find: str, put: str, row: int, column: str, found: str
) -> None:
    told = reading(TEXT.replace(find, put, 1)).quarantine.select("row", "column", "found").rows()
    assert told == [(row, column, found), (5, "la_name", "Cheshire (Pre LGR 2009)")]


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(ForelandError, match="no column la_name"):
        reading(TEXT.replace("la_name", "name"))
