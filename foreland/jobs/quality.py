"""``foreland quality``: what to mend in the evidence, and what was accepted, with the reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight.outliers import out_of_line
from foreland.jobs.comparing import breaks_of
from foreland.jobs.evidence_tables import EvidenceTables
from foreland.jobs.facts import facts
from foreland.jobs.findings import FINDERS, NEED_FACTS, Asked
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import areas_of, names_asked
from foreland.jobs.kept import kept
from foreland.jobs.names import names_of_areas
from foreland.jobs.reconciling import kept_reconciled
from foreland.model.groups import ALL
from foreland.model.periods import NO_DAY
from foreland.model.problems import ForelandError, Problem
from foreland.plan.folder import LoadedPlan
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
    *(name for name in FINDING_SCHEMA if name not in ("period", "observation", "beside")),
    "area_name",
    "dfe_number",
    "period",
    "observation",
    "beside",
)


@dataclass(frozen=True)
class Ground:
    """What a build has read already: ``known`` has the facts of all areas, ``plan`` the plan."""

    store: Store
    catalogue: Catalogue
    plan: LoadedPlan | None
    known: EvidenceTables


def quality(
    folder: Folder,
    area: str | Iterable[str] | None = None,
    kind: Iterable[str] | None = None,
    as_of: date | None = None,
    today: date | None = None,
    warn: Callable[[Problem], None] = lambda _: None,
    *,
    ground: Ground | None = None,
    outliers_of_all: bool = False,
) -> pl.DataFrame:
    """A row a finding: ``QUALITY_COLUMNS``.

    Over the plan's measures (the whole catalogue where there is no plan), for the folder's own
    area if none is given. ``today`` is by default ``as_of``, else the newest publication. An
    acceptance that nothing answers to is told through ``warn``. Raises ForelandError for a faulty
    ``quality.yaml``, with every fault, and for a kind that there is not. A build looks for values
    out of line in all that it shows (``outliers_of_all``), not in the plan's measures alone.
    """
    kinds = _kinds(kind)
    accepted = _accepted(folder)
    asked = _asked(folder, area, as_of, today, bool(kinds & NEED_FACTS), ground, outliers_of_all)
    findings: list[Finding] = []
    for name, find in FINDERS.items():
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
    ground: Ground | None,
    outliers_of_all: bool = False,
) -> Asked:
    store = ground.store if ground else Store(folder.store)
    catalogue = ground.catalogue if ground else Catalogue.load(folder.indicators)
    if ground is not None and ground.plan is not None and ground.plan.plan.measures:
        measures = ground.plan.plan.measures
        names = sorted({m.indicator for m in measures})
    else:
        names, measures = names_asked(folder, catalogue, None)
    areas = areas_of(folder, area, [folder.area.code])
    if areas is None:
        areas = [one.code for one in folder.register.authorities if one.closed is None]
    wanted = [(m.indicator, m.group) for m in measures]
    wanted += [(m.indicator, m.gap.group) for m in measures if m.gap is not None]
    if not measures:
        entries = [catalogue.get(name) for name in names]
        wanted = [(one.id, ALL) for one in entries if ALL in one.groups]
    if ground is not None:
        known = ground.known.facts(names)
    elif with_facts and names:
        known = facts(folder, names, None, as_of=as_of, store=store, catalogue=catalogue)
    else:
        known = pl.DataFrame()
    day = today or as_of or store.newest_publication() or NO_DAY

    everything = ground if outliers_of_all else None
    looked_at = names
    if everything is not None:
        looked_at = sorted({*names, *(one.id for one in catalogue.indicators)})

    def made() -> dict[str, pl.DataFrame]:
        given = known if everything is None else everything.known.facts(looked_at)
        return {"outliers": _out_of_line(folder, catalogue, looked_at, given)}

    def outliers() -> pl.DataFrame:
        inputs = {"as_of": as_of.isoformat() if as_of else None, "names": looked_at}
        found = kept(folder, "outliers", inputs, made, store=store, catalogue=catalogue)
        return found.frame("outliers")

    return Asked(
        folder, store, catalogue, names, wanted, areas, known,
        lambda: kept_reconciled(folder, as_of, store, catalogue), outliers, as_of, day,
    )  # fmt: skip


def _out_of_line(
    folder: Folder, catalogue: Catalogue, names: Iterable[str], known: pl.DataFrame
) -> pl.DataFrame:
    register = folder.register
    wholes = [area.code for area in register if area.kind in ("country", "region")]
    breaks = breaks_of([catalogue.get(name) for name in names if name in catalogue])
    return out_of_line(known, breaks, [area.code for area in register.authorities], wholes)


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
    places = names_of_areas(folder.register)
    return told.join(places, on="area", how="left", maintain_order="left").select(QUALITY_COLUMNS)
