"""How likely a target is, and how often others got there: a small grammar, tested as one.

A share is told in tenths, as one would say it; below one in twenty and above nineteen in twenty it
is told so. The count stands beside the share, so that nobody has to take our rounding.
"""

from dataclasses import dataclass

from foreland.insight.change_words import size_in_words
from foreland.insight.intervals_of_forecasts import HIGHEST_PROBABILITY
from foreland.report import formats

#: No chance is told above these, by years ahead: so far the evidence goes.
HIGHEST = dict(enumerate(HIGHEST_PROBABILITY, start=1))


@dataclass(frozen=True)
class Reached:
    """How often areas that stood alike got as far. Gains are better above nought."""

    starts: int
    reached: int
    spans: int
    years: int
    usual_gain: float
    everyone_gain: float
    met_already: bool = False


def share_words(share: float) -> str:
    """``3 in 10``; ``fewer than 1 in 20``; ``more than 19 in 20``; ``none``; ``all``."""
    if share <= 0:
        return "none"
    if share >= 1:
        return "all"
    if share < 0.05:
        return "fewer than 1 in 20"
    if share > 0.95:
        return "more than 19 in 20"
    tenths = int(share * 10 + 0.5 + 1e-9)
    return "9 in 10" if tenths == 10 else f"{tenths} in 10"


def chance_words(probability: float, years: int) -> str:
    """``about 3 in 10``, and where it is the highest that is told, that it is.

    A chance is never none and never certain.
    """
    highest = HIGHEST.get(years, min(HIGHEST.values()))
    if probability >= highest:
        words = "3 in 4" if highest == 0.75 else f"{round(highest * 10)} in 10"
        return f"about {words}, the highest that is told {formats.count(years, 'year')} ahead"
    words = share_words(min(max(probability, 1e-9), 1 - 1e-9))
    return words if words.startswith(("fewer", "more")) else f"about {words}"


def reached_words(of: Reached, area: str) -> str:
    """``3 in 10 areas like this one got there: ...`` with the counts."""
    short = reached_short(of.reached / of.starts, of.met_already)
    times = formats.count(of.starts, "time")
    after = formats.count(of.years, "year")
    spans = formats.count(of.spans, "starting year")
    return (
        f"{short[:1].upper()}{short[1:]}: of {times} that an area stood about where {area} stands "
        f"now, {formats.count(of.reached, 'was', 'were')} there {after} later ({spans})."
    )


def reached_short(share: float, met_already: bool) -> str:
    """``3 in 10 areas like this one got there``."""
    words = share_words(share)
    of = " of the" if words in ("none", "all") else ""
    did = "still stood there or better" if met_already else "got there"
    return f"{words}{of} areas like this one {did}"


def gain_words(of: Reached, unit: str, precision: int) -> str:
    """What such areas gained, and how much of it is that a bad year passes."""
    said = (
        f"Typically such areas {_gain(of.usual_gain, unit, precision)} in "
        f"{formats.count(of.years, 'year')}; areas in general "
        f"{_gain(of.everyone_gain, unit, precision)}."
    )
    apart = of.usual_gain - of.everyone_gain
    if formats.plain(abs(apart), precision).strip("0.,") == "":
        return said
    why = "a bad year passes" if apart > 0 else "a good year passes"
    return f"{said} What lies between is mostly that {why}, which is nobody's doing."


def _gain(value: float, unit: str, precision: int) -> str:
    if value == 0:
        return "did not move"
    return f"became {size_in_words(value, unit, precision)} {'better' if value > 0 else 'worse'}"
