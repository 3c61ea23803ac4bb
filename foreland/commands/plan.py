"""Commands about the plan: check, show, diff, roll."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    FolderOption,
    FormatOption,
    Today,
    answer,
    open_folder,
    plan_app,
    say,
)


@plan_app.command(name="check")
def plan_check(
    plan: Annotated[
        Path | None, Parameter(help="Another plan than the folder's: a folder or a plan.yaml.")
    ] = None,
    /,
    *,
    today: Today = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> int:
    """Tell all that is amiss with the plan, each with its file and line; exit 1 on an error."""
    from foreland.jobs.planning import check, told

    problems = check(open_folder(folder), plan, today)
    for problem in problems:
        say(str(problem))
    if format != "table":
        answer(told(problems), format)
    errors = sum(problem.level == "error" for problem in problems)
    say(f"{errors} errors, {len(problems) - errors} warnings.")
    return 1 if errors else 0


@plan_app.command(name="show")
def plan_show(*, folder: FolderOption = HERE, format: FormatOption = "table") -> None:
    """Print the plan: a row a measure and target."""
    from foreland.jobs.planning import show

    answer(show(open_folder(folder)), format)


@plan_app.command(name="diff")
def plan_diff(
    old: Annotated[Path, Parameter(help="A folder or a plan.yaml.")],
    new: Annotated[Path, Parameter(help="The later one.")],
    /,
    *,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Tell what a refresh of the plan changed, in sentences."""
    from foreland.jobs.planning import diff

    opened = open_folder(folder) if (folder / "area.yaml").is_file() else None
    found = diff(opened, old, new)
    answer(found.select("kind", "sentence") if format == "table" else found, format)


@plan_app.command(name="roll")
def plan_roll(
    year: Annotated[str, Parameter(help="The year of the new plan, such as 2026.")],
    /,
    *,
    out: Annotated[
        Path | None, Parameter(help="Where it goes (plan-YEAR in the area folder).")
    ] = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Start next year's plan from this one; asking for less needs a reason."""
    from foreland.jobs.planning import roll

    made, told = roll(open_folder(folder), year, out)
    answer(told, format)
    say(f"made {made}: edit it, check it with: foreland plan check {made}, then put it in force")
    say("in place of plan/. A lowered target, moved floor or dropped measure needs a reason.")
