"""A fan: a series, and what to expect of it with ever wider bands. The forecast is called so.

The bands begin at the last figure, for what is known of that is certain. Where a year between is
one that nobody will publish, nothing is drawn over it: what comes after stands as a bar.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from foreland.report.charts import line
from foreland.report.charts.line import HEIGHT, Goal, Line, LineChart, Plot, Point
from foreland.report.charts.scale import scale_of
from foreland.report.charts.svg import px, text

#: The bands' names by the share of figures that they are meant to hold, the widest first.
BANDS = (95, 80, 50)
#: Half the width of a bar that stands alone, in percent of the plot.
_BAR = 1.2


@dataclass(frozen=True)
class Ahead:
    """What to expect of one period. ``limits`` by share: the lower and the upper."""

    horizon: int
    end: date
    label: str
    expected: float
    limits: dict[int, tuple[float, float]]


@dataclass(frozen=True)
class FanChart:
    """``own`` is the series so far; its last point is where the fan begins."""

    own: Line
    ahead: tuple[Ahead, ...]
    goals: tuple[Goal, ...] = ()
    breaks: tuple[tuple[date, str], ...] = ()
    bounds: tuple[float, float] | None = None
    suffix: str = ""
    prefix: str = ""


#: A place of the fan: days, in percent across, and a value.
Corner = tuple[date, float]


def drawn(chart: FanChart) -> str:
    """The inside of the SVG."""
    plot = plot_of(chart)
    whole = _as_lines(chart)
    only_own = LineChart((chart.own,), chart.goals, chart.breaks)
    return "".join(
        (
            line.voids(plot, only_own),
            _bands(plot, chart),
            line.grid(plot, whole),
            line.breaks(plot, whole),
            line.paths(plot, only_own),
            _expected(plot, chart),
            line.dots(plot, only_own),
            line.marks(plot, whole),
            _said(plot, chart),
        )
    )


def plot_of(chart: FanChart) -> Plot:
    """Where things stand: room for every figure, limit, target and floor."""
    values = [p.value for p in chart.own.points]
    values += [v for a in chart.ahead for pair in a.limits.values() for v in pair]
    values += [a.expected for a in chart.ahead]
    values += [v for g in chart.goals for v in (g.target, g.floor) if v is not None]
    days = [p.end.toordinal() for p in chart.own.points]
    days += [a.end.toordinal() for a in chart.ahead]
    days += [g.end.toordinal() for g in chart.goals]
    return Plot(min(days), max(days), scale_of(values, bounds=chart.bounds))


def runs(chart: FanChart) -> list[list[Ahead]]:
    """The forecasts in runs of years that follow each other; the last figure is the year 0."""
    last = chart.own.points[-1]
    sure = dict.fromkeys(BANDS, (last.value, last.value))
    found = [[Ahead(0, last.end, last.label, last.value, sure)]]
    for before, after in pairwise([found[0][0], *chart.ahead]):
        if after.horizon == before.horizon + 1:
            found[-1].append(after)
        else:
            found.append([after])
    return found


def band(run: list[Ahead], share: int) -> list[Corner]:
    """The corners of a band, along its upper limits and back along its lower ones."""
    upper = [(a.end, a.limits[share][1]) for a in run]
    lower = [(a.end, a.limits[share][0]) for a in reversed(run)]
    return upper + lower


def _bands(plot: Plot, chart: FanChart) -> str:
    parts = []
    for share in BANDS:
        d = ""
        for run in runs(chart):
            if len(run) > 1:
                d += _closed([(10 * plot.across(day), plot.down(v)) for day, v in band(run, share)])
            elif run[0].horizon:
                x, (low, high) = 10 * plot.across(run[0].end), run[0].limits[share]
                left, right = max(0.0, x - 10 * _BAR), min(1000.0, x + 10 * _BAR)
                top, foot = plot.down(high), plot.down(low)
                d += _closed([(left, top), (right, top), (right, foot), (left, foot)])
        if d:
            parts.append(f'<path class="band b{share}" d="{d}"/>')
    return line.stretched("".join(parts))


def _closed(corners: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{px(x)} {px(y)}" for x, y in corners) + "Z"


def _expected(plot: Plot, chart: FanChart) -> str:
    d, dots = "", []
    for run in runs(chart):
        if len(run) > 1:
            d += "M" + "L".join(
                f"{px(10 * plot.across(a.end))} {px(plot.down(a.expected))}" for a in run
            )
        dots += [
            f'<circle class="o-own o-open" cx="{px(plot.across(a.end))}%" '
            f'cy="{px(plot.down(a.expected))}" r="3.5"/>'
            for a in run
            if a.horizon
        ]
    path = line.stretched(f'<path class="expected" d="{d}"/>') if d else ""
    return path + "".join(dots)


def _said(plot: Plot, chart: FanChart) -> str:
    """The word that tells a forecast from a figure, where the fan begins."""
    if not chart.ahead:
        return ""
    last = chart.own.points[-1]
    x = plot.across(last.end)
    mark = f'<line class="now" x1="{px(x)}%" x2="{px(x)}%" y1="0" y2="{HEIGHT}"/>'
    # Where there is more room, so that no band lies under the word.
    low = plot.down(last.value) < HEIGHT / 2
    return mark + text(f"{px(x)}%", HEIGHT - 10 if low else 12, "forecast", "note", dx=5)


def _as_lines(chart: FanChart) -> LineChart:
    """All periods that have a name on the axis, and all goals."""
    ahead = Line(
        "Expected", "expected", tuple(Point(a.end, a.label, a.expected) for a in chart.ahead)
    )
    return LineChart(
        (chart.own, ahead),
        chart.goals,
        chart.breaks,
        suffix=chart.suffix,
        prefix=chart.prefix,
    )
