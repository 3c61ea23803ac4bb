"""Commands about schools: how good, which, like which."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

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

if TYPE_CHECKING:
    from foreland.jobs.folder import Folder


@schools_app.command(name="quality")
def schools_quality(
    *,
    area: SchoolsOf = None,
    on: OnDay = None,
    rule: Annotated[
        Literal["own", "predecessor"],
        Parameter(help="own: as counted until 2018; predecessor: as counted since."),
    ] = "predecessor",
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The share of schools good or outstanding on a day, by phase, schools, pupils, places."""
    from foreland.jobs.schools import quality as run

    opened = open_folder(folder)
    found = run(opened, area, on, rule, as_of)
    answer(found, format)
    if not found.height:
        _say_why(opened, area, on, as_of)
    say_undated(opened, as_of)


@schools_app.command(name="list")
def schools_list(
    *,
    area: SchoolsOf = None,
    on: OnDay = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The schools that were open on a day, by name, with their latest graded inspection."""
    from foreland.jobs.schools import listing as run

    opened = open_folder(folder)
    found = run(opened, area, on, as_of)
    answer(found, format)
    if not found.height:
        _say_why(opened, area, on, as_of)
    say_undated(opened, as_of)


@schools_app.command(name="judgements")
def schools_judgements(
    *,
    area: SchoolsOf = None,
    on: OnDay = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """What inspections without an overall grade said: schools by area judged and word."""
    from foreland.jobs.school_judgements import judgements as run

    opened = open_folder(folder)
    found = run(opened, area, on, as_of)
    answer(found, format)
    if not found.height:
        say("No school of that area was inspected without an overall grade by that day.")
        _say_why(opened, area, on, as_of)
    say_undated(opened, as_of)


@schools_app.command(name="regimes")
def schools_regimes(
    *,
    since: Annotated[date | None, Parameter(help="A day, such as 2017-03-31.")] = None,
    until: Annotated[date | None, Parameter(help="Another day: what compares?")] = None,
    as_of: AsOf = None,  # noqa: ARG001
    folder: FolderOption = HERE,  # noqa: ARG001
    format: FormatOption = "table",
) -> None:
    """The inspection regimes, and what can and cannot be compared between two days."""
    from foreland.jobs.school_judgements import regimes as run

    answer(run(since, until), format)


@schools_app.command(name="check")
def schools_check(
    *,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """What cannot be so in what was read of schools, what was set aside, and what is done."""
    from foreland.jobs.school_faults import check as run

    opened = open_folder(folder)
    answer(run(opened, as_of), format)
    say_undated(opened, as_of)


def _say_why(opened: "Folder", area: str | None, on: date | None, as_of: date | None) -> None:
    from foreland.jobs.school_standing import why_none

    say(why_none(opened, area, on, as_of))


@schools_app.command(name="similar")
def schools_similar(
    *,
    urn: Annotated[str | None, Parameter(help="One school, by its number.")] = None,
    area: SchoolsOf = None,
    show: Annotated[
        Literal["schools", "group", "balance", "pairs", "published", "check"] | None,
        Parameter(help="group (of a school), schools (of an area), balance, pairs (internal), ..."),
    ] = None,
    by: Annotated[
        Literal["intake", "dfe"],
        Parameter(help="intake: of the last cohort; dfe: DfE's inputs, where they are published."),
    ] = "intake",
    neighbours: Annotated[int, Parameter(help="How many schools make a group.")] = 20,
    within_km: Annotated[
        float, Parameter(help="How far apart the schools of a pair may lie.")
    ] = 40,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Secondary schools with the same intake, and how results compare among them; by name."""
    from foreland.jobs.similar import similar_schools as run

    opened = open_folder(folder)
    found = run(opened, urn, area, show, neighbours, within_km, as_of, by)
    answer(found, format)
    if not found.height:
        say("No table of schools in the store answers that.")
    if show == "pairs":
        say("Internal: not to be published. One in forty pairs of equal schools passes by chance.")
    say_undated(opened, as_of)
