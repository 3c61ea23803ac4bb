"""Period forms of an area's own figures, beside those of Explore Education Statistics."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.model.periods import MONTHS, Period
from foreland.model.published_periods import parse_ees


@pytest.mark.parametrize(
    ("time_period", "identifier", "start", "end"),
    [
        ("2025", "12 months to June", date(2024, 7, 1), date(2025, 6, 30)),
        ("2024", "12 months to December", date(2024, 1, 1), date(2024, 12, 31)),
        ("2025", "3 months to February", date(2024, 12, 1), date(2025, 2, 28)),
        ("2025", "March (snapshot)", date(2025, 3, 1), date(2025, 3, 31)),
        ("2025-03-31", "Day", date(2025, 3, 31), date(2025, 3, 31)),
    ],
)
def test_an_own_form_means_these_days(
    time_period: str, identifier: str, start: date, end: date
) -> None:
    period = parse_ees(time_period, identifier)
    assert (period.start, period.end) == (start, end)


def test_a_month_counted_and_a_count_taken_in_a_month_are_two_kinds() -> None:
    assert parse_ees("2025", "March").kind == "month"
    assert parse_ees("2025", "March (snapshot)").kind == "snapshot"


@pytest.mark.parametrize(
    ("time_period", "identifier"),
    [
        ("2025", "12 months to Juny"),
        ("202425", "12 months to June"),
        ("20250331", "Day"),
        ("31/03/2025", "Day"),
        ("2025-02-30", "Day"),
        ("1825-03-31", "Day"),
        ("1825", "March (snapshot)"),
    ],
)
def test_another_form_is_an_error_and_never_a_guess(time_period: str, identifier: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (whatever the words, it is refused)
        parse_ees(time_period, identifier)


@given(st.integers(1990, 2100), st.sampled_from(MONTHS))
def test_every_month_can_end_a_rolling_year(year: int, month: str) -> None:
    number = MONTHS.index(month) + 1
    assert parse_ees(str(year), f"12 months to {month}") == Period.rolling_12(year, number)
    assert parse_ees(str(year), f"3 months to {month}") == Period.three_months(year, number)
