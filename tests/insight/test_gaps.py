"""A gap names its comparator, is signed, and says how far behind; both lines are kept."""

from typing import Any

import polars as pl
import pytest
from observed import observed

from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.gaps import PAIRS_SCHEMA, gaps

NO_BREAK = pl.DataFrame(schema=BREAKS_SCHEMA)


def between(
    facts: pl.DataFrame,
    comparator: str = "dis=no",
    of: str = "area",
    polarity: str = "higher",
    coarse: bool = False,
    area: str = "A",
) -> list[dict[str, Any]]:
    pairs = pl.DataFrame(
        [("readers", "dis=yes", comparator, of, None, polarity, coarse)],
        schema=PAIRS_SCHEMA,
        orient="row",
    )
    found = gaps(facts, pairs, NO_BREAK, "ENG")
    return [r for r in found.iter_rows(named=True) if r["area"] == area]


@pytest.mark.parametrize(
    ("comparator", "of", "gap"), [("dis=no", "area", -23), ("dis=no", "england", -22),
                                  ("all", "area", -15)],
)  # fmt: skip
def test_45_beside_68_67_and_60_is_three_gaps(comparator: str, of: str, gap: float) -> None:
    facts = observed("""
        readers  dis=yes  A    2023/24  45
        readers  dis=no   A    2023/24  68
        readers  dis=no   ENG  2023/24  67
        readers  all      A    2023/24  60
        """)
    (row,) = between(facts, comparator, of)
    assert (row["gap"], row["behind"], row["unit"]) == (gap, -gap, "percentage-points")
    assert (row["comparator"], row["comparator_of"]) == (comparator, of)


def test_behind_goes_by_polarity() -> None:
    facts = observed("""
        readers  dis=yes  A  2023/24  9.5
        readers  dis=no   A  2023/24  6.1
        """)
    (row,) = between(facts, polarity="lower")
    assert (row["gap"], row["behind"]) == (3.4, 3.4)
    (row,) = between(facts, polarity="higher")
    assert (row["gap"], row["behind"]) == (3.4, -3.4)
    (row,) = between(facts, polarity="none")
    assert (row["gap"], row["behind"]) == (3.4, None)


def test_a_gap_without_one_side_is_missing_with_its_reason_never_zero() -> None:
    facts = observed("""
        readers  dis=yes  A  2022/23  -   suppressed
        readers  dis=no   A  2022/23  68
        readers  dis=yes  A  2023/24  45
        """)
    first, second = between(facts)
    assert (first["gap"], first["status"]) == (None, "suppressed")
    assert (second["gap"], second["status"]) == (None, "not-available")


def test_a_gap_is_as_firm_as_its_less_firm_side() -> None:
    facts = observed("""
        readers  dis=yes  A  2023/24  45  final
        readers  dis=no   A  2023/24  68  provisional
        """)
    assert between(facts)[0]["status"] == "provisional"


@pytest.mark.parametrize(
    ("group", "comparator", "because"),
    [
        (44, 65, "closer: both got worse, the others more"),
        (50, 70, "closer: both improved, the group more"),
        (48, 68, "closer: the group improved"),
        (45, 66, "closer: the others got worse"),
        (46, 66, "closer: the group improved and the others got worse"),
        (46, 71, "wider: both improved, the others more"),
        (42, 68, "wider: the group got worse"),
        (45, 70, "wider: the others improved"),
        (44, 70, "wider: the group got worse and the others improved"),
        (40, 67, "wider: both got worse, the group more"),
        (47, 70, "unchanged: both improved alike"),
        (43, 66, "unchanged: both got worse alike"),
        (45, 68, "unchanged"),
    ],
)
@pytest.mark.parametrize("polarity", ["higher", "lower"])
def test_a_gap_says_which_side_moved_it(
    group: float, comparator: float, because: str, polarity: str
) -> None:
    facts = observed(f"""
        readers  dis=yes  A  2022/23  45
        readers  dis=no   A  2022/23  68
        readers  dis=yes  A  2023/24  {group}
        readers  dis=no   A  2023/24  {comparator}
        """)
    if polarity == "lower":  # Turned round: fewer is better, all else alike.
        facts = facts.with_columns((100 - pl.col("value")).alias("value"))
    before, now = between(facts, polarity=polarity)
    assert before["because"] is None
    assert now["because"] == because
    assert now["change_from"] == "2022/23"


def test_a_move_of_1_between_whole_numbers_is_no_change() -> None:
    facts = observed("""
        readers  dis=yes  A  2022/23  45
        readers  dis=no   A  2022/23  68
        readers  dis=yes  A  2023/24  46
        readers  dis=no   A  2023/24  68
        """)
    assert between(facts, coarse=True)[1]["because"].startswith("unchanged")
    assert between(facts, coarse=True)[1]["plus_minus"] == 1
    assert between(facts)[1]["because"] == "closer: the group improved"


def test_an_id_is_of_what_the_gap_was_computed_from() -> None:
    facts = observed("""
        readers  dis=yes  A  2022/23  45
        readers  dis=no   A  2022/23  68
        readers  dis=yes  A  2023/24  45
        readers  dis=no   A  2023/24  68
        """)
    first, second = between(facts)
    assert first["id"].startswith("calc:")
    assert first["id"] != second["id"]
    assert between(facts)[0]["id"] == first["id"]
