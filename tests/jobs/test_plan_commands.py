"""``foreland plan``: check, show, diff and roll from the command line."""

import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from foreland.cli import run
from foreland.evidence.store import Store

PLAN = """\
title: "Vision 2024 to 2027"
area: "E10000016"
edition: "2024"
first_year: "2024/25"
last_year: "2026/27"
priorities:
  - {id: P1, title: Early years, owner: Head of early years}
measures:
  - id: gld
    priority: P1
    indicator: gld
    targets:
      - {for: "2024/25", value: 70, floor: 68, set: 2024-04-01}
      - {for: "2025/26", value: 72, floor: 69, set: 2024-04-01}
"""
ACTIONS = """\
actions:
  - {id: X1, priority: P1, text: Act., owner: Head, due: 2025-01-31, state: done, evidence: [Page]}
"""


@pytest.fixture
def area(tmp_path: Path) -> Path:
    folder = tmp_path / "kent"
    (folder / "plan").mkdir(parents=True)
    (folder / "area.yaml").write_text('area: "E10000016"\n', "utf-8")
    (folder / "plan" / "plan.yaml").write_text(PLAN, "utf-8")
    (folder / "plan" / "actions.yaml").write_text(ACTIONS, "utf-8")
    return folder


def test_a_good_plan_passes_and_says_so(area: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "check", "--folder", str(area)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "0 errors, 0 warnings.\n"


def test_all_faults_are_told_at_once_with_exit_1(
    area: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = area / "plan" / "plan.yaml"
    text = PLAN.replace("indicator: gld", "indicator: gdl").replace("floor: 68", "floor: 71")
    plan.write_text(text.replace("E10000016", "E10000030"), "utf-8")
    assert run(["plan", "check", "--folder", str(area), "--format", "json"]) == 1
    said = capsys.readouterr()
    assert [(p["line"], p["found"]) for p in json.loads(said.out)] == [
        (2, "the area 'E10000030'"),
        (11, "no indicator 'gdl'"),
    ]
    assert "Did you mean gld?" in said.err


def test_show_gives_a_row_a_measure_and_target(
    area: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "show", "--folder", str(area), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(r["measure"], r["target_for"], r["target"], r["floor"], r["owner"]) for r in rows] == [
        ("gld", "2024/25", 70.0, 68.0, "Head of early years"),
        ("gld", "2025/26", 72.0, 69.0, "Head of early years"),
    ]
    assert {r["area_name"] for r in rows} == {"Kent"}
    assert rows[0]["period_end"] == "2025-08-31"


def test_roll_makes_a_plan_that_passes_and_diff_tells_it(
    area: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "roll", "2025", "--folder", str(area), "--format", "json"]) == 0
    carried = json.loads(capsys.readouterr().out)
    assert [(c["what"], c["outcome"]) for c in carried] == [
        ("gld", "carried, with targets to 2025/26"),
        ("X1", "left behind: done"),
    ]
    rolled = area / "plan-2025"
    assert (rolled / "before.yaml").read_bytes() == (area / "plan" / "plan.yaml").read_bytes()
    assert run(["plan", "check", str(rolled), "--folder", str(area)]) == 0
    capsys.readouterr()
    old = str(area / "plan")
    assert run(["plan", "diff", old, str(rolled), "--folder", str(area), "--format", "json"]) == 0
    told = [change["sentence"] for change in json.loads(capsys.readouterr().out)]
    assert told == [
        "The plan's title changed from Vision 2024 to 2027 to Vision 2025 to 2028.",
        "The plan's first year changed from 2024/25 to 2025/26.",
        "The plan's last year changed from 2026/27 to 2027/28.",
        "No longer in the plan: action X1, Act (done).",
    ]


def test_a_lowered_target_of_a_rolled_plan_fails_the_check(
    area: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["plan", "roll", "2025", "--folder", str(area)])
    plan = area / "plan-2025" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("value: 72", "value: 71"), "utf-8")
    capsys.readouterr()
    assert run(["plan", "check", str(area / "plan-2025"), "--folder", str(area)]) == 1
    assert "was lowered from 72 to 71; expected a reason" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["roll", "next"], "four digits"),
        (["roll", "2024", "--out", "plan"], "something there already"),
        (["diff", "nowhere", "plan"], "no plan"),
    ],
)
def test_a_mistake_is_told_without_a_trace(
    area: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(area)
    assert run(["plan", *arguments]) == 1
    assert words in capsys.readouterr().err


def test_with_evidence_red_figures_and_late_actions_are_warned_of(
    area: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    actions = area / "plan" / "actions.yaml"
    actions.write_text(ACTIONS.replace("state: done", "state: on-track"), "utf-8")
    monkeypatch.setattr(Store, "newest_publication", lambda _: date(2025, 12, 1))
    rates = ModuleType("foreland.jobs.rates")
    red = pl.DataFrame({"measure": ["gld"], "rating": ["floor-missed"], "period": ["2024/25"]})
    monkeypatch.setattr(rates, "rates", lambda *_: red, raising=False)
    monkeypatch.setitem(sys.modules, "foreland.jobs.rates", rates)
    assert run(["plan", "check", "--folder", str(area)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert "which was due on 2025-01-31" in said[0]
    assert "gld red for 2024/25, without commentary" in said[1]
    assert said[2] == "0 errors, 2 warnings."
