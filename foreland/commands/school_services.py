"""The command about services to schools: what is offered, given to whom, and its effect."""

from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    AsOf,
    FolderOption,
    FormatOption,
    OnDay,
    answer,
    open_folder,
    say,
    say_undated,
    schools_app,
)
from foreland.model.problems import ForelandError, Problem

Show = Literal["services", "log", "coverage", "reach", "effect", "balance", "placebo"]


@schools_app.command(name="services")
def schools_services(
    *,
    show: Annotated[
        Show,
        Parameter(
            help="services; log: what was given; coverage: of schools with a need; reach: by "
            "school; effect: beside matched schools; balance: how well they match; "
            "placebo: how often support given at random shows an effect."
        ),
    ] = "services",
    service: Annotated[str | None, Parameter(help="One service (for effect and balance).")] = None,
    measure: Annotated[
        str | None, Parameter(help="Another measure than the service's own (for effect).")
    ] = None,
    before: Annotated[
        int | None, Parameter(help="The school year before, by the year in which it ends.")
    ] = None,
    after: Annotated[int | None, Parameter(help="The school year after.")] = None,
    controls: Annotated[
        Literal["authority", "region", "england"],
        Parameter(help="Where matched schools may be from."),
    ] = "region",
    area: Annotated[
        str | None, Parameter(help="Whose schools are drawn for the placebo (the country's).")
    ] = None,
    draws: Annotated[int, Parameter(help="How often support is given at random.")] = 2000,
    since: Annotated[
        date | None, Parameter(help="Services given from this day on (a year before --on).")
    ] = None,
    on: OnDay = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Services to schools: who got what, were they in need, did they change more? Internal."""
    from foreland.jobs import service_coverage, service_effect, service_placebo, services

    opened = open_folder(folder)
    years = _years(before, after)
    logged = services.logged(opened, as_of)
    match show:
        case "log":
            found = logged.rows
        case "coverage":
            found = service_coverage.coverage(opened, since, on, as_of)
        case "reach":
            found = service_coverage.reach(opened, since, on, as_of)
        case "effect":
            found = service_effect.effect(opened, service, measure, years, controls, as_of)
        case "balance":
            found = service_effect.balance(opened, service, measure, years, controls, as_of)
        case "placebo":
            found = service_placebo.placebo(
                opened, measure or "absence", years, area, controls, draws, as_of
            )
        case _:
            found = services.services(opened, as_of)
    answer(found, format)
    for problem in logged.problems():
        say(str(problem))
    if not logged.services.services:
        say("This folder has no services.yaml; docs/how-to/services-to-schools.md tells how.")
    say("Internal: not to be published.")
    if show == "effect" and found.height:
        say(service_effect.WARNING)
    say_undated(opened, as_of)


def _years(before: int | None, after: int | None) -> tuple[int, int] | None:
    if before is None and after is None:
        return None
    if before is None or after is None:
        given = f"--before {before}" if before is not None else f"--after {after}"
        raise ForelandError(
            Problem("", f"{given} alone", "--before and --after together", "Give both, or neither.")
        )
    return before, after
