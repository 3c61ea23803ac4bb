"""``services.yaml``: what is offered to schools, by whom, for which need, at what cost.

Every fault is told at once, with its line. It says what is offered; what was given stands in the
log of services, and what came of it is worked out, never written here.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from foreland.insight.school_measures import MEASURES
from foreland.model.documents import Document
from foreland.model.problems import ForelandError, Problem
from foreland.plan.files import read_text
from foreland.plan.schema import Audience, Entry, Identifier

FILE = "services.yaml"

Phase = Literal["nursery", "primary", "secondary", "special", "alternative-provision"]
ProviderKind = Literal["council", "council-company", "trust", "school", "charity", "company"]
Per = Literal["hours", "days", "visits", "sessions", "places", "school", "year"]

#: A word before which YAML must not have made a number of it.
Text = Annotated[str, Field(min_length=1, strict=True)]


class Cost(Entry):
    """What a service costs: an ``amount`` in pounds ``per`` unit of the log, school or year."""

    amount: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    per: Per
    price_year: Text | None = None
    source: str | None = None

    @field_validator("amount", mode="before")
    @classmethod
    def _pounds(cls, given: object) -> object:
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise ValueError("a number of pounds, without sign or comma: 450")
        if given < 0:
            raise ValueError("a number of pounds, nought or more")
        return given


class Need(Entry):
    """What a school may need: a measure of it that is worse than a value, or among the area's
    worst. ``worst_percent`` is of the schools of a phase whose figure is known."""

    id: Identifier
    title: Text
    measure: Text
    phases: tuple[Phase, ...] = ()
    worse_than: Annotated[float, Field(allow_inf_nan=False)] | None = None
    worst_percent: Annotated[float, Field(gt=0, lt=100)] | None = None


class Service(Entry):
    """One service to schools: who gives it, for which need, what it should change, its cost."""

    id: Identifier
    title: Text
    provider: Text
    provider_kind: ProviderKind
    #: What it is meant to change: a measure of schools.
    measure: Text
    need: Identifier | None = None
    phases: tuple[Phase, ...] = ()
    cost: Cost | None = None
    since: date | None = None
    until: date | None = None
    audience: Audience = "internal"
    note: str | None = None


class ServicesFile(Entry):
    """``services.yaml`` of an area folder."""

    about: str | None = None
    needs: tuple[Need, ...] = ()
    services: tuple[Service, ...] = ()


@dataclass(frozen=True)
class Services:
    """What was read, and the line of each entry. Empty where the folder has no such file."""

    needs: tuple[Need, ...] = ()
    services: tuple[Service, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    file: str = FILE

    def service(self, name: str) -> Service:
        """Raises ForelandError that suggests the nearest."""
        for one in self.services:
            if one.id == name:
                return one
        known = [one.id for one in self.services]
        raise ForelandError(
            Problem(
                self.file,
                f"the service {name!r}",
                f"one of {', '.join(known)}" if known else f"a service in {FILE}",
                _nearest(name, known),
            )
        )


def read_services(folder: Path) -> Services:
    """The services of an area folder; none where it has no ``services.yaml``.

    Raises ForelandError with every fault: file, line, what was found, expected, and what to do.
    """
    path = folder / FILE
    if not path.is_file():
        return Services()
    problems: list[Problem] = []
    text = read_text(path, problems)
    if text is None:
        raise ForelandError(problems)
    document = Document(text, str(path))
    found, faults = document.checked(ServicesFile)
    if found is None:
        raise ForelandError(faults)
    faults += _faults(found, document)
    if faults:
        raise ForelandError(faults)
    lines = {
        f"{name}:{one.id}": document.line((name, place)) or 1
        for name in ("needs", "services")
        for place, one in enumerate(getattr(found, name))
    }
    return Services(found.needs, found.services, lines, str(path))


def _faults(found: ServicesFile, document: Document) -> Iterator[Problem]:
    for name in ("needs", "services"):
        seen: set[str] = set()
        for place, one in enumerate(getattr(found, name)):
            if one.id in seen:
                yield document.problem(
                    (name, place, "id"), f"the id {one.id!r} again", "each id once", "Rename one."
                )
            seen.add(one.id)
            yield from _measure(one, (name, place), document)
    for place, need in enumerate(found.needs):
        if (need.worse_than is None) == (need.worst_percent is None):
            yield document.problem(
                ("needs", place),
                "both worse_than and worst_percent"
                if need.worse_than is not None
                else "neither worse_than nor worst_percent",
                "one of them",
                "Say from which value on a school has the need, or which share of schools has.",
            )
    known = [need.id for need in found.needs]
    for place, service in enumerate(found.services):
        if service.need is not None and service.need not in known:
            yield document.problem(
                ("services", place, "need"),
                f"the need {service.need!r}",
                f"one of {', '.join(known)}" if known else "a need in the list needs",
                _nearest(service.need, known),
            )
        if service.since and service.until and service.until < service.since:
            yield document.problem(
                ("services", place, "until"),
                f"until {service.until}, before since {service.since}",
                "a day that is not before since",
                "Put the days in order.",
            )


def _measure(
    one: Need | Service, at: tuple[str | int, ...], document: Document
) -> Iterator[Problem]:
    measure = MEASURES.get(one.measure)
    if measure is None:
        yield document.problem(
            (*at, "measure"),
            f"the measure {one.measure!r}",
            f"one of {', '.join(sorted(MEASURES))}",
            _nearest(one.measure, sorted(MEASURES)),
        )
        return
    for phase in one.phases:
        if phase not in measure.phases:
            yield document.problem(
                (*at, "phases"),
                f"the phase {phase!r} with the measure {one.measure}",
                f"phases that have it: {', '.join(measure.phases)}",
                "Take the phase out, or name another measure.",
            )


def phases_of(one: Need | Service) -> tuple[str, ...]:
    """The phases that it says, else all that its measure has."""
    return one.phases or MEASURES[one.measure].phases


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    return f"Did you mean {near[0]}?" if near else "Correct the name."
