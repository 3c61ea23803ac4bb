"""``foreland plan``: check and show an area's plan, tell two plans apart, start next year's."""

from dataclasses import asdict
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.model.problems import ForelandError, Problem
from foreland.plan import folder as plans
from foreland.plan.folder import LoadedPlan
from foreland.plan.promise_rules import overdue
from foreland.plan.table import table

PROBLEM_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "level": pl.String,
    "file": pl.String,
    "line": pl.Int64,
    "row": pl.Int64,
    "column": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "remedy": pl.String,
}


def load(folder: Folder, catalogue: Catalogue | None = None) -> LoadedPlan:
    """The folder's plan. Raises ForelandError with every error."""
    catalogue = catalogue or Catalogue.load(folder.indicators)
    return plans.load(folder.path, catalogue, folder.register, folder.area.code)


def check(folder: Folder, today: date | None = None) -> list[Problem]:
    """All that is amiss with the plan, errors first told by file and line, then warnings.

    With evidence in the store it also tells red figures that nobody explains, and actions whose
    day has passed (``today``: the newest publication if not given).
    """
    try:
        catalogue = Catalogue.load(folder.indicators)
    except ForelandError as fault:
        return fault.problems
    loaded, problems = plans.check(folder.path, catalogue, folder.register, folder.area.code)
    if loaded is None or any(problem.level == "error" for problem in problems):
        return problems
    day = today or Store(folder.store).newest_publication()
    if day is not None:
        for fault in overdue(loaded.known, day):
            problems.append(
                loaded.files.problem(
                    fault.path, fault.found, fault.expected, fault.remedy, fault.level
                )
            )
        problems += _unexplained(folder, loaded, day)
    return problems


def _unexplained(folder: Folder, loaded: LoadedPlan, today: date) -> list[Problem]:
    from foreland.jobs.rates import rates

    return plans.red_without_commentary(rates(folder, None, None, today), loaded)


def told(problems: list[Problem]) -> pl.DataFrame:
    """Problems as a table."""
    rows = [asdict(problem) for problem in problems]
    return pl.DataFrame(rows, schema=PROBLEM_SCHEMA, orient="row")


def show(folder: Folder) -> pl.DataFrame:
    """A row a measure and target: ``table.PLAN_SCHEMA``."""
    return table(load(folder).known)
