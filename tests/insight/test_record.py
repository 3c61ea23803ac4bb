"""Our own record: sums to check in the head."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.record import RECORD_SCHEMA, record

DAY = date(2025, 8, 31)


def rows(*given: dict[str, object]) -> pl.DataFrame:
    base = {
        "theme": "reading", "indicator": "a", "group": "all", "comparator": None, "horizon": 1,
        "state": "scored", "error": 1.0, "error_of_last_value": 2.0, "inside50": True,
        "inside80": True, "inside95": True, "made_ahead": True,
    }  # fmt: skip
    kinds = {"comparator": pl.String, "error": pl.Float64, "error_of_last_value": pl.Float64}
    kinds |= dict.fromkeys(("inside50", "inside80", "inside95", "made_ahead"), pl.Boolean)
    return pl.DataFrame([base | one for one in given], schema_overrides=kinds)


def whole(scores: pl.DataFrame, horizon: int = 1) -> dict[str, object]:
    found = record(scores).filter((pl.col("theme") == "") & (pl.col("horizon") == horizon))
    return found.row(0, named=True)


def test_errors_are_summed_by_series_before_series_are_compared() -> None:
    """a: (1 + 3) over (2 + 2) is 1; b: 1 over 4 is 0.25; c: 3 over 6 is 0.5, the middle."""
    found = whole(
        rows(
            {"error": -1.0}, {"error": 3.0},
            {"indicator": "b", "error_of_last_value": 4.0},
            {"indicator": "c", "error": 3.0, "error_of_last_value": -6.0},
        )
    )  # fmt: skip
    assert (found["ratio"], found["better"], found["compared"]) == (0.5, 2, 3)
    assert (found["scored"], found["series"]) == (4, 3)


def test_what_is_awaited_not_comparable_or_hindsight_is_no_proof() -> None:
    found = whole(
        rows(
            {"state": "awaited", "error": None, "inside80": None},
            {"state": "not comparable", "error": None, "inside80": None},
            {"made_ahead": False},
            {"made_ahead": None},
            {"inside80": False},
        )
    )
    told = [found[n] for n in ("forecasts", "scored", "awaited", "not_comparable", "hindsight")]
    assert told == [5, 1, 1, 1, 2]
    assert found["inside80"] == 0


def test_one_whose_truth_is_withheld_is_not_counted_as_scored() -> None:
    assert whole(rows({"error": None, "inside80": None}))["scored"] == 0


def test_a_last_value_that_was_right_leaves_nothing_to_beat() -> None:
    found = whole(rows({"error_of_last_value": 0.0}))
    assert (found["ratio"], found["compared"], found["scored"]) == (None, 0, 1)


def test_intervals_that_were_not_kept_are_not_counted_as_missed() -> None:
    found = whole(rows({"inside50": None}, {"inside50": False}))
    assert (found["inside50"], found["of50"]) == (0, 1)


def test_no_forecast_gives_no_row() -> None:
    assert record(rows({}).clear()).schema == pl.Schema(RECORD_SCHEMA)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.sampled_from(
    ["scored", "awaited", "not comparable"]), st.booleans()), min_size=1))  # fmt: skip
def test_every_forecast_is_counted_once_by_theme_and_once_in_all(
    given: list[tuple[str, int, str, bool]],
) -> None:
    scores = rows(
        *[
            {"theme": theme, "horizon": horizon, "state": state, "made_ahead": ahead,
             "error": 1.0 if state == "scored" else None}
            for theme, horizon, state, ahead in given
        ]
    )  # fmt: skip
    found = record(scores)
    parts = pl.sum_horizontal("scored", "awaited", "not_comparable", "hindsight")
    assert found.filter(parts != pl.col("forecasts")).height == 0
    for mine in (found.filter(pl.col("theme") == ""), found.filter(pl.col("theme") != "")):
        assert mine["forecasts"].sum() == pytest.approx(len(given))
