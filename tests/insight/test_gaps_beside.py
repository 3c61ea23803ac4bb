"""The same gap in England and among the neighbours: both lines; what is missing is counted."""

from typing import Any

import polars as pl
import pytest
from observed import observed

from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.gaps import PAIRS_SCHEMA, gaps
from foreland.insight.gaps_beside import gaps_beside

NEAR = pl.DataFrame({"neighbour": ["N1", "N2", "N3"], "nearness": [1, 2, 3]})
FACTS = """
    readers  dis=yes  A    2023/24  45
    readers  dis=no   A    2023/24  68
    readers  dis=yes  ENG  2023/24  50
    readers  dis=no   ENG  2023/24  67
    readers  dis=yes  N1   2023/24  40
    readers  dis=no   N1   2023/24  60
    readers  dis=yes  N2   2023/24  41
    readers  dis=no   N2   2023/24  71
    readers  dis=yes  N3   2023/24  -   suppressed
    readers  dis=no   N3   2023/24  70
    """


def beside(facts: str, polarity: str = "higher", of: str = "area") -> dict[str, Any]:
    pairs = pl.DataFrame(
        [("readers", "dis=yes", "dis=no", of, None, polarity, False)],
        schema=PAIRS_SCHEMA,
        orient="row",
    )
    found = gaps(observed(facts), pairs, pl.DataFrame(schema=BREAKS_SCHEMA), "ENG")
    return gaps_beside(found, NEAR, "A", "ENG").row(-1, named=True)


def test_a_neighbour_without_both_figures_drops_out_and_is_counted() -> None:
    row = beside(FACTS)
    assert (row["neighbours_n"], row["neighbours_of"]) == (2, 3)
    assert row["neighbours_used"] == "N1; N2"
    assert (row["neighbours_behind"], row["neighbours_behind_median"]) == (25, 25)


def test_both_lines_of_the_neighbours_are_of_those_that_have_both() -> None:
    """N3's 70 stays out of the others' line: else the lines would not give the gap."""
    row = beside(FACTS)
    assert (row["neighbours_group"], row["neighbours_comparator"]) == (40.5, 65.5)
    assert row["neighbours_comparator"] - row["neighbours_group"] == row["neighbours_behind"]


def test_england_has_the_same_gap() -> None:
    row = beside(FACTS)
    assert (row["england_behind"], row["england_gap"]) == (17, -17)
    assert (row["england_group"], row["england_comparator"]) == (50, 67)


def test_a_gap_to_englands_comparator_has_no_line_of_england() -> None:
    row = beside(FACTS, of="england")
    assert (row["behind"], row["england_behind"]) == (22, None)


def test_without_a_neighbour_with_both_there_is_no_middle() -> None:
    row = beside("readers  dis=yes  A  2023/24  45\nreaders  dis=no  A  2023/24  68")
    assert (row["neighbours_n"], row["neighbours_behind"], row["england_behind"]) == (0, None, None)


@pytest.mark.parametrize("polarity", ["higher", "lower", "none"])
def test_behind_goes_by_polarity_for_the_neighbours_too(polarity: str) -> None:
    row = beside(FACTS, polarity)
    expected = {"higher": 25, "lower": -25, "none": None}[polarity]
    assert (row["neighbours_behind"], row["neighbours_gap"]) == (expected, -25)
