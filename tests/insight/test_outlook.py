"""What to expect: from the past alone, in any unit, and closer than the last value."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_panel import made, steady

from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.outlook import Neighbours, fitted, neighbours_of

SEEDS = st.integers(0, 10_000)
few = settings(max_examples=20)


def newest(figures: np.ndarray, unit: str = "score") -> np.ndarray:
    """The forecasts from the newest year: ``[horizon, area]``, in the figure's own unit."""
    panel = made(figures, unit)
    fit = fitted(panel)
    return np.stack([panel.unscaled(expected)[0] for expected in fit.expected[-1]])


@few
@given(SEEDS, st.floats(-40, 40), st.floats(0.1, 20))
def test_another_zero_or_another_unit_gives_the_same_outlook(
    seed: int, zero: float, unit: float
) -> None:
    figures = steady(seed)
    np.testing.assert_allclose(
        newest(figures * unit + zero), newest(figures) * unit + zero, rtol=1e-8, atol=1e-8
    )


@few
@given(SEEDS, st.floats(0.1, 1000))
def test_money_told_in_thousands_gives_the_same_outlook(seed: int, unit: float) -> None:
    figures = np.exp(steady(seed) / 20)
    np.testing.assert_allclose(
        newest(figures * unit, "pounds"), newest(figures, "pounds") * unit, rtol=1e-8
    )


@few
@given(SEEDS, st.integers(2, 8))
def test_no_forecast_knows_a_later_figure(seed: int, origin: int) -> None:
    figures = steady(seed)
    other = figures.copy()
    other[:, origin + 1 :] = np.random.default_rng(seed + 1).normal(0, 100, (60, 9 - origin))
    at = origin + 1  # a panel has eleven years, the figures fill the last ten
    np.testing.assert_array_equal(
        fitted(made(figures)).expected[: at + 1], fitted(made(other)).expected[: at + 1]
    )


@few
@given(SEEDS)
def test_what_lies_before_a_break_tells_nothing(seed: int) -> None:
    breaks = pl.DataFrame(
        [("readers", date(2018, 9, 1), "a new test")], schema=BREAKS_SCHEMA, orient="row"
    )
    figures = steady(seed)
    other = figures.copy()
    other[:, :3] += 500
    np.testing.assert_array_equal(
        fitted(made(figures, breaks=breaks)).expected[-1],
        fitted(made(other, breaks=breaks)).expected[-1],
    )


@few
@given(SEEDS)
def test_regions_beside_the_authorities_do_not_sway_them(seed: int) -> None:
    figures = steady(seed)
    other = figures.copy()
    other[50:] += np.random.default_rng(seed).normal(0, 30, (10, 10))
    first, second = (fitted(made(f, pooled=50)).expected[..., :50] for f in (figures, other))
    np.testing.assert_array_equal(first, second)


def test_a_share_is_never_expected_beyond_its_bounds() -> None:
    falling = np.linspace(8, 0.2, 10)[None, :] + np.zeros((40, 1))
    assert (newest(falling, "percent") >= 0).all()
    assert (newest(100 - falling, "percent") <= 100).all()


def test_areas_around_their_own_levels_are_foreseen_better_than_by_the_last_value() -> None:
    figures = steady(7, areas=120)
    panel = made(figures)
    fit = fitted(panel)
    off = np.abs(fit.expected[-3, 1, 0] - figures[:, -1]).mean()
    assert off < 0.9 * np.abs(figures[:, -3] - figures[:, -1]).mean()


def test_a_national_march_goes_on_and_wandering_does_not() -> None:
    march = np.arange(10.0)[None, :] + np.linspace(-5, 5, 40)[:, None]
    ahead = newest(march)[0] - march[:, -1]
    # Four fifths of one a year: a fifth of the last value is kept.
    np.testing.assert_allclose(ahead, 0.8)
    wander = march.copy()
    wander[:] = np.tile([0.0, 1.0], 5)[None, :]
    np.testing.assert_allclose(newest(wander)[0], 1, atol=0.05)


def test_missing_years_are_bridged_not_filled() -> None:
    figures = steady(3)
    figures[:, 4:6] = np.nan
    fit = fitted(made(figures))
    assert np.isfinite(fit.expected[-1]).all()
    assert np.isnan(fit.expected[5]).all()  # no origin in a year without figures


def test_too_few_figures_or_authorities_give_no_outlook() -> None:
    figures = steady(3, areas=40)
    figures[0, :-3] = np.nan
    enough = fitted(made(figures)).enough(10)[0]
    assert not enough[0]
    assert enough[1:].all()
    assert not fitted(made(figures[:29])).enough(10).any()


def test_the_neighbours_edition_of_a_later_year_is_not_used() -> None:
    editions = pl.DataFrame(
        [("2025-05", "A000", f"A{n:03}") for n in range(1, 11)],
        schema=["model", "area", "neighbour"],
        orient="row",
    )
    panel = made(steady(5))
    (known,) = neighbours_of(editions, panel.areas)
    assert known.known == 2025
    before, after = fitted(panel), fitted(panel, (known,))
    np.testing.assert_array_equal(before.expected[:-1], after.expected[:-1])  # 2016 to 2024
    assert (before.expected[-1, :, 0, 0] != after.expected[-1, :, 0, 0]).all()
    np.testing.assert_allclose(before.expected[-1, :, 0, 1:], after.expected[-1, :, 0, 1:])


@pytest.mark.parametrize("near", [4, 5])
def test_fewer_than_five_neighbours_say_nothing(near: int) -> None:
    places = np.full((60, 10), -1, dtype=np.int64)
    places[0, :near] = range(1, near + 1)
    panel = made(steady(5))
    plain, swayed = fitted(panel), fitted(panel, (Neighbours(2016, places),))
    same = plain.expected[-1, 0, 0, 0] == swayed.expected[-1, 0, 0, 0]
    assert same == (near < 5)
