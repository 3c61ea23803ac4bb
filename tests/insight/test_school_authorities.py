"""Authorities were made anew: a school is of the one that stood on the day, school by school."""

from datetime import date

import polars as pl

from foreland.insight.school_authorities import on_day, to_become

BEGAN = {"new": date(2019, 4, 1)}
BEFORE, AFTER = date(2017, 3, 31), date(2019, 8, 31)


def schools(*rows: tuple[str, str, str]) -> pl.DataFrame:
    schema = {"urn": pl.String, "school": pl.String, "area": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def lived(*rows: tuple[str, int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(u, date(year, 1, 15), area) for u, year, area in rows],
        schema={"urn": pl.String, "census": pl.Date, "area": pl.String},
        orient="row",
    )


LINKS = pl.DataFrame({"urn": ["b", "x", "y"], "before": ["a", "s", "s"]})


def of_day(frame: pl.DataFrame, seen: pl.DataFrame, day: date) -> list[tuple[object, ...]]:
    return on_day(frame, BEGAN, seen, LINKS, day).select("urn", "area_on_day").rows()


def test_before_the_change_a_census_of_that_time_says_which() -> None:
    frame = schools(("a", "a", "new"), ("k", "k", "kept"))
    assert of_day(frame, lived(("a", 2019, "old")), BEFORE) == [("a", "old"), ("k", "kept")]
    assert of_day(frame, lived(("a", 2019, "old")), AFTER) == [("a", "new"), ("k", "kept")]


def test_a_census_after_the_change_says_nothing_of_before() -> None:
    assert of_day(schools(("a", "a", "new")), lived(("a", 2023, "new")), BEFORE) == [("a", None)]


def test_a_school_is_found_under_the_number_that_it_had() -> None:
    assert of_day(schools(("b", "b", "new")), lived(("a", 2019, "old")), BEFORE) == [("b", "old")]


def test_what_closed_before_the_change_is_counted_with_what_it_became() -> None:
    listed = pl.DataFrame({"urn": ["b", "k"], "area": ["new", "old"]})
    found = to_become(schools(("a", "a", "old"), ("k", "k", "old")), listed, LINKS)
    assert found.select("urn", "area_to_be").rows() == [("a", "new"), ("k", "old")]


def test_a_school_split_between_two_authorities_keeps_its_own() -> None:
    listed = pl.DataFrame({"urn": ["x", "y"], "area": ["one", "two"]})
    found = to_become(schools(("s", "s", "old")), listed, LINKS)
    assert found["area_to_be"].to_list() == ["old"]
