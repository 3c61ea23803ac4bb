"""One figure held to one target: met, floor-met, floor-missed or missed. Exactly, never rounded.

Figures and targets are compared as decimals of ten significant digits, so that 34.0 is 34 whatever
the binary float says, and 2.54 is not 2.5. Rounding never rates; where it hides a rating, a note
says so.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MET = "met"
FLOOR_MET = "floor-met"
FLOOR_MISSED = "floor-missed"
MISSED = "missed"
NOT_DUE = "not-due"
NOT_RATED = "not-rated"

#: From best to worst, of those that a figure can earn.
EARNED = (MET, FLOOR_MET, FLOOR_MISSED, MISSED)


@dataclass(frozen=True)
class Goal:
    """What a figure is held to. ``polarity``: higher, lower, or band with ``low`` and ``high``."""

    polarity: str
    value: float | None = None
    floor: float | None = None
    low: float | None = None
    high: float | None = None
    floor_low: float | None = None
    floor_high: float | None = None

    @property
    def known(self) -> bool:
        """Whether a figure can be held to it."""
        if self.polarity == "band":
            return self.low is not None and self.high is not None
        return self.polarity in ("higher", "lower") and self.value is not None


def exact(value: float) -> Decimal:
    """The decimal that is meant: ten significant digits, without the float's noise."""
    return Decimal(f"{value:.10g}")


def rounded(value: float, precision: int) -> Decimal:
    """As it is printed: half away from zero."""
    return exact(value).quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP)


def grade(value: float, goal: Goal) -> str:
    """The rating of ``value``. Raises ValueError for a goal that is not known."""
    return _grade(exact(value), goal)


def _grade(value: Decimal, goal: Goal) -> str:
    if not goal.known:
        raise ValueError("a figure cannot be held to a target that is not known")
    if _short(value, goal) <= 0:
        return MET
    floor = _floor(value, goal)
    if floor is None:
        return MISSED
    return FLOOR_MET if _worse(value, floor, goal) <= 0 else FLOOR_MISSED


def distance(value: float, goal: Goal) -> float:
    """How far ``value`` is on the worse side of the target; below zero where it is beyond it."""
    return float(_short(exact(value), goal))


def _short(value: Decimal, goal: Goal) -> Decimal:
    if goal.polarity == "band":
        assert goal.low is not None
        assert goal.high is not None
        return max(exact(goal.low) - value, value - exact(goal.high))
    assert goal.value is not None
    return _worse(value, exact(goal.value), goal)


def _worse(value: Decimal, than: Decimal, goal: Goal) -> Decimal:
    """By how much ``value`` is worse than ``than``. In a band: outside the floor on its side."""
    better_above = _below(value, goal) if goal.polarity == "band" else goal.polarity == "higher"
    return than - value if better_above else value - than


def _below(value: Decimal, goal: Goal) -> bool:
    return goal.low is not None and value < exact(goal.low)


def _floor(value: Decimal, goal: Goal) -> Decimal | None:
    """The floor that counts here: of a band the one on the side where the figure left it."""
    floor = goal.floor
    if goal.polarity == "band":
        floor = goal.floor_low if _below(value, goal) else goal.floor_high
    return None if floor is None else exact(floor)


def hidden_by_rounding(value: float, goal: Goal, precision: int) -> str | None:
    """What a reader of the printed figure would take amiss, in words; None where nothing."""
    printed = rounded(value, precision)
    rating = grade(value, goal)
    if _grade(printed, goal) == rating:
        return None
    for name, edge in _edges(goal):
        if exact(edge) == printed:
            met = rating == MET or (name == "floor" and rating == FLOOR_MET)
            says = "and meets it" if met else "but does not meet it"
            return f"{_plain(exact(value))} prints as {printed}, the {name}, {says}"
    return f"{_plain(exact(value))} prints as {printed}; the figure as it is counts"


def _edges(goal: Goal) -> list[tuple[str, float]]:
    edges = (
        ("target", goal.value),
        ("floor", goal.floor),
        ("band's low edge", goal.low),
        ("band's high edge", goal.high),
        ("floor", goal.floor_low),
        ("floor", goal.floor_high),
    )
    return [(name, edge) for name, edge in edges if edge is not None]


def _plain(value: Decimal) -> str:
    return f"{value:f}"
