"""Which cells of one indicator add up: areas to their parents, groups to all, periods to years.

A relation is taken for one where its parts are all there, where they make the total exactly, or
where they come within the rules' slack of it: then what is missing is known to nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations

from foreland.disclosure.cells import Cell, Place
from foreland.disclosure.rules import RULES
from foreland.model.areas import Register
from foreland.model.groups import Group

#: Members of a dimension that hold several others of it (``sen=all``).
WHOLES = frozenset({"all", "any", "total"})

#: With more members than this, those that make up such a one are not looked for.
TRIED = 8

#: A total and its parts, as places in the list of cells; whether they are all there.
Found = Iterator[tuple[int, list[int], bool]]


@dataclass(frozen=True)
class Relation:
    """``total`` and ``parts`` are places in the list of cells.

    ``exact``: what the parts leave of the total (mostly nothing) is known to whoever subtracts.
    """

    total: int
    parts: tuple[int, ...]
    exact: bool

    @property
    def members(self) -> tuple[int, ...]:
        return (*self.parts, self.total)


class Tree:
    """The register as levels: which areas of a kind lie inside an area, at any depth."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._above: dict[str, frozenset[str]] = {}
        self._inside: dict[tuple[str, str], list[str]] = defaultdict(list)
        for area in register:
            for above in self.above(area.code):
                self._inside[above, self.level(area.code)].append(area.code)

    def level(self, code: str) -> str:
        area = self.register.code(code)
        return "" if area is None else "authority" if area.is_authority else area.kind

    def above(self, code: str) -> frozenset[str]:
        """All that the area lies in."""
        if code not in self._above:
            self._above[code] = frozenset()  # a circle in the register ends here
            area = self.register.code(code)
            direct = [c for c in (area.region, area.sub_region) if c] if area else []
            self._above[code] = frozenset(direct).union(*(self.above(c) for c in direct))
        return self._above[code]

    def missing(self, parent: str, level: str, present: set[str], start: date, end: date) -> bool:
        """Whether an area of that level that existed in the period is not present."""
        return any(
            code not in present and (area := self.register.code(code)) and area.existed(start, end)
            for code in self._inside[parent, level]
        )


def relations(cells: Sequence[Cell], tree: Tree) -> list[Relation]:
    """All relations among the cells of one indicator, each once, in a fixed order."""
    found: dict[tuple[int, tuple[int, ...]], bool] = {}
    by_vintage: dict[str, dict[Place, int]] = defaultdict(dict)
    for number, cell in enumerate(cells):
        for vintage in cell.vintages:
            by_vintage[vintage].setdefault(cell.place, number)
    for vintage in sorted(by_vintage):
        places = by_vintage[vintage]
        for total, parts, whole in chain(
            _of_areas(places, tree), _of_groups(cells, places), _of_periods(places)
        ):
            exact = whole or _exact(cells, total, parts)
            if exact or _near(cells, total, parts):
                key = (total, tuple(sorted(parts)))
                found[key] = exact or found.get(key, False)
    return [Relation(*key, exact) for key, exact in sorted(found.items())]


def _exact(cells: Sequence[Cell], total: int, parts: Sequence[int]) -> bool:
    """Whether the parts make the total; where some are withheld already they may."""
    if any(cells[n].unknown for n in (total, *parts)):
        return True
    return abs(cells[total].people - sum(cells[n].people for n in parts)) < 0.5


def _near(cells: Sequence[Cell], total: int, parts: Sequence[int]) -> bool:
    """Whether the parts make most of the total, all but the slack."""
    added = sum(cells[n].people for n in parts)
    off = abs(cells[total].people - added)
    return off <= RULES.slack and off < added


def _split(places: dict[Place, int], *keep: int) -> dict[tuple[object, ...], dict[Place, int]]:
    found: dict[tuple[object, ...], dict[Place, int]] = defaultdict(dict)
    for place, number in places.items():
        found[tuple(place[k] for k in keep)][place] = number
    return found


def _of_areas(places: dict[Place, int], tree: Tree) -> Found:
    for group in _split(places, 0, 2, 3).values():
        here = {place[1]: number for place, number in group.items()}
        _, _, start, end = next(iter(group))
        parts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code in here:
            for above in tree.above(code):
                if above in here:
                    parts[above, tree.level(code)].append(code)
        for (above, level), codes in parts.items():
            numbers = [here[c] for c in codes]
            yield here[above], numbers, not tree.missing(above, level, set(codes), start, end)


def _of_groups(cells: Sequence[Cell], places: dict[Place, int]) -> Found:
    """Members of one dimension within a group; one named as a whole is the sum of some others."""
    for group in _split(places, 1, 2, 3).values():
        here = {place[0]: number for place, number in group.items()}
        members: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for text, number in here.items():
            pairs = Group.parse(text).pairs
            for dimension, member in pairs:
                rest = Group(tuple(p for p in pairs if p != (dimension, member)))
                members[str(rest), dimension][member] = number
        for (rest_text, _), named in members.items():
            parts = [n for member, n in named.items() if member not in WHOLES]
            totals = [n for member, n in named.items() if member in WHOLES]
            if len(parts) < 2:
                continue
            if rest_text in here:
                yield here[rest_text], parts, False
            for total in totals:
                yield from ((total, some, True) for some in _sums(cells, total, parts))


def _sums(cells: Sequence[Cell], total: int, parts: list[int]) -> Iterator[list[int]]:
    """The parts whose sum is exactly the total."""
    some = [n for n in parts if cells[n].people > 0]
    for size in range(2, len(some) + 1 if len(some) <= TRIED else 0):
        for chosen in combinations(some, size):
            if abs(sum(cells[n].people for n in chosen) - cells[total].people) < 1e-6:
                yield list(chosen)


def _of_periods(places: dict[Place, int]) -> Found:
    """A period and the shorter ones of one length of span that follow on and fill it."""
    for group in _split(places, 0, 1).values():
        spans = sorted((place[2], place[3], number) for place, number in group.items())
        if len({round((end - start).days / 30) for start, end, _ in spans}) < 2:
            continue
        for start, end, total in spans:
            inside = [s for s in spans if start <= s[0] and s[1] <= end and s[2] != total]
            for parts in _tilings(inside, start, end):
                if len(parts) > 1:
                    yield total, parts, False


def _tilings(spans: list[tuple[date, date, int]], start: date, end: date) -> Iterator[list[int]]:
    """Chains of spans from start to end, of the longest and of the shortest that fit."""
    for longest in (True, False):
        tiles: list[int] = []
        day = start
        while day <= end:
            here = [s for s in spans if s[0] == day]
            if not here:
                break
            chosen = max(here, key=lambda s: s[1]) if longest else min(here, key=lambda s: s[1])
            tiles.append(chosen[2])
            day = chosen[1] + timedelta(days=1)
        else:
            yield tiles
