"""All readers, and the one that claims a file. A file is known by its content, never by its name.

A reader module is added by naming it here.
"""

from foreland.model.problems import ForelandError, Problem
from foreland.sources.lait import dictionary, long, neighbours
from foreland.sources.nccis import scorecard
from foreland.sources.opening import Opened
from foreland.sources.reading import Reader

READERS: tuple[Reader, ...] = (
    dictionary.READER,
    neighbours.READER,
    long.READER,
    scorecard.READER,
)


def signature() -> str:
    """Changes whenever a reader is added or reads differently: unclaimed files are tried again."""
    return ";".join(f"{reader.name}:{reader.version}" for reader in READERS)


def reader_of(opened: Opened) -> Reader | None:
    """The reader whose file this is; None where no reader claims it."""
    claims = [reader for reader in READERS if reader.claims(opened)]
    if len(claims) > 1:
        raise ForelandError(
            Problem(
                opened.name,
                f"a file that {' and '.join(reader.name for reader in claims)} both claim",
                "a file of one publisher's layout",
                "Tell us: the readers must be told apart.",
            )
        )
    return claims[0] if claims else None


def named(name: str) -> Reader | None:
    return next((reader for reader in READERS if reader.name == name), None)
