"""Process limits of a series within the year (XmR), and the points that stand out.

Limits are the mean and 2.66 mean moving ranges to either side (three sigma, sigma being the mean
moving range over 1.128). Signals are those of NHS Making Data Count: a point outside; seven in a
row on one side of the mean; seven that rise or fall in a row; two of three beyond two sigma on one
side. Not for yearly series of five figures, rolling averages (they move together) or figures that
go with the season and are left raw; a series is based anew on a named change only: give the part
since then.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

#: Below these there is too little to say what is usual.
LEAST_FOR_LIMITS = 6
LEAST_FOR_SIGNALS = 12

OUTSIDE = "outside the limits"
RUN = "seven on one side of the mean"
TREND = "seven in a row the same way"
NEAR = "two of three near a limit"


@dataclass(frozen=True)
class Limits:
    mean: float
    moving_range: float

    @property
    def lower(self) -> float:
        return self.mean - 2.66 * self.moving_range

    @property
    def upper(self) -> float:
        return self.mean + 2.66 * self.moving_range

    @property
    def sigma(self) -> float:
        return self.moving_range / 1.128

    def outside(self, value: float) -> bool:
        return not self.lower <= value <= self.upper


def limits(values: Sequence[float]) -> Limits:
    """The limits of ``values`` in order of time. Raises ValueError for fewer than six."""
    if len(values) < LEAST_FOR_LIMITS:
        raise ValueError(f"{len(values)} points: process limits need {LEAST_FOR_LIMITS}")
    ranges = [abs(b - a) for a, b in itertools.pairwise(values)]
    return Limits(sum(values) / len(values), sum(ranges) / len(ranges))


def signals(values: Sequence[float], around: Limits | None = None) -> list[frozenset[str]]:
    """For each point the signals that end in it. Raises ValueError for fewer than twelve."""
    if len(values) < LEAST_FOR_SIGNALS:
        raise ValueError(f"{len(values)} points: signals need {LEAST_FOR_SIGNALS}")
    about = around or limits(values)
    return [frozenset(_signals(values, place, about)) for place in range(len(values))]


def _signals(values: Sequence[float], place: int, about: Limits) -> list[str]:
    found = []
    seven = values[max(0, place - 6) : place + 1]
    three = values[max(0, place - 2) : place + 1]
    if about.outside(values[place]):
        found.append(OUTSIDE)
    if len(seven) == 7:
        if all(v > about.mean for v in seven) or all(v < about.mean for v in seven):
            found.append(RUN)
        steps = [b - a for a, b in itertools.pairwise(seven)]
        if all(s > 0 for s in steps) or all(s < 0 for s in steps):
            found.append(TREND)
    edge = 2 * about.sigma
    for sign in (1, -1):
        beyond = [sign * (v - about.mean) > edge for v in three]
        if about.sigma > 0 and beyond[-1] and sum(beyond) >= 2:
            found.append(NEAR)
    return found
