"""Put a built site in place: written whole beside the others, then switched to by one rename.

``OUT/current`` is a relative symbolic link to ``OUT/builds/ID``; ``ID`` is the digest of what was
built. The last three builds stay. Killed anywhere, the link points to a whole site: old or new.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import takewhile
from pathlib import Path

from foreland.evidence import files
from foreland.evidence.files import sync_folder, write_bytes
from foreland.evidence.lock import writing
from foreland.model.problems import ForelandError, Problem

KEPT = 3

#: Files written and synced at once.
_AT_ONCE = 8


def publish(
    out: Path,
    site: Mapping[str, bytes] | Iterable[tuple[str, bytes]],
    about: Mapping[str, object],
) -> Path:
    """Write ``site`` (paths and bytes, taken as they come) and switch to it; its folder.

    Raises ForelandError where ``OUT/current`` is a real folder: it is somebody's, not ours.
    """
    current = out / "current"
    if current.exists() and not current.is_symlink():
        raise ForelandError(
            Problem(
                str(current),
                "a folder or file of that name that foreland did not make",
                "no such name, or the link that foreland makes",
                "Move it away, or build into another folder.",
            )
        )
    builds = out / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    with writing(out):
        _sweep(builds)
        part = builds / ".part-build"
        before = builds / current.readlink().name if current.is_symlink() else None
        try:
            digests = _write(part, site.items() if isinstance(site, Mapping) else site, before)
        except Exception:
            shutil.rmtree(part, ignore_errors=True)
            raise
        name = hashlib.sha256(json.dumps(digests).encode()).hexdigest()[:16]
        place = builds / name
        if place.is_dir():
            shutil.rmtree(part)
        else:
            os.rename(part, place)
            files.checkpoint("renamed build")
            sync_folder(builds)
        record = {**about, "build": name, "files": digests}
        write_bytes(
            builds / f"{name}.json", json.dumps(record, indent=1, sort_keys=True).encode() + b"\n"
        )
        _switch(out, name)
        _forget(builds, name, before.name if before else None)
    return place


def _write(folder: Path, site: Iterable[tuple[str, bytes]], before: Path | None) -> dict[str, str]:
    """Write each file while the next is being made; the digest of each, by path.

    Every file is synced, several at once: the disk then waits once for many.
    """
    folder.mkdir()
    folders = {folder}
    written: dict[str, Future[str]] = {}
    with ThreadPoolExecutor(_AT_ONCE, "foreland-write") as pool:
        for path, data in site:
            if path in written:
                raise ValueError(f"two files of a site are both {path}")
            place = folder / path
            for parent in takewhile(lambda p: p not in folders, place.parents):
                folders.add(parent)
            place.parent.mkdir(parents=True, exist_ok=True)
            files.checkpoint(f"before {path}")
            written[path] = pool.submit(_put, place, data, before and before / path)
        digests = {path: written[path].result() for path in sorted(written)}
    for each in sorted(folders):
        sync_folder(each)
    files.checkpoint("written build")
    return digests


def _put(place: Path, data: bytes, before: Path | None) -> str:
    """Write a file; where the build before has the same, it is the same file, under two names."""
    if before is None or not _linked(place, data, before):
        with place.open("xb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
    return hashlib.sha256(data).hexdigest()


def _linked(place: Path, data: bytes, before: Path) -> bool:
    try:
        if before.stat().st_size != len(data) or before.read_bytes() != data:
            return False
        os.link(before, place)
    except OSError:  # not there, or a disk that knows no second names
        return False
    return True


def _switch(out: Path, name: str) -> None:
    link = out / ".part-current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("builds") / name)
    files.checkpoint("before switch")
    os.replace(link, out / "current")
    files.checkpoint("switched")
    sync_folder(out)


def _sweep(builds: Path) -> None:
    """Remove what a killed build left half written."""
    for leftover in builds.glob(".part-*"):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _forget(builds: Path, newest: str, before: str | None) -> None:
    """Keep the newest builds, in the order in which they were switched to."""
    listing = builds / "order.txt"
    known = listing.read_text("utf-8").split() if listing.is_file() else []
    order = [n for n in known if n != newest]
    if before and before not in order and before != newest:
        order.append(before)
    order.append(newest)
    kept = order[-KEPT:]
    write_bytes(listing, "".join(f"{n}\n" for n in kept).encode())
    for place in sorted(builds.iterdir()):
        stem = place.name.removesuffix(".json")
        if place.name == "order.txt" or stem in kept:
            continue
        files.checkpoint(f"forgetting {place.name}")
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink()
