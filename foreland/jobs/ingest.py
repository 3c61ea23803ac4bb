"""``foreland ingest``: read files into the store; nothing lost, nothing read twice."""

import csv
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from foreland.evidence.lock import writing
from foreland.evidence.manifest import FileRecord, Release
from foreland.evidence.store import Store
from foreland.jobs.folder import Folder
from foreland.model.problems import ForelandError, Problem
from foreland.sources import registry
from foreland.sources.lait.published import from_vintages
from foreland.sources.opening import Opened, open_file
from foreland.sources.reading import Context, Reader, Reading

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

#: Files that stand beside data and are no data.
_ASIDE = {"releases.csv", "INDEX.md"}


@dataclass(frozen=True)
class Published:
    """What ``releases.csv`` beside the files says of one digest."""

    day: date | None
    title: str | None


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
    files = _expand(paths)
    known = registry.readers(folder.mappings)
    rows: list[dict[str, object]] = []
    with writing(folder.store):
        store = Store(folder.store)
        store.sweep()
        for number, path in enumerate(_in_order(files, store, known), start=1):
            progress(f"{number} of {len(files)}: {path.name}")
            rows.append(_one(store, folder, path, published, known))
    return pl.DataFrame(rows, schema=REPORT_SCHEMA, orient="row").sort("file", maintain_order=True)


def _expand(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    problems = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file() and p.name not in _ASIDE)
            found.update(dict.fromkeys(p for p in inside if not p.name.startswith(".")))
        elif path.exists():
            found[path] = None
        else:
            problems.append(
                Problem(str(path), "nothing there", "a file or a folder", "Check the path.")
            )
    if problems:
        raise ForelandError(problems)
    return list(found)


def _in_order(files: list[Path], store: Store, known: tuple[Reader, ...]) -> list[Path]:
    """Registers first: facts may need the dictionary that lies beside them."""

    def order(path: Path) -> int:
        try:
            opened = open_file(path)
            if _done(store, opened, known) is not None:
                return 1
            reader = registry.reader_of(opened, known)
        except (ForelandError, OSError):
            return 1
        return reader.order if reader else 1

    return sorted(files, key=order)


def _done(store: Store, opened: Opened, known: tuple[Reader, ...]) -> FileRecord | None:
    """The record of a file that need not be read again."""
    record = store.manifest.file(opened.digest)
    if record is None:
        return None
    if record.outcome == "read":
        name, _, version = record.reading.partition(":")
        reader = registry.named(name, known)
        return record if reader and str(reader.version) == version else None
    return record if record.reading == registry.signature(known) else None


def _one(
    store: Store,
    folder: Folder,
    path: Path,
    published: date | None,
    known: tuple[Reader, ...],
) -> dict[str, object]:
    started = time.perf_counter()
    row: dict[str, object] = dict.fromkeys(REPORT_SCHEMA)
    row["file"] = path.name
    try:
        opened = open_file(path)
        day = _publication(path, opened, published)
        done = _done(store, opened, known)
        if done is not None and not _dated_now(store, done, day):
            row |= _told(store, done)
        else:
            row |= _read(store, folder, opened, day, known)
    except ForelandError as fault:
        row |= _set_aside(store, path, str(fault), known)
    row["seconds"] = round(time.perf_counter() - started, 3)
    return row


def _dated_now(store: Store, done: FileRecord, day: date | None) -> bool:
    """Whether a release kept without a date has been given one."""
    release = store.manifest.release(done.release or "")
    return release is not None and release.published is None and day is not None


def _told(store: Store, done: FileRecord) -> dict[str, object]:
    release = store.manifest.release(done.release or "")
    told: dict[str, object] = {"outcome": "unchanged", "reason": done.reason or "read before"}
    return told if release is None else {**told, **_figures(release)}


def _figures(release: Release) -> dict[str, object]:
    return {
        "source": release.source,
        "dataset": release.dataset,
        "release": release.id,
        "published": release.published,
        "observations": release.observations,
        "missing": release.missing,
        "quarantined": release.quarantined,
    }


def _read(
    store: Store, folder: Folder, opened: Opened, day: date | None, known: tuple[Reader, ...]
) -> dict[str, object]:
    reader = registry.reader_of(opened, known)
    if reader is None:
        reason = registry.why_unclaimed(opened, folder.mappings)
        store.keep_raw(opened)
        store.note_file(
            FileRecord(
                digest=opened.digest,
                name=opened.name,
                size=len(opened.data),
                outcome="unclaimed",
                reading=registry.signature(known),
                reason=reason,
            )
        )
        return {"outcome": "unclaimed", "reason": reason}

    def read(file: Opened) -> Reading:
        dictionary = store.register("dictionary")
        registers = {"dictionary": dictionary} if dictionary.height else {}
        return reader.read(file, Context(folder.register, registers))

    def reread(release: Release) -> Reading:
        kept = store.open_raw(release.digest)
        if kept is None:
            raise ForelandError(
                Problem(
                    release.file,
                    "no raw bytes in the store",
                    "the file as it was ingested",
                    "Ingest the file again.",
                )
            )
        return read(kept)

    reading = read(opened)
    release = store.add(
        opened, reading, f"{reader.name}:{reader.version}", day or reading.published, reread
    )
    return {"outcome": "read", "reason": _said_of(reading, release), **_figures(release)}


#: How many faults of an area's own file are listed in one answer.
_MOST_FAULTS = 100


def _said_of(reading: Reading, release: Release) -> str | None:
    """What a person should know: the first fault of a publisher's file; all of the area's own,
    which the area will mend."""
    own = reading.source == "local"
    said = []
    for fault in reading.quarantine.head(_MOST_FAULTS if own else 1).iter_rows(named=True):
        column = f", column {fault['column']}" if fault["column"] else ""
        place = f"row {fault['row']}{column}"
        said.append(f"{place}: found {fault['found']}; expected {fault['expected']}")
    if said and not own:
        return f"first quarantined: {said[0]}"
    if reading.quarantine.height > len(said):
        said.append(f"and {reading.quarantine.height - len(said)} more")
    said += reading.notes
    if own and release.published is None:
        said.append(
            "no day of publication: a later correction cannot be told from this file; "
            "add the column published, or --published DATE"
        )
    return "\n".join(said) or None


def _set_aside(
    store: Store, path: Path, reason: str, known: tuple[Reader, ...]
) -> dict[str, object]:
    """Keep the bytes of a file that cannot be read, and the reason."""
    try:
        data = path.read_bytes()
    except OSError:
        return {"outcome": "unreadable", "reason": reason}
    kept = Opened(path.name, data, hashlib.sha256(data).hexdigest(), "other")
    done = _done(store, kept, known)
    if done is not None:
        return _told(store, done)
    store.keep_raw(kept)
    store.note_file(
        FileRecord(
            digest=kept.digest,
            name=path.name,
            size=len(data),
            outcome="unreadable",
            reading=registry.signature(known),
            reason=reason,
        )
    )
    return {"outcome": "unreadable", "reason": reason}


def _publication(path: Path, opened: Opened, given: date | None) -> date | None:
    """The day from ``--published``, else from ``releases.csv`` beside the file, else from its own
    entry in LAIT's list of versions. The reader may still find one in the content."""
    listed = _listed(path.parent / "releases.csv").get(opened.digest)
    return given or (listed.day if listed else None) or from_vintages(path, opened.data)


def _listed(listing: Path) -> dict[str, Published]:
    if not listing.is_file():
        return {}
    found: dict[str, Published] = {}
    problems = []
    with listing.open(encoding="utf-8-sig", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), start=2):
            try:
                day = date.fromisoformat(row["published"]) if row.get("published") else None
                found[row["digest"]] = Published(day, row.get("title"))
            except (KeyError, ValueError):
                problems.append(
                    Problem(
                        str(listing),
                        f"{row.get('published')!r}",
                        "columns digest, published (a date such as 2026-04-08), title, address",
                        "Mend the row.",
                        row=number,
                    )
                )
    if problems:
        raise ForelandError(problems)
    return found
