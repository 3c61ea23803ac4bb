"""The packaged layouts to be filled in, for what no publisher has. Reads no figure, writes no file.

Each is a YAML file of ``templates/``: what it is for, its columns and its rows. All are in the one
tidy layout, so a layout that is filled in is read as any other of the area's own files.
"""

import difflib
from collections.abc import Iterator
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from foreland.model.documents import Document
from foreland.model.groups import ALL, Group
from foreland.model.periods import PeriodKind
from foreland.model.problems import ForelandError, Problem
from foreland.model.published_periods import parse_ees
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.local.layout import OPTIONAL, REQUIRED

#: The columns of every layout; its own stand among the optional ones.
_ALWAYS = (*REQUIRED, "la_name", "locality_code", "locality_name")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(_Entry):
    """One figure that is asked for. ``when`` is the ``time_identifier`` it comes with."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$", strict=True)
    unit: Unit
    when: str
    what: str = Field(min_length=10)
    groups: tuple[str, ...] = ()

    @field_validator("when")
    @classmethod
    def _identifier(cls, text: str) -> str:
        parse_ees(example_period(text), text)
        return text


class Layout(_Entry):
    """One layout. ``indicators`` says that its rows are the plan's, or else the catalogue's."""

    name: str = Field(pattern=r"^[a-z0-9-]+$", strict=True)
    title: str
    purpose: str
    notes: tuple[str, ...]
    levels: tuple[Literal["Local authority", "Locality"], ...] = Field(min_length=1)
    columns: tuple[str, ...]
    groups: tuple[str, ...] = (ALL,)
    status: Status | None = None
    rows: tuple[Row, ...] = ()
    indicators: bool = False

    @field_validator("columns")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [name for name in names if name not in OPTIONAL]
        if wrong:
            raise ValueError(f"columns of the layout, not {', '.join(wrong)}")
        return names

    @field_validator("groups")
    @classmethod
    def _groups(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(Group.parse(name)) for name in names)

    @property
    def header(self) -> tuple[str, ...]:
        """Its columns in the order of the layout, places before figures."""
        wanted = {*_ALWAYS, *self.columns}
        if "Locality" not in self.levels:
            wanted -= {"locality_code", "locality_name"}
        return tuple(name for name in ORDER if name in wanted)


#: In this order a person fills a row in.
ORDER = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "new_la_code",
    "la_name",
    "locality_code",
    "locality_name",
    "indicator",
    "group",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "document",
    "document_date",
    "published",
    "audience",
)

#: What is written beside a column's name in the instructions.
COLUMN_HELP = {
    "time_period": "202526 for a year that spans two; 2026; or a day, 2026-03-31",
    "time_identifier": "what the period is; change it where yours is another",
    "geographic_level": "Local authority, or Locality for a district",
    "new_la_code": "the authority's ONS code; it stands there already",
    "la_name": "for people; not read",
    "locality_code": "the code of a district in your localities.csv",
    "locality_name": "for people; not read",
    "indicator": "the code of what is measured; it stands there already",
    "group": "all, or such as sen=support",
    "value": "a number with a point, 81.4; for none c (small), z (does not apply) or x (not known)",
    "numerator": "what was counted, where the value is made of counts",
    "denominator": "of how many",
    "unit": "it stands there already",
    "status": "empty is final; else provisional, revised, estimated, unreliable or quoted",
    "document": "the paper in which a figure or a note stands",
    "document_date": "the day of that paper, 2026-03-31 (2026-03 or 2026 will do)",
    "published": "the day from which the figure was known, 2026-04-20",
    "audience": "public or internal; empty is internal",
}

_WHEN = {
    PeriodKind.ACADEMIC: "Academic year",
    PeriodKind.FINANCIAL: "Financial year",
    PeriodKind.CALENDAR: "Calendar year",
    PeriodKind.TERM: "Autumn term",
    PeriodKind.MONTH: "March",
    PeriodKind.SNAPSHOT: "Day",
    PeriodKind.ROLLING_12: "12 months to March",
    PeriodKind.THREE_MONTH: "3 months to February",
}


def when_of(kind: PeriodKind) -> str:
    """The identifier that a period of this kind is written with."""
    return _WHEN.get(kind, "Academic year")


def example_period(when: str) -> str:
    """A ``time_period`` that goes with an identifier."""
    lowered = when.lower()
    if lowered == "day":
        return "2026-03-31"
    spans = lowered.startswith(("academic", "financial")) or "term" in lowered
    return "202526" if spans else "2026"


def layouts() -> tuple[Layout, ...]:
    """All that ship with foreland, by name. Raises ForelandError with every fault, by line."""
    folder = resources.files("foreland.sources.local").joinpath("templates")
    found, problems = [], []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            document = Document(entry.read_text("utf-8"), entry.name)
            layout, faults = document.checked(Layout)
            problems += faults
            if layout is not None:
                found.append(layout)
    if problems:
        raise ForelandError(problems)
    return tuple(found)


def layout_named(name: str, others: tuple[str, ...] = ()) -> Layout:
    """Raises ForelandError that suggests the nearest, among ``others`` as well."""
    known = {layout.name: layout for layout in layouts()}
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
    if wanted in known:
        return known[wanted]
    every = [*known, *others]
    near = difflib.get_close_matches(wanted, every, n=1, cutoff=0.4)
    raise ForelandError(
        Problem(
            "",
            f"no layout {name!r}",
            f"one of {', '.join(every)}",
            f"Did you mean {near[0]}?" if near else "Run: foreland template",
        )
    )


def asked(layout: Layout, rows: tuple[Row, ...]) -> Iterator[tuple[Row, str]]:
    """Each figure asked for with each of its groups."""
    for row in rows:
        for group in row.groups or layout.groups:
            yield row, str(Group.parse(group))
