"""Read publishers' period labels. Every known form is listed; any other is an error.

The same label means different dates with different publishers ("2025" is the school year
2024/25, the year to 31 March 2025, or the calendar year), so a reader must say which ``basis``
the label is on. Sources: the 65 labels of the Local Authority Interactive Tool; the
``time_period`` and ``time_identifier`` pairs of Explore Education Statistics; the ISO 8601
periods of ONS local statistics.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from foreland.model.periods import MONTHS, TERMS, Period
from foreland.model.statuses import Status


class Basis(StrEnum):
    """What a bare year means. A label that names two years counts by its last."""

    ACADEMIC = "academic"
    FURTHER_EDUCATION = "further-education"
    FINANCIAL = "financial"
    CALENDAR = "calendar"
    AT_31_MARCH = "at-31-march"
    AT_30_SEPTEMBER = "at-30-september"
    IN_JANUARY = "in-january"
    IN_MARCH = "in-march"
    DECEMBER_TO_FEBRUARY = "december-to-february"
    AT_30_JUNE = "at-30-june"
    YEAR_TO_30_SEPTEMBER = "year-to-30-september"


@dataclass(frozen=True)
class PublishedPeriod:
    """A label read: the period, and the status that the label carries, if it does."""

    period: Period
    status: Status | None = None


#: What LAIT and other publishers add in brackets. "OT" is outturn: money really spent.
_SUFFIXES = {
    "rev": Status.REVISED,
    "revised": Status.REVISED,
    "prov": Status.PROVISIONAL,
    "provisional": Status.PROVISIONAL,
    "final": Status.FINAL,
    "ot": Status.FINAL,
}

_SUFFIX = re.compile(r"(?P<label>.*?)\s*\((?P<suffix>[A-Za-z]+)\)")
_YEAR = re.compile(r"(\d{4})")
_TWO_YEARS = re.compile(r"(\d{4})([/-])(\d{2})")
_SIX_DIGITS = re.compile(r"(\d{4})(\d{2})")
_JOINED_PAIRS = re.compile(r"(\d{4})/(\d{2})-(\d{2})/(\d{2})")
_ISO_YEAR = re.compile(r"(\d{4})-(\d{2})-01/P1Y")
_WEEK = re.compile(r"Week (\d{1,2})")
_MONTH = rf"({'|'.join(MONTHS)})"

#: Identifiers that Explore Education Statistics lacks and an area's own figures need.
_OWN_FORMS = (
    (re.compile(rf"12 months to {_MONTH}"), Period.rolling_12),
    (re.compile(rf"3 months to {_MONTH}"), Period.three_months),
    (re.compile(rf"{_MONTH} \(snapshot\)"), Period.snapshot_month),
)


def _expand(first: int, short: str) -> int:
    """The four-digit year that ends in ``short`` and follows ``first``."""
    year = first - first % 100 + int(short)
    return year if year > first else year + 100


def _on_basis(basis: Basis, year: int, years: int = 1) -> Period:
    match basis:
        case Basis.ACADEMIC:
            return Period.academic(year, years)
        case Basis.FINANCIAL:
            return Period.financial(year, years)
        case Basis.CALENDAR:
            return Period.calendar(year, years)
    if years != 1:
        raise ValueError("several years cannot be one day, one month or one term")
    match basis:
        case Basis.FURTHER_EDUCATION:
            return Period.further_education(year)
        case Basis.AT_31_MARCH:
            return Period.snapshot(date(year, 3, 31))
        case Basis.AT_30_SEPTEMBER:
            return Period.snapshot(date(year, 9, 30))
        case Basis.AT_30_JUNE:
            return Period.snapshot(date(year, 6, 30))
        case Basis.YEAR_TO_30_SEPTEMBER:
            return Period.rolling_12(year, 9)
        case Basis.IN_JANUARY:
            return Period.snapshot_month(year, 1)
        case Basis.IN_MARCH:
            return Period.snapshot_month(year, 3)
        case Basis.DECEMBER_TO_FEBRUARY:
            return Period.three_months(year, 2)


@lru_cache(maxsize=8192)
def parse_published(label: str, basis: Basis) -> PublishedPeriod:
    """Read one label on a basis, e.g. ``2025 (Rev)`` on ``academic``: 2024/25, revised.

    Raises ValueError for an unknown form or suffix, and for a two-year label whose years are
    not consecutive: on a basis of single years ``2014-16`` is an average of 2014 to 2016 on
    the calendar basis and an error on any other.
    """
    text, status = label.strip(), None
    if match := _SUFFIX.fullmatch(text):
        text = match["label"]
        status = _SUFFIXES.get(match["suffix"].lower())
        if status is None:
            raise ValueError(f"{label!r}: nothing is known of the addition {match['suffix']!r}")
    return PublishedPeriod(_read(text, basis, label), status)


def _read(text: str, basis: Basis, label: str) -> Period:
    if match := _YEAR.fullmatch(text):
        return _on_basis(basis, _plausible(int(match[1]), label))
    if match := _JOINED_PAIRS.fullmatch(text):
        first, last = int(match[1]) + 1, _expand(int(match[1]), match[4])
        if first % 100 != int(match[2]) or _expand(first - 1, match[3]) != last - 1:
            raise ValueError(f"{label!r}: the years are not consecutive")
        return _on_basis(basis, _plausible(last, label), last - first + 1)
    if match := _TWO_YEARS.fullmatch(text) or _SIX_DIGITS.fullmatch(text):
        first, last = int(match[1]), _expand(int(match[1]), match[match.lastindex or 2])
        if last == first + 1 and basis is not Basis.CALENDAR:
            return _on_basis(basis, _plausible(last, label))
        if basis is Basis.CALENDAR and match.re is _TWO_YEARS and match[2] == "-":
            return _on_basis(basis, _plausible(last, label), last - first + 1)
        raise ValueError(f"{label!r}: the years are not consecutive, or not of a {basis} year")
    if match := _ISO_YEAR.fullmatch(text):
        return _iso_year(int(match[1]), int(match[2]), label)
    raise ValueError(f"{label!r} is no period label that foreland knows")


def _iso_year(year: int, month: int, label: str) -> Period:
    match month:
        case 1:
            return Period.calendar(year)
        case 4:
            return Period.financial(year + 1)
        case 8:
            return Period.further_education(year + 1)
        case 9:
            return Period.academic(year + 1)
    raise ValueError(f"{label!r}: no year that foreland knows starts in {MONTHS[month - 1]}")


def _plausible(year: int, label: str) -> int:
    if not 1990 <= year <= 2100:
        raise ValueError(f"{label!r}: {year} is not a year of these statistics")
    return year


_IDENTIFIERS = {
    "academic year": Basis.ACADEMIC,
    "financial year": Basis.FINANCIAL,
    "tax year": Basis.FINANCIAL,
    "calendar year": Basis.CALENDAR,
}


@lru_cache(maxsize=8192)
def parse_ees(time_period: str, time_identifier: str, basis: Basis | None = None) -> Period:
    """Read the two columns of an Explore Education Statistics file; both are needed.

    ``basis`` is the data set's own truth where the identifier does not tell it: "Reporting
    year" always needs one, and it overrides "Calendar year" or "Academic year" where the release
    says that the count was taken on other dates. An area's own figures may also be of a "Day"
    (2025-03-31), "March (snapshot)", "12 months to March" or "3 months to March" (2025).
    """
    identifier = time_identifier.strip()
    lowered = identifier.lower()
    label = f"{time_period}, {identifier}"
    text = time_period.strip()
    if match := _WEEK.fullmatch(identifier):
        return Period.week(_plausible(int(text), label), int(match[1]))
    if identifier in MONTHS:
        return Period.month(_plausible(int(text), label), MONTHS.index(identifier) + 1)
    if lowered == "day":
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError(f"{label!r}: a day is written as 2025-03-31")
        _plausible(day.year, label)
        return Period.snapshot(day)
    for form, build in _OWN_FORMS:
        if match := form.fullmatch(identifier):
            return build(_plausible(int(text), label), MONTHS.index(match[1]) + 1)
    term = lowered.replace("terms", "term")
    for name in TERMS:
        if name.lower().replace("terms", "term") == term:
            last = _school_year(text, label)
            return Period.term(name, last)
    chosen = basis or _IDENTIFIERS.get(lowered)
    if chosen is None:
        raise ValueError(
            f"{label!r}: the mapping of this data set must say the basis of {identifier!r}"
        )
    return parse_published(text, chosen).period


def _school_year(text: str, label: str) -> int:
    match = _SIX_DIGITS.fullmatch(text) or _TWO_YEARS.fullmatch(text)
    if not match or _expand(int(match[1]), match[match.lastindex or 2]) != int(match[1]) + 1:
        raise ValueError(f"{label!r}: a term needs a school year such as 202425")
    return _plausible(int(match[1]) + 1, label)
