"""The back-test's own sums, by tables to check in the head, and that it sees no later figure."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.backtest import rows, scores
from benchmarks.backtest.rivals import damped_trend, drift, linear_trend, theta
from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.outlook import Fitted, fitted
from foreland.insight.panel import Panel, panel

NO_BREAK = pl.DataFrame(schema=BREAKS_SCHEMA)


def made(figures: np.ndarray) -> Panel:
    """One indicator: ``figures[area, year]``, the last one of school year 2024/25."""
    areas, years = figures.shape
    area, year = np.meshgrid(np.arange(areas), np.arange(years), indexing="ij")
    ends = [f"{2026 - years + int(y)}-08-31" for y in year.ravel()]
    facts = pl.DataFrame(
        {
            "area": [f"A{a:03}" for a in area.ravel()],
            "period_end": ends,
            "value": figures.ravel(),
        }
    ).with_columns(
        pl.col("period_end").str.to_date(),
        indicator=pl.lit("readers"),
        group=pl.lit("all"),
        unit=pl.lit("score"),
        period_kind=pl.lit("academic"),
        status=pl.lit("final"),
    )
    facts = facts.with_columns(
        pl.col("period_end").dt.offset_by("1d").dt.offset_by("-1y").alias("period_start")
    )
    return panel(facts, NO_BREAK, [f"A{a:03}" for a in range(areas)])


def noisy(seed: int, areas: int = 40, years: int = 9) -> np.ndarray:
    random = np.random.default_rng(seed)
    level = 50 + random.normal(0, 5, (areas, 1))
    return np.asarray(level + random.normal(0, 1, (areas, years)))


def fit_of(figures: np.ndarray) -> Fitted:
    return fitted(made(figures))


def forecast_rows(errors: list[tuple[int, float, float]]) -> pl.DataFrame:
    """``place, error of ours, error of the last value``, thirty times each."""
    return pl.DataFrame(
        [(place, n, 0.0, last, ours) for place, ours, last in errors for n in range(30)],
        schema=["place", "area", "truth", "last", "expected"],
        orient="row",
    )


def test_errors_are_summed_by_indicator_before_indicators_are_compared() -> None:
    found = scores.errors(forecast_rows([(0, 1, 2), (1, 3, 2), (2, 1, 1.25)]))
    assert (found.indicators, found.median) == (3, 0.8)  # ratios 0.5, 1.5 and 0.8
    assert found.better == pytest.approx(2 / 3)


def test_an_indicator_with_few_rows_leads_nothing() -> None:
    few = forecast_rows([(1, 9, 1)]).head(29)
    found = scores.errors(pl.concat([forecast_rows([(0, 1, 2)]), few]))
    assert (found.indicators, found.median) == (1, 0.5)


def test_what_a_method_could_not_fit_is_counted_and_compared_with_nothing() -> None:
    table = forecast_rows([(0, 1, 2), (1, 3, 2)]).with_columns(
        pl.when(pl.col("place") == 0).then("expected").otherwise(float("nan")).alias("rival")
    )
    found = scores.errors(table, "rival")
    assert (found.failed, found.indicators, found.median) == (30, 1, 0.5)


def test_few_rows_are_told_in_mean_errors_of_the_last_value() -> None:
    table = pl.DataFrame(
        {"place": [0, 0, 1], "truth": [0.0] * 3, "last": [1.0, 3.0, 10.0],
         "expected": [1.0, 2.0, 5.0]}
    )  # fmt: skip
    # Mean errors of the last value are 2 and 10: 0.5, 1 and 0.5 of them.
    assert scores.scaled_error(table, "expected") == pytest.approx(2 / 3)


def test_an_interval_pays_for_its_width_and_ten_times_for_what_lies_outside() -> None:
    table = pl.DataFrame(
        {"place": [0] * 30, "truth": [12.0] * 30, "lower80": [0.0] * 30, "upper80": [10.0] * 30,
         "walk_lower": [0.0] * 30, "walk_upper": [15.0] * 30}
    )  # fmt: skip
    # 10 wide and 2 outside: 10 + 2 / 0.2 * 2 = 30; the walk's is 15 wide and holds it.
    assert scores.interval_score(table) == 2


def chance_rows(pairs: list[tuple[float, float]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(p, met, "the median authority") for p, met in pairs],
        schema={"p": pl.Float64, "met": pl.Float64, "target": pl.String},
        orient="row",
    )


def test_knowing_all_has_skill_one_and_telling_the_rate_none() -> None:
    sure = scores.chances(chance_rows([(1.0, 1.0), (0.0, 0.0)] * 5))
    assert (sure.skill, sure.by_target, sure.calibration_error) == (1, 1, 0)
    rate = scores.chances(chance_rows([(0.5, 1.0), (0.5, 0.0)] * 5))
    assert (rate.skill, rate.calibration_error) == (0, 0)


def test_a_chance_that_is_told_too_high_is_off_by_so_much() -> None:
    found = scores.chances(chance_rows([(0.5, 1.0), (0.5, 0.0), (0.5, 0.0), (0.5, 0.0)]))
    assert found.calibration_error == 0.25


LINE = np.arange(8.0)[None, :] * 2 + 10


def test_rivals_know_a_straight_line() -> None:
    assert drift(LINE)[0].tolist() == [26, 28, 30]
    np.testing.assert_allclose(linear_trend(LINE)[0], [26, 28, 30])
    assert 25 < damped_trend(LINE)[0, 0] <= 26
    assert 24.5 < theta(LINE)[0, 0] < 26  # half of the trend


def test_rivals_stand_still_on_a_flat_line() -> None:
    flat = np.full((1, 8), 7.0)
    for method in (drift, linear_trend, damped_trend, theta):
        np.testing.assert_allclose(method(flat), 7)


def test_rivals_that_need_unbroken_years_fail_openly_after_a_gap() -> None:
    gap = LINE.copy()
    gap[0, 5] = np.nan
    assert np.isnan(theta(gap)).all()
    assert np.isnan(damped_trend(gap)).all()
    assert drift(gap)[0].tolist() == [26, 28, 30]


@settings(max_examples=15)
@given(st.integers(0, 1000), st.integers(4, 7))
def test_no_row_up_to_an_origin_changes_with_later_figures(seed: int, origin: int) -> None:
    figures = noisy(seed)
    other = figures.copy()
    other[:, origin + 1 :] = 99
    year = 2025 - (9 - 1 - origin)
    seen = ["area", "origin", "horizon", "last", "expected", "lower80", "upper80", "walk_lower",
            "walk_upper", "drift", "linear trend (last 5)", "damped trend", "Theta"]  # fmt: skip
    first, second = (
        rows.forecasts(fit_of(f)).filter(pl.col("origin") <= year).select(seen).sort(seen[:3])
        for f in (figures, other)
    )
    assert first.height > 0
    assert first.equals(second)


def test_only_targets_that_are_not_met_yet_are_asked() -> None:
    fit = fit_of(noisy(3))
    found = rows.chances(fit, np.array([1.0]))
    one = found.filter((pl.col("origin") == 2022) & (pl.col("horizon") == 1))
    median = one.filter(pl.col("target") == rows.TARGETS[0])
    assert median.height == 20  # half of forty areas
    assert one.filter(pl.col("target") == rows.TARGETS[2]).height == 40
    assert set(found["met"].unique()) <= {0.0, 1.0}


def test_where_neither_more_nor_less_is_better_no_target_is_asked() -> None:
    assert rows.chances(fit_of(noisy(3)), np.array([0.0])).height == 0
