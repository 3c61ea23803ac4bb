"""The store of one area folder: add a file's reading, ask for facts as they were known.

Registers (neighbours, dictionaries) are typed tables of a release. Computes no measure.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from foreland.evidence import delta, manifest, tables
from foreland.evidence.answer import answer, nothing
from foreland.evidence.files import sweep, write_bytes
from foreland.evidence.manifest import FileRecord, Manifest, Release
from foreland.evidence.order import sorted_by
from foreland.evidence.state import State, follows, release_of, version_of
from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened, open_bytes
from foreland.sources.reading import Reading, Version

#: Reads the raw bytes of a release kept before once more: by which reader, and what they say.
Reread = Callable[[Release], tuple[str, Reading | Version]]


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
        reread: Reread,
        dated: str | None = None,
    ) -> Release:
        """Keep a file's reading as a release of its data set and switch to it.

        A release that belongs before ones already kept (an older file, ingested late) takes its
        place; ``reread`` then gives the later ones' readings again, from their raw bytes, and
        what they changed is told anew.
        """
        release = release_of(opened, reading, published)
        notes = (*reading.notes, *reading.caveats)
        return self._insert(opened, [(release, reading)], reader, reread, notes, dated)[0]

    def add_versions(
        self,
        opened: Opened,
        versions: Sequence[tuple[Version, date]],
        reader: str,
        reread: Reread,
        dated: str | None = None,
    ) -> list[Release]:
        """Keep the dated versions that one file tells, each as a release; as ``add`` does."""
        told = [(version_of(opened, version, day), version) for version, day in versions]
        caveats = versions[-1][0].caveats if versions else ()
        return self._insert(opened, told, reader, reread, caveats, dated)

    def _insert(
        self,
        opened: Opened,
        told: Sequence[tuple[Release, Reading | Version]],
        reader: str,
        reread: Reread,
        notes: tuple[str, ...],
        dated: str | None,
    ) -> list[Release]:
        """Write what one file tells, and anew what comes after it; then switch to it."""
        self.keep_raw(opened)
        # The same bytes read before (by an older reader, or undated then) give way.
        known_before = self.manifest.without(opened.digest)
        dataset = told[0][0].dataset
        chain = known_before.of_dataset(dataset)
        new = {release.id: said for release, said in told}
        first = min(release.order for release, _ in told)
        kept = [r for r in chain if r.order < first]
        later = [r for r in chain if r.order >= first]
        state: State | None = None
        for each in sorted([*later, *(r for r, _ in told)], key=lambda r: r.order):
            name, said = (reader, new[each.id]) if each.id in new else reread(each)
            if isinstance(said, Version) and follows(kept, each):
                kept.append(self._write_version(each, said, kept, name))
                state = None  # made anew from the tables when it is asked for
                continue
            state = state or self._state(kept)
            reading = said.whole() if isinstance(said, Version) else said
            written, state = self._write(each, reading, state, kept, name)
            kept.append(written)
        releases = [r for r in kept if r.id in new]
        record = FileRecord(
            digest=opened.digest,
            name=opened.name,
            size=len(opened.data),
            outcome="read",
            reading=reader,
            release=releases[-1].id,
            notes=notes,
            dated=dated,
        )
        self._switch(known_before.with_file(record).with_dataset(dataset, kept))
        return releases

    def _switch(self, new: Manifest) -> None:
        if new != self.manifest:
            manifest.save(new, self.path)
            self.manifest = new

    def _write(
        self, release: Release, reading: Reading, state: State, before: list[Release], reader: str
    ) -> tuple[Release, State]:
        """Write a release's tables, its facts as what they change in ``state``; the new state."""
        mark = _mark(release, before, reader)
        written = {}
        for name, frame in (*reading.registers.items(), ("quarantine", reading.quarantine)):
            if frame.height:
                written[name] = self._save(release, name, mark, frame)
        withdrawn, alone = 0, False
        if reading.observations.height:
            alone = state.leans_on_versions(release, before)
            changes = state.changes(release, reading.observations, before)
            withdrawn = int((changes["op"] == "withdraw").sum())
            written["observations"] = self._save(release, "observations", mark, changes)
            state = state.after(release, changes)
        done = replace(release, tables=written, withdrawn=withdrawn, stands_alone=alone)
        return done, state

    def _write_version(
        self, release: Release, version: Version, before: list[Release], reader: str
    ) -> Release:
        """As ``_write``, of a version that says itself what it changed in the one before."""
        mark = _mark(release, before, reader)
        written = {}
        if version.quarantine.height:
            written["quarantine"] = self._save(release, "quarantine", mark, version.quarantine)
        changes = delta.of_version(version.changes, before)
        written["observations"] = self._save(release, "observations", mark, changes)
        withdrawn = int((changes["op"] == "withdraw").sum())
        return replace(release, tables=written, withdrawn=withdrawn)

    def _save(self, release: Release, name: str, mark: str, frame: pl.DataFrame) -> str:
        path = f"releases/{release.id}/{name}-{mark}.parquet"
        tables.save(self.path / path, frame)
        return path

    def _state(self, releases: list[Release]) -> State:
        return State.of(
            [
                (r, tables.read(self.path / r.tables["observations"]))
                for r in releases
                if "observations" in r.tables
            ]
        )

    # -- reading ---------------------------------------------------------------------------

    def observations(
        self,
        source_codes: Iterable[str] | None = None,
        areas: Iterable[str] | None = None,
        as_of: date | None = None,
        *,
        in_order: bool = True,
    ) -> pl.DataFrame:
        """Facts, one row a key: the newest known at the end of ``as_of``, or of all time.

        ``source_codes`` are ``SOURCE:CODE``; None means all, as it does for ``areas``.
        Undated releases never answer ``as_of``. Columns: ``ANSWER_SCHEMA``, sorted by key; not
        sorted where the asker sorts them otherwise (not ``in_order``).
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
        found = pl.concat(parts)
        key = ("source_code", "area", "period_start", "period_end", "group")
        return sorted_by(found, *key) if in_order else found

    def _query(
        self, releases: list[Release], codes: list[str] | None, areas: list[str] | None
    ) -> pl.DataFrame:
        alone = [place for place, release in enumerate(releases) if release.stands_alone]
        read = releases[alone[-1] :] if alone else releases
        frames = []
        for release in read:
            lazy = pl.scan_parquet(self.path / release.tables["observations"])
            if codes is not None:
                lazy = lazy.filter(pl.col("code").is_in(codes))
            if areas is not None:
                lazy = lazy.filter(pl.col("area").is_in(areas))
            frames.append(lazy.with_columns(pl.lit(release.id).alias("release")))
        paths = [self.path / release.tables["observations"] for release in read]
        found = tables.collect(frames, paths)
        return answer(delta.latest(found, several=len(read) > 1), releases)

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
        return open_bytes(data, file.name, read_before=file.outcome == "read")


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
