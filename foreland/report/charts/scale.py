"""Scales: round steps for an axis, and where a value stands on it."""

from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10


@dataclass(frozen=True)
class Scale:
    """From ``low`` to ``high`` in steps; ``at`` gives the share of the way from low to high."""

    low: float
    high: float
    step: float

    def at(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        """Exact decimal multiples of the step."""
        step = Decimal(repr(self.step))
        first = int((Decimal(repr(self.low)) / step).to_integral_value())
        last = int((Decimal(repr(self.high)) / step).to_integral_value())
        return [float(step * n) for n in range(first, last + 1)]

    @property
    def decimals(self) -> int:
        exponent = Decimal(repr(self.step)).normalize().as_tuple().exponent
        return max(0, -int(exponent))


def scale_of(
    values: list[float], *, most: int = 6, bounds: tuple[float, float] | None = None
) -> Scale:
    """A scale of round steps around ``values``; ``bounds`` are never passed."""
    low, high = min(values), max(values)
    if high - low <= max(abs(low), abs(high)) * 1e-9:  # Alike but for binary noise.
        low, high = low - (abs(low) * 0.1 or 1), high + (abs(high) * 0.1 or 1)
    room = (high - low) * 0.08
    low, high = low - room, high + room
    if bounds:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    step = _step((high - low) / (most - 1))
    down = floor(low / step) * step
    up = -floor(-high / step) * step
    return Scale(_clean(down), _clean(up), step)


def _step(rough: float) -> float:
    """The next round step: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    for times in (1, 2, 5, 10):
        if rough <= times * power * 1.0000001:
            return _clean(times * power)
    return _clean(10 * power)


def _clean(value: float) -> float:
    return float(f"{value:.10g}")
