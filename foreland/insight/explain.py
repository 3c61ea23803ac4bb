"""A change of an aggregate split into its parts, so that the parts sum to it exactly.

A rate of a whole moves because the rates of its parts did (rate effect) or because the parts grew
unlike each other (mix effect). Both are taken at the mean of the two periods, the mix against the
mean rate of the whole: a part that grew adds where its rate is above it. In fractions, so that
nothing remains. A published total that its published parts do not give is left as published: what
lies between is a row of its own, and it is said whether rounding can make it. Says nothing of why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

#: Indicators that are the sum of others, of the same people: no mix, only parts.
SUMS: dict[str, tuple[str, ...]] = {"neet_or_not_known": ("neet", "not_known")}

#: What a part of a sum is about, where its name does not say it.
ABOUT = {"not_known": "tracking, not learning or work"}


def exact(value: float | int | str) -> Fraction:
    """The decimal that is meant by a float: 4.21 is 421/100."""
    return Fraction(Decimal(str(value)))


@dataclass(frozen=True)
class Part:
    """A part of a whole in two periods: how many it has, and how many of them are counted."""

    name: str
    counted: Fraction
    size: Fraction
    counted_before: Fraction
    size_before: Fraction

    def __post_init__(self) -> None:
        if min(self.size, self.size_before) < 0:
            raise ValueError(f"the part {self.name} has a size below zero")
        if (self.counted and not self.size) or (self.counted_before and not self.size_before):
            raise ValueError(f"of the part {self.name}, which has nobody, somebody was counted")


@dataclass(frozen=True)
class Effect:
    """What one part gives to the change of the whole."""

    name: str
    rate: Fraction
    mix: Fraction

    @property
    def total(self) -> Fraction:
        return self.rate + self.mix


@dataclass(frozen=True)
class Split:
    """The change of the rate that the parts have together, and what each gives to it."""

    change: Fraction
    effects: tuple[Effect, ...]


def split(parts: Sequence[Part]) -> Split:
    """Rate and mix effects of ``parts``, summing to the change exactly.

    A part that has nobody in one period has its other period's rate there: it gives mix alone.
    Raises ValueError where nobody is in the whole in a period.
    """
    size = sum((p.size for p in parts), Fraction())
    before = sum((p.size_before for p in parts), Fraction())
    if not size or not before:
        raise ValueError("the whole has nobody in one of the two periods")
    now = sum((p.counted for p in parts), Fraction()) / size
    then = sum((p.counted_before for p in parts), Fraction()) / before
    middle = (now + then) / 2
    effects = []
    for part in parts:
        rate, rate_before = _rates(part)
        share, share_before = part.size / size, part.size_before / before
        effects.append(
            Effect(
                part.name,
                (rate - rate_before) * (share + share_before) / 2,
                (share - share_before) * ((rate + rate_before) / 2 - middle),
            )
        )
    return Split(now - then, tuple(effects))


def _rates(part: Part) -> tuple[Fraction, Fraction]:
    now = part.counted / part.size if part.size else None
    then = part.counted_before / part.size_before if part.size_before else None
    rate = now if now is not None else then if then is not None else Fraction()
    return rate, then if then is not None else rate


@dataclass(frozen=True)
class Remainder:
    """What lies between a published change and that of its parts."""

    size: Fraction
    #: The most that rounding of the published figures can make.
    most: Fraction

    @property
    def is_rounding(self) -> bool:
        return abs(self.size) <= self.most


def remainder(
    total: tuple[float, float], given: Fraction, printed: Sequence[tuple[float, float]]
) -> Remainder:
    """Of the published ``total`` (now, before) what the parts' change, ``given``, leaves.

    ``printed`` are the published figures that were rounded each by itself, the total's too.
    """
    size = exact(total[0]) - exact(total[1]) - given
    # Both figures of a pair are off by up to half of their last place.
    most = sum((Fraction(1, 10 ** max(map(places, pair))) for pair in printed), Fraction())
    return Remainder(size, most)


def places(value: float) -> int:
    """How many decimal places a figure is printed to."""
    digits = Decimal(f"{value:.10g}").normalize().as_tuple().exponent
    assert isinstance(digits, int)
    return max(0, -digits)
