"""Three inspection regimes, and what may be compared across them.

There is no function here that turns one regime's words into another's, and there will be none:
the inspectorate calls them not directly comparable (methodology of June 2026), and an overall
grade after August 2024 would be made up.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from foreland.sources.ofsted.grades import CARDS, FOUR, NO_OVERALL_GRADE, OVERALL, REPORT_CARDS


@dataclass(frozen=True)
class Regime:
    """What inspections of state-funded schools gave between two days, both included."""

    name: str
    start: date | None
    end: date | None
    gives: str


_DAY = timedelta(days=1)

REGIMES = (
    Regime(
        OVERALL,
        None,
        NO_OVERALL_GRADE - _DAY,
        "an overall grade: outstanding, good, requires improvement or inadequate",
    ),
    Regime(
        FOUR,
        NO_OVERALL_GRADE,
        REPORT_CARDS - _DAY,
        "four judgements and no overall grade: quality of education; behaviour and attitudes; "
        "personal development; leadership and management",
    ),
    Regime(
        CARDS,
        REPORT_CARDS,
        None,
        "a report card: a word of five for each of up to eight areas, safeguarding met or not "
        "met, and no overall grade",
    ),
)


def regime_on(day: date) -> Regime:
    """The regime under which a visit on ``day`` was made."""
    return next(r for r in reversed(REGIMES) if r.start is None or r.start <= day)


@dataclass(frozen=True)
class Bridge:
    """Whether two days' shares good or outstanding can be compared, and why."""

    comparable: bool
    text: str


def bridge(earlier: date, later: date) -> Bridge:
    """What can be compared between the shares good or outstanding on two days."""
    earlier, later = sorted((earlier, later))
    first, last = regime_on(earlier), regime_on(later)
    if last.name == OVERALL:
        return Bridge(
            True,
            "Both days are under the overall grade: the shares compare, if both are by the same "
            "rule (own inspection, or the predecessor's grade) and count the same kinds of "
            "schools.",
        )
    if first.name == last.name == FOUR:
        return Bridge(
            False,
            "No overall grade was given between these days. The shares differ because the graded "
            "schools differ: those inspected in between have left.",
        )
    return Bridge(
        False,
        f"On {earlier.isoformat()} inspections gave {first.gives}; on {later.isoformat()} they "
        f"gave {last.gives}. A share good or outstanding on the later day is of overall grades "
        "that were given before September 2024 and have not been replaced: it is of fewer and "
        "other schools, and no change may be read from it. What compares is a judgement of the "
        "same name within one regime.",
    )


def note_on(day: date) -> str | None:
    """What a share good or outstanding on ``day`` must say of its regime; None before 2024."""
    regime = regime_on(day)
    if regime.name == OVERALL:
        return None
    return (
        "of schools whose latest overall grade, given before September 2024, has not been "
        "replaced; schools judged since then have no overall grade and are neither good nor bad "
        "here; not comparable with earlier days"
    )
