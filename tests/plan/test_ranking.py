"""Ranked by children short of the target; duties and small groups stand first, never by size."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from foreland.plan.ranking import RANKING_SCHEMA, Size, ranked
from foreland.plan.rating import RATING_SCHEMA
from foreland.plan.schema import Plan

TODAY = date(2025, 1, 1)


def plan(*measures: dict[str, Any], **more: Any) -> Plan:
    """Each measure of more-is-better, in priority P1 if it does not say, target 70 for 2025/26."""
    given = [
        {"priority": "P1", "indicator": m["id"], "targets": [{"for": "2025/26", "value": 70}]} | m
        for m in measures
    ]
    priorities = more.pop("priorities", [{"id": "P1", "title": "One"}])
    return Plan.model_validate(
        {"title": "T", "area": "A", "priorities": priorities, "measures": given} | more
    )


def rated(made: Plan, **values: float | dict[str, Any] | None) -> pl.DataFrame:
    """The newest figure of each measure: 60 per cent if not given."""
    rows = []
    for measure in made.measures:
        value = values.get(measure.id, 60.0)
        more = value if isinstance(value, dict) else {"value": value}
        gap = measure.gap
        rows.append(
            dict.fromkeys(RATING_SCHEMA)
            | {
                "measure": measure.id, "priority": measure.priority, "title": measure.id,
                "indicator": measure.indicator, "unit": "percent", "period": "2023/24",
                "period_end": date(2024, 8, 31), "group": gap.group if gap else measure.group,
                "comparator": gap.comparator if gap else None,
                "polarity": "lower" if gap else "higher", "value": 60.0,
            }
            | more
        )  # fmt: skip
    return pl.DataFrame(rows, schema=RATING_SCHEMA, orient="row")


def sizes(**counts: float) -> dict[str, Size]:
    return {name: Size(count, "invented") for name, count in counts.items()}


def by_measure(found: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["measure"]: row for row in found.iter_rows(named=True)}


def test_short_is_points_short_times_children() -> None:
    made = plan({"id": "reading"}, {"id": "maths"})
    found = ranked(made, rated(made, maths=68.0), sizes(reading=1000, maths=9000), {}, TODAY)
    assert found.select("measure", "place", "children", "short", "per", "cohort").rows() == [
        ("maths", 1, 180, 2, 100, 9000), ("reading", 2, 100, 10, 100, 1000),
    ]  # fmt: skip
    assert found.columns == list(RANKING_SCHEMA)
    assert found["sentence"][0] == (
        "1. maths: 180 short of the target for 2025/26 (68.0% in 2023/24, target 70.0%; of 9,000: "
        "invented)."
    )


def test_a_target_that_is_met_has_none_short_and_stands_last() -> None:
    made = plan({"id": "met"}, {"id": "short"})
    found = ranked(made, rated(made, met=75.0, short=69.9), sizes(met=9000, short=600), {}, TODAY)
    assert found.select("measure", "place").rows() == [("short", 1), ("met", 2)]
    assert "none short" in found["sentence"][1]


@pytest.mark.parametrize(
    ("measure", "theme", "reason"),
    [
        ({"id": "care", "group": "care=looked-after"}, "attainment", "children in care"),
        ({"id": "x"}, "children-in-care", "children in care"),
        ({"id": "x"}, "early-help-social-care", "safeguarding"),
        ({"id": "x", "group": "sen=ehc-plan"}, "attainment", "EHC plans"),
        ({"id": "x", "indicator": "ehc_20_weeks"}, "send", "EHC plans"),
        ({"id": "x", "priority": "P2"}, "attainment", "duty"),
        ({"id": "x", "group": "ethnicity=chinese"}, "attainment", "fewer than 500"),
    ],
)
def test_small_groups_and_duties_stand_first_and_unranked(
    measure: dict[str, Any], theme: str, reason: str
) -> None:
    both = [{"id": "P1", "title": "One"}, {"id": "P2", "title": "Two", "duty": True}]
    made = plan({"id": "large"}, measure, priorities=both)
    one = made.measures[1]
    found = ranked(
        made, rated(made), sizes(large=99000) | {one.id: Size(80, "invented")},
        {one.indicator: theme}, TODAY,
    )  # fmt: skip
    first = found.row(0, named=True)
    assert (first["measure"], first["standing"], first["place"]) == (one.id, "first", None)
    assert reason in first["reason"]
    assert first["children"] == 8
    assert found.row(1, named=True)["place"] == 1


def test_a_duty_stands_first_even_where_nothing_can_be_counted() -> None:
    made = plan({"id": "care", "group": "care=looked-after"})
    row = ranked(made, rated(made), {}, {}, TODAY).row(0, named=True)
    assert (row["standing"], row["children"]) == ("first", None)
    assert "not known how many children" in row["reason"]


@pytest.mark.parametrize(
    ("measure", "figure", "theme", "reason"),
    [
        ({"id": "x"}, {}, "", "not known how many children"),
        ({"id": "x", "targets": []}, {}, "", "no target"),
        ({"id": "x"}, {"value": None}, "", "no figure"),
        ({"id": "x"}, {"unit": "score"}, "", "in score"),
        ({"id": "x"}, {"polarity": "none"}, "", "neither more nor less"),
        ({"id": "x", "counts_up": True}, {}, "", "counts up"),
        ({"id": "x"}, {}, "workforce", "staff or posts, not children"),
    ],
)
def test_what_cannot_be_counted_in_children_says_why(
    measure: dict[str, Any], figure: dict[str, Any], theme: str, reason: str
) -> None:
    made = plan(measure)
    row = ranked(made, rated(made, x=figure), {}, {"x": theme}, TODAY).row(0, named=True)
    assert (row["standing"], row["place"], row["children"]) == ("unranked", None, None)
    assert reason in row["reason"]


def test_a_count_is_short_by_itself() -> None:
    made = plan({"id": "x", "targets": [{"for": "2025/26", "value": 80}]})
    figure = {"value": 94.0, "unit": "count", "polarity": "lower"}
    assert ranked(made, rated(made, x=figure), {}, {}, TODAY)["children"].to_list() == [14]


def test_what_is_expected_when_the_target_is_due_counts_and_the_rest_is_sensitivity() -> None:
    made = plan({"id": "reading"}, {"id": "maths"})
    ahead = pl.DataFrame(
        {
            "indicator": ["reading"], "group": ["all"], "comparator": [None],
            "period_end": [date(2026, 8, 31)], "expected": [64.0], "lower80": [58.0],
            "upper80": [71.0],
        },
        schema_overrides={"comparator": pl.String},
    )  # fmt: skip
    found = by_measure(
        ranked(made, rated(made, maths=65.0), sizes(reading=1000, maths=1000), {}, TODAY, None,
               ahead)
    )  # fmt: skip
    row = found["reading"]
    assert (row["children"], row["children_now"]) == (60, 100)
    assert (row["children_low"], row["children_high"]) == (0, 120)
    # Maths, 50 short, may lie before it or behind it.
    assert (row["place"], row["place_best"], row["place_worst"]) == (1, 1, 2)
    assert "outlook" in row["sensitivity"]


def test_without_an_outlook_a_usual_movement_is_the_sensitivity() -> None:
    made = plan({"id": "x"})
    figure = {"value": 60.0, "usual_change": 3.0}
    row = ranked(made, rated(made, x=figure), sizes(x=1000), {}, TODAY).row(0, named=True)
    assert (row["children_low"], row["children_high"]) == (70, 130)


def test_the_next_target_counts_not_the_one_that_is_past() -> None:
    targets = [{"for": "2023/24", "value": 61}, {"for": "2025/26", "value": 65}]
    made = plan({"id": "x", "targets": [*targets, {"for": "2027/28", "value": 90}]})
    row = ranked(made, rated(made), sizes(x=1000), {}, TODAY).row(0, named=True)
    assert (row["target"], row["children"]) == (65, 50)
    past = ranked(made, rated(made), sizes(x=1000), {}, date(2030, 1, 1)).row(0, named=True)
    assert (past["target"], "now past" in past["sentence"]) == (90, True)


def test_weights_are_the_plans_or_none() -> None:
    heavy = [{"id": "P1", "title": "One"}, {"id": "P2", "title": "Two", "weight": 3}]
    both = ({"id": "a"}, {"id": "b", "priority": "P2"})
    made = plan(*both, priorities=heavy)
    found = by_measure(ranked(made, rated(made), sizes(a=2000, b=1000), {}, TODAY))
    assert [found[n]["place"] for n in "ab"] == [2, 1]
    assert [found[n]["place_unweighted"] for n in "ab"] == [1, 2]
    assert (found["b"]["children"], found["b"]["weighted"]) == (100, 300)
    assert [found[n]["priority_place"] for n in "ab"] == [2, 1]
    plain = plan(*both, priorities=[{"id": "P1", "title": "One"}, {"id": "P2", "title": "Two"}])
    found = by_measure(ranked(plain, rated(plain), sizes(a=2000, b=1000), {}, TODAY))
    assert [found[n]["place"] for n in "ab"] == [1, 2]
    assert found["b"]["weight"] is None


def test_a_gap_is_short_among_the_children_of_its_group() -> None:
    gap = {"group": "fsm=eligible", "comparator": "fsm=not-eligible"}
    made = plan({"id": "x", "gap": gap, "targets": [{"for": "2025/26", "value": 20}]})
    figure = {"value": 23.0, "unit": "percentage-points"}
    row = ranked(made, rated(made, x=figure), sizes(x=3000), {}, TODAY).row(0, named=True)
    assert (row["children"], row["standing"]) == (90, "ranked")


def test_it_is_internal_unless_the_plan_publishes_it() -> None:
    for publish, audience in ((False, "internal"), (True, "public")):
        made = plan({"id": "x"}, publish_priorities=publish)
        assert ranked(made, rated(made), {}, {}, TODAY)["audience"].to_list() == [audience]
