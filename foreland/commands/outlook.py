"""Commands about what is to be expected: the outlook and the realism of targets."""

from typing import Annotated

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    AsOf,
    FolderOption,
    FormatOption,
    GroupOption,
    IndicatorOption,
    answer,
    app,
    open_folder,
    say,
    say_absent,
    say_undated,
)


@app.command
def outlook(
    *,
    indicator: IndicatorOption = None,
    area: Annotated[
        list[str] | None,
        Parameter(name="--area", help="Or all; the folder's own area if not given."),
    ] = None,
    group: GroupOption = None,
    target: Annotated[
        float | None, Parameter(help="A target to try, in place of the plan's.")
    ] = None,
    store: Annotated[
        bool, Parameter(negative=(), help="Keep it in outlooks/, to be scored later.")
    ] = False,
    scores: Annotated[
        bool, Parameter(negative=(), help="What became of the outlooks that were kept.")
    ] = False,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """What to expect one to three years ahead, over the plan's measures or --indicator."""
    opened = open_folder(folder)
    if scores:
        from foreland.jobs import stored_outlooks

        found = stored_outlooks.scores(opened, indicator, area, group, as_of)
        answer(found, format)
        for line in stored_outlooks.told(found):
            say(line)
    elif store:
        from foreland.jobs import stored_outlooks

        kept = stored_outlooks.store(opened, indicator, area, group, as_of)
        answer(kept.outlook, format)
        if kept.outlook.height:
            say(f"{'was kept before' if kept.before else 'kept'}: {kept.path}")
    else:
        from foreland.jobs.outlook import of_ground
        from foreland.jobs.outlook_silences import silences
        from foreland.jobs.panels import ground

        at = ground(opened, indicator, group, as_of)
        found = of_ground(at, area, target)
        answer(say_absent(opened, found, indicator, area, group), format)
        for line in silences(at, found, area):
            say(line)
    say_undated(opened, as_of)


@app.command
def targets(
    *,
    indicator: IndicatorOption = None,
    area: Annotated[
        list[str] | None,
        Parameter(name="--area", help="Or all; the folder's own area if not given."),
    ] = None,
    group: GroupOption = None,
    target: Annotated[
        float | None, Parameter(help="A target to try, in place of the plan's.")
    ] = None,
    by: Annotated[
        str | None, Parameter(help="The period of the target to try, such as 2027/28.")
    ] = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """How often areas that started where this one stands got as far as a target, in as long."""
    from foreland.jobs.targets import targets as run

    opened = open_folder(folder)
    found = run(opened, indicator, area, group, target, by, as_of)
    answer(say_absent(opened, found, indicator, area, group), format)
    say_undated(opened, as_of)
