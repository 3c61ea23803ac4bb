"""Take the bytes of a file while others may write to it: all of one moment, or none."""

import os
import time
from pathlib import Path
from typing import BinaryIO

from foreland.sources.archives import Unreadable

#: How often a file that changed meanwhile is read anew, and the seconds between.
_TRIES, _PAUSE = 3, 0.05


def whole(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable where it cannot be read or does not stand still.

    A download that is still under way, or a save over the old file, would give a file that is
    half one thing and half another.
    """
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE)
        try:
            with path.open("rb") as handle:
                before = os.fstat(handle.fileno())
                data = _all(handle)
                after, now = os.fstat(handle.fileno()), path.stat()
        except FileNotFoundError:
            continue  # a save may take the old file away before it puts the new one there
        except OSError as fault:
            raise Unreadable(
                path.name, fault.strerror or "an error", "a file", "Check its permissions."
            ) from None
        if _mark(before) == _mark(after) == _mark(now) and len(data) == after.st_size:
            return data
    raise Unreadable(
        path.name,
        "a file that was changed while it was read" if path.exists() else "no file any more",
        "a file that nobody writes to",
        "Wait until it is written whole, then ingest it again.",
    )


def _all(handle: BinaryIO) -> bytes:
    return handle.read()


def _mark(state: os.stat_result) -> tuple[int, int, int, int]:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns
