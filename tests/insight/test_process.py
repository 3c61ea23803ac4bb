"""Process limits, by their worked example, and the signals one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.process import NEAR, OUTSIDE, RUN, TREND, Limits, limits, signals

CALM = [1.0, -1.0] * 6


def test_the_worked_example_of_seven_points() -> None:
    """91, 93, 90, 94, 92, 91, 95: mean 92.29, mean moving range 2.67, limits 85.2 to 99.4."""
    found = limits([91, 93, 90, 94, 92, 91, 95])
    assert (round(found.mean, 2), round(found.moving_range, 2)) == (92.29, 2.67)
    assert (round(found.lower, 1), round(found.upper, 1)) == (85.2, 99.4)


@pytest.mark.parametrize(
    ("last", "signal"),
    [
        ([9.0], {OUTSIDE}),
        ([0.5] * 7, {RUN}),
        ([-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9], {TREND}),
        ([4.5, 0.0, 4.5], {NEAR}),
        ([4.5, 0.0, -4.5], set()),
        ([0.5] * 6, set()),
        ([1.0], set()),
    ],
)
def test_each_signal_ends_in_its_point(last: list[float], signal: set[str]) -> None:
    """Limits are -5.32 and 5.32, two sigma 3.55."""
    found = signals([*CALM, *last], Limits(0.0, 2.0))
    assert set(found[-1]) == signal
    assert not any(found[: len(CALM)])


@pytest.mark.parametrize(("few", "call"), [(5, limits), (11, signals)])
def test_too_few_points_are_refused(few: int, call: object) -> None:
    with pytest.raises(ValueError, match="points"):
        call([1.0] * few)  # type: ignore[operator]


@given(st.lists(st.integers(-100, 100), min_size=12, max_size=40), st.integers(-50, 50))
def test_moving_the_whole_series_moves_no_signal(values: list[int], by: int) -> None:
    first = signals([float(v) for v in values], Limits(0.0, 8.0))
    moved = signals([float(v + by) for v in values], Limits(float(by), 8.0))
    assert first == moved
