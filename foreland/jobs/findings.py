"""What finds each kind of ``foreland quality``: asks the store and the rules for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator
from foreland.jobs.absences import reason_of
from foreland.jobs.folder import Folder
from foreland.plan import completeness, freshness
from foreland.plan.freshness import Calendar, Newest
from foreland.plan.quality import Finding


@dataclass(frozen=True)
class Asked:
    """What one run looks at."""

    folder: Folder
    store: Store
    catalogue: Catalogue
    names: list[str]
    wanted: list[tuple[str, str]]
    areas: list[str]
    known: pl.DataFrame
    reconciled: Callable[[], pl.DataFrame]
    outliers: Callable[[], pl.DataFrame]
    as_of: date | None
    today: date

    @property
    def authorities(self) -> list[str]:
        return [area.code for area in self.folder.register.authorities]

    @property
    def entries(self) -> list[Indicator]:
        return [self.catalogue.get(name) for name in self.names if name in self.catalogue]


def _freshness(asked: Asked) -> Iterator[Finding]:
    calendars = list(_calendars(asked))
    yield from freshness.late(calendars, asked.today)
    # Where a calendar names a day, or an end, the age of a figure says nothing more.
    speaks = {
        one.indicator
        for one in calendars
        if freshness.ended(one.next_update) or freshness.due_by(one.next_update) is not None
    }
    yield from freshness.stale(_newest(asked), speaks, asked.today)


def _calendars(asked: Asked) -> Iterator[Calendar]:
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


def _codes(asked: Asked) -> Iterator[tuple[str, str]]:
    """Every indicator in question with the publishers' codes of the groups in question."""
    groups = set(asked.wanted)
    for name in asked.names:
        if name not in asked.catalogue:
            yield name, name
            continue
        series = [s for s in asked.catalogue.get(name).series if (name, s.group) in groups]
        for code in dict.fromkeys(f"{s.source}:{s.code}" for s in series):
            yield name, code


def _newest(asked: Asked) -> Iterator[Newest]:
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


def _completeness(asked: Asked) -> Iterator[Finding]:
    # In a folder that was just made every measure is lacking: there is nothing to tell.
    if asked.known.width and asked.store.manifest.releases:
        absent = {one.id: why for one in asked.entries if (why := reason_of(one)) is not None}
        yield from completeness.lacking(
            asked.known, asked.wanted, asked.areas, asked.authorities, absent
        )


def _outliers(asked: Asked) -> Iterator[Finding]:
    if not asked.known.height:
        return
    own = [a.region for code in asked.areas if (a := asked.folder.register.code(code))]
    shown = {*asked.areas, *own, asked.folder.register.country.code}
    for row in asked.outliers().filter(pl.col("area").is_in(list(shown))).iter_rows(named=True):
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
        beside=row["before_id"],  # type: ignore[arg-type]
    )


def _number(value: object) -> str:
    return f"{value:,.4g}" if isinstance(value, float) and abs(value) < 1e4 else (
        f"{value:,.0f}" if isinstance(value, float) else "none"
    )  # fmt: skip


def _reconciliation(asked: Asked) -> Iterator[Finding]:
    """A pair of series of which figures differ by more than their rounding."""
    told = asked.reconciled()
    of_ours = pl.col("indicator").is_null() | pl.col("indicator").is_in(asked.names)
    for row in told.filter((pl.col("different") > 0) & of_ours).iter_rows(named=True):
        first, second = row["first"], row["second"]
        yield Finding(
            "reconciliation",
            (row["check"], first, second, row["group"], str(row["different"]), str(row["largest"])),
            f"{row['different']:,} of {row['compared']:,} figures differ beyond rounding: most in "
            f"{row['area_name']}, {row['period']}, where {first} has {row['first_value']:.10g} and "
            f"{second} {row['second_value']:.10g}",
            f"equal figures ({row['rule']})",
            "Walk both back (foreland trace); see which release is the newer, and say on the page "
            "which one is shown.",
            indicator=row["indicator"],
            source=first.partition(":")[0],
            source_code=first,
            area=row["area"],
            period=row["period"],
            published_period=row["published_period"],
            period_start=row["period_start"],
            period_end=row["period_end"],
            group=row["group"],
            value=row["first_value"],
            observation=row["first_id"],
            beside=row["second_id"],
        )


def _quarantine(asked: Asked) -> Iterator[Finding]:
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


def _unclaimed(asked: Asked) -> Iterator[Finding]:
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


def _undated(asked: Asked) -> Iterator[Finding]:
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
FINDERS: dict[str, Callable[[Asked], Iterator[Finding]]] = {
    "freshness": _freshness,
    "completeness": _completeness,
    "outlier": _outliers,
    "reconciliation": _reconciliation,
    "quarantine": _quarantine,
    "unclaimed": _unclaimed,
    "undated": _undated,
}
NEED_FACTS = {"freshness", "completeness", "outlier"}
