"""One writer at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foreland.model.problems import ForelandError, Problem


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the store's lock. Raises ForelandError when another program holds it.

    The lock goes with the process: a killed writer leaves none behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ForelandError(
                Problem(
                    str(folder),
                    "a store that another foreland is writing to",
                    "one writer at a time",
                    "Wait until it is done and try again.",
                )
            ) from None
        yield
