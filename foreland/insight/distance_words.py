"""How far an area is from the middle and from the best tenth, in words: in points and in people.

Better, level or worse by the indicator's polarity; what would have to change, more or less, and of
how many people that is, where these were counted. The size is a difference: percentage points,
never per cent. Says nothing where neither more nor less is better.
"""

from foreland.insight.change_words import size_in_words
from foreland.model.rounding import rounded

#: The edges that are told, and how.
MEDIAN = "the middle authority"
BEST_TENTH = "the best tenth of authorities"


def distance_in_words(
    to: float | None,
    where: str,
    edge: str,
    unit: str,
    precision: int,
    polarity: str,
    people: tuple[int, float, str] | None = None,
) -> str:
    """``3.1 percentage points more than the middle authority (5.0%): 1,203 fewer of ... level``.

    ``to``: how much worse the area is than the edge, less than 0 where it is better. ``edge``: the
    edge's figure, as printed. ``people``: how many people ``to`` is, of how many, what they are
    called. Empty where nothing is known.
    """
    if to is None or polarity not in ("higher", "lower"):
        return ""
    if to == 0:
        return f"level with {where} ({edge})"
    size = size_in_words(to, unit, precision)
    if to < 0:
        return f"{size} better than {where} ({edge})"
    said = f"{size} worse than {where} ({edge})"
    if people is None or people[0] <= 0:
        return said
    count, of, what = people
    more = "more" if polarity == "higher" else "fewer"
    return f"{said}: {count:,} {more} of {rounded(of, 0):,} {what} would make it level"
