"""Which schools have a need and got something: by hand."""

import polars as pl
import pytest

from foreland.insight import service_coverage as coverage


def schools(*rows: tuple[str, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(urn, f"School {urn}", "primary", value) for urn, value in rows],
        schema={"urn": pl.String, "name": pl.String, "phase": pl.String, "value": pl.Float64},
        orient="row",
    )


FIVE = schools(("1", 9.0), ("2", 7.5), ("3", 7.0), ("4", 5.0), ("5", None))


@pytest.mark.parametrize(
    ("limit", "polarity", "itself", "expected"),
    [
        (7.5, "lower", False, [True, False, False, False, None]),
        (7.5, "lower", True, [True, True, False, False, None]),
        (7.0, "higher", False, [False, False, False, True, None]),
        (7.0, "higher", True, [False, False, True, True, None]),
    ],
)
def test_worse_is_by_the_measures_polarity(
    limit: float, polarity: str, itself: bool, expected: list[bool | None]
) -> None:
    found = coverage.with_need(FIVE, limit, polarity, itself=itself)
    assert found["has_need"].to_list() == expected


@pytest.mark.parametrize(
    ("percent", "polarity", "expected"),
    [(25, "lower", 9.0), (50, "lower", 7.5), (50, "higher", 7.0), (1, "higher", 5.0)],
)
def test_the_worst_are_of_those_known(percent: float, polarity: str, expected: float) -> None:
    assert coverage.threshold(FIVE["value"], percent, polarity) == expected


def test_nothing_known_has_no_threshold() -> None:
    assert coverage.threshold(pl.Series([None, None], dtype=pl.Float64), 25, "lower") is None


def test_a_school_without_a_figure_is_counted_apart() -> None:
    judged = coverage.with_need(FIVE, 7.0, "lower", itself=False)
    given = pl.DataFrame(
        [("1", "advice"), ("1", "advice"), ("1", "visits"), ("4", "advice"), ("5", "advice")],
        schema=["urn", "service"],
        orient="row",
    )
    found = coverage.reach(judged, given)
    assert found.select("urn", "services", "entries").rows() == [
        ("1", "advice, visits", 3),
        ("2", None, 0),
        ("3", None, 0),
        ("4", "advice", 1),
        ("5", "advice", 1),
    ]
    assert coverage.counted(found) == {
        "schools": 5,
        "known": 4,
        "with_need": 2,
        "reached": 1,
        "not_reached": 1,
        "reached_without_need": 1,
        "reached_not_known": 1,
    }
