"""``foreland quality``: what to mend in the evidence, and what was accepted, with the reason."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator
from foreland.insight.outliers import out_of_line
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import areas_of, breaks_of, names_asked
from foreland.jobs.rates import NO_DAY
from foreland.model.groups import ALL
from foreland.model.problems import ForelandError, Problem
from foreland.plan import completeness, freshness
from foreland.plan.freshness import Calendar, Newest
from foreland.plan.quality import (
    FINDING_SCHEMA,
    FOR_GOOD,
    KINDS,
    Acceptance,
    Finding,
    read_accepted,
    table,
    unmatched,
)
from foreland.sources.lait.unsound import UNSOUND

FILE = "quality.yaml"

#: The columns of the answer, in order.
QUALITY_COLUMNS = (
    *(name for name in FINDING_SCHEMA if name not in ("period", "observation")),
    "area_name",
    "dfe_number",
    "period",
    "observation",
)


@dataclass(frozen=True)
class _Asked:
    """What one run looks at."""

    folder: Folder
    store: Store
    catalogue: Catalogue
    names: list[str]
    wanted: list[tuple[str, str]]
    areas: list[str]
    known: pl.DataFrame
    as_of: date | None
    today: date

    @property
    def authorities(self) -> list[str]:
        return [area.code for area in self.folder.register.authorities]

    @property
    def entries(self) -> list[Indicator]:
        return [self.catalogue.get(name) for name in self.names if name in self.catalogue]


def quality(
    folder: Folder,
    area: str | Iterable[str] | None = None,
    kind: Iterable[str] | None = None,
    as_of: date | None = None,
    today: date | None = None,
    warn: Callable[[Problem], None] = lambda _: None,
) -> pl.DataFrame:
    """A row a finding: ``QUALITY_COLUMNS``.

    Over the plan's measures (the whole catalogue where there is no plan), for the folder's own
    area if none is given. ``today`` is by default ``as_of``, else the newest publication. An
    acceptance that nothing answers to is told through ``warn``. Raises ForelandError for a faulty
    ``quality.yaml``, with every fault, and for a kind that there is not.
    """
    kinds = _kinds(kind)
    accepted = _accepted(folder)
    asked = _asked(folder, area, as_of, today, bool(kinds & _NEED_FACTS))
    findings: list[Finding] = []
    for name, find in _FINDERS.items():
        if name in kinds:
            findings += find(asked)
    unsound = _unsound(findings)
    told = table(findings, [*accepted, *unsound], asked.today)
    if kinds == set(KINDS):
        for problem in unmatched(told, accepted, str(folder.path / FILE)):
            warn(problem)
    return _named(told, folder)


def _kinds(kind: Iterable[str] | None) -> set[str]:
    wanted = set(kind or KINDS)
    wrong = sorted(wanted - set(KINDS))
    if wrong:
        raise ForelandError(
            [Problem("", f"the kind {one!r}", f"one of {', '.join(KINDS)}", "Name one of them.")
             for one in wrong]
        )  # fmt: skip
    return wanted


def _accepted(folder: Folder) -> tuple[Acceptance, ...]:
    path = folder.path / FILE
    if not path.is_file():
        return ()
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ForelandError(
            Problem(str(path), "text that is not UTF-8", "UTF-8", "Save it again as UTF-8.")
        ) from None
    return read_accepted(text, str(path))


def _asked(
    folder: Folder,
    area: str | Iterable[str] | None,
    as_of: date | None,
    today: date | None,
    with_facts: bool,
) -> _Asked:
    store = Store(folder.store)
    catalogue = Catalogue.load(folder.indicators)
    names, measures = names_asked(folder, catalogue, None)
    areas = areas_of(folder, area, [folder.area.code])
    if areas is None:
        areas = [one.code for one in folder.register.authorities if one.closed is None]
    wanted = [(m.indicator, m.group) for m in measures]
    wanted += [(m.indicator, m.gap.group) for m in measures if m.gap is not None]
    if not measures:
        entries = [catalogue.get(name) for name in names]
        wanted = [(one.id, ALL) for one in entries if ALL in one.groups]
    known = (
        facts(folder, names, None, as_of=as_of, store=store, catalogue=catalogue)
        if with_facts and names
        else pl.DataFrame()
    )
    day = today or as_of or store.newest_publication() or NO_DAY
    return _Asked(folder, store, catalogue, names, wanted, areas, known, as_of, day)


def _freshness(asked: _Asked) -> Iterator[Finding]:
    calendars = list(_calendars(asked))
    yield from freshness.late(calendars, asked.today)
    # Where a calendar names a day, or an end, the age of a figure says nothing more.
    speaks = {
        one.indicator
        for one in calendars
        if freshness.ended(one.next_update) or freshness.due_by(one.next_update) is not None
    }
    yield from freshness.stale(_newest(asked), speaks, asked.today)


def _calendars(asked: _Asked) -> Iterator[Calendar]:
    dictionary = asked.store.register("dictionary", asked.as_of)
    if not dictionary.height:
        return
    days = [
        release.published
        for release in asked.store.manifest.releases
        if release.source == "lait" and release.observations and release.published
        and (asked.as_of is None or release.published <= asked.as_of)
    ]  # fmt: skip
    published = max(days, default=None)
    # Of a code under two topics the first leads.
    said = dictionary.unique("code", keep="first", maintain_order=True)
    calendar = dict(said.select("code", "next_update").iter_rows())
    for indicator, code in _codes(asked):
        source, _, name = code.partition(":")
        if source == "lait" and name in calendar:
            yield Calendar(code, indicator, source, calendar[name], published)


def _codes(asked: _Asked) -> Iterator[tuple[str, str]]:
    """Every indicator in question with the publishers' codes of the groups in question."""
    groups = set(asked.wanted)
    for name in asked.names:
        if name not in asked.catalogue:
            yield name, name
            continue
        series = [s for s in asked.catalogue.get(name).series if (name, s.group) in groups]
        for code in dict.fromkeys(f"{s.source}:{s.code}" for s in series):
            yield name, code


def _newest(asked: _Asked) -> Iterator[Newest]:
    if not asked.known.height:
        return
    wanted = pl.DataFrame(
        asked.wanted, schema={"indicator": pl.String, "group": pl.String}, orient="row"
    ).unique()
    newest = (
        asked.known.filter(pl.col("area").is_in(asked.areas) & pl.col("value").is_not_null())
        .join(wanted, on=["indicator", "group"], how="semi")
        .sort("indicator", "area", "period_end", "period_start", "group", maintain_order=True)
        .group_by("indicator", "area", maintain_order=True)
        .last()
    )
    for row in newest.iter_rows(named=True):
        yield Newest(
            row["indicator"],
            row["area"],
            row["period"],
            row["published_period"],
            row["period_start"],
            row["period_end"],
            row["source"],
            row["source_code"],
            row["id"],
        )


def _completeness(asked: _Asked) -> Iterator[Finding]:
    if asked.known.height:
        yield from completeness.lacking(asked.known, asked.wanted, asked.areas, asked.authorities)


def _outliers(asked: _Asked) -> Iterator[Finding]:
    if not asked.known.height:
        return
    wholes = [a.code for a in asked.folder.register if a.kind in ("country", "region")]
    own = [a.region for code in asked.areas if (a := asked.folder.register.code(code))]
    shown = {*asked.areas, *own, asked.folder.register.country.code}
    found = out_of_line(asked.known, breaks_of(asked.entries), asked.authorities, wholes)
    for row in found.filter(pl.col("area").is_in(list(shown))).iter_rows(named=True):
        yield _outlier(row)


def _outlier(row: dict[str, object]) -> Finding:
    value, usual, apart = (_number(row[name]) for name in ("value", "usual", "apart"))
    where = f"{value} in {row['period']}"
    if row["test"] == "change":
        found = f"{where}, after {_number(row['before_value'])} in {row['before_period']}"
        expected = (
            f"about {usual}, had it moved as the {row['areas']} authorities did (it is {apart} "
            "robust standard deviations of their movements away, and not used to it)"
        )
    elif row["test"] == "scale":
        found = f"{where}, {apart} times the area's own median"
        expected = f"about {usual}, the median of its other years: another unit, or a slip of the "
        expected += "decimal point"
    elif row["test"] == "range":
        found, expected = where, "a value within the range that figures of this kind have"
    else:
        found = f"{where}, which lies outside the range of the {row['areas']} authorities"
        expected = f"a value among theirs, such as their median {usual}: a whole lies between parts"
    return Finding(
        "outlier",
        (
            str(row["test"]),
            *(str(row[k]) for k in ("indicator", "group", "area", "period", "value")),
        ),
        found,
        expected,
        f"Walk it back (foreland trace {row['id']}); if the publisher prints it so, ask them, and "
        "accept it with the reason until they have answered.",
        indicator=str(row["indicator"]),
        source=str(row["source"]),
        source_code=str(row["source_code"]),
        file=str(row["file"]),
        area=str(row["area"]),
        period=str(row["period"]),
        published_period=str(row["published_period"]),
        period_start=row["period_start"],  # type: ignore[arg-type]
        period_end=row["period_end"],  # type: ignore[arg-type]
        group=str(row["group"]),
        value=row["value"],  # type: ignore[arg-type]
        observation=str(row["id"]),
    )


def _number(value: object) -> str:
    return f"{value:,.4g}" if isinstance(value, float) and abs(value) < 1e4 else (
        f"{value:,.0f}" if isinstance(value, float) else "none"
    )  # fmt: skip


def _quarantine(asked: _Asked) -> Iterator[Finding]:
    rows = asked.store.quarantine()
    if not rows.height:
        return
    alike = ["file", "source", "release", "column", "expected"]
    for row in (
        rows.sort("release", "row", "column", maintain_order=True)
        .group_by(alike, maintain_order=True)
        .agg(pl.len().alias("n"), pl.col("row").first(), pl.col("found").first())
        .iter_rows(named=True)
    ):
        column = f", column {row['column']}" if row["column"] else ""
        yield Finding(
            "quarantine",
            (row["release"], row["column"] or "", row["expected"]),
            f"{row['n']:,} rows set aside, the first row {row['row']}{column}: {row['found']}",
            row["expected"],
            "Mend the file and ingest it again."
            if row["source"] == "local"
            else "The publisher's file is at fault, nothing else of it is lost: tell them.",
            source=row["source"],
            file=row["file"],
        )


def _unclaimed(asked: _Asked) -> Iterator[Finding]:
    for file in asked.store.manifest.files:
        if file.outcome in ("unclaimed", "unreadable"):
            yield Finding(
                "unclaimed",
                (file.digest,),
                f"{'not read' if file.outcome == 'unclaimed' else 'unreadable'}: "
                f"{file.reason or 'no reader knows this layout'}",
                "a publication that a reader knows",
                "If it has figures that the plan needs, add a mapping (how-to: add a publication); "
                "else accept it, or keep it out of data/."
                if file.outcome == "unclaimed"
                else "Fetch the file again and ingest it.",
                file=file.name,
            )


def _undated(asked: _Asked) -> Iterator[Finding]:
    for release in asked.store.undated():
        yield Finding(
            "undated",
            (release.digest,),
            f"no day of publication; {release.observations:,} figures never answer --as-of",
            "the day on which the file was published",
            "Write it into releases.csv beside the file (digest, published), or ingest the file "
            "again with --published DATE.",
            source=release.source,
            file=release.file,
        )


#: What finds each kind, in the order of the answer.
_FINDERS: dict[str, Callable[[_Asked], Iterator[Finding]]] = {
    "freshness": _freshness,
    "completeness": _completeness,
    "outlier": _outliers,
    "quarantine": _quarantine,
    "unclaimed": _unclaimed,
    "undated": _undated,
}
_NEED_FACTS = {"freshness", "completeness", "outlier"}


def _unsound(findings: Iterable[Finding]) -> list[Acceptance]:
    """Values that foreland knows to be wrong and never compares with: found, and dealt with."""
    return [
        Acceptance(
            finding=finding.id,
            reason=f"{UNSOUND[key]}; kept as published, never compared with",
            by="foreland",
            until=FOR_GOOD,
        )
        for finding in findings
        if (key := (finding.source_code or "", finding.area or "")) in UNSOUND
        and finding.kind == "outlier"
    ]


def _named(told: pl.DataFrame, folder: Folder) -> pl.DataFrame:
    places = pl.DataFrame(
        [(a.code, a.name, a.dfe_number) for a in folder.register],
        schema={"area": pl.String, "area_name": pl.String, "dfe_number": pl.String},
        orient="row",
    )
    return told.join(places, on="area", how="left", maintain_order="left").select(QUALITY_COLUMNS)
