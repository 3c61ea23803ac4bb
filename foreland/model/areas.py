"""Areas and the register of authorities and districts: codes, spans, regions, successors.

The packaged register is English; an area folder may add its localities or replace the whole
(the demo's invented England does). Reads nothing but a register file.
"""

import csv
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from foreland.model.problems import ForelandError, Problem

AUTHORITY_KINDS = frozenset(
    {"county", "unitary authority", "metropolitan district", "London borough"}
)


#: A lower-tier authority, without education functions: part of a county.
DISTRICT = "district"


@dataclass(frozen=True)
class Area:
    """One area and its span. ``dfe_number`` is text, None where DfE has none.

    ``region`` is the area next above: an authority's region, a district's county.
    """

    code: str
    name: str
    kind: str
    dfe_number: str | None = None
    lait_number: str | None = None
    region: str | None = None
    sub_region: str | None = None
    opened: date | None = None
    closed: date | None = None
    successors: tuple[str, ...] = ()
    other_codes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()

    @property
    def is_authority(self) -> bool:
        return self.kind in AUTHORITY_KINDS

    def existed(self, start: date, end: date) -> bool:
        """Whether the area existed on any day from ``start`` to ``end``, both included."""
        return (self.opened is None or self.opened <= end) and (
            self.closed is None or self.closed >= start
        )


class Register:
    """The areas known to one folder, found by code, DfE number or name."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas: tuple[Area, ...] = tuple(areas)
        self._by_code: dict[str, Area] = {}
        self._by_dfe: dict[str, Area] = {}
        self._by_lait: dict[str, Area] = {}
        self._by_name: dict[str, Area] = {}
        for area in self.areas:
            for code in (area.code, *area.other_codes):
                self._by_code[code] = area
            if area.dfe_number:
                self._by_dfe[area.dfe_number] = area
            if area.lait_number:
                self._by_lait[area.lait_number] = area
        # A name in force wins over a retired one (two Dorsets); any other wins over a district.
        for area in sorted(self.areas, key=lambda a: (a.kind != DISTRICT, a.closed is None)):
            for name in (*area.other_names, area.name):
                self._by_name[_folded(name)] = area

    @classmethod
    def load(cls, path: Path | None = None) -> "Register":
        """The packaged register, or the one in ``path`` (same columns). Raises ForelandError."""
        if path is None:
            return _packaged()
        return cls(_read(path.read_text(encoding="utf-8-sig").splitlines(), str(path)))

    def with_localities(self, areas: Iterable[Area]) -> "Register":
        """This register and more areas."""
        return Register((*self.areas, *areas))

    def __iter__(self) -> Iterator[Area]:
        return iter(self.areas)

    def code(self, code: str) -> Area | None:
        """By ONS code (a former code answers with the same authority), or a locality's own."""
        return self._by_code.get(code)

    def dfe(self, number: str) -> Area | None:
        return self._by_dfe.get(number)

    def lait(self, number: str) -> Area | None:
        return self._by_lait.get(number)

    def named(self, name: str) -> Area | None:
        return self._by_name.get(_folded(name))

    def find(self, text: str) -> Area:
        """By ONS code, DfE number or name. Raises ForelandError that suggests the nearest."""
        wanted = text.strip()
        found = (
            self.code(wanted)
            or self.dfe(wanted)
            or self.named(wanted)
            or self.code(wanted.upper())
            or self._without_its_style(wanted)
        )
        if found is None:
            near = difflib.get_close_matches(_folded(wanted), self._by_name, n=1, cutoff=0.6)
            hint = f"Did you mean {self._by_name[near[0]].name}?" if near else "Check the spelling."
            raise ForelandError(
                Problem(
                    file="",
                    found=f"no area {text!r}",
                    expected="an ONS code (E10000016), a DfE number (886) or a name (Kent)",
                    remedy=hint,
                )
            )
        return found

    def _without_its_style(self, name: str) -> Area | None:
        """The one area whose name is this but for "City of" and the like: Bristol, Hull."""
        plain = _plain(name)
        near = {a.code: a for full, a in self._by_name.items() if plain and _plain(full) == plain}
        return next(iter(near.values())) if len(near) == 1 else None

    @property
    def country(self) -> Area:
        """The country that comparisons are with."""
        return next(area for area in self.areas if area.kind == "country")

    @property
    def authorities(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.is_authority)


def _folded(name: str) -> str:
    """Names that differ in case, stops, hyphens or an ampersand are one: St. Helens, St Helens."""
    words = re.sub(r"[.'\u2019]", "", name.casefold().replace("&", " and "))
    return " ".join(re.sub(r"[-,]", " ", words).split())


_STYLE = re.compile(
    r"\b(city of|county of|the|city|county|council|borough|district|metropolitan)\b"
)


def _plain(name: str) -> str:
    return " ".join(_STYLE.sub(" ", _folded(name)).split())


_COLUMNS = (
    "code",
    "name",
    "kind",
    "dfe_number",
    "lait_number",
    "region",
    "sub_region",
    "opened",
    "closed",
    "successors",
    "other_codes",
    "other_names",
)


def _read(lines: list[str], file: str) -> list[Area]:
    rows = csv.DictReader(lines)
    missing = [column for column in _COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise ForelandError(
            Problem(
                file=file,
                found=f"no column {', '.join(missing)}",
                expected="the columns of foreland's register of authorities",
                remedy="Add the missing columns; they may be empty.",
                row=1,
            )
        )
    areas, problems = [], []
    for number, row in enumerate(rows, start=2):
        try:
            areas.append(_area(row))
        except ValueError as fault:
            problems.append(
                Problem(file, str(fault), "a date such as 2019-04-01", "Mend the row.", row=number)
            )
    if problems:
        raise ForelandError(problems)
    return areas


def _area(row: dict[str, str]) -> Area:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return Area(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        dfe_number=row["dfe_number"] or None,
        lait_number=row["lait_number"] or None,
        region=row["region"] or None,
        sub_region=row["sub_region"] or None,
        opened=day(row["opened"]),
        closed=day(row["closed"]),
        successors=tuple(row["successors"].split()),
        other_codes=tuple(row["other_codes"].split()),
        other_names=tuple(name for name in row["other_names"].split("|") if name),
    )


def _districts() -> list[Area]:
    text = resources.files("foreland.model").joinpath("data/districts.csv").read_text("utf-8")
    given = csv.DictReader(text.splitlines())
    empty = dict.fromkeys(_COLUMNS, "") | {"kind": DISTRICT}
    return [_area(empty | row | {"region": row["parent"]}) for row in given]


@cache
def _packaged() -> Register:
    text = resources.files("foreland.model").joinpath("data/authorities.csv").read_text("utf-8")
    return Register([*_read(text.splitlines(), "authorities.csv"), *_districts()])
