"""How ``foreland ingest`` has a file read: whole, in its versions, or once more from raw bytes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from foreland.evidence.manifest import Release
from foreland.evidence.store import Store
from foreland.jobs.folder import Folder
from foreland.model.problems import ForelandError, Problem
from foreland.sources import registry
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, Version

_T = TypeVar("_T")


@dataclass(frozen=True)
class Readers:
    """The readers of a folder, and what of areas and registers they may know.

    ``areas`` is a digest of the areas.
    """

    store: Store
    folder: Folder
    known: tuple[Reader, ...]
    areas: str
    _versions: dict[str, dict[int, Version]] = field(default_factory=dict)

    def registers(self, reader: Reader) -> dict[str, pl.DataFrame]:
        """The registers that a reader hangs on, as far as the store has them."""
        found = {name: self.store.register(name) for name in reader.uses}
        return {name: frame for name, frame in found.items() if frame.height}

    def read(self, reader: Reader, opened: Opened) -> Reading:
        """A file's reading. Raises ForelandError whatever is wrong with it."""
        return _guarded(reader, opened, lambda: reader.read(opened, self._context(reader)))

    def versions(self, reader: Reader, opened: Opened) -> list[Version]:
        """The versions that a file tells, oldest first; of the last such file kept at hand."""
        tell = reader.versions
        if tell is None:
            return []
        if opened.digest not in self._versions:
            found = _guarded(reader, opened, lambda: tell(opened, self._context(reader)))
            self._versions.clear()
            self._versions[opened.digest] = {version.number: version for version in found}
        return list(self._versions[opened.digest].values())

    def forget(self) -> None:
        """Let go of the versions at hand: they are large."""
        self._versions.clear()

    def again(self, release: Release) -> tuple[Reader, Reading | Version]:
        """The reader of a release kept before, and what it says, from its raw bytes.

        Raises ForelandError where they are gone.
        """
        kept = self.store.open_raw(release.digest)
        reader = registry.reader_of(kept, self.known) if kept else None
        if kept is None or reader is None:
            raise ForelandError(
                Problem(
                    release.file,
                    "no raw bytes in the store" if kept is None else "bytes that no reader claims",
                    "the file as it was ingested",
                    "Ingest that file again first.",
                )
            )
        if release.version is None:
            return reader, self.read(reader, kept)
        self.versions(reader, kept)
        return reader, self._versions[release.digest][release.version]

    def _context(self, reader: Reader) -> Context:
        return Context(self.folder.register, self.registers(reader))


def _guarded(reader: Reader, opened: Opened, call: Callable[[], _T]) -> _T:
    try:
        return call()
    except ForelandError:
        raise
    except Exception as fault:  # one file must not end the run for all others
        raise ForelandError(
            Problem(
                opened.name,
                f"what the reader {reader.name} did not foresee ({type(fault).__name__}: {fault})",
                "the publisher's layout",
                "Fetch the file again; if it is whole, tell foreland's makers. Its bytes are kept.",
            )
        ) from fault
