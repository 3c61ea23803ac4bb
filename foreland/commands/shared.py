"""What commands share: the applications, the options, and how an answer is written."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from foreland import __version__

if TYPE_CHECKING:
    from foreland.jobs.folder import Folder

app = App(
    name="foreland",
    help="The software with which an education area runs its improvement strategy.",
    version=__version__,
    help_format="plaintext",
)
plan_app = App(name="plan", help="The plan as data: check, show, diff, roll.")
app.command(plan_app)
schools_app = App(name="schools", help="Schools: which there are, and how good they were found.")
app.command(schools_app)

FolderOption = Annotated[
    Path, Parameter(name="--folder", help="The area folder (the current one if not given).")
]
AsOf = Annotated[date | None, Parameter(name="--as-of", help="Answer as at the end of this day.")]
Today = Annotated[
    date | None, Parameter(name="--today", help="The day to rate on (the newest publication).")
]
OnDay = Annotated[
    date | None, Parameter(name="--on", help="What was so on this day (the newest file's day).")
]
SchoolsOf = Annotated[
    str | None,
    Parameter(name="--area", help="An authority, a region or England (the folder's own area)."),
]
Format = Literal["table", "csv", "json", "parquet"]
FormatOption = Annotated[Format, Parameter(name="--format", help="How to answer.")]
IndicatorOption = Annotated[
    list[str] | None,
    Parameter(name="--indicator", help="Our id, or a publisher's code such as lait:PriTotAbs."),
]
AreaOption = Annotated[
    list[str] | None,
    Parameter(name="--area", help="An ONS code, a DfE number or a name; all areas if not given."),
]
GroupOption = Annotated[str | None, Parameter(name="--group", help="all, or such as fsm=eligible.")]

HERE = Path()


def say(line: str) -> None:
    """Tell the person at the terminal something that is no part of the answer."""
    print(line, file=sys.stderr)


def open_folder(path: Path) -> "Folder":
    """The area folder. Raises ForelandError where it is none."""
    from foreland.jobs.folder import Folder

    return Folder.open(path)


def answer(frame: Any, form: Format) -> None:
    """Write a table to the standard output."""
    from foreland.jobs.answers import answer as write

    write(frame, form)


def say_absent(
    folder: "Folder",
    found: Any,
    indicator: str | list[str] | None,
    area: str | list[str] | None,
    group: str | None = None,
    period: str | None = None,
    *,
    everywhere: bool = False,
) -> Any:
    """The answer with a row for what nobody publishes, and why told to the person."""
    from foreland.jobs.absences import with_absences

    told, lines = with_absences(
        folder, found, indicator, area, group, period, everywhere=everywhere
    )
    for line in lines:
        say(line)
    return told


def say_undated(folder: "Folder", as_of: date | None) -> None:
    """How many releases could not answer as of that day."""
    if as_of is None:
        return
    from foreland.evidence.store import Store

    left_out = Store(folder.store).undated()
    if left_out:
        say(f"{len(left_out)} undated releases were left out: they never answer --as-of.")
