"""Next year's plan keeps what was promised and the comments; asking for less needs a reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from foreland.indicators.catalogue import Catalogue
from foreland.plan.folder import check
from foreland.plan.roll import carried, rolled_actions, rolled_plan
from foreland.plan.schema import Plan

PLAN = """\
# Our plan.
title: "Vision 2024 to 2027"  # as printed
area: "E10000016"
edition: "2025"
announced: 2025-04-01
first_year: "2024/25"
last_year: "2026/27"

priorities:
  - {id: P1, title: One, owner: Director}  # the first

measures:
  # What parents ask about.
  - id: readers
    priority: P1
    indicator: readers
    targets:
      - {for: "2025/26", value: 60, floor: 50}  # agreed with heads
      - {for: "2026/27", value: 65, floor: 55}
  - id: absence
    priority: P1
    indicator: absence
    targets:
      - {for: "2023/24", value: 6}
reasons:
  readers: >-
    The test was new.
"""
ACTIONS = """\
# Who does what.
actions:
  - {id: X1, priority: P1, text: Act., owner: Head, state: done, source: null}
  - {id: X2, priority: P1, text: Go on., owner: Head, state: late}  # see the minutes
  - {id: X3, priority: P1, text: Wait., owner: Head, state: stopped}
"""


def _loaded(text: str) -> Plan:
    return Plan.model_validate(YAML(typ="safe", pure=True).load(text))


def test_years_edition_and_title_move_on() -> None:
    plan = _loaded(rolled_plan(PLAN, "2026"))
    assert (plan.edition, plan.first_year, plan.last_year) == ("2026", "2025/26", "2027/28")
    assert plan.title == "Vision 2025 to 2028"
    assert plan.replaces == "Vision 2024 to 2027"
    assert plan.announced is None
    assert plan.reasons == {}


def test_targets_are_carried_as_they_stand() -> None:
    assert _loaded(rolled_plan(PLAN, "2026")).measures == _loaded(PLAN).measures


def test_comments_and_quotes_are_kept() -> None:
    rolled = rolled_plan(PLAN, "2026")
    for words in (
        "# Our plan.",
        "# as printed",
        "# What parents ask about.",
        "# agreed with heads",
    ):
        assert words in rolled
    assert '{for: "2025/26", value: 60, floor: 50}' in rolled


def test_what_is_done_or_stopped_is_left_behind() -> None:
    rolled = YAML(typ="safe", pure=True).load(rolled_actions(ACTIONS))
    assert [a["id"] for a in rolled["actions"]] == ["X2"]
    assert "# see the minutes" in rolled_actions(ACTIONS)


def test_the_report_says_what_needs_a_person() -> None:
    both = PLAN.replace("reasons:", ACTIONS.partition("\n")[2] + "reasons:")
    told = carried(_loaded(both), _loaded(rolled_plan(both, "2026")))
    assert [(c.what, c.outcome, bool(c.needs)) for c in told] == [
        ("readers", "carried, with targets to 2026/27", False),
        ("absence", "carried, without a target ahead", True),
        ("X1", "left behind: done", False),
        ("X2", "carried: late", True),
        ("X3", "left behind: stopped", False),
    ]


_words = st.text("abcdefgh ", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(_words, min_size=1, max_size=4), st.integers(2020, 2040))
def test_rolling_loses_no_comment_and_no_target(comments: list[str], year: int) -> None:
    lines = [f"# note {number}: {words}" for number, words in enumerate(comments)]
    text = PLAN.replace("priorities:", "\n".join([*lines, "priorities:"]))
    rolled = rolled_plan(text, str(year))
    assert all(line in rolled for line in lines)
    assert _loaded(rolled).measures == _loaded(text).measures
    assert rolled_plan(rolled, str(year)).count("# note") == len(lines)


def _against(tmp_path: Path, catalogue: Catalogue, new: str) -> list[str]:
    (tmp_path / "before.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "plan.yaml").write_text(new, "utf-8")
    return [str(p) for p in check(tmp_path, catalogue)[1]]


def test_a_rolled_plan_as_it_is_needs_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    assert _against(tmp_path, catalogue, rolled_plan(PLAN, "2026")) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("value: 65", "value: 62", "was lowered from 65 to 62"),
        ("floor: 55", "floor: 52", "floor for 2026/27 moved from 55 to 52"),
        (
            '      - {for: "2026/27", value: 65, floor: 55}\n',
            "",
            "target for 2026/27, 65, no longer holds",
        ),
        ("id: absence", "id: presence", "No longer measured: Absence"),
    ],
)
def test_asking_for_less_needs_a_reason(
    tmp_path: Path, catalogue: Catalogue, old: str, new: str, words: str
) -> None:
    rolled = rolled_plan(PLAN, "2026")
    changed = rolled.replace(old, new)
    assert changed != rolled
    told = _against(tmp_path, catalogue, changed)
    assert len(told) == 1
    assert words in told[0]
    assert told[0].startswith("error: ")
    reason = "reasons: {readers: The test ended., absence: The test ended.}\n"
    assert _against(tmp_path, catalogue, changed + reason) == []


def test_asking_for_more_needs_none(tmp_path: Path, catalogue: Catalogue) -> None:
    rolled = rolled_plan(PLAN, "2026").replace("value: 65", "value: 70")
    assert _against(tmp_path, catalogue, rolled) == []


def test_a_withdrawn_target_carries_its_reason(tmp_path: Path, catalogue: Catalogue) -> None:
    rolled = rolled_plan(PLAN, "2026").replace("floor: 55}", "floor: 55, withdrawn: no test}")
    assert _against(tmp_path, catalogue, rolled) == []


def test_a_reason_for_what_nobody_measures_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    rolled = rolled_plan(PLAN, "2026") + "reasons: {reader: Why.}\n"
    (told,) = _against(tmp_path, catalogue, rolled)
    assert "Did you mean readers?" in told
