"""The command about the people who teach and help children."""

from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    AsOf,
    FolderOption,
    FormatOption,
    answer,
    open_folder,
    say,
    say_undated,
    schools_app,
)

Show = Literal["figures", "schools", "season"]


@schools_app.command(name="workforce")
def schools_workforce(
    *,
    show: Annotated[
        Show,
        Parameter(
            help="figures; schools: pupils for each teacher; season: by when teachers give notice."
        ),
    ] = "figures",
    area: Annotated[str | None, Parameter(help="An authority (the folder's own area).")] = None,
    today: Annotated[
        date | None,
        Parameter(help="From when the season is counted (newest publication)."),
    ] = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Vacancies, turnover, retention and heads; social workers and educational psychologists."""
    from foreland.jobs import workforce

    opened = open_folder(folder)
    match show:
        case "schools":
            found = workforce.ratios(opened, area, as_of)
        case "season":
            found = workforce.season(opened, today)
        case _:
            found = workforce.workforce(opened, area, as_of)
    answer(found, format)
    if "audience" in found.columns and (found["audience"] == "internal").any():
        say("Some of these figures are the area's own, and internal: not to be published.")
    say_undated(opened, as_of)
