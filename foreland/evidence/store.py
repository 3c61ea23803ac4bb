"""The store of one area folder: add a file's reading, ask for facts as they were known.

Registers (neighbours, dictionaries) are typed tables of a release. Computes no measure.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from foreland.evidence import delta, manifest, tables
from foreland.evidence.answer import answer, nothing
from foreland.evidence.files import sweep, write_bytes
from foreland.evidence.manifest import FileRecord, Manifest, Release
from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened, open_bytes
from foreland.sources.reading import Reading


class Store:
    """The evidence of one folder. Reading never needs the lock; writing does (``lock.writing``)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest: Manifest = manifest.load(path)

    # -- writing ---------------------------------------------------------------------------

    def sweep(self) -> None:
        """Remove what a killed run left: half-written files, and tables of no release."""
        sweep(self.path)
        wanted = {t for release in self.manifest.releases for t in release.tables.values()}
        folder = self.path / "releases"
        if folder.is_dir():
            for table in sorted(folder.rglob("*.parquet")):
                if table.relative_to(self.path).as_posix() not in wanted:
                    table.unlink()
        raw = self.path / "raw"
        known = {file.digest for file in self.manifest.files}
        if raw.is_dir():
            for file in sorted(raw.iterdir()):
                if file.name not in known:
                    file.unlink()

    def keep_raw(self, opened: Opened) -> None:
        path = self.path / "raw" / opened.digest
        if not (path.is_file() and path.stat().st_size == len(opened.data)):
            write_bytes(path, opened.data)

    def note_file(self, record: FileRecord) -> None:
        """Remember a file that gave no release (unclaimed or unreadable)."""
        self._switch(self.manifest.with_file(record))

    def add(
        self,
        opened: Opened,
        reading: Reading,
        reader: str,
        published: date | None,
        reread: Callable[[Release], Reading],
        dated: str | None = None,
    ) -> Release:
        """Keep a file's reading as a release of its data set and switch to it.

        A release that belongs before ones already kept (an older file, ingested late) takes its
        place; ``reread`` then gives the later ones' readings again, from their raw bytes, and
        what they changed is told anew.
        """
        self.keep_raw(opened)
        release = _release(opened, reading, published)
        # The same bytes read before (by an older reader, or undated then) give way.
        known_before = self.manifest.without(opened.digest)
        chain = known_before.of_dataset(reading.dataset)
        kept = [r for r in chain if r.order < release.order]
        state = self._state(kept)
        queue = [(release, reading), *((r, None) for r in chain if r.order >= release.order)]
        for each, known in queue:
            said = known if known is not None else reread(each)
            written, state = self._write(each, said, state, kept, reader)
            kept.append(written)
            if each.id == release.id:
                release = written
        record = FileRecord(
            digest=opened.digest,
            name=opened.name,
            size=len(opened.data),
            outcome="read",
            reading=reader,
            release=release.id,
            notes=(*reading.notes, *reading.caveats),
            dated=dated,
        )
        self._switch(known_before.with_file(record).with_dataset(reading.dataset, kept))
        return release

    def _switch(self, new: Manifest) -> None:
        if new != self.manifest:
            manifest.save(new, self.path)
            self.manifest = new

    def _write(
        self,
        release: Release,
        reading: Reading,
        state: "_State",
        before: list[Release],
        reader: str,
    ) -> tuple[Release, "_State"]:
        """Write a release's tables, its facts as what they change in ``state``; the new state."""
        mark = _mark(release, before, reader)
        written = {}
        for name, frame in (*reading.registers.items(), ("quarantine", reading.quarantine)):
            if frame.height:
                written[name] = self._save(release, name, mark, frame)
        withdrawn = 0
        if reading.observations.height:
            changes = state.changes(release, reading.observations, before)
            withdrawn = int((changes["op"] == "withdraw").sum())
            written["observations"] = self._save(release, "observations", mark, changes)
            state = state.after(release, changes)
        return replace(release, tables=written, withdrawn=withdrawn), state

    def _save(self, release: Release, name: str, mark: str, frame: pl.DataFrame) -> str:
        path = f"releases/{release.id}/{name}-{mark}.parquet"
        tables.save(self.path / path, frame)
        return path

    def _state(self, releases: list[Release]) -> "_State":
        state = _State()
        for release in releases:
            if "observations" in release.tables:
                changes = tables.read(self.path / release.tables["observations"])
                state = state.after(release, changes)
        return state

    # -- reading ---------------------------------------------------------------------------

    def observations(
        self,
        source_codes: Iterable[str] | None = None,
        areas: Iterable[str] | None = None,
        as_of: date | None = None,
    ) -> pl.DataFrame:
        """Facts, one row a key: the newest known at the end of ``as_of``, or of all time.

        ``source_codes`` are ``SOURCE:CODE``; None means all, as it does for ``areas``.
        Undated releases never answer ``as_of``. Columns: ``ANSWER_SCHEMA``, sorted by key.
        """
        wanted = None if source_codes is None else _by_source(source_codes)
        parts = []
        for dataset in sorted({r.dataset for r in self.manifest.releases}):
            releases = [
                r
                for r in self.manifest.of_dataset(dataset)
                if "observations" in r.tables and _known(r, as_of)
            ]
            if not releases or (wanted is not None and releases[0].source not in wanted):
                continue
            codes = None if wanted is None else wanted[releases[0].source]
            parts.append(self._query(releases, codes, None if areas is None else list(areas)))
        if not parts:
            return nothing()
        return pl.concat(parts).sort(
            "source_code", "area", "period_start", "period_end", "group", maintain_order=True
        )

    def _query(
        self, releases: list[Release], codes: list[str] | None, areas: list[str] | None
    ) -> pl.DataFrame:
        frames = []
        for release in releases:
            lazy = pl.scan_parquet(self.path / release.tables["observations"])
            if codes is not None:
                lazy = lazy.filter(pl.col("code").is_in(codes))
            if areas is not None:
                lazy = lazy.filter(pl.col("area").is_in(areas))
            frames.append(lazy.with_columns(pl.lit(release.id).alias("release")))
        paths = [self.path / release.tables["observations"] for release in releases]
        found = tables.collect(frames, paths)
        return answer(delta.latest(found, several=len(releases) > 1), releases)

    def register(self, name: str, as_of: date | None = None) -> pl.DataFrame:
        """A register's rows from the newest release of each data set that holds it.

        Adds ``release`` and ``published``. An empty frame without columns where there is none.
        """
        parts = []
        for dataset in sorted({r.dataset for r in self.manifest.releases}):
            releases = [
                r
                for r in self.manifest.of_dataset(dataset)
                if name in r.tables and _known(r, as_of)
            ]
            if releases:
                newest = releases[-1]
                parts.append(
                    tables.read(self.path / newest.tables[name]).with_columns(
                        pl.lit(newest.id).alias("release"),
                        pl.lit(newest.published, pl.Date).alias("published"),
                    )
                )
        return pl.concat(parts, how="diagonal_relaxed") if parts else pl.DataFrame()

    def quarantine(self) -> pl.DataFrame:
        """Every row that could not be read: ``file, source, release, row, column, found, ...``."""
        parts = [
            tables.read(self.path / r.tables["quarantine"]).select(
                pl.lit(r.file).alias("file"),
                pl.lit(r.source).alias("source"),
                pl.lit(r.id).alias("release"),
                "row",
                "column",
                "found",
                "expected",
            )
            for r in self.manifest.releases
            if "quarantine" in r.tables
        ]
        return pl.concat(parts) if parts else pl.DataFrame()

    def undated(self) -> list[Release]:
        """The releases whose publication date is not known: they never answer ``as_of``."""
        return [r for r in self.manifest.releases if r.published is None]

    def newest_publication(self) -> date | None:
        days = [r.published for r in self.manifest.releases if r.published]
        return max(days) if days else None

    def open_raw(self, digest: str) -> Opened | None:
        """The kept bytes of the file whose digest begins so. Raises ForelandError if changed."""
        file = next((f for f in self.manifest.files if f.digest.startswith(digest)), None)
        if file is None or not (self.path / "raw" / file.digest).is_file():
            return None
        data = (self.path / "raw" / file.digest).read_bytes()
        if hashlib.sha256(data).hexdigest() != file.digest:
            raise ForelandError(
                Problem(
                    str(self.path / "raw" / file.digest),
                    f"bytes that were changed since {file.name} was ingested",
                    "the file as it was ingested",
                    "Delete it and ingest the file again.",
                )
            )
        return open_bytes(data, file.name)


@dataclass(frozen=True)
class _State:
    """The facts in force after some releases, and after the dated ones of them alone.

    The dated ones answer ``as_of``, as if the undated had never been: what a dated file says
    must stand in its own delta even where an undated one said it before. The two are one frame
    until an undated release comes.
    """

    whole: pl.DataFrame | None = None
    dated: pl.DataFrame | None = None

    def changes(self, release: Release, said: pl.DataFrame, before: list[Release]) -> pl.DataFrame:
        """The delta of a release that says ``said``."""
        found = delta.changes(_said_to(release, self.whole, before), said, release.covers)
        if release.published is None or self.dated is self.whole:
            return found
        of_dated = delta.changes(_said_to(release, self.dated, before), said, release.covers)
        return delta.either(of_dated, found)

    def after(self, release: Release, changes: pl.DataFrame) -> "_State":
        whole = delta.apply(self.whole, changes, release.id)
        if release.published is None:
            return _State(whole, self.dated)
        if self.dated is self.whole:
            return _State(whole, whole)
        return _State(whole, delta.apply(self.dated, changes, release.id))


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


def _mark(release: Release, before: list[Release], reader: str) -> str:
    """Part of a table's name: another reader, or another past, gives another file.

    So nothing that the manifest in force points to is ever overwritten.
    """
    past = [r.tables.get("observations", r.id) for r in before]
    return hashlib.sha256("|".join([reader, release.id, *past]).encode()).hexdigest()[:8]


def _known(release: Release, as_of: date | None) -> bool:
    return as_of is None or (release.published is not None and release.published <= as_of)


def _by_source(source_codes: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in source_codes:
        source, _, code = text.partition(":")
        found.setdefault(source, []).append(code)
    return found


def _release(opened: Opened, reading: Reading, published: date | None) -> Release:
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
