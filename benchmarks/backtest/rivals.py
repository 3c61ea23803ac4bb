"""What others would forecast: drift, linear trend, damped trend and Theta, each series by itself.

Small implementations for annual series of at most eleven points. Each takes ``figures[row, year]``
(the newest last) and gives ``[row, horizon]``; not a number where the method cannot be fitted.
Damped trend and Theta need unbroken years, so they take those since the last gap.
"""

from collections.abc import Callable

import numpy as np

from foreland.insight.panel import HORIZONS, Array

LEAST = 4
_AHEAD = np.array(HORIZONS, dtype=np.float64)


def drift(figures: Array) -> Array:
    """The last value, and on with the mean yearly movement from the first to the last."""
    known = np.isfinite(figures)
    first = np.argmax(known, axis=1)
    years = figures.shape[1] - 1 - first
    start = np.take_along_axis(figures, first[:, None], axis=1)[:, 0]
    last = figures[:, -1]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (last - start) / years
    return np.asarray(last[:, None] + slope[:, None] * _AHEAD)


def linear_trend(figures: Array, window: int = 5) -> Array:
    """Least squares through the figures of the last five years, three at least."""
    part = figures[:, -window:]
    slope, level = _line(part)
    enough = np.isfinite(part).sum(axis=1) >= 3
    ahead = level[:, None] + slope[:, None] * (part.shape[1] - 1 + _AHEAD)
    return np.where(enough[:, None], ahead, np.nan)


def damped_trend(figures: Array) -> Array:
    """Holt's method with a damped trend; the smoothing that fitted the past best, of a grid."""
    run = _unbroken(figures)
    best = np.full(len(run), np.inf)
    found = np.full((len(run), len(HORIZONS)), np.nan)
    for alpha in (0.2, 0.4, 0.6, 0.8, 0.99):
        for beta in (0.05, 0.2, 0.4):
            for phi in (0.8, 0.9, 0.98):
                squares, ahead = _holt(run, alpha, beta * alpha, phi)
                better = squares < best
                best = np.where(better, squares, best)
                found[better] = ahead[better]
    return found


def theta(figures: Array) -> Array:
    """Theta as simple smoothing with half the trend for drift (Hyndman and Billah 2003)."""
    run = _unbroken(figures)
    slope, _ = _line(run)
    count = np.isfinite(run).sum(axis=1)
    best = np.full(len(run), np.inf)
    found = np.full((len(run), len(HORIZONS)), np.nan)
    for alpha in np.arange(0.1, 1.0, 0.1):
        squares, level = _smoothed(run, alpha)
        on = _AHEAD[None, :] - 1 + (1 - (1 - alpha) ** count[:, None]) / alpha
        better = squares < best
        best = np.where(better, squares, best)
        ahead = level[:, None] + slope[:, None] / 2 * on
        found[better] = ahead[better]
    return found


RIVALS: dict[str, Callable[[Array], Array]] = {
    "drift": drift,
    "linear trend (last 5)": linear_trend,
    "damped trend": damped_trend,
    "Theta": theta,
}


def _unbroken(figures: Array) -> Array:
    """Not a number before the last gap, and in series with fewer than four years after it."""
    known = np.isfinite(figures)
    since = np.flip(np.cumprod(np.flip(known, axis=1), axis=1), axis=1).astype(np.bool_)
    enough = since.sum(axis=1) >= LEAST
    return np.where(since & enough[:, None], figures, np.nan)


def _line(figures: Array) -> tuple[Array, Array]:
    """Slope by the year, and level in the first year of the window, by least squares."""
    known = np.isfinite(figures)
    count = np.maximum(known.sum(axis=1), 1)
    years = np.arange(figures.shape[1], dtype=np.float64)
    values = np.where(known, figures, 0.0)
    middle_year = (known * years).sum(axis=1) / count
    middle = values.sum(axis=1) / count
    apart = np.where(known, years - middle_year[:, None], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (apart * values).sum(axis=1) / (apart**2).sum(axis=1)
    return slope, middle - slope * middle_year


def _holt(figures: Array, alpha: float, beta: float, phi: float) -> tuple[Array, Array]:
    level = np.full(len(figures), np.nan)
    trend = np.zeros(len(figures))
    squares = np.zeros(len(figures))
    begun = np.zeros(len(figures), dtype=np.int64)
    for year in range(figures.shape[1]):
        now = figures[:, year]
        known = np.isfinite(now)
        ahead = level + phi * trend
        error = now - ahead
        started = known & (begun > 0)
        new_level = ahead + alpha * error
        new_trend = np.where(begun == 1, now - level, phi * trend + beta * error)
        # The second figure gives the first trend; what comes after it is judged.
        squares += np.where(started & (begun > 1), error**2, 0.0)
        level = np.where(started, np.where(begun == 1, now, new_level), np.where(known, now, level))
        trend = np.where(started, new_trend, trend)
        begun += known
    squares = np.where(np.isfinite(level), squares, np.inf)
    sums = np.cumsum(phi ** np.arange(1, len(HORIZONS) + 1))
    return squares, level[:, None] + trend[:, None] * sums[None, :]


def _smoothed(figures: Array, alpha: float) -> tuple[Array, Array]:
    level = np.full(len(figures), np.nan)
    squares = np.zeros(len(figures))
    for year in range(figures.shape[1]):
        now = figures[:, year]
        known = np.isfinite(now)
        started = known & np.isfinite(level)
        error = now - level
        squares += np.where(started, error**2, 0.0)
        level = np.where(started, level + alpha * error, np.where(known, now, level))
    return np.where(np.isfinite(level), squares, np.inf), level
