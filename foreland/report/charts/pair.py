"""Both lines of a gap, small: the group's and its comparator's, England's beside them, thin.

The space between the lines is the gap. Drawn over percent of the width, so that it fits any screen.
"""

from dataclasses import dataclass
from datetime import date

from foreland.report.charts.line import Line, Point, joined
from foreland.report.charts.scale import scale_of
from foreland.report.charts.svg import inline, px, text

_HEIGHT = 132


@dataclass(frozen=True)
class Pair:
    """``lines``: the group's first, then the comparator's; then England's two, where they are."""

    lines: tuple[Line, ...]
    breaks: tuple[tuple[date, str], ...]
    bounds: tuple[float, float] | None
    ident: str
    title: str
    description: str
    suffix: str = ""

    def __html__(self) -> str:
        points = [p for line in self.lines for p in line.points]
        scale = scale_of([p.value for p in points], most=4, bounds=self.bounds)
        days = [p.end.toordinal() for p in points]
        first, last = min(days), max(days)
        span = (last - first) or 1

        def across(point: Point) -> float:
            return 100 * (point.end.toordinal() - first) / span if last > first else 50.0

        def down(point: Point) -> float:
            return _HEIGHT * (1 - scale.at(point.value))

        drawn, dots = [], []
        for line in reversed(self.lines):
            d = ""
            for piece in joined(line, self.breaks):
                if len(piece) > 1:
                    d += "M" + "L".join(f"{px(10 * across(p))} {px(down(p))}" for p in piece)
                elif line.marked:
                    dots.append(_dot(line.style, across(piece[0]), down(piece[0])))
            if d:
                drawn.append(f'<path class="{line.style}" d="{d}"/>')
            if line.marked and line.points:
                dots.append(_dot(line.style, across(line.points[-1]), down(line.points[-1])))
        labels = [
            text(f"{px(across(p))}%", _HEIGHT + 18, p.label, "axis", anchor=anchor)
            for p, anchor in _ends(self.lines[0].points)
        ]
        ticks = "".join(
            text("0", down_of(scale.at(t)) + 4, f"{t:g}{self.suffix}", "axis", dx=-8, anchor="end")
            for t in (scale.ticks[0], scale.ticks[-1])
        )
        rules = "".join(f"M0 {px(down_of(scale.at(t)))}H1000" for t in scale.ticks)
        plot = (
            f'<svg viewBox="0 0 1000 {_HEIGHT}" preserveAspectRatio="none" width="100%" '
            f'height="{_HEIGHT}" overflow="visible"><path class="g" d="{rules}"/>'
            f"{''.join(drawn)}</svg>"
        )
        inner = plot + "".join(dots) + "".join(labels) + ticks
        return inline(self.ident, self.title, self.description, _HEIGHT + 26, inner, "chart pair")


def down_of(share: float) -> float:
    return _HEIGHT * (1 - share)


def _dot(style: str, x: float, y: float) -> str:
    return f'<circle class="o-{style}" cx="{px(x)}%" cy="{px(y)}" r="4.5"/>'


def _ends(points: tuple[Point, ...]) -> list[tuple[Point, str]]:
    if len(points) < 2:
        return [(p, "middle") for p in points]
    return [(points[0], "start"), (points[-1], "end")]
