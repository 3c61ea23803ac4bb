"""Units of measure, and the unit in which a change of each is said."""

from enum import StrEnum


class Unit(StrEnum):
    """What one unit of a value is. A change of a percentage is in percentage points."""

    PERCENT = "percent"
    PERCENTAGE_POINTS = "percentage-points"
    PER_100 = "per-100"
    PER_1000 = "per-1000"
    PER_10000 = "per-10000"
    PER_100000 = "per-100000"
    COUNT = "count"
    FTE = "fte"
    SCORE = "score"
    RATIO = "ratio"
    POUNDS = "pounds"
    THOUSAND_POUNDS = "thousand-pounds"
    MILLION_POUNDS = "million-pounds"
    DAYS = "days"

    @property
    def of_change(self) -> "Unit":
        """The unit of a difference between two values of this unit."""
        return Unit.PERCENTAGE_POINTS if self is Unit.PERCENT else self

    @property
    def per(self) -> int | None:
        """Of how many people a value tells (100 of a percentage); None where it is no rate."""
        return _PER.get(self)

    @property
    def scale(self) -> int | None:
        """How many of the smallest unit of its family it is: pounds, or people a value is of."""
        return _MONEY.get(self) or (None if self in _SHARES else self.per)


_MONEY = {Unit.POUNDS: 1, Unit.THOUSAND_POUNDS: 1_000, Unit.MILLION_POUNDS: 1_000_000}
#: A share and a difference of shares are never turned into a rate.
_SHARES = (Unit.PERCENT, Unit.PERCENTAGE_POINTS)


def ratio(given: Unit, wanted: Unit) -> float:
    """By what a value in ``given`` is multiplied to be in ``wanted``; 1 where nothing is known.

    £2 thousand are £2,000, and 2.7 for every 1,000 are 27 for every 10,000.
    """
    if given is wanted or given.scale is None or wanted.scale is None:
        return 1.0
    if (given in _MONEY) != (wanted in _MONEY):
        return 1.0
    return given.scale / wanted.scale if given in _MONEY else wanted.scale / given.scale


_PER = {
    Unit.PERCENT: 100,
    Unit.PERCENTAGE_POINTS: 100,
    Unit.PER_100: 100,
    Unit.PER_1000: 1000,
    Unit.PER_10000: 10000,
    Unit.PER_100000: 100000,
}
