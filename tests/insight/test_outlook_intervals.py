"""How far a forecast may be off: wider further ahead, right in the share it claims."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_panel import made, steady

from foreland.insight.intervals_of_forecasts import (
    HIGHEST_PROBABILITY,
    below,
    chance,
    quantile,
    spreads,
)
from foreland.insight.outlook import fitted

SEEDS = st.integers(0, 10_000)
few = settings(max_examples=20)


@pytest.mark.parametrize(
    ("probability", "expected"),
    # Student's t with 4 degrees of freedom, as tables print it (e.g. NIST, 1.3.6.7.2).
    [(0.5, 0), (0.75, 0.741), (0.90, 1.533), (0.95, 2.132), (0.975, 2.776), (0.99, 3.747)],
)
def test_the_quantiles_are_those_of_the_tables(probability: float, expected: float) -> None:
    assert quantile(probability) == pytest.approx(expected, abs=5e-4)
    assert quantile(1 - probability) == pytest.approx(-expected, abs=5e-4)


@given(st.floats(0.001, 0.999))
def test_probability_and_quantile_undo_each_other(probability: float) -> None:
    assert below(np.array([quantile(probability)]))[0] == pytest.approx(probability, abs=1e-9)


@few
@given(SEEDS, st.integers(4, 10))
def test_intervals_never_narrow_further_ahead(seed: int, origin: int) -> None:
    one, two, three = (s.scale for s in spreads(fitted(made(steady(seed))), origin))
    assert (one > 0).all()
    assert (one <= two).all()
    assert (two <= three).all()


@few
@given(SEEDS, st.integers(4, 8))
def test_no_interval_knows_a_later_figure(seed: int, origin: int) -> None:
    figures = steady(seed)
    other = figures.copy()
    other[:, origin:] += 300  # the figures fill the last ten of the panel's eleven years
    first, second = (spreads(fitted(made(f)), origin) for f in (figures, other))
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a.scale, b.scale)


@few
@given(SEEDS, st.floats(0.1, 20))
def test_another_unit_scales_the_interval(seed: int, unit: float) -> None:
    figures = steady(seed)
    plain, scaled = (spreads(fitted(made(f)), 10)[0].scale for f in (figures, figures * unit))
    np.testing.assert_allclose(scaled, plain * unit, rtol=1e-6)


def test_an_area_that_moves_more_has_a_wider_interval() -> None:
    figures = steady(5, noise=0.5)
    figures[0] += np.random.default_rng(1).normal(0, 4, 10)
    scale = spreads(fitted(made(figures)), 10)[0].scale[0]
    assert scale[0] > 1.3 * np.median(scale)


def test_the_national_shock_is_in_the_interval() -> None:
    calm, stormy = (
        spreads(fitted(made(steady(11, national=by))), 10)[0] for by in (0.1, 5.0)
    )  # fmt: skip
    assert stormy.shock[0] > 2 * calm.shock[0]
    assert stormy.own[0].mean() == pytest.approx(calm.own[0].mean(), rel=0.3)


def test_eighty_in_a_hundred_lie_within_the_eighty_per_cent_interval() -> None:
    inside = []
    for seed in range(40):
        # Half of a movement stays, half of it is gone a year later, as in published figures.
        stays = np.random.default_rng(seed + 100).standard_t(5, (40, 10)) / 2
        figures = steady(seed, areas=40) + np.cumsum(stays, axis=1)
        fit = fitted(made(figures))
        for horizon in (1, 2, 3):
            origin = 10 - horizon
            off = np.abs(fit.expected[origin, horizon - 1, 0] - figures[:, -1])
            scale = spreads(fit, origin)[horizon - 1].scale[0]
            inside.append((off <= quantile(0.9) * scale).mean())
    # One indicator alone leans on what is usual of all, which is wider than these.
    assert 0.78 <= np.mean(inside) <= 0.90


@given(
    st.floats(-50, 50), st.floats(0.1, 20), st.floats(-80, 80), st.floats(0, 20),
    st.sampled_from([1, 2, 3]),
)  # fmt: skip
def test_a_harder_target_is_never_likelier(
    expected: float, scale: float, target: float, harder: float, horizon: int
) -> None:
    at, spread = np.array([expected]), np.array([scale])
    for sign in (1, -1):
        easy, hard = (
            chance(at, spread, np.array([t]), np.array([sign]), horizon)[0]
            for t in (target, target + sign * harder)
        )
        assert 0 <= hard <= easy <= HIGHEST_PROBABILITY[horizon - 1]


def test_nothing_above_six_in_ten_is_told_three_years_ahead() -> None:
    one, zero = np.array([1.0]), np.array([0.0])
    assert chance(one * 100, one, zero, one, 3)[0] == 0.6
