"""Commands about what changed in the evidence: revisions and news."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    AreaOption,
    AsOf,
    FolderOption,
    FormatOption,
    IndicatorOption,
    answer,
    app,
    open_folder,
    say_undated,
)


@app.command
def revisions(
    *,
    indicator: IndicatorOption = None,
    area: AreaOption = None,
    since: Annotated[date | None, Parameter(help="Revised on this day or later.")] = None,
    until: Annotated[date | None, Parameter(help="Revised on this day or earlier.")] = None,
    all_kinds: Annotated[
        bool,
        Parameter(negative=(), help="Relabels, re-roundings, changes of unit and others too."),
    ] = False,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """What was revised, by how much of a usual yearly move, and what rank or rating it changed."""
    from foreland.jobs.revising import revised

    opened = open_folder(folder)
    answer(revised(opened, indicator, area, since, until, as_of, all_kinds), format)
    say_undated(opened, as_of or date.max)


@app.command
def news(
    *,
    since: Annotated[date, Parameter(help="What has come since the end of this day.")],
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Which ratings, figures and ranks of this area new files changed since a day."""
    from foreland.jobs.newsing import news as run

    opened = open_folder(folder)
    found = run(opened, since, as_of)
    answer(found.select("kind", "sentence") if format == "table" else found, format)
    say_undated(opened, as_of or date.max)
