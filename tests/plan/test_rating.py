"""Measures are rated against the target of the figure's own period, or say why not."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from observed import observed

from foreland.model.areas import Area, Register
from foreland.model.units import Unit
from foreland.plan.rating import RATING_SCHEMA, rate
from foreland.plan.readings import About
from foreland.plan.schema import Plan

REGISTER = Register([Area("ENG", "England", "country"), Area("A", "Ashmere", "county", "801")])
ABOUT = {
    "readers": About("Readers", Unit.PERCENT, "higher", 0),
    "absence": About("Absence", Unit.PERCENT, "lower", 1),
    "spare": About("Spare places", Unit.PERCENT, "band", 1),
    "pupils": About("Pupils", Unit.COUNT, "none", 0),
    "exclusions": About("Exclusions", Unit.COUNT, "lower", 0),
    "places": About("Places made", Unit.COUNT, "higher", 0),
}
TODAY = date(2025, 6, 1)


def rows(
    facts: str,
    indicator: str = "readers",
    targets: list[dict[str, Any]] | None = None,
    *,
    today: date = TODAY,
    as_of: date | None = None,
    every_target: bool = False,
    about: dict[str, About] | None = None,
    **measure: Any,
) -> list[dict[str, Any]]:
    entry = {"id": "m", "priority": "P1", "indicator": indicator, "targets": targets or []}
    plan = Plan.model_validate(
        {
            "title": "A plan",
            "area": "A",
            "priorities": [{"id": "P1", "title": "First", "owner": "Director"}],
            "measures": [entry | measure],
            "sources": {"report": {"title": "The report"}},
        }
    )
    units = {name: a.unit.value for name, a in ABOUT.items()}
    found = rate(
        plan, observed(facts, units=units), (about or ABOUT), REGISTER, today, as_of, every_target
    )
    assert found.columns == list(RATING_SCHEMA)
    return list(found.iter_rows(named=True))


def only(*args: Any, **kwargs: Any) -> dict[str, Any]:
    (row,) = rows(*args, **kwargs)
    return row


YEAR = {"for": "2023/24", "value": 60, "floor": 55}


@pytest.mark.parametrize(
    ("value", "rating"),
    [("60", "met"), ("59.9", "floor-met"), ("55", "floor-met"), ("54.9", "floor-missed")],
)
def test_a_figure_is_held_to_the_target_of_its_period(value: str, rating: str) -> None:
    row = only(f"readers  all  A  2023/24  {value}", targets=[YEAR])
    assert (row["rating"], row["reason"]) == (rating, None)
    assert (row["target"], row["floor"], row["target_for"]) == (60, 55, "2023/24")
    assert (row["value"], row["period"], row["observation"]) == (float(value), "2023/24", "0.0.1.1")
    assert (row["area"], row["area_name"], row["dfe_number"]) == ("A", "Ashmere", "801")
    assert (row["owner"], row["title"]) == ("Director", "Readers")


def test_2_54_prints_2_5_the_target_and_meets_only_the_floor() -> None:
    row = only(
        "absence  all  A  2023/24  2.54", "absence", [{"for": "2023/24", "value": 2.5, "floor": 3}]
    )
    assert row["rating"] == "floor-met"
    assert row["note"] == "2.54 prints as 2.5, the target, but does not meet it."
    assert row["distance"] == 0.04


def test_without_a_floor_a_target_is_missed() -> None:
    row = only("readers  all  A  2023/24  59", targets=[{"for": "2023/24", "value": 60}])
    assert row["rating"] == "missed"


def test_inside_the_band_is_met() -> None:
    band = {"for": "2023/24", "low": 3, "high": 7, "floor_low": 2, "floor_high": 9}
    row = only("spare  all  A  2023/24  8", "spare", [band])
    assert (row["rating"], row["target_low"], row["target_high"]) == ("floor-met", 3, 7)
    assert only("spare  all  A  2023/24  5", "spare", [band])["rating"] == "met"


def test_a_band_is_neared_from_either_side() -> None:
    band = {"for": "2023/24", "low": 3, "high": 7}
    facts = """
        spare  all  A  2022/23  9
        spare  all  A  2023/24  8
        """
    assert only(facts, "spare", [band])["direction"] == "better"
    facts = facts.replace("9", "2")
    assert only(facts, "spare", [band])["direction"] == "no clear change"  # 1 below, 1 above


def test_a_january_target_and_a_march_figure_stand_side_by_side_unrated() -> None:
    row = only("absence  all  A  March 2017  2.9", "absence", [{"for": "January 2017", "value": 1}])
    assert row["rating"] == "not-rated"
    assert row["reason"] == (
        "other period: the target was for January 2017, the newest figure is for March 2017"
    )
    assert (row["value"], row["target"], row["period"]) == (2.9, 1, "March 2017")
    assert row["distance"] is None


def test_a_target_whose_day_has_not_come_is_not_due() -> None:
    row = only(
        "readers  all  A  2023/24  58", targets=[{"for": "2025/26", "value": 65, "floor": 60}]
    )
    assert (row["rating"], row["value"], row["distance"]) == ("not-due", 58, 7)


def test_a_target_whose_figure_is_not_out_has_no_figure_yet() -> None:
    row = only("readers  all  A  2022/23  58", targets=[{"for": "2023/24", "value": 65}])
    assert (row["rating"], row["reason"], row["value"]) == ("not-rated", "no figure yet", 58)


def test_no_target_and_no_figure() -> None:
    row = only("readers  all  A  2023/24  58")
    assert (row["rating"], row["reason"], row["value"]) == ("not-rated", "no target", 58)
    row = only("readers  all  B  2023/24  58", targets=[YEAR])
    assert (row["rating"], row["reason"], row["value"]) == ("not-rated", "no figure yet", None)


def test_a_suppressed_figure_is_not_rated_and_never_zero() -> None:
    row = only("readers  all  A  2023/24  -  suppressed", targets=[YEAR])
    assert (row["rating"], row["value"], row["status"]) == ("not-rated", None, "suppressed")
    assert row["reason"].startswith("suppressed: ")


def test_the_newest_figure_is_missing_and_an_older_one_does_not_stand_in() -> None:
    facts = """
        readers  all  A  2022/23  70
        readers  all  A  2023/24  -  not-available
        """
    row = only(facts, targets=[YEAR, {"for": "2022/23", "value": 60}])
    assert (row["target_for"], row["rating"], row["value"]) == ("2023/24", "not-rated", None)


def test_the_row_of_a_measure_is_of_the_newest_target_that_a_figure_answers() -> None:
    targets = [
        {"for": "2021/22", "value": 50},
        {"for": "2022/23", "value": 55},
        {"for": "2023/24", "value": 60},
        {"for": "2025/26", "value": 70},
    ]
    facts = """
        readers  all  A  2021/22  50
        readers  all  A  2022/23  54
        """
    row = only(facts, targets=targets)
    assert (row["target_for"], row["rating"]) == ("2022/23", "missed")
    assert row["note"] == "There is no figure yet for the target of 2023/24."


def test_every_target_has_its_row() -> None:
    targets = [
        {"for": "2025/26", "value": 70},
        {"for": "2021/22", "value": 50},
        {"for": "2022/23", "value": 55},
        {"for": "2024/25", "unknown": "not recovered"},
        {"for": "2023/24", "value": 60},
    ]
    facts = """
        readers  all  A  2021/22  50
        readers  all  A  2022/23  54
        """
    found = rows(facts, targets=targets, every_target=True)
    assert [(r["target_for"], r["rating"], r["value"], r["reason"]) for r in found] == [
        ("2021/22", "met", 50, None),
        ("2022/23", "missed", 54, None),
        ("2023/24", "not-rated", 54, "no figure yet"),
        ("2024/25", "not-rated", 54, "target not known: not recovered"),
        ("2025/26", "not-due", 54, "2025/26 has not ended"),
    ]


def test_of_one_periods_targets_the_latest_set_is_in_force() -> None:
    targets = [
        {"for": "2023/24", "value": 60, "set": "2023-05-01"},
        {"for": "2023/24", "value": 50, "set": "2024-05-01"},
    ]
    facts = "readers  all  A  2023/24  55"
    assert only(facts, targets=targets)["rating"] == "met"
    before = only(facts, targets=targets, as_of=date(2024, 4, 30))
    assert (before["rating"], before["target"]) == ("missed", 60)
    assert only(facts, targets=targets, as_of=date(2023, 4, 30))["reason"] == "no target"
    history = rows(facts, targets=targets, every_target=True)
    assert [(r["target"], r["rating"], r["reason"]) for r in history] == [
        (60, "not-rated", "replaced by the target set on 2024-05-01"),
        (50, "met", None),
    ]


def test_a_withdrawn_target_never_rates() -> None:
    targets = [{"for": "2023/24", "value": 60, "withdrawn": "superseded"}]
    facts = "readers  all  A  2023/24  55"
    assert only(facts, targets=targets)["reason"] == "no target"
    (row,) = rows(facts, targets=targets, every_target=True)
    assert (row["rating"], row["reason"]) == ("not-rated", "withdrawn: superseded")


@pytest.mark.parametrize(
    ("period", "rated"),
    [
        ("March 2025", True),
        ("March 2025 (snapshot)", True),
        ("31 March 2025", True),
        ("1 April 2025", False),
        ("12 months to March 2025", False),
        ("February 2025", False),
    ],
)
def test_a_target_at_a_month_takes_a_count_of_that_month(period: str, rated: bool) -> None:
    row = only(f"readers  all  A  {period}  60", targets=[{"for": "March 2025", "value": 60}])
    assert (row["rating"] == "met") == rated


@pytest.mark.parametrize(
    ("period", "rated"),
    [
        ("12 months to December 2024", True),
        ("31 March 2025", True),
        ("December 2024 (snapshot)", True),
        ("2024-25", True),
        ("March 2024", False),
        ("April 2025", False),
    ],
)
def test_a_target_within_a_year_takes_each_figure_that_ends_in_it(period: str, rated: bool) -> None:
    target = {"for": "2024-25", "holds": "within", "value": 60}
    row = only(f"readers  all  A  {period}  60", targets=[target])
    assert (row["rating"] == "met") == rated


def test_of_the_figures_within_a_year_the_newest_is_rated() -> None:
    facts = """
        readers  all  A  December 2024  61
        readers  all  A  June 2024      40
        """
    row = only(facts, targets=[{"for": "2024-25", "holds": "within", "value": 60}])
    assert (row["period"], row["rating"]) == ("December 2024", "met")


_BROKEN = {
    **ABOUT,
    "readers": About(
        "Readers", Unit.PERCENT, "higher", 0, ((date(2023, 9, 1), "another framework"),)
    ),
}


def test_a_target_set_before_a_break_is_not_held_to_a_figure_after_it() -> None:
    facts = "readers  all  A  2023/24  80"
    row = only(facts, targets=[YEAR | {"set": "2022-05-01"}], about=_BROKEN)
    assert (row["rating"], row["reason"]) == ("not-rated", "not comparable: another framework")
    assert only(facts, targets=[YEAR | {"set": "2023-10-01"}], about=_BROKEN)["rating"] == "met"
    before = "readers  all  A  2022/23  80"
    target = {"for": "2022/23", "value": 60, "set": "2022-05-01"}
    assert only(before, targets=[target], about=_BROKEN)["rating"] == "met"


def test_the_baseline_dates_a_target_that_says_not_when_it_was_set() -> None:
    facts = "readers  all  A  2023/24  80"
    row = only(facts, targets=[YEAR], about=_BROKEN, baseline={"period": "2021/22", "value": 50})
    assert row["reason"] == "not comparable: another framework"


def test_a_baseline_keeps_the_value_known_then_and_has_todays_beside_it() -> None:
    facts = """
        readers  all  A  2021/22  52
        readers  all  A  2023/24  60
        """
    row = only(facts, targets=[YEAR], baseline={"period": "2021/22", "value": 50})
    assert (row["baseline"], row["baseline_period"], row["baseline_now"]) == (50, "2021/22", 52)


def test_years_of_which_nobody_has_figures_say_so() -> None:
    about = {**ABOUT, "readers": About("R", Unit.PERCENT, "higher", 0, (), {"2019/20": "closed"})}
    row = only(
        "readers  all  A  2018/19  50", targets=[{"for": "2019/20", "value": 60}], about=about
    )
    assert row["reason"] == "not collected: closed"


def test_a_figure_printed_by_the_area_is_rated_and_told_no_change() -> None:
    facts = """
        readers  all  A  2022/23  50
        readers  all  A  2023/24  61  quoted
        """
    row = only(facts, targets=[YEAR])
    assert (row["rating"], row["direction"], row["change"]) == ("met", None, None)
    assert "printed by the area" in row["note"]


def test_no_rating_where_neither_more_nor_less_is_better() -> None:
    row = only("pupils  all  A  2023/24  50", "pupils", [{"for": "2023/24", "value": 60}])
    assert row["rating"] == "not-rated"
    assert row["reason"].startswith("no target")


COUNTED = {"for": "2024-25", "holds": "within", "value": 50, "floor": 60}


@pytest.mark.parametrize(
    ("indicator", "period", "value", "rating"),
    [
        ("exclusions", "December 2024", 20, "not-due"),
        ("exclusions", "December 2024", 55, "not-due"),
        ("exclusions", "December 2024", 61, "floor-missed"),
        ("exclusions", "March 2025", 20, "met"),
        ("exclusions", "March 2025", 55, "floor-met"),
        ("places", "December 2024", 70, "not-due"),
        ("places", "December 2024", 10, "not-due"),
        ("places", "March 2025", 70, "met"),
    ],
)
def test_a_count_is_never_green_before_its_year_ends(
    indicator: str, period: str, value: int, rating: str
) -> None:
    target = COUNTED | ({"floor": 40} if indicator == "places" else {})
    row = only(f"{indicator}  all  A  {period}  {value}", indicator, [target], counts_up=True)
    assert (row["rating"], row["value"]) == (rating, value)


@pytest.mark.parametrize(
    ("period", "value", "rating"),
    [
        ("September 2024", 25, "met"),
        ("September 2024", 29, "floor-met"),
        ("September 2024", 31, "floor-missed"),
        ("November 2024", 25, "not-due"),
    ],
)
def test_a_profile_rates_a_count_at_its_steps(period: str, value: int, rating: str) -> None:
    profile = [{"by": "September 2024", "value": 25}, {"by": "March 2025", "value": 50}]
    row = only(
        f"exclusions  all  A  {period}  {value}",
        "exclusions",
        [COUNTED | {"profile": profile}],
        counts_up=True,
    )
    assert row["rating"] == rating


def test_a_count_is_compared_with_the_same_time_of_another_year_only() -> None:
    facts = """
        exclusions  all  A  October 2023   10
        exclusions  all  A  November 2024  90
        """
    assert only(facts, "exclusions", counts_up=True)["direction"] == "no earlier figure"
    facts = facts.replace("October", "November")
    row = only(facts, "exclusions", counts_up=True)
    assert (row["direction"], row["change_from"]) == ("worse", "November 2023")


def test_a_gap_is_rated_by_how_far_behind() -> None:
    facts = """
        readers  dis=yes  A    2022/23  40
        readers  dis=no   A    2022/23  68
        readers  dis=yes  A    2023/24  45
        readers  dis=no   A    2023/24  68
        readers  dis=no   ENG  2023/24  67
        """
    gap = {"group": "dis=yes", "comparator": "dis=no"}
    row = only(facts, targets=[{"for": "2023/24", "value": 20, "floor": 25}], gap=gap)
    assert (row["value"], row["rating"], row["polarity"]) == (23, "floor-met", "lower")
    assert (row["unit"], row["distance"]) == ("percentage-points", 3)
    assert (row["change"], row["direction"]) == (-5, "better")
    assert (row["group"], row["comparator"]) == ("dis=yes", "dis=no")
    assert row["observation"].startswith("calc:")
    row = only(facts, targets=[{"for": "2023/24", "value": 22}], gap=gap | {"of": "england"})
    assert (row["value"], row["rating"]) == (22, "met")
    assert "plus or minus 1" in row["note"]


def test_a_gap_of_a_figure_that_should_be_low_is_behind_too() -> None:
    facts = """
        absence  dis=yes  A  2023/24  9.5
        absence  dis=no   A  2023/24  6.1
        """
    gap = {"group": "dis=yes", "comparator": "dis=no"}
    row = only(facts, "absence", [{"for": "2023/24", "value": 3.4}], gap=gap)
    assert (row["value"], row["rating"]) == (3.4, "met")


def test_a_change_of_1_between_whole_numbers_is_remarked() -> None:
    facts = """
        readers  all  A  2022/23  60
        readers  all  A  2023/24  61
        """
    assert "plus or minus 1" in only(facts)["note"]
    assert only(facts.replace("61", "62"))["note"] is None


def test_the_source_of_a_target_is_named_by_its_title() -> None:
    target = YEAR | {"source": "report", "set": "2023-01-05", "note": "at least"}
    row = only("readers  all  A  2023/24  60", targets=[target])
    assert (row["target_source"], row["target_set"]) == ("The report", date(2023, 1, 5))
    assert row["note"] == "At least."


def test_an_empty_plan_has_no_rows_and_all_columns() -> None:
    plan = Plan.model_validate({"title": "A plan", "area": "A"})
    found = rate(plan, observed(""), {}, REGISTER, TODAY)
    assert (found.height, found.columns) == (0, list(RATING_SCHEMA))
    assert found.schema["period_end"] == pl.Date
