"""The command line: thin commands over ``jobs``. Holds no logic.

The standard output holds only the answer; all else goes to the standard error. Exit 0: done;
1: something in the user's plan, data or question needs a person; 2: wrong usage.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, CycloptsError, Parameter

from foreland import __version__
from foreland.model.problems import ForelandError

if TYPE_CHECKING:
    from foreland.jobs.folder import Folder

app = App(
    name="foreland",
    help="The software with which an education area runs its improvement strategy.",
    version=__version__,
    help_format="plaintext",
)
plan_app = App(name="plan", help="The plan as data: check, show, diff, roll.")
app.command(plan_app)
schools_app = App(name="schools", help="Schools: which there are, and how good they were found.")
app.command(schools_app)

FolderOption = Annotated[
    Path, Parameter(name="--folder", help="The area folder (the current one if not given).")
]
AsOf = Annotated[date | None, Parameter(name="--as-of", help="Answer as at the end of this day.")]
Today = Annotated[
    date | None, Parameter(name="--today", help="The day to rate on (the newest publication).")
]
OnDay = Annotated[
    date | None, Parameter(name="--on", help="What was so on this day (the newest file's day).")
]
FormatOption = Annotated[
    Literal["table", "csv", "json", "parquet"], Parameter(name="--format", help="How to answer.")
]
IndicatorOption = Annotated[
    list[str] | None,
    Parameter(name="--indicator", help="Our id, or a publisher's code such as lait:PriTotAbs."),
]
AreaOption = Annotated[
    list[str] | None,
    Parameter(name="--area", help="An ONS code, a DfE number or a name; all areas if not given."),
]
GroupOption = Annotated[str | None, Parameter(name="--group", help="all, or such as fsm=eligible.")]

HERE = Path()
NO_SCHOOLS = "No list of schools in the store has schools of that area on that day."


def say(line: str) -> None:
    """Tell the person at the terminal something that is no part of the answer."""
    print(line, file=sys.stderr)


def _folder(path: Path) -> "Folder":
    from foreland.jobs.folder import Folder

    return Folder.open(path)


def _answer(frame: Any, form: Literal["table", "csv", "json", "parquet"]) -> None:
    from foreland.jobs.answers import answer

    answer(frame, form)


def _say_undated(folder: "Folder", as_of: date | None) -> None:
    if as_of is None:
        return
    from foreland.evidence.store import Store

    left_out = Store(folder.store).undated()
    if left_out:
        say(f"{len(left_out)} undated releases were left out: they never answer --as-of.")


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

    opened, day = _folder(folder), today or date.today()
    if dry_run:
        _answer(would_ask(opened, sources, day), format)
        return 0
    with progress() as tell:
        found = run(opened, sources, day, tell, lambda problem: say(str(problem)))
    _answer(found, format)
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
        report = run(_folder(folder), paths, published, tell)
    _answer(report, format)
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

    opened = _folder(folder)
    if with_predecessors:
        from foreland.jobs.succeeding import facts_with_predecessors, planned, told

        answer, breaks = facts_with_predecessors(opened, indicator, area, period, group, as_of)
        for line in (*told(breaks), *planned(opened, area)):
            say(line)
    else:
        answer = facts(opened, indicator, area, period, group, as_of)
    _answer(answer, format)
    _say_undated(opened, as_of)


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

    _answer(run(_folder(folder), ids), format)


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

    opened = _folder(folder)
    _answer(compared(opened, indicator, area, model, as_of, group, sure=True), format)
    _say_undated(opened, as_of)


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

    _answer(run(_folder(folder), area, theme, as_of), format)


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

    opened = _folder(folder)
    _answer(rates(opened, measure, as_of, today), format)
    _say_undated(opened, as_of)


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

    opened = _folder(folder)
    _answer(gaps_asked(opened, indicator, area, as_of), format)
    _say_undated(opened, as_of)


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

    opened = _folder(folder)
    _answer(changes_asked(opened, indicator, area, group, as_of, every), format)
    _say_undated(opened, as_of)


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

    opened = _folder(folder)
    if reconcile:
        _answer(reconciled(opened, as_of), format)
        _say_undated(opened, as_of)
        return
    found = run(opened, area, kind, as_of, today, lambda problem: say(str(problem)))
    _answer(found, format)
    say(f"{found.height} findings, {found['accepted'].sum()} of them accepted.")
    _say_undated(opened, as_of)


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
        _answer(templates.listed(), "table")
        return 0
    made = templates.template(_folder(folder), name)
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

    opened = _folder(folder)
    _answer(revised(opened, indicator, area, since, until, as_of, all_kinds), format)
    _say_undated(opened, as_of or date.max)


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
    opened = _folder(folder)
    if scores:
        from foreland.jobs import stored_outlooks

        found = stored_outlooks.scores(opened, indicator, area, group, as_of)
        _answer(found, format)
        for line in stored_outlooks.told(found):
            say(line)
    elif store:
        from foreland.jobs import stored_outlooks

        kept = stored_outlooks.store(opened, indicator, area, group, as_of)
        _answer(kept.outlook, format)
        if kept.outlook.height:
            say(f"{'was kept before' if kept.before else 'kept'}: {kept.path}")
    else:
        from foreland.jobs.outlook import of_ground, silences
        from foreland.jobs.panels import ground

        at = ground(opened, indicator, group, as_of)
        found = of_ground(at, area, target)
        _answer(found, format)
        for line in silences(at, found, area):
            say(line)
    _say_undated(opened, as_of)


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

    opened = _folder(folder)
    _answer(run(opened, indicator, area, group, target, by, as_of), format)
    _say_undated(opened, as_of)


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

    opened = _folder(folder)
    found = run(opened, since, as_of)
    _answer(found.select("kind", "sentence") if format == "table" else found, format)
    _say_undated(opened, as_of or date.max)


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

    opened = _folder(folder)
    found = run(opened, area, as_of, today)
    if format == "table":
        for line in found["sentence"]:
            print(line)
    else:
        _answer(found, format)
    if found.height:
        audience = found["audience"][0]
        public = "its plan publishes it" if audience == "public" else "its plan does not publish it"
        say(f"This ranking is {audience}: {public} (publish_priorities).")
    _say_undated(opened, as_of)


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

    opened = _folder(folder)
    found, page = run(opened, area, as_of, today)
    if format == "table":
        print(page, end="")
    else:
        _answer(found, format)
    _say_undated(opened, as_of)


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
    from foreland.jobs.explaining import explained

    opened = _folder(folder)
    found, silences = explained(opened, indicator, area, by, as_of)
    _answer(found.select("split", "sentence") if format == "table" else found, format)
    for line in silences:
        say(line)
    _say_undated(opened, as_of)


@plan_app.command(name="check")
def plan_check(
    plan: Annotated[
        Path | None, Parameter(help="Another plan than the folder's: a folder or a plan.yaml.")
    ] = None,
    /,
    *,
    today: Today = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> int:
    """Tell all that is amiss with the plan, each with its file and line; exit 1 on an error."""
    from foreland.jobs.planning import check, told

    problems = check(_folder(folder), plan, today)
    for problem in problems:
        say(str(problem))
    if format != "table":
        _answer(told(problems), format)
    errors = sum(problem.level == "error" for problem in problems)
    say(f"{errors} errors, {len(problems) - errors} warnings.")
    return 1 if errors else 0


@plan_app.command(name="show")
def plan_show(*, folder: FolderOption = HERE, format: FormatOption = "table") -> None:
    """Print the plan: a row a measure and target."""
    from foreland.jobs.planning import show

    _answer(show(_folder(folder)), format)


@plan_app.command(name="diff")
def plan_diff(
    old: Annotated[Path, Parameter(help="A folder or a plan.yaml.")],
    new: Annotated[Path, Parameter(help="The later one.")],
    /,
    *,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Tell what a refresh of the plan changed, in sentences."""
    from foreland.jobs.planning import diff

    opened = _folder(folder) if (folder / "area.yaml").is_file() else None
    found = diff(opened, old, new)
    _answer(found.select("kind", "sentence") if format == "table" else found, format)


@plan_app.command(name="roll")
def plan_roll(
    year: Annotated[str, Parameter(help="The year of the new plan, such as 2026.")],
    /,
    *,
    out: Annotated[
        Path | None, Parameter(help="Where it goes (plan-YEAR in the area folder).")
    ] = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """Start next year's plan from this one; asking for less needs a reason."""
    from foreland.jobs.planning import roll

    made, told = roll(_folder(folder), year, out)
    _answer(told, format)
    say(f"made {made}: edit it, check it with: foreland plan check {made}, then put it in force")
    say("in place of plan/. A lowered target, moved floor or dropped measure needs a reason.")


@schools_app.command(name="quality")
def schools_quality(
    *,
    area: Annotated[
        str | None, Parameter(help="An authority, a region or England (the folder's own area).")
    ] = None,
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

    opened = _folder(folder)
    found = run(opened, area, on, rule, as_of)
    _answer(found, format)
    if not found.height:
        say(NO_SCHOOLS)
    _say_undated(opened, as_of)


@schools_app.command(name="list")
def schools_list(
    *,
    area: Annotated[
        str | None, Parameter(help="An authority, a region or England (the folder's own area).")
    ] = None,
    on: OnDay = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The schools that were open on a day, by name, with their latest graded inspection."""
    from foreland.jobs.schools import listing as run

    opened = _folder(folder)
    found = run(opened, area, on, as_of)
    _answer(found, format)
    if not found.height:
        say(NO_SCHOOLS)
    _say_undated(opened, as_of)


@schools_app.command(name="trusts")
def schools_trusts(
    *,
    area: Annotated[
        str | None, Parameter(help="An authority, a region or England (the folder's own area).")
    ] = None,
    on: OnDay = None,
    as_of: AsOf = None,
    folder: FolderOption = HERE,
    format: FormatOption = "table",
) -> None:
    """The academy trusts with schools in an area on a day, by name."""
    from foreland.jobs.schools import trusts as run

    opened = _folder(folder)
    found = run(opened, area, on, as_of)
    _answer(found, format)
    if not found.height:
        say(NO_SCHOOLS)
    _say_undated(opened, as_of)


@schools_app.command(name="similar")
def schools_similar(
    *,
    urn: Annotated[str | None, Parameter(help="One school, by its number.")] = None,
    area: Annotated[
        str | None, Parameter(help="An authority, a region or England (the folder's own area).")
    ] = None,
    show: Annotated[
        Literal["schools", "group", "balance", "pairs", "published", "check"] | None,
        Parameter(help="group (of a school), schools (of an area), balance, pairs (internal), ..."),
    ] = None,
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

    opened = _folder(folder)
    found = run(opened, urn, area, show, neighbours, within_km, as_of)
    _answer(found, format)
    if not found.height:
        say("No table of schools in the store answers that.")
    if show == "pairs":
        say("Internal: not to be published. One in forty pairs of equal schools passes by chance.")
    _say_undated(opened, as_of)


@app.command
def build(
    *,
    out: Annotated[Path, Parameter(help="Where the site goes; it is switched in whole.")],
    audience: Annotated[str, Parameter(help="public, internal, or partner:ID.")] = "public",
    as_of: AsOf = None,
    today: Today = None,
    folder: FolderOption = HERE,
) -> None:
    """Build everything to be published: disclosure-checked, switched in atomically."""
    from foreland.jobs.unchanged import unchanged

    same = unchanged(folder, out, audience, as_of, today)
    if same is not None:
        say(f"Nothing has changed since the last build: {same}")
        return
    from foreland.jobs.build import build as run

    result = run(folder, out, audience, as_of, today)
    for line in result.lines:
        say(line)


@app.command
def serve(
    directory: Annotated[Path, Parameter(help="A build's folder.")],
    /,
    *,
    port: Annotated[int, Parameter(help="0 takes any free port.")] = 8642,
) -> None:
    """Look at a build: serve it on this machine only."""
    from foreland.jobs.serve import serve as run

    run(directory, port, say)


@app.command
def demo(
    *,
    out: Annotated[Path, Parameter(help="Where the demo goes.")] = Path("build/demo"),
    no_serve: Annotated[bool, Parameter(name="--no-serve", negative=())] = False,
    port: Annotated[int, Parameter(help="0 takes any free port.")] = 8642,
) -> None:
    """A labelled synthetic area, built and served, offline."""
    from foreland.jobs.demo import demo as run
    from foreland.jobs.progress import progress

    with progress() as tell:
        site = run(out, progress=tell)
    say(f"The demo is built: {site}/current/index.html")
    if not no_serve:
        from foreland.jobs.serve import serve as look

        look(site, port, say)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. A user's mistake is told without a trace."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """As ``main``; the exit status instead of the exit."""
    try:
        done = app(
            arguments,
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
    except CycloptsError as fault:
        say(f"error: {_usage(fault)}")
        say("Try: foreland --help")
        return 2
    except ForelandError as fault:
        for problem in fault.problems:
            say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Interrupted. What was done is kept; run the command again to go on.")
        return 130
    except BrokenPipeError:
        return 0
    except OSError as fault:
        say(f"error: {fault.filename or ''}: {fault.strerror or fault}. Mend it and run again.")
        return 1
    return done if isinstance(done, int) and not isinstance(done, bool) else 0


def _usage(fault: CycloptsError) -> str:
    return str(fault).strip() or type(fault).__name__


Command = Callable[..., Any]
__all__ = ["app", "main", "plan_app", "run"]
