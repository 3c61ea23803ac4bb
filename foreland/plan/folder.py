"""A plan's folder, loaded and checked: all faults at once, each with its file and line.

``plan/plan.yaml``, ``plan/actions.yaml``, ``plan/commentary`` and, where the plan was rolled,
``plan/before.yaml``. Rates nothing: what needs a
rating (a red figure without commentary) is asked with the ratings at hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from foreland.indicators.catalogue import Catalogue
from foreland.model.areas import Register
from foreland.model.periods import Period, PeriodKind
from foreland.model.problems import ForelandError, Problem
from foreland.plan import promise_rules, references, refresh_rules, target_rules
from foreland.plan.commentary import Commentary, file_name, read_commentary
from foreland.plan.files import PlanFiles, plan_file, read_files
from foreland.plan.rules import Known, nearest
from foreland.plan.schema import Plan

RULES = (*references.RULES, *target_rules.RULES, *promise_rules.RULES)
#: Ratings that a person should explain.
RED = ("floor-missed", "missed")


@dataclass(frozen=True)
class LoadedPlan:
    """A plan without errors, its commentary by measure and printed period, and its warnings."""

    plan: Plan
    commentary: Mapping[tuple[str, str], Commentary]
    #: ``plan.yaml`` itself.
    file: Path
    files: PlanFiles
    known: Known
    warnings: tuple[Problem, ...] = field(default=())

    def commentary_for(self, measure: str, period: str) -> Commentary | None:
        """By the period's days: a month and a snapshot of that month are the same."""
        wanted = Period.parse(period)
        for (name, label), said in self.commentary.items():
            found = Period.parse(label)
            if name == measure and (found.start, found.end) == (wanted.start, wanted.end):
                return said
        return None


def load(
    path: Path, catalogue: Catalogue, register: Register | None = None, area: str | None = None
) -> LoadedPlan:
    """The plan of an area folder (or a plan folder, or a ``plan.yaml``).

    ``area`` is the code of the area whose folder it is. Raises ForelandError with every error.
    """
    loaded, problems = check(path, catalogue, register, area)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors or loaded is None:
        raise ForelandError(errors)
    return loaded


def check(
    path: Path, catalogue: Catalogue, register: Register | None = None, area: str | None = None
) -> tuple[LoadedPlan | None, list[Problem]]:
    """The plan as far as it can be read, and all that is amiss, errors and warnings, in order."""
    file = plan_file(path)
    problems: list[Problem] = []
    files = read_files(file, problems)
    if files is None:
        return None, _in_order(problems)
    known = Known(files.plan, catalogue, register or Register.load(), files.set_aside)
    for rule in RULES:
        for fault in rule(known):
            problems.append(
                files.problem(fault.path, fault.found, fault.expected, fault.remedy, fault.level)
            )
    if area is not None and files.plan.area != area:
        problems.append(
            files.problem(
                ("area",),
                f"the area {files.plan.area!r}",
                f"{area!r}, as area.yaml says",
                "Correct one of the two.",
            )
        )
    problems += _against_last_year(files, known, file.with_name("before.yaml"))
    folder = file.parent / "commentary"
    commentary = read_commentary(folder, lambda m, names: _meant(known, m, names), problems)
    problems += _strays(files, folder)
    warnings = tuple(_in_order(p for p in problems if p.level == "warning"))
    return LoadedPlan(files.plan, commentary, file, files, known, warnings), _in_order(problems)


def _against_last_year(files: PlanFiles, known: Known, before: Path) -> list[Problem]:
    """What asks for less than last year's plan, where that stands beside this one."""
    if not before.is_file():
        return []
    problems: list[Problem] = []
    old = read_files(before, problems)
    if old is not None:
        problems += [
            files.problem(fault.path, fault.found, fault.expected, fault.remedy, fault.level)
            for rule in refresh_rules.RULES
            for fault in rule(old.plan, known)
        ]
    return problems


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(
        problems,
        key=lambda p: (p.file, p.line or 0, p.level, p.found, p.expected),
    )


def _meant(known: Known, measure: str, labels: tuple[str, ...]) -> str:
    """Which of the periods that a file's name may be: the kind that the measure has."""
    entry = known.plan.measure(measure)
    if entry is None or len(labels) == 1:
        return labels[0]
    indicator = known.indicator(entry)
    kinds = [PeriodKind.FINANCIAL, PeriodKind.ACADEMIC]
    if indicator is not None:
        kinds.insert(0, indicator.period)
    else:
        kinds[:0] = [Period.parse(t.period).kind for t in entry.targets if t.period]
    return min(labels, key=lambda label: _place(kinds, Period.parse(label).kind))


def _place(kinds: list[PeriodKind], kind: PeriodKind) -> int:
    return kinds.index(kind) if kind in kinds else len(kinds)


def _strays(files: PlanFiles, folder: Path) -> list[Problem]:
    """Commentary on a measure that the plan does not have."""
    there = {m.id for m in files.plan.measures} | files.set_aside
    if not folder.is_dir():
        return []
    return [
        Problem(
            str(path),
            f"commentary on {path.name!r}, which is no measure of the plan",
            "a folder named as a measure's id",
            nearest(path.name, there, "Rename the folder, or take it out."),
        )
        for path in sorted(folder.iterdir())
        if path.is_dir() and path.name not in there
    ]


def red_without_commentary(ratings: pl.DataFrame, loaded: LoadedPlan) -> list[Problem]:
    """A warning for each red figure of ``ratings`` (``measure, rating, period``) that nobody
    explains."""
    places = {m.id: n for n, m in enumerate(loaded.plan.measures)}
    told = []
    red = ratings.filter(pl.col("rating").is_in(RED) & pl.col("period").is_not_null())
    for measure, period in red.select("measure", "period").unique().sort("measure").iter_rows():
        if measure in places and loaded.commentary_for(measure, period) is None:
            told.append(
                loaded.files.problem(
                    ("measures", places[measure]),
                    f"the measure {measure} red for {period}, without commentary",
                    "what it means and what is done about it",
                    f"Write commentary/{measure}/{file_name(period)} beside the plan, with "
                    "## Context and ## Action.",
                    "warning",
                )
            )
    return told
