"""The command for how many more children would be in a good school. Internal."""

from typing import Annotated

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    AsOf,
    FolderOption,
    FormatOption,
    OnDay,
    SchoolsOf,
    answer,
    open_folder,
    say,
    say_undated,
    schools_app,
)


@schools_app.command(name="next")
def schools_next(
    *,
    urn: Annotated[
        tuple[str, ...],
        Parameter(help="Only these schools, by number; once for each.", negative=()),
    ] = (),
    area: SchoolsOf = None,
    on: OnDay = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """If these schools improve: how many more children would be in a good school. Internal."""
    from foreland.jobs.school_next import NOT_FOR, said
    from foreland.jobs.school_next import next_good as run

    opened = open_folder(folder)
    found = run(opened, urn, area, on, as_of)
    answer(found, format)
    if not found.height:
        say("No school of that area has an overall grade below good on that day.")
    else:
        say(said(found, bool(urn)))
    say("Internal: not to be published.")
    for text in NOT_FOR:
        say(text)
    say_undated(opened, as_of)
