"""A change in words, by a small grammar: size, unit, since when, better or worse, how certain.

The size is always the difference itself, never the figure that was reached ("rose to 818 which is
down by 116" cannot be said), and a difference of two shares is in percentage points, never in
per cent. A direction is only said of a change that passed the rule; what fades is told beforehand.
"""

from decimal import Decimal

from foreland.insight import change as rules
from foreland.model.rounding import rounded
from foreland.model.units import Unit

_AFTER = {
    Unit.PERCENTAGE_POINTS: (" percentage point", " percentage points"),
    Unit.PER_100: (" per 100", " per 100"),
    Unit.PER_1000: (" per 1,000", " per 1,000"),
    Unit.PER_10000: (" per 10,000", " per 10,000"),
    Unit.PER_100000: (" per 100,000", " per 100,000"),
    Unit.FTE: (" FTE", " FTE"),
    Unit.DAYS: (" day", " days"),
    Unit.THOUSAND_POUNDS: (" thousand", " thousand"),
    Unit.MILLION_POUNDS: (" million", " million"),
}
_MONEY = (Unit.POUNDS, Unit.THOUSAND_POUNDS, Unit.MILLION_POUNDS)

#: How sure a change is, by certainty.
CERTAINTY = {
    rules.BEYOND_CHANCE: "more than chance would move it",
    rules.WITHIN_CHANCE: "chance alone could move it so far",
    rules.MORE_THAN_USUAL: "more than usual movement, of which about a third may fade",
    rules.USUAL: "usual movement",
    rules.WITH_ENGLAND: "England moved so too",
    rules.LESS_THAN_ENGLAND: "less than England moved",
    rules.UNLIKE_ENGLAND: "it held while England moved",
    rules.WITHIN_ROUNDING: "no more than rounding can make",
    rules.OUTSIDE_LIMITS: "outside its process limits",
    rules.INSIDE_LIMITS: "inside its process limits",
    rules.SIZE_ONLY: "what is usual is not known",
}


def size_in_words(change: float, unit: str, precision: int) -> str:
    """The size alone, without a sign: ``2.8 percentage points``, ``£1,200``, ``less than 0.1``."""
    of_change = Unit(unit).of_change
    size = rounded(abs(change), precision)
    less = change != 0 and size == 0
    if less:
        size = Decimal(1).scaleb(-precision)
    before = "£" if of_change in _MONEY else ""
    one, many = _AFTER.get(of_change, ("", ""))
    return f"{'less than ' if less else ''}{before}{size:,}{one if str(size) == '1' else many}"


def change_in_words(
    change: float | None,
    unit: str,
    precision: int,
    change_from: str | None,
    direction: str | None = None,
    certainty: str | None = None,
    reason: str | None = None,
) -> str:
    """``up 2.8 percentage points since 2023/24, which is worse: more than usual movement, ...``.

    ``direction`` and ``certainty`` as ``change.judged`` gives them; ``reason`` is that of a break.
    """
    if direction == "not comparable":
        return "not comparable with earlier figures" + (f": {reason}" if reason else "")
    if change is None or direction == "no earlier figure":
        return "no earlier figure"
    since = f" since {change_from}" if change_from else ""
    if change == 0:
        return f"no change{since}"
    way = f"{'up' if change > 0 else 'down'} {size_in_words(change, unit, precision)}"
    how = CERTAINTY.get(certainty or "", "")
    if direction == "no clear change":
        return f"no clear change{since}: {way}" + (f", {how}" if how else "")
    which = f", which is {direction}" if direction in ("better", "worse") else ""
    return f"{way}{since}{which}" + (f": {how}" if how else "")
