"""The grammar: sign, unit, size and direction agree whatever the figures are."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.change import CLEAR, USUAL
from foreland.insight.change_words import change_in_words, size_in_words
from foreland.model.units import Unit

NEET = "December 2023 to February 2024"


def test_a_change_says_size_unit_since_when_which_way_and_how_sure() -> None:
    said = change_in_words(2.8, "percent", 1, NEET, "worse", "more than usual movement")
    assert said == (
        "up 2.8 percentage points since December 2023 to February 2024, which is worse: "
        "more than usual movement, of which about a third may fade"
    )


@pytest.mark.parametrize(
    ("size", "unit", "precision", "said"),
    [
        (2.85, "percent", 1, "2.9 percentage points"),
        (1, "percent", 0, "1 percentage point"),
        (-1234, "pounds", 0, "£1,234"),
        (3, "count", 0, "3"),
        (0.04, "percent", 1, "less than 0.1 percentage points"),
        (1.25, "per-100000", 1, "1.3 per 100,000"),
        (1, "days", 0, "1 day"),
    ],
)
def test_a_size_is_said_in_the_unit_of_a_change(
    size: float, unit: str, precision: int, said: str
) -> None:
    assert size_in_words(size, unit, precision) == said


@pytest.mark.parametrize(
    ("change", "direction", "reason", "said"),
    [
        (None, "no earlier figure", None, "no earlier figure"),
        (None, "not comparable", "points changed",
         "not comparable with earlier figures: points changed"),
        (0.0, "no clear change", None, "no change since 2022/23"),
        (0.3, "no clear change", None,
         "no clear change since 2022/23: up 0.3 percentage points, usual movement"),
    ],
)  # fmt: skip
def test_what_is_no_change_is_not_called_one(
    change: float | None, direction: str, reason: str | None, said: str
) -> None:
    assert change_in_words(change, "percent", 1, "2022/23", direction, USUAL, reason) == said


_PAIRS = st.tuples(st.decimals(-10_000, 10_000, places=3), st.decimals(-10_000, 10_000, places=3))


@given(
    _PAIRS,
    st.sampled_from(list(Unit)),
    st.integers(0, 3),
    st.sampled_from(["higher", "lower"]),
    st.sampled_from([*CLEAR, USUAL]),
)
def test_sign_unit_size_and_direction_agree(
    pair: tuple[Decimal, Decimal], unit: Unit, precision: int, polarity: str, certainty: str
) -> None:
    before, now = pair
    change = float(now - before)
    clear = certainty in CLEAR and change != 0
    better = (change > 0) == (polarity == "higher")
    direction = ("better" if better else "worse") if clear else "no clear change"
    said = change_in_words(change, unit.value, precision, "2022/23", direction, certainty)
    assert "%" not in said
    assert "per cent" not in said.replace("percentage", "")
    assert ("up " in said) == (change > 0)
    assert ("down " in said) == (change < 0)
    assert (f"which is {direction}" in said) == clear
    assert said.startswith("no ") == (not clear)
    if change:
        figures = re.search(r"(?:up|down) (less than )?£?([\d,.]*\d)", said)
        assert figures is not None
        size = Decimal(figures[2].replace(",", ""))
        off = abs(size - abs(now - before))
        assert off <= Decimal(1).scaleb(-precision) / (1 if figures[1] else 2) + Decimal("1e-9")
        assert ("percentage point" in said) == (unit in (Unit.PERCENT, Unit.PERCENTAGE_POINTS))
