"""Open a file and see what it is, by its content. Says nothing yet of whose it is.

A file is read once, whole, into memory; its digest is of the bytes that are parsed, so a file
that changes while it is read cannot be half one thing and half another.
"""

import gzip
import hashlib
import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from foreland.model.problems import ForelandError, Problem
from foreland.sources.text import Table, decode, header, read_table

#: A published file of these statistics unpacks to a few megabytes; beyond this it is a mistake
#: or an attack (an archive that unpacks without end).
MOST_BYTES = 512 * 1024 * 1024

_CUT_SHORT = "a Parquet file cut short or damaged"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Unreadable(ForelandError):
    """The file as a whole cannot be read; the problem says what is wrong with it."""

    def __init__(self, file: str, found: str, expected: str, remedy: str) -> None:
        super().__init__(Problem(file, found, expected, remedy))


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
        if not self.read_before and not _survives(self.data):
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
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise Unreadable(
            path.name, fault.strerror or "an error", "a file", "Check its permissions."
        ) from None
    return open_bytes(data, path.name)


def open_bytes(data: bytes, name: str, *, read_before: bool = False) -> Opened:
    """As ``open_file``, of bytes at hand."""
    digest = hashlib.sha256(data).hexdigest()
    if not data:
        raise Unreadable(name, "an empty file", "a published file", "Fetch it again.")
    if len(data) > MOST_BYTES:
        raise Unreadable(name, f"{len(data):,} bytes", "at most 512 MiB", "Split the file.")
    if data[:4] == b"PAR1":
        if data[-4:] != b"PAR1":  # where the file ends its own list of what it holds
            raise Unreadable(name, _CUT_SHORT, "a whole file", "Fetch it again.")
        opened = Opened(name, data, digest, "parquet", read_before=read_before)
        _probe(opened, _CUT_SHORT)
        return opened
    if data[:2] == b"\x1f\x8b":
        return Opened(name, data, digest, "text", _gunzip(data, name))
    if data[:4] in _WORKBOOKS:
        inside = _single_csv(data, name)
        if inside is not None:
            return Opened(name, data, digest, "text", inside)
        opened = Opened(name, data, digest, "workbook", **_with_mimetype(data))
        _probe(opened, "a workbook that is damaged, or an archive that is not a workbook")
        return opened
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Opened(name, data, digest, "other")
    return Opened(name, data, digest, "text", data)


_READ_WHOLE = "import io, sys, polars as p; p.read_parquet(io.BytesIO(sys.stdin.buffer.read()))"


def _survives(data: bytes) -> bool:
    """Whether a program of its own can read a Parquet file.

    A few changed bytes can make the reader ask for more memory than there is, which ends the
    program at once: no exception can be told then, and an ingest of many files would stop.
    """
    program = [sys.executable, "-I", "-c", _READ_WHOLE]
    return subprocess.run(program, input=data, capture_output=True, check=False).returncode == 0


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


_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _with_mimetype(data: bytes) -> dict[str, Any]:
    """An OpenDocument archive that lost its ``mimetype`` entry, with the entry put back.

    A program that unpacks such a file and packs it again drops or misplaces the entry, by which
    all readers know the form; the sheets themselves are whole.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names or not {"content.xml", "META-INF/manifest.xml"} <= set(names):
                return {}
            if _ODS not in archive.read("META-INF/manifest.xml").decode("utf-8", "replace"):
                return {}
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as whole:
                whole.writestr("mimetype", _ODS)
                whole.writestr("content.xml", archive.read("content.xml"))
                whole.writestr("META-INF/manifest.xml", archive.read("META-INF/manifest.xml"))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return {}
    return {"mended": "its archive lacks the entry mimetype", "mended_bytes": out.getvalue()}


def _gunzip(data: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            text = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, ValueError, zlib.error):
        raise Unreadable(
            name, "a gzip file cut short or damaged", "a whole file", "Fetch it again."
        ) from None
    if len(text) > MOST_BYTES:
        raise Unreadable(name, "more than 512 MiB unpacked", "at most 512 MiB", "Leave it out.")
    return text


def _single_csv(data: bytes, name: str) -> bytes | None:
    """The one CSV of data inside a zip archive; None where the zip is a workbook or another."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise Unreadable(
                    name, "more than 512 MiB unpacked", "at most 512 MiB", "Leave it out."
                )
            names = [n for n in archive.namelist() if not n.endswith("/")]
            if any(n in ("[Content_Types].xml", "mimetype") for n in names):
                return None
            texts = [n for n in names if n.lower().endswith(".csv") and ".meta." not in n.lower()]
            if len(texts) != 1:
                return None
            with archive.open(texts[0]) as member:
                return member.read(MOST_BYTES)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        return None
    except Exception as fault:
        if isinstance(fault, ForelandError):
            raise
        return None
