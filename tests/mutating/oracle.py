"""What must come of a damaged file: every good row's facts as they were, and no other number.

The damaged bytes are read once more by ``raw_cells``. A row whose cells are those of a row of the
sound file is good: its facts must be in the store, with equal values. Where a row was changed,
each figure must be what its own cell says, and what is gone from the row must be told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import raw_cells

from foreland.evidence.store import Store

#: Of no single row: a day taken from all of them, and where the row stands.
_BESIDE = {"row", "sheet", "column", "newest", "as_at", "release", "published"}
_PLACE = tuple[int, int]


@dataclass(frozen=True)
class Fact:
    """A figure or a register's entry. ``said`` is all it says; ``column`` is 0 for an entry."""

    said: tuple[Any, ...]
    sheet: int
    row: int
    column: int = 0
    value: float | None = None
    symbol: str | None = None
    parts: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Held:
    """What a store holds of one file: facts by their row, and the rows that were set aside."""

    facts: tuple[Fact, ...]
    aside: frozenset[int]
    told: str

    @property
    def by_row(self) -> dict[_PLACE, list[Fact]]:
        found: dict[_PLACE, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[fact.sheet, fact.row].append(fact)
        return found

    @property
    def said(self) -> list[tuple[Any, ...]]:
        """Everything that is said, sorted: two stores that say the same have it equal."""
        return sorted((fact.said + fact.parts for fact in self.facts), key=repr)


def held(store: Path, reason: str | None) -> Held:
    """What the store holds; ``reason`` is what the run said of the file."""
    opened = Store(store)
    facts = []
    for row in opened.observations().iter_rows(named=True):
        _, sheet, number, column = row["id"].split(".")
        kept = ("source_code", "area", "published_period", "period_kind", "period_start")
        kept += ("period_end", "group", "value", "unit", "status", "symbol")
        said = tuple(row[name] for name in kept)
        parts = (row["numerator"], row["denominator"])
        place = (int(sheet), int(number), int(column))
        facts.append(Fact(said, *place, row["value"], row["symbol"], parts))
    for release in opened.manifest.releases:
        for name, path in release.tables.items():
            if name not in ("observations", "quarantine"):
                facts += _entries(name, pl.read_parquet(store / path))
    aside = opened.quarantine()
    rows = frozenset(aside["row"].to_list()) if aside.height else frozenset()
    words = [*aside["column"], *aside["found"]] if aside.height else []
    told = " ".join(str(word) for word in words)
    return Held(tuple(facts), rows, f"{reason or ''} {told}")


def _entries(name: str, frame: pl.DataFrame) -> list[Fact]:
    own = [column for column in frame.columns if column not in _BESIDE]
    figures = {"value", "column", "measure"} <= set(frame.columns)
    return [
        Fact(
            (name, *(row[column] for column in own)),
            row.get("sheet") or 0,
            row.get("row") or 0,
            row["column"] if figures else 0,
            row["value"] if figures else None,
            row.get("symbol") if figures else None,
        )
        for row in frame.iter_rows(named=True)
    ]


@dataclass
class Verdict:
    """What was found wrong, and how many rows were good, damaged and set aside."""

    wrong: list[str] = field(default_factory=list)
    good: int = 0
    damaged: int = 0
    aside: int = 0


def judged(sound: raw_cells.Raw, before: Held, broken: raw_cells.Raw, now: Held) -> Verdict:
    """Hold what was read of a damaged file against what was read of the sound one."""
    verdict = Verdict(aside=len(now.aside))
    facts, was = now.by_row, before.by_row
    for sheet in sorted({place[0] for place in (*was, *facts)}):
        index = max(sheet - 1, 0)
        old = sound.sheets[index] if index < len(sound.sheets) else []
        new = broken.sheets[index] if index < len(broken.sheets) else []
        columns = _columns(sound, broken, old, new)
        origin = _origins(old, new, columns, ragged=sound.form == "workbook")
        whole = len(columns) == len(old[0] if old else []) == len(new[0] if new else [])
        for place in range(len(new)):
            number = place + 1
            here, source = facts.pop((sheet, number), []), origin.get(place)
            if source is None:
                verdict.damaged += 1
                known = was.get((sheet, number), []) if len(old) == len(new) else []
                _damaged(verdict, number, new[place], here, known, now, before)
                continue
            verdict.good += 1
            expected = was.get((sheet, source + 1), [])
            anywhere = {fact.said for fact in before.facts}
            _good(verdict, number, new[place], expected, here, columns, now, anywhere, whole=whole)
    for (_, row), left in facts.items():
        if any(fact.said not in {one.said for one in before.facts} for fact in left):
            verdict.wrong.append(f"row {row} is not in the file and has {left[0].said}")
    return verdict


def _columns(
    sound: raw_cells.Raw, broken: raw_cells.Raw, old: raw_cells.Rows, new: raw_cells.Rows
) -> dict[int, int]:
    """Where each column of the sound file stands now, from 0."""
    before = sound.names or (old[0] if old else [])
    after = broken.names or (new[0] if new else [])
    if len(set(before)) < len(before) or before == after or not before:
        width = max((len(row) for row in old), default=0)
        return {place: place for place in range(width)}
    return {place: after.index(name) for place, name in enumerate(before) if name in after}


def _origins(
    old: raw_cells.Rows, new: raw_cells.Rows, columns: dict[int, int], *, ragged: bool
) -> dict[int, int]:
    """Of each row that is as it was: which of the old rows it is. Each old row once, if it can."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(old):
        places[_cells(row, columns)].append(place)
    found = {}
    width = len(new[0]) if new else 0
    for place, row in enumerate(new):
        sources = places.get(_cells(row, columns.values()))
        if not sources or (len(row) != width and not ragged):
            continue
        best = place if place in sources else sources[0]
        if len(sources) > 1:
            sources.remove(best)
        found[place] = best
    return found


def _cells(row: list[str], columns: Iterable[int]) -> tuple[str, ...]:
    return tuple(row[place] if place < len(row) else "" for place in columns)


def _good(
    verdict: Verdict,
    number: int,
    cells: list[str],
    expected: list[Fact],
    here: list[Fact],
    columns: dict[int, int],
    now: Held,
    anywhere: set[tuple[Any, ...]],
    *,
    whole: bool,
) -> None:
    """A row that is as it was: all of its facts, and nothing else."""
    wanted = {fact.said: fact for fact in expected if fact.column - 1 in columns or not fact.column}
    got = {fact.said: fact for fact in here}
    for said, fact in got.items():
        if said not in wanted and (said in anywhere or _of_a_log(fact, cells)):
            continue  # said in several rows, or by an older version, of which the first is gone
        if said not in wanted:
            verdict.wrong.append(f"good row {number} says {said}, which it did not before")
        elif whole and fact.parts != wanted[said].parts and number not in now.aside:
            verdict.wrong.append(f"good row {number}: parts {fact.parts} of {said}")
        elif fact.column and fact.column - 1 != columns[wanted[said].column - 1]:
            verdict.wrong.append(f"good row {number}: {said} stands in another column now")
    lost = [said for said in wanted if said not in got]
    if lost and number not in now.aside:
        verdict.wrong.append(f"good row {number} lost {len(lost)} facts, first {lost[0]}")


def _of_a_log(fact: Fact, cells: list[str]) -> bool:
    """Whether a row of a log of versions says this; its later word on it is damaged."""
    dated = any(re.fullmatch(r"20\d\d-\d\d-\d\d", cell) for cell in cells)
    return dated and fact.column > 0 and raw_cells.number(cells[fact.column - 1]) == fact.value


def _damaged(
    verdict: Verdict,
    number: int,
    cells: list[str],
    here: list[Fact],
    known: list[Fact],
    now: Held,
    before: Held,
) -> None:
    """A row that was changed: its figures are what its cells say, what it lost is told."""
    usual = {fact.said for fact in known}
    for fact in here:
        if fact.said in usual or not fact.column:
            continue
        text = cells[fact.column - 1].strip() if fact.column <= len(cells) else ""
        if fact.value is not None and fact.value != raw_cells.number(text):
            verdict.wrong.append(f"row {number}: {fact.value} where the cell says {text!r}")
        if fact.value is None and raw_cells.number(text) is not None and text != fact.symbol:
            verdict.wrong.append(f"row {number}: no figure where the cell says {text!r}")
    places = {fact.column for fact in here if fact.column}
    said = {fact.said for fact in here}
    for fact in known:
        gone = fact.said not in said and (fact.column not in places or not fact.column)
        if gone and number not in now.aside and now.told == before.told:
            if fact.column == 0 and any(_as_said(one, fact, cells) for one in here):
                continue
            verdict.wrong.append(f"row {number} lost {fact.said} without a word")


def _as_said(now: Fact, was: Fact, cells: list[str]) -> bool:
    """Whether an entry differs from what it was only by what the row's cells say."""
    texts = {cell.strip() for cell in cells}
    numbers = {raw_cells.number(cell) for cell in cells}
    for new, old in zip(now.said, was.said, strict=False):
        if new != old and str(new) not in texts and new not in numbers and new is None:
            return False
    return len(now.said) == len(was.said)
