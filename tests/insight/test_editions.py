"""Each edition of the neighbours has its mean and its median, and says how many had a figure."""

from typing import Any

import polars as pl
from observed import observed

from foreland.insight.compare import newest_model
from foreland.insight.editions import by_edition

NEIGHBOURS = pl.DataFrame(
    [
        *[("2021-04", "A", n, f"N{n}") for n in (1, 2, 3)],
        *[("2025-05", "A", n, f"N{n + 1}") for n in (1, 2, 3)],
        ("2025-05", "B", 1, "A"),
        ("chosen", "A", 1, "B"),
    ],
    schema={"model": pl.String, "area": pl.String, "rank": pl.Int64, "neighbour": pl.String},
    orient="row",
)
FACTS = """
    readers  all  A   2023/24  50
    readers  all  N1  2023/24  40
    readers  all  N2  2023/24  44
    readers  all  N3  2023/24  60
    readers  all  N4  2023/24  -   suppressed
    readers  all  B   2023/24  70
    """


def editions(facts: str = FACTS) -> list[dict[str, Any]]:
    return list(by_edition(observed(facts), NEIGHBOURS, "A").iter_rows(named=True))


def test_newest_edition_first_the_chosen_peers_last() -> None:
    assert [row["edition"] for row in editions()] == ["2025-05", "2021-04", "chosen"]


def test_mean_median_and_how_many_had_a_figure() -> None:
    new, old, chosen = editions()
    assert (new["mean"], new["median"], new["n"], new["of"]) == (52, 52, 2, 3)
    assert (old["mean"], old["median"], old["n"], old["of"]) == (48, 44, 3, 3)
    assert (chosen["mean"], chosen["used"]) == (70, "B")


def test_an_area_without_a_figure_stands_beside_nobody() -> None:
    assert editions("readers  all  N1  2023/24  40") == []


def test_a_figure_that_an_area_printed_itself_is_no_neighbours_figure() -> None:
    (row, *_) = editions(FACTS.replace("N3  2023/24  60", "N3  2023/24  60  quoted"))
    assert (row["mean"], row["n"]) == (44, 1)


def test_chosen_peers_never_lead_where_a_publisher_named_neighbours() -> None:
    assert newest_model(NEIGHBOURS) == "2025-05"
    assert newest_model(NEIGHBOURS.filter(pl.col("model") == "chosen")) == "chosen"
    assert newest_model(NEIGHBOURS.clear()) is None
