"""Periods: one print each, read back exactly; publishers' labels, and nothing guessed."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.model.periods import TERMS, Period, PeriodKind, last_day
from foreland.model.published_periods import Basis, parse_ees, parse_published
from foreland.model.statuses import Status

YEARS = st.integers(1991, 2099)
MONTHS = st.integers(1, 12)
DAYS = st.dates(date(1991, 1, 1), date(2099, 12, 31))

PERIODS = st.one_of(
    st.builds(Period.academic, YEARS, st.integers(1, 5)),
    st.builds(Period.further_education, YEARS),
    st.builds(Period.financial, YEARS, st.integers(1, 5)),
    st.builds(Period.calendar, YEARS, st.integers(1, 5)),
    st.builds(Period.month, YEARS, MONTHS),
    st.builds(Period.snapshot, DAYS),
    st.builds(Period.snapshot_month, YEARS, MONTHS),
    st.builds(Period.three_months, YEARS, MONTHS),
    st.builds(Period.rolling_12, YEARS, MONTHS),
    st.builds(Period.term, st.sampled_from(sorted(TERMS)), YEARS),
    st.builds(Period.week, YEARS, st.integers(1, 52)),
)


@given(PERIODS)
def test_a_printed_period_reads_back_to_itself(period: Period) -> None:
    assert Period.parse(period.label) == period
    assert Period.parse(str(period)) == period


@given(PERIODS, PERIODS)
def test_two_periods_never_print_alike(one: Period, other: Period) -> None:
    assert (one.label == other.label) == (one == other)


@given(PERIODS)
def test_a_period_does_not_end_before_it_starts(period: Period) -> None:
    assert period.start <= period.end
    assert period.years >= 1


@given(YEARS, st.sampled_from([Period.academic, Period.financial, Period.calendar]))
def test_the_next_year_begins_the_day_after_this_one_ends(year: int, kind: object) -> None:
    assert callable(kind)
    this, following = kind(year), kind(year + 1)
    assert following.start == this.end + timedelta(days=1)
    assert this.start < following.start
    assert this.end < following.end


@given(YEARS, st.sampled_from(list(Basis)))
def test_labels_of_one_basis_are_ordered_as_their_dates(year: int, basis: Basis) -> None:
    this = parse_published(str(year), basis).period
    following = parse_published(str(year + 1), basis).period
    assert (this.start, this.end) < (following.start, following.end)
    assert this.kind == following.kind


@given(st.text(max_size=30))
def test_any_other_text_is_an_error_and_never_a_guess(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValueError:
        return
    assert period.label == text


@given(st.text(max_size=20), st.sampled_from(list(Basis)))
def test_an_unknown_label_is_an_error(text: str, basis: Basis) -> None:
    try:
        read = parse_published(text, basis)
    except ValueError:
        return
    assert str(read.period.end.year) in text or f"{read.period.end.year % 100:02d}" in text


@pytest.mark.parametrize(
    ("label", "basis", "printed", "status"),
    [
        ("2025", Basis.ACADEMIC, "2024/25", None),
        ("2025", Basis.FINANCIAL, "2024-25", None),
        ("2025", Basis.CALENDAR, "2025", None),
        ("2025", Basis.AT_31_MARCH, "31 March 2025", None),
        ("2025", Basis.AT_30_SEPTEMBER, "30 September 2025", None),
        ("2025", Basis.IN_JANUARY, "January 2025 (snapshot)", None),
        ("2025", Basis.IN_MARCH, "March 2025 (snapshot)", None),
        ("2025", Basis.DECEMBER_TO_FEBRUARY, "December 2024 to February 2025", None),
        ("2025", Basis.YEAR_TO_30_SEPTEMBER, "12 months to September 2025", None),
        ("2025 (Rev)", Basis.ACADEMIC, "2024/25", Status.REVISED),
        ("2025 (prov)", Basis.ACADEMIC, "2024/25", Status.PROVISIONAL),
        ("2020 (Final)", Basis.ACADEMIC, "2019/20", Status.FINAL),
        ("2024-25", Basis.FINANCIAL, "2024-25", None),
        ("2024-25 (OT)", Basis.FINANCIAL, "2024-25", Status.FINAL),
        ("2023/24", Basis.ACADEMIC, "2023/24", None),
        ("1999/00", Basis.ACADEMIC, "1999/00", None),
        ("2021/22-23/24", Basis.ACADEMIC, "2021/22 to 2023/24", None),
        ("2014-16", Basis.CALENDAR, "2014 to 2016", None),
        ("202425", Basis.ACADEMIC, "2024/25", None),
        ("2024-09-01/P1Y", Basis.CALENDAR, "2024/25", None),
        ("2024-08-01/P1Y", Basis.CALENDAR, "2024/25 (August to July)", None),
        ("2024-04-01/P1Y", Basis.CALENDAR, "2024-25", None),
    ],
)
def test_published_labels(label: str, basis: Basis, printed: str, status: Status | None) -> None:
    read = parse_published(label, basis)
    assert (read.period.label, read.status) == (printed, status)


@pytest.mark.parametrize(
    ("label", "basis"),
    [
        ("0", Basis.ACADEMIC),
        ("", Basis.ACADEMIC),
        ("2025 (Guess)", Basis.ACADEMIC),
        ("2024/26", Basis.ACADEMIC),
        ("202426", Basis.ACADEMIC),
        ("2021/23-23/24", Basis.ACADEMIC),
        ("2014-16", Basis.ACADEMIC),
        ("2014-16", Basis.AT_31_MARCH),
        ("1066", Basis.CALENDAR),
        ("Autumn 2025", Basis.ACADEMIC),
        ("2024-02-01/P1Y", Basis.CALENDAR),
    ],
)
def test_labels_that_are_no_period_are_errors(label: str, basis: Basis) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(label))):
        parse_published(label, basis)


@pytest.mark.parametrize(
    ("time_period", "identifier", "basis", "printed"),
    [
        ("202425", "Academic year", None, "2024/25"),
        ("202425", "Financial year", None, "2024-25"),
        ("202425", "Tax year", None, "2024-25"),
        ("2025", "Calendar year", None, "2025"),
        ("2025", "Reporting year", Basis.AT_31_MARCH, "31 March 2025"),
        # The scorecard's "Calendar year" is three months of the school year before.
        ("2025", "Calendar year", Basis.DECEMBER_TO_FEBRUARY, "December 2024 to February 2025"),
        ("202425", "Autumn term", None, "Autumn term 2024/25"),
        ("202425", "Autumn and spring term", None, "Autumn and spring terms 2024/25"),
        ("2025", "Week 12", None, "week 12 of 2025"),
        ("2025", "March", None, "March 2025"),
    ],
)
def test_the_two_columns_of_an_open_data_file(
    time_period: str, identifier: str, basis: Basis | None, printed: str
) -> None:
    assert parse_ees(time_period, identifier, basis).label == printed


def test_a_reporting_year_is_read_only_where_its_basis_is_known() -> None:
    with pytest.raises(ValueError, match="basis"):
        parse_ees("2025", "Reporting year")


def test_a_period_whose_dates_are_not_its_kinds_is_refused() -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period(PeriodKind.ACADEMIC, date(2024, 10, 1), date(2025, 9, 30))
    with pytest.raises(ValueError, match="not a period"):
        Period(PeriodKind.MONTH, date(2024, 2, 1), date(2024, 2, 28))
    with pytest.raises(ValueError, match="not a period"):
        Period(PeriodKind.CALENDAR, date(2025, 1, 1), date(2024, 12, 31))


@given(YEARS, MONTHS)
def test_the_last_day_is_the_day_before_the_next_months_first(year: int, month: int) -> None:
    following = last_day(year, month) + timedelta(days=1)
    assert following.day == 1
    assert following.month == month % 12 + 1
