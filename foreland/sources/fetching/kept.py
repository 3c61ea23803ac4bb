"""What a folder of fetched files remembers: which answer gave which file, and when it came out.

``releases.csv`` (digest, published, title, address) is what ``foreland ingest`` reads the day of a
file from; rows that a person wrote stay. ``.fetched.json`` holds what a conditional request needs.
Both are written whole or not at all.
"""

import csv
import fcntl
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from foreland.model.problems import ForelandError, Problem

LISTING = "releases.csv"
MEMORY = ".fetched.json"
_COLUMNS = ("digest", "published", "title", "address")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One at a time: two that fetch the same file would write into one part. Raises ForelandError.

    The lock goes with the process: one that was killed leaves none behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ForelandError(
                Problem(
                    str(folder),
                    "a folder into which another foreland is fetching",
                    "one at a time",
                    "Wait until it is done and try again.",
                )
            ) from None
        yield


@dataclass(frozen=True)
class Kept:
    """One file as it came. ``columns`` are its header's, where it is a table of text."""

    file: str
    digest: str
    size: int
    etag: str | None = None
    modified: str | None = None
    columns: tuple[str, ...] = ()


def remembered(folder: Path) -> dict[str, Kept]:
    """By address. A memory that cannot be read is none: all is then asked for anew."""
    try:
        raw = json.loads((folder / MEMORY).read_text("utf-8"))
        return {
            address: Kept(**{**one, "columns": tuple(one["columns"])})
            for address, one in raw.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def remember(folder: Path, address: str, kept: Kept) -> None:
    known = {name: asdict(one) for name, one in remembered(folder).items()}
    known[address] = asdict(kept)
    text = json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False)
    write(folder / MEMORY, text.encode() + b"\n")


def list_release(
    folder: Path, digest: str, published: date | None, title: str, address: str
) -> None:
    """Add a file to ``releases.csv``; a row of its digest that is there already stays."""
    path = folder / LISTING
    rows: list[dict[str, str]] = []
    names = list(_COLUMNS)
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            rows = [{k: v or "" for k, v in row.items() if k} for row in reader]
            names += [name for name in reader.fieldnames or () if name not in names]
    if any(row.get("digest") == digest for row in rows):
        return
    day = published.isoformat() if published else ""
    rows.append({"digest": digest, "published": day, "title": title, "address": address})
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: (row.get("published", ""), row["digest"])))
    write(path, out.getvalue().encode())


def write(path: Path, data: bytes) -> None:
    """The old file or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def place(part: Path, folder: Path, name: str, digest: str) -> tuple[Path, bool]:
    """Give a whole file its name; whether it is new. Never over another: that one keeps its name.

    The same bytes under the same name are the same file.
    """
    stem, dot, kind = name.partition(".")
    for chosen in (name, f"{stem}-{digest[:8]}{dot}{kind}", f"{stem}-{digest}{dot}{kind}"):
        target = folder / chosen
        try:
            os.link(part, target)
        except FileExistsError:
            if target.is_file() and _same(target, part):
                part.unlink()
                return target, False
            continue
        part.unlink()
        _sync(folder)
        return target, True
    raise FileExistsError(f"{folder / name}: all its names are taken")


def _same(first: Path, second: Path) -> bool:
    return first.stat().st_size == second.stat().st_size and (
        first.read_bytes() == second.read_bytes()
    )


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
