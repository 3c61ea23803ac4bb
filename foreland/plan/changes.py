"""One change between two plans, and how a changed field is told. Compares nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One change. ``what`` is the entry's id; ``easier`` where less is asked than before."""

    kind: str
    what: str
    before: str | None
    after: str | None
    sentence: str
    reason: str | None = None
    easier: bool = False


#: Kinds of change that nobody may make without saying why.
NEED_REASON = ("target lowered", "target dropped", "floor moved", "measure dropped")


def field(kind: str, what: str, words: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    told = (None if before is None else str(before), None if after is None else str(after))
    was, now = str(before).rstrip("."), str(after).rstrip(".")
    if before is None:
        sentence = f"{words} is now given: {now}."
    elif after is None:
        sentence = f"{words} is no longer given; it was {was}."
    else:
        sentence = f"{words} changed from {was} to {now}."
    yield Change(kind, what, *told, sentence)


def end(text: str) -> str:
    said = text.strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."
