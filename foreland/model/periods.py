"""Periods: what dates a figure is about. One canonical print for each, read back exactly.

Publishers' labels are read in ``published_periods``; an unknown label is an error, never a guess.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class PeriodKind(StrEnum):
    ACADEMIC = "academic"
    FINANCIAL = "financial"
    CALENDAR = "calendar"
    TERM = "term"
    MONTH = "month"
    SNAPSHOT = "snapshot"
    ROLLING_12 = "rolling-12"
    THREE_MONTH = "three-month"
    WEEK = "week"


#: The day that stands for today where nothing dated is known: all is still to come. Never printed.
NO_DAY = date(2000, 1, 1)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

#: name: first month, last month. A school year begins on 1 September.
TERMS = {
    "Autumn term": (9, 12),
    "Spring term": (1, 3),
    "Summer term": (4, 8),
    "Autumn and spring terms": (9, 3),
}

FURTHER_EDUCATION = " (August to July)"


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _month_after(day: date) -> tuple[int, int]:
    return (day.year + day.month // 12, day.month % 12 + 1)


@dataclass(frozen=True)
class Period:
    """A span of days and the kind of period that it is.

    Raises ValueError when the dates are not those of such a period (an academic year starts on
    1 September, or on 1 August in further education; a financial year on 1 April; ...).
    Years may be joined: an average of three academic years is one academic period.
    """

    kind: PeriodKind
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start or not _CHECKS[self.kind](self.start, self.end):
            raise ValueError(f"{self.start} to {self.end} is not a period of kind {self.kind}")

    @classmethod
    def academic(cls, end_year: int, years: int = 1) -> "Period":
        """The school year(s) ending in August of ``end_year``."""
        return cls(PeriodKind.ACADEMIC, date(end_year - years, 9, 1), date(end_year, 8, 31))

    @classmethod
    def further_education(cls, end_year: int) -> "Period":
        """The further-education year ending in July of ``end_year``."""
        return cls(PeriodKind.ACADEMIC, date(end_year - 1, 8, 1), date(end_year, 7, 31))

    @classmethod
    def financial(cls, end_year: int, years: int = 1) -> "Period":
        """The year(s) to 31 March of ``end_year``."""
        return cls(PeriodKind.FINANCIAL, date(end_year - years, 4, 1), date(end_year, 3, 31))

    @classmethod
    def calendar(cls, year: int, years: int = 1) -> "Period":
        """The year(s) to 31 December of ``year``."""
        return cls(PeriodKind.CALENDAR, date(year - years + 1, 1, 1), date(year, 12, 31))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls(PeriodKind.MONTH, date(year, month, 1), last_day(year, month))

    @classmethod
    def snapshot(cls, day: date) -> "Period":
        return cls(PeriodKind.SNAPSHOT, day, day)

    @classmethod
    def snapshot_month(cls, year: int, month: int) -> "Period":
        """A count taken on a day of the month that the publisher does not name."""
        return cls(PeriodKind.SNAPSHOT, date(year, month, 1), last_day(year, month))

    @classmethod
    def three_months(cls, year: int, last_month: int) -> "Period":
        """The three months that end with ``last_month`` of ``year``."""
        first = (last_month - 3) % 12 + 1
        start_year = year if first <= last_month else year - 1
        return cls(PeriodKind.THREE_MONTH, date(start_year, first, 1), last_day(year, last_month))

    @classmethod
    def rolling_12(cls, year: int, last_month: int) -> "Period":
        start = last_day(year - 1, last_month) + timedelta(days=1)
        return cls(PeriodKind.ROLLING_12, start, last_day(year, last_month))

    @classmethod
    def term(cls, name: str, end_year: int) -> "Period":
        """A term of the school year ending in August of ``end_year``."""
        first, last = TERMS[name]
        start = date(end_year - 1 if first >= 9 else end_year, first, 1)
        return cls(PeriodKind.TERM, start, last_day(end_year - 1 if last >= 9 else end_year, last))

    @classmethod
    def week(cls, year: int, number: int) -> "Period":
        """The ISO week, Monday to Sunday."""
        start = date.fromisocalendar(year, number, 1)
        return cls(PeriodKind.WEEK, start, start + timedelta(days=6))

    @property
    def years(self) -> int:
        """How many years are joined in it; 1 for what is no longer than a year."""
        return max(1, self.end.year - self.start.year + (self.kind is PeriodKind.CALENDAR))

    @property
    def label(self) -> str:
        """The canonical print; ``Period.parse`` reads it back to an equal period."""
        return _label(self)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a canonical print. Raises ValueError for any other text."""
        return _parse(text)

    def __str__(self) -> str:
        return self.label


def _years_from(start_month: int, start: date, end: date) -> bool:
    month_before = (start_month - 2) % 12 + 1
    return (
        (start.month, start.day) == (start_month, 1)
        and end == last_day(end.year, month_before)
        and end > start
    )


def _is_whole_months(start: date, end: date, count: int) -> bool:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    return start.day == 1 and end == last_day(end.year, end.month) and months == count


def _is_term(start: date, end: date) -> bool:
    return any(
        (start.month, end.month) == span
        and start.day == 1
        and end == last_day(end.year, end.month)
        and (end - start).days < 366
        for span in TERMS.values()
    )


_CHECKS: dict[PeriodKind, Callable[[date, date], bool]] = {
    PeriodKind.ACADEMIC: lambda s, e: _years_from(9, s, e) or _years_from(8, s, e),
    PeriodKind.FINANCIAL: lambda s, e: _years_from(4, s, e),
    PeriodKind.CALENDAR: lambda s, e: _years_from(1, s, e),
    PeriodKind.TERM: _is_term,
    PeriodKind.MONTH: lambda s, e: _is_whole_months(s, e, 1),
    PeriodKind.SNAPSHOT: lambda s, e: s == e or _is_whole_months(s, e, 1),
    PeriodKind.ROLLING_12: lambda s, e: _is_whole_months(s, e, 12),
    PeriodKind.THREE_MONTH: lambda s, e: _is_whole_months(s, e, 3),
    PeriodKind.WEEK: lambda s, e: s.weekday() == 0 and (e - s).days == 6,
}


def _short(year: int) -> str:
    return f"{year % 100:02d}"


def _spans(first: int, last: int, sign: str) -> str:
    one = f"{first}{sign}{_short(first + 1)}"
    return one if last == first + 1 else f"{one} to {last - 1}{sign}{_short(last)}"


def _month_name(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def _label(period: Period) -> str:
    start, end = period.start, period.end
    match period.kind:
        case PeriodKind.ACADEMIC:
            text = _spans(start.year, end.year, "/")
            return text + (FURTHER_EDUCATION if start.month == 8 else "")
        case PeriodKind.FINANCIAL:
            return _spans(start.year, end.year, "-")
        case PeriodKind.CALENDAR:
            return str(end.year) if start.year == end.year else f"{start.year} to {end.year}"
        case PeriodKind.TERM:
            name = next(n for n, span in TERMS.items() if span == (start.month, end.month))
            first = start.year if start.month >= 9 else start.year - 1
            return f"{name} {first}/{_short(first + 1)}"
        case PeriodKind.MONTH:
            return _month_name(start)
        case PeriodKind.SNAPSHOT:
            if start == end:
                return f"{end.day} {_month_name(end)}"
            return f"{_month_name(end)} (snapshot)"
        case PeriodKind.ROLLING_12:
            return f"12 months to {_month_name(end)}"
        case PeriodKind.THREE_MONTH:
            return f"{_month_name(start)} to {_month_name(end)}"
        case PeriodKind.WEEK:
            year, number, _ = start.isocalendar()
            return f"week {number} of {year}"


_MONTH = rf"({'|'.join(MONTHS)}) (\d{{4}})"
_TERM = rf"({'|'.join(TERMS)}) (\d{{4}})/(\d{{2}})"


def _pair(first: str, second: str) -> int:
    """The end year of ``2024/25``; the two must be consecutive."""
    end = int(first) + 1
    if end % 100 != int(second):
        raise ValueError(f"{first} and {second} are not consecutive years")
    return end


def _number(month: str) -> int:
    return MONTHS.index(month) + 1


def _academic(m: re.Match[str]) -> Period:
    first = _pair(m[1], m[2])
    end = _pair(m[3], m[4]) if m[3] else first
    if m[5]:
        return Period(PeriodKind.ACADEMIC, date(first - 1, 8, 1), date(end, 7, 31))
    return Period.academic(end, end - first + 1)


def _financial(m: re.Match[str]) -> Period:
    first = _pair(m[1], m[2])
    end = _pair(m[3], m[4]) if m[3] else first
    return Period.financial(end, end - first + 1)


def _calendar(m: re.Match[str]) -> Period:
    end = int(m[2] or m[1])
    return Period.calendar(end, end - int(m[1]) + 1)


def _three_months(m: re.Match[str]) -> Period:
    period = Period.three_months(int(m[4]), _number(m[3]))
    if (period.start.month, period.start.year) != (_number(m[1]), int(m[2])):
        raise ValueError(f"{m[0]!r} is not three months")
    return period


_FORMS = [
    (
        re.compile(r"(\d{4})/(\d{2})(?: to (\d{4})/(\d{2}))?( \(August to July\))?"),
        _academic,
    ),
    (re.compile(r"(\d{4})-(\d{2})(?: to (\d{4})-(\d{2}))?"), _financial),
    (re.compile(r"(\d{4})(?: to (\d{4}))?"), _calendar),
    (re.compile(_TERM), lambda m: Period.term(m[1], _pair(m[2], m[3]))),
    (re.compile(_MONTH), lambda m: Period.month(int(m[2]), _number(m[1]))),
    (
        re.compile(rf"(\d{{1,2}}) {_MONTH}"),
        lambda m: Period.snapshot(date(int(m[3]), _number(m[2]), int(m[1]))),
    ),
    (
        re.compile(rf"{_MONTH} \(snapshot\)"),
        lambda m: Period.snapshot_month(int(m[2]), _number(m[1])),
    ),
    (
        re.compile(rf"12 months to {_MONTH}"),
        lambda m: Period.rolling_12(int(m[2]), _number(m[1])),
    ),
    (re.compile(rf"{_MONTH} to {_MONTH}"), _three_months),
    (re.compile(r"week (\d{1,2}) of (\d{4})"), lambda m: Period.week(int(m[2]), int(m[1]))),
]


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    for form, build in _FORMS:
        if match := form.fullmatch(text):
            return build(match)
    raise ValueError(
        f"{text!r} is not a period: expected such as 2024/25 (academic), 2024-25 (financial), "
        "2024, March 2025, 31 March 2025, Autumn term 2024/25 or 12 months to June 2025"
    )
