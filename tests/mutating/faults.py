"""A disk that fills up, and a file that others write to while it is read."""

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from foreland.evidence import files
from foreland.sources import taking


class FullDisk:
    """From write step ``last`` on there is no room: every step that follows fails as well."""

    def __init__(self, last: int) -> None:
        self.last, self.steps = last, 0

    def __call__(self, step: str) -> None:
        self.steps += 1
        if self.steps >= self.last:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), step)


def full_from(patch: pytest.MonkeyPatch, last: int) -> FullDisk:
    disk = FullDisk(last)
    patch.setattr(files, "checkpoint", disk)
    return disk


#: What another program does to a file of which the first half has been read.
MEANWHILE = ("changed", "cut", "grown", "replaced", "removed")


def written_meanwhile(patch: pytest.MonkeyPatch, how: str, times: int) -> None:
    """The first ``times`` times that a file is read it is written to in the midst of it."""
    left = times

    def disturbed(handle: BinaryIO) -> bytes:
        nonlocal left
        path = Path(handle.name)
        size = path.stat().st_size
        first = handle.read(size // 2)
        if left:
            left -= 1
            _disturb(path, how, size)
        return first + handle.read()

    patch.setattr(taking, "_all", disturbed)
    patch.setattr(taking, "_PAUSE", 0)


def _disturb(path: Path, how: str, size: int) -> None:
    data = path.read_bytes()
    moment = path.stat().st_mtime_ns + 10**9
    if how == "removed":
        path.unlink()
        return
    if how == "replaced":
        other = path.with_name(".other")
        other.write_bytes(data)
        other.replace(path)
    elif how == "cut":
        os.truncate(path, size // 3)
    else:
        with path.open("r+b") as handle:
            handle.seek(
                0 if how == "grown" else size * 3 // 4, os.SEEK_END if how == "grown" else 0
            )
            handle.write(b"\n7,7,7,7")
    os.utime(path, ns=(moment, moment))
