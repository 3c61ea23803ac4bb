"""The invented truth: every series, area and year, before any publisher rounds or hides it.

An area's figure is the usual level of its year, moved by what lasts (hardship, what the
indicator is like there, what the group is like there) and by what does not (the year's luck,
larger in small areas). Chance is seeded for each series apart, so that a new series changes no
other. The country and the regions are sums or weighted means of their authorities.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from random import Random

from foreland.synthetic.places import COUNTY, Place, authorities, places
from foreland.synthetic.series import Series, all_series
from foreland.synthetic.story import STORY, Turn

#: How much of the spread between authorities comes from where (the squares add up to about 1).
HARDSHIP, FAMILY, GROUP, LUCK = 0.45, 0.6, 0.45, 0.3
#: How much of an area's standing is kept from one year to the next.
PERSISTENCE = 0.9

#: Series that are the sum, or the difference, of others: code, and 1 or -1.
SUMS: dict[str, tuple[tuple[str, int], ...]] = {
    "16-17_not known_NEET": (("16-17 NEET", 1), ("16-17_not known", 1)),
    "L3Age19Gap": (("NonFSM_L3_aged19", 1), ("Level3_FMS_Attain", -1)),
    "L2Age19Gap": (("Level2Age19_NON_FSM", 1), ("Level2_FMS_Attain", -1)),
    "TotAbs": (("TotAuthAbs", 1), ("TotUnAuthAbs", 1)),
}


@dataclass(frozen=True)
class Truth:
    """One series: unrounded values by area code and year; None where an area has none.

    ``hidden`` are areas too small to publish.
    """

    series: Series
    values: dict[str, dict[int, float | None]]
    hidden: frozenset[str]

    def published(self, area: str, year: int) -> float | None:
        """What a publisher prints: rounded, or nothing."""
        value = self.values[area].get(year)
        if value is None or area in self.hidden:
            return None
        return round(value, self.series.decimals)


@cache
def truth(seed: int) -> dict[str, Truth]:
    """Every series by its code."""
    told = {series.code: _truth(series, seed) for series in all_series()}
    for whole, parts in SUMS.items():
        if whole in told and all(code in told for code, _ in parts):
            told[whole] = _summed(told[whole], [(told[code], sign) for code, sign in parts])
    return told


def _summed(whole: Truth, parts: list[tuple["Truth", int]]) -> Truth:
    """The whole made of its parts, where all of them are known."""

    def one(area: str, year: int) -> float | None:
        found = [(part.values[area].get(year), sign) for part, sign in parts]
        known = [sign * value for value, sign in found if value is not None]
        return math.fsum(known) if len(known) == len(parts) else None

    values = {area: {y: one(area, y) for y in told} for area, told in whole.values.items()}
    hidden = frozenset[str]().union(*(part.hidden for part, _ in parts))
    return Truth(whole.series, values, hidden)


def years(series: Series) -> list[int]:
    """The years with figures, and one before them that has left the publisher's window."""
    return [y for y in range(series.first - 1, series.last + 1) if y not in series.gaps]


def _truth(series: Series, seed: int) -> Truth:
    path = _levels(series, seed)
    values: dict[str, dict[int, float | None]] = {}
    for area in authorities(seed):
        standing = standings(series.family, series.code, series.better, area, seed, path)
        worth = _worth(series, area)
        values[area.code] = {
            year: worth(path[year], standing[year]) if _exists(series, area, year) else None
            for year in path
        }
    for area in places(seed):
        if not area.is_authority:
            inside = [a for a in authorities(seed) if _within(a, area)]
            values[area.code] = {
                year: _joined(series, inside, [values[a.code][year] for a in inside])
                for year in path
            }
    return Truth(series, values, _hidden(series, seed))


def _levels(series: Series, seed: int) -> dict[int, float]:
    chance = Random(f"{seed}:level:{series.code}")
    start = series.level + series.spread * chance.gauss(0, 0.15)
    path = {}
    wander = 0.0
    for year in years(series):
        wander = 0.7 * wander + chance.gauss(0, 0.12)
        level = start + series.change * (year - series.last)
        # Growth that is a large part of the level is a growth in proportion.
        if series.kind in ("rate", "size") and series.level > 0:
            level = start * math.exp(series.change / series.level * (year - series.last))
        path[year] = (
            level
            + series.shifts.get(year, 0.0)
            + series.spread * (wander if series.kind != "size" else wander * series.level * 0.1)
        )
    return path


def standings(
    family: str, name: str, better: int, area: Place, seed: int, years: Iterable[int]
) -> dict[int, float]:
    """How far the area stands from the usual level, in spreads, year by year.

    ``better`` is 1, -1 or 0, as ``Series.better``; ``name`` tells the series of a family apart.
    """
    families = Random(f"{seed}:family:{family}:{area.code}")
    groups = Random(f"{seed}:group:{name}:{area.code}")
    lasting = HARDSHIP * (-better or 0.3) * area.hardship
    moving = families.gauss(0, 1)
    own = groups.gauss(0, 1)
    luck = LUCK / math.sqrt(min(4.0, max(0.15, area.size)))
    fresh = math.sqrt(1 - PERSISTENCE**2)
    found = {}
    for year in years:
        moving = PERSISTENCE * moving + fresh * families.gauss(0, 1)
        own = PERSISTENCE * own + fresh * groups.gauss(0, 1)
        found[year] = lasting + FAMILY * moving + GROUP * own + groups.gauss(0, luck)
    if area.code != COUNTY:
        return found
    # The county's own story replaces most of its chance, so that any seed tells it.
    turn, last = STORY.get(family, Turn()), max(found)
    return {year: 0.2 * by + turn.at(year, last) for year, by in found.items()}


def _worth(series: Series, area: Place) -> Callable[[float, float], float]:
    """The value at a level for an area that stands so far from it."""
    spread = series.spread
    match series.kind:
        case "share":

            def share(level: float, standing: float) -> float:
                usual = min(0.995, max(0.005, level / 100))
                slope = spread / 100 / (usual * (1 - usual))
                odds = math.log(usual / (1 - usual)) + min(slope, 1.2) * standing
                return 100 / (1 + math.exp(-odds))

            return share
        case "score":
            most = 100.0 if series.unit == "percent" else math.inf
            return lambda level, standing: min(most, level + spread * standing)
        case "size":
            return lambda level, standing: max(level, 0.0) * area.size * math.exp(0.25 * standing)
        case "rate":
            varies = min(0.8, spread / series.level) if series.level else 0.5
            return lambda level, standing: (
                max(level, 0.0) * math.exp(varies * standing - varies**2 / 2)
            )


def _exists(series: Series, area: Place, year: int) -> bool:
    """Whether a figure of that year is the area's: it was there on the period's last day."""
    return area.existed(series.ends(year))


def _within(area: Place, wider: Place) -> bool:
    return wider.kind == "country" or wider.code in (area.region, area.sub_region)


def _joined(series: Series, areas: list[Place], values: list[float | None]) -> float | None:
    pairs = [(a.size, v) for a, v in zip(areas, values, strict=True) if v is not None]
    if not pairs:
        return None
    if series.kind == "size":
        return math.fsum(v for _, v in pairs)
    return math.fsum(s * v for s, v in pairs) / math.fsum(s for s, _ in pairs)


def _hidden(series: Series, seed: int) -> frozenset[str]:
    """The authorities too small for this series: the smallest, but not in strict order."""
    chance = Random(f"{seed}:hidden:{series.code}")
    ranked = sorted(authorities(seed), key=lambda a: a.size * chance.lognormvariate(0, 0.4))
    number = round(max(0.0, series.missing - 0.02) * len(ranked))
    return frozenset(a.code for a in ranked[:number]) - {COUNTY}
