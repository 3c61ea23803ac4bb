"""Open a file and see what it is, by its content. Says nothing yet of whose it is.

A file is read once, whole, into memory; its digest is of the bytes that are parsed, so a file
that changes while it is read cannot be half one thing and half another.
"""

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from foreland.sources import archives, taking
from foreland.sources.archives import NO_WORKBOOK, Unreadable
from foreland.sources.text import Table, decode, header, read_table

_CUT_SHORT = "a Parquet file cut short or damaged"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Opened:
    """One file's bytes. ``form`` is ``parquet``, ``text``, ``workbook`` or ``other``.

    ``data`` and ``digest`` are always the file's own; ``mended`` says what had to be put right
    before it could be opened, and ``mended_bytes`` are the bytes so put right. ``read_before``:
    the same bytes were read whole once (the store's raw files).
    """

    name: str
    data: bytes
    digest: str
    form: str
    text_bytes: bytes = b""
    mended: str = ""
    mended_bytes: bytes = b""
    read_before: bool = False
    _cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns' names, in order: of the Parquet file, or of the text's first record."""
        if self.form == "parquet":
            return tuple(pl.read_parquet_schema(io.BytesIO(self.data)))
        if self.form == "text":
            return header(self.head)
        return ()

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The rows of a Parquet file. Raises Unreadable where its pages are damaged."""
        if not self.read_before and _ended(_TABLE, self.data):
            raise Unreadable(self.name, _CUT_SHORT, "a whole file", "Fetch it again.")
        with _damage_told(self.name, _CUT_SHORT):
            return pl.read_parquet(io.BytesIO(self.data))

    @cached_property
    def text(self) -> tuple[str, str]:
        """The text and the name of its encoding."""
        return decode(self.text_bytes, self.name)

    @cached_property
    def table(self) -> Table:
        """A delimited text as a table of strings; faulty records are set aside in it."""
        return read_table(self.text[0], self.name)

    @cached_property
    def objects(self) -> list[dict[str, Any]]:
        """The objects of a text that is a list of JSON objects; none of any other."""
        if self.form != "text" or self.head.lstrip()[:1] != "[":
            return []
        try:
            found = json.loads(self.text[0])
        except ValueError:
            return []
        return [one for one in found if isinstance(one, dict)]

    @cached_property
    def head(self) -> str:
        """The first characters of a text, enough for any header."""
        start = self.text_bytes[:65536]
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return start.decode("utf-16", errors="replace")
        return start.decode("utf-8-sig", errors="replace")

    @cached_property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self._workbook.sheet_names) if self.form == "workbook" else ()

    def sheet(self, index: int = 0) -> list[list[Any]]:
        """The cells of a sheet, from its very first row and column. Empty cells are ``''``.

        Raises Unreadable where the sheet is damaged.
        """
        key = f"sheet{index}"
        if key not in self._cache:
            with _damage_told(self.name, f"a damaged sheet, {self.sheet_names[index]}"):
                sheet = self._workbook.get_sheet_by_index(index)
                self._cache[key] = sheet.to_python(skip_empty_area=False)
        rows: list[list[Any]] = self._cache[key]
        return rows

    @cached_property
    def _workbook(self) -> Any:
        return CalamineWorkbook.from_filelike(io.BytesIO(self.mended_bytes or self.data))


def open_file(path: Path) -> Opened:
    """Read a file and see what form it has. Raises Unreadable with the reason."""
    return open_bytes(taking.whole(path), path.name)


def open_bytes(data: bytes, name: str, *, read_before: bool = False) -> Opened:
    """As ``open_file``, of bytes at hand."""
    digest = hashlib.sha256(data).hexdigest()
    if not data:
        raise Unreadable(name, "an empty file", "a published file", "Fetch it again.")
    if len(data) > archives.MOST_BYTES:
        raise Unreadable(name, f"{len(data):,} bytes", "at most 512 MiB", "Split the file.")
    if data[:4] == b"PAR1":
        if data[-4:] != b"PAR1":  # where the file ends its own list of what it holds
            raise Unreadable(name, _CUT_SHORT, "a whole file", "Fetch it again.")
        opened = Opened(name, data, digest, "parquet", read_before=read_before)
        _probe(opened, _CUT_SHORT)
        return opened
    if data[:2] == b"\x1f\x8b":
        return Opened(name, data, digest, "text", archives.gunzip(data, name))
    if data[:4] in _WORKBOOKS:
        inside = archives.single_csv(data, name) if data[:2] == b"PK" else None
        if inside is not None:
            return Opened(name, data, digest, "text", inside)
        mended, mended_bytes = archives.with_mimetype(data)
        opened = Opened(name, data, digest, "workbook", b"", mended, mended_bytes, read_before)
        if not read_before and _ended(_SHEETS, mended_bytes or data) < 0:
            raise Unreadable(name, NO_WORKBOOK, "a whole file", "Fetch it again.")
        _probe(opened, NO_WORKBOOK)
        return opened
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Opened(name, data, digest, "other")
    return Opened(name, data, digest, "text", data)


#: Programs that read a file whole. A file that asks for more memory than this ends them alone.
_TABLE = "import io, sys, polars as p; p.read_parquet(io.BytesIO(sys.stdin.buffer.read()))"
_SHEETS = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
except (ImportError, ValueError):
    pass  # where there is no such limit the system's own ends the program
from python_calamine import CalamineWorkbook as W
book = W.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for place in range(len(book.sheet_names)):
    book.get_sheet_by_index(place)
"""


def _ended(program: str, data: bytes) -> int:
    """How a program of its own ends that reads a file: 0 well, below 0 when the system ends it.

    A few changed bytes, or a cell far off at the sheet's end, can make a reader ask for more
    memory than there is, which ends the program at once: no exception can be told then, and an
    ingest of many files would stop.
    """
    words = [sys.executable, "-I", "-c", program]
    return subprocess.run(words, input=data, capture_output=True, check=False).returncode


def _probe(opened: Opened, found: str) -> None:
    with _damage_told(opened.name, found):
        _ = opened.columns or opened.sheet_names


@contextmanager
def _damage_told(name: str, found: str) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, CalamineError, OSError, ValueError, OverflowError):
        raise Unreadable(name, found, "a whole file", "Fetch it again.") from None
    except BaseException as fault:
        # Polars' Rust reader panics on some damaged files; a panic is not an Exception.
        if type(fault).__name__ == "PanicException":
            raise Unreadable(name, found, "a whole file", "Fetch it again.") from None
        raise
