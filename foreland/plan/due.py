"""Which target a figure answers, which targets were known on a day, and which one counts now.

Nothing is rated against another period's target: a January target and a March figure stand side
by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foreland.model.periods import Period, PeriodKind
from foreland.plan.schema import Measure, Target


@dataclass(frozen=True)
class Standing:
    """A target as it stood on a day: in force, replaced by a later line, or withdrawn."""

    target: Target
    in_force: bool
    #: When the line was set that replaced it.
    replaced_on: date | None = None

    @property
    def period(self) -> Period | None:
        return None if self.target.period is None else Period.parse(self.target.period)

    @property
    def has_figure(self) -> bool:
        """Whether it says what is to be reached, and for when."""
        figures = (self.target.value, self.target.low, self.target.high)
        return (
            self.target.unknown is None
            and self.target.period is not None
            and any(figure is not None for figure in figures)
        )


def standing(measure: Measure, as_of: date | None) -> tuple[Standing, ...]:
    """The targets that were known at the end of ``as_of``, oldest period first, no date last.

    Of one period's lines the latest set is in force; a line set after that day did not exist.
    """
    known = [t for t in measure.targets if as_of is None or t.set is None or t.set <= as_of]
    latest: dict[str | None, Target] = {}
    for target in known:
        if target.withdrawn is not None or target.period is None:
            continue
        other = latest.get(target.period)
        if other is None or (target.set or date.min) >= (other.set or date.min):
            latest[target.period] = target
    found = []
    for target in known:
        leading = target if target.period is None else latest.get(target.period, target)
        in_force = target.withdrawn is None and leading is target
        replaced = None if in_force or leading is target else leading.set
        found.append(Standing(target, in_force, replaced))
    return tuple(sorted(found, key=_order))


def _order(one: Standing) -> tuple[date, date, date]:
    period = one.period
    if period is None:
        return (date.max, date.max, one.target.set or date.min)
    return (period.end, period.start, one.target.set or date.min)


def answers(reading: Period, target: Target) -> bool:
    """Whether a figure of this period is rated against this target.

    ``within``: it ends inside the target's period. ``at``: it is of the same days; a day's count
    inside the month that the target names will do, and so will a count of that month whose day
    the publisher does not say.
    """
    if target.period is None:
        return False
    wanted = Period.parse(target.period)
    if target.holds == "within":
        return wanted.start <= reading.end <= wanted.end
    if (reading.start, reading.end) == (wanted.start, wanted.end):
        return True
    monthly = (PeriodKind.MONTH, PeriodKind.SNAPSHOT)
    if reading.kind is PeriodKind.SNAPSHOT and wanted.kind in monthly:
        return (wanted.start <= reading.end <= wanted.end and reading.start == reading.end) or (
            wanted.start == wanted.end and reading.start <= wanted.start <= reading.end
        )
    return False


@dataclass(frozen=True)
class Current:
    """The target that counts now, and the place of the reading that answers it, if one does."""

    standing: Standing | None
    reading: int | None = None


def current(targets: Iterable[Standing], readings: list[Period], today: date) -> Current:
    """The target that the newest figure answers; else the newest that any figure answers.

    Where none is answered: the newest whose period has ended, else the next one to come, else
    one that is known to be without a figure. ``readings`` are in order of time.
    """
    held = [s for s in targets if s.in_force]
    with_figure = [s for s in held if s.has_figure]
    for place in range(len(readings) - 1, -1, -1):
        found = [s for s in with_figure if answers(readings[place], s.target)]
        if found:
            # A target for exactly this period before one that holds all the year.
            narrowest = min(found, key=lambda s: _days(s))
            return Current(narrowest, place)
    ended = [s for s in with_figure if s.period is not None and s.period.end <= today]
    if ended:
        return Current(ended[-1])
    if with_figure:
        return Current(with_figure[0])
    return Current(held[-1] if held else None)


def _days(one: Standing) -> int:
    period = one.period
    return 0 if period is None else (period.end - period.start).days
