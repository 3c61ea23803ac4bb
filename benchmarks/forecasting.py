"""All series of all areas forecast with intervals, beside statsforecast's AutoETS on some of them.

AutoETS takes each series by itself, some hundredths of a second each, so it is given one in so
many; ours are all forecast, since it learns from all. What AutoETS cannot fit (fewer than seven
years, a gap) is counted, and errors are compared on the rest. It is in an extra of its own.
"""

import importlib
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.backtest import evidence, rows, scores
from benchmarks.timing import side_by_side, told
from foreland.insight.outlook import Fitted, fitted
from foreland.insight.panel import HORIZONS, Array
from foreland.jobs.outlook import forecasts

#: Of the forecasts that can be looked up AutoETS is given one in so many.
ONE_IN = 40
SINCE = 2022

#: A series, newest last, without gaps: the forecasts one, two and three years ahead.
Method = Callable[[Array], Array]


def run(published: Path) -> str:
    """The table to print, or why there is none."""
    if not (published / "lait").is_dir():
        return "\nForecasts: left out, for the published data of LAIT is not there."
    with tempfile.TemporaryDirectory(prefix="foreland-bench-") as name:
        opened = evidence.read(published, Path(name) / "area")
        panel, editions = evidence.panel_of(opened, evidence.known(opened))
    places = range(panel.series.height)

    def ours() -> pl.DataFrame:
        return forecasts(panel, fitted(panel, editions), places)

    (timed,) = side_by_side({"foreland, all series": ours}, runs=5)
    made = ours().select(pl.struct("place", "at").n_unique()).item()
    lines = [told(f"Forecasts with intervals: {made:,} series, three years ahead", [timed])]
    method = auto_ets()
    if method is None:
        lines.append("  AutoETS: left out; make setup-forecasting installs it.")
    else:
        lines += beside(fitted(panel, editions), method, timed.median / made)
    return "\n".join(lines)


def auto_ets() -> Method | None:
    """AutoETS with its interval, where statsforecast is installed."""
    try:
        models = importlib.import_module("statsforecast.models")
    except ImportError:
        return None

    def method(figures: Array) -> Array:
        model = models.AutoETS(season_length=1)
        return np.asarray(model.forecast(y=figures, h=len(HORIZONS), level=[80])["mean"])

    return method


def beside(fit: Fitted, method: Method, own_seconds: float) -> list[str]:
    """Time a series, fits that failed, and errors on the rows that could be fitted."""
    asked = rows.forecasts(fit, rivals=False).filter(pl.col("origin") >= SINCE)
    series = asked.select("place", "area", "origin").unique(maintain_order=True)
    sample = series.gather_every(ONE_IN)
    figures = fit.panel.scaled
    found: list[tuple[int, int, int, int, float]] = []
    failed, seconds = 0, 0.0
    for place, area, origin in sample.iter_rows():
        year = fit.panel.years.index(origin)
        seen = figures[place, area, : year + 1]
        same = fit.panel.segments[place, : year + 1] == fit.panel.segments[place, year]
        known = np.where(same, seen, np.nan)
        known = known[np.argmax(np.isfinite(known)) :]
        ahead = np.full(len(HORIZONS), np.nan)
        if np.isfinite(known).all():
            begun = time.perf_counter()
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    ahead = method(known)
            except Exception:  # whatever it cannot fit: that is what is counted
                ahead = np.full(len(HORIZONS), np.nan)
            if np.isfinite(ahead).all():
                seconds += time.perf_counter() - begun
        failed += int(not np.isfinite(ahead).all())
        if fit.panel.totals[place]:
            ahead = np.exp(ahead)
        found += [(place, area, origin, h, ahead[n]) for n, h in enumerate(HORIZONS)]
    fits = sample.height - failed
    each = seconds / max(fits, 1)
    lines = [
        f"  AutoETS on one in {ONE_IN} of the forecasts from {SINCE} on: {sample.height:,} series, "
        f"{failed:,} of which it could not fit",
        f"  seconds a series: {each:.4f}, foreland {own_seconds:.6f}: "
        f"{each / own_seconds:,.0f} times as fast (aim: 50 times)",
        "  error over that of the last value, all of the rows that it could fit together",
    ]
    schema = {"place": pl.Int32, "area": pl.Int32, "origin": pl.Int32, "horizon": pl.Int32,
              "ets": pl.Float64}  # fmt: skip
    both = asked.join(
        pl.DataFrame(found, schema=schema, orient="row"),
        on=["place", "area", "origin", "horizon"],
    ).filter(pl.col("ets").is_finite())
    for horizon in HORIZONS:
        here = both.filter(pl.col("horizon") == horizon)
        ours, ets = (scores.scaled_error(here, name) for name in ("expected", "ets"))
        lines.append(
            f"  {horizon} ahead: foreland {ours:.3f}, AutoETS {ets:.3f}  "
            f"({here.height:,} forecasts)"
        )
    return lines
