"""The invented areas, and what makes each of them different from the others.

An area's size, its hardship and whether it is a town stay the same through the years; the
figures of an area lean on them, and the statistical neighbours are those most alike.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from random import Random

from foreland.model.areas import AUTHORITY_KINDS

#: The demo county: its code in ``data/areas.csv``.
COUNTY = "X10000016"

SEED = 20260409

#: Typical population, relative to an average authority, and hardship, by kind.
_USUAL = {
    "county": (2.4, -0.5, 0.1),
    "unitary authority": (0.7, 0.1, 0.45),
    "metropolitan district": (1.0, 0.7, 0.8),
    "London borough": (0.9, 0.2, 1.0),
}

#: What the story needs: a large county, a little better off than most, with the last small
#: authority of its kind and the halves of one that was divided.
_FIXED = {COUNTY: (3.2, -0.25, 0.3)}


@dataclass(frozen=True)
class Place:
    """One area. ``size`` 1 is an average authority; ``hardship`` and ``town`` are about 0 and 1."""

    code: str
    name: str
    kind: str
    number: int
    region: str
    sub_region: str
    opened: date | None
    closed: date | None
    successors: tuple[str, ...]
    size: float = 1.0
    hardship: float = 0.0
    town: float = 0.0

    @property
    def is_authority(self) -> bool:
        return self.kind in AUTHORITY_KINDS

    def existed(self, day: date) -> bool:
        return (self.opened is None or self.opened <= day) and (
            self.closed is None or self.closed >= day
        )


def text(name: str) -> str:
    """A packaged file of invented facts."""
    return resources.files("foreland.synthetic").joinpath("data", name).read_text("utf-8")


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text(name).splitlines()))


@cache
def places(seed: int) -> tuple[Place, ...]:
    """All areas, country and regions first, with their sizes drawn from the seed."""
    found = [_place(row, seed) for row in rows("areas.csv")]
    halves = {s: place for place in found for s in place.successors}
    return tuple(_halved(place, halves.get(place.code)) for place in found)


def authorities(seed: int) -> tuple[Place, ...]:
    return tuple(place for place in places(seed) if place.is_authority)


def county(seed: int) -> Place:
    return next(place for place in places(seed) if place.code == COUNTY)


def _place(row: dict[str, str], seed: int) -> Place:
    def day(value: str) -> date | None:
        return date.fromisoformat(value) if value else None

    chance = Random(f"{seed}:place:{row['code']}")
    size, hardship, town = _USUAL.get(row["kind"], (1.0, 0.0, 0.0))
    size *= chance.lognormvariate(0, 0.45)
    hardship += chance.gauss(0, 0.8)
    town = min(1.0, max(0.0, town + chance.gauss(0, 0.2)))
    size, hardship, town = _FIXED.get(row["code"], (size, hardship, town))
    return Place(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        number=int(row["lait_number"]),
        region=row["region"],
        sub_region=row["sub_region"],
        opened=day(row["opened"]),
        closed=day(row["closed"]),
        successors=tuple(row["successors"].split()),
        size=size,
        hardship=hardship,
        town=town,
    )


def _halved(place: Place, former: Place | None) -> Place:
    """A successor has half of what was divided and is much like it."""
    if former is None:
        return place
    return Place(
        **{
            **vars(place),
            "size": former.size / 2,
            "hardship": former.hardship + (place.hardship - former.hardship) * 0.2,
            "town": former.town,
        }
    )
