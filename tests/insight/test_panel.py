"""A panel holds figures of all areas a year apart, and keeps what is missing missing."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from made_panel import NO_BREAK, facts, made
from observed import observed

from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.panel import mean, middle, panel, shifted


def test_a_missing_year_stays_missing_and_keeps_its_place() -> None:
    found = made(np.array([[1.0, 2.0, np.nan, 4.0]]))
    assert found.years[-4:] == (2016, 2017, 2018, 2019)
    assert np.isnan(found.values[0, 0, -2])
    assert found.values[0, 0, [-4, -3, -1]].tolist() == [1, 2, 4]


def test_a_quoted_or_suppressed_figure_has_no_place() -> None:
    found = panel(
        observed("""
        readers  all  A  2021/22  60
        readers  all  A  2022/23  61  quoted
        readers  all  A  2023/24  -  suppressed
        """),
        NO_BREAK,
        ["A"],
    )
    assert np.isfinite(found.values).sum() == 1


def test_windows_that_end_in_other_months_are_not_mixed() -> None:
    found = panel(
        observed("""
        youth  all  A  12 months to March 2023  5
        youth  all  A  12 months to June 2023   6
        youth  all  A  12 months to June 2024   7
        """),
        NO_BREAK,
        ["A"],
    )
    assert found.values[0, 0, -2:].tolist() == [6, 7]
    assert found.series["period_end"].to_list() == [date(2024, 6, 30)]


def test_monthly_figures_have_no_place() -> None:
    found = panel(observed("absence  all  A  March 2024  5"), NO_BREAK, ["A"])
    assert found.values.shape[0] == 0


def test_years_on_both_sides_of_a_break_are_told_apart() -> None:
    breaks = pl.DataFrame(
        [("readers", date(2017, 9, 1), "a new test")], schema=BREAKS_SCHEMA, orient="row"
    )
    found = made(np.array([[1.0, 2.0, 3.0, 4.0]]), breaks=breaks)
    # 2015/16 and 2016/17 before; 2017/18, 2018/19 and the three years to come after.
    assert found.segments[0, -7:].tolist() == [0, 0, 1, 1, 1, 1, 1]


def test_a_share_lies_within_bounds_and_a_gap_in_percent_does_not() -> None:
    share, gap = made(np.array([[50.0]]), "percent"), made(np.array([[-5.0]]), "percent")
    assert (share.lowest[0], share.highest[0]) == (0, 100)
    assert gap.lowest[0] == -np.inf


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2023, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 8, 31), 3, date(2027, 8, 31)),
        (date(2024, 9, 1), -2, date(2022, 9, 1)),
    ],
)
def test_a_months_last_day_stays_the_last(day: date, years: int, expected: date) -> None:
    assert shifted(day, years) == expected


def test_middle_and_mean_leave_out_what_is_missing() -> None:
    values = np.array([[1.0, np.nan, 3.0, 10.0], [np.nan] * 4])
    assert middle(values, 1)[0] == 3
    assert middle(values[:, :3], 1)[0] == 2
    assert mean(values, 1)[0] == pytest.approx(14 / 3)
    assert np.isnan(middle(values, 1)[1])
    assert np.isnan(mean(values, 1)[1])


def test_no_facts_make_an_empty_panel() -> None:
    assert panel(facts(np.zeros((0, 0))), NO_BREAK, []).values.shape == (0, 0, 11)
