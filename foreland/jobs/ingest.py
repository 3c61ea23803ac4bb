"""``foreland ingest``: read files into the store; nothing lost, nothing read twice."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from foreland.evidence.lock import writing
from foreland.evidence.manifest import FileRecord, Release
from foreland.evidence.store import Store
from foreland.jobs.folder import Folder
from foreland.jobs.inbox import disk_told, expand
from foreland.jobs.ingested import figures, said_of, said_of_versions
from foreland.jobs.published import VERSIONS, Listings, beside, listings, of_versions
from foreland.jobs.reading import Readers
from foreland.model.problems import ForelandError, Problem
from foreland.sources import registry, taking
from foreland.sources.opening import Opened, open_bytes
from foreland.sources.reading import Reader, Reading, Version

#: The answer's columns. ``outcome`` is ``read``, ``unchanged``, ``unclaimed`` or ``unreadable``.
REPORT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "file": pl.String,
    "outcome": pl.String,
    "source": pl.String,
    "dataset": pl.String,
    "release": pl.String,
    "published": pl.Date,
    "observations": pl.Int64,
    "missing": pl.Int64,
    "quarantined": pl.Int64,
    "seconds": pl.Float64,
    "reason": pl.String,
}

#: Files that wait for the registers are held open up to so many bytes; beyond, opened again.
_HELD_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class _Run:
    """What one run knows of all its files."""

    store: Store
    folder: Folder
    readers: tuple[Reader, ...]
    listings: Listings
    given: date | None
    by: Readers

    @property
    def areas(self) -> str:
        return self.by.areas

    def reading(self, reader: Reader) -> str:
        """How a file is read now: by which reader, and knowing what of areas and registers."""
        known = [self.areas]
        for frame in self.by.registers(reader).values():
            known += frame["release"].unique().sort().to_list()
        return f"{reader.name}:{reader.version}:{_digest(repr(known))}"

    def reread(self, release: Release) -> tuple[str, Reading | Version]:
        """A release kept before, read once more: how, and what it says."""
        reader, said = self.by.again(release)
        return self.reading(reader), said


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def ingest(
    folder: Folder,
    paths: Iterable[Path],
    published: date | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> pl.DataFrame:
    """Read files and folders of files. A row a file: ``REPORT_SCHEMA``.

    Interrupted, it keeps all files done and goes on with the rest the next time. Raises
    ForelandError for a path that is not there; a file that cannot be read is told in its row.
    """
    files = expand(paths)
    known = registry.readers(folder.mappings)
    beside_files = listings(files)
    rows: list[dict[str, object]] = []
    with disk_told(folder.store), writing(folder.store):
        store = Store(folder.store)
        store.sweep()
        areas = _digest(repr(folder.register.areas))
        by = Readers(store, folder, known, areas)
        run = _Run(store, folder, known, beside_files, published, by)
        for number, (path, opened) in enumerate(_registers_first(files, run), start=1):
            progress(f"{number} of {len(files)}: {path.name}")
            rows.append(_one(run, path, opened))
        # What a late file or a new reader put out of force.
        store.sweep()
    return pl.DataFrame(rows, schema=REPORT_SCHEMA, orient="row").sort("file", maintain_order=True)


def _registers_first(files: list[Path], run: _Run) -> Iterator[tuple[Path, Opened | None]]:
    """The files as they are to be read: facts may need the dictionary that lies beside them."""
    first = tuple(reader for reader in run.readers if reader.order == 0)
    waiting: list[tuple[Path, Opened | None]] = []
    held = 0
    for path in files:
        try:
            opened = _open(run, path)
            early = any(reader.claims(opened) for reader in first)
        except ForelandError:
            waiting.append((path, None))  # opened again in its turn, and its fault told then
            continue
        if early:
            yield path, opened
        else:
            held += len(opened.data)
            waiting.append((path, opened if held <= _HELD_BYTES else None))
    for place, (path, waited) in enumerate(waiting):
        waiting[place] = (path, None)
        yield path, waited


def _open(run: _Run, path: Path) -> Opened:
    """Raises Unreadable with the reason; a file that was met before is trusted to be whole."""
    return _opened(run, path, taking.whole(path))


def _opened(run: _Run, path: Path, data: bytes) -> Opened:
    met = run.store.manifest.file(hashlib.sha256(data).hexdigest())
    return open_bytes(data, path.name, read_before=met is not None and met.outcome != "unreadable")


def _one(run: _Run, path: Path, opened: Opened | None) -> dict[str, object]:
    started = time.perf_counter()
    reader, reading, told = None, None, None
    data = opened.data if opened else b""
    try:
        if opened is None:
            data = taking.whole(path)
            opened = _opened(run, path, data)
        told = _unchanged(run, path, opened)
        if told is None:
            reader = registry.reader_of(opened, run.readers)
            days = _days(path, reader) if reader else {}
            if reader and (days or reader.dated):
                told = _add_versions(run, opened, reader, days)
            else:
                reading = run.by.read(reader, opened) if reader else None
    except ForelandError as fault:
        told = _set_aside(run, path, data, str(fault))
    if told is None and opened is not None:
        if reader is None or reading is None:
            told = _unclaimed(run, opened)
        else:
            told = _add(run, path, opened, reader, reading)
    row: dict[str, object] = {**dict.fromkeys(REPORT_SCHEMA), **(told or {})}
    return row | {"file": path.name, "seconds": round(time.perf_counter() - started, 3)}


def _done(run: _Run, digest: str) -> FileRecord | None:
    """The record of a file that need not be read again.

    What was quarantined is tried again when the areas or the dictionary have changed.
    """
    record = run.store.manifest.file(digest)
    if record is None:
        return None
    if record.outcome != "read":
        return record if record.reading == _tried(run) else None
    name, version, _ = (*record.reading.split(":"), "", "")[:3]
    reader = registry.named(name, run.readers)
    if reader is None or str(reader.version) != version:
        return None
    release = run.store.manifest.release(record.release or "")
    again = release is not None and release.quarantined
    return None if again and record.reading != run.reading(reader) else record


def _tried(run: _Run) -> str:
    """With which readers, and knowing which areas, a file was met and not read."""
    return f"{registry.signature(run.readers)}:{run.areas}"


def _unchanged(run: _Run, path: Path, opened: Opened) -> dict[str, object] | None:
    """What is told of a file that need not be read again; None where it must be."""
    done = _done(run, opened.digest)
    if done is None:
        return None
    release = run.store.manifest.release(done.release or "")
    day = beside(path, opened, run.listings) or run.given
    name = done.reading.partition(":")[0]
    if (reader := registry.named(name, run.readers)) and (days := _days(path, reader)):
        kept = {r.version: r.published for r in run.store.manifest.releases_of(opened.digest)}
        if kept != days:
            return None  # its versions were kept without their days, or with others
        day = None
    if release and day and day != release.published and done.dated != "content":
        return None  # it was kept without a day, or with another
    run.store.keep_raw(opened)
    return _told(run.store, done)


def _told(store: Store, done: FileRecord) -> dict[str, object]:
    release = store.manifest.release(done.release or "")
    told: dict[str, object] = {"outcome": "unchanged", "reason": done.reason or "read before"}
    return told if release is None else {**told, **figures(release)}


def _days(path: Path, reader: Reader) -> dict[int, date]:
    """The days of a file's versions, where it tells several and something beside it dates them."""
    return of_versions(path) if reader.versions and not reader.dated else {}


def _unclaimed(run: _Run, opened: Opened) -> dict[str, object]:
    reason = registry.why_unclaimed(opened, run.folder.mappings)
    _note(run, opened, "unclaimed", reason)
    return {"outcome": "unclaimed", "reason": reason}


def _note(run: _Run, opened: Opened, outcome: str, reason: str) -> None:
    run.store.keep_raw(opened)
    run.store.note_file(
        FileRecord(
            digest=opened.digest,
            name=opened.name,
            size=len(opened.data),
            outcome=outcome,
            reading=_tried(run),
            reason=reason,
        )
    )


def _add(
    run: _Run, path: Path, opened: Opened, reader: Reader, reading: Reading
) -> dict[str, object]:
    days = {
        "content": reading.published,
        "listing": beside(path, opened, run.listings),
        "given": run.given,
    }
    dated = next((how for how, day in days.items() if day), None)
    release = run.store.add(
        opened,
        reading,
        run.reading(reader),
        days[dated] if dated else None,
        run.reread,
        dated,
    )
    return {"outcome": "read", "reason": said_of(reading, release), **figures(release)}


def _add_versions(
    run: _Run, opened: Opened, reader: Reader, days: dict[int, date]
) -> dict[str, object]:
    versions = run.by.versions(reader, opened)
    days = days | {v.number: v.published for v in versions if v.published}
    undated = [str(version.number) for version in versions if version.number not in days]
    if undated:
        raise ForelandError(
            Problem(
                VERSIONS,
                f"no day for the versions {', '.join(undated)} of {opened.name}",
                "a row for each version that the file tells",
                "Fetch both files again.",
            )
        )
    dated = [(version, days[version.number]) for version in versions]
    how = "content" if reader.dated else "listing"
    releases = run.store.add_versions(opened, dated, run.reading(reader), run.reread, how)
    return {
        "outcome": "read",
        "reason": said_of_versions(releases),
        **figures(releases[-1]),
        "quarantined": sum(release.quarantined for release in releases),
    }


def _set_aside(run: _Run, path: Path, data: bytes, reason: str) -> dict[str, object]:
    """Keep the bytes that could not be read, and the reason.

    The very bytes that were tried: a file that was whole a moment later is not to blame.
    """
    if not data and (not path.is_file() or path.stat().st_size):
        return {"outcome": "unreadable", "reason": reason}
    kept = Opened(path.name, data, hashlib.sha256(data).hexdigest(), "other")
    done = _done(run, kept.digest)
    if done is not None:
        return _told(run.store, done)
    _note(run, kept, "unreadable", reason)
    return {"outcome": "unreadable", "reason": reason}
