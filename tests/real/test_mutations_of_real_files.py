"""Five hundred seeded mutations of published files, in-process: what comes of each is right.

No traceback, no wrong number in the store, no good row lost, and whatever was refused leaves
the store as it was, so that the whole file is read afterwards. ``mutating`` makes the damage
and holds the oracle. The counts by kind are printed and written to ``build/mutations.txt``.
"""

import random
from pathlib import Path

import pytest
from mutating import running
from mutating.running import Report, Sound
from mutating.samples import sample_of

from foreland.evidence import files
from foreland.jobs.folders import new_folder
from foreland.model.problems import ForelandError
from foreland.sources import registry
from foreland.sources.opening import open_file

pytestmark = [pytest.mark.real, pytest.mark.slow]

MUTATIONS = 500
_SEED = 4
_BUILD = Path(__file__).resolve().parents[2] / "build"


def _make(path: Path) -> None:
    new_folder(path, "Kent")


def _readable(published: Path) -> list[Path]:
    """Every published file that a reader claims, in every form, of every reader."""
    known, found = registry.readers(), []
    for path in sorted(published.parent.rglob("*")):
        if path.is_file() and path.name != "INDEX.md":
            try:
                opened = open_file(path)
                if registry.reader_of(opened, known):
                    found.append(path)
            except ForelandError:
                continue
    return found


def test_five_hundred_mutations(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "fsync", lambda _: None)
    paths = _readable(published)
    assert len(paths) >= 110
    random.Random(_SEED).shuffle(paths)
    sounds: dict[Path, Sound | None] = {}
    report, turn = Report(), 0
    while report.total < MUTATIONS:
        chance = running.chance_of(_SEED, turn)
        # Each file in its turn, each kind in its own.
        path = paths[turn % len(paths)]
        kind = running.KINDS[(turn + turn // len(paths)) % len(running.KINDS)]
        turn += 1
        if path not in sounds:
            sounds[path] = running.sound(_make, sample_of(path, random.Random(path.name)))
        whole = sounds[path]
        if whole is not None:
            running.mutate(_make, whole, kind, chance, monkeypatch, report)
    _BUILD.mkdir(exist_ok=True)
    (_BUILD / "mutations.txt").write_text(f"{report}\n", encoding="utf-8")
    print(report)
    left = [path.name for path, found in sounds.items() if found is None]
    assert len(left) <= 5, left
    assert len(sounds) >= 110
    # Few files are workbooks or Parquet: their own kinds do not come in each draw.
    rare = {"parquet-damage", "workbook-damage"}
    assert set(report.outcomes) >= set(running.KINDS) - rare
    assert report.wrong == []
