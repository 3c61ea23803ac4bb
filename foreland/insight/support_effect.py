"""Whether schools that had a service changed more than schools that were like them and had not.

Matched pairs and a difference in differences: each supported school is paired with the nearest
school without the service, of the same cell (phase, admissions, place), by its earlier results,
intake and size; the effect is the mean, over pairs, of how much more the supported school changed.
The interval inverts a randomisation test that swaps the two schools of a pair: it holds its level
for any number of pairs and leans on no normal curve. It is no trial: who gets support is chosen,
and what was not matched on may be why a school changed.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Pairs further apart are no match: standard deviations over all covariates together, and of the
#: first covariate, the outcome before.
LARGEST_DISTANCE, LARGEST_PRIOR = 1.0, 0.5

#: With fewer pairs no result could be told from chance.
FEWEST_PAIRS = 8

_EXACT_UP_TO = 15
_SWAPS = 3999
_CANDIDATES = 60


@dataclass(frozen=True)
class Pool:
    """Schools that could be paired. ``covariates`` are in standard deviations of their phase, the
    outcome before first; ``cells`` are numbers: only schools of one cell are paired."""

    cells: Places
    covariates: Floats
    weights: Floats
    change: Floats


@dataclass(frozen=True)
class Pairs:
    """Places in the pool of each supported school and of its match, and how far apart they are."""

    treated: Places
    control: Places
    distance: Floats


@dataclass(frozen=True)
class Effect:
    """The mean difference of changes over ``pairs`` pairs, its interval, and how often chance alone
    does as much. All None but ``pairs`` where there are too few."""

    pairs: int
    estimate: float | None
    lower: float | None
    upper: float | None
    p: float | None


def paired(pool: Pool, treated: Places) -> Pairs:
    """Each supported school with its nearest match, the nearest pairs first; none is used twice.

    Ties go to the lower place in the pool. Supported schools without a match near enough are left.
    """
    free = np.ones(pool.cells.size, dtype=bool)
    free[treated] = False
    options: list[tuple[Any, Any, Any]] = []
    share = pool.weights / pool.weights.sum()
    for cell in np.unique(pool.cells[treated]):
        mine = treated[pool.cells[treated] == cell]
        theirs = np.flatnonzero(free & (pool.cells == cell))
        if not theirs.size:
            continue
        squares = np.zeros((mine.size, theirs.size))
        for column, weight in enumerate(share):
            mine_, theirs_ = pool.covariates[mine, column], pool.covariates[theirs, column]
            squares += weight * (mine_[:, None] - theirs_[None, :]) ** 2
        prior = np.abs(pool.covariates[mine, 0][:, None] - pool.covariates[theirs, 0][None, :])
        # What differs by the noise of binary fractions alone is a tie.
        squares = np.round(squares, 12)
        squares[(squares > LARGEST_DISTANCE**2) | (prior > LARGEST_PRIOR)] = np.inf
        near = np.argsort(squares, axis=1, kind="stable")[:, :_CANDIDATES]
        found = np.take_along_axis(squares, near, axis=1)
        row, column_ = np.nonzero(np.isfinite(found))
        options.append((found[row, column_], mine[row], theirs[near[row, column_]]))
    if not options:
        nothing = np.array([], dtype=np.intp)
        return Pairs(nothing, nothing, np.array([], dtype=np.float64))
    squares, own, other = (np.concatenate(parts) for parts in zip(*options, strict=True))
    taken: set[int] = set()
    kept: list[int] = []
    for place in np.lexsort((other, own, squares)):
        a, b = int(own[place]), int(other[place])
        if a not in taken and b not in taken:
            taken.update((a, b))
            kept.append(int(place))
    chosen = np.array(sorted(kept, key=lambda place: int(own[place])), dtype=np.intp)
    return Pairs(own[chosen], other[chosen], np.sqrt(squares[chosen]))


def differences(pool: Pool, pairs: Pairs) -> Floats:
    """How much more each supported school changed than its match."""
    gained: Floats = pool.change[pairs.treated] - pool.change[pairs.control]
    return gained


def effect(values: Floats, level: float = 0.95, seed: int = 20170331) -> Effect:
    """The mean of ``values`` with the interval and p of a randomisation test on their signs.

    Up to 15 pairs every way of swapping is tried, beyond that 3,999 drawn ways, always the same
    for one number of pairs. The interval holds exactly the means that the test does not refuse.
    """
    if values.size < FEWEST_PAIRS:
        return Effect(int(values.size), None, None, None, None)
    swaps = _swaps(int(values.size), seed)
    lower, upper, p = _inverted(values, swaps, level, drawn=values.size > _EXACT_UP_TO)
    return Effect(int(values.size), float(values.mean()), lower, upper, p)


@lru_cache(maxsize=64)
def _swaps(pairs: int, seed: int) -> NDArray[np.bool_]:
    """Ways of swapping, one a row: true where the pair is swapped."""
    if pairs <= _EXACT_UP_TO:
        ways = np.arange(2**pairs)
        every: NDArray[np.bool_] = (ways[:, None] >> np.arange(pairs)[None, :]) % 2 == 1
        return every
    drawn: NDArray[np.bool_] = np.random.default_rng([seed, pairs]).random((_SWAPS, pairs)) < 0.5
    return drawn


def _inverted(
    values: Floats, swaps: NDArray[np.bool_], level: float, *, drawn: bool
) -> tuple[float, float, float]:
    """The interval and p. A way of swapping does at least as much as what was observed about a mean
    m just where m lies between the mean of the swapped pairs and that of the others, so that no
    search is needed."""
    count = swaps.sum(axis=1)
    total = swaps.astype(np.float64) @ values
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = total / count
        outside = (values.sum() - total) / (values.size - count)
    low = np.where((count == 0) | (count == values.size), -np.inf, np.minimum(inside, outside))
    high = np.where((count == 0) | (count == values.size), np.inf, np.maximum(inside, outside))
    own = 1 if drawn else 0
    size = len(swaps) + own
    # The least number of ways that makes p larger than 1 - level.
    need = int(np.floor(round((1 - level) * size, 9))) + 1 - own
    lower = float(np.sort(low)[need - 1])
    upper = float(np.sort(high)[::-1][need - 1])
    mean = values.mean()
    as_much = low <= 1e-12 if mean >= 0 else high >= -1e-12
    return lower, upper, float((own + as_much.sum()) / size)


@dataclass(frozen=True)
class Placebo:
    """Of ``draws`` in which support was assigned at random, how many showed an effect by chance."""

    draws: int
    shown: int
    mean_pairs: float
    mean_estimate: float

    @property
    def share(self) -> float:
        return self.shown / self.draws


def placebo(
    pool: Pool, size: int, draws: int, seed: int, among: Places | None = None, level: float = 0.95
) -> Placebo:
    """Assign the service at random to ``size`` schools, again and again, and count what "works".

    A method that holds its level shows an effect in about 5 % of the draws. ``among`` says who may
    be chosen (all, if not given); matches may be of the whole pool.
    """
    chosen_from = np.arange(pool.cells.size) if among is None else among
    random = np.random.default_rng(seed)
    shown, pairs, estimates = 0, 0, 0.0
    for _ in range(draws):
        treated = np.sort(random.choice(chosen_from, size, replace=False))
        found = effect(differences(pool, paired(pool, treated)), level)
        pairs += found.pairs
        if found.p is not None and found.estimate is not None:
            shown += found.p <= 1 - level + 1e-12
            estimates += found.estimate
    return Placebo(draws, shown, pairs / draws, estimates / draws)


def fair_counts(draws: int, level: float = 0.95) -> tuple[int, int]:
    """The middle 95 % of how many of ``draws`` show an effect by chance, where one in twenty does:
    binomial quantiles, as R's ``qbinom(c(.025, .975), draws, .05)``."""
    rate, total = 1 - level, 0.0
    found: list[int] = []
    for count in range(draws + 1):
        ways = lgamma(draws + 1) - lgamma(count + 1) - lgamma(draws - count + 1)
        total += exp(ways + count * log(rate) + (draws - count) * log1p(-rate))
        while len(found) < 2 and total >= (0.025, 0.975)[len(found)]:
            found.append(count)
    return found[0], found[-1]


def standardised(values: Floats, within: Places) -> Floats:
    """Each column in standard deviations (n - 1) of its group ``within``, about the group's mean.

    A column that is the same for all of a group tells nobody apart and becomes nought.
    """
    out = np.zeros_like(values)
    for group in np.unique(within):
        rows = within == group
        part = values[rows]
        spread = part.std(axis=0, ddof=1) if rows.sum() > 1 else np.zeros(values.shape[1])
        out[rows] = (part - part.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return out
