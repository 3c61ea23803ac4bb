"""What an area's past is built from: counts of areas that went wholly to it, and nothing else."""

from datetime import date

import polars as pl
import pytest
from observed import observed

from foreland.insight.successors import needed, wholes, with_predecessors
from foreland.model.areas import Area, Register

ENDED, BEGAN = date(2019, 3, 31), date(2019, 4, 1)

#: North and South became Newshire; Fenland was divided between Newshire's neighbour and Marsh.
MERGED = Register(
    [
        Area("N", "North", "unitary authority", closed=ENDED, successors=("W",)),
        Area("S", "South", "unitary authority", closed=ENDED, successors=("W",)),
        Area("W", "Newshire", "unitary authority", dfe_number="901", opened=BEGAN),
    ]
)
#: As Bournemouth and Poole: a district of the county came with them.
PARTLY = Register(
    [
        *list(MERGED)[:2],
        Area("C", "Oldshire", "county", closed=ENDED, successors=("W", "R")),
        list(MERGED)[2],
        Area("R", "Restshire", "unitary authority", opened=BEGAN),
    ]
)
SPLIT = Register(
    [
        Area("C", "Oldshire", "county", closed=ENDED, successors=("E", "R")),
        Area("E", "East", "unitary authority", opened=BEGAN),
        Area("R", "Rest", "unitary authority", opened=BEGAN),
    ]
)


def built(table: str, register: Register = MERGED, unit: str = "percent") -> pl.DataFrame:
    answer, _ = with_predecessors(observed(table, unit), register)
    return answer.filter(pl.col("inputs").is_not_null())


def test_a_rate_is_made_of_added_numerators_and_denominators_not_averaged() -> None:
    # 10 % of 100 and 40 % of 200 are 30 % of 300; their mean would be 25 %.
    found = built("late  all  N  2016/17  10/100\nlate  all  S  2016/17  80/200").row(0, named=True)
    assert (found["area"], found["value"]) == ("W", 30.0)
    assert (found["numerator"], found["denominator"]) == (90.0, 300.0)
    assert (found["area_name"], found["dfe_number"]) == ("Newshire", "901")
    assert (found["status"], found["id"][:5]) == ("final", "calc:")
    assert found["note"] == "from the counts of North and South added up"
    assert found["inputs"] == "0.0.1.1 0.0.2.1"


def test_counts_are_added() -> None:
    found = built("pupils  all  N  2016/17  7\npupils  all  S  2016/17  5", unit="count")
    assert found["value"].to_list() == [12.0]


@pytest.mark.parametrize("unit", ["percent", "pounds", "score", "days"])
def test_a_percentage_or_an_amount_without_counts_is_never_apportioned(unit: str) -> None:
    facts = observed("late  all  N  2016/17  10\nlate  all  S  2016/17  40", unit)
    answer, breaks = with_predecessors(facts, MERGED)
    assert answer["area"].to_list() == ["N", "S"]
    row = breaks.row(0, named=True)
    assert (row["area_name"], row["day"]) == ("Newshire", BEGAN)
    assert "cannot be added up" in row["reason"]


def test_all_parts_must_be_there() -> None:
    assert built("late  all  N  2016/17  10/100").height == 0


@pytest.mark.parametrize("status", ["suppressed", "not-available", "low"])
def test_a_part_without_a_value_leaves_a_gap_and_is_not_zero(status: str) -> None:
    table = f"pupils  all  N  2016/17  7\npupils  all  S  2016/17  0  {status}"
    assert built(table, unit="count").height == 0


def test_counts_that_do_not_give_the_published_rate_are_not_used() -> None:
    facts = observed("late  all  N  2016/17  10/100\nlate  all  S  2016/17  80/200")
    other = facts.with_columns(pl.when(pl.col("area") == "S").then(41.5).otherwise("value")
                               .alias("value"))  # fmt: skip
    answer, _ = with_predecessors(other, MERGED)
    assert answer["inputs"].null_count() == answer.height


def test_a_rate_rounded_to_whole_numbers_still_agrees_with_its_counts() -> None:
    facts = observed("late  all  N  2016/17  1/3\nlate  all  S  2016/17  1/3")
    answer, _ = with_predecessors(facts.with_columns(pl.col("value").round(0)), MERGED)
    assert answer.filter(pl.col("area") == "W")["value"].to_list() == [pytest.approx(100 / 3)]


def test_a_published_value_of_the_successor_stands() -> None:
    table = "p  all  N  2016/17  7\np  all  S  2016/17  5\np  all  W  2016/17  13"
    assert built(table, unit="count").height == 0


def test_a_published_blank_of_the_successor_is_filled_and_a_suppressed_one_is_not() -> None:
    parts = "p  all  N  2016/17  7\np  all  S  2016/17  5\n"
    blank = observed(parts + "p  all  W  2016/17  0  not-available", "count")
    answer, _ = with_predecessors(blank, MERGED, ["W"])
    assert answer["value"].to_list() == [12.0]
    hidden = observed(parts + "p  all  W  2016/17  0  suppressed", "count")
    answer, _ = with_predecessors(hidden, MERGED, ["W"])
    assert answer["status"].to_list() == ["suppressed"]


def test_no_period_that_reaches_past_the_change_is_built() -> None:
    # The school year 2018/19 ended five months after the successor began.
    table = "p  all  N  2018/19  7\np  all  S  2018/19  5"
    assert built(table, unit="count").height == 0


def test_a_successor_that_took_a_part_of_another_has_a_break_and_no_past() -> None:
    table = "p  all  N  2016/17  7\np  all  S  2016/17  5\np  all  C  2016/17  9"
    answer, breaks = with_predecessors(observed(table, "count"), PARTLY, ["W"])
    assert answer.height == 0
    assert breaks["reason"].to_list() == [
        "Oldshire was divided among Newshire and Restshire, and nothing of it is apportioned"
    ]


def test_an_area_that_was_divided_goes_on_as_its_successors_together() -> None:
    table = "p  all  C  2016/17  9\np  all  E  2019/20  4\np  all  R  2019/20  6"
    answer, _ = with_predecessors(observed(table, "count"), SPLIT, ["C"])
    assert answer.select("period", "value").rows() == [("2016/17", 9.0), ("2019/20", 10.0)]
    assert answer["note"].to_list() == [None, "East and Rest added up"]


def test_the_least_firm_part_tells_how_firm_the_whole_is() -> None:
    table = "p  all  N  2016/17  7  provisional\np  all  S  2016/17  5"
    assert built(table, unit="count")["status"].to_list() == ["provisional"]


def test_the_figures_needed_are_those_of_all_the_parts() -> None:
    assert needed(MERGED, ["W"]) == ["N", "S", "W"]
    assert needed(MERGED, ["N"]) == ["N"]


def test_in_england_no_successor_since_2009_is_exactly_others_together() -> None:
    built, divided = wholes(Register.load())
    assert {w.area.name for w in built if w.until} == set()
    assert {w.area.name for w in built if w.since} == {
        "Bedfordshire",
        "Cheshire",
        "Cumbria",
        "Northamptonshire",
    }
    assert {d.area.dfe_number for d in divided} == {
        "822", "823", "838", "839", "895", "896", "940", "941", "942", "943",
    }  # fmt: skip
    bournemouth = next(d for d in divided if d.area.dfe_number == "839")
    assert bournemouth.reason.startswith("Dorset (to 2019) was divided among")
