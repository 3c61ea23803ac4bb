"""All series of all areas forecast with intervals, beside statsforecast's AutoETS on some of them.

AutoETS takes each series by itself, some hundredths of a second each, so it is given one in so
many; ours are all forecast, since it learns from all. What AutoETS cannot fit (fewer than seven
years, a gap) is counted, and errors are compared on the rest. It is in an extra of its own.
"""

import tempfile
from pathlib import Path

import polars as pl

from benchmarks.backtest import evidence, rows, scores
from benchmarks.backtest.autoets import ETS, Method, auto_ets, tried
from benchmarks.timing import side_by_side, told
from foreland.insight.outlook import Fitted, fitted
from foreland.insight.panel import HORIZONS
from foreland.jobs.outlook import forecasts

#: Of the forecasts that can be looked up AutoETS is given one in so many.
ONE_IN = 40
SINCE = 2022


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


def beside(fit: Fitted, method: Method, own_seconds: float) -> list[str]:
    """Time a series, fits that failed, and errors on the rows that could be fitted."""
    asked = rows.forecasts(fit, rivals=False).filter(pl.col("origin") >= SINCE)
    found = tried(fit, asked, method, ONE_IN)
    lines = [
        f"  AutoETS on one in {ONE_IN} of the forecasts from {SINCE} on: {found.series:,} series, "
        f"{found.failed:,} of which it could not fit",
        f"  seconds a series: {found.seconds:.4f}, foreland {own_seconds:.6f}: "
        f"{found.seconds / own_seconds:,.0f} times as fast (aim: 50 times)",
        "  error over that of the last value, all of the rows that it could fit together",
    ]
    both = found.rows.filter(pl.col(ETS).is_finite())
    for horizon in HORIZONS:
        here = both.filter(pl.col("horizon") == horizon)
        ours, ets = (scores.scaled_error(here, name) for name in ("expected", ETS))
        lines.append(
            f"  {horizon} ahead: foreland {ours:.3f}, AutoETS {ets:.3f}  "
            f"({here.height:,} forecasts)"
        )
    return lines
