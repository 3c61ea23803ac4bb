"""Figures of schools over years: which table stands, whom a number became, and breaks."""

import polars as pl
import pytest

from foreland.insight import school_measures as measures
from foreland.insight.school_measures import FIGURES


def figures(*rows: tuple[str, str, int, float | None, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(u, m, y, v, of, "final", "r", n) for n, (u, m, y, v, of) in enumerate(rows)],
        schema=FIGURES,
        orient="row",
    )


def links(*pairs: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema={"urn": pl.String, "before": pl.String}, orient="row")


def test_the_final_table_stands_before_the_provisional() -> None:
    found = measures.preferred(
        figures(
            ("1", "attainment_8", 2019, 40.0, "ks4-provisional"),
            ("1", "attainment_8", 2019, 41.0, "ks4-selected"),
            ("1", "attainment_8", 2018, None, "ks4"),
            ("1", "ebacc_points", 2019, 3.0, "ks4-selected"),
        )
    )
    assert found.select("measure", "value").rows() == [("attainment_8", 41.0)]


@pytest.mark.parametrize(
    ("measure", "before", "after", "broken"),
    [
        ("absence", 2023, 2024, False),
        ("attainment_8", 2016, 2017, True),
        ("attainment_8", 2018, 2019, False),
        ("attainment_8", 2019, 2023, True),
        ("attainment_8", 2023, 2024, False),
        ("reading_writing_maths_expected", 2017, 2018, True),
        ("progress_8", 2018, 2019, False),
    ],
)
def test_no_figure_is_compared_across_a_break(
    measure: str, before: int, after: int, broken: bool
) -> None:
    assert (measures.comparable(measure, before, after) is not None) == broken
    assert (measures.comparable(measure, after, before) is not None) == broken


def test_a_school_that_only_changed_its_number_is_one_school() -> None:
    assert measures.lines(links(("2", "1"), ("3", "2"))) == {"1": "3", "2": "3"}
    # A merger and a split end the line; a circle is walked once.
    assert measures.lines(links(("3", "1"), ("3", "2"))) == {}
    assert measures.lines(links(("2", "1"), ("3", "1"))) == {}
    # What stands beside the school that a part of it became has not become that school.
    assert measures.lines(links(("2", "1"), ("4", "3")), {"1"}) == {"3": "4"}
    assert set(measures.lines(links(("2", "1"), ("1", "2")))) == {"1", "2"}


def test_in_the_year_of_a_conversion_the_newer_numbers_figure_stands() -> None:
    told = figures(
        ("1", "absence", 2023, 5.0, "absence"),
        ("1", "absence", 2024, 6.0, "absence"),
        ("2", "absence", 2024, 7.0, "absence"),
    )
    found = measures.followed(told, {"1": "2"})
    assert found.select("urn", "year", "value").rows() == [("2", 2023, 5.0), ("2", 2024, 7.0)]
    assert measures.followed(told, {}).height == 3
