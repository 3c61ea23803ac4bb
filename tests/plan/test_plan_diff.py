"""A diff reads as prose, knows which way is easier, and carries the reason."""

import pytest

from foreland.plan.changes import Change
from foreland.plan.diff import changes
from foreland.plan.schema import Measure, Plan

_POLARITY = {"readers": "higher", "absence": "lower", "spare": "band"}


def _plan(**more: object) -> Plan:
    return Plan.model_validate({"title": "T", "area": "E10000016", **more})


def _measure(indicator: str = "readers", *targets: dict[str, object], **more: object) -> Plan:
    entry = {"id": "m", "priority": "P1", "indicator": indicator, "title": "Readers", **more}
    return _plan(measures=[{**entry, "targets": list(targets)}])


def _diff(old: Plan, new: Plan) -> list[Change]:
    def polarity(measure: Measure) -> str | None:
        return _POLARITY[measure.indicator]

    return changes(old, new, lambda m: m.title or m.id, polarity)


def _target(**more: object) -> dict[str, object]:
    return {"for": "2024/25", **more}


def test_the_same_plan_has_no_changes() -> None:
    plan = _measure("readers", _target(value=60, floor=50))
    assert _diff(plan, plan) == []


@pytest.mark.parametrize(
    ("indicator", "old", "new", "kind", "sentence", "easier"),
    [
        (
            "readers",
            {"value": 60},
            {"value": 65},
            "target raised",
            "Readers: the target for 2024/25 was raised from 60 to 65.",
            False,
        ),
        (
            "readers",
            {"value": 60},
            {"value": 55},
            "target lowered",
            "Readers: the target for 2024/25 was lowered from 60 to 55.",
            True,
        ),
        (
            "absence",
            {"value": 6},
            {"value": 7},
            "target lowered",
            "Readers: the target for 2024/25 was made easier from 6 to 7.",
            True,
        ),
        (
            "absence",
            {"value": 6},
            {"value": 5},
            "target raised",
            "Readers: the target for 2024/25 was made harder from 6 to 5.",
            False,
        ),
        (
            "spare",
            {"low": 4, "high": 6},
            {"low": 3, "high": 6},
            "target lowered",
            "Readers: the target for 2024/25 was widened from 4 to 6 to 3 to 6.",
            True,
        ),
        (
            "readers",
            {"value": 60, "floor": 50},
            {"value": 60, "floor": 45},
            "floor moved",
            "Readers: the floor for 2024/25 moved from 50 to 45.",
            True,
        ),
        (
            "readers",
            {"value": 60},
            {"value": 60, "floor": 45},
            "floor moved",
            "Readers: the floor for 2024/25 moved from none to 45.",
            False,
        ),
        (
            "readers",
            {"value": 60},
            {"unknown": "not agreed"},
            "target dropped",
            "Readers: the target for 2024/25 was taken back from 60 to no figure.",
            True,
        ),
        (
            "readers",
            {"value": 60},
            {"value": 60, "withdrawn": "the test ended"},
            "target withdrawn",
            "Readers: the target for 2024/25, 60, no longer holds (the test ended).",
            True,
        ),
    ],
)
def test_a_changed_target_reads_as_a_sentence(
    indicator: str,
    old: dict[str, object],
    new: dict[str, object],
    kind: str,
    sentence: str,
    easier: bool,
) -> None:
    (found,) = _diff(_measure(indicator, _target(**old)), _measure(indicator, _target(**new)))
    assert (found.kind, found.sentence, found.easier) == (kind, sentence, easier)


def test_a_later_line_for_the_same_period_is_the_change() -> None:
    first = _target(value=60, set="2024-01-01")
    later = _target(value=65, set="2025-01-01")
    (found,) = _diff(_measure("readers", first), _measure("readers", first, later))
    assert (found.before, found.after) == ("60", "65")


def test_a_dropped_measure_says_what_was_promised_and_why_it_went() -> None:
    old = _measure("readers", _target(value=60))
    (found,) = _diff(old, _plan(reasons={"m": "The test ended."}))
    assert found.kind == "measure dropped"
    assert found.sentence == (
        "No longer measured: Readers (target: 60 for 2024/25). Reason: The test ended."
    )


def test_new_and_changed_entries_of_every_kind_are_told() -> None:
    old = _plan(
        ambitions=[{"id": "A1", "title": "Start"}, {"id": "A2", "title": "Stay"}],
        priorities=[{"id": "P1", "title": "One"}, {"id": "P2", "title": "Two"}],
        vision={"text": "V", "sentences": [{"id": "V1", "text": "All read."}]},
        actions=[
            {"id": "X1", "priority": "P1", "text": "Act.", "due": "2026-01-01"},
            {"id": "X2", "priority": "P1", "text": "Wait."},
        ],
    )
    new = _plan(
        ambitions=[{"id": "A1", "title": "Begin"}, {"id": "A3", "title": "Go"}],
        priorities=[{"id": "P1", "title": "One", "owner": "Head"}, {"id": "P3", "title": "Three"}],
        vision={
            "text": "V",
            "sentences": [
                {"id": "V1", "text": "All children read."},
                {"id": "V2", "text": "All come."},
            ],
        },
        actions=[
            {"id": "X1", "priority": "P1", "text": "Act.", "due": "2026-02-01", "state": "late"},
            {"id": "X3", "priority": "P1", "text": "Build.", "due": "2027-01-01"},
        ],
    )
    assert [c.sentence for c in _diff(old, new)] == [
        "The promise “All read.” now reads “All children read.”",
        "New promise: “All come.”",
        "The title of ambition A1 changed from Start to Begin.",
        "New ambition A3: Go.",
        "Dropped ambition A2: Stay.",
        "The owner of priority P1 is now given: Head.",
        "New priority P3: Three.",
        "Dropped priority P2: Two.",
        "Action X1 (Act): the due date changed from 2026-01-01 to 2026-02-01.",
        "Action X1 (Act): the state changed from unknown to late.",
        "New action X3: Build, due 2027-01-01.",
        "No longer in the plan: action X2, Wait (unknown).",
    ]
