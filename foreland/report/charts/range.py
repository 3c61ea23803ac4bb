"""From least to most with the middle marked, on one scale down a table: said in words beside it."""

from dataclasses import dataclass

from foreland.report.charts.svg import px


@dataclass(frozen=True)
class Range:
    """``most`` is the end of the scale, the same for every row. Drawn when the page is."""

    low: float
    middle: float
    high: float
    most: float

    def __html__(self) -> str:
        left, middle, right = (2 + 96 * v / self.most for v in (self.low, self.middle, self.high))
        return (
            '<svg class="range" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true" '
            'width="100%" height="16"><path class="rail" d="M2 8H98"/>'
            f'<path class="reach" d="M{px(left)} 8H{px(right)}"/>'
            f'<path class="mid" d="M{px(middle)} 1V15"/></svg>'
        )
