"""Two publications of one measure, and printed figures computed again. Tables to see through."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight import reconcile
from foreland.insight.reconcile import _fifth

Row = tuple[str, int, float | None]


def series(code: str, rows: list[Row], month: int = 9) -> pl.DataFrame:
    """School years by the year in which they end, from September (or another month)."""
    made = [
        {
            "id": f"{code}.{area}.{year}",
            "source_code": code,
            "area": area,
            "group": "all",
            "period_kind": "academic",
            "period_start": date(year - 1, month, 1),
            "period_end": date(year, month - 1, 30),
            "published_period": str(year),
            "value": value,
        }
        for area, year, value in rows
    ]
    return pl.DataFrame(made, schema_overrides={"value": pl.Float64})


def counts(compared: pl.DataFrame) -> tuple[int, int, int, int]:
    (row,) = reconcile.counted(reconcile.outcome(compared)).rows(named=True)
    return row["compared"], row["equal"], row["within_rounding"], row["different"]


def test_equal_rounded_and_different_figures_are_counted_apart() -> None:
    first = series("lait:X", [("A", 2025, 50.1), ("B", 2025, 50.2), ("C", 2025, 50.3)])
    second = series("ees:X", [("A", 2025, 50.1), ("B", 2025, 50.24), ("C", 2025, 50.41)])
    assert counts(reconcile.side_by_side("x", first, second)) == (3, 1, 1, 1)


def test_figures_printed_alike_must_be_the_same() -> None:
    first = series("lait:X", [("A", 2025, 50.1), ("B", 2025, 50.0)])
    second = series("ees:X", [("A", 2025, 50.1), ("B", 2025, 50.1)])
    assert counts(reconcile.side_by_side("x", first, second)) == (2, 1, 0, 1)


def test_a_whole_number_among_decimals_is_as_exact_as_they_are() -> None:
    first = series("lait:X", [("A", 2025, 50.0), ("B", 2025, 49.5)])
    second = series("ees:X", [("A", 2025, 50.4), ("B", 2025, 49.5)])
    assert counts(reconcile.side_by_side("x", first, second)) == (2, 1, 0, 1)


def test_the_largest_difference_names_both_figures() -> None:
    first = series("lait:X", [("A", 2025, 50.1), ("B", 2025, 50.1)])
    second = series("ees:X", [("A", 2025, 50.9), ("B", 2025, 51.9)])
    told = reconcile.counted(reconcile.outcome(reconcile.side_by_side("x", first, second)))
    row = told.row(0, named=True)
    assert (row["largest"], row["area"]) == (1.8, "B")
    assert (row["first_value"], row["second_value"]) == (50.1, 51.9)
    assert (row["first_id"], row["second_id"]) == ("lait:X.B.2025", "ees:X.B.2025")


def test_where_all_agree_no_figure_is_called_the_largest_difference() -> None:
    first, second = series("lait:X", [("A", 2025, 1.5)]), series("ees:X", [("A", 2025, 1.5)])
    told = reconcile.counted(reconcile.outcome(reconcile.side_by_side("x", first, second)))
    assert told.select("largest", "area", "first_id").row(0) == (0.0, None, None)


def test_years_of_other_days_are_compared_only_when_asked() -> None:
    first = series("lait:X", [("A", 2025, 50.1), ("A", 2024, 40.1)])
    second = series("ons:X", [("A", 2025, 50.1), ("A", 2019, 30.1)], month=8)
    assert reconcile.side_by_side("x", first, second).height == 0
    assert counts(reconcile.side_by_side("x", first, second, by_year=True)) == (1, 1, 0, 0)


def test_a_printed_total_agrees_within_the_rounding_of_its_parts() -> None:
    parts = [series("n:A", [("A", 2025, 3.8), ("B", 2025, 3.8)])]
    parts += [series("n:B", [("A", 2025, 4.2), ("B", 2025, 4.2)])]
    printed = series("n:T", [("A", 2025, 8.1), ("B", 2025, 8.3)])
    assert counts(reconcile.sums(printed, parts, "a + b")) == (2, 0, 1, 1)


def test_a_printed_change_agrees_within_the_rounding_of_both_years() -> None:
    of = series("n:A", [("A", 2024, 5.3), ("A", 2025, 8.1), ("B", 2024, 5.3), ("B", 2025, 8.1)])
    printed = series("n:C", [("A", 2025, 2.9), ("B", 2025, 2.5)])
    assert counts(reconcile.differences(printed, of, "change")) == (2, 0, 1, 1)


def test_a_country_is_the_exact_sum_of_its_authorities() -> None:
    whole = series("e:N", [("E", 2024, 30), ("E", 2025, 31)])
    parts = series(
        "e:N", [("A", y, 10) for y in (2024, 2025)] + [("B", y, 20) for y in (2024, 2025)]
    )
    assert counts(reconcile.totals(whole, parts, "sum")) == (2, 1, 0, 1)


def test_a_total_with_a_withheld_part_is_not_held_against_it() -> None:
    whole = series("e:N", [("E", 2025, 31)])
    parts = series("e:N", [("A", 2025, 10), ("B", 2025, None)])
    assert reconcile.totals(whole, parts, "sum").height == 0


def counted_parts(*values: float | None) -> pl.DataFrame:
    parts = [
        series(f"c:{number}", [("A", 2017, value)]).with_columns(
            pl.lit("final" if value is not None else "suppressed").alias("status"),
            pl.lit("count").alias("unit"),
        )
        for number, value in enumerate(values)
    ]
    return reconcile.summed(pl.concat(parts), len(values), "c:all", 1, 2)


def test_a_suppressed_part_makes_a_sum_a_range() -> None:
    made = counted_parts(10, 5, None, None).row(0, named=True)
    assert (made["value"], made["spread"], made["source_code"]) == (18.0, 1.0, "c:all")


@pytest.mark.parametrize(("own", "outcome"), [(18, 0), (17, 1), (19, 1), (20, 2)])
def test_an_own_count_is_held_against_all_that_the_sum_may_be(own: float, outcome: int) -> None:
    compared = reconcile.side_by_side(
        "x", series("local:x", [("A", 2017, own)]), counted_parts(10, 5, None, None)
    )
    assert counts(compared)[1:].index(1) == outcome


def test_a_part_that_is_not_there_leaves_no_sum() -> None:
    one = series("c:0", [("A", 2017, 1.0)])
    one = one.with_columns(pl.lit("final").alias("status"), pl.lit("count").alias("unit"))
    assert reconcile.summed(one, 2, "c:all", 1, 2).height == 0


# -- fifths --------------------------------------------------------------------------------------


def bands(values: list[float], printed: list[int]) -> tuple[int, int, int, int]:
    of = series("n:V", [(f"A{n}", 2025, v) for n, v in enumerate(values)])
    band = series("n:Q", [(f"A{n}", 2025, float(b)) for n, b in enumerate(printed)])
    return counts(reconcile.quintiles(band, of, "v"))


def test_fifths_of_ten_areas_are_pairs() -> None:
    assert bands([float(n) for n in range(10)], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]) == (10, 10, 0, 0)


def test_band_1_may_be_the_highest() -> None:
    assert bands([float(n) for n in range(10)], [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]) == (10, 10, 0, 0)


def test_areas_printed_alike_may_stand_in_two_bands_by_what_was_before_rounding() -> None:
    tied = [0.0, 1.0, 1.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    assert bands(tied, [1, 2, 1, 2, 3, 3, 4, 4, 5, 5]) == (10, 8, 2, 0)


def test_a_wrong_band_is_told() -> None:
    assert bands([float(n) for n in range(10)], [1, 1, 2, 2, 3, 3, 4, 5, 5, 5])[3] == 1


def test_the_first_fifths_take_what_is_over() -> None:
    assert [_fifth(place, 7) for place in range(1, 8)] == [1, 1, 2, 2, 3, 4, 5]


@given(st.integers(1, 400))
def test_fifths_are_in_order_and_differ_by_one_at_most(size: int) -> None:
    found = [_fifth(place, size) for place in range(1, size + 1)]
    held = [found.count(band) for band in range(1, 6)]
    assert found == sorted(found)
    assert sum(held) == size
    assert max(held) - min(held) <= 1
    assert held == sorted(held, reverse=True)


@given(st.floats(-1000, 1000, allow_nan=False), st.integers(0, 3), st.integers(0, 3))
def test_two_roundings_of_one_number_never_differ(number: float, some: int, others: int) -> None:
    # A second area fixes how many decimals each publication prints.
    first = series("a:X", [("A", 2025, round(number, some)), ("B", 2025, 10.0**-some)])
    second = series("b:X", [("A", 2025, round(number, others)), ("B", 2025, 10.0**-others)])
    judged = reconcile.outcome(reconcile.side_by_side("x", first, second))
    assert "different" not in judged.filter(pl.col("area") == "A")["outcome"].to_list()


@pytest.mark.parametrize("rows", [[], [("A", 2025, 1.0)]])
def test_series_that_share_nothing_give_no_row(rows: list[Row]) -> None:
    first = series("a:X", [("B", 2025, 1.0)])
    second = series("b:X", rows) if rows else first.clear()
    assert (
        reconcile.counted(reconcile.outcome(reconcile.side_by_side("x", first, second))).height == 0
    )
