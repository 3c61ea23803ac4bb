"""Every forecast that can be looked up, a row each: series, area, origin, horizon, truth."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from benchmarks.backtest.rivals import RIVALS
from foreland.insight.intervals import normal_quantile
from foreland.insight.intervals_of_forecasts import chance, quantile, spreads
from foreland.insight.outlook import Fitted
from foreland.insight.panel import HORIZONS, Array, Flags, middle

SHARES = (50, 80, 95)
#: Targets that are asked of every series that does not meet them yet.
TARGETS = ("the median authority", "the best quarter", "one usual movement", "two usual movements")


def forecasts(fit: Fitted, rivals: bool = True, beside: bool = False) -> pl.DataFrame:
    """``place, area, origin, horizon, truth, last, expected``, limits by share, rivals.

    Of the authorities, or with ``beside`` of the regions and the country.
    """
    panel = fit.panel
    among = ~panel.pooled if beside else panel.pooled
    years = len(panel.years)
    parts = []
    for origin in range(1, years - 1):
        others = rivals_at(fit, origin) if rivals else {}
        spread = spreads(fit, origin)
        walk = _walk(fit, origin)
        for number, horizon in enumerate(HORIZONS):
            if origin + horizon >= years:
                continue
            scale = spread[number].scale
            expected = fit.expected[origin, number]
            kept = _kept(fit, origin, horizon) & among
            kept &= np.isfinite(expected) & np.isfinite(scale)
            last = fit.visible(origin)[:, :, -1]
            columns: dict[str, Array] = {
                "truth": panel.values[:, :, origin + horizon],
                "last": panel.values[:, :, origin],
                "expected": panel.unscaled(expected),
            }
            for share in SHARES:
                half = quantile(0.5 + share / 200) * scale
                columns[f"lower{share}"] = panel.unscaled(expected - half)
                columns[f"upper{share}"] = panel.unscaled(expected + half)
            wide = normal_quantile(0.8) * np.sqrt(horizon) * walk[:, None]
            columns["walk_lower"] = panel.unscaled(last - wide)
            columns["walk_upper"] = panel.unscaled(last + wide)
            for name, ahead in others.items():
                columns[name] = panel.unscaled(ahead[:, :, number])
            parts.append(_part(kept, panel.years[origin], horizon, columns))
    return pl.concat(parts)


def chances(fit: Fitted, signs: Array) -> pl.DataFrame:
    """``place, area, origin, horizon, target, p, met`` of targets not yet met."""
    panel = fit.panel
    figures = panel.scaled * signs[:, None, None]
    years = len(panel.years)
    parts = []
    for origin in range(1, years - 1):
        spread = spreads(fit, origin)
        now, goals = goals_at(fit, signs, origin)
        for number, horizon in enumerate(HORIZONS):
            if origin + horizon >= years:
                continue
            scale = spread[number].scale
            expected = fit.expected[origin, number] * signs[:, None]
            kept = _kept(fit, origin, horizon) & panel.pooled & (signs != 0)[:, None] & (scale > 0)
            for name, goal in goals.items():
                open_still = kept & (now < goal) & np.isfinite(expected)
                columns = {
                    "p": chance(expected, scale, goal, 1, horizon),
                    "met": (figures[:, :, origin + horizon] >= goal).astype(np.float64),
                }
                part = _part(open_still, panel.years[origin], horizon, columns)
                parts.append(part.with_columns(pl.lit(name).alias("target")))
    return pl.concat(parts)


def goals_at(fit: Fitted, signs: Array, origin: int) -> tuple[Array, dict[str, Array]]:
    """The authorities' figures so that higher is better, and the targets that each is asked."""
    pooled = fit.panel.pooled
    now = np.where(pooled, fit.visible(origin)[:, :, -1] * signs[:, None], np.nan)
    seen = fit.visible(origin)[:, pooled]
    usual = middle(np.abs(np.diff(seen, axis=2)).reshape(len(seen), -1), axis=1)[:, None]
    return now, {
        TARGETS[0]: np.broadcast_to(middle(now, axis=1)[:, None], now.shape),
        TARGETS[1]: np.broadcast_to(_best_quarter(now)[:, None], now.shape),
        TARGETS[2]: now + usual,
        TARGETS[3]: now + 2 * usual,
    }


def _kept(fit: Fitted, origin: int, horizon: int) -> Flags:
    panel = fit.panel
    same = panel.segments[:, origin] == panel.segments[:, origin + horizon]
    there = np.isfinite(panel.scaled[:, :, origin + horizon])
    found: Flags = fit.enough(origin) & there & same[:, None]
    return found


def _best_quarter(figures: Array) -> Array:
    known = np.isfinite(figures).any(axis=1)
    found = np.full(len(figures), np.nan)
    if known.any():
        found[known] = np.nanquantile(figures[known], 0.75, axis=1)
    return found


def _walk(fit: Fitted, origin: int) -> Array:
    """The scale of a random walk's yearly step: from the median of all areas' so far.

    The root of the mean square would be wider, and so easier to beat.
    """
    seen = fit.visible(origin)[:, fit.panel.pooled]
    steps = np.diff(seen, axis=2).reshape(len(seen), -1)
    typical = 1.4826 * middle(np.abs(steps), axis=1)
    there = np.isfinite(steps)
    square = np.where(there, steps, 0.0) ** 2
    root = np.sqrt(square.sum(axis=1) / np.maximum(there.sum(axis=1), 1))
    return np.where(typical > 0, typical, root)


def rivals_at(fit: Fitted, origin: int) -> Mapping[str, Array]:
    """By name: what each rival would forecast, by series, area and horizon."""
    seen = fit.visible(origin)
    shape = seen.shape[:2]
    rows = seen.reshape(-1, seen.shape[2])
    asked = fit.enough(origin).reshape(-1)
    found = {}
    for name, method in RIVALS.items():
        ahead = np.full((len(rows), len(HORIZONS)), np.nan)
        ahead[asked] = method(rows[asked])
        found[name] = ahead.reshape(*shape, len(HORIZONS))
    return found


def _part(kept: Flags, year: int, horizon: int, columns: Mapping[str, Array]) -> pl.DataFrame:
    place, area = np.nonzero(kept)
    return pl.DataFrame(
        {
            "place": place.astype(np.int32),
            "area": area.astype(np.int32),
            "origin": np.full(len(place), year, dtype=np.int32),
            "horizon": np.full(len(place), horizon, dtype=np.int32),
            **{name: values[place, area] for name, values in columns.items()},
        }
    )
