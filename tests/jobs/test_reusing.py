"""A build over another takes what was made of the same, and only that: never a byte of the old."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import tiny

from foreland.jobs import kept, reusing
from foreland.jobs.build import build
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.publishing import publish
from foreland.jobs.reusing import Reuse

LONG = [
    ("PriTotAbs", "2022/23", 801, "5.1"),
    ("PriTotAbs", "2023/24", 801, "5.2"),
    ("PriTotAbs", "2023/24", 970, "5.0"),
    ("PriTotAbs", "2023/24", 802, "5.9"),
]

PLAN = """title: The plan
area: E10000901
priorities:
  - id: attend
    title: Every child at school
measures:
  - id: absence
    priority: attend
    indicator: primary_absence
    targets:
      - {for: 2023/24, value: 5.0}
"""


OWN = """id: ours
title: Ours
indicators:
  - id: ours
    title: Absence as we call it
    definition: How many sessions were missed.
    unit: percent
    polarity: lower
    period: academic
    series: [{source: lait, code: PriTotAbs}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    opened = Folder.open(tiny.folder(tmp_path / "area"))
    (opened.plan / "commentary" / "absence").mkdir(parents=True)
    (opened.plan / "plan.yaml").write_text(PLAN)
    fill(opened, LONG)
    return opened


def fill(folder: Folder, facts: list[tuple[str, str, int, str]]) -> None:
    file = folder.path / "long.csv"
    file.write_bytes(tiny.long_csv(facts))
    ingest(folder, [file], published=date(2025, 3, 1))
    file.unlink()


def standing(out: Path) -> dict[str, bytes]:
    current = out / "current"
    return {
        p.relative_to(current).as_posix(): p.read_bytes()
        for p in sorted(current.rglob("*"))
        if p.is_file()
    }


def anew(folder: Folder, out: Path, **how: object) -> dict[str, bytes]:
    """The site as it is made where nothing is there to be taken: no build, nothing kept."""
    shutil.rmtree(folder.store / kept.PLACE, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    build(folder.path, out, **how)  # type: ignore[arg-type]
    return standing(out)


def commentary(folder: Folder) -> None:
    file = folder.plan / "commentary" / "absence" / "2023-24.md"
    file.write_text("## Context\n\nA hard winter.\n\n## Action\n\nWe call each day.\n")


def target(folder: Folder) -> None:
    (folder.plan / "plan.yaml").write_text(PLAN.replace("value: 5.0", "value: 5.5"))


def code_of_a_publisher(folder: Folder) -> None:
    (folder.plan / "plan.yaml").write_text(PLAN.replace("primary_absence", "lait:PriTotAbs"))


def evidence(folder: Folder) -> None:
    fill(folder, [*LONG[:-1], ("PriTotAbs", "2024/25", 801, "4.9")])


def indicator(folder: Folder) -> None:
    folder.indicators.mkdir()
    (folder.indicators / "ours.yaml").write_text(OWN)


def contact(folder: Folder) -> None:
    with (folder.path / "area.yaml").open("a") as handle:
        handle.write("site:\n  contact: us@example.org\n")


def area(folder: Folder) -> None:
    file = folder.path / "area.yaml"
    file.write_text(file.read_text().replace("E10000901", "E06000902"))
    (folder.plan / "plan.yaml").unlink()


def register(folder: Folder) -> None:
    file = folder.path / "areas.csv"
    file.write_text(file.read_text().replace("Ashmere", "Ashmoor"))


@pytest.mark.parametrize(
    "change",
    [commentary, target, code_of_a_publisher, evidence, indicator, contact, area, register],
)
def test_over_another_build_the_site_is_what_it_is_without(
    folder: Folder, tmp_path: Path, change: Callable[[Folder], None]
) -> None:
    build(folder.path, tmp_path / "out")
    before = standing(tmp_path / "out")
    change(folder)
    build(folder.path, tmp_path / "out")
    over = standing(tmp_path / "out")
    assert over != before
    assert over == anew(folder, tmp_path / "anew")


@pytest.mark.parametrize("how", [{"as_of": date(2025, 2, 1)}, {"audience": "internal"},
                                 {"today": date(2030, 1, 1)}])  # fmt: skip
def test_other_options_take_nothing_that_they_change(
    folder: Folder, tmp_path: Path, how: dict[str, object]
) -> None:
    build(folder.path, tmp_path / "out")
    before = standing(tmp_path / "out")
    build(folder.path, tmp_path / "out", **how)  # type: ignore[arg-type]
    over = standing(tmp_path / "out")
    assert over != before
    assert over == anew(folder, tmp_path / "anew", **how)
    build(folder.path, tmp_path / "out")
    assert standing(tmp_path / "out") == before


def test_most_of_a_site_is_taken_when_a_commentary_is_written(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Reuse] = []

    class Seen(Reuse):
        def __init__(self, out: Path) -> None:
            super().__init__(out)
            made.append(self)

    monkeypatch.setattr("foreland.jobs.build.Reuse", Seen)
    build(folder.path, tmp_path / "out")
    commentary(folder)
    build(folder.path, tmp_path / "out")
    first, second = made
    assert first.taken == 0
    assert len(second.made_of) > second.taken > 0.6 * len(second.made_of)


@dataclass(frozen=True)
class Context:
    text: str


def publish_one(out: Path, of: object, text: str) -> tuple[bytes, int]:
    reuse = Reuse(out)
    data = reuse("page.html", of, text.encode)
    publish(out, {"page.html": data}, {"made_of": reuse.made_of})
    return data, reuse.taken


def test_taken_only_if_made_of_the_same(tmp_path: Path) -> None:
    assert publish_one(tmp_path, Context("a"), "first") == (b"first", 0)
    assert publish_one(tmp_path, Context("a"), "not made") == (b"first", 1)
    assert publish_one(tmp_path, Context("b"), "second") == (b"second", 0)


def test_what_was_changed_by_hand_is_made_again(tmp_path: Path) -> None:
    publish_one(tmp_path, Context("a"), "first")
    (tmp_path / "current" / "page.html").write_bytes(b"FIRST")
    assert publish_one(tmp_path, Context("a"), "again") == (b"again", 0)


def test_another_program_makes_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_one(tmp_path, Context("a"), "first")
    monkeypatch.setattr(reusing, "program", lambda: "another")
    assert publish_one(tmp_path, Context("a"), "again") == (b"again", 0)


def test_what_cannot_be_told_apart_is_made_again(tmp_path: Path) -> None:
    for text in ("first", "again"):
        assert publish_one(tmp_path, lambda: None, text) == (text.encode(), 0)


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"made_of": [], "files": 1}', None])
def test_a_record_that_cannot_be_read_is_no_harm(tmp_path: Path, record: str | None) -> None:
    publish_one(tmp_path, Context("a"), "first")
    place = next((tmp_path / "builds").glob("*.json"))
    assert json.loads(place.read_text())["made_of"]
    if record is None:
        place.unlink()
    else:
        place.write_text(record)
    assert publish_one(tmp_path, Context("a"), "again") == (b"again", 0)
