"""The fan: bands that lie in each other and only grow, from the last figure on; no year jumped."""

import itertools
import re
import xml.etree.ElementTree as ET
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from foreland.report.charts import fan
from foreland.report.charts.fan import BANDS, Ahead, FanChart, band, drawn, plot_of, runs
from foreland.report.charts.line import HEIGHT, Goal, Line, Point


def point(year: int, value: float) -> Point:
    return Point(date(year, 8, 31), f"{year - 1}/{year % 100:02d}", value)


def ahead(last: int, horizon: int, expected: float, halves: dict[int, float]) -> Ahead:
    limits = {share: (expected - half, expected + half) for share, half in halves.items()}
    year = last + horizon
    return Ahead(horizon, date(year, 8, 31), f"{year - 1}/{year % 100:02d}", expected, limits)


@st.composite
def fans(draw: st.DrawFn) -> FanChart:
    """Four to eight figures up to 2024, and one to three years with ever wider limits."""
    figure = st.floats(-1000, 1000).map(lambda v: round(v, 2))
    values = draw(st.lists(figure, min_size=4, max_size=8))
    own = Line("Kent", "own", tuple(point(2025 - len(values) + n, v) for n, v in enumerate(values)))
    horizons = draw(st.sets(st.sampled_from((1, 2, 3)), min_size=1))
    halves = dict.fromkeys(BANDS, 0.0)
    made = []
    for horizon in sorted(horizons):
        wider = sorted(draw(st.lists(st.floats(0.01, 50), min_size=3, max_size=3)))
        step = dict(zip((50, 80, 95), wider, strict=True))
        halves = {share: halves[share] + step[share] for share in halves}
        made.append(ahead(2024, horizon, draw(figure), halves))
    goals = (Goal(date(2026, 8, 31), "2025/26", draw(figure), None),)
    return FanChart(own, tuple(made), goals)


def paths(chart: FanChart) -> dict[str, list[list[tuple[float, float]]]]:
    """By class of the band: its closed shapes, as they are drawn."""
    root = ET.fromstring(f"<svg>{drawn(chart)}</svg>")
    found = {}
    for path in root.iter("path"):
        css = path.get("class", "")
        if css.startswith("band"):
            shapes = re.findall(r"M([^MZ]+)Z", path.get("d", ""))
            found[css.split()[1]] = [
                [tuple(map(float, pair.split())) for pair in shape.split("L")] for shape in shapes
            ]
    return found  # type: ignore[return-value]


@given(fans())
def test_bands_lie_in_each_other_at_every_year(chart: FanChart) -> None:
    """Each shape's corners: those of the wider band are above and below, to the pixel's tenth."""
    found = paths(chart)
    assert set(found) == {"b95", "b80", "b50"}
    for wide, narrow in (("b95", "b80"), ("b80", "b50")):
        for outer, inner in zip(found[wide], found[narrow], strict=True):
            assert [x for x, _ in outer] == [x for x, _ in inner]
            half = len(outer) // 2
            assert all(o[1] <= i[1] for o, i in zip(outer[:half], inner[:half], strict=True))
            assert all(o[1] >= i[1] for o, i in zip(outer[half:], inner[half:], strict=True))


@given(fans())
def test_a_band_only_grows_with_the_years(chart: FanChart) -> None:
    for run in runs(chart):
        for share in BANDS:
            widths = [a.limits[share][1] - a.limits[share][0] for a in run]
            assert all(b >= a - 1e-9 for a, b in itertools.pairwise(widths))
    plot = plot_of(chart)
    for run in runs(chart):
        if len(run) > 1:
            corners = band(run, 80)
            upper, lower = corners[: len(run)], corners[len(run) :][::-1]
            drawn_widths = [
                plot.down(low) - plot.down(high)
                for (_, high), (_, low) in zip(upper, lower, strict=True)
            ]
            assert all(b >= a - 1e-6 for a, b in itertools.pairwise(drawn_widths))


@given(fans())
def test_everything_lies_on_the_plot(chart: FanChart) -> None:
    for shapes in paths(chart).values():
        for x, y in (corner for shape in shapes for corner in shape):
            assert -0.1 <= x <= 1000.1
            assert -0.1 <= y <= HEIGHT + 0.1


@given(fans())
def test_expected_lies_inside_its_bands_and_nothing_moves_by_drawing_twice(chart: FanChart) -> None:
    for each in chart.ahead:
        for low, high in each.limits.values():
            assert low <= each.expected <= high
    assert drawn(chart) == drawn(chart)


def test_the_fan_begins_at_the_last_figure() -> None:
    own = Line("Kent", "own", (point(2023, 60), point(2024, 62)))
    chart = FanChart(own, (ahead(2024, 1, 63, {50: 1, 80: 2, 95: 3}),))
    (run,) = runs(chart)
    assert (run[0].expected, run[0].limits[95]) == (62, (62, 62))
    assert band(run, 80) == [
        (date(2024, 8, 31), 62), (date(2025, 8, 31), 65), (date(2025, 8, 31), 61),
        (date(2024, 8, 31), 62),
    ]  # fmt: skip


def test_nothing_is_drawn_over_a_year_that_nobody_publishes() -> None:
    """The year after the last figure is left out: what comes later stands as bars of its own."""
    own = Line("Kent", "own", (point(2023, 60), point(2024, 62)))
    halves = {50: 1.0, 80: 2.0, 95: 3.0}
    chart = FanChart(own, (ahead(2024, 2, 63, halves), ahead(2024, 3, 63, halves)))
    assert [[a.horizon for a in run] for run in runs(chart)] == [[0], [2, 3]]
    alone = FanChart(own, (ahead(2024, 3, 63, halves),))
    (shape,) = paths(alone)["b80"]
    assert len({x for x, _ in shape}) == 2
    assert 'class="expected"' not in drawn(alone)


def test_a_forecast_is_called_so_and_the_series_is_cut_at_a_break() -> None:
    own = Line("Kent", "own", tuple(point(y, 60 + y % 3) for y in range(2018, 2025)))
    chart = FanChart(
        own, (ahead(2024, 1, 63, {50: 1, 80: 2, 95: 3}),),
        breaks=((date(2021, 2, 28), "a new test"),),
    )  # fmt: skip
    inner = drawn(chart)
    assert ">forecast<" in inner
    (line,) = re.findall(r'<path class="own" d="([^"]+)"', inner)
    assert line.count("M") == 2
    assert fan.drawn(FanChart(own, ())).find("forecast") == -1
