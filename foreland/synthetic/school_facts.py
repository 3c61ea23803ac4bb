"""The invented schools of the demo county, and some elsewhere to compare them with.

Numbers (URN) begin with 9, which no school's does; trusts are numbered from 90001. A school that
became an academy has a number before and one after; what inspectors said stands under the number
of its day. Everything is drawn from the seed, each school apart.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from foreland.synthetic.places import COUNTY, Place, authorities, rows
from foreland.synthetic.school_places import cells, place

#: The day of the inspectorate's file, and the first day without an overall grade.
AS_AT, NO_OVERALL_GRADE = date(2025, 8, 31), date(2024, 9, 1)

NURSERY, PRIMARY, SECONDARY, SPECIAL, PRU = "Nursery", "Primary", "Secondary", "Special", "PRU"

_FIRST = (
    "Amber", "Bramble", "Clover", "Dapple", "Ember", "Fennel", "Gorse", "Juniper", "Kelp",
    "Lichen", "Merrow", "Nettle", "Osier", "Plover", "Quill", "Sorrel", "Tansy", "Umber",
    "Vetch", "Yarrow",
)  # fmt: skip
_LAST = ("garth", "holt", "hythe", "low", "stow", "mere", "combe", "wick")

TRUSTS = {
    "90001": "Lantern and Tide Learning Trust",
    "90002": "Saltmarsh Academies Trust",
    "90003": "Teasel Education Trust",
    "90004": "Three Herons Multi-Academy Trust",
    "90005": "Skylark Schools Partnership",
    "90006": "Longridge Learning Trust",
    "90007": "Orchard Gate Academy Trust",
}

#: The trust with one school alone, and the one that took over a school of another's.
_ALONE, _GROWING = "90007", "90001"


@dataclass(frozen=True)
class Visit:
    """One graded inspection. ``grade`` is None where no overall grade was given."""

    urn: str
    day: date
    grade: int | None
    judged: tuple[int, int, int, int]

    @property
    def published(self) -> date:
        """The report: a month later, or after the summer's holidays."""
        return self.day + timedelta(days=75 if self.day.month in (6, 7) else 35)


@dataclass(frozen=True)
class School:
    """One school as it stands on ``AS_AT``, and what it was before."""

    urn: str
    number: int
    name: str
    phase: str
    type: str
    authority: Place
    district: str
    district_name: str
    postcode: str
    longitude: float
    latitude: float
    low: int
    high: int
    selective: bool
    opened: date | None
    former: str | None
    trust: str | None
    joined: date | None
    trust_before: str | None
    rolls: dict[int, int]
    capacity: int
    hardship: float
    worth: float
    visits: tuple[Visit, ...]

    def urn_on(self, day: date) -> str | None:
        """The number under which it stood on a day; None before it was."""
        if self.opened is None or self.opened <= day:
            return self.urn
        return self.former


_TYPES = {
    NURSERY: ("LA Nursery School",),
    PRIMARY: (
        "Community School", "Voluntary Aided School", "Voluntary Controlled School",
        "Academy Converter", "Academy Converter", "Academy Sponsor Led",
    ),
    SECONDARY: (
        "Academy Converter", "Academy Converter", "Academy Sponsor Led", "Foundation School",
    ),
    SPECIAL: ("Community Special School", "Academy Special Converter"),
    PRU: ("Pupil Referral Unit",),
}  # fmt: skip

#: The years in which schools became academies. Of those just before September 2017 the older
#: inspections are not in the copy that there is.
_CONVERTED = (2012, 2013, 2014, 2018, 2019, 2020, 2022, 2023)

_AGES = {NURSERY: (3, 4), PRIMARY: (4, 11), SECONDARY: (11, 18), SPECIAL: (4, 16), PRU: (11, 16)}
_ROLL = {NURSERY: 70, PRIMARY: 290, SECONDARY: 1050, SPECIAL: 130, PRU: 28}


@cache
def schools(seed: int) -> tuple[School, ...]:
    """All invented schools, by number: the county's first, then those elsewhere."""
    found: list[School] = []
    named = {row["code"]: row["name"] for row in rows("localities.csv")}
    here = next(a for a in authorities(seed) if a.code == COUNTY)
    for code, cell in sorted(cells().items()):
        phases = [PRIMARY] * 4 + [SECONDARY] * 2
        phases += [SPECIAL] if cell[0] % 2 == 0 else []
        phases += [NURSERY] if cell in ((1, 1), (3, 2)) else []
        phases += [PRU] if cell in ((0, 2), (2, 0)) else []
        for phase in phases:
            found.append(_school(seed, len(found), phase, here, code, named[code], cell))
    others = [a for a in authorities(seed) if a.code != COUNTY and a.existed(AS_AT)]
    for place_ in others:
        for phase in (PRIMARY, SECONDARY):
            found.append(_school(seed, len(found), phase, place_, "", "", None))
    return tuple(found)


def county_schools(seed: int) -> tuple[School, ...]:
    return tuple(s for s in schools(seed) if s.authority.code == COUNTY)


def _school(
    seed: int,
    n: int,
    phase: str,
    authority: Place,
    district: str,
    town: str,
    cell: tuple[int, int] | None,
) -> School:
    chance = Random(f"{seed}:school:{n}")
    type_ = chance.choice(_TYPES[phase])
    if phase == PRIMARY and n % 23 == 17:
        type_ = "Free School"
    academy = "Academy" in type_ or type_ == "Free School"
    selective = phase == SECONDARY and n % 9 == 4
    opened = date(chance.choice(_CONVERTED), chance.choice((4, 9)), 1) if academy else None
    if type_ == "Free School":
        opened = date(2022 + n % 2, 9, 1)
    former = f"{910_000 + n}" if academy and type_ != "Free School" else None
    trust = _trust(chance, n, cell) if academy else None
    hardship = chance.gauss(0.0, 1.0)
    worth = chance.gauss(-0.35 * hardship + (0.8 if selective else 0.0), 1.0)
    name = _name(n, phase, type_, selective)
    where = (
        place(seed, cell, chance.uniform(0.24, 0.76), chance.uniform(0.24, 0.76))
        if cell
        else (round(chance.uniform(0.6, 1.7), 5), round(chance.uniform(55.0, 57.0), 5))
    )
    size = _ROLL[phase] * chance.lognormvariate(0, 0.35)
    rolls = {year: max(4, round(size * chance.lognormvariate(0, 0.04))) for year in (2019, 2023)}
    rolls[2025] = 4 if phase == PRU and cell == (0, 2) else max(6, round(size))
    urn = f"{900_000 + n}"
    return School(
        urn=urn,
        number=2000 + n if phase != SECONDARY else 4000 + n,
        name=name,
        phase=phase,
        type=type_,
        authority=authority,
        district=district,
        district_name=town,
        postcode=_postcode(n, cell),
        longitude=where[0],
        latitude=where[1],
        low=_AGES[phase][0],
        high=_AGES[phase][1],
        selective=selective,
        opened=opened,
        former=former,
        trust=trust,
        joined=opened if trust else None,
        trust_before="90004" if trust == _GROWING and n % 3 == 0 else None,
        rolls=rolls,
        capacity=max(10, round(size * chance.uniform(0.98, 1.2) / 5) * 5),
        hardship=hardship,
        worth=worth,
        visits=_visits(chance, worth, urn, former, opened, type_),
    )


def _postcode(n: int, cell: tuple[int, int] | None) -> str:
    """XF is no postcode area; a district has two sectors of one."""
    area = 1 + cell[0] + 4 * cell[1] if cell else 20 + n % 70
    return f"XF{area} {1 + n % 2}{'ABDEF'[n % 5]}{'GHJLN'[n // 5 % 5]}"


def _trust(chance: Random, n: int, cell: tuple[int, int] | None) -> str | None:
    if cell is None:
        return chance.choice([None, "90004", "90006"])
    return _ALONE if n == 5 else chance.choice(sorted(set(TRUSTS) - {_ALONE}))


def _name(n: int, phase: str, type_: str, selective: bool) -> str:
    town = f"{_FIRST[n % 20]}{_LAST[n // 20 % 8]}" + (" Cross" if n >= 160 else "")
    if n >= 320:
        town = town.replace(" Cross", " Bridge")
    church = " Church of England" if type_.startswith("Voluntary") else ""
    if phase == SECONDARY:
        kind = "Grammar School" if selective else "Academy" if "Academy" in type_ else "School"
        return f"{town} {kind}"
    return {
        NURSERY: f"{town} Nursery School",
        PRIMARY: f"{town}{church} Primary {'Academy' if 'Academy' in type_ else 'School'}",
        SPECIAL: f"{town} Special School",
        PRU: f"{town} Centre",
    }[phase]


def _visits(
    chance: Random, worth: float, urn: str, former: str | None, opened: date | None, type_: str
) -> tuple[Visit, ...]:
    """From 2008 on, every three to five years; gaps after a conversion; none since 2020 to 2021."""
    found = []
    day = date(2008, 9, 1) + timedelta(days=chance.randint(0, 1000))
    if former is None and opened is not None:
        day = opened + timedelta(days=chance.randint(600, 1400))
    while day < date(2025, 7, 10):
        if date(2020, 3, 1) <= day <= date(2021, 9, 1):
            day += timedelta(days=600)
            continue
        level = worth + 0.09 * (min(day.year, 2019) - 2013) + chance.gauss(0, 0.7)
        sponsored = type_ == "Academy Sponsor Led" and opened is not None and day < opened
        grade = 1 if level > 1.6 else 2 if level > -0.75 else 3 if level > -1.9 else 4
        grade = max(3, grade) if sponsored else grade
        a, b, c, d = (min(4, max(1, grade + (chance.random() < 0.2))) for _ in range(4))
        number = former if former and opened and day < opened else urn
        ended = day >= NO_OVERALL_GRADE
        found.append(Visit(number, day, None if ended else grade, (a, b, c, d)))
        wait = chance.randint(1050, 1750) if grade <= 2 else chance.randint(600, 950)
        after = day + timedelta(days=wait)
        if opened is not None and former and day < opened <= after:
            after = max(after, opened + timedelta(days=chance.randint(700, 1300)))
        day = after
    return tuple(found)


def trust_on(school: School, day: date) -> str | None:
    """The trust that the school belonged to on a day."""
    if school.joined is None or school.joined > day:
        return None
    return school.trust_before if school.trust_before and day.year < 2021 else school.trust
