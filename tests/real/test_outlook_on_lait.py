"""The outlook on LAIT: closer than the last value, honest in its intervals, useful of targets."""

import numpy as np
import polars as pl
import pytest

from benchmarks.backtest import evidence, rows, scores
from benchmarks.backtest.__main__ import COVERED, REACH, SINCE
from foreland.insight.outlook import Fitted, fitted
from foreland.insight.panel import HORIZONS
from foreland.jobs.folder import Folder

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture(scope="module")
def fit(lait_folder: Folder) -> Fitted:
    return fitted(*evidence.panel_of(lait_folder, evidence.known(lait_folder)))


@pytest.fixture(scope="module")
def looked_up(fit: Fitted) -> pl.DataFrame:
    return rows.forecasts(fit, rivals=False).filter(pl.col("origin") >= SINCE)


def test_every_long_series_of_laits_authorities_is_there(fit: Fitted) -> None:
    long = (np.isfinite(fit.panel.values).sum(axis=2) >= 8)[:, fit.panel.pooled]
    assert fit.panel.series.height == 434
    assert long.sum() >= 43_603


@pytest.mark.parametrize("horizon", HORIZONS)
def test_it_reaches_what_is_to_be_reached(looked_up: pl.DataFrame, horizon: int) -> None:
    here = looked_up.filter(pl.col("horizon") == horizon)
    error, inside = scores.errors(here), scores.coverage(here)
    assert error.median <= REACH["median"][horizon - 1]
    assert error.ninth_decile <= REACH["ninth_decile"][horizon - 1]
    assert error.better >= REACH["better"][horizon - 1]
    assert COVERED[0] <= inside[80] <= COVERED[1]
    assert inside[50] < inside[80] < inside[95]
    assert scores.interval_score(here) <= REACH["walk"][horizon - 1]


@pytest.mark.parametrize("horizon", HORIZONS)
def test_a_claim_of_much_more_than_a_tenth_would_be_a_leak(
    looked_up: pl.DataFrame, horizon: int
) -> None:
    assert scores.errors(looked_up.filter(pl.col("horizon") == horizon)).median > 0.88


def test_chances_of_targets_have_skill_at_every_horizon(fit: Fitted, lait_folder: Folder) -> None:
    asked = rows.chances(fit, evidence.signs(lait_folder, fit.panel))
    asked = asked.filter(pl.col("origin") >= SINCE)
    for horizon in HORIZONS:
        found = scores.chances(asked.filter(pl.col("horizon") == horizon))
        assert found.skill >= REACH["skill"][horizon - 1]
        assert found.calibration_error < 0.05
    assert asked.filter(pl.col("horizon") == 3)["p"].max() <= 0.6
