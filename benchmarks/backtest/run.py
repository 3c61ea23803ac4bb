"""One back-test: from the published files to all its figures."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.backtest import dated, evidence, flags, measured, rows, scores
from benchmarks.backtest.autoets import auto_ets, tried
from benchmarks.backtest.measured import Row
from foreland.evidence.store import Store
from foreland.insight.intervals_of_forecasts import spreads
from foreland.insight.outlook import METHOD, Fitted, fitted
from foreland.insight.panel import HORIZONS
from foreland.jobs.folder import Folder

#: The first origin that is scored apart: those before it meet the pandemic.
SINCE = 2022


@dataclass(frozen=True)
class Found:
    """Everything measured. ``tables`` by name: rows a horizon, by theme, by method ..."""

    method: str
    data: str
    newest: str
    words: tuple[str, ...]
    tables: dict[str, list[Row]] = field(default_factory=dict)


def run(published: Path, folder: Path, say: Callable[[str], None]) -> Found:
    """``say`` is told of each step: the whole takes some minutes where AutoETS is installed."""
    opened = evidence.read(published, folder)
    facts = evidence.known(opened)
    panel, editions = evidence.panel_of(opened, facts)
    begun = time.perf_counter()
    fit = fitted(panel, editions)
    newest = spreads(fit, len(panel.years) - 2)
    seconds = time.perf_counter() - begun
    long = int((np.isfinite(panel.values).sum(axis=2) >= 8)[:, panel.pooled].sum())
    words = [
        f"{panel.series.height} indicators, {int(panel.pooled.sum())} authorities, {long:,} series "
        f"of 8 or more figures, {panel.years[0]} to {panel.years[-1]}.",
        f"All forecast from every year as origin, and {len(newest)} intervals of one: "
        f"{seconds:.2f} s.",
        _leak(fit),
    ]
    signs = evidence.signs(opened, panel)
    about = _about(published, fit)
    every = rows.forecasts(fit).join(about, on="place")
    asked = rows.chances(fit, signs).join(about, on="place")
    recent, beside = pl.col("origin") >= SINCE, every.filter(pl.col("origin") >= SINCE)
    method = auto_ets()
    if method is None:
        words.append("AutoETS: LEFT OUT. statsforecast is not installed: make setup-forecasting.")
    else:
        say("AutoETS is fitted to every series by itself; this takes some minutes.")
        ets = tried(fit, beside, method)
        beside = ets.rows
        words.append(
            f"AutoETS: {ets.series:,} series from {SINCE} on, {ets.failed:,} of which it could not "
            f"fit; {ets.seconds:.4f} s a series."
        )
    say("From the dated versions, and the change flag.")
    then, then_asked = dated.rows(opened, signs, method)
    polarity = evidence.polarity_of(opened)
    wide = rows.forecasts(fit, rivals=False, beside=True).filter(recent)
    goals = asked.filter(recent)
    held = pl.col("held")
    tables = {
        "recent": measured.by_horizon(beside, goals),
        "held_out": measured.by_horizon(beside.filter(held), goals.filter(held)),
        "chosen_on": measured.by_horizon(beside.filter(~held), goals.filter(~held)),
        "all_origins": measured.by_horizon(every, asked),
        "methods": measured.by_method(beside),
        "themes": measured.by_theme(beside, goals),
        "calibration": measured.calibration(goals),
        "regions": [_region(wide, horizon) for horizon in HORIZONS],
        "dated": measured.by_horizon(then, then_asked),
        "dated_methods": measured.by_method(then),
    }
    tables |= flags.as_rows(
        flags.rules(flags.told(opened, facts, polarity)),
        flags.alarms(opened, panel, facts, polarity),
    )
    return Found(METHOD, "DfE, Local Authority Interactive Tool (LAIT)", _newest(opened),
                 tuple(words), tables)  # fmt: skip


def _about(published: Path, fit: Fitted) -> pl.DataFrame:
    """By place: whether the indicator is held out, and its theme."""
    return (
        pl.DataFrame(
            {
                "held": evidence.held_out(fit.panel),
                "theme": evidence.themes(published, fit.panel),
            }
        )
        .with_row_index("place")
        .with_columns(pl.col("place").cast(pl.Int32))
    )


def _newest(opened: Folder) -> str:
    day = Store(opened.store).newest_publication()
    return day.isoformat() if day else ""


def _region(wide: pl.DataFrame, horizon: int) -> Row:
    here = wide.filter(pl.col("horizon") == horizon)
    return measured.rounded(
        {"years": horizon, "forecasts": here.height, "inside80": scores.coverage(here)[80]}
    )


def _leak(fit: Fitted) -> str:
    """Destroys all that came after an origin and forecasts again: nothing may differ."""
    origin = len(fit.panel.years) - 4
    values = fit.panel.values.copy()
    values[:, :, origin + 1 :] = 12345.0
    panel = type(fit.panel)(**{**fit.panel.__dict__, "values": values})
    again = fitted(panel, ())
    plain = fitted(fit.panel, ())
    same = np.array_equal(
        plain.expected[: origin + 1], again.expected[: origin + 1], equal_nan=True
    )
    wide = all(
        np.array_equal(a.scale, b.scale, equal_nan=True)
        for a, b in zip(spreads(plain, origin), spreads(again, origin), strict=True)
    )
    return (
        f"With every figure after {fit.panel.years[origin]} destroyed the forecasts of it and "
        + ("before are the same, to the bit." if same and wide else "before DIFFER: A LEAK.")
    )
