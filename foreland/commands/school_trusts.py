"""The command about academy trusts: who they are, how far they spread, who came and went."""

from datetime import date
from typing import Annotated, Literal

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

Show = Literal["trusts", "members", "without", "movement", "moves", "results", "supported", "notes"]


@schools_app.command(name="trusts")
def schools_trusts(
    *,
    area: SchoolsOf = None,
    show: Annotated[
        Show,
        Parameter(
            help="trusts; members: their schools; without: schools in none; movement: opened, "
            "joined, left, closed; moves: which; results: beside matched schools; supported: "
            "which the area supports; notes: its notes (both internal)."
        ),
    ] = "trusts",
    uid: Annotated[str | None, Parameter(help="One trust, by its number (for members).")] = None,
    since: Annotated[
        date | None, Parameter(help="The first day of movement (the first extract's day).")
    ] = None,
    on: OnDay = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The academy trusts with schools in an area on a day, by name, and how they changed."""
    from foreland.jobs import trust_moves, trust_notes, trust_results, trusts

    opened = open_folder(folder)
    match show:
        case "members":
            found = trusts.members(opened, area, on, uid, as_of)
        case "without":
            found = trusts.without_trust(opened, area, on, as_of)
        case "movement":
            found = trust_moves.movement(opened, area, since, on, as_of)
        case "moves":
            found = trust_moves.moves(opened, area, since, on, as_of)
        case "results":
            found = trust_results.results(opened, area, on, as_of)
        case "supported":
            found = trust_notes.flagged(opened, area, on, as_of)
        case "notes":
            found = trust_notes.notes(opened, on, as_of)
        case _:
            found = trusts.trusts(opened, area, on, as_of)
    answer(found, format)
    if not found.height:
        say("Nothing in the store answers that: no list of schools or trusts reaches that day.")
    if show in ("supported", "notes"):
        say("Internal: the area's own notes, not to be published.")
    say_undated(opened, as_of)
