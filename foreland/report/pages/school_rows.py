"""The protected tables of schools as rows, each read once; and how a school's facts are said.

No page of schools is made where the store has no list of schools: ``of`` then gives None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from foreland.report import formats, wording
from foreland.report.charts.map import Shape
from foreland.report.material import Material, Row

#: The phases in the order in which they are told, one school and several.
PHASES: Mapping[str, tuple[str, str]] = {
    "nursery": ("nursery school", "nursery schools"),
    "primary": ("primary school", "primary schools"),
    "secondary": ("secondary school", "secondary schools"),
    "special": ("special school", "special schools"),
    "alternative-provision": ("alternative provision school", "alternative provision schools"),
}

PHASE_NAMES: Mapping[str, str] = {
    "all": "All phases",
    "nursery": "Nursery",
    "primary": "Primary",
    "secondary": "Secondary",
    "special": "Special",
    "alternative-provision": "Alternative provision",
}

NOT_JUDGED = "Not judged"
NO_GRADE = "No overall grade"
NOT_INSPECTED = "No graded inspection yet"

#: The code and the words for schools whose district is not known.
UNKNOWN, UNKNOWN_NAME = "unknown", "District not known"


@dataclass(frozen=True)
class Schools:
    """Rows by what pages ask for."""

    material: Material

    @cached_property
    def about(self) -> Row:
        return self.material.rows("school_about")[0]

    @property
    def on(self) -> date:
        day: date = self.about["on"]
        return day

    @cached_property
    def all(self) -> tuple[Row, ...]:
        """By name."""
        return tuple(self.material.rows("schools"))

    @cached_property
    def by_urn(self) -> dict[str, Row]:
        return {row["urn"]: row for row in self.all}

    def _by(self, table: str, column: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.material.rows(table):
            found.setdefault(row[column], []).append(row)
        return found

    @cached_property
    def visits(self) -> dict[str, list[Row]]:
        return self._by("school_visits", "school")

    @cached_property
    def judgements(self) -> dict[str, list[Row]]:
        return self._by("school_judgements", "school")

    @cached_property
    def results(self) -> dict[str, list[Row]]:
        return self._by("school_results", "school")

    @cached_property
    def alike(self) -> dict[str, list[Row]]:
        return self._by("school_alike", "school")

    @cached_property
    def beside(self) -> dict[str, Row]:
        return {row["urn"]: row for row in self.material.rows("school_beside")}

    @cached_property
    def ladder(self) -> tuple[Row, ...]:
        return tuple(self.material.rows("school_ladder"))

    @cached_property
    def trusts(self) -> tuple[Row, ...]:
        return tuple(self.material.rows("trusts"))

    @cached_property
    def trust_uids(self) -> frozenset[str]:
        return frozenset(row["uid"] for row in self.trusts)

    @cached_property
    def members(self) -> dict[str, list[Row]]:
        return self._by("trust_members", "uid")

    @cached_property
    def moves(self) -> dict[str, list[Row]]:
        return self._by("trust_moves", "uid")

    @cached_property
    def movement(self) -> dict[str, Row]:
        return {row["uid"]: row for row in self.material.rows("trust_movement")}

    @cached_property
    def trust_results(self) -> dict[str, list[Row]]:
        return self._by("trust_results", "uid")

    @cached_property
    def outlines(self) -> tuple[Row, ...]:
        return tuple(self.material.rows("school_outlines"))

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The districts for a map of all of them."""
        return tuple(
            Shape(o["code"], o["name"], o["rings"], o["easting"], o["northing"])
            for o in self.outlines
        )

    @cached_property
    def fine(self) -> dict[str, Shape]:
        """Each district for a map of its own."""
        return {
            o["code"]: Shape(o["code"], o["name"], o["fine"], o["easting"], o["northing"])
            for o in self.outlines
        }

    @cached_property
    def districts(self) -> tuple[tuple[str, str, tuple[Row, ...]], ...]:
        """Code, name and schools of each district, by name; those of no known district last."""
        found: dict[str, list[Row]] = {}
        names: dict[str, str] = {}
        for row in self.all:
            code = row["district"] or UNKNOWN
            names[code] = row["district_name"] or UNKNOWN_NAME
            found.setdefault(code, []).append(row)
        order = sorted(found, key=lambda c: (c == UNKNOWN, names[c].lower(), c))
        return tuple((code, names[code], tuple(found[code])) for code in order)


def of(material: Material) -> Schools | None:
    found = Schools(material)
    return found if found.all else None


def path_of(urn: str) -> str:
    return f"schools/{urn}.html"


def trust_path(uid: str) -> str:
    return f"trusts/{uid}.html"


def slug(name: str) -> str:
    """A name fit for an address: ``Tonbridge and Malling`` is ``tonbridge-and-malling``."""
    kept = "".join(c if c.isalnum() and c.isascii() else "-" for c in name.lower())
    return "-".join(part for part in kept.split("-") if part) or "place"


def district_path(code: str, name: str) -> str:
    return f"schools/districts/{slug(name) if code != UNKNOWN else UNKNOWN}.html"


def phase_path(phase: str) -> str:
    return f"schools/phases/{phase}.html"


def pupils(row: Row, value: str = "pupils") -> str:
    """A roll as it is printed: ``1,204``, ``fewer than 6 (c)``, ``not known``."""
    if row[value] is not None:
        return f"{row[value]:,}"
    if row[f"{value}_symbol"]:
        return f"withheld ({row[f'{value}_symbol']})"
    return "not known"


def inspected(row: Row) -> str:
    """The latest graded inspection in a few words: ``Good, 24 March 2015``."""
    if row["inspected"] is None:
        return NOT_INSPECTED
    return f"{grade(row['grade'])}, {formats.day(row['inspected'])}"


def grade(word: str | None) -> str:
    return NO_GRADE if word in (None, NOT_JUDGED) else str(word)


def counted(rows: tuple[Row, ...]) -> str:
    """``460 primary schools, 103 secondary schools and 28 special schools``."""
    parts = []
    for phase, (one, many) in PHASES.items():
        n = sum(1 for row in rows if row["phase"] == phase)
        if n:
            parts.append(formats.count(n, one, many))
    return formats.joined(parts)


def standing(status: str | None) -> str:
    return wording.standing(status) if status else ""
