"""How far the middle is, in words: worse, level or better, more or fewer, as the figures are."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.distance_words import MEDIAN, distance_in_words
from foreland.model.units import Unit


@pytest.mark.parametrize(
    ("to", "polarity", "people", "said"),
    [
        (3.1, "lower", (1203, 38780, "young people"),
         "3.1 percentage points worse than the middle authority (5.0%): 1,203 fewer of 38,780 "
         "young people would make it level"),
        (3.1, "higher", (42, 1000, "pupils"),
         "3.1 percentage points worse than the middle authority (5.0%): 42 more of 1,000 pupils "
         "would make it level"),
        (3.1, "higher", None, "3.1 percentage points worse than the middle authority (5.0%)"),
        (-0.4, "lower", (0, 38780, "young people"),
         "0.4 percentage points better than the middle authority (5.0%)"),
        (0.0, "lower", None, "level with the middle authority (5.0%)"),
        (3.1, "none", None, ""),
        (None, "higher", None, ""),
    ],
)  # fmt: skip
def test_a_distance_is_said_in_points_and_in_people(
    to: float | None, polarity: str, people: tuple[int, float, str] | None, said: str
) -> None:
    assert distance_in_words(to, MEDIAN, "5.0%", "percent", 1, polarity, people) == said


@given(
    st.decimals(-100, 100, places=3),
    st.sampled_from(list(Unit)),
    st.integers(0, 3),
    st.sampled_from(["higher", "lower"]),
    st.integers(0, 5000),
)
def test_sign_unit_and_size_agree(
    to: Decimal, unit: Unit, precision: int, polarity: str, count: int
) -> None:
    said = distance_in_words(
        float(to), MEDIAN, "X", unit.value, precision, polarity, (count, 9000, "pupils")
    )
    assert ("worse" in said) == (to > 0)
    assert ("better" in said) == (to < 0)
    assert ("level with" in said) == (to == 0)
    assert "%" not in said
    assert ("more of" in said) == (to > 0 and count > 0 and polarity == "higher")
    assert ("fewer of" in said) == (to > 0 and count > 0 and polarity == "lower")
    if to:
        told = re.match(r"(less than )?£?([\d,]+(?:\.\d+)?)", said)
        assert told is not None
        off = abs(Decimal(told[2].replace(",", "")) - abs(to))
        assert off <= Decimal(1).scaleb(-precision) / (1 if told[1] else 2) + Decimal("1e-9")
        points = unit in (Unit.PERCENT, Unit.PERCENTAGE_POINTS)
        assert ("percentage point" in said) == points
