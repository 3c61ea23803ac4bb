"""The command for the profile of what bears on support: in parts, without a score. Internal."""

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


@schools_app.command(name="support")
def schools_support(
    *,
    urn: Annotated[str | None, Parameter(help="One school, by its number.")] = None,
    area: SchoolsOf = None,
    on: OnDay = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """What is known of schools that may bear on support, in parts, by name. Internal, no score."""
    from foreland.jobs.supporting import NOT_FOR
    from foreland.jobs.supporting import support as run

    opened = open_folder(folder)
    found = run(opened, urn, area, on, as_of)
    answer(found, format)
    if not found.height:
        say("No list of schools in the store has schools of that area on that day.")
    say("Internal: not to be published.")
    for sentence in NOT_FOR:
        say(sentence)
    say_undated(opened, as_of)
