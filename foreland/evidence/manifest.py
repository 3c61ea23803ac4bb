"""The store's manifest: which files were met, and which releases are in force. Switched last.

Holds no clock time, so that the same files give the same bytes.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from foreland.evidence.files import write_bytes
from foreland.model.problems import ForelandError, Problem

#: The layout of the store. A program refuses a store with a higher number.
FORMAT = 1


@dataclass(frozen=True)
class FileRecord:
    """One file met by ``ingest``, whatever became of it.

    ``outcome`` is ``read``, ``unclaimed`` (no reader knows it) or ``unreadable``. ``reading``
    names the reader and its version; another version reads the raw bytes again. ``dated`` says
    whence the release's day is: ``content``, ``listing`` or ``given``.
    """

    digest: str
    name: str
    size: int
    outcome: str
    reading: str
    release: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()
    dated: str | None = None


@dataclass(frozen=True)
class Release:
    """One release: what one file added to its data set. ``tables`` are paths in the store.

    ``version`` is its number where one file tells several versions. ``stands_alone`` says that
    its table of facts holds all that was in force, so that no earlier one need be read.
    """

    id: str
    source: str
    dataset: str
    title: str
    digest: str
    file: str
    published: date | None
    covers: str
    audience: str
    tables: dict[str, str]
    observations: int = 0
    missing: int = 0
    quarantined: int = 0
    withdrawn: int = 0
    first_period_start: date | None = None
    last_period_end: date | None = None
    version: int | None = None
    stands_alone: bool = False

    @property
    def order(self) -> tuple[date, bool, int, date, str]:
        """Releases of a data set in the order in which they became known; undated ones by what
        they speak of, before the dated ones of the same period. Of one day, the versions that a
        log tells go first, by number: the publisher's own file of that day has the last word."""
        end = self.last_period_end or date.min
        return (self.published or end, self.version is None, self.version or 0, end, self.digest)


@dataclass(frozen=True)
class Manifest:
    files: tuple[FileRecord, ...] = ()
    releases: tuple[Release, ...] = ()
    format: int = field(default=FORMAT)

    def file(self, digest: str) -> FileRecord | None:
        return next((file for file in self.files if file.digest == digest), None)

    def release(self, name: str) -> Release | None:
        return next((release for release in self.releases if release.id == name), None)

    def releases_of(self, digest: str) -> list[Release]:
        """The releases that one file made, oldest first."""
        return sorted((r for r in self.releases if r.digest == digest), key=lambda r: r.order)

    def of_dataset(self, dataset: str) -> list[Release]:
        """The releases of a data set, oldest first."""
        return sorted((r for r in self.releases if r.dataset == dataset), key=lambda r: r.order)

    def with_file(self, file: FileRecord) -> "Manifest":
        others = tuple(f for f in self.files if f.digest != file.digest)
        return replace(self, files=tuple(sorted((*others, file), key=lambda f: (f.name, f.digest))))

    def without(self, digest: str) -> "Manifest":
        """This manifest without the releases that came from one file."""
        return replace(self, releases=tuple(r for r in self.releases if r.digest != digest))

    def with_dataset(self, dataset: str, releases: list[Release]) -> "Manifest":
        """This manifest with the releases of one data set replaced."""
        others = tuple(r for r in self.releases if r.dataset != dataset)
        chosen = sorted((*others, *releases), key=lambda r: (r.dataset, r.order))
        return replace(self, releases=tuple(chosen))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a manifest")


def save(manifest: Manifest, folder: Path) -> None:
    """Switch to ``manifest``: the last step of every change of the store."""
    write_bytes(folder / "format", f"{FORMAT}\n".encode())
    text = json.dumps(asdict(manifest), default=_plain, indent=1, sort_keys=True)
    write_bytes(folder / "manifest.json", text.encode() + b"\n")


def load(folder: Path) -> Manifest:
    """The manifest in force; an empty one where there is no store yet. Raises ForelandError."""
    check_format(folder)
    path = folder / "manifest.json"
    if not path.is_file():
        return Manifest()
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Manifest(
            files=tuple(FileRecord(**{**f, "notes": tuple(f["notes"])}) for f in raw["files"]),
            releases=tuple(_release(r) for r in raw["releases"]),
        )
    except (ValueError, KeyError, TypeError):
        raise ForelandError(
            Problem(
                str(path),
                "a manifest that cannot be read",
                "the manifest that foreland wrote",
                "Restore it from a backup, or move the store away and ingest the files again "
                "(store/raw keeps their bytes).",
            )
        ) from None


def check_format(folder: Path) -> None:
    path = folder / "format"
    if not path.is_file():
        return
    text = path.read_text("utf-8", errors="replace").strip()
    if not text.isdigit() or int(text) > FORMAT:
        raise ForelandError(
            Problem(
                str(path),
                f"a store of format {text or 'unknown'}",
                f"format {FORMAT} or lower",
                "The store was written by a newer foreland: use that one.",
            )
        )


def _release(raw: dict[str, Any]) -> Release:
    for name in ("published", "first_period_start", "last_period_end"):
        raw[name] = date.fromisoformat(raw[name]) if raw[name] else None
    return Release(**raw)
