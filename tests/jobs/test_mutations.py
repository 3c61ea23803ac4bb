"""Seeded mutations of small hand-made files, in-process; the real files' are in ``tests/real``.

The oracle itself is put to the test as well: it must find a wrong number, a lost row and a loss
that nobody told.
"""

import gzip
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import raw_cells
import tiny
from mutating import oracle, running
from mutating.running import Report, Sound
from mutating.samples import sample_of, zipped

from foreland.evidence import files

FACTS = [
    (code, str(year), number, f"{number % 7 + year % 5}.{year % 10}")
    for code in ("PriTotAbs", "SecTotAbs")
    for year in range(2019, 2025)
    for number in (801, 802, 803, 804)
]
LOCAL = (
    "time_period,time_identifier,geographic_level,new_la_code,indicator,value,unit,numerator,"
    "denominator\n"
    "202324,Academic year,Local authority,E10000901,early-help,1200,count,,\n"
    "202425,Academic year,Local authority,E10000901,early-help,1250,count,,\n"
    "202425,Academic year,Local authority,E10000901,timely,50,percent,10,20\n"
)

MADE: dict[str, Callable[[], bytes]] = {
    "long.csv": lambda: tiny.long_csv(FACTS),
    "long.csv.gz": lambda: gzip.compress(tiny.long_csv(FACTS), mtime=0),
    "long.zip": lambda: zipped({"long.csv": tiny.long_csv(FACTS)}),
    "long.parquet": lambda: tiny.long_parquet(FACTS),
    "neighbours_May_2025.xlsx": lambda: tiny.neighbours_xlsx({801: [802, 803], 802: [801, 804]}),
    "local.csv": LOCAL.encode,
}


def _sound(name: str, room: Path) -> Sound:
    (room / name).write_bytes(MADE[name]())
    found = running.sound(tiny.folder, sample_of(room / name, random.Random(name)))
    assert found is not None
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(files.os, "fsync", lambda _: None)
    return monkeypatch


@pytest.mark.parametrize("name", sorted(MADE))
def test_each_kind_of_damage_of_each_form(
    name: str, tmp_path: Path, quick: pytest.MonkeyPatch
) -> None:
    whole, report = _sound(name, tmp_path), Report()
    for number, kind in enumerate(running.KINDS):
        chance = running.chance_of(number, len(name))
        running.mutate(tiny.folder, whole, kind, chance, quick, report)
    assert report.wrong == []
    assert report.total >= 10


def _judged(whole: Sound, cells: raw_cells.Raw, facts: list[oracle.Fact]) -> list[str]:
    now = replace(whole.held, facts=tuple(facts))
    return oracle.judged(cells, whole.held, cells, now).wrong


def test_the_oracle_finds_what_is_wrong(tmp_path: Path, quick: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    whole = _sound("long.csv", tmp_path)
    assert whole.raw is not None
    first, *others = whole.held.facts
    assert _judged(whole, whole.raw, [first, *others]) == []
    other = replace(first, said=(*first.said[:7], 99.0, *first.said[8:]), value=99.0)
    assert "did not before" in _judged(whole, whole.raw, [other, *others])[0]
    assert "lost 1 facts" in _judged(whole, whole.raw, others)[0]
    rows = [list(row) for row in whole.raw.sheets[0]]
    rows[first.row - 1][first.column - 1] = "twelve"
    broken = replace(whole.raw, sheets=[rows])
    now = replace(whole.held, facts=tuple(others))
    assert "without a word" in oracle.judged(whole.raw, whole.held, broken, now).wrong[0]
    told = replace(now, aside=frozenset({first.row}))
    assert oracle.judged(whole.raw, whole.held, broken, told).wrong == []
    kept = oracle.judged(whole.raw, whole.held, broken, replace(now, facts=(other, *others)))
    assert "where the cell says 'twelve'" in kept.wrong[0]
