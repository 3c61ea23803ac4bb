"""Intervals around shares, rates and counts, and around the difference of two of them.

Published formulas only: Wilson for a share, Newcombe's method 10 for a difference of shares,
Byar's approximation (exact below 10 events) for counts of events and rates of them. For whole
populations they answer "could this move by chance", nothing more. Refuses what has no sense:
more cases than people, negative counts.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    lower: float
    upper: float

    @property
    def excludes_zero(self) -> bool:
        return self.lower > 0 or self.upper < 0

    def scaled(self, factor: float) -> "Interval":
        return Interval(self.lower * factor, self.upper * factor)


def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """1.959964 for 95 %."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(cases: float, people: float, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of ``cases / people`` (Wilson 1927), as a share of 1.

    Raises ValueError unless 0 <= cases <= people and people > 0.
    """
    if not (people > 0 and 0 <= cases <= people):
        raise ValueError(f"{cases} of {people} is no share")
    z = normal_quantile(confidence)
    share = cases / people
    middle = share + z * z / (2 * people)
    half = z * math.sqrt(share * (1 - share) / people + z * z / (4 * people * people))
    whole = 1 + z * z / people
    # At the ends the formula gives exactly 0 or 1; only the float does not.
    lower = 0.0 if cases == 0 else (middle - half) / whole
    upper = 1.0 if cases == people else (middle + half) / whole
    return Interval(lower, upper)


def newcombe(
    cases: float,
    people: float,
    cases_before: float,
    people_before: float,
    confidence: float = CONFIDENCE,
) -> Interval:
    """The difference of two independent shares, now less before (Newcombe 1998, method 10)."""
    now = wilson(cases, people, confidence)
    before = wilson(cases_before, people_before, confidence)
    return _square_and_add(cases / people, now, cases_before / people_before, before)


def byar(events: float, confidence: float = CONFIDENCE) -> Interval:
    """A count of events: Byar's approximation, exact Poisson limits below 10 events.

    Public Health England's technical guide on confidence intervals (2018). Raises ValueError
    for fewer than no events.
    """
    if events < 0:
        raise ValueError(f"{events} events")
    if events < 10:
        return _exact_poisson(events, confidence)
    z = normal_quantile(confidence)
    upper = events + 1
    return Interval(
        events * (1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3,
        upper * (1 - 1 / (9 * upper) + z / (3 * math.sqrt(upper))) ** 3,
    )


def difference_of_rates(
    events: float,
    exposed: float,
    events_before: float,
    exposed_before: float,
    confidence: float = CONFIDENCE,
) -> Interval:
    """The difference of two rates, now less before, each event over what was exposed to it.

    Byar's limits joined by squaring and adding (Zou and Donner 2008). For bare counts
    ``exposed`` is 1. Raises ValueError unless something was exposed.
    """
    if not (exposed > 0 and exposed_before > 0):
        raise ValueError("a rate of nobody")
    return _square_and_add(
        events / exposed,
        byar(events, confidence).scaled(1 / exposed),
        events_before / exposed_before,
        byar(events_before, confidence).scaled(1 / exposed_before),
    )


def _square_and_add(
    now: float, around: Interval, before: float, around_before: Interval
) -> Interval:
    difference = now - before
    return Interval(
        difference - math.hypot(now - around.lower, around_before.upper - before),
        difference + math.hypot(around.upper - now, before - around_before.lower),
    )


def _exact_poisson(events: float, confidence: float) -> Interval:
    tail = (1 - confidence) / 2
    whole = int(events)
    lower = 0.0 if whole == 0 else _mean_where(whole - 1, 1 - tail)
    return Interval(lower, _mean_where(whole, tail))


def _mean_where(events: int, probability: float) -> float:
    """The mean for which so many events or fewer have this probability; by halving."""
    low, high = 0.0, 100.0
    for _ in range(100):
        middle = (low + high) / 2
        if _at_most(events, middle) > probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(events: int, mean: float) -> float:
    return math.exp(-mean) * math.fsum(mean**n / math.factorial(n) for n in range(events + 1))
