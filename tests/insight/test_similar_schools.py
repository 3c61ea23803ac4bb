"""Who is near whom, how well groups match, and how results compare: checked in the head."""

import math
from statistics import fmean, stdev

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_similar import grid

from foreland.insight import similar_published as published
from foreland.insight.similar_schools import (
    WEIGHTS,
    beside,
    match,
    pairs,
    summed_up,
    with_strata,
)

FIVE = {"100001": 98.0, "100002": 100.0, "100003": 101.0, "100004": 104.0, "100005": 107.0}


def test_the_nearest_are_nearest_in_what_differs() -> None:
    found = match(grid(FIVE), ["100003"], neighbours=2).groups
    assert found.select("neighbour", "rank", "km").rows() == [
        ("100002", 1, 1.0),
        ("100001", 2, 2.0),
    ]


def test_distance_is_the_weighted_root_of_standardised_squares() -> None:
    found = match(grid(FIVE), ["100003"], neighbours=1).groups
    share = WEIGHTS["prior_attainment"] / sum(WEIGHTS.values())
    assert found["distance"][0] == pytest.approx(math.sqrt(share) / stdev(FIVE.values()))


def test_a_tie_goes_to_the_lower_number() -> None:
    found = match(grid({"100003": 1.0, "100001": 2.0, "100002": 0.0}), ["100003"], neighbours=1)
    assert found.groups["neighbour"].to_list() == ["100001"]


def test_a_grammar_school_is_matched_with_grammar_schools_only() -> None:
    strata = ["selective", "non-selective", "selective", "selective", "selective"]
    found = match(grid(FIVE, stratum=strata), ["100001"], neighbours=9).groups
    assert found["neighbour"].to_list() == ["100003", "100004", "100005"]


def test_a_school_is_never_its_own_neighbour() -> None:
    found = match(grid(FIVE), list(FIVE), neighbours=4).groups
    assert found.filter(pl.col("urn") == pl.col("neighbour")).height == 0
    assert found.height == 20


def test_balance_is_in_standard_deviations_before_and_after() -> None:
    found = match(grid(FIVE), ["100003"], neighbours=2).balance
    row = found.filter(pl.col("input") == "prior_attainment").row(0, named=True)
    spread = stdev(FIVE.values())
    assert row["before"] == pytest.approx((101 - 102) / spread)
    assert row["after"] == pytest.approx((101 - 99) / spread)


def test_an_input_that_is_the_same_for_all_has_no_standardised_difference() -> None:
    found = match(grid(FIVE), ["100003"], neighbours=2).balance
    same = found.filter(pl.col("input") == "ehc_plan").row(0, named=True)
    assert (same["before"], same["after"]) == (None, None)


def test_opposite_differences_cancel_in_the_mean_and_not_in_the_size() -> None:
    balance = match(grid(FIVE), ["100001", "100005"], neighbours=4).balance
    row = summed_up(balance).filter(pl.col("input") == "prior_attainment").row(0, named=True)
    each = balance.filter(pl.col("input") == "prior_attainment")["after"]
    assert each[0] < 0 < each[1]
    assert row["after"] == pytest.approx(fmean(each))
    assert row["after_size"] == pytest.approx(fmean(abs(e) for e in each))
    assert (row["schools"], row["beyond"]) == (2, 2)


@pytest.mark.parametrize(
    ("change", "stratum", "reason"),
    [
        ({}, "non-selective", None),
        ({"admissions": "Selective"}, "selective", None),
        ({"admissions": None}, "non-selective", None),
        ({"low_age": 14.0}, None, "pupils join at 13 or later"),
        ({"phase": "Middle deemed secondary"}, None, "a middle school: no results at 16"),
        ({"prior_attainment": None}, None, "not known: prior attainment"),
    ],
)
def test_who_is_matched_and_why_others_are_not(
    change: dict[str, object], stratum: str | None, reason: str | None
) -> None:
    plain = {
        "urn": "100001",
        "phase": "Secondary",
        "admissions": "Non-selective",
        "low_age": 11.0,
        **dict.fromkeys(WEIGHTS, 1.0),
    }
    schema = {"admissions": pl.String, "prior_attainment": pl.Float64}
    found = with_strata(pl.DataFrame([plain | change], schema_overrides=schema), list(WEIGHTS))
    assert found.select("stratum", "reason").row(0) == (stratum, reason)


def test_results_stand_beside_the_groups_mean_with_pupils_chance() -> None:
    attainment, progress = [44.0, 40.0, 42.0, 0.0, 0.0], [0.5, 0.1, 0.3, 0.0, 0.0]
    schools = grid(
        FIVE,
        attainment8=attainment,
        progress8=progress,
        progress8_lower=[p - 0.2 for p in progress],
        progress8_upper=[p + 0.2 for p in progress],
    )
    groups = pl.DataFrame(
        {"urn": ["100001"] * 2, "neighbour": ["100002", "100003"], "rank": [1, 2]}
        | {"distance": [0.1, 0.3]}
    )
    row = beside(schools, groups).row(0, named=True)
    assert row["group_attainment8"] == 41.0
    assert row["attainment8_difference"] == 3.0
    assert row["progress8_difference"] == pytest.approx(0.3)
    # Half-widths 0.2 of the school and 0.2 / √2 of the mean of two.
    half = math.sqrt(0.2**2 + 0.2**2 / 2)
    assert row["progress8_difference_lower"] == pytest.approx(0.3 - half)
    assert row["mean_distance"] == pytest.approx(0.2)


def test_a_pair_is_near_enough_and_beyond_chance() -> None:
    better = [0.0, 0.5, 0.1, 0.5, 0.0]
    schools = grid(
        FIVE,
        progress8=better,
        progress8_lower=[p - 0.2 for p in better],
        progress8_upper=[p + 0.2 for p in better],
    )
    groups = match(schools, ["100001"], neighbours=4).groups
    assert pairs(schools, groups, 40)["neighbour"].to_list() == ["100002", "100004"]
    assert pairs(schools, groups, 2)["neighbour"].to_list() == ["100002"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(-50, 50), min_size=4, max_size=12, unique=True),
    st.floats(0.1, 100),
    st.floats(-100, 100),
)
def test_a_change_of_unit_changes_no_group(values: list[float], scale: float, shift: float) -> None:
    rounded = [round(value, 3) for value in values]
    urns = [str(100001 + place) for place in range(len(rounded))]
    plain = match(grid(dict(zip(urns, rounded, strict=True))), urns, neighbours=3).groups
    other = [value * scale + shift for value in rounded]
    moved = match(grid(dict(zip(urns, other, strict=True))), urns, neighbours=3).groups
    if plain["distance"].max() > 0:
        assert moved["distance"].to_list() == pytest.approx(plain["distance"].to_list(), abs=1e-6)


INPUTS = ("a", "b")


def made_values(count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "urn": [str(100001 + n) for n in range(count)],
            "a": [float(n * n % 17) for n in range(count)],
            "b": [float(1000 * (n % 5)) for n in range(count)],
        }
    )


def made_groups(values: pl.DataFrame, size: int) -> pl.DataFrame:
    """The nearest by 2·a² + 0.000001·b², with distances, as a publisher would print them."""
    rows = []
    for urn, a, b in values.iter_rows():
        away = sorted(
            (math.sqrt(2 * (a - c) ** 2 + 1e-6 * (b - d) ** 2), other)
            for other, c, d in values.iter_rows()
            if other != urn
        )
        rows += [(urn, other, d, n) for n, (d, other) in enumerate(away[:size], start=1)]
    return pl.DataFrame(rows, schema=["urn", "neighbour", "distance", "rank"], orient="row")


def test_weights_are_learnt_from_printed_distances_and_hold_on_other_schools() -> None:
    values = made_values(20)
    groups = made_groups(values, 8)
    found = published.weights_of(values, groups, INPUTS)
    assert found is not None
    assert found.tolist() == pytest.approx([2, 1e-6])
    again = published.learnt_elsewhere(values, groups, INPUTS)
    assert again is not None
    assert again.reproduced == again.pairs == again.found == 160


def test_a_rule_that_is_no_sum_of_squares_is_not_reproduced() -> None:
    values = made_values(20)
    other = made_groups(values, 8).with_columns(pl.col("distance") ** 2)
    again = published.learnt_elsewhere(values, other, INPUTS)
    assert again is not None
    assert again.reproduced < again.pairs / 2


def test_too_few_distances_teach_nothing() -> None:
    values = made_values(3)
    assert published.weights_of(values, made_groups(values, 1).head(1), INPUTS) is None


def test_overlap_counts_shared_members_of_shared_schools() -> None:
    one = pl.DataFrame({"urn": ["1", "1", "2"], "neighbour": ["5", "6", "5"]})
    other = pl.DataFrame({"urn": ["1", "1", "3"], "neighbour": ["5", "7", "5"]})
    found = published.overlap(one, other)
    assert (found.schools, found.members, found.found, found.wrong) == (1, 2, 1, 1)


def test_a_spread_that_is_given_takes_the_place_of_the_schools_own() -> None:
    frame, by = grid({"a": 100.0, "b": 101.0, "c": 104.0}), {"prior_attainment": 1.0}
    own = match(frame, ["a"], by).groups
    found = match(frame, ["a"], by, spread={"prior_attainment": 2.0}).groups
    assert found.select("neighbour", "distance").rows() == [("b", 0.5), ("c", 2.0)]
    assert own["distance"].to_list() != found["distance"].to_list()
