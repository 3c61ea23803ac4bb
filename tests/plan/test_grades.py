"""A figure is held to its target exactly: on the mark counts, and rounding never rates."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foreland.plan.grades import EARNED, Goal, distance, grade, hidden_by_rounding, rounded

LOWER = Goal("lower", 2.5, 3.0)
BAND = Goal("band", low=3, high=7, floor_low=2, floor_high=9)


@pytest.mark.parametrize(
    ("value", "goal", "rating"),
    [
        (60, Goal("higher", 60, 55), "met"),
        (59.9, Goal("higher", 60, 55), "floor-met"),
        (55, Goal("higher", 60, 55), "floor-met"),
        (34, Goal("higher", 60, 55), "floor-missed"),
        (59.9, Goal("higher", 60), "missed"),
        (2.5, LOWER, "met"),
        (2.54, LOWER, "floor-met"),
        (3.0, LOWER, "floor-met"),
        (3.01, LOWER, "floor-missed"),
        (2.54, Goal("lower", 2.5), "missed"),
        (3, BAND, "met"),
        (7, BAND, "met"),
        (2.5, BAND, "floor-met"),
        (2, BAND, "floor-met"),
        (1.9, BAND, "floor-missed"),
        (9, BAND, "floor-met"),
        (9.1, BAND, "floor-missed"),
        (9.1, Goal("band", low=3, high=7), "missed"),
        (9.1, Goal("band", low=3, high=7, floor_low=2), "missed"),
        (0, Goal("lower", 0, 1), "met"),
    ],
)
def test_a_figure_earns_its_rating(value: float, goal: Goal, rating: str) -> None:
    assert grade(value, goal) == rating


def test_the_float_never_rates() -> None:
    assert 0.1 + 0.2 > 0.3
    assert grade(0.1 + 0.2, Goal("lower", 0.3)) == "met"
    assert grade(74.8 - 68.0, Goal("lower", 6.8)) == "met"
    assert grade(34.0 - 1e-12, Goal("higher", 34)) == "met"


def test_2_54_prints_as_the_target_and_does_not_meet_it() -> None:
    assert hidden_by_rounding(2.54, LOWER, 1) == (
        "2.54 prints as 2.5, the target, but does not meet it"
    )
    assert hidden_by_rounding(2.6, LOWER, 1) is None
    assert hidden_by_rounding(2.5, LOWER, 1) is None


def test_a_figure_that_prints_on_the_wrong_side_but_meets_is_explained() -> None:
    assert hidden_by_rounding(2.46, Goal("lower", 2.46), 1) == (
        "2.46 prints as 2.5; the figure as it is counts"
    )


def test_44_45_prints_44_5() -> None:
    assert str(rounded(44.45, 1)) == "44.5"
    assert str(rounded(2.5, 0)) == "3"
    assert str(rounded(-2.5, 0)) == "-3"


def test_distance_is_how_far_on_the_worse_side() -> None:
    assert distance(34, Goal("higher", 60, 55)) == 26
    assert distance(35, Goal("lower", 50, 60)) == -15
    assert distance(9, BAND) == 2
    assert distance(4, BAND) == -1


_FIGURE = st.decimals(-1000, 1000, places=3).map(float)


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    polarity = draw(st.sampled_from(["higher", "lower"]))
    target = draw(_FIGURE)
    floor = None
    if draw(st.booleans()):
        away = draw(st.decimals("0.001", 100, places=3).map(float))
        floor = round(target - away if polarity == "higher" else target + away, 3)
    return Goal(polarity, target, floor)


@given(_FIGURE, _FIGURE, goals())
def test_a_better_figure_never_earns_a_worse_rating(one: float, other: float, goal: Goal) -> None:
    worse, better = sorted((one, other), reverse=goal.polarity == "lower")
    assert EARNED.index(grade(better, goal)) <= EARNED.index(grade(worse, goal))
    assert distance(better, goal) <= distance(worse, goal)


@given(_FIGURE, goals())
def test_turning_sign_and_polarity_round_earns_the_same(value: float, goal: Goal) -> None:
    turned = Goal(
        "lower" if goal.polarity == "higher" else "higher",
        None if goal.value is None else -goal.value,
        None if goal.floor is None else -goal.floor,
    )
    assert grade(value, goal) == grade(-value, turned)


@given(_FIGURE, goals(), st.integers(0, 2))
def test_where_rounding_would_rate_otherwise_it_is_said_and_does_not(
    value: float, goal: Goal, precision: int
) -> None:
    printed = float(rounded(value, precision))
    said = hidden_by_rounding(value, goal, precision)
    assert (said is not None) == (grade(printed, goal) != grade(value, goal))


@given(_FIGURE, goals())
def test_the_floats_noise_never_changes_a_rating(value: float, goal: Goal) -> None:
    assume(abs(value) > 1e-3)
    assert grade(value * (1 + 1e-13), goal) == grade(value, goal)
