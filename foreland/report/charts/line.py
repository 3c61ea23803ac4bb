"""A line a place through time, with targets, floors, breaks and years without a figure.

A line is never drawn across a break in the definition or over a period that has no figure.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from foreland.report.charts.scale import Scale, scale_of
from foreland.report.charts.svg import px, text

HEIGHT = 300
#: A longer name stands in the legend alone: it would not fit beside the plot.
LONGEST_NAME = 14


@dataclass(frozen=True)
class Point:
    """One figure. ``open`` marks one that is not final: provisional, or printed by the area."""

    end: date
    label: str
    value: float
    open: bool = False


@dataclass(frozen=True)
class Line:
    """``style`` is ``own``, ``england``, ``region``, ``neighbours`` or ``comparator``."""

    name: str
    style: str
    points: tuple[Point, ...]
    marked: bool = False


@dataclass(frozen=True)
class Goal:
    """A target, and its floor where it has one, for one period."""

    end: date
    label: str
    target: float | None
    floor: float | None = None


@dataclass(frozen=True)
class LineChart:
    """All that is drawn. ``breaks`` are first periods of a new series; ``voids`` have no figure."""

    lines: tuple[Line, ...]
    goals: tuple[Goal, ...] = ()
    breaks: tuple[tuple[date, str], ...] = ()
    bounds: tuple[float, float] | None = None
    suffix: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Plot:
    """Where things stand: across in percent of the plot, down in pixels."""

    first: int
    last: int
    scale: Scale

    def across(self, day: date) -> float:
        return 100 * (day.toordinal() - self.first) / (self.last - self.first)

    def down(self, value: float) -> float:
        return HEIGHT * (1 - self.scale.at(value))


def drawn(chart: LineChart) -> str:
    """The inside of the SVG: grid, axes, lines, marks, names at the lines' ends."""
    plot = _plot(chart)
    return "".join(
        (
            voids(plot, chart),
            grid(plot, chart),
            breaks(plot, chart),
            paths(plot, chart),
            dots(plot, chart),
            marks(plot, chart),
            _names(plot, chart),
        )
    )


def _plot(chart: LineChart) -> Plot:
    values = [p.value for line in chart.lines for p in line.points]
    values += [v for g in chart.goals for v in (g.target, g.floor) if v is not None]
    days = [p.end.toordinal() for line in chart.lines for p in line.points]
    days += [g.end.toordinal() for g in chart.goals]
    first, last = min(days), max(days)
    if first == last:
        first, last = first - 183, last + 183
    return Plot(first, last, scale_of(values, bounds=chart.bounds))


def axis_number(value: float, decimals: int, prefix: str, suffix: str) -> str:
    """A number short enough for an axis: 250,000 is ``250k`` and 1,500,000 ``1.5m``."""
    sign, size = ("−" if value < 0 else ""), abs(value)
    if size >= 1_000_000:
        return f"{sign}{prefix}{size / 1_000_000:.10g}m{suffix}"
    if size >= 20_000:
        return f"{sign}{prefix}{size / 1_000:.10g}k{suffix}"
    return f"{sign}{prefix}{size:,.{decimals}f}{suffix}"


def grid(plot: Plot, chart: LineChart) -> str:
    parts, rules = [], []
    for tick in plot.scale.ticks:
        y = plot.down(tick)
        rules.append(f"M0 {px(y)}H1000")
        words = axis_number(tick, plot.scale.decimals, chart.prefix, chart.suffix)
        parts.append(text("0", y + 4, words, "axis", dx=-8, anchor="end"))
    path = f'<path class="g" d="{"".join(rules)}"/>'
    if plot.scale.low < 0 < plot.scale.high:
        path += f'<path class="g zero" d="M0 {px(plot.down(0))}H1000"/>'
    return stretched(path) + "".join(parts) + _dates(plot, chart)


def _dates(plot: Plot, chart: LineChart) -> str:
    """The periods' names below. Where they are many, some; on a phone, fewer."""
    named = {p.end: p.label for line in chart.lines for p in line.points}
    named |= {g.end: g.label for g in chart.goals if g.end not in named}
    days = sorted(named)
    every = max(1, -(-len(days) // 10))
    shown = [d for n, d in enumerate(reversed(days)) if n % every == 0]
    parts = []
    for n, day in enumerate(shown):
        x = plot.across(day)
        anchor = "start" if x < 4 else "end" if x > 96 else "middle"
        css = "axis" if n % 3 == 0 else "axis wide"
        parts.append(text(f"{px(x)}%", HEIGHT + 20, _short(named[day]), css, anchor=anchor))
    return "".join(parts)


_MONTH_NAMES = {
    "January": "Jan", "February": "Feb", "March": "Mar", "April": "Apr", "June": "Jun",
    "July": "Jul", "August": "Aug", "September": "Sep", "October": "Oct", "November": "Nov",
    "December": "Dec",
}  # fmt: skip


def _short(label: str) -> str:
    """A period's name short enough for an axis: ``Dec 2024 to Feb 2025`` is ``Feb 2025``."""
    words = label.removesuffix(" (August to July)").removesuffix(" (snapshot)")
    words = words.removeprefix("12 months to ")
    if " to " in words and not words.split(" to ")[1][:4].isdigit():
        words = words.split(" to ")[1]
    words = words.replace(" term ", " ").replace("Autumn and spring terms", "Aut+spr")
    return " ".join(_MONTH_NAMES.get(word, word) for word in words.split())


def stretched(paths: str) -> str:
    """Paths whose x runs from 0 to 1000 over the plot's whole width; strokes keep their width."""
    return (
        f'<svg viewBox="0 0 1000 {HEIGHT}" preserveAspectRatio="none" width="100%" '
        f'height="{HEIGHT}" overflow="visible">{paths}</svg>'
    )


def joined(line: Line, breaks: tuple[tuple[date, str], ...]) -> list[list[Point]]:
    """The runs of a line that may be joined: no break and no missing period between."""
    if not line.points:
        return []
    gaps = [(b.end - a.end).days for a, b in pairwise(line.points)]
    usual = min(sorted(gaps)[len(gaps) // 2], 1.9 * min(gaps)) if gaps else 0.0
    pieces, piece = [], [line.points[0]]
    for before, after in pairwise(line.points):
        broken = any(before.end < day <= after.end for day, _ in breaks)
        if broken or (after.end - before.end).days > usual * 1.5 + 20:
            pieces.append(piece)
            piece = []
        piece.append(after)
    return [*pieces, piece]


def paths(plot: Plot, chart: LineChart) -> str:
    drawn_lines = []
    for line in reversed(chart.lines):
        d = ""
        for piece in joined(line, chart.breaks):
            if len(piece) > 1:
                d += "M" + "L".join(
                    f"{px(10 * plot.across(p.end))} {px(plot.down(p.value))}" for p in piece
                )
        if d:
            drawn_lines.append(f'<path class="{line.style}" d="{d}"/>')
    return stretched("".join(drawn_lines))


def dots(plot: Plot, chart: LineChart) -> str:
    """A dot a figure of the marked lines, and for what no line could join."""
    dots = []
    for line in chart.lines:
        lone = {p.end for piece in joined(line, chart.breaks) if len(piece) == 1 for p in piece}
        for p in line.points:
            if line.marked or p.end in lone:
                css = f"o-{line.style}" + (" o-open" if p.open else "")
                radius = 4.5 if line.marked else 3
                dots.append(
                    f'<circle class="{css}" cx="{px(plot.across(p.end))}%" '
                    f'cy="{px(plot.down(p.value))}" r="{radius}"/>'
                )
    return "".join(dots)


def voids(plot: Plot, chart: LineChart) -> str:
    """Shade the years without a figure in the first line, so that a gap is seen to be meant."""
    pieces = joined(chart.lines[0], ())
    parts = []
    for before, after in pairwise(pieces):
        left, right = plot.across(before[-1].end), plot.across(after[0].end)
        parts.append(
            f'<rect class="void" x="{px(left)}%" width="{px(right - left)}%" '
            f'y="0" height="{HEIGHT}"/>'
        )
        middle = f"{px((left + right) / 2)}%"
        css = "note" if right - left > 15 else "note wide"
        parts.append(text(middle, HEIGHT - 10, "no figures", css, anchor="middle"))
    return "".join(parts)


def breaks(plot: Plot, chart: LineChart) -> str:
    parts = []
    for number, (day, _) in enumerate(chart.breaks):
        x = plot.across(day)
        if 0 < x < 100:
            parts.append(f'<line class="break" x1="{px(x)}%" x2="{px(x)}%" y1="0" y2="{HEIGHT}"/>')
            # Each label a line lower than the last, so that near ones do not meet.
            parts.append(text(f"{px(x)}%", 12 + 16 * number, "new series", "note", dx=5))
    return "".join(parts)


def marks(plot: Plot, chart: LineChart) -> str:
    parts = []
    for goal in chart.goals:
        x = f"{px(plot.across(goal.end))}%"
        if goal.floor is not None:
            y = px(plot.down(goal.floor))
            parts.append(
                f'<svg x="{x}" y="{y}" overflow="visible">'
                '<line class="floor" x1="-9" x2="9" y1="0" y2="0"/></svg>'
            )
        if goal.target is not None:
            y = px(plot.down(goal.target))
            parts.append(
                f'<svg x="{x}" y="{y}" overflow="visible">'
                '<rect class="target" x="-6" y="-6" width="12" height="12" transform="rotate(45)"/>'
                "</svg>"
            )
    return "".join(parts)


def _names(plot: Plot, chart: LineChart) -> str:
    """The lines' names at their right ends, moved apart so that none covers another."""
    ends = [
        (plot.down(line.points[-1].value), line)
        for line in chart.lines
        if line.points and len(line.name) <= LONGEST_NAME
    ]
    placed = _apart(sorted(ends, key=lambda pair: pair[0]), 17)
    return "".join(
        text("100%", y + 4, line.name, f"name t-{line.style}", dx=12) for y, line in placed
    )


def _apart(ends: list[tuple[float, Line]], room: float) -> list[tuple[float, Line]]:
    ys: list[float] = []
    for y, _ in ends:
        ys.append(max(y, ys[-1] + room) if ys else y)
    over = ys[-1] - HEIGHT if ys else 0
    if over > 0:
        ys[-1] -= over
        for n in range(len(ys) - 2, -1, -1):
            ys[n] = min(ys[n], ys[n + 1] - room)
    return [(y, line) for y, (_, line) in zip(ys, ends, strict=True)]
