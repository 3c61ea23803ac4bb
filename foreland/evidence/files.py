"""Write files whole or not at all: a temporary neighbour, fsync, rename, fsync of the folder.

Every step passes ``checkpoint``, so that a test can stop the program at each of them.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def checkpoint(step: str) -> None:
    """Does nothing; tests put a fault here."""


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that a reader sees the old file or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    checkpoint(f"before {path.name}")
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            checkpoint(f"written {path.name}")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        checkpoint(f"synced {path.name}")
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    checkpoint(f"renamed {path.name}")
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename inside ``folder`` last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A temporary path for a library that writes files itself; renamed to ``path`` at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    checkpoint(f"before {path.name}")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        checkpoint(f"written {path.name}")
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        checkpoint(f"synced {path.name}")
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    checkpoint(f"renamed {path.name}")
    sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove what a killed run left half written."""
    if folder.is_dir():
        for leftover in folder.rglob(".part-*"):
            leftover.unlink(missing_ok=True)
