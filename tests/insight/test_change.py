"""A change is told beside the last comparable figure, and with how certain it is."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from observed import observed

from foreland.insight.change import (
    BEYOND_CHANCE,
    BREAKS_SCHEMA,
    INSIDE_LIMITS,
    LESS_THAN_ENGLAND,
    MORE_THAN_USUAL,
    OUTSIDE_LIMITS,
    SIZE_ONLY,
    UNLIKE_ENGLAND,
    USUAL,
    WITH_ENGLAND,
    WITHIN_CHANCE,
    told,
)
from foreland.model.periods import MONTHS

NO_BREAK = pl.DataFrame(schema=BREAKS_SCHEMA)


def breaks(indicator: str, day: date, reason: str) -> pl.DataFrame:
    return pl.DataFrame([(indicator, day, reason)], schema=BREAKS_SCHEMA, orient="row")


def changed(
    facts: pl.DataFrame,
    polarity: str = "higher",
    breaks: pl.DataFrame = NO_BREAK,
    authorities: list[str] | None = None,
) -> dict[tuple[str, str], dict[str, Any]]:
    names = facts["indicator"].unique().to_list()
    better = pl.DataFrame({"indicator": names, "polarity": [polarity] * len(names)})
    found = told(facts, breaks, better, "ENG", authorities or [])
    for area in found["area"].unique():  # what is told of one is what is told of it among all
        alone = told(facts, breaks, better, "ENG", authorities or [], [area])
        assert alone.equals(found.filter(pl.col("area") == area))
    return {(r["area"], r["period"]): r for r in found.iter_rows(named=True)}


def test_a_change_is_signed_and_names_the_period_it_is_from() -> None:
    found = changed(
        observed("""
        readers  all  A  2022/23  60
        readers  all  A  2023/24  62.5
        """)
    )
    row = found["A", "2023/24"]
    assert (row["change"], row["change_from"], row["direction"]) == (2.5, "2022/23", "better")
    assert row["certainty"] == SIZE_ONLY
    assert found["A", "2022/23"]["direction"] == "no earlier figure"
    assert found["A", "2022/23"]["change"] is None


def test_the_float_has_no_part_in_a_change() -> None:
    row = changed(
        observed("""
        readers  all  A  2022/23  68.3
        readers  all  A  2023/24  68.4
        """)
    )["A", "2023/24"]
    assert row["change"] == 0.1


def test_lower_is_better_turns_the_direction_not_the_change() -> None:
    row = changed(
        observed("""
        absence  all  A  2022/23  5
        absence  all  A  2023/24  6
        """),
        "lower",
    )["A", "2023/24"]
    assert (row["change"], row["direction"]) == (1, "worse")


def test_no_change_is_told_across_a_break() -> None:
    found = changed(
        observed("""
        readers  all  A  2015/16  50
        readers  all  A  2016/17  55
        readers  all  A  2017/18  70
        readers  all  A  2018/19  71
        """),
        breaks=breaks("readers", date(2017, 9, 1), "another framework"),
    )
    row = found["A", "2017/18"]
    assert (row["direction"], row["change"]) == ("not comparable", None)
    assert row["break_reason"] == "another framework"
    assert found["A", "2016/17"]["change"] == 5
    assert found["A", "2018/19"]["change"] == 1


def test_a_figure_that_the_area_printed_has_no_change_and_is_nobodys_earlier_figure() -> None:
    found = changed(
        observed("""
        readers  all  A  2022/23  60
        readers  all  A  2023/24  90  quoted
        readers  all  A  2024/25  61
        """)
    )
    assert ("A", "2023/24") not in found
    assert found["A", "2024/25"]["change_from"] == "2022/23"


def test_a_missing_year_is_stepped_over_and_never_zero() -> None:
    row = changed(
        observed("""
        readers  all  A  2018/19  60
        readers  all  A  2019/20  -  suppressed
        readers  all  A  2021/22  58
        """)
    )["A", "2021/22"]
    assert (row["change"], row["change_from"]) == (-2, "2018/19")


def test_a_month_is_compared_with_the_same_month_a_year_earlier() -> None:
    row = changed(
        observed("""
        neet  all  A  March 2016    3
        neet  all  A  October 2016  6
        neet  all  A  March 2017    2
        """),
        "lower",
    )["A", "March 2017"]
    assert (row["change"], row["change_from"], row["direction"]) == (-1, "March 2016", "better")


def test_an_autumn_term_is_never_compared_with_a_spring_term() -> None:
    row = changed(
        observed("""
        absence  all  A  Autumn term 2023/24  7
        absence  all  A  Spring term 2023/24  8
        """)
    )["A", "Spring term 2023/24"]
    assert row["direction"] == "no earlier figure"


def test_84_of_150_to_96_of_150_is_no_clear_change() -> None:
    row = changed(
        observed("""
        readers  all  A  2022/23  84/150
        readers  all  A  2023/24  96/150
        """)
    )["A", "2023/24"]
    assert row["change"] == pytest.approx(8)
    assert row["change_lower"] == pytest.approx(-3.06, abs=0.005)
    assert row["change_upper"] == pytest.approx(18.79, abs=0.005)
    assert (row["direction"], row["certainty"]) == ("no clear change", WITHIN_CHANCE)


def test_840_of_1500_to_960_of_1500_is_better() -> None:
    row = changed(
        observed("""
        readers  all  A  2022/23  840/1500
        readers  all  A  2023/24  960/1500
        """)
    )["A", "2023/24"]
    assert (row["direction"], row["certainty"]) == ("better", BEYOND_CHANCE)


def test_counts_that_do_not_give_the_printed_figure_are_not_used() -> None:
    facts = observed("""
        readers  all  A  2022/23  84/150
        readers  all  A  2023/24  96/150
        """).with_columns(pl.col("value") + 20)
    row = changed(facts)["A", "2023/24"]
    assert (row["change_lower"], row["certainty"]) == (None, SIZE_ONLY)


def test_few_events_that_double_may_be_chance() -> None:
    row = changed(
        observed(
            """
            exclusions  all  A  2022-23  3
            exclusions  all  A  2023-24  6
            """,
            unit="count",
        ),
        "lower",
    )["A", "2023-24"]
    assert (row["direction"], row["certainty"]) == ("no clear change", WITHIN_CHANCE)


AREAS = [f"A{n}" for n in range(12)]
YEARS = ["2019/20", "2020/21", "2021/22", "2022/23", "2023/24"]


def panel(last: dict[str, float], england: float = 0.0) -> pl.DataFrame:
    """Twelve areas that go up and down by 1 each year, and then move as ``last`` says."""
    lines = []
    for place, area in enumerate(AREAS):
        value = 50.0
        for n, year in enumerate(YEARS):
            if n:
                step = 1.0 if (n + place) % 2 else -1.0
                value += last.get(area, england + step) if year == YEARS[-1] else step
            lines.append(f"readers  all  {area}  {year}  {value}")
    for year in YEARS:
        lines.append(f"readers  all  ENG  {year}  {50 + (england if year == YEARS[-1] else 0)}")
    return observed("\n".join(lines))


@pytest.mark.parametrize(
    ("england", "own", "direction", "certainty"),
    [
        (0, 1, "no clear change", USUAL),
        (0, 9, "better", MORE_THAN_USUAL),
        (0, -9, "worse", MORE_THAN_USUAL),
        (9, 9, "better", WITH_ENGLAND),
        (20, 8, "better", LESS_THAN_ENGLAND),
        (9, 0.5, "no clear change", UNLIKE_ENGLAND),
    ],
)
def test_a_movement_is_judged_beside_englands_and_by_what_is_usual(
    england: float, own: float, direction: str, certainty: str
) -> None:
    row = changed(panel({"A0": own}, england), authorities=AREAS)["A0", YEARS[-1]]
    assert (row["direction"], row["certainty"]) == (direction, certainty)
    assert row["national_change"] == england


def test_what_is_usual_is_known_from_years_before_not_from_the_one_judged() -> None:
    small = changed(panel({"A0": 5}), authorities=AREAS)["A0", YEARS[-1]]
    large = changed(panel({"A0": 50}), authorities=AREAS)["A0", YEARS[-1]]
    assert small["usual_change"] == pytest.approx(large["usual_change"])


def test_an_area_that_always_moves_much_needs_more_to_be_noticed() -> None:
    restless = panel({}).with_columns(
        pl.when(pl.col("area") == "A1").then(50 + (pl.col("value") - 50) * 8).otherwise("value")
        .alias("value")
    )  # fmt: skip
    found = changed(restless, authorities=AREAS)
    assert found["A1", YEARS[-1]]["usual_change"] > 2 * found["A0", YEARS[-1]]["usual_change"]


def test_nine_areas_tell_nothing_of_what_is_usual() -> None:
    row = changed(panel({"A0": 9}), authorities=AREAS[:9])["A0", YEARS[-1]]
    assert (row["certainty"], row["usual_change"]) == (SIZE_ONLY, None)


def test_totals_are_judged_in_proportion() -> None:
    """A county of 10,000 that moves by 100 moves as much as a town of 100 that moves by 1."""
    lines = []
    for place, area in enumerate(AREAS):
        size = 10_000 if area == "A0" else 100
        for n, year in enumerate(YEARS):
            up = (n + place) % 2
            lines.append(f"pupils  all  {area}  {year}  {size * (1.02 if up else 1.0):.0f}")
    found = changed(observed("\n".join(lines), unit="fte"), authorities=AREAS)
    assert found["A0", YEARS[-1]]["certainty"] == USUAL
    ratio = found["A0", YEARS[-1]]["usual_change"] / found["A2", YEARS[-1]]["usual_change"]
    assert ratio == pytest.approx(100, rel=0.01)


def test_no_direction_where_neither_more_nor_less_is_better() -> None:
    row = changed(
        observed("""
        pupils  all  A  2022/23  60
        pupils  all  A  2023/24  62
        """),
        "none",
    )["A", "2023/24"]
    assert (row["change"], row["direction"]) == (2, None)


@pytest.mark.parametrize(
    ("last", "direction", "certainty"),
    [(2, "no clear change", INSIDE_LIMITS), (12, "worse", OUTSIDE_LIMITS)],
)
def test_a_series_within_the_year_is_judged_by_its_own_changes_on_the_year_before(
    last: float, direction: str, certainty: str
) -> None:
    """Every autumn rises by 10; that season is no signal, 12 more than a year ago is."""
    lines = []
    for n in range(26):
        year, month = 2022 + n // 12, n % 12 + 1
        season = 10 if month >= 9 else 0
        value = 20 + season + (n // 12) * (1 if n % 2 else -1) + (last if n == 25 else 0)
        lines.append(f"absence  all  A  {MONTHS[month - 1]} {year}  {value}")
    found = changed(observed("\n".join(lines)), "lower")
    row = found["A", "February 2024"]
    assert (row["change_from"], row["certainty"]) == ("February 2023", certainty)
    assert row["direction"] == direction
    assert found["A", "January 2023"]["certainty"] == SIZE_ONLY  # Nothing to judge it by yet.
