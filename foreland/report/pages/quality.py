"""Data quality and sources: what was read when, what was set aside, what is missing and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from foreland.model.statuses import MEANING, Status
from foreland.report import wording
from foreland.report.material import Material, ReleaseAbout, Row
from foreland.report.pages import findings
from foreland.report.pages.findings import FindingKind, Held
from foreland.report.pages.page import Page, path_of
from foreland.report.pages.themes import AbsentLine, absent


@dataclass(frozen=True)
class Lack:
    """An indicator of the area's whose newest figure is missing or not final."""

    title: str
    path: str
    period: str
    reason: str


@dataclass(frozen=True)
class Publication:
    """A publication: its newest release, and those before it, newest first."""

    newest: ReleaseAbout
    earlier: tuple[ReleaseAbout, ...]


@dataclass(frozen=True)
class QualityPage:
    publications: tuple[Publication, ...]
    releases: int
    undated: int
    observations: int
    quarantined: int
    quarantine: tuple[Row, ...]
    quarantine_more: int
    provisional: tuple[Lack, ...]
    missing: tuple[Lack, ...]
    statuses: tuple[tuple[str, int, str], ...]
    unsound: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    kinds: tuple[FindingKind, ...]
    found: int
    accepted: int
    planned: bool
    publications_held: tuple[Held, ...]
    printed: tuple[Held, ...]
    absent: tuple[AbsentLine, ...]


@dataclass(frozen=True)
class SourcesPage:
    publications: tuple[Publication, ...]
    attributions: tuple[str, ...]


#: As many rows of the quarantine as a page can hold; the rest stand in the file beside it.
MOST_ROWS = 20


def _publications(material: Material) -> tuple[Publication, ...]:
    """By title; the releases of one data set that speak of other periods stand by themselves."""
    found: dict[tuple[str, str, str], list[ReleaseAbout]] = {}
    for release in material.releases:
        found.setdefault((release.title, release.dataset, release.source), []).append(release)
    made = []
    for key in sorted(found):
        order = sorted(
            found[key], key=lambda r: (r.published or r.last or date.min, r.last or date.min, r.id)
        )
        made.append(Publication(order[-1], tuple(reversed(order[:-1]))))
    return tuple(made)


def pages(material: Material) -> list[Page]:
    publications = _publications(material)
    releases = material.releases
    kinds = findings.kinds(material)
    context = QualityPage(
        publications=publications,
        releases=len(releases),
        undated=sum(1 for r in releases if r.published is None),
        observations=sum(p.newest.observations for p in publications),
        quarantined=len(material.quarantine),
        quarantine=material.quarantine[:MOST_ROWS],
        quarantine_more=max(0, len(material.quarantine) - MOST_ROWS),
        provisional=_newest(material, {Status.PROVISIONAL.value}),
        missing=_newest(material, None),
        statuses=_statuses(material),
        unsound=tuple((code, why) for (code, _), why in sorted(material.unsound.items())),
        left_out=material.left_out,
        kinds=kinds,
        found=sum(kind.open + kind.accepted for kind in kinds),
        accepted=sum(kind.accepted for kind in kinds),
        planned=bool(material.measures),
        publications_held=findings.publications(material),
        printed=findings.printed(material),
        absent=absent(material),
    )
    return [
        Page(
            "data-quality/index.html",
            "data-quality",
            "Data quality",
            "What was read and when, what could not be, what is provisional or missing, and why.",
            "quality.html",
            context,
            "quality",
            (("index.html", "Home"),),
        ),
        Page(
            "sources/index.html",
            "sources",
            "Sources",
            "Every publication that the figures come from: file, date, digest and licence.",
            "sources.html",
            SourcesPage(publications, _attributions(material)),
            "sources",
            (("index.html", "Home"),),
        ),
    ]


def _newest(material: Material, statuses: set[str] | None) -> tuple[Lack, ...]:
    """Indicators whose newest figure has one of ``statuses``; without, those that have none."""
    found = []
    for indicator in material.shown:
        rows = material.own.get((indicator.id, "all"), [])
        if not rows:
            continue
        row = rows[-1]
        lacks = row["value"] is None if statuses is None else row["status"] in statuses
        if lacks:
            reason = wording.missing(row["status"]) if statuses is None else row["status"]
            found.append(Lack(indicator.title, path_of(indicator), row["period"], reason))
    return tuple(found)


def _statuses(material: Material) -> tuple[tuple[str, int, str], ...]:
    counts = Counter(row["status"] for rows in material.own.values() for row in rows)
    return tuple(
        (status.value.replace("-", " "), counts[status.value], MEANING[status])
        for status in Status
        if counts[status.value]
    )


_ATTRIBUTION = {
    "lait": "Department for Education, Local Authority Interactive Tool",
    "nccis": "Department for Education, NEET and participation local authority scorecard",
    "ees": "Department for Education, Explore Education Statistics",
}


def _attributions(material: Material) -> tuple[str, ...]:
    if material.about.synthetic:
        return ()
    used = sorted({r.source for r in material.releases})
    return tuple(_ATTRIBUTION[s] for s in used if s in _ATTRIBUTION)
