"""Put a built site in place: written whole beside the others, then switched to by one rename.

``OUT/current`` is a relative symbolic link to ``OUT/builds/ID``; ``ID`` is the digest of what was
built. The last three builds stay. Killed anywhere, the link points to a whole site: old or new.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from foreland.evidence import files
from foreland.evidence.files import sync_folder, write_bytes
from foreland.evidence.lock import writing
from foreland.model.problems import ForelandError, Problem

KEPT = 3


def publish(out: Path, site: Mapping[str, bytes], about: Mapping[str, object]) -> Path:
    """Write ``site`` (path: bytes) and switch to them; the folder of the new site.

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
        digests = {path: hashlib.sha256(site[path]).hexdigest() for path in sorted(site)}
        name = hashlib.sha256(json.dumps(digests).encode()).hexdigest()[:16]
        place = builds / name
        if not place.is_dir():
            _write(builds / f".part-{name}", site)
            os.rename(builds / f".part-{name}", place)
            files.checkpoint("renamed build")
            sync_folder(builds)
        record = {**about, "build": name, "files": digests}
        write_bytes(
            builds / f"{name}.json", json.dumps(record, indent=1, sort_keys=True).encode() + b"\n"
        )
        before = current.readlink().name if current.is_symlink() else None
        _switch(out, name)
        _forget(builds, name, before)
    return place


def _write(folder: Path, site: Mapping[str, bytes]) -> None:
    folders = sorted({(folder / path).parent for path in site} | {folder})
    for each in folders:
        each.mkdir(parents=True, exist_ok=True)
    for path in sorted(site):
        files.checkpoint(f"before {path}")
        with (folder / path).open("wb") as handle:
            handle.write(site[path])
            handle.flush()
            os.fsync(handle.fileno())
    for each in folders:
        sync_folder(each)
    files.checkpoint("written build")


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
