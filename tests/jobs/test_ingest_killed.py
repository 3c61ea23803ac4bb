"""Killed anywhere, an ingest leaves a whole store, old or new, and the next run completes it."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny

from foreland.evidence import files, manifest
from foreland.evidence.store import Store
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest

OLD = [("PriTotAbs", "2023", 801, "5.1"), ("PriTotAbs", "2024", 801, "5.2 ")]
NEW = [("PriTotAbs", "2024", 801, "5.3"), ("PriTotAbs", "2025", 801, "-"), ("X", "1", 801, "1")]


class Killed(BaseException):
    """What ends the program; nothing but the system clears up after it."""


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process writes is there when it dies: only a power cut needs the disk's word."""
    monkeypatch.setattr(files.os, "fsync", lambda _: None)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Seven files of every kind: registers, two releases of one data set, and three faulty ones."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name, data in {
        "a-long-2024.parquet": tiny.long_parquet(OLD),
        "b-long-2025.csv": tiny.long_csv(NEW),
        "dictionary.csv": tiny.dictionary_csv({"PriTotAbs": ("Low", "NA")}),
        "neighbours_May_2025.xlsx": tiny.neighbours_xlsx({801: [802, 803]}),
        "unknown.csv": b"colour,size\nred,2\n",
        "empty.csv": b"",
        "cut-short.parquet": tiny.long_parquet(OLD)[:200],
    }.items():
        (folder / name).write_bytes(data)
    return folder


def _steps(folder: Folder, inbox: Path, patch: pytest.MonkeyPatch) -> tuple[int, set[bytes]]:
    """How many write steps an undisturbed run has, and every manifest that was in force."""
    steps = 0
    in_force: set[bytes] = set()
    path = folder.store / "manifest.json"

    def count(_: str) -> None:
        nonlocal steps
        steps += 1
        if path.exists():
            in_force.add(path.read_bytes())

    with patch.context() as patched:
        patched.setattr(files, "checkpoint", count)
        ingest(folder, [inbox])
    in_force.add(path.read_bytes())
    return steps, in_force


def _run_until(folder: Folder, inbox: Path, last: int, patch: pytest.MonkeyPatch) -> None:
    """Ingest, killed at step ``last``: from then on nothing is cleared up."""
    steps, dead = 0, False
    unlink = Path.unlink

    def checkpoint(_: str) -> None:
        nonlocal steps, dead
        steps += 1
        if steps == last:
            dead = True
            raise Killed

    def leave(path: Path, missing_ok: bool = False) -> None:
        if not dead:
            unlink(path, missing_ok)

    with patch.context() as patched:
        patched.setattr(files, "checkpoint", checkpoint)
        patched.setattr(Path, "unlink", leave)
        with pytest.raises(Killed):
            ingest(folder, [inbox])


def _whole(folder: Folder) -> None:
    """Everything that the manifest in force names is there and can be read."""
    store = Store(folder.store)
    facts = store.observations()
    assert facts["value"].null_count() + facts["value"].is_not_null().sum() == facts.height
    for record in store.manifest.files:
        kept = (folder.store / "raw" / record.digest).read_bytes()
        assert len(kept) == record.size
    store.quarantine()
    for name in ("dictionary", "neighbours"):
        store.register(name)


def test_killed_at_each_write_step_the_store_is_whole_and_the_next_run_completes(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = Folder.open(tiny.folder(tmp_path / "undisturbed"))
    steps, in_force = _steps(undisturbed, inbox, monkeypatch)
    expected = tiny.tree(undisturbed.store)
    assert steps >= 50
    for last in range(1, steps + 1):
        folder = Folder.open(tiny.folder(tmp_path / f"killed-{last}"))
        _run_until(folder, inbox, last, monkeypatch)
        path = folder.store / "manifest.json"
        assert not path.exists() or path.read_bytes() in in_force, last
        _whole(folder)
        ingest(folder, [inbox])
        assert tiny.tree(folder.store) == expected, last


def test_a_run_killed_twice_still_completes(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = Folder.open(tiny.folder(tmp_path / "undisturbed"))
    ingest(undisturbed, [inbox])
    folder = Folder.open(tiny.folder(tmp_path / "killed"))
    for last in (41, 7, 30):
        _run_until(folder, inbox, last, monkeypatch)
        _whole(folder)
    ingest(folder, [inbox])
    assert tiny.tree(folder.store) == tiny.tree(undisturbed.store)


@pytest.mark.slow
def test_killed_while_a_reader_of_a_new_version_reads_again(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade replaces tables that the old manifest still names."""
    folder = Folder.open(tiny.folder(tmp_path / "upgraded"))
    ingest(folder, [inbox])
    before = tiny.tree(folder.store)
    old = manifest.load(folder.store)
    _newer_reader(monkeypatch)
    steps, in_force = _steps(folder, inbox, monkeypatch)
    expected = tiny.tree(folder.store)
    assert expected != before
    for last in range(1, steps + 1):
        again = Folder.open(tiny.folder(tmp_path / f"upgraded-{last}"))
        for name, data in before.items():
            path = again.store / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert manifest.load(again.store) == old
        _run_until(again, inbox, last, monkeypatch)
        now = (again.store / "manifest.json").read_bytes()
        assert now == before["manifest.json"] or now in in_force
        _whole(again)
        ingest(again, [inbox])
        assert tiny.tree(again.store) == expected, last


def _newer_reader(patch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from foreland.sources import registry
    from foreland.sources.lait import long

    newer = replace(long.READER, version=long.READER.version + 1)
    known = tuple(newer if r is long.READER else r for r in registry.READERS)
    patch.setattr(registry, "READERS", known)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_killed_from_outside_at_a_random_time(tmp_path: Path, inbox: Path, seed: int) -> None:
    for number in range(30):  # longer than a blink, so that the kill falls inside
        facts = [("PriTotAbs", str(y), 801, f"{number}.{y}") for y in range(2000, 2026)]
        (inbox / f"more-{number:02d}.csv").write_bytes(tiny.long_csv(facts))
    undisturbed = Folder.open(tiny.folder(tmp_path / "undisturbed"))
    ingest(undisturbed, [inbox])
    path = tiny.folder(tmp_path / "killed")
    words = [sys.executable, "-m", "foreland", "ingest", str(inbox), "--folder", str(path)]
    chance = random.Random(seed)
    killed = 0
    for _ in range(4):
        running = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert running.stderr is not None
        running.stderr.readline()  # the first file is begun
        time.sleep(chance.uniform(0, 0.4))
        running.send_signal(signal.SIGKILL)
        _, _ = running.communicate()
        killed += running.returncode == -signal.SIGKILL
        _whole(Folder.open(path))
    assert killed
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ours, theirs = tiny.tree(path / "store"), tiny.tree(undisturbed.store)
    assert ours["manifest.json"].decode() == theirs["manifest.json"].decode()
    assert ours == theirs
