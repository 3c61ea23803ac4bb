"""Each mapping as a reader, and why a tidy file without one is not read."""

import hashlib
from functools import cache
from pathlib import Path

from foreland.sources.ees import reader
from foreland.sources.ees.mappings import MappingFile, own, packaged
from foreland.sources.ees.schema import TIDY
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading

#: Where the manual says how to write one.
MANUAL = "docs/how-to/add-a-publication.md"


@cache
def readers() -> tuple[Reader, ...]:
    """A reader for each mapping that ships with foreland."""
    return tuple(_reader(file) for file in packaged())


def with_own(folder: Path) -> tuple[Reader, ...]:
    """The readers of an area: its own mapping leads where it bears the name of a packaged one.

    Raises ForelandError with every fault of the area's mappings, by file and line.
    """
    found = {file.name: file for file in (*packaged(), *own(folder))}
    return tuple(_reader(file) for _, file in sorted(found.items()))


def _reader(file: MappingFile) -> Reader:
    def claims(opened: Opened) -> bool:
        # A mapping is read only when a tidy file comes.
        if opened.form != "text" or not set(TIDY) <= set(opened.columns):
            return False
        return file.mapping.refused is None and reader.recognises(file.mapping, opened)

    def read(opened: Opened, context: Context) -> Reading:
        return reader.read(opened, context, file.mapping)

    seen = hashlib.sha256(f"{reader.VERSION} {file.digest}".encode()).hexdigest()
    return Reader(name=f"ees/{file.name}", version=int(seen[:8], 16), claims=claims, read=read)


def why_unclaimed(opened: Opened, folder: Path | None = None) -> str | None:
    """Why a file that no reader claims is not read, where it is of Explore Education Statistics."""
    if opened.form != "text":
        return None
    if {"col_name", "col_type", "label"} <= set(opened.columns):
        return "describes the columns of an Explore Education Statistics file; it has no figures"
    if not set(TIDY) <= set(opened.columns):
        return None
    for file in (*packaged(), *(own(folder) if folder else ())):
        if file.mapping.refused is not None and reader.recognises(file.mapping, opened):
            return file.mapping.refused
    return (
        "an Explore Education Statistics file for which there is no mapping: "
        f"write mappings/NAME.yaml, see {MANUAL}"
    )
