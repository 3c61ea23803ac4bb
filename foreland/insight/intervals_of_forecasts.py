"""How far a forecast may be off, and how likely a target is: from how far earlier ones were off.

The error has two parts. The area's own is taken from the errors of earlier forecasts of its
indicator, against the middle error of all areas, wider for areas that move more. The national
shock is that middle error: 150 areas share it, so it is one observation a year, and it is taken
from the history of all indicators, each in its own usual movements. Both are added in squares; the
tails are those of Student's t with four degrees of freedom.

No origin looks beyond itself. A probability is never above what came true in the back-tests.
"""

from dataclasses import dataclass

import numpy as np

from foreland.insight.outlook import LEAST_AREAS, Fitted
from foreland.insight.panel import HORIZONS, Array, Flags, mean, middle

#: Years of an area's own movements that weigh as much as those of all; a region or the country is
#: less like an authority than one authority is like another.
AREA_WEIGHT = 6.0
REGION_WEIGHT = 1.0
#: The same for an indicator's own national shocks and errors, beside those of all indicators: what
#: few indicators do (special needs) they go on doing, so that little weighs against it.
SHOCK_WEIGHT = 0.5
ERROR_WEIGHT = 0.5
#: A shock larger than so many usual movements counts as one of that size.
LARGEST_SHOCK = 12.0
#: From the median of absolute errors to the scale of a t: between 1.35 and what covers best.
SCALE_OF_MEDIAN = 1.3
#: A share of absolute shocks that lies within one scale.
WITHIN_ONE = 0.68
#: What is usual by horizon, in usual movements, where a panel is too small to tell.
USUAL_ERRORS = (1.0, 1.2, 1.35)
USUAL_SHOCKS = (0.4, 0.65, 0.95)
#: Fewer earlier shocks than these tell nothing.
LEAST_SHOCKS = 50
#: No probability is told above these: too few of the back-tests went there, and not all came true.
HIGHEST_PROBABILITY = (0.75, 0.75, 0.6)


@dataclass(frozen=True)
class Spread:
    """The scale of the error by series and area: the area's own part, and the national shock."""

    own: Array
    shock: Array

    @property
    def scale(self) -> Array:
        both: Array = np.sqrt(self.own**2 + self.shock[:, None] ** 2)
        return both


def quantile(probability: float) -> float:
    """Of Student's t with four degrees of freedom (closed form: Shaw 2006)."""
    if probability == 0.5:
        return 0.0
    inner = 4 * probability * (1 - probability)
    cosine = np.cos(np.arccos(np.sqrt(inner)) / 3) / np.sqrt(inner)
    return float(np.sign(probability - 0.5) * 2 * np.sqrt(cosine - 1))


def below(deviate: Array) -> Array:
    """The probability that Student's t with four degrees of freedom is at most ``deviate``."""
    at = deviate / np.sqrt(1 + deviate**2 / 4)
    share: Array = 0.5 + 3 / 8 * at * (1 - at**2 / 12)
    return share


def spreads(fit: Fitted, origin: int) -> tuple[Spread, ...]:
    """The spread of the forecasts from ``origin``, one a horizon."""
    panel = fit.panel
    figures = fit.visible(origin)
    same = panel.segments[:, : origin + 1] == panel.segments[:, origin, None]
    pooled = panel.pooled
    steps = np.where(same[:, None, :], fit.own_steps[:, :, : origin + 1], np.nan)
    usual = _usual_movement(steps[:, pooled])
    unrest = _unrest(steps, usual, pooled)
    found = []
    for number, horizon in enumerate(HORIZONS):
        errors, shocks = [], []
        for before in range(1, origin - horizon + 1):
            seen = np.isfinite(figures[:, :, : before + 1]).sum(axis=2) >= 2
            off = np.where(
                seen & np.isfinite(figures[:, :, before]),
                figures[:, :, before + horizon] - fit.expected[before, number],
                np.nan,
            )
            wide = np.isfinite(off[:, pooled]).sum(axis=1) >= LEAST_AREAS
            shock = np.where(wide, middle(off[:, pooled], axis=1), np.nan)
            own = np.abs(off - shock[:, None]) / unrest
            shocks.append(shock)
            errors.append(SCALE_OF_MEDIAN * middle(own[:, pooled], axis=1))
        found.append(_spread(number, usual, unrest, _stacked(errors, usual),
                             _stacked(shocks, usual)))  # fmt: skip
    return _widening(found)


def _widening(found: list[Spread]) -> tuple[Spread, ...]:
    """Never narrower further ahead: where errors seemed to shrink, there were few of them."""
    widest = [found[0]]
    for each in found[1:]:
        before = widest[-1]
        widest.append(Spread(np.fmax(each.own, before.own), np.fmax(each.shock, before.shock)))
    return tuple(widest)


def _stacked(columns: list[Array], like: Array) -> Array:
    return np.stack(columns, axis=1) if columns else np.full((len(like), 1), np.nan)


def _usual_movement(steps: Array) -> Array:
    """A usual yearly movement of an area against the national one, by series.

    From the median; where half of the areas did not move at all (whole numbers), from the mean.
    """
    flat = steps.reshape(len(steps), -1)
    typical = 1.4826 * middle(np.abs(flat), axis=1)
    return np.where(typical > 0, typical, np.sqrt(mean(flat**2, axis=1)))


def _unrest(steps: Array, usual: Array, pooled: Flags) -> Array:
    """How much more than the authorities an area moves, shrunk to 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.clip((steps / usual[:, None, None]) ** 2, 0, 25)
        typical = mean(squares[:, pooled], axis=(1, 2))[:, None]
        count = np.isfinite(squares).sum(axis=2)
        total = np.where(np.isfinite(squares), squares, 0.0).sum(axis=2)
        weight = np.where(pooled, AREA_WEIGHT, REGION_WEIGHT)[None, :]
        found: Array = np.sqrt((weight + total / typical) / (weight + count))
    return found


def _spread(number: int, usual: Array, unrest: Array, errors: Array, shocks: Array) -> Spread:
    def mean_square(prior: Array, weight: float, squares: Array) -> Array:
        there = np.isfinite(squares)
        total = np.where(there, squares, 0.0).sum(axis=1)
        found: Array = (weight * prior**2 + total) / (weight + there.sum(axis=1))
        return found

    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = (errors / usual[:, None]).ravel()
        jumps = np.abs(shocks / usual[:, None]).ravel()
    ratios, jumps = ratios[np.isfinite(ratios)], jumps[np.isfinite(jumps)]
    many = len(jumps) >= LEAST_SHOCKS
    typical_error = float(np.median(ratios)) if many else USUAL_ERRORS[number]
    typical_shock = float(np.quantile(jumps, WITHIN_ONE)) if many else USUAL_SHOCKS[number]
    own = mean_square(typical_error * usual, ERROR_WEIGHT, errors**2)
    limit = LARGEST_SHOCK * usual[:, None]
    shock = mean_square(typical_shock * usual, SHOCK_WEIGHT, np.clip(shocks, -limit, limit) ** 2)
    return Spread(np.sqrt(own)[:, None] * unrest, np.sqrt(shock))


def chance(expected: Array, scale: Array, target: Array, sign: int | Array, horizon: int) -> Array:
    """The probability of reaching ``target``, as modelled; ``sign`` is 1 where higher is better."""
    return _capped(_reaching(expected, scale, target, sign), horizon)


def chance_between(
    expected: Array, scale: Array, near: Array, far: Array, sign: int | Array, horizon: int
) -> Array:
    """The probability of reaching ``near`` and of not going beyond ``far``: of ending in a band."""
    within = _reaching(expected, scale, near, sign) - _reaching(expected, scale, far, sign)
    return _capped(np.maximum(within, 0.0), horizon)


def _reaching(expected: Array, scale: Array, target: Array, sign: int | Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return below(np.clip(sign * (expected - target) / scale, -1e6, 1e6))


def _capped(probability: Array, horizon: int) -> Array:
    found: Array = np.minimum(probability, HIGHEST_PROBABILITY[horizon - 1])
    return found
