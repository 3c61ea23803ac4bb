"""The facts in force after some releases: with what a new file is compared when it is kept.

Says of each file what release it makes. Reads and writes no table.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence import delta
from foreland.evidence.manifest import Release
from foreland.sources.opening import Opened
from foreland.sources.reading import Reading, Version


@dataclass(frozen=True)
class State:
    """The facts in force after some releases, and after the dated ones of them alone.

    The dated ones answer ``as_of``, as if the undated had never been: what a dated file says
    must stand in its own delta even where an undated one said it before. The two are one frame
    until an undated release comes.
    """

    whole: pl.DataFrame | None = None
    dated: pl.DataFrame | None = None

    @classmethod
    def of(cls, deltas: list[tuple[Release, pl.DataFrame]]) -> "State":
        """The state after releases, oldest first, from their tables of facts."""
        whole = delta.after([(r.id, changes) for r, changes in deltas])
        if all(release.published for release, _ in deltas):
            return cls(whole, whole)
        return cls(whole, delta.after([(r.id, changes) for r, changes in deltas if r.published]))

    def changes(self, release: Release, said: pl.DataFrame, before: list[Release]) -> pl.DataFrame:
        """The delta of a release that says ``said``."""
        anew = _versions(release, before)
        covers = release.covers
        found = delta.changes(_said_to(release, self.whole, before), said, covers, anew)
        if release.published is None or self.dated is self.whole:
            return found
        of_dated = delta.changes(_said_to(release, self.dated, before), said, covers, anew)
        return delta.either(of_dated, found)

    def after(self, release: Release, changes: pl.DataFrame) -> "State":
        whole = delta.apply(self.whole, changes, release.id)
        if release.published is None:
            return State(whole, self.dated)
        if self.dated is self.whole:
            return State(whole, whole)
        return State(whole, delta.apply(self.dated, changes, release.id))

    def leans_on_versions(self, release: Release, before: list[Release]) -> bool:
        """Whether facts stand by the versions of a log, all of which ``release`` tells anew."""
        anew = _versions(release, before)
        if self.whole is None or release.covers != "all" or release.published is None or not anew:
            return False
        return bool(self.whole["release"].is_in(sorted(anew)).any())


def _versions(release: Release, before: list[Release]) -> frozenset[str]:
    """The releases that a log told, to a release that is a file of its own: its cells lead."""
    if release.version is not None:
        return frozenset()
    return frozenset(r.id for r in before if r.version is not None)


def _said_to(
    release: Release, state: pl.DataFrame | None, before: list[Release]
) -> pl.DataFrame | None:
    """The part of ``state`` that a release is compared with.

    Where files speak only of their own facts, one that tells a fact to others (internal before,
    public now) tells it anew though the figure is the same: the audience goes by the release.
    """
    if state is None or release.covers != "cells":
        return state
    alike = [r.id for r in before if r.audience == release.audience]
    return state.filter(pl.col("release").is_in(alike))


def follows(before: list[Release], release: Release) -> bool:
    """Whether a log's version comes straight after the one that it says it changes."""
    if not before:
        return True
    last = before[-1]
    return last.digest == release.digest and last.version == (release.version or 0) - 1


def release_of(opened: Opened, reading: Reading, published: date | None) -> Release:
    """The release that a file makes."""
    facts = reading.observations
    day = published.isoformat() if published else "undated"
    return Release(
        id=f"{reading.dataset}-{day}-{opened.digest[:8]}",
        source=reading.source,
        dataset=reading.dataset,
        title=reading.title,
        digest=opened.digest,
        file=opened.name,
        published=published,
        covers=reading.covers,
        audience=reading.audience,
        tables={},
        observations=facts.height,
        missing=int(facts["value"].null_count()),
        quarantined=reading.quarantine.height,
        first_period_start=facts["period_start"].min() if facts.height else None,  # type: ignore[arg-type]
        last_period_end=facts["period_end"].max() if facts.height else None,  # type: ignore[arg-type]
    )


def version_of(opened: Opened, version: Version, published: date) -> Release:
    """The release that one version of a file makes."""
    return Release(
        id=f"{version.dataset}-{published.isoformat()}-{opened.digest[:8]}-v{version.number}",
        source=version.source,
        dataset=version.dataset,
        title=version.title,
        digest=opened.digest,
        file=opened.name,
        published=published,
        covers="all",
        audience="public",
        tables={},
        observations=version.observations,
        missing=version.missing,
        quarantined=version.quarantine.height,
        first_period_start=version.first_period_start,
        last_period_end=version.last_period_end,
        version=version.number,
    )
