"""Values out of line: what is told, and what is not. Thirty areas, values to see at a glance."""

from datetime import date
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.outliers import out_of_line

AREAS = [f"A{number:02d}" for number in range(30)]
YEARS = range(2016, 2026)
NO_BREAKS = pl.DataFrame(schema=BREAKS_SCHEMA)
RANDOM = Random(7)
USUAL = {(a, y): 50 + RANDOM.choice((-2, -1, 0, 1, 2)) for a in AREAS for y in YEARS}
USUAL |= {("E", y): 50 for y in YEARS}
KEPT = {"numerator": pl.Float64, "denominator": pl.Float64}


def facts(own: dict[int, float | None] | None = None, unit: str = "percent") -> pl.DataFrame:
    """All areas stay within a few points of 50; ``own`` are other values of A00."""
    rows = []
    for area in [*AREAS, "E"]:
        for year in YEARS:
            value: float | None = USUAL[area, year]
            if area == "A00" and own and year in own:
                value = own[year]
            rows.append(
                {
                    "id": f"{area}.{year}",
                    "indicator": "x",
                    "group": "all",
                    "area": area,
                    "period": str(year),
                    "period_kind": "calendar",
                    "period_start": date(year, 1, 1),
                    "period_end": date(year, 12, 31),
                    "value": value,
                    "unit": unit,
                    "status": "final" if value is not None else "suppressed",
                }
            )
    return pl.DataFrame(rows).with_columns(
        *[pl.lit(None, dtype).alias(name) for name, dtype in KEPT.items()],
        pl.col("value").cast(pl.Float64),
    )


def told(frame: pl.DataFrame, breaks: pl.DataFrame = NO_BREAKS) -> list[tuple[str, str, str]]:
    found = out_of_line(frame, breaks, AREAS, ["E"])
    return list(found.select("area", "period", "test").iter_rows())


def test_usual_movements_are_not_told() -> None:
    assert told(facts()) == []


def test_a_jump_that_comes_back_is_told_once_where_it_jumped() -> None:
    assert told(facts({2020: 95.0})) == [("A00", "2020", "change")]


def test_a_jump_that_stays_is_told() -> None:
    stays = {year: 90.0 + year % 3 for year in range(2021, 2026)}
    assert told(facts(stays)) == [("A00", "2021", "change")]


def test_an_area_that_is_used_to_jumps_is_not_told_for_one_more() -> None:
    jumps = {year: 50.0 if year % 2 else 90.0 for year in YEARS}
    assert told(facts(jumps)) == []


def test_nothing_is_told_across_a_break() -> None:
    stays = {year: 90.0 + year % 3 for year in range(2021, 2026)}
    breaks = pl.DataFrame(
        [("x", date(2021, 1, 1), "redefined")], schema=BREAKS_SCHEMA, orient="row"
    )
    assert told(facts(stays), breaks) == []


@pytest.mark.parametrize("times", [10, 100, 1000, 0.1, 0.01])
def test_another_scale_is_told(times: float) -> None:
    found = told(facts({2020: 52 * times}, unit="per-10000"))
    assert ("A00", "2020", "scale") in found


def test_a_percentage_above_100_and_a_value_below_zero_are_told() -> None:
    assert ("A00", "2020", "range") in told(facts({2020: 104.0}))
    assert ("A00", "2020", "range") in told(facts({2020: -50.0}, unit="per-10000"))


def test_a_missing_value_is_never_told() -> None:
    assert told(facts({2020: None})) == []


def test_a_country_outside_the_range_of_its_areas_is_told() -> None:
    frame = facts().with_columns(
        pl.when((pl.col("area") == "E") & (pl.col("period") == "2020"))
        .then(1258.0)
        .otherwise("value")
        .alias("value")
    )
    assert ("E", "2020", "whole") in told(frame)


def test_a_total_of_the_country_is_not_held_against_its_parts() -> None:
    frame = facts(unit="count").with_columns(
        pl.when(pl.col("area") == "E").then(pl.col("value") * 30).otherwise("value").alias("value")
    )
    assert told(frame) == []


@given(st.floats(-1e6, 1e6), st.sampled_from(["percent", "count", "score", "per-1000"]))
def test_only_the_rows_of_the_changed_area_are_told(value: float, unit: str) -> None:
    found = told(facts({2020: value}, unit=unit))
    assert {area for area, _, _ in found} <= {"A00", "E"}
    assert ("A00", "2019", "change") not in found
