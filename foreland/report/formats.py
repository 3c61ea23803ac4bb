"""All dates, numbers and plurals that a reader sees, in one place.

Numbers are rounded half away from zero from their decimal form, so that 44.45 prints
44.5 (binary rounding would print 44.4). Percentage points are never called per cent.
"""

from datetime import date
from functools import lru_cache

from foreland.model.periods import MONTHS, NO_DAY
from foreland.model.rounding import rounded
from foreland.model.units import Unit

MINUS = "−"


@lru_cache(maxsize=65536)
def plain(value: float, precision: int) -> str:
    """The digits alone: 1234.5 with one decimal is ``1,234.5``."""
    number = rounded(value, precision)
    text = f"{abs(number):,.{precision}f}"
    return f"{MINUS}{text}" if number < 0 else text  # no minus before zero


#: What stands before and after a number, and after a difference of two.
_AROUND: dict[Unit, tuple[str, str]] = {
    Unit.PERCENT: ("", "%"),
    Unit.PERCENTAGE_POINTS: ("", " percentage points"),
    Unit.PER_100: ("", " per 100"),
    Unit.PER_1000: ("", " per 1,000"),
    Unit.PER_10000: ("", " per 10,000"),
    Unit.PER_100000: ("", " per 100,000"),
    Unit.COUNT: ("", ""),
    Unit.FTE: ("", " FTE"),
    Unit.SCORE: ("", ""),
    Unit.RATIO: ("", ""),
    Unit.POUNDS: ("£", ""),
    Unit.THOUSAND_POUNDS: ("£", " thousand"),
    Unit.MILLION_POUNDS: ("£", " million"),
    Unit.DAYS: ("", " days"),
}

#: How a unit is named where it heads a column or an axis.
UNIT_NAMES: dict[Unit, str] = {
    Unit.PERCENT: "per cent",
    Unit.PERCENTAGE_POINTS: "percentage points",
    Unit.PER_100: "per 100",
    Unit.PER_1000: "per 1,000",
    Unit.PER_10000: "per 10,000",
    Unit.PER_100000: "per 100,000",
    Unit.COUNT: "number",
    Unit.FTE: "full-time equivalents",
    Unit.SCORE: "score",
    Unit.RATIO: "ratio",
    Unit.POUNDS: "pounds",
    Unit.THOUSAND_POUNDS: "thousand pounds",
    Unit.MILLION_POUNDS: "million pounds",
    Unit.DAYS: "days",
}


def number(value: float, unit: str, precision: int, *, short: bool = False) -> str:
    """A value with its unit: ``68.9%``, ``45.1 per 10,000``, ``£1,234``; ``short``: no words."""
    before, after = _AROUND[Unit(unit)]
    if short and after != "%" and not before:  # £5 is not £5 thousand.
        after = ""
    digits = plain(value, precision)
    if before and digits.startswith(MINUS):
        return f"{MINUS}{before}{digits[1:]}{after}"
    return f"{before}{digits}{after}"


def after(unit: str) -> str:
    """The words that follow a number printed short: ``percentage points``, ``per 10,000``."""
    words = _AROUND[Unit(unit)][1].strip()
    return "" if words == "%" else words


def change(value: float, unit: str, precision: int) -> str:
    """A difference of two values of ``unit``, signed: ``+2.8 percentage points``, ``−3``."""
    of_change = Unit(unit).of_change
    text = number(abs(value), of_change, precision)
    if plain(abs(value), precision).strip("0.,") == "":
        return f"no change ({text})" if value == 0 else f"less than {_smallest(precision)}"
    return f"{MINUS if value < 0 else '+'}{text}"


def signed(value: float, precision: int) -> str:
    """The digits with their sign, under a head that names the unit: ``+2.80``, ``−0.31``."""
    text = plain(abs(value), precision)
    if text.strip("0.,") == "":
        return text
    return f"{MINUS if value < 0 else '+'}{text}"


def _smallest(precision: int) -> str:
    return plain(10.0**-precision, precision)


def day(value: date | None) -> str:
    """``8 April 2026``; in words where the day is not known."""
    if value is None or value == NO_DAY:
        return "not dated"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def count(n: int, one: str, many: str | None = None) -> str:
    """``1 measure``, ``12 measures``."""
    return f"{n:,} {one if n == 1 else (many or one + 's')}"


def ordinal(n: int) -> str:
    """``1st``, ``22nd``, ``113th``."""
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n:,}{ending}"


def joined(words: list[str]) -> str:
    """``a, b and c``."""
    return (
        words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
    )
