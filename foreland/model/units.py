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


_PER = {
    Unit.PERCENT: 100,
    Unit.PERCENTAGE_POINTS: 100,
    Unit.PER_100: 100,
    Unit.PER_1000: 1000,
    Unit.PER_10000: 10000,
    Unit.PER_100000: 100000,
}
