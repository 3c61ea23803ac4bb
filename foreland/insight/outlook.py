"""What to expect one to three years ahead, of every series of a panel at once.

An area's figure is the national middle and how far the area stands apart from it. What is apart
fades towards the area's own mean and its neighbours' (how fast is learned from all areas of the
indicator, shrunk to what is usual); the middle goes on as it went, as far as its movements agree
with each other; and a fifth of the last value is kept, which does no harm where nothing of this
holds. Only figures up to the origin are used, of the same side of a break.

It does not know what will be decided, and foresaw no pandemic. It says nothing without four
figures, or of an indicator that fewer than thirty authorities have: there is nothing to pool.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from foreland.insight.panel import HORIZONS, Array, Flags, Panel, Whole, mean, middle

#: Names the method in every answer and stored forecast: another number, another method.
METHOD = "pooled-2"

#: The share of the last value that is kept.
LAST_VALUE = 0.2
#: The neighbours' share in where an area's distance from the middle fades to.
NEIGHBOURS = 0.2
#: The share of the distance that is usually left after a year, and how many areas and years of an
#: indicator's own weigh as much as this.
USUALLY_LEFT = 0.8
USUAL_WEIGHT = 300.0
#: How much the national movement's own scatter is held against it, and how it fades by the year.
DOUBT = 4.0
DAMPING = 0.8
#: The part of the mean movement that is believed where one year is all there is.
ONE_MOVEMENT = 0.3
#: A series with fewer figures has no outlook, nor has one that fewer authorities have.
LEAST_FIGURES = 4
LEAST_AREAS = 30
#: Fewer neighbours than these with figures say nothing.
LEAST_NEIGHBOURS = 5


@dataclass(frozen=True)
class Neighbours:
    """An edition of the statistical neighbours: places of areas, -1 where there is none."""

    known: int
    places: Whole


@dataclass(frozen=True)
class Fitted:
    """The forecasts from every year as origin: ``expected[origin, horizon, series, area]``.

    As modelled (totals in logarithms). ``own_steps[series, area, year]`` is the movement into a
    year against the national one; not a number across a break.
    """

    panel: Panel
    expected: Array
    own_steps: Array

    def visible(self, origin: int) -> Array:
        """The modelled figures up to an origin, of its side of a break."""
        return _visible(self.panel.scaled, self.panel.segments, origin)

    def enough(self, origin: int) -> Flags:
        """The series and areas that have an outlook from this origin."""
        seen = np.isfinite(self.visible(origin))
        wide = seen[:, self.panel.pooled, origin].sum(axis=1) >= LEAST_AREAS
        found: Flags = seen[:, :, origin] & (seen.sum(axis=2) >= LEAST_FIGURES) & wide[:, None]
        return found


def neighbours_of(editions: pl.DataFrame, areas: tuple[str, ...]) -> tuple[Neighbours, ...]:
    """``editions``: the register's ``model`` (``2025-05``), ``area``, ``neighbour``. Oldest first.

    An edition is used from its year on: none was known before.
    """
    if not editions.height:
        return ()
    place = {area: at for at, area in enumerate(areas)}
    found = []
    for (model,), rows in sorted(editions.partition_by("model", as_dict=True).items()):
        near: dict[str, list[int]] = {}
        for area, other in rows.select("area", "neighbour").iter_rows():
            if area in place and other in place:
                near.setdefault(area, []).append(place[other])
        width = max(map(len, near.values()), default=0)
        places = np.full((len(areas), width), -1, dtype=np.int64)
        for area, others in near.items():
            places[place[area], : len(others)] = others
        found.append(Neighbours(int(str(model)[:4]), places))
    return tuple(found)


def fitted(panel: Panel, editions: tuple[Neighbours, ...] = ()) -> Fitted:
    """The forecasts of every series and area from every year, each from what lay before alone."""
    figures = panel.scaled
    segments = panel.segments
    years = len(panel.years)
    middles = middle(figures[:, panel.pooled], axis=1)
    apart = figures - middles[:, None, :]
    same_side = np.diff(segments[:, :years], axis=1) == 0
    steps = np.where(same_side[:, None, :], np.diff(figures, axis=2), np.nan)
    national = middle(steps[:, panel.pooled], axis=1)
    expected = np.full((years, len(HORIZONS), *figures.shape[:2]), np.nan)
    learned = _Learned(len(segments), years)
    for origin in range(1, years):
        seen = _visible(apart, segments, origin)
        target = _target(seen, panel.years[origin], editions)
        left = learned.left(origin, segments)
        drift = _drift(np.where(_in_force(segments, origin)[:, 1:], national[:, :origin], np.nan))
        last = figures[:, :, origin]
        on = np.zeros(len(segments))
        for number, horizon in enumerate(HORIZONS):
            on = on + drift * DAMPING**number
            faded = target + (left**horizon)[:, None] * (apart[:, :, origin] - target)
            ahead = middles[:, origin, None] + faded + on[:, None]
            expected[origin, number] = LAST_VALUE * last + (1 - LAST_VALUE) * ahead
        if origin + 1 < years:
            enough = np.isfinite(seen).sum(axis=2) >= 3
            enough &= (segments[:, origin] == segments[:, origin + 1])[:, None]
            went = np.where(enough, apart[:, :, origin + 1] - apart[:, :, origin], np.nan)
            learned.add(origin, (target - apart[:, :, origin])[:, panel.pooled],
                        went[:, panel.pooled])  # fmt: skip
    padded = np.full((*figures.shape[:2], 1), np.nan)
    return Fitted(
        panel=panel,
        expected=expected,
        own_steps=np.concatenate([padded, steps - national[:, None, :]], axis=2),
    )


def _in_force(segments: Whole, origin: int) -> Flags:
    same: Flags = segments[:, : origin + 1] == segments[:, origin, None]
    return same


def _visible(figures: Array, segments: Whole, origin: int) -> Array:
    same = _in_force(segments, origin)
    return np.where(same[:, None, :], figures[:, :, : origin + 1], np.nan)


def _target(seen: Array, year: int, editions: tuple[Neighbours, ...]) -> Array:
    """Where an area's distance from the middle fades to: its own mean, and its neighbours'."""
    own = mean(seen, axis=2)
    known = [edition for edition in editions if edition.known <= year]
    if not known:
        return own
    places = known[-1].places
    near = np.where(places >= 0, own[:, places], np.nan)
    enough = np.isfinite(near).sum(axis=2) >= LEAST_NEIGHBOURS
    theirs = np.where(enough, mean(near, axis=2), own)
    return (1 - NEIGHBOURS) * own + NEIGHBOURS * theirs


class _Learned:
    """How fast distances faded so far: sums of the regression through the origin, by year."""

    def __init__(self, series: int, years: int) -> None:
        self.squares = np.zeros((series, years))
        self.products = np.zeros((series, years))
        self.counts = np.zeros((series, years))

    def add(self, origin: int, pull: Array, went: Array) -> None:
        """``pull``: how far the target lay from the area; ``went``: how far the area then went.

        Both are held within three usual movements: a few small areas move tenfold.
        """
        there = np.isfinite(pull) & np.isfinite(went)
        usual = 3 * middle(np.where(there, np.abs(went), np.nan), axis=1)[:, None]
        pull = np.where(there, np.clip(pull, -usual, usual), 0.0)
        went = np.where(there, np.clip(went, -usual, usual), 0.0)
        self.squares[:, origin] = (pull**2).sum(axis=1)
        self.products[:, origin] = (pull * went).sum(axis=1)
        self.counts[:, origin] = there.sum(axis=1)

    def left(self, origin: int, segments: Whole) -> Array:
        """The share that is left after a year, by series, from the years before ``origin``."""
        same = _in_force(segments, origin)[:, :origin]
        squares, products, counts = (
            np.where(same, sums[:, :origin], 0.0).sum(axis=1)
            for sums in (self.squares, self.products, self.counts)
        )
        weight = USUAL_WEIGHT * squares / np.maximum(counts, 1)
        faded = np.full(len(squares), 1 - USUALLY_LEFT)
        np.divide(
            products + weight * (1 - USUALLY_LEFT), squares + weight, out=faded, where=squares > 0
        )
        share: Array = np.clip(1 - faded, 0.3, 1.0)
        return share


def _drift(steps: Array) -> Array:
    """The mean national movement, less the more its years differ: n m2 / (n m2 + doubt v)."""
    count = np.isfinite(steps).sum(axis=1)
    level = np.where(count > 0, mean(steps, axis=1), 0.0)
    apart = np.where(np.isfinite(steps), (steps - level[:, None]) ** 2, 0.0).sum(axis=1)
    scatter = apart / np.maximum(count - 1, 1)
    strength = count * level**2
    believed = np.zeros(len(level))
    np.divide(strength, strength + DOUBT * scatter, out=believed, where=strength > 0)
    return np.where(count >= 2, believed, ONE_MOVEMENT) * level
