"""What a trust's growth between two days is made of: opened, joined, left, closed.

The four are counted apart and always add up: schools at the start, plus opened, plus joined, less
left, less closed, are the schools at the end. A school is followed through its numbers: one that
got a new number within its trust has stayed. Where several became one, one stayed and the others
closed; where one became several, one stayed and the others opened.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass

import polars as pl

from foreland.insight.school_forms import LONGEST_CHAIN

STAYED, OPENED, JOINED, LEFT, CLOSED = "stayed", "opened", "joined", "left", "closed"

#: A row a school and trust. ``urn`` is its number at the start for what stayed, left or closed, at
#: the end for what opened or joined; ``other`` is the trust that it came from or went to, null for
#: none; ``now`` its number at the end, null for what closed.
MOVES: dict[str, type[pl.DataType]] = {
    "uid": pl.String,
    "urn": pl.String,
    "move": pl.String,
    "other": pl.String,
    "now": pl.String,
}

COUNTS = ("at_start", OPENED, JOINED, LEFT, CLOSED, "at_end")


@dataclass(frozen=True)
class Days:
    """``start`` and ``end`` give each member school its trust; ``open_*`` are all schools that were
    open, in a trust or not."""

    start: Mapping[str, str]
    end: Mapping[str, str]
    open_start: Set[str]
    open_end: Set[str]


def moves(days: Days, before: pl.DataFrame) -> pl.DataFrame:
    """``MOVES`` of every trust with a school on either day, sorted by trust and school.

    ``before`` has ``urn, before``: what came before a school.
    """
    follows = _Links(before)
    rows: list[tuple[str, str, str, str | None, str | None]] = []
    trusts = sorted({*days.start.values(), *days.end.values()})
    at_start, at_end = _by_trust(days.start), _by_trust(days.end)
    for uid in trusts:
        had, has = at_start[uid], at_end[uid]
        stayed = _paired(had, has, follows)
        rows += [(uid, urn, STAYED, None, now) for urn, now in stayed.items()]
        kept = set(stayed.values())
        for urn in had:
            if urn not in stayed:
                rows.append(_gone(uid, urn, days, follows, kept))
        for urn in has:
            if urn not in kept:
                rows.append(_come(uid, urn, days, follows, set(had)))
    return pl.DataFrame(rows, schema=MOVES, orient="row").sort("uid", "urn", "move")


def counted(found: pl.DataFrame) -> pl.DataFrame:
    """``uid`` and ``COUNTS`` of each trust, from ``moves``."""
    of = {name: (pl.col("move") == name).sum().cast(pl.Int64) for name in found["move"].unique()}
    none = pl.lit(0, pl.Int64)
    ends = {name: of.get(name, none) for name in (STAYED, OPENED, JOINED, LEFT, CLOSED)}
    return (
        found.group_by("uid")
        .agg(
            (ends[STAYED] + ends[LEFT] + ends[CLOSED]).alias("at_start"),
            *(ends[name].alias(name) for name in (OPENED, JOINED, LEFT, CLOSED)),
            (ends[STAYED] + ends[OPENED] + ends[JOINED]).alias("at_end"),
        )
        .sort("uid")
    )


class _Links:
    """What came before a school and after it, by any chain of links."""

    def __init__(self, before: pl.DataFrame) -> None:
        self._back: dict[str, list[str]] = defaultdict(list)
        self._on: dict[str, list[str]] = defaultdict(list)
        for urn, older in before.select("urn", "before").sort("urn", "before").iter_rows():
            self._back[urn].append(older)
            self._on[older].append(urn)

    def before(self, urn: str) -> list[str]:
        return _reached(urn, self._back)

    def after(self, urn: str) -> list[str]:
        return _reached(urn, self._on)


def _reached(urn: str, links: Mapping[str, list[str]]) -> list[str]:
    """Nearest first, each once: circles are walked once."""
    seen, ring = {urn}, [urn]
    found: list[str] = []
    for _ in range(LONGEST_CHAIN):
        ring = [other for one in ring for other in links.get(one, ()) if other not in seen]
        ring = list(dict.fromkeys(ring))
        seen.update(ring)
        found += ring
    return found


def _by_trust(members: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for urn in sorted(members):
        found[members[urn]].append(urn)
    return found


def _paired(had: list[str], has: list[str], follows: _Links) -> dict[str, str]:
    """Each school that stayed, once, with the number that it has now; its own number first."""
    now = set(has)
    pairs = {urn: urn for urn in had if urn in now}
    free = now - set(pairs)
    for urn in had:
        if urn not in pairs:
            became = next((other for other in follows.after(urn) if other in free), None)
            if became is not None:
                pairs[urn] = became
                free.discard(became)
    return pairs


def _gone(
    uid: str, urn: str, days: Days, follows: _Links, kept: Set[str]
) -> tuple[str, str, str, str | None, str | None]:
    open_still = [other for other in (urn, *follows.after(urn)) if other in days.open_end]
    if not open_still or any(other in kept for other in open_still):
        return (uid, urn, CLOSED, None, None)
    return (uid, urn, LEFT, days.end.get(open_still[0]), open_still[0])


def _come(
    uid: str, urn: str, days: Days, follows: _Links, had: Set[str]
) -> tuple[str, str, str, str | None, str | None]:
    open_then = [other for other in (urn, *follows.before(urn)) if other in days.open_start]
    if not open_then or any(other in had for other in open_then):
        return (uid, urn, OPENED, None, urn)
    return (uid, urn, JOINED, days.start.get(open_then[0]), urn)
