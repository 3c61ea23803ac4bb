"""A gap in words, and how it moved: behind by how much, narrower or wider, why, and how sure.

The size is always the difference itself, in the unit of a difference (percentage points, never per
cent). A gap of whole numbers carries plus or minus 1. Narrower is said with the reason, since a gap
may narrow because the others fell; and a direction only of what passed the change rule.
"""

from foreland.insight.change_words import CERTAINTY, size_in_words
from foreland.model.rounding import rounded

#: Directions of ``change.judged`` that say something.
_SAID = ("better", "worse")


def gap_in_words(
    behind: float | None, gap: float | None, unit: str, precision: int, whole: bool = False
) -> str:
    """``27 percentage points behind, plus or minus 1``; ``level``; ``1.2 higher``.

    ``behind`` where more or less is better; else the signed ``gap`` says lower or higher.
    ``whole``: both figures were published whole. Empty where there is no gap.
    """
    known = behind if behind is not None else gap
    if known is None:
        return ""
    about = ", plus or minus 1" if whole else ""
    if known == 0 or (whole and rounded(abs(known), precision) == 0):
        return f"level{about}"
    if behind is not None:
        which = "behind" if behind > 0 else "ahead"
    else:
        which = "lower" if known < 0 else "higher"
    return f"{size_in_words(known, unit, precision)} {which}{about}"


def gap_change_in_words(
    change: float | None,
    unit: str,
    precision: int,
    since: str | None,
    because: str | None,
    direction: str | None = None,
    certainty: str | None = None,
) -> str:
    """``2 percentage points narrower since 2022/23: both improved, the group more``.

    ``change`` is that of how far the group is behind. Without a ``direction`` that passed the rule
    it begins with ``no clear change``, and says how sure that is.
    """
    if change is None:
        return "no earlier figure"
    after = f" since {since}" if since else ""
    reason = (because or "").partition(": ")[2]
    if change == 0:
        return f"no change{after}" + (f": {reason}" if reason else "")
    size = size_in_words(change, unit, precision)
    way = f"{size} {'wider' if change > 0 else 'narrower'}"
    how = CERTAINTY.get(certainty or "", "")
    if (because or "").startswith("unchanged"):
        return f"no clear change{after}: {way}, no more than rounding can make"
    if direction in _SAID:
        said = "; ".join(part for part in (reason, how) if part)
        return f"{way}{after}" + (f": {said}" if said else "")
    if direction is None and not how:
        return f"{way}{after}" + (f": {reason}" if reason else "")
    said = ", ".join(part for part in (way, how) if part)
    return f"no clear change{after}: {said}" + (f" ({reason})" if reason else "")
