"""Supported schools beside matched ones: pairs, the randomisation interval, and the placebo."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreland.insight import support_effect as effects
from foreland.insight.support_effect import Pool

#: Darwin's maize, crossed less self-fertilised in eighths of an inch: R. A. Fisher, The Design of
#: Experiments (1935), sections 17 and 21.
DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]


def test_p_is_fishers_of_darwins_maize() -> None:
    """Fisher: in 863 of the 32,768 ways the total is 314 or more; both ways, 1,726."""
    found = effects.effect(np.array(DARWIN, dtype=float))
    assert found.estimate == pytest.approx(314 / 15)
    assert found.p == pytest.approx(1726 / 32768, abs=1e-12)
    assert found.lower is not None
    assert found.lower < 0  # 5.27 % is more than 5 %


VALUES = st.lists(st.floats(-100, 100).map(lambda v: round(v, 3)), min_size=8, max_size=20)


def brute(values: list[float], mean: float) -> float:
    """How often a way of swapping does at least as much about ``mean``: every way tried."""
    gaps = np.array(values) - mean
    ways = np.arange(2 ** len(values))[:, None] >> np.arange(len(values))[None, :] & 1
    totals = ((1 - 2 * ways) * gaps).sum(axis=1)
    return float((np.abs(totals) >= abs(gaps.sum()) - 1e-9).mean())


@settings(max_examples=60)
@given(st.lists(st.integers(-30, 30).map(float), min_size=8, max_size=10))
def test_the_interval_holds_the_means_that_the_test_does_not_refuse(values: list[float]) -> None:
    found = effects.effect(np.array(values))
    assert found.p == pytest.approx(brute(values, 0.0))
    assert found.lower is not None
    assert found.upper is not None
    assert found.estimate is not None
    assert found.lower <= found.estimate + 1e-9
    assert found.estimate <= found.upper + 1e-9
    for inside in (found.lower, found.upper):
        if math.isfinite(inside):
            assert brute(values, inside) > 0.05 - 1e-9
    step = 1e-6 + 1e-9 * (abs(found.lower) + abs(found.upper))
    for outside in (found.lower - step, found.upper + step):
        if math.isfinite(outside):
            assert brute(values, outside) <= 0.05 + 1e-9


@given(VALUES)
def test_p_and_interval_say_the_same(values: list[float]) -> None:
    found = effects.effect(np.array(values))
    assert found.p is not None
    assert found.lower is not None
    assert found.upper is not None
    if found.p <= 0.05:
        assert found.lower >= -1e-9 or found.upper <= 1e-9
    else:
        assert found.lower <= 1e-9
        assert found.upper >= -1e-9


@given(VALUES, st.floats(-50, 50))
def test_moving_all_values_moves_the_interval(values: list[float], by: float) -> None:
    one, other = effects.effect(np.array(values)), effects.effect(np.array(values) + by)
    for name in ("estimate", "lower", "upper"):
        before, after = getattr(one, name), getattr(other, name)
        assert after == pytest.approx(before + by, abs=1e-6)


def test_too_few_pairs_tell_nothing() -> None:
    found = effects.effect(np.full(effects.FEWEST_PAIRS - 1, 5.0))
    assert found == effects.Effect(effects.FEWEST_PAIRS - 1, None, None, None, None)


def test_the_same_values_give_the_same_digits() -> None:
    values = np.random.default_rng(5).normal(size=40)
    assert effects.effect(values) == effects.effect(values.copy())


def pool(
    values: list[float], cells: list[int] | None = None, change: list[float] | None = None
) -> Pool:
    column = np.array(values)[:, None]
    places = np.array(cells or [0] * len(values), dtype=np.intp)
    gained = np.array(change or [0.0] * len(values))
    return Pool(places, column, np.array([1.0]), gained)


def pairs(made: Pool, *treated: int) -> list[tuple[int, int]]:
    found = effects.paired(made, np.array(treated, dtype=np.intp))
    return list(zip(found.treated.tolist(), found.control.tolist(), strict=True))


def test_each_school_is_paired_once_the_nearest_first() -> None:
    made = pool([0.0, 0.3, 0.1, 0.35])
    assert pairs(made, 0, 1) == [(0, 2), (1, 3)]
    # Both are nearest to 2: it goes to 1, which is nearer, and 0 takes the next within reach.
    assert pairs(pool([0.0, 0.2, 0.15, 0.4]), 0, 1) == [(0, 3), (1, 2)]


def test_a_match_is_of_the_same_cell_and_not_too_far() -> None:
    assert pairs(pool([0.0, 0.0, 0.1], [0, 1, 0]), 0) == [(0, 2)]
    assert pairs(pool([0.0, 0.51]), 0) == []
    assert pairs(pool([0.0, 0.49]), 0) == [(0, 1)]


def test_ties_go_to_the_first_of_the_pool() -> None:
    assert pairs(pool([0.0, 0.1, -0.1, 0.1]), 0) == [(0, 1)]


def test_an_effect_is_how_much_more_the_supported_changed() -> None:
    made = pool([0.0, 0.0, 0.2, 0.2], [0, 0, 1, 1], [5.0, 3.0, 1.0, 2.0])
    found = effects.paired(made, np.array([0, 2], dtype=np.intp))
    assert effects.differences(made, found).tolist() == [2.0, -1.0]


def made_up(seed: int, schools: int, noise: str = "normal") -> Pool:
    """Schools whose results regress to their mean, with place and size, and no effect at all."""
    random = np.random.default_rng(seed)
    covariates = random.normal(size=(schools, 3))
    drawn = random.normal(size=schools) if noise == "normal" else random.standard_t(2, schools)
    change = -0.4 * covariates[:, 0] + 0.2 * covariates[:, 1] + drawn
    within = np.zeros(schools, dtype=np.intp)
    cells = random.integers(0, 2, schools).astype(np.intp)
    weights = np.array([3.0, 1.0, 1.0])
    return Pool(cells, effects.standardised(covariates, within), weights, change)


@pytest.mark.parametrize(("noise", "seed"), [("normal", 11), ("heavy", 12)])
def test_support_given_at_random_shows_an_effect_in_one_draw_of_twenty(
    noise: str, seed: int
) -> None:
    """2,000 draws: 95 % of such counts lie between 81 and 120 (binomial), about 4.0 to 6.0 %.

    One school in fifty is supported: where it is a large part of all, a little less than 5 %.
    """
    found = effects.placebo(made_up(seed, 1200, noise), 24, 2000, seed)
    print(f"{noise}: {found.shown} of {found.draws} draws, {found.share:.1%}")
    assert 81 <= found.shown <= 120
    assert abs(found.mean_estimate) < 0.1


def test_a_real_effect_is_found() -> None:
    made = made_up(4, 240)
    treated = np.arange(0, 240, 8)
    change = made.change.copy()
    change[treated] += 2.0
    with_effect = Pool(made.cells, made.covariates, made.weights, change)
    found = effects.effect(effects.differences(with_effect, effects.paired(with_effect, treated)))
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 2.0 < found.upper
    assert found.lower > 0


def test_schools_chosen_because_they_did_badly_show_no_effect_once_matched() -> None:
    """Regression to the mean: the worst rise whoever helps them. Matched by results before."""
    made = made_up(21, 400)
    worst = np.argsort(made.covariates[:, 0], kind="stable")[20:100:2]
    found = effects.effect(effects.differences(made, effects.paired(made, np.sort(worst))))
    plain = made.change[worst].mean() - np.delete(made.change, worst).mean()
    assert plain > 0.4  # without matching, it looks like a success
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 0 < found.upper


def test_a_column_that_is_the_same_for_all_tells_nobody_apart() -> None:
    values = np.array([[1.0, 7.0], [2.0, 7.0], [3.0, 7.0], [10.0, 7.0]])
    found = effects.standardised(values, np.array([0, 0, 0, 1], dtype=np.intp))
    assert found[:, 0].tolist() == [-1.0, 0.0, 1.0, 0.0]
    assert not found[:, 1].any()


@pytest.mark.parametrize(
    ("draws", "expected"), [(2000, (81, 120)), (1000, (37, 64)), (100, (1, 10)), (20, (0, 3))]
)
def test_fair_counts_are_binomial_quantiles(draws: int, expected: tuple[int, int]) -> None:
    chances = [
        float(Fraction(math.comb(draws, k) * 19 ** (draws - k), 20**draws))
        for k in range(draws + 1)
    ]
    below = sum(chances[: expected[0]])
    assert below < 0.025 <= below + chances[expected[0]]
    upto = sum(chances[: expected[1] + 1])
    assert upto - chances[expected[1]] < 0.975 <= upto
    assert effects.fair_counts(draws) == expected
