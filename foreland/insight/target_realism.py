"""How often areas that started where this one stands got as far as a target asks, in as long.

Of each year that so many years later can be looked up: the authorities whose place among all was
near the area's place now, and how much they gained. The spread between indicators is far wider than
that between starts, so nothing is carried over from one indicator to another, and nothing is told
from fewer than twenty starts. Where low starts gain more than everyone, that is mostly regression
to the mean, which is no achievement: it is told apart. It does not say that a target can be reached
on purpose, only how often it was.
"""

from dataclasses import dataclass

import numpy as np

from foreland.insight.panel import Array, Panel

#: A start is alike whose place (0 the worst authority, 1 the best) is no further off than this.
ALIKE = 0.125
LEAST_STARTS = 20
#: The share of such areas that got as far: what is suggested under each word.
SUGGESTED = {"likely": 0.6, "ambitious": 0.25, "hardly_ever": 0.05}


@dataclass(frozen=True)
class Realism:
    """What areas with a like start gained. Gains are in the unit of the figure; better is above 0.

    Of totals, which move in proportion, a gain is what it would be from the area's own figure.
    """

    start: float
    place: float
    starts: int
    spans: int
    reached: int | None
    share: float | None
    usual_gain: float
    everyone_gain: float
    likely: float
    ambitious: float
    hardly_ever: float

    @property
    def regression(self) -> float:
        """What such areas gained beyond everyone: mostly regression to the mean."""
        # What lies behind the tenth place is the float's; zero has no sign.
        return round(self.usual_gain - self.everyone_gain, 10) + 0.0


def realism(
    panel: Panel, series: int, area: int, sign: int, years: int, target: float | None = None
) -> Realism | None:
    """For one series and area, ``years`` after its last figure. ``sign``: 1 where higher is better.

    None where the area has no figure, or too few starts were like its own.
    """
    figures = panel.scaled[series]
    there = np.flatnonzero(np.isfinite(figures[area]))
    if not len(there) or not sign or years < 1:
        return None
    last = int(there[-1])
    start = float(figures[area, last])
    pooled = figures[panel.pooled]
    place = _places(pooled[:, last], sign, np.array([start]))[0]
    gains, alike, spans = [], [], 0
    for origin in range(pooled.shape[1] - years):
        if panel.segments[series, origin] != panel.segments[series, origin + years]:
            continue
        gain = sign * (pooled[:, origin + years] - pooled[:, origin])
        known = np.isfinite(gain)
        if not known.any():
            continue
        spans += 1
        near = np.abs(_places(pooled[:, origin], sign, pooled[known, origin]) - place) <= ALIKE
        gains.append(gain[known])
        alike.append(near)
    if not spans:
        return None
    everyone, near = np.concatenate(gains), np.concatenate(alike)
    like = everyone[near]
    if len(like) < LEAST_STARTS:
        return None
    reached = None
    if target is not None:
        wanted = _scaled(panel, series, target)
        # A hair's breadth is the float's: a target that was reached exactly was reached.
        reached = int((like >= sign * (wanted - start) - 1e-9 * max(1.0, abs(wanted))).sum())
    own = float(panel.values[series, area, last])

    def ahead(gain: float) -> float:
        return _plain(panel, series, start + sign * gain)

    def gained(gain: float) -> float:
        return round(sign * (ahead(gain) - own), 10) + 0.0

    suggested = {
        word: ahead(float(np.quantile(like, 1 - share))) for word, share in SUGGESTED.items()
    }
    return Realism(
        start=own,
        place=float(place),
        starts=len(like),
        spans=spans,
        reached=reached,
        share=None if reached is None else reached / len(like),
        usual_gain=gained(float(np.median(like))),
        everyone_gain=gained(float(np.median(everyone))),
        **suggested,
    )


def _places(among: Array, sign: int, figures: Array) -> Array:
    """The share of authorities that are worse, ties by half."""
    known = np.sort(sign * among[np.isfinite(among)])
    lower = np.searchsorted(known, sign * figures, side="left")
    upper = np.searchsorted(known, sign * figures, side="right")
    places: Array = (lower + upper) / 2 / max(len(known), 1)
    return places


def _scaled(panel: Panel, series: int, figure: float) -> float:
    if not panel.totals[series]:
        return figure
    return float(np.log(figure)) if figure > 0 else -np.inf


def _plain(panel: Panel, series: int, scaled: float) -> float:
    plain = float(np.exp(scaled)) if panel.totals[series] else scaled
    return float(np.clip(plain, panel.lowest[series], panel.highest[series]))
