"""How often areas that started where this one stands got that far."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_panel import made, steady

from foreland.insight.target_realism import realism


def ladder(gains: list[float], areas: int = 40) -> np.ndarray:
    """Area n stands at n; then every area gains what ``gains`` says of its year."""
    start = np.arange(float(areas))[:, None]
    return np.asarray(start + np.cumsum([0.0, *gains])[None, :])


def test_all_of_one_year_and_none_of_the_other_got_there() -> None:
    # In the first year everyone gained 4, in the second 1: half of the starts gained 2 or more.
    found = realism(made(ladder([4, 1])), 0, 20, 1, 1, target=20 + 5 + 2)
    assert found is not None
    assert (found.spans, found.share) == (2, 0.5)
    assert found.starts == 2 * found.reached  # type: ignore[operator]


def test_reaching_the_target_exactly_is_reaching_it() -> None:
    found = realism(made(ladder([3, 3])), 0, 20, 1, 1, target=29)
    assert found is not None
    assert found.share == 1


def test_only_starts_near_the_areas_own_place_count() -> None:
    # The lower half gains 10, the upper half nothing.
    figures = ladder([0.0])
    figures[:20, 1] = figures[:20, 0] + 10
    figures = np.concatenate([figures, figures[:, 1:]], axis=1)
    low, high = (realism(made(figures), 0, area, 1, 1) for area in (5, 38))
    assert low is not None
    assert high is None or high.usual_gain == 0
    assert low.starts < 40


def test_less_is_better_where_it_is() -> None:
    found = realism(made(-ladder([4, 1])), 0, 20, -1, 1, target=-27)
    assert found is not None
    assert found.share == 0.5
    assert found.usual_gain > 0


def test_what_everyone_gained_is_no_regression_to_the_mean() -> None:
    found = realism(made(ladder([2, 2])), 0, 20, 1, 1)
    assert found is not None
    assert (found.usual_gain, found.everyone_gain, found.regression) == (2, 2, 0)


def test_low_starts_that_were_noise_regress() -> None:
    random = np.random.default_rng(2)
    noise = 50 + random.normal(0, 5, (100, 8))
    noise[0, -1] = 40
    found = realism(made(noise), 0, 0, 1, 2)
    assert found is not None
    assert found.regression > 3


def test_suggestions_stand_in_order_and_are_what_so_many_reached() -> None:
    found = realism(made(steady(4, areas=100)), 0, 10, 1, 2)
    assert found is not None
    assert found.likely < found.ambitious < found.hardly_ever
    asked = realism(made(steady(4, areas=100)), 0, 10, 1, 2, target=found.ambitious)
    assert asked is not None
    assert asked.share == pytest.approx(0.25, abs=0.02)


@given(st.integers(0, 1000), st.floats(30, 70), st.floats(0, 10))
def test_a_harder_target_was_never_reached_more_often(
    seed: int, target: float, harder: float
) -> None:
    panel = made(steady(seed, areas=40, years=6))
    easy, hard = (realism(panel, 0, 3, 1, 1, target=t) for t in (target, target + harder))
    if easy is None or hard is None:
        assert easy is hard is None
        return
    assert (hard.reached or 0) <= (easy.reached or 0)


def test_a_gain_of_pupils_is_told_from_the_areas_own_figure() -> None:
    # Every authority grows by a tenth: of 605 that is 60.5, of 100 it would be 10.
    figures = np.linspace(100, 900, 41)[:, None] * np.array([[1, 1.1, 1.21]])
    found = realism(made(figures, "count"), 0, 20, 1, 1)
    assert found is not None
    assert (found.start, found.usual_gain) == (pytest.approx(605), pytest.approx(60.5))


def test_too_few_starts_tell_nothing() -> None:
    assert realism(made(ladder([1], areas=12)), 0, 5, 1, 1) is None


def test_no_polarity_no_time_or_no_figure_tell_nothing() -> None:
    figures = ladder([4, 1])
    assert realism(made(figures), 0, 20, 0, 1) is None
    assert realism(made(figures), 0, 20, 1, 0) is None
    assert realism(made(figures), 0, 20, 1, 9) is None
