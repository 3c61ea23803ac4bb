"""The rules of a catalogue, one function a rule. Each gives its faults as path and words."""

from collections.abc import Callable, Iterator

from foreland.indicators.schema import Indicator
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


def percentages_are_no_counts(indicator: Indicator) -> Iterator[Fault]:
    """A count is printed whole."""
    if indicator.unit is Unit.COUNT and indicator.precision != 0:
        yield (
            ("precision",),
            f"a count with {indicator.precision} decimals",
            "precision: 0",
            "Print counts whole.",
        )


RULES: tuple[Rule, ...] = (
    one_series_a_group_and_code,
    gaps_have_both_sides,
    gaps_need_a_direction,
    percentages_are_no_counts,
)
