"""The files that ``foreland ingest`` is to read, and a disk that has no room for them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from foreland.jobs.published import LISTING
from foreland.model.problems import ForelandError, Problem

#: Files that stand beside data and are no data.
_ASIDE = {LISTING, "INDEX.md"}


def expand(paths: Iterable[Path]) -> list[Path]:
    """Every file given, and those in the folders given. Raises ForelandError for no such path."""
    found: dict[Path, None] = {}
    problems = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file() and p.name not in _ASIDE)
            found.update(dict.fromkeys(p for p in inside if not p.name.startswith(".")))
        elif path.exists():
            found[path] = None
        else:
            problems.append(
                Problem(str(path), "nothing there", "a file or a folder", "Check the path.")
            )
    if problems:
        raise ForelandError(problems)
    return list(found)


@contextmanager
def disk_told(store: Path) -> Iterator[None]:
    """Tell what the system says when the store cannot be written, such as a full disk."""
    try:
        yield
    except OSError as fault:
        raise ForelandError(
            Problem(
                str(store),
                f"the disk says: {fault.strerror or fault}",
                "room, and the right to write, in the store",
                "Mend that and run the same again: what was read before is kept and the rest "
                "is read then.",
            )
        ) from fault
