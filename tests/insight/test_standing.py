"""A rank says how sure it is; the middle and the best are told in points and in children."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from observed import observed

from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.standing import standing
from foreland.model.areas import Area, Register

CODES = [f"A{n}" for n in range(1, 12)]
REGISTER = Register([Area("ENG", "England", "country"), *(Area(c, c, "county") for c in CODES)])


def stands(facts: pl.DataFrame, area: str, polarity: str = "higher") -> list[dict[str, Any]]:
    better = pl.DataFrame({"indicator": ["readers"], "polarity": [polarity]})
    chosen = REGISTER.code(area)
    assert chosen is not None
    breaks = pl.DataFrame(schema=BREAKS_SCHEMA)
    return list(standing(facts, better, breaks, REGISTER, chosen).iter_rows(named=True))


def shares(of: int, cases: list[int]) -> pl.DataFrame:
    pairs = zip(CODES, cases, strict=True)
    return observed("\n".join(f"readers  all  {c}  2023/24  {n}/{of}" for c, n in pairs))


def test_close_shares_of_few_children_could_stand_anywhere() -> None:
    (row,) = stands(shares(20, [8, 8, 9, 9, 10, 10, 10, 11, 11, 12, 12]), "A5")
    assert (row["rank_best"], row["rank_worst"]) == (1, 11)


def test_far_shares_of_many_children_stand_where_they_stand() -> None:
    (row,) = stands(shares(100_000, [n * 5_000 for n in range(1, 12)]), "A5")
    assert (row["rank_best"], row["rank_worst"]) == (7, 7)


def test_without_counts_and_history_no_rank_is_sure() -> None:
    facts = observed(
        "\n".join(f"readers  all  {c}  2023/24  {50 + n}" for n, c in enumerate(CODES))
    )
    (row,) = stands(facts, "A1")
    assert (row["rank_best"], row["rank_worst"], row["median"]) == (None, None, 55)


def test_without_counts_the_noise_is_that_of_the_years() -> None:
    lines = []
    for place, code in enumerate(CODES):
        for n, year in enumerate(["2021/22", "2022/23", "2023/24"]):
            lines.append(f"readers  all  {code}  {year}  {20 + 5 * place + (n + place) % 2}")
    found = {r["period_end"].year: r for r in stands(observed("\n".join(lines)), "A6")}
    assert (found[2024]["rank_best"], found[2024]["rank_worst"]) == (6, 6)


@pytest.mark.parametrize(
    ("polarity", "area", "to_median", "to_best", "best"),
    [
        ("higher", "A1", 25, 45, 60),
        ("higher", "A6", 0, 20, 60),
        ("higher", "A11", -25, -5, 60),
        ("lower", "A11", 25, 45, 20),
        ("lower", "A1", -25, -5, 20),
    ],
)
def test_distance_is_how_much_worse(
    polarity: str, area: str, to_median: float, to_best: float, best: float
) -> None:
    """15, 20, ... 65: the middle is 40, a tenth of the eleven is at 20 and at 60."""
    (row,) = stands(shares(100, [10 + 5 * n for n in range(1, 12)]), area, polarity)
    assert (row["median"], row["best_tenth"]) == (40, best)
    assert (row["to_median"], row["to_best_tenth"]) == (to_median, to_best)


def test_distance_in_children() -> None:
    """15 % of 200 have it, 40 % would be the middle: 50 more children."""
    facts = shares(200, [2 * (10 + 5 * n) for n in range(1, 12)])
    (row,) = stands(facts, "A1")
    assert (row["children_to_median"], row["children_to_best_tenth"]) == (50, 90)
    (row,) = stands(facts, "A11")
    assert (row["children_to_median"], row["children_to_best_tenth"]) == (0, 0)


def test_no_standing_where_neither_more_nor_less_is_better() -> None:
    assert stands(shares(100, [50] * 11), "A1", "none") == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 300), min_size=11, max_size=11),
    st.sampled_from(["higher", "lower"]),
    st.sampled_from(CODES),
)
def test_the_rank_lies_between_its_best_and_its_worst(
    cases: list[int], polarity: str, area: str
) -> None:
    (row,) = stands(shares(300, cases), area, polarity)
    own = cases[CODES.index(area)]
    better = sum(n > own if polarity == "higher" else n < own for n in cases)
    assert 1 <= row["rank_best"] <= 1 + better <= row["rank_worst"] <= 11
