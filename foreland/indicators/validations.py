"""The rules of a catalogue, one function a rule. Each gives its faults as path and words."""

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources

from foreland.indicators.schema import Indicator
from foreland.model.periods import Period
from foreland.model.units import Unit

#: path inside the indicator, found, expected, remedy
Fault = tuple[tuple[str | int, ...], str, str, str]
Rule = Callable[[Indicator], Iterator[Fault]]


def one_series_a_group_and_code(indicator: Indicator) -> Iterator[Fault]:
    """A publisher's code stands once in an indicator."""
    seen: set[tuple[str, str, str]] = set()
    for place, series in enumerate(indicator.series):
        key = (series.source, series.code, series.source_group)
        if key in seen:
            yield (
                ("series", place),
                f"{series.source}:{series.code} a second time",
                "each code once",
                "Take one out.",
            )
        seen.add(key)


def one_code_a_group_and_source(indicator: Indicator) -> Iterator[Fault]:
    """Two codes of one publisher for one group hide a slip: the second would never be read."""
    seen: dict[tuple[str, str], str] = {}
    for place, series in enumerate(indicator.series):
        if series.source not in ("lait", "nccis"):
            continue  # An EES data set may follow another, an area may keep several files.
        first = seen.setdefault((series.source, series.group), series.code)
        if first != series.code:
            yield (
                ("series", place),
                f"{series.code!r} for the group {series.group}, which {first!r} has already",
                "one code of a publisher for a group",
                "Give the group of the second, or take it out.",
            )


def codes_are_spelt_as_published(indicator: Indicator) -> Iterator[Fault]:
    """LAIT's codes carry stray blanks and capitals; a code that only looks the same reads nothing.

    A code that resembles none is let through: a newer dictionary may list it.
    """
    known, by_look = _lait_codes()
    for place, series in enumerate(indicator.series):
        if series.source == "lait" and series.code not in known:
            meant = by_look.get(_look(series.code))
            if meant is not None:
                yield (
                    ("series", place, "code"),
                    f"the code {series.code!r}",
                    f"{meant!r}, letter for letter and blank for blank",
                    f'Write it as published: code: "{meant}"',
                )


def periods_are_of_its_kind(indicator: Indicator) -> Iterator[Fault]:
    """A break or a gap in time is told in the periods of the indicator's own facts."""
    told: list[tuple[tuple[str | int, ...], str]] = [
        (("breaks", place, "from"), one.start) for place, one in enumerate(indicator.breaks)
    ]
    for place, missing in enumerate(indicator.missing):
        told += [
            (("missing", place, "periods", number), label)
            for number, label in enumerate(missing.periods)
        ]
    for path, label in told:
        kind = Period.parse(label).kind
        if kind is not indicator.period:
            yield (
                path,
                f"{label!r}, a period of kind {kind}",
                f"a period of kind {indicator.period}, as the indicator has",
                "Write the period as the facts print it, or correct the indicator's period.",
            )


def breaks_follow_each_other(indicator: Indicator) -> Iterator[Fault]:
    """Breaks stand in the order of time, each once."""
    starts = [Period.parse(one.start).start for one in indicator.breaks]
    for place in range(1, len(starts)):
        if starts[place] <= starts[place - 1]:
            yield (
                ("breaks", place, "from"),
                f"{indicator.breaks[place].start!r} after {indicator.breaks[place - 1].start!r}",
                "breaks in the order of time, each once",
                "Put them in order.",
            )


def a_period_is_missing_once(indicator: Indicator) -> Iterator[Fault]:
    """A period has one reason why nobody has figures."""
    seen: set[str] = set()
    for place, missing in enumerate(indicator.missing):
        for number, label in enumerate(missing.periods):
            if label in seen:
                yield (
                    ("missing", place, "periods", number),
                    f"{label!r} a second time",
                    "each missing period once",
                    "Take one out.",
                )
            seen.add(label)


def an_absence_is_read_from_the_area_alone(indicator: Indicator) -> Iterator[Fault]:
    """What no publisher has is read from the area's own figures, by a code of the same name."""
    if indicator.absent is None:
        return
    for place, series in enumerate(indicator.series):
        if series.source != "local" or series.code != indicator.id:
            yield (
                ("series", place),
                f"{series.source}:{series.code} of an indicator that is absent",
                f"local:{indicator.id} alone",
                "Take absent out, since a publication has it; or read it from the area's own code.",
            )


def gaps_have_both_sides(indicator: Indicator) -> Iterator[Fault]:
    """A gap needs a series of the group and of its comparator."""
    for place, gap in enumerate(indicator.gaps):
        for side in (gap.group, gap.comparator):
            if side not in indicator.groups:
                yield (
                    ("gaps", place),
                    f"the group {side!r}, which has no series",
                    f"one of {', '.join(indicator.groups)}",
                    "Add a series for it, or take the gap out.",
                )
        if gap.group == gap.comparator:
            yield (("gaps", place), "a gap of a group with itself", "two groups", "Correct it.")


def gaps_need_a_direction(indicator: Indicator) -> Iterator[Fault]:
    """Behind is behind by polarity."""
    if indicator.gaps and indicator.polarity not in ("higher", "lower"):
        yield (
            ("gaps",),
            f"gaps of an indicator of polarity {indicator.polarity}",
            "polarity higher or lower",
            "Give the polarity, or take the gaps out.",
        )


def pupil_premium_is_no_group(indicator: Indicator) -> Iterator[Fault]:
    """Pupil premium is funding with dates of its own; the group is called disadvantaged."""
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("series", place, "group"), series.group) for place, series in enumerate(indicator.series)
    ]
    for place, gap in enumerate(indicator.gaps):
        named += [(("gaps", place), text) for text in (gap.group, gap.comparator, gap.name or "")]
    for path, text in named:
        if re.search(r"pupil[\s_-]*premium", text, re.IGNORECASE):
            yield (
                path,
                f"{text!r}",
                "the group by its own name: disadvantaged, or eligible for free school meals",
                "Pupil premium is money, not a group of pupils. Name the group.",
            )


def percentages_are_no_counts(indicator: Indicator) -> Iterator[Fault]:
    """A count is printed whole."""
    if indicator.unit is Unit.COUNT and indicator.precision != 0:
        yield (
            ("precision",),
            f"a count with {indicator.precision} decimals",
            "precision: 0",
            "Print counts whole.",
        )


@cache
def _lait_codes() -> tuple[frozenset[str], dict[str, str]]:
    """The packaged codes, and each by how it looks. The reader itself would be slow to import."""
    text = resources.files("foreland.sources.lait").joinpath("codes.csv").read_text("utf-8")
    known = [row["code"] for row in csv.DictReader(text.splitlines())]
    return frozenset(known), {_look(code): code for code in known}


def _look(code: str) -> str:
    return re.sub(r"\s+", "", code).casefold()


RULES: tuple[Rule, ...] = (
    one_series_a_group_and_code,
    one_code_a_group_and_source,
    codes_are_spelt_as_published,
    periods_are_of_its_kind,
    breaks_follow_each_other,
    a_period_is_missing_once,
    an_absence_is_read_from_the_area_alone,
    gaps_have_both_sides,
    gaps_need_a_direction,
    pupil_premium_is_no_group,
    percentages_are_no_counts,
)
