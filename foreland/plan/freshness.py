"""Whether a publication is due or overdue, by its own calendar where it has one.

The calendar is the publisher's: the day of the next update that its dictionary gives for a code,
as Excel's serial number or in words. The first of a month there means the month. Without a
calendar only this is said: a newest figure older than ``STALE_MONTHS`` is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from foreland.model.periods import last_day
from foreland.plan.quality import Finding

#: Day 0 of Excel's serial numbers.
_EXCEL_EPOCH = date(1899, 12, 30)
#: So many days before it comes a publication is called due.
DUE_DAYS = 31
#: A yearly figure is published within a year of its period and stands for a year.
STALE_MONTHS = 24
_DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Calendar:
    """What a publisher says of one code. ``published`` is the newest release that the store has."""

    source_code: str
    indicator: str
    source: str
    next_update: str | None
    published: date | None


@dataclass(frozen=True)
class Newest:
    """The newest figure of an indicator for an area."""

    indicator: str
    area: str
    period: str
    published_period: str
    period_start: date
    period_end: date
    source: str
    source_code: str
    observation: str


def due_by(text: str | None) -> date | None:
    """The last day on which an update is on time; None where the text gives no day."""
    if text is None or not text.strip().isdigit():
        return None
    day = _EXCEL_EPOCH + timedelta(days=int(text))
    return last_day(day.year, day.month) if day.day == 1 else day


def ended(text: str | None) -> bool:
    """Whether the publisher says that no more will come."""
    lowered = (text or "").lower()
    return "discontinued" in lowered or "no longer" in lowered


def late(calendars: Iterable[Calendar], today: date) -> Iterator[Finding]:
    """What is due within ``DUE_DAYS``, overdue, or will come no more."""
    for one in calendars:
        due = due_by(one.next_update)
        told: tuple[str, str, str] | None = None
        if ended(one.next_update):
            told = (
                f"no more figures will come ({one.next_update})",
                "a publication that goes on",
                "Keep its past; set no target on it, and choose another measure.",
            )
        elif due is None:
            continue
        elif due < today:
            days = (today - due).days
            here = one.published is None or one.published <= due
            told = (
                f"overdue by {days} days: the publisher named {due.isoformat()}, the newest release"
                f" here is of {one.published.isoformat() if one.published else 'no known day'}",
                f"the update that was due by {due.isoformat()}",
                "Fetch the publication and ingest it."
                if here
                else "The publisher's own file lacks it still: wait, or ask the publisher.",
            )
        elif due <= today + timedelta(days=DUE_DAYS):
            told = (
                f"due by {due.isoformat()}",
                "the update, when it is out",
                "Nothing yet; fetch it when it comes.",
            )
        if told:
            yield Finding(
                "freshness",
                (one.indicator, one.source_code, one.next_update or ""),
                *told,
                indicator=one.indicator,
                source=one.source,
                source_code=one.source_code,
            )


def stale(newest: Iterable[Newest], expected: set[str], today: date) -> Iterator[Finding]:
    """Indicators whose newest figure is old, but those in ``expected``: their calendar speaks."""
    for one in newest:
        months = (today - one.period_end).days / _DAYS_A_MONTH
        if one.indicator in expected or months <= STALE_MONTHS:
            continue
        yield Finding(
            "freshness",
            (one.indicator, one.area, one.period),
            f"the newest figure is of {one.period}, which ended {months:.0f} months before "
            f"{today.isoformat()}",
            f"a figure at most {STALE_MONTHS} months old",
            "See whether a newer one is out, and fetch it; else say on the page why there is none.",
            indicator=one.indicator,
            source=one.source,
            source_code=one.source_code,
            area=one.area,
            period=one.period,
            published_period=one.published_period,
            period_start=one.period_start,
            period_end=one.period_end,
            observation=one.observation,
        )
