"""A gap and its move in words: sign, size, unit, narrower or wider and the reason agree."""

import re
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.change import CLEAR, MORE_THAN_USUAL, USUAL, WITHIN_ROUNDING
from foreland.insight.gap_words import gap_change_in_words, gap_in_words
from foreland.insight.gaps import GAP_COLUMNS, PAIRS_SCHEMA, gaps
from foreland.model.units import Unit

#: Units that a figure of a group can have.
UNITS = [u for u in Unit if u is not Unit.PERCENTAGE_POINTS]
FIGURE = st.decimals(0, 100, places=2)


@pytest.mark.parametrize(
    ("behind", "gap", "whole", "said"),
    [
        (27.0, -27.0, True, "27 percentage points behind, plus or minus 1"),
        (1.0, -1.0, True, "1 percentage point behind, plus or minus 1"),
        (-3.0, 3.0, False, "3 percentage points ahead"),
        (0.0, 0.0, False, "level"),
        (0.0, 0.0, True, "level, plus or minus 1"),
        (None, -4.0, False, "4 percentage points lower"),
        (None, 4.0, False, "4 percentage points higher"),
        (None, None, False, ""),
    ],
)
def test_who_is_behind_and_by_how_much(
    behind: float | None, gap: float | None, whole: bool, said: str
) -> None:
    assert gap_in_words(behind, gap, "percent", 0, whole) == said


@pytest.mark.parametrize(
    ("change", "because", "direction", "certainty", "said"),
    [
        (-2.0, "closer: both improved, the group more", "better", MORE_THAN_USUAL,
         "2.0 percentage points narrower since 2022/23: both improved, the group more; more than "
         "usual movement, of which about a third may fade"),
        (0.4, "wider: the others improved", "no clear change", USUAL,
         "no clear change since 2022/23: 0.4 percentage points wider, usual movement "
         "(the others improved)"),
        (1.0, "unchanged: a move of 1 is within rounding", "no clear change", WITHIN_ROUNDING,
         "no clear change since 2022/23: 1.0 percentage points wider, no more than rounding can "
         "make"),
        (0.0, "unchanged: both improved alike", "no clear change", USUAL,
         "no change since 2022/23: both improved alike"),
        (None, None, None, None, "no earlier figure"),
    ],
)  # fmt: skip
def test_a_gap_moves_with_its_reason_and_how_sure_that_is(
    change: float | None, because: str | None, direction: str | None, certainty: str | None,
    said: str,
) -> None:  # fmt: skip
    words = gap_change_in_words(change, "percent", 1, "2022/23", because, direction, certainty)
    assert words == said


@given(
    st.tuples(FIGURE, FIGURE, FIGURE, FIGURE),
    st.sampled_from(UNITS),
    st.sampled_from(["higher", "lower"]),
    st.integers(0, 3),
    st.sampled_from([*CLEAR, USUAL]),
)
def test_words_agree_with_both_lines(
    figures: tuple[Decimal, Decimal, Decimal, Decimal], unit: Unit, polarity: str, precision: int,
    certainty: str,
) -> None:  # fmt: skip
    """From two random lines of two years, through the gap's own rule, to the sentence."""
    then, then_other, now, now_other = map(float, figures)
    found = _gaps((then, then_other), (now, now_other), unit, polarity, precision == 0)
    row = found.row(-1, named=True)
    sign = 1 if polarity == "higher" else -1
    better, others = sign * (now - then), sign * (now_other - then_other)
    said = gap_in_words(row["behind"], row["gap"], unit, precision, precision == 0)
    behind = round(sign * (now_other - now), 10)
    assert ("behind" in said) == (behind > 0 and not said.startswith("level"))
    assert ("ahead" in said) == (behind < 0 and not said.startswith("level"))
    assert "%" not in said
    _size_is(said, abs(Decimal(str(behind))), precision)
    change = row["change"]
    direction = "no clear change"
    if certainty in CLEAR and change:
        direction = "better" if change < 0 else "worse"
    words = gap_change_in_words(
        change, unit, precision, row["change_from"], row["because"], direction, certainty
    )
    assert "%" not in words
    assert ("narrower" in words) == (change < 0)
    assert ("wider" in words) == (change > 0)
    if change and not row["because"].startswith("unchanged"):
        assert words.startswith("no clear change") == (direction == "no clear change")
        assert ("the group improved" in words) <= (better > 0)
        assert ("the others improved" in words) <= (others > 0)
        assert ("both got worse" in words) <= (better < 0 and others < 0)
        assert ("both improved" in words) <= (better > 0 and others > 0)
    if change:
        _size_is(words.partition("since")[0] + words.partition(": ")[2], abs(Decimal(str(change))),
                 precision)  # fmt: skip


def _size_is(said: str, size: Decimal, precision: int) -> None:
    told = re.search(r"(less than )?£?([\d,]+(?:\.\d+)?)", said)
    if said.startswith("level") or told is None:
        assert size <= Decimal("0.5") if said.startswith("level") else not size
        return
    off = abs(Decimal(told[2].replace(",", "")) - size)
    assert off <= Decimal(1).scaleb(-precision) / (1 if told[1] else 2) + Decimal("1e-9")


def _gaps(
    then: tuple[float, float], now: tuple[float, float], unit: Unit, polarity: str, coarse: bool
) -> pl.DataFrame:
    from datetime import date

    rows = [
        {
            "indicator": "i", "source_code": "s:i", "area": "A", "area_name": "A",
            "dfe_number": "1", "period": f"{year - 1}/{year % 100}", "period_kind": "academic",
            "period_start": date(year - 1, 9, 1), "period_end": date(year, 8, 31),
            "published_period": str(year), "group": group, "value": value, "numerator": None,
            "denominator": None, "unit": unit.value, "status": "final", "symbol": None,
            "source": "s", "release": "r", "as_of": None, "in_latest": True, "file": "f",
            "cell": "c", "id": f"{year}{group}",
        }
        for year, pair in ((2023, then), (2024, now))
        for group, value in zip(("x=yes", "x=no"), pair, strict=True)
    ]  # fmt: skip
    facts = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("numerator", "denominator").cast(pl.Float64),
        pl.col("as_of").cast(pl.Date),
        pl.col("symbol").cast(pl.String),
    )
    pairs = pl.DataFrame(
        [("i", "x=yes", "x=no", "area", None, polarity, coarse)],
        schema=PAIRS_SCHEMA,
        orient="row",
    )
    from foreland.insight.change import BREAKS_SCHEMA

    return gaps(facts, pairs, pl.DataFrame(schema=BREAKS_SCHEMA), "ENG").select(GAP_COLUMNS)
