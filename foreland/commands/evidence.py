"""Commands about evidence: make a folder, fetch, ingest, ask for facts, walk back, mend."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    AreaOption,
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
def new(directory: Path, /, *, area: Annotated[str, Parameter(name="--area")]) -> None:
    """Make a new area folder.

    Parameters
    ----------
    directory
        Where to make it; it must not exist, or be empty.
    area
        The authority: an ONS code, a DfE number or a name.
    """
    from foreland.jobs.folders import new_folder

    for path in new_folder(directory, area):
        say(f"made {path}")


@app.command
def fetch(
    sources: Annotated[
        list[str] | None, Parameter(help="Which publishers; all that are known if not given.")
    ] = None,
    /,
    *,
    dry_run: Annotated[
        bool, Parameter(name="--dry-run", negative=(), help="Say what would be asked; ask nothing.")
    ] = False,
    today: Annotated[
        date | None, Parameter(help="The day whose daily files are asked for (today).")
    ] = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> int:
    """Bring publishers' files into data/fetched: resumed, never half, never over another."""
    from foreland.jobs.fetch import fetch as run
    from foreland.jobs.fetch import would_ask
    from foreland.jobs.progress import progress

    opened, day = open_folder(folder), today or date.today()
    if dry_run:
        answer(would_ask(opened, sources, day), format)
        return 0
    with progress() as tell:
        found = run(opened, sources, day, tell, lambda problem: say(str(problem)))
    answer(found, format)
    counts = {o: found.filter(found["outcome"] == o).height for o in ("new", "unchanged", "failed")}
    say(", ".join(f"{count} {outcome}" for outcome, count in counts.items()) + ".")
    if counts["new"]:
        say(f"Read them with: foreland ingest {opened.data / 'fetched'}")
    return 1 if counts["failed"] else 0


@app.command
def ingest(
    paths: Annotated[list[Path], Parameter(help="Files, or folders of files.")],
    /,
    *,
    folder: FolderOption = HERE,
    published: Annotated[
        date | None, Parameter(help="The publication date, where the files do not say.")
    ] = None,
    strict: Annotated[
        bool, Parameter(negative=(), help="Exit 1 if anything was quarantined or unclaimed.")
    ] = False,
    format: FormatOption = "table",
) -> int:
    """Read published files into the store; nothing lost, nothing read twice."""
    from foreland.jobs.ingest import ingest as run
    from foreland.jobs.progress import progress

    with progress() as tell:
        report = run(open_folder(folder), paths, published, tell)
    answer(report, format)
    counts = {o: report.filter(report["outcome"] == o).height for o in report["outcome"].unique()}
    quarantined = int(report["quarantined"].sum() or 0)
    order = ("read", "unchanged", "unclaimed", "unreadable")
    told = [f"{counts[outcome]} {outcome}" for outcome in order if counts.get(outcome)]
    say(f"{report.height} files: {', '.join(told)}; {quarantined} rows quarantined.")
    if counts.get("read", 0) == 0 and report.height:
        say("Nothing was read again: the store holds these files already, or no reader knows them.")
    faulty = quarantined or report["release"].null_count()
    return 1 if strict and faulty else 0


@app.command
def observations(
    *,
    indicator: IndicatorOption = None,
    area: AreaOption = None,
    period: Annotated[
        str | None, Parameter(help="A published label, a printed period, or START/END.")
    ] = None,
    group: GroupOption = None,
    with_predecessors: Annotated[
        bool,
        Parameter(negative=(), help="Build an area's past from the counts of those it took over."),
    ] = False,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The facts, one row a key, the newest known."""
    from foreland.jobs.facts import facts

    opened = open_folder(folder)
    if with_predecessors:
        from foreland.jobs.succeeding import facts_with_predecessors, planned, told

        found, breaks = facts_with_predecessors(opened, indicator, area, period, group, as_of)
        for line in (*told(breaks), *planned(opened, area)):
            say(line)
    else:
        found = facts(opened, indicator, area, period, group, as_of)
    if indicator:
        found = say_absent(opened, found, indicator, area, group, period, everywhere=True)
    answer(found, format)
    say_undated(opened, as_of)


@app.command
def trace(
    ids: Annotated[list[str], Parameter(help="Ids as foreland observations prints them.")],
    /,
    *,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Walk a figure back to its cell, printed with the cell's own text."""
    from foreland.jobs.tracing import trace as run

    answer(run(open_folder(folder), ids), format)


@app.command
def indicators(
    *,
    area: Annotated[str | None, Parameter(help="The folder's own area if not given.")] = None,
    theme: Annotated[str | None, Parameter(help="One theme only.")] = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The catalogue, and which of it the store can fill for this area, from when to when."""
    from foreland.jobs.listing import indicators as run

    answer(run(open_folder(folder), area, theme, as_of), format)


@app.command
def template(
    name: Annotated[str | None, Parameter(help="Which layout; without it, all are listed.")] = None,
    /,
    *,
    format: Annotated[
        Literal["csv", "xlsx"], Parameter(name="--format", help="A table, or a workbook.")
    ] = "csv",
    out: Annotated[Path | None, Parameter(help="Where it goes; never over a file.")] = None,
    folder: FolderOption = HERE,
) -> int:
    """Write a layout to fill in, for what no publisher has."""
    from foreland.jobs import templates

    if name is None:
        answer(templates.listed(), "table")
        return 0
    made = templates.made(open_folder(folder), name)
    if out is not None:
        templates.write(made, format, out)
        say(f"made {out}: fill it in, put it into data/ and run: foreland ingest data")
    elif format == "xlsx":
        say("error: a workbook needs a file: name one with --out FILE.")
        return 2
    else:
        sys.stdout.write(templates.packed(made, "csv").decode().replace("\r\n", "\n"))
    return 0


@app.command
def quality(
    *,
    area: Annotated[
        list[str] | None,
        Parameter(name="--area", help="Or all; the folder's own area if not given."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        Parameter(help="Some kinds only, such as freshness, outlier or quarantine."),
    ] = None,
    reconcile: Annotated[
        bool,
        Parameter(negative=(), help="Count where publications of one measure agree and differ."),
    ] = False,
    as_of: AsOf = None,
    today: Today = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """What to mend in the evidence, and what was accepted in quality.yaml, with the reason."""
    from foreland.jobs.quality import quality as run
    from foreland.jobs.reconciling import reconciled

    opened = open_folder(folder)
    if reconcile:
        answer(reconciled(opened, as_of), format)
        say_undated(opened, as_of)
        return
    found = run(opened, area, kind, as_of, today, lambda problem: say(str(problem)))
    answer(found, format)
    say(f"{found.height} findings, {found['accepted'].sum()} of them accepted.")
    say_undated(opened, as_of)
