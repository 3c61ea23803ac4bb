"""Charts: what is drawn, and what is never joined."""

import xml.etree.ElementTree as ET
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from foreland.report.charts.line import Goal, Line, LineChart, Point, axis_number, drawn
from foreland.report.charts.scale import scale_of
from foreland.report.charts.small import Spark, Strip, ratings_bar
from foreland.report.charts.svg import alone, inline


def year(n: int, value: float, *, open: bool = False) -> Point:
    return Point(date(n, 8, 31), f"{n - 1}/{n % 100:02d}", value, open)


def paths_of(inner: str, style: str) -> str:
    root = ET.fromstring(f"<svg>{inner}</svg>")
    return " ".join(p.get("d", "") for p in root.iter("path") if p.get("class") == style)


def test_a_line_is_not_drawn_over_years_without_a_figure() -> None:
    line = Line("Kent", "own", (year(2018, 60), year(2019, 61), year(2022, 58), year(2023, 59)))
    assert paths_of(drawn(LineChart((line,))), "own").count("M") == 2


def test_a_line_is_not_drawn_across_a_break() -> None:
    line = Line("Kent", "own", (year(2016, 50), year(2017, 51), year(2018, 60), year(2019, 61)))
    whole = LineChart((line,))
    broken = LineChart((line,), breaks=((date(2018, 3, 1), "another framework"),))
    assert paths_of(drawn(whole), "own").count("M") == 1
    assert paths_of(drawn(broken), "own").count("M") == 2
    assert "new series" in drawn(broken)


def test_a_lone_figure_between_gaps_is_still_a_dot() -> None:
    line = Line("England", "england", (year(2016, 50), year(2020, 51), year(2021, 52)))
    assert drawn(LineChart((line,))).count("<circle") == 1


def test_a_figure_that_is_not_final_is_hollow() -> None:
    line = Line("Kent", "own", (year(2024, 50), year(2025, 51, open=True)), marked=True)
    assert drawn(LineChart((line,))).count("o-open") == 1


def test_target_and_floor_are_marked_apart() -> None:
    line = Line("Kent", "own", (year(2024, 50), year(2025, 51)))
    goal = Goal(date(2026, 8, 31), "2025/26", 60, 55)
    inner = drawn(LineChart((line,), (goal,)))
    assert inner.count('class="target"') == 1
    assert inner.count('class="floor"') == 1
    assert "2025/26" in inner


def test_a_chart_alone_is_a_whole_file_that_says_where_it_is_from() -> None:
    line = Line("Kent & more", "own", (year(2024, 50), year(2025, 51)))
    file = alone("A <title>", "per cent", "words", 300, drawn(LineChart((line,))), ["Source: DfE"])
    root = ET.fromstring(file.encode())
    assert root.get("role") == "img"
    assert "Source: DfE" in "".join(root.itertext())


def test_a_chart_in_a_page_has_title_and_description() -> None:
    root = ET.fromstring(inline("c", "Title", "In words", 100, "", "chart"))
    assert [child.tag for child in root] == ["title", "desc"]
    assert root.get("aria-labelledby") == "c-t c-d"


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12))
def test_every_value_stands_inside_its_scale(values: list[float]) -> None:
    scale = scale_of(values)
    span = scale.high - scale.low
    assert all(-1e-6 <= (v - scale.low) / span <= 1 + 1e-6 for v in values)
    assert 2 <= len(scale.ticks) <= 12


def test_shares_keep_between_0_and_100() -> None:
    scale = scale_of([97.0, 99.5], bounds=(0, 100))
    assert scale.high == 100
    assert scale_of([0.2, 3.0], bounds=(0, 100)).low == 0


def test_long_numbers_are_short_on_an_axis() -> None:
    assert axis_number(1_500_000, 0, "£", "") == "£1.5m"
    assert axis_number(-250_000, 0, "", "") == "−250k"
    assert axis_number(62.5, 1, "", "%") == "62.5%"


def test_a_spark_lifts_the_pen_over_a_missing_figure() -> None:
    assert Spark((1.0, 2.0, None, 4.0, 5.0)).__html__().count("M") == 2
    assert Spark((1.0, None)).__html__() == ""


def test_the_strip_has_a_dot_an_authority() -> None:
    strip = Strip(
        tuple(float(n) for n in range(20)), 5.5, 6.0, (1.0, 2.0), "", "%", (0, 100), "s", "t", "d"
    )
    root = ET.fromstring(strip.__html__())
    dots = [p.get("d", "") for p in root.iter("path") if "dots" in p.get("class", "")]
    assert [d.count("h0") for d in dots] == [20, 2]


def test_the_bar_of_ratings_says_every_count_in_words() -> None:
    bar = ratings_bar(
        [("met", "Target met", 3), ("floor", "Floor met", 0), ("none", "Not rated", 1)], "All"
    )
    assert "3 target met, 1 not rated" in bar
    assert bar.count("<rect") == 2
    assert ratings_bar([("met", "Target met", 0)], "All") == ""
