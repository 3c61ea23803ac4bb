"""``foreland plan``: check and show an area's plan, tell two plans apart, start next year's."""

import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path

import polars as pl

from foreland.evidence.files import write_bytes
from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.model.areas import Register
from foreland.model.problems import ForelandError, Problem
from foreland.plan import folder as plans
from foreland.plan.files import PlanFiles, plan_file, read_files
from foreland.plan.folder import LoadedPlan
from foreland.plan.promise_rules import overdue
from foreland.plan.refresh_rules import differences
from foreland.plan.roll import carried, rolled_actions, rolled_plan
from foreland.plan.rules import Known
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


def check(folder: Folder, plan: Path | None = None, today: date | None = None) -> list[Problem]:
    """All that is amiss with the plan, each by file and line: errors and warnings.

    ``plan`` is another plan than the folder's own: next year's, before it is in force.

    With evidence in the store it also tells red figures that nobody explains, and actions whose
    day has passed (``today``: the newest publication if not given).
    """
    try:
        catalogue = Catalogue.load(folder.indicators)
    except ForelandError as fault:
        return fault.problems
    loaded, problems = plans.check(
        plan or folder.path, catalogue, folder.register, folder.area.code
    )
    if loaded is None or any(problem.level == "error" for problem in problems):
        return problems
    day = today or Store(folder.store).newest_publication()
    if day is not None:
        problems += [
            loaded.files.problem(late.path, late.found, late.expected, late.remedy, late.level)
            for late in overdue(loaded.known, day)
        ]
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


DIFF_COLUMNS = ("kind", "what", "before", "after", "sentence", "reason", "easier")


def diff(folder: Folder | None, old: Path, new: Path) -> pl.DataFrame:
    """What ``new`` changed against ``old``: a row a change, each with a sentence to read.

    Plans are folders or ``plan.yaml`` files. Indicators are those of the area folder, or of the
    folder in which the new plan lies.
    """
    before, after = _read(old), _read(new)
    beside = plan_file(new).parent.parent / "indicators"
    catalogue = Catalogue.load(folder.indicators if folder else beside)
    register = folder.register if folder else Register.load()
    found = differences(before.plan, Known(after.plan, catalogue, register))
    rows = [asdict(change) for change in found]
    schema = dict.fromkeys(DIFF_COLUMNS, pl.String) | {"easier": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _read(path: Path) -> PlanFiles:
    """A plan whose fields can be read, whatever else is amiss with it."""
    problems: list[Problem] = []
    files = read_files(plan_file(path), problems)
    if files is None or problems:
        raise ForelandError(problems)
    return files


CARRIED_COLUMNS = ("kind", "what", "outcome", "needs")


def roll(folder: Folder, year: str, out: Path | None = None) -> tuple[Path, pl.DataFrame]:
    """Write next year's plan into ``out`` (``plan-YEAR`` in the folder); what was carried.

    Raises ForelandError for a plan with errors, and for a folder that is there already.
    """
    loaded = load(folder)
    target = out or folder.path / f"plan-{year}"
    if not year.isdigit() or len(year) != 4:
        problem = Problem("", f"the year {year!r}", "a year such as 2026", "Give four digits.")
        raise ForelandError(problem)
    if target.exists():
        raise ForelandError(
            Problem(
                str(target),
                "something there already",
                "a folder that is not there yet",
                "Move it away, or name another with --out.",
            )
        )
    here = loaded.file.parent
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    text = loaded.file.read_text("utf-8-sig")
    write_bytes(fresh / "plan.yaml", rolled_plan(text, year).encode())
    write_bytes(fresh / "before.yaml", loaded.file.read_bytes())
    actions = here / "actions.yaml"
    if actions.is_file():
        rolled = rolled_actions(actions.read_text("utf-8-sig"))
        write_bytes(fresh / "actions.yaml", rolled.encode())
    if (here / "commentary").is_dir():
        shutil.copytree(here / "commentary", fresh / "commentary")
    fresh.rename(target)
    told = carried(loaded.plan, _read(target).plan)
    schema = dict.fromkeys(CARRIED_COLUMNS, pl.String)
    return target, pl.DataFrame([asdict(one) for one in told], schema=schema, orient="row")
