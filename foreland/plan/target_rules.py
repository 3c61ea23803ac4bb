"""Rules of targets: each can be rated or says why not, and its floor is on its worse side."""

from collections.abc import Iterator

from foreland.model.periods import Period, PeriodKind
from foreland.model.units import Unit
from foreland.plan.rules import Fault, Known, Rule
from foreland.plan.schema import Measure, Target

Path = tuple[str | int, ...]


def _each(known: Known) -> Iterator[tuple[Path, Measure, Target]]:
    for n, measure in enumerate(known.plan.measures):
        for k, target in enumerate(measure.targets):
            yield ("measures", n, "targets", k), measure, target


def targets_say_what_or_why_not(known: Known) -> Iterator[Fault]:
    """A target has a figure and a period, or says why they are not known."""
    for path, _, target in _each(known):
        if target.unknown is not None:
            continue
        if target.value is None and target.low is None and target.high is None:
            yield Fault(
                path,
                "a target without a figure",
                "value: …, or low: and high: of a band, or unknown: why it is not known",
                "Say one of them.",
            )
        if target.period is None:
            yield Fault(
                path,
                "a target for no period",
                'for: a printed period, such as "2024/25"',
                "Say when it is for, or unknown: why that is not known.",
            )


def bands_have_edges(known: Known) -> Iterator[Fault]:
    """A band has a low and a high edge, in order; nothing else has edges."""
    for path, measure, target in _each(known):
        polarity = known.polarity(measure)
        edges = [e for e in (target.low, target.high) if e is not None]
        if polarity == "band" and target.unknown is None and len(edges) < 2:
            yield Fault(
                path,
                "no edges for a figure that is to stay in a band",
                "low: and high:",
                "Say how low and how high it may be, or unknown: why that is not known.",
            )
        elif polarity not in ("band", None) and (edges or _floors(target)):
            yield Fault(
                path,
                f"the edges of a band for {measure.indicator}, which is to be {polarity}",
                "value: and floor:",
                "Say one figure.",
            )
        if len(edges) == 2 and edges[0] >= edges[1]:
            yield Fault(
                (*path, "low"),
                f"low: {edges[0]:g} and high: {edges[1]:g}",
                "low below high",
                "Exchange them, or correct one.",
            )


def _floors(target: Target) -> list[float]:
    return [f for f in (target.floor_low, target.floor_high) if f is not None]


def floors_are_on_the_worse_side(known: Known) -> Iterator[Fault]:
    for path, measure, target in _each(known):
        polarity = known.polarity(measure)
        if target.floor is not None:
            at = (*path, "floor")
            if target.value is None:
                yield Fault(at, "a floor without a target", "value: … too", "Say the target.")
            elif polarity in ("higher", "lower"):
                below = target.floor < target.value
                above = target.floor > target.value
                if not (below if polarity == "higher" else above):
                    side = "below" if polarity == "higher" else "above"
                    why = "of how far behind" if measure.gap else f"of {measure.indicator}"
                    yield Fault(
                        at,
                        f"the floor {target.floor:g} for the target {target.value:g}",
                        f"a floor {side} the target, for {polarity} is better {why}",
                        "Exchange the two, or correct one.",
                    )
        if None not in (target.floor_low, target.low) and target.floor_low > target.low:  # type: ignore[operator]
            yield Fault(
                (*path, "floor_low"),
                f"floor_low: {target.floor_low:g} inside the band from {target.low:g}",
                "a floor at or below the band's low edge",
                "Correct one of them.",
            )
        if None not in (target.floor_high, target.high) and target.floor_high < target.high:  # type: ignore[operator]
            yield Fault(
                (*path, "floor_high"),
                f"floor_high: {target.floor_high:g} inside the band to {target.high:g}",
                "a floor at or above the band's high edge",
                "Correct one of them.",
            )


def targets_need_a_direction(known: Known) -> Iterator[Fault]:
    for path, measure, target in _each(known):
        if known.polarity(measure) == "none" and target.value is not None:
            yield Fault(
                path,
                f"a target for {measure.indicator}, of which neither more nor less is better",
                "an indicator whose polarity is higher, lower or band",
                "Choose another indicator, or show this one without a target.",
            )


#: Kinds of period that may be of the same days.
_ALIKE = (PeriodKind.MONTH, PeriodKind.SNAPSHOT)


def periods_fit_the_indicator(known: Known) -> Iterator[Fault]:
    """A target ``at`` a period that the indicator never has would never be rated."""
    for path, measure, target in _each(known):
        indicator = known.indicator(measure)
        if indicator is None or target.period is None or target.holds == "within":
            continue
        if target.withdrawn is not None or target.unknown is not None:
            continue
        kind = Period.parse(target.period).kind
        alike = kind in _ALIKE and indicator.period in _ALIKE
        if kind != indicator.period and not alike:
            yield Fault(
                (*path, "for"),
                f"for: {target.period}, of kind {kind}",
                f"a period of kind {indicator.period}, as {indicator.id} has",
                f'Such as "{_EXAMPLE[indicator.period]}"; or holds: within, for readings inside '
                "the period.",
            )


_EXAMPLE = {
    PeriodKind.ACADEMIC: "2024/25",
    PeriodKind.FINANCIAL: "2024-25",
    PeriodKind.CALENDAR: "2025",
    PeriodKind.TERM: "Autumn term 2024/25",
    PeriodKind.MONTH: "March 2025",
    PeriodKind.SNAPSHOT: "31 March 2025",
    PeriodKind.ROLLING_12: "12 months to March 2025",
    PeriodKind.THREE_MONTH: "January 2025 to March 2025",
    PeriodKind.WEEK: "week 12 of 2025",
}


def one_target_is_in_force(known: Known) -> Iterator[Fault]:
    """Of the lines for one period the latest ``set`` is in force: no two may be equally late."""
    for n, measure in enumerate(known.plan.measures):
        seen: set[tuple[str | None, object]] = set()
        for k, target in enumerate(measure.targets):
            if target.withdrawn is not None or target.period is None:
                continue
            key = (target.period, target.set)
            if key in seen:
                yield Fault(
                    ("measures", n, "targets", k),
                    f"a second target for {target.period}"
                    + (f", set on {target.set} too" if target.set else " without a set: date"),
                    "set: the day of the document, later for the later line",
                    "Say when each was set, or withdrawn: why one is no longer in force.",
                )
            seen.add(key)


def profiles_climb_inside_their_year(known: Known) -> Iterator[Fault]:
    for path, measure, target in _each(known):
        if not target.profile:
            continue
        if not measure.counts_up:
            yield Fault(
                (*path, "profile"),
                "a profile for a figure that does not count up",
                "counts_up: true on the measure",
                "Add it, or take the profile out.",
            )
        if target.period is None:
            continue
        year = Period.parse(target.period)
        ends = [Period.parse(step.by).end for step in target.profile]
        if ends != sorted(set(ends)) or not all(year.start <= end <= year.end for end in ends):
            yield Fault(
                (*path, "profile"),
                f"steps by {', '.join(step.by for step in target.profile)}",
                f"steps in order of time inside {target.period}",
                "Put them in order.",
            )


def figures_can_be_in_their_unit(known: Known) -> Iterator[Fault]:
    """A share is between 0 and 100 per cent; a count is a whole number."""
    for n, measure in enumerate(known.plan.measures):
        indicator = known.indicator(measure)
        if indicator is None:
            continue
        figures: list[tuple[Path, float]] = []
        if measure.baseline is not None:
            figures.append((("baseline", "value"), measure.baseline.value))
        for k, target in enumerate(measure.targets):
            for name in ("value", "floor", "low", "high", "floor_low", "floor_high"):
                figure = getattr(target, name)
                if figure is not None:
                    figures.append((("targets", k, name), figure))
        for at, figure in figures:
            told = _impossible(indicator.unit, figure, measure)
            if told is not None:
                yield Fault(
                    ("measures", n, *at),
                    f"{at[-1]}: {figure:g}",
                    told,
                    f"Write it in the unit of {indicator.id}: {indicator.unit}.",
                )


def _impossible(unit: Unit, figure: float, measure: Measure) -> str | None:
    least = -100.0 if measure.gap else 0.0
    if unit is Unit.PERCENT and not least <= figure <= 100:
        return f"a figure from {least:g} to 100"
    if unit is Unit.COUNT and not measure.gap and (figure < 0 or figure != int(figure)):
        return "a whole number of 0 or more"
    return None


RULES: tuple[Rule, ...] = (
    targets_say_what_or_why_not,
    bands_have_edges,
    floors_are_on_the_worse_side,
    targets_need_a_direction,
    periods_fit_the_indicator,
    one_target_is_in_force,
    profiles_climb_inside_their_year,
    figures_can_be_in_their_unit,
)
