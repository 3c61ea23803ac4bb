"""The store of one area folder: add a file's reading, ask for facts as they were known.

Registers (neighbours, dictionaries) are typed tables of a release. Computes no measure.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from foreland.evidence import delta, manifest
from foreland.evidence.files import new_file, sweep, write_bytes
from foreland.evidence.manifest import FileRecord, Manifest, Release
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
        state: pl.DataFrame | None,
        before: list[Release],
        reader: str,
    ) -> tuple[Release, pl.DataFrame | None]:
        """Write a release's tables, its facts as what they change in ``state``; the new state."""
        mark = _mark(release, before, reader)
        tables = {}
        for name, frame in (*reading.registers.items(), ("quarantine", reading.quarantine)):
            if frame.height:
                tables[name] = self._save(release, name, mark, frame)
        if reading.observations.height:
            said = _said_to(release, state, before)
            changes = delta.changes(said, reading.observations, release.covers)
            tables["observations"] = self._save(release, "observations", mark, changes)
            state = delta.apply(state, changes, release.id)
        return replace(release, tables=tables), state

    def _save(self, release: Release, name: str, mark: str, frame: pl.DataFrame) -> str:
        path = f"releases/{release.id}/{name}-{mark}.parquet"
        with new_file(self.path / path) as temporary:
            frame.rechunk().write_parquet(
                temporary, compression="zstd", compression_level=1, row_group_size=65536
            )
        return path

    def _state(self, releases: list[Release]) -> pl.DataFrame | None:
        state: pl.DataFrame | None = None
        for release in releases:
            if "observations" in release.tables:
                changes = pl.read_parquet(self.path / release.tables["observations"])
                state = delta.apply(state, changes, release.id)
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
            return _answer_schema()
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
        found = pl.concat(frames).collect()
        return _answer(delta.latest(found, several=len(releases) > 1), releases)

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
                    pl.read_parquet(self.path / newest.tables[name]).with_columns(
                        pl.lit(newest.id).alias("release"),
                        pl.lit(newest.published, pl.Date).alias("published"),
                    )
                )
        return pl.concat(parts, how="diagonal_relaxed") if parts else pl.DataFrame()

    def quarantine(self) -> pl.DataFrame:
        """Every row that could not be read: ``file, source, release, row, column, found, ...``."""
        parts = [
            pl.read_parquet(self.path / r.tables["quarantine"]).select(
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
        """The kept bytes of the file whose digest begins so."""
        file = next((f for f in self.manifest.files if f.digest.startswith(digest)), None)
        if file is None or not (self.path / "raw" / file.digest).is_file():
            return None
        return open_bytes((self.path / "raw" / file.digest).read_bytes(), file.name)


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


#: What the store answers with, before names are joined on.
ANSWER_SCHEMA = {
    "source_code": pl.String,
    "area": pl.String,
    "published_period": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "group": pl.String,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "symbol": pl.String,
    "source": pl.String,
    "release": pl.String,
    "as_of": pl.Date,
    "in_latest": pl.Boolean,
    "file": pl.String,
    "id": pl.String,
    "cell": pl.String,
}


def _answer_schema() -> pl.DataFrame:
    return pl.DataFrame(schema=ANSWER_SCHEMA)


def _answer(found: pl.DataFrame, releases: list[Release]) -> pl.DataFrame:
    about = pl.DataFrame(
        [(r.id, r.source, r.published, r.file, r.digest[:12]) for r in releases],
        schema={
            "release": pl.String,
            "source": pl.String,
            "as_of": pl.Date,
            "file": pl.String,
            "digest": pl.String,
        },
        orient="row",
    )
    return (
        found.join(about, on="release", how="left", maintain_order="left")
        .join(delta.column_letters(found["column"]), on="column", how="left", maintain_order="left")
        .with_columns(
            pl.format("{}:{}", "source", "code").alias("source_code"),
            pl.format("{}.{}.{}.{}", "digest", "sheet", "row", "column").alias("id"),
            pl.when(pl.col("sheet") > 0)
            .then(pl.format("sheet {}, {}{}", "sheet", "letters", "row"))
            .otherwise(pl.format("{}{}", "letters", "row"))
            .alias("cell"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in ANSWER_SCHEMA.items())
    )
