"""The outlook on LAIT: closer than the last value, honest in its intervals, useful of targets."""

import numpy as np
import polars as pl
import pytest

from benchmarks.backtest import evidence, flags, rows, scores
from benchmarks.backtest.printed import COVERED, REACH
from benchmarks.backtest.run import SINCE
from foreland.evidence.store import Store
from foreland.insight.outlook import METHOD, Fitted, fitted
from foreland.insight.panel import HORIZONS
from foreland.jobs.folder import Folder
from foreland.report.backtested import backtest

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
    assert scores.interval_score(here) <= REACH["interval_score"][horizon - 1]


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


def test_the_site_shows_the_record_of_this_method_and_this_data(vintages_folder: Folder) -> None:
    """A break more in the catalogue moves it by a hair; by more than that: make backtest."""
    kept = backtest()
    assert (kept.method, kept.since) == (METHOD, SINCE)
    assert kept.newest == Store(vintages_folder.store).newest_publication()
    fit = fitted(*evidence.panel_of(vintages_folder, evidence.known(vintages_folder)))
    found = rows.forecasts(fit, rivals=False).filter(pl.col("origin") >= SINCE)
    for row in kept.tables["recent"]:
        here = found.filter(pl.col("horizon") == row["years"])
        assert row["median"] == pytest.approx(scores.errors(here).median, abs=0.003)
        assert row["inside80"] == pytest.approx(scores.coverage(here)[80], abs=0.01)


def test_the_change_flag_is_confirmed_and_seldom_cries_wolf(
    fit: Fitted, lait_folder: Folder
) -> None:
    facts, polarity = evidence.known(lait_folder), evidence.polarity_of(lait_folder)
    found = flags.rules(flags.told(lait_folder, facts, polarity))
    confirmed = found["the flag"].confirmed
    assert confirmed >= flags.CONFIRMED
    assert confirmed >= found["any change"].confirmed + flags.ABOVE_ANY
    for alarm in flags.alarms(lait_folder, fit.panel, facts, polarity):
        assert alarm.judged > 100_000
        assert alarm.share <= flags.FALSE_ALARMS, alarm.how
