"""Bring one file: asked for conditionally, resumed where it was cut, named only when whole.

What comes is written to ``.part-…``, which ``foreland ingest`` never reads. A part is resumed only
if the server can say that the file is still the same (``If-Range``); else it is begun anew.
"""

import csv
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from foreland.model.problems import ForelandError, Problem
from foreland.sources.fetching.asking import Again, Asker
from foreland.sources.fetching.kept import Kept, list_release, place, remember, remembered

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


@dataclass(frozen=True)
class Wanted:
    """One file to be fetched. ``published``: what the publisher says of its day."""

    address: str
    name: str
    title: str
    published: date | None = None


@dataclass(frozen=True)
class Fetched:
    """What became of it. ``outcome`` is ``new`` or ``unchanged``."""

    outcome: str
    path: Path
    digest: str
    size: int
    published: date | None
    remark: str | None = None


@dataclass
class _Part:
    """What has come so far of one address, and by which mark the server knows the file."""

    path: Path

    @property
    def notes(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def mark(self) -> str | None:
        try:
            said: Any = json.loads(self.notes.read_text("utf-8"))["mark"]
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return said if isinstance(said, str) else None

    def begin(self, mark: str | None) -> None:
        self.path.write_bytes(b"")
        self.notes.write_text(json.dumps({"mark": mark}), "utf-8")

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)


def download(asker: Asker, wanted: Wanted, folder: Path) -> Fetched:
    """The file of ``wanted`` in ``folder``. Raises ForelandError; a part that came is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    known = remembered(folder)
    before = known.get(wanted.address)
    if before is not None and not (folder / before.file).is_file():
        before = None
    name = hashlib.sha256(wanted.address.encode()).hexdigest()[:16]
    part = _Part(folder / f".part-{name}")
    headers = asker.patiently(wanted.address, lambda: _once(asker, wanted.address, part, before))
    if headers is None and before is not None:
        return Fetched(
            "unchanged", folder / before.file, before.digest, before.size, wanted.published
        )
    headers = headers or {}
    digest, size = _digest(part.path), part.size()
    columns = _columns(wanted, part.path)
    published = wanted.published or _day(headers.get("last-modified"))
    # The listing first: a row without its file harms nobody, a file without its day does.
    list_release(folder, digest, published, wanted.title, wanted.address)
    _sync(part.path)
    path, fresh = place(part.path, folder, wanted.name, digest)
    part.forget()
    kept = Kept(path.name, digest, size, headers.get("etag"), headers.get("last-modified"), columns)
    remember(folder, wanted.address, kept)
    older = before or _older(known, wanted.name)
    remark = _remarks(asker, wanted.address, older, columns)
    return Fetched("new" if fresh else "unchanged", path, digest, size, published, remark)


def _once(asker: Asker, address: str, part: _Part, before: Kept | None) -> dict[str, str] | None:
    """One try; the answer's headers, or None where the server says that nothing changed."""
    have, mark = part.size(), part.mark()
    headers = {}
    if have and mark:
        headers = {"Range": f"bytes={have}-", "If-Range": mark}
    else:
        have = 0
        if before is not None and before.etag:
            headers["If-None-Match"] = before.etag
        if before is not None and before.modified:
            headers["If-Modified-Since"] = before.modified
    with asker.stream(address, headers) as answer:
        said = {name.lower(): value for name, value in answer.headers.items()}
        if answer.status_code == 304:
            if before is None:
                raise Again("the answer 304 to a question that did not ask for it")
            part.forget()
            return None
        if answer.status_code == 416:
            part.forget()
            raise Again("a file that has become shorter")
        total = _begin(answer.status_code, said, part, have)
        if total is not None and total > asker.manners.most_bytes:
            raise _refused(address, f"a file of {total:,} bytes")
        _write(asker, address, part, answer.iter_raw())
        if total is not None and part.size() != total:
            got = part.size()
            if got > total:
                part.forget()
            raise Again(f"{got:,} bytes, where {total:,} were announced")
        return said


def _begin(status: int, said: dict[str, str], part: _Part, have: int) -> int | None:
    """Make the part ready for what comes; the whole file's length where the server says it."""
    if status == 206:
        match = _RANGE.fullmatch(said.get("content-range", ""))
        if not have or match is None or int(match[1]) != have:
            part.forget()
            raise Again("a part of the file that was not asked for")
        return None if match[3] == "*" else int(match[3])
    etag = said.get("etag", "")
    strong = etag if etag and not etag.startswith("W/") else None
    part.begin(strong or said.get("last-modified"))
    length = said.get("content-length", "")
    return int(length) if length.isdigit() else None


def _write(asker: Asker, address: str, part: _Part, pieces: Iterator[bytes]) -> None:
    started, got = asker.clock(), 0
    with part.path.open("ab") as file:
        for piece in pieces:
            file.write(piece)
            got += len(piece)
            asker.slow(started, got)
            if file.tell() > asker.manners.most_bytes:
                part.forget()
                raise _refused(address, "a file without end")


def _columns(wanted: Wanted, path: Path) -> tuple[str, ...]:
    """The header of a text. Raises ForelandError for a page of words in the place of a file."""
    with path.open("rb") as file:
        start = file.read(65536)
    if not start:
        path.unlink()
        raise _refused(wanted.address, "an empty file")
    lowered = start.lstrip(b"\xef\xbb\xbf \r\n\t")[:64].lower()
    if lowered.startswith((b"<!doctype html", b"<html")):
        path.unlink()
        raise _refused(wanted.address, "a web page in the place of the file")
    if not wanted.name.lower().endswith(".csv"):
        return ()
    line = start.decode("utf-8-sig", errors="replace").splitlines()[0]
    try:
        return tuple(cell.strip() for cell in next(csv.reader([line]), []))
    except csv.Error:
        return ()


def _older(known: dict[str, Kept], name: str) -> Kept | None:
    """The file that was fetched last under this name from another address (another version)."""
    stem = re.sub(r"[-_]?(v?\d[\d.]*)$", "", name.partition(".csv")[0])
    alike = [k for k in known.values() if k.columns and k.file.startswith(stem)]
    return max(alike, key=lambda kept: kept.file, default=None)


def _remarks(
    asker: Asker, address: str, before: Kept | None, columns: tuple[str, ...]
) -> str | None:
    said = []
    if address in asker.moved:
        said.append(f"moved for good to {asker.moved[address]}: mend the address")
    if before is not None and before.columns and columns:
        gone = [name for name in before.columns if name not in columns]
        come = [name for name in columns if name not in before.columns]
        if gone:
            said.append(f"columns gone since {before.file}: {', '.join(gone)}")
        if come:
            said.append(f"columns new since {before.file}: {', '.join(come)}")
    return "; ".join(said) or None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.chmod(0o644)


def _day(text: str | None) -> date | None:
    try:
        return parsedate_to_datetime(text).date() if text else None
    except (ValueError, TypeError):
        return None


def _refused(address: str, found: str) -> ForelandError:
    return ForelandError(
        Problem(
            address,
            found,
            "the publisher's file",
            "See where the publisher keeps the file now, and mend the address.",
        )
    )
