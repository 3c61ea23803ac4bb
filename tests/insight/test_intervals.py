"""Intervals against published worked examples, and what no interval may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.intervals import byar, difference_of_rates, newcombe, wilson


def test_wilson_of_12_in_20_is_38_7_to_78_1_percent() -> None:
    found = wilson(12, 20).scaled(100)
    assert (round(found.lower, 1), round(found.upper, 1)) == (38.7, 78.1)


def test_wilson_agrees_with_newcombe_1998_single_proportion() -> None:
    """Newcombe, Two-sided confidence intervals for the single proportion (1998), table I."""
    for cases, people, lower, upper in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = wilson(cases, people)
        assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


def test_84_of_150_to_96_of_150_may_be_chance() -> None:
    """From the two Wilson limits: 48.005 to 63.696 and 56.057 to 71.243 per cent."""
    found = newcombe(96, 150, 84, 150).scaled(100)
    assert (round(found.lower, 2), round(found.upper, 2)) == (-3.06, 18.79)
    assert not found.excludes_zero


def test_newcombe_agrees_with_the_difference_of_56_in_70_and_48_in_80() -> None:
    """Newcombe, Interval estimation for the difference (1998), table II, method 10, example (a)."""
    found = newcombe(56, 70, 48, 80)
    assert (round(found.lower, 4), round(found.upper, 4)) == (0.0524, 0.3339)
    assert found.excludes_zero


def test_newcombe_agrees_where_nobody_is_a_case() -> None:
    """The same table, examples (f) and (h): 0 of 10 less 0 of 20; 10 of 10 less 0 of 20."""
    found = newcombe(0, 10, 0, 20)
    assert (round(found.lower, 4), round(found.upper, 4)) == (-0.1611, 0.2775)
    found = newcombe(10, 10, 0, 20)
    assert (round(found.lower, 4), round(found.upper, 4)) == (0.6791, 1.0)


def test_few_events_have_exact_poisson_limits() -> None:
    """As any table of exact limits has them: 0 to 3.69 around no event, 1.62 to 11.67 around 5."""
    assert [(round(byar(n).lower, 3), round(byar(n).upper, 3)) for n in (0, 1, 5)] == [
        (0.0, 3.689),
        (0.025, 5.572),
        (1.623, 11.668),
    ]


def test_byar_is_near_the_exact_limits_of_100_events() -> None:
    found = byar(100)
    assert (round(found.lower, 1), round(found.upper, 1)) == (81.4, 121.6)


def test_a_rate_that_doubles_on_many_events_is_no_chance() -> None:
    assert difference_of_rates(200, 1000, 100, 1000).excludes_zero
    assert not difference_of_rates(4, 1000, 2, 1000).excludes_zero


@pytest.mark.parametrize(("cases", "people"), [(3, 2), (-1, 5), (0, 0)])
def test_what_is_no_share_is_refused(cases: float, people: float) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(cases, people)


_PEOPLE = st.integers(1, 100_000)


@given(_PEOPLE.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_between_0_and_1(pair: tuple[int, int]) -> None:
    cases, people = pair
    found = wilson(cases, people)
    assert 0 <= found.lower <= cases / people <= found.upper <= 1


@given(
    _PEOPLE.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    _PEOPLE.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_exchanging_now_and_before_turns_the_interval_round(
    now: tuple[int, int], before: tuple[int, int]
) -> None:
    found, turned = newcombe(*now, *before), newcombe(*before, *now)
    assert found.lower == pytest.approx(-turned.upper)
    assert found.upper == pytest.approx(-turned.lower)


@given(st.integers(0, 5000))
def test_a_count_lies_inside_its_limits(events: int) -> None:
    found = byar(events)
    assert 0 <= found.lower <= events < found.upper
