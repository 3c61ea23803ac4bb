"""Unpack what a packed file holds, up to a limit; tell a damaged archive and one without end.

Sizes are counted as they are unpacked: an archive may say of itself what is not so.
"""

import gzip
import io
import zipfile
import zlib

from foreland.model.problems import ForelandError, Problem

#: A published file of these statistics unpacks to a few megabytes; beyond this it is a mistake
#: or an attack (an archive that unpacks without end).
MOST_BYTES = 512 * 1024 * 1024

#: Tables of figures unpack to some thirty times their size at most. Small files are let be.
MOST_RATIO = 200
_SMALL = 16 * 1024 * 1024

NO_WORKBOOK = "a workbook that is damaged, or an archive that is not a workbook"

_STEP = 1024 * 1024
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_PARTS = {"META-INF/manifest.xml", "content.xml"}
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)


class Unreadable(ForelandError):
    """The file as a whole cannot be read; the problem says what is wrong with it."""

    def __init__(self, file: str, found: str, expected: str, remedy: str) -> None:
        super().__init__(Problem(file, found, expected, remedy))


class _Counted:
    """Counts what is unpacked of a file, and stops it where it is too much."""

    def __init__(self, name: str, packed: int) -> None:
        self.name, self.packed, self.so_far = name, packed, 0

    def add(self, size: int) -> None:
        """Raises Unreadable beyond a limit."""
        self.so_far += size
        if self.so_far > MOST_BYTES:
            told = "more than 512 MiB unpacked"
            raise Unreadable(self.name, told, "at most 512 MiB", "Leave it out.")
        if self.so_far > max(_SMALL, MOST_RATIO * self.packed):
            told = f"an archive of {self.packed:,} bytes that unpacks to over {MOST_RATIO} times it"
            expected = "a table of figures, which unpacks to some thirty times its size at most"
            raise Unreadable(self.name, told, expected, "Leave it out, or unpack it yourself.")


def gunzip(data: bytes, name: str) -> bytes:
    """What a gzip file holds. Raises Unreadable where it is damaged, cut short or too much."""
    counted, parts = _Counted(name, len(data)), []
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            while part := packed.read(_STEP):
                counted.add(len(part))
                parts.append(part)
    except (OSError, EOFError, ValueError, zlib.error):
        raise Unreadable(
            name, "a gzip file cut short or damaged", "a whole file", "Fetch it again."
        ) from None
    return b"".join(parts)


def single_csv(data: bytes, name: str) -> bytes | None:
    """The one CSV of data inside a zip archive; None where the zip is a workbook.

    Raises Unreadable for an archive that is damaged, locked, too much, or neither of them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _members(archive, _Counted(name, len(data)))
    except NotImplementedError:
        told = "an archive packed in a way that is not known"
        raise Unreadable(name, told, "a zip archive", "Unpack it yourself.") from None
    except _FAULTS as fault:
        locked = "password" in str(fault) or "encrypted" in str(fault)
        told = "an archive locked with a password" if locked else NO_WORKBOOK
        remedy = "Unpack it yourself." if locked else "Fetch it again."
        raise Unreadable(name, told, "a whole file", remedy) from None
    if any(n in ("[Content_Types].xml", "mimetype", "content.xml") for n in found):
        return None
    texts = [n for n in found if n.lower().endswith(".csv") and ".meta." not in n.lower()]
    if len(texts) != 1:
        told = f"an archive of {len(found)} files, of which {len(texts)} are CSV"
        expected = "a workbook, or an archive of one CSV"
        raise Unreadable(name, told, expected, "Unpack it and ingest the files that are in it.")
    return found[texts[0]]


def _members(archive: zipfile.ZipFile, counted: _Counted) -> dict[str, bytes]:
    """Every file of an archive, its checksum compared; only CSVs are kept, of others nothing."""
    found: dict[str, bytes] = {}
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        parts, keep = [], entry.filename.lower().endswith(".csv")
        with archive.open(entry) as member:
            while part := member.read(_STEP):
                counted.add(len(part))
                if keep:
                    parts.append(part)
        found[entry.filename] = b"".join(parts)
    return found


def with_mimetype(data: bytes) -> tuple[str, bytes]:
    """An OpenDocument archive that lost its ``mimetype`` entry, with the entry put back.

    A program that unpacks such a file and packs it again drops or misplaces the entry, by which
    all readers know the form; the sheets themselves are whole. What was amiss, and the bytes;
    both empty where nothing was.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names or not set(names) >= _PARTS:
                return "", b""
            parts = {name: archive.read(name) for name in sorted(_PARTS, reverse=True)}
    except _FAULTS:
        return "", b""
    if _ODS not in parts["META-INF/manifest.xml"].decode("utf-8", "replace"):
        return "", b""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, part in {"mimetype": _ODS.encode(), **parts}.items():
            whole.writestr(name, part)
    return "its archive lacks the entry mimetype", out.getvalue()
