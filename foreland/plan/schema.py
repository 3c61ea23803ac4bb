"""What a plan is: vision, ambitions, priorities, measures, targets, actions. Typed and described.

Every period is a printed label (``2024/25`` academic, ``2024-25`` financial, ``July 2017``).
Unknown keys are faults. Dates are dates; codes and periods are text and must be quoted where
YAML would read a number.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from foreland.model.groups import ALL, Group
from foreland.model.periods import Period

#: ``public``, ``internal`` or ``partner:ID``.
Audience = Annotated[str, Field(pattern=r"^(public|internal|partner:[a-z0-9-]+)$", strict=True)]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", strict=True)]
#: ``date`` under another name, for a field that is called ``date``.
Day = date
ActionState = Literal["not-started", "on-track", "at-risk", "late", "done", "stopped", "unknown"]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def _group(text: str) -> str:
    return str(Group.parse(text))


def _label(text: str) -> str:
    return Period.parse(text).label


class Source(Entry):
    """A document that a statement, figure or target comes from."""

    title: str
    date: Day | str | None = None
    address: str | None = None
    note: str | None = None


class Sentence(Entry):
    """One sentence of the vision: a promise, and what of the plan answers for it."""

    id: Identifier
    text: str
    source: str | None = None
    priorities: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    #: Why no measure answers for it, in words for the public.
    none_because: str | None = None


class Vision(Entry):
    text: str
    source: str | None = None
    sentences: tuple[Sentence, ...] = ()


class Ambition(Entry):
    id: Identifier
    title: str
    text: str | None = None
    source: str | None = None


class Theme(Entry):
    """A sentence that the plan says under a priority."""

    kind: Literal["vision", "progress", "challenge", "action"]
    text: str
    source: str | None = None


class Priority(Entry):
    id: Identifier
    title: str
    text: str | None = None
    serves: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    owner: str | None = None
    #: A statutory duty or a small group of children: stands first, is never buried by size.
    duty: bool = False
    #: What a child short of its targets weighs beside one of another priority (1 if not given).
    weight: float | None = Field(default=None, gt=0)
    #: Why it has no measure, where it has none.
    none_because: str | None = None


class Gap(Entry):
    """A measure of how far a group is behind its comparator, in the same period.

    ``of`` says whose comparator: ``area`` (the same area) or ``england``.
    """

    group: str
    comparator: str
    of: Literal["area", "england"] = "area"

    _groups = field_validator("group", "comparator")(_group)


class Baseline(Entry):
    """Where the area stood when the target was set: the value known then, not today's."""

    period: str
    value: float
    known: date | None = None
    source: str | None = None

    _period = field_validator("period")(_label)


class Step(Entry):
    """A step of a profile: by the end of ``by`` the year-to-date count may be (or must be) this."""

    by: str
    value: float

    _by = field_validator("by")(_label)


class Target(Entry):
    """A target for one period. A target keeps its history: add a line, never overwrite one.

    For one ``for`` the line with the latest ``set`` is in force. ``holds`` is ``at`` (only the
    figure of exactly that period is rated) or ``within`` (every reading whose period ends inside
    it is: how councils hold a year's target to monthly and rolling figures). ``low`` and
    ``high`` are a band's edges.
    """

    period: str | None = Field(alias="for", default=None, strict=True)
    value: float | None = None
    floor: float | None = None
    low: float | None = None
    high: float | None = None
    floor_low: float | None = None
    floor_high: float | None = None
    holds: Literal["at", "within"] = "at"
    #: Steps for a year-to-date count; without them it is never green before the year ends.
    profile: tuple[Step, ...] = ()
    set: date | None = None
    basis: str | None = None
    source: str | None = None
    note: str | None = None
    #: Why there is no value, where a target is known to have been set and its value is not.
    unknown: str | None = None
    #: Why it is no longer in force (superseded before its date, dropped), where it is not.
    withdrawn: str | None = None

    @field_validator("period")
    @classmethod
    def _period(cls, text: str | None) -> str | None:
        return None if text is None else _label(text)


class Cohort(Entry):
    """How many children a measure is about, where its figures do not say: a number, or where from.

    ``indicator`` is one whose newest figure of the same area is the number (``local:CODE``, too).
    """

    count: float | None = Field(default=None, gt=0)
    indicator: str | None = Field(default=None, strict=True)
    group: str = ALL
    period: str | None = None
    source: str | None = None
    note: str | None = None

    _group = field_validator("group")(_group)

    @field_validator("period")
    @classmethod
    def _period(cls, text: str | None) -> str | None:
        return None if text is None else _label(text)


class Measure(Entry):
    """What a priority is judged by: an indicator, for whom, from where, to where, by when."""

    id: Identifier
    priority: str
    #: An indicator of the catalogue, or a publisher's code such as ``lait:PriTotAbs``.
    indicator: str = Field(strict=True, min_length=1)
    title: str | None = None
    group: str = ALL
    gap: Gap | None = None
    #: A locality's code; the plan's own area if not given.
    area: str | None = None
    #: What it stands in for, and why: said wherever it is shown.
    proxy: str | None = None
    #: Figures of another source shown beside it (``local:CODE``), never rated.
    beside: tuple[str, ...] = ()
    #: The figure counts up through the year (year to date).
    counts_up: bool = False
    #: How many children it is about: how many are short of the target is worked out from it.
    cohort: Cohort | None = None
    baseline: Baseline | None = None
    targets: tuple[Target, ...] = ()
    owner: str | None = None
    note: str | None = None
    #: Whether the website says how likely the target is, and how often other areas got as far.
    publish: bool = False
    audience: Audience = "public"
    publish_from: date | None = None

    _group = field_validator("group")(_group)


class Action(Entry):
    """A step that is taken. ``owner`` is a role, never a person's name."""

    id: Identifier
    priority: str
    text: str
    measures: tuple[str, ...] = ()
    owner: str | None = None
    start: date | None = None
    due: date | None = None
    state: ActionState = "unknown"
    state_note: str | None = None
    evidence: tuple[str, ...] = ()
    source: str | None = None
    audience: Audience = "public"
    publish_from: date | None = None


class Part(Entry):
    """A part of the printed plan."""

    part: str
    about: str | None = None


class Plan(Entry):
    """``plan/plan.yaml``. ``actions`` may stand in ``plan/actions.yaml`` instead."""

    title: str
    short_title: str | None = None
    area: str = Field(strict=True)
    edition: str | None = Field(default=None, strict=True)
    owner: str | None = None
    announced: date | None = None
    #: The first and the last year, as text.
    first_year: str | None = Field(default=None, strict=True)
    last_year: str | None = Field(default=None, strict=True)
    replaces: str | None = None
    replaced_by: str | None = None
    #: What this file is, and what in it is not the area's own.
    about: str | None = None
    layout: tuple[Part, ...] = ()
    sources: dict[str, Source] = Field(default_factory=dict)
    vision: Vision | None = None
    ambitions: tuple[Ambition, ...] = ()
    priorities: tuple[Priority, ...] = ()
    measures: tuple[Measure, ...] = ()
    actions: tuple[Action, ...] = ()
    #: What changed against the plan before, where a lowered target, a moved floor or a dropped
    #: measure needs a reason: measure id -> reason.
    reasons: dict[str, str] = Field(default_factory=dict)
    #: Whether the ranking of priorities may leave the house.
    publish_priorities: bool = False

    def measure(self, name: str) -> Measure | None:
        return next((m for m in self.measures if m.id == name), None)

    def of_priority(self, name: str) -> tuple[Measure, ...]:
        return tuple(m for m in self.measures if m.priority == name)
