"""Ingest a damaged file in-process, and judge what came of it."""

import os
import random
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import raw_cells

from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.model.problems import ForelandError
from mutating import faults, oracle, tables, texts
from mutating.oracle import Held
from mutating.samples import Sample

#: Makes an area folder at a path.
Make = Callable[[Path], object]


@dataclass(frozen=True)
class Sound:
    """A sample that is read without fault, and what the store holds of it."""

    sample: Sample
    held: Held
    raw: raw_cells.Raw | None


@dataclass
class Report:
    """How each mutation came out, by kind; and every fault of ours."""

    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rows: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(sum(found.values()) for found in self.outcomes.values())

    def __str__(self) -> str:
        names = sorted({name for found in self.outcomes.values() for name in found})
        lines = [f"{self.total} mutations", "".join([f"{'':<22}", *(f"{n:>18}" for n in names)])]
        for kind, found in sorted(self.outcomes.items()):
            lines.append("".join([f"{kind:<22}", *(f"{found[n]:>18}" for n in names)]))
        sums = [sum(found[n] for found in self.outcomes.values()) for n in names]
        lines.append("".join([f"{'all':<22}", *(f"{one:>18}" for one in sums)]))
        lines.append(", ".join(f"{count:,} rows {name}" for name, count in self.rows.items()))
        return "\n".join([*lines, f"{len(self.wrong)} wrong", *self.wrong])


def run(make: Make, room: Path, name: str, data: bytes) -> tuple[str, Held]:
    """Ingest one file alone in a new folder: the outcome, and what the store holds."""
    folder, inbox = room / "area", room / "inbox"
    make(folder)
    inbox.mkdir(exist_ok=True)
    (inbox / name).write_bytes(data)
    return _read(Folder.open(folder), inbox / name)


def _read(folder: Folder, path: Path) -> tuple[str, Held]:
    (row,) = ingest(folder, [path]).iter_rows(named=True)
    return row["outcome"], oracle.held(folder.store, row["reason"])


def sound(make: Make, sample: Sample) -> Sound | None:
    """The sample as it is read whole; None where it is not read (its reader needs all of it)."""
    with _room() as room:
        outcome, found = run(make, room, sample.name, sample.data)
        if outcome != "read" or not found.facts:
            return None
        raw = None
        if sample.form != "bytes":
            raw = raw_cells.read(_put(room, sample.data))
    return Sound(sample, found, raw)


def tried(make: Make, whole: Sound, kind: str, data: bytes, report: Report) -> None:
    """One mutation: what comes of it, and whether that is right."""
    label = f"{kind} of {whole.sample.name}"
    with _room() as room:
        try:
            outcome, now = run(make, room, whole.sample.name, data)
        except ForelandError as fault:
            report.wrong.append(f"{label}: the run ended: {fault}")
            return
        folder = Folder.open(room / "area")
        if "did not foresee" in now.told or not (now.told.strip() or outcome == "read"):
            report.wrong.append(f"{label}: {outcome}, told as {now.told!r}")
        report.outcomes[kind][_named(outcome, now, whole)] += 1
        if outcome == "read":
            wrong = _wrong(whole, room, data, now, report)
            report.wrong += [f"{label}: {one}" for one in wrong[:3]]
            again, same = _read(folder, room / "inbox" / whole.sample.name)
            if again != "unchanged" or same.said != now.said:
                report.wrong.append(f"{label}: the second run says {again}")
        else:
            if now.facts:
                report.wrong.append(f"{label}: {outcome}, and {len(now.facts)} facts are kept")
            (room / "inbox" / whole.sample.name).write_bytes(whole.sample.data)
            again, then = _read(folder, room / "inbox" / whole.sample.name)
            if again != "read" or then.said != whole.held.said:
                report.wrong.append(f"{label}: afterwards the whole file is {again}, or other")


def _named(outcome: str, now: Held, whole: Sound) -> str:
    if outcome != "read":
        return outcome
    if now.said == whole.held.said:
        return "as before"
    return "rows set aside" if now.aside - whole.held.aside else "as the file says"


def _wrong(whole: Sound, room: Path, data: bytes, now: Held, report: Report) -> list[str]:
    if now.said == whole.held.said:
        return []
    if whole.raw is None:
        return ["other facts than of the whole file, and its cells cannot be read by hand"]
    verdicts = [oracle.judged(whole.raw, whole.held, raw, now) for raw in _raws(whole, room, data)]
    if not verdicts:
        return ["read, though by hand it has no cells"]
    best = min(verdicts, key=lambda verdict: len(verdict.wrong))
    report.rows.update({"good": best.good, "damaged": best.damaged, "set aside": best.aside})
    return best.wrong


def _raws(whole: Sound, room: Path, data: bytes) -> Iterator[raw_cells.Raw]:
    """The cells of damaged bytes; where a text's lines may be told apart in two ways, both."""
    with suppress(Exception):  # a stray sign may make it unreadable as a whole
        yield raw_cells.read(_put(room, data))
    if whole.sample.form in ("text", "gzip", "zip"):
        try:
            text = raw_cells.text_of(data)
        except Exception:
            return
        for ends in (r"\r?\n", r"\r\n|\n|\r"):
            lines = re.split(ends, text)
            yield raw_cells.Raw("text", [raw_cells.by_line(lines)], [])


def _put(room: Path, data: bytes) -> Path:
    path = room / "by-hand"
    path.write_bytes(data)
    return path


class _room:
    """A folder for one run; removed after it."""

    def __enter__(self) -> Path:
        self.path = Path(tempfile.mkdtemp(prefix="mutating-", dir=os.environ.get("MUTATING")))
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def chance_of(seed: int, number: int) -> random.Random:
    return random.Random(f"{seed}.{number}")


def on_a_full_disk(
    make: Make, whole: Sound, chance: random.Random, patch: pytest.MonkeyPatch, report: Report
) -> None:
    """The disk fills up at a random step of the ingest of the sound file."""
    label = f"full-disk of {whole.sample.name}"
    with _room() as room:
        folder, path = _laid(make, room, whole)
        with patch.context() as patched:
            disk = faults.full_from(patched, chance.randrange(1, 16))
            try:
                (row,) = ingest(folder, [path]).iter_rows(named=True)
                said = "as before" if row["outcome"] == "read" else str(row["outcome"])
            except ForelandError as fault:
                said = "told and stopped"
                if "No space left" not in str(fault):
                    report.wrong.append(f"{label}: told as {fault}")
        held = oracle.held(folder.store, None)
        if held.said not in ([], whole.held.said):
            report.wrong.append(f"{label}, step {disk.last}: the store holds a part")
        report.outcomes["full-disk"][said] += 1
        _completes(report, label, folder, path, whole)


def while_written_to(
    make: Make, whole: Sound, chance: random.Random, patch: pytest.MonkeyPatch, report: Report
) -> None:
    """Another program writes to the file while it is read: once, or without end."""
    how, times = chance.choice(faults.MEANWHILE), chance.choice((1, 1000))
    label = f"file {how} while read, of {whole.sample.name}"
    with _room() as room:
        folder, path = _laid(make, room, whole)
        with patch.context() as patched:
            faults.written_meanwhile(patched, how, times)
            (row,) = ingest(folder, [path]).iter_rows(named=True)
        now = oracle.held(folder.store, row["reason"])
        if row["outcome"] != "read" and now.facts:
            report.wrong.append(f"{label}: {row['outcome']}, and facts are kept")
        if row["outcome"] == "read":
            label += f" {times} times"
            if path.is_file() and path.read_bytes() != whole.sample.data:
                report.wrong += _wrong(whole, room, path.read_bytes(), now, report)
            elif now.said != whole.held.said:
                report.wrong.append(f"{label}: other facts than the file's")
            if times > 1:
                report.wrong.append(f"{label}: read while it was written to")
        report.outcomes["changes-while-read"][_named(row["outcome"], now, whole)] += 1
        if row["outcome"] != "read":
            path.write_bytes(whole.sample.data)
            _completes(report, label, folder, path, whole)


def _laid(make: Make, room: Path, whole: Sound) -> tuple[Folder, Path]:
    make(room / "area")
    path = room / "inbox" / whole.sample.name
    path.parent.mkdir()
    path.write_bytes(whole.sample.data)
    return Folder.open(room / "area"), path


def _completes(report: Report, label: str, folder: Folder, path: Path, whole: Sound) -> None:
    again, then = _read(folder, path)
    if again not in ("read", "unchanged") or then.said != whole.held.said:
        report.wrong.append(f"{label}: the next run says {again}, and has other facts")


#: Every kind of damage; each comes equally often.
KINDS = (*tables.KINDS, *texts.KINDS, "full-disk", "changes-while-read")


def mutate(
    make: Make,
    whole: Sound,
    kind: str,
    chance: random.Random,
    patch: pytest.MonkeyPatch,
    report: Report,
) -> None:
    """One mutation of a kind; nothing where the sample's form cannot have it."""
    if kind == "full-disk":
        on_a_full_disk(make, whole, chance, patch, report)
    elif kind == "changes-while-read":
        while_written_to(make, whole, chance, patch, report)
    elif kind in texts.KINDS:
        data = texts.KINDS[kind](whole.sample, chance)
        if data is not None:
            tried(make, whole, kind, data, report)
    elif whole.sample.form != "bytes":
        other = tables.KINDS[kind](whole.sample, whole.held, chance)
        if other is not None:
            tried(make, whole, kind, other.data, report)
