"""Commands that judge: compare, gaps, change, rate, explain, brief, priorities."""

from typing import Annotated

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    AsOf,
    FolderOption,
    FormatOption,
    GroupOption,
    IndicatorOption,
    Today,
    answer,
    app,
    open_folder,
    say,
    say_absent,
    say_undated,
)


@app.command
def compare(
    indicator: Annotated[list[str], Parameter(help="Our id, or a publisher's code.")],
    /,
    *,
    area: Annotated[str | None, Parameter(help="The folder's own area if not given.")] = None,
    model: Annotated[
        str | None, Parameter(help="The neighbours' edition: 2021-04 or 2025-05.")
    ] = None,
    group: GroupOption = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Beside England, the region and the neighbours; ranked and banded. A row a period."""
    from foreland.jobs.comparing import compared

    opened = open_folder(folder)
    found = compared(opened, indicator, area, model, as_of, group, sure=True)
    answer(say_absent(opened, found, indicator, area, group), format)
    say_undated(opened, as_of)


@app.command
def gaps(
    *,
    indicator: IndicatorOption = None,
    area: Annotated[
        list[str] | None,
        Parameter(name="--area", help="Or all; the folder's own area and England if not given."),
    ] = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Groups beside their comparators, over the plan's measures or --indicator. A row a period."""
    from foreland.jobs.gapping import gaps_asked

    opened = open_folder(folder)
    found = gaps_asked(opened, indicator, area, as_of)
    answer(say_absent(opened, found, indicator, area), format)
    say_undated(opened, as_of)


@app.command
def change(
    *,
    indicator: IndicatorOption = None,
    area: Annotated[
        list[str] | None,
        Parameter(name="--area", help="Or all; the folder's own area if not given."),
    ] = None,
    group: GroupOption = None,
    every: Annotated[
        bool, Parameter(negative=(), help="Every period, not only the newest.")
    ] = False,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """How much figures moved and whether it is real, over the plan's measures or --indicator."""
    from foreland.jobs.changing import changes_asked

    opened = open_folder(folder)
    found = changes_asked(opened, indicator, area, group, as_of, every)
    answer(say_absent(opened, found, indicator, area, group), format)
    say_undated(opened, as_of)


@app.command
def rate(
    *,
    measure: Annotated[list[str] | None, Parameter(help="Some of the plan's measures.")] = None,
    as_of: AsOf = None,
    today: Today = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The plan's measures rated against their targets, with direction and its size."""
    from foreland.jobs.rates import rates

    opened = open_folder(folder)
    answer(rates(opened, measure, as_of, today), format)
    say_undated(opened, as_of)


@app.command
def explain(
    indicator: Annotated[str, Parameter(help="Our id, or a publisher's code.")],
    /,
    *,
    area: Annotated[str | None, Parameter(help="The folder's own area if not given.")] = None,
    by: Annotated[
        str | None,
        Parameter(help="One split: parts, authority, a kind of locality, or sen, sex and so on."),
    ] = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """What a change is made of: parts, districts or groups, by rate and by mix, summing to it."""
    from foreland.jobs.explaining import explained, page

    opened = open_folder(folder)
    found, silences = explained(opened, indicator, area, by, as_of)
    if format == "table":
        print(page(found), end="")
    else:
        answer(found, format)
    for line in silences:
        say(line)
    say_undated(opened, as_of)


@app.command
def brief(
    *,
    area: Annotated[str | None, Parameter(help="The folder's own area if not given.")] = None,
    as_of: AsOf = None,
    today: Today = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """One honest page: what got better, what did not, what is noise, what to watch."""
    from foreland.jobs.briefing import brief as run

    opened = open_folder(folder)
    found, page = run(opened, area, as_of, today)
    if format == "table":
        print(page, end="")
    else:
        answer(found, format)
    say_undated(opened, as_of)


@app.command
def priorities(
    *,
    area: Annotated[str | None, Parameter(help="The plan's measures of one place.")] = None,
    as_of: AsOf = None,
    today: Today = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The plan's measures by how many children are short of target; duties first, unranked."""
    from foreland.jobs.prioritising import priorities as run

    opened = open_folder(folder)
    found = run(opened, area, as_of, today)
    if format == "table":
        for line in found["sentence"]:
            print(line)
    else:
        answer(found, format)
    if found.height:
        audience = found["audience"][0]
        public = "its plan publishes it" if audience == "public" else "its plan does not publish it"
        say(f"This ranking is {audience}: {public} (publish_priorities).")
    say_undated(opened, as_of)
