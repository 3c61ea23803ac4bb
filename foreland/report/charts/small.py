"""Small charts: a sparkline in a table, the strip of all authorities, the bar of ratings."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from foreland.report.charts.line import axis_number
from foreland.report.charts.scale import scale_of
from foreland.report.charts.svg import inline, px, text


@dataclass(frozen=True)
class Spark:
    """The run of a series, without axes; said in words beside it, so hidden from readers aloud.

    Drawn when the page is: the template engine asks for ``__html__``.
    """

    values: tuple[float | None, ...]

    def __html__(self) -> str:
        known = [v for v in self.values if v is not None]
        if len(known) < 2:
            return ""
        low, high = min(known), max(known)
        span = (high - low) or 1
        step = 96 / (len(self.values) - 1)
        d, pen_up, x, y = "", True, 0.0, 0.0
        for n, value in enumerate(self.values):
            if value is None:
                pen_up = True
                continue
            x, y = 2 + n * step, 22 - 20 * (value - low) / span
            d += f"{'M' if pen_up else 'L'}{px(x)} {px(y)}"
            pen_up = False
        return (
            '<svg class="spark" viewBox="0 0 100 24" width="100" height="24" aria-hidden="true">'
            f'<path d="{d}"/><circle cx="{px(x)}" cy="{px(y)}" r="2.5"/></svg>'
        )


STRIP_HEIGHT = 132
_BASE = 92


@dataclass(frozen=True)
class Strip:
    """Every authority's figure on one line: a dot each, stacked where they meet.

    A stem for ours, one for England's, and the neighbours in a row of their own below.
    """

    values: tuple[float, ...]
    own: float
    england: float | None
    neighbours: tuple[float, ...]
    prefix: str
    suffix: str
    bounds: tuple[float, float] | None
    ident: str
    title: str
    description: str

    def __html__(self) -> str:
        known = [*self.values, self.own] + ([self.england] if self.england is not None else [])
        scale = scale_of(known, most=6, bounds=self.bounds)
        others = _stacked([100 * scale.at(v) for v in self.values], up=True)
        near = _stacked([100 * scale.at(v) for v in self.neighbours], up=False)
        parts = [
            f'<svg viewBox="0 0 1000 {STRIP_HEIGHT}" preserveAspectRatio="none" width="100%" '
            f'height="{STRIP_HEIGHT}" overflow="visible"><path class="g" d="M0 {_BASE + 5}H1000"/>'
            f'<path class="dots" d="{others}"/><path class="dots near" d="{near}"/></svg>'
        ]
        for n, tick in enumerate(scale.ticks):
            words = axis_number(tick, scale.decimals, self.prefix, self.suffix)
            css = "axis" if n % 2 == 0 else "axis wide"
            x = 100 * scale.at(tick)
            anchor = "start" if x < 4 else "end" if x > 96 else "middle"
            parts.append(text(f"{px(x)}%", STRIP_HEIGHT + 8, words, css, anchor=anchor))
        if self.england is not None:
            parts.append(_stem(100 * scale.at(self.england), "england", 26))
        parts.append(_stem(100 * scale.at(self.own), "own", 8))
        return inline(
            self.ident, self.title, self.description, STRIP_HEIGHT + 14, "".join(parts), "chart"
        )


def _stem(x: float, style: str, top: float) -> str:
    return (
        f'<line class="stem {style}" x1="{px(x)}%" x2="{px(x)}%" y1="{top}" y2="{_BASE + 5}"/>'
        f'<circle class="o-{style}" cx="{px(x)}%" cy="{top}" r="5"/>'
    )


def _stacked(places: list[float], *, up: bool) -> str:
    """One stroke of no length a place (drawn as a dot), stacked within 1.2 % of the width."""
    heights: dict[int, int] = {}
    d = []
    for x in sorted(places):
        slot = round(x / 1.2)
        level = heights.get(slot, 0)
        heights[slot] = level + 1
        y = max(4, _BASE - 6 * level) if up else _BASE + 13
        d.append(f"M{px(slot * 12)} {px(y)}h0")
    return "".join(d)


def ratings_bar(counts: list[tuple[str, str, int]], title: str) -> Markup:
    """One bar of all ratings: ``(style, words, count)`` in order. The words stand beside it."""
    total = sum(n for _, _, n in counts)
    if not total:
        return Markup("")
    parts, x = [], 0.0
    for style, _, n in counts:
        width = 100 * n / total
        if n:
            parts.append(
                f'<svg x="{px(x)}%" width="{px(width)}%" height="36" overflow="hidden">'
                f'<rect class="r-{style}" width="100%" height="36"/>'
                f'<text x="50%" y="24" text-anchor="middle" class="bar-n n-{style}">{n}</text>'
                "</svg>"
            )
        x += width
    said = ", ".join(f"{n} {escape(words.lower())}" for _, words, n in counts if n)
    return Markup(
        f'<svg class="bar" role="img" width="100%" height="36" '
        f'aria-label="{escape(title)}: {said}">'
        f"<title>{escape(title)}: {said}</title>{''.join(parts)}</svg>"
    )
