"""statsforecast's AutoETS on the very series that ours is scored on. It is in an extra of its own.

It takes each series by itself, newest last and without gaps. What it cannot fit (fewer than seven
years, a gap) is counted, never replaced.
"""

import importlib
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from foreland.insight.outlook import Fitted
from foreland.insight.panel import HORIZONS, Array

ETS = "AutoETS"

#: A series, newest last, without gaps: the forecasts one, two and three years ahead.
Method = Callable[[Array], Array]

_SCHEMA = {"place": pl.Int32, "area": pl.Int32, "origin": pl.Int32, "horizon": pl.Int32,
           ETS: pl.Float64}  # fmt: skip


def auto_ets() -> Method | None:
    """AutoETS with its interval, where statsforecast is installed (make setup-forecasting)."""
    try:
        models = importlib.import_module("statsforecast.models")
    except ImportError:
        return None

    def method(figures: Array) -> Array:
        model = models.AutoETS(season_length=1)
        return np.asarray(model.forecast(y=figures, h=len(HORIZONS), level=[80])["mean"])

    return method


@dataclass(frozen=True)
class Tried:
    """The rows with the method's forecasts (not a number where it failed), and what it took."""

    rows: pl.DataFrame
    series: int
    failed: int
    #: Seconds for each series that it could fit.
    seconds: float


def tried(fit: Fitted, asked: pl.DataFrame, method: Method, one_in: int = 1) -> Tried:
    """``asked`` (``rows.forecasts``) of every ``one_in``-th series with the method's beside."""
    series = asked.select("place", "area", "origin").unique(maintain_order=True)
    sample = series.gather_every(one_in)
    figures = fit.panel.scaled
    found: list[tuple[int, int, int, int, float]] = []
    failed, seconds = 0, 0.0
    for place, area, origin in sample.iter_rows():
        year = fit.panel.years.index(origin)
        seen = figures[place, area, : year + 1]
        same = fit.panel.segments[place, : year + 1] == fit.panel.segments[place, year]
        known = np.where(same, seen, np.nan)
        known = known[np.argmax(np.isfinite(known)) :]
        ahead, taken = _forecast(known, method)
        fits = bool(np.isfinite(ahead).all())
        failed += not fits
        seconds += taken if fits else 0.0
        if fit.panel.totals[place]:
            ahead = np.exp(ahead)
        found += [(place, area, origin, h, ahead[n]) for n, h in enumerate(HORIZONS)]
    made = pl.DataFrame(found, schema=_SCHEMA, orient="row")
    both = asked.join(made, on=["place", "area", "origin", "horizon"], maintain_order="left")
    return Tried(both, sample.height, failed, seconds / max(sample.height - failed, 1))


def _forecast(known: Array, method: Method) -> tuple[Array, float]:
    none = np.full(len(HORIZONS), np.nan)
    if not np.isfinite(known).all():
        return none, 0.0
    begun = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ahead = method(known)
    except Exception:  # whatever it cannot fit: that is what is counted
        return none, 0.0
    return ahead, time.perf_counter() - begun
