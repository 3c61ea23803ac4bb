"""What is asked of the people who teach and help children, where it may be found, and the season.

A measure is published (an indicator of the catalogue) or the area's own (a code of a local
layout); where neither has a figure, the answer is that there is none, and why.
"""

import calendar
from dataclasses import dataclass
from datetime import date

TEACHERS, HEADS, PSYCHOLOGISTS, SOCIAL_WORKERS, EARLY_YEARS = (
    "teachers",
    "heads",
    "educational psychologists",
    "social workers",
    "early years",
)

_NO_CENSUS = (
    "teachers by authority are in no file read (the school workforce census, the schools' own "
    "returns); the layout {} takes the area's own"
)
_NOBODY = "no publisher has it by authority; the layout {} takes the area's own"


@dataclass(frozen=True)
class WorkforceMeasure:
    """One thing that is asked: an ``indicator``, or a ``code`` of a local ``layout``."""

    topic: str
    name: str
    title: str
    unit: str
    indicator: str | None = None
    code: str | None = None
    layout: str | None = None

    @property
    def reason(self) -> str:
        """Why there is no figure, where there is none."""
        if self.layout is None:
            return "no figure of this area is in any file read"
        words = _NOBODY if self.topic == PSYCHOLOGISTS else _NO_CENSUS
        return words.format(self.layout)


def _own(topic: str, code: str, title: str, unit: str, layout: str) -> WorkforceMeasure:
    return WorkforceMeasure(topic, code, title, unit, None, code, layout)


def _published(topic: str, indicator: str, title: str, unit: str) -> WorkforceMeasure:
    return WorkforceMeasure(topic, indicator, title, unit, indicator)


_CENSUS, _RETURNS, _VACANCIES = "school-workforce", "recruitment-returns", "vacancies"
_EP = "educational-psychologists"

#: In this order they are shown.
MEASURES: tuple[WorkforceMeasure, ...] = (
    _own(TEACHERS, "teachers_fte", "Teachers in post", "fte", _CENSUS),
    _own(TEACHERS, "teacher_vacancies", "Teaching posts that are vacant", "percent", _VACANCIES),
    _own(
        TEACHERS,
        "teacher_posts_temporarily_filled",
        "Teaching posts filled for a time",
        "percent",
        _VACANCIES,
    ),
    _own(TEACHERS, "teacher_turnover", "Teachers who left their school", "percent", _VACANCIES),
    _own(TEACHERS, "teacher_attrition", "Teachers who left the sector", "percent", _CENSUS),
    _own(TEACHERS, "teacher_retention_1_year", "Still teaching after a year", "percent", _CENSUS),
    _own(TEACHERS, "teacher_retention_3_years", "Still teaching after three", "percent", _CENSUS),
    _own(TEACHERS, "teacher_retention_5_years", "Still teaching after five", "percent", _CENSUS),
    _own(TEACHERS, "pupil_teacher_ratio", "Pupils for each teacher", "ratio", _CENSUS),
    _own(TEACHERS, "teacher_posts_advertised", "Posts advertised", "count", _RETURNS),
    _own(TEACHERS, "teacher_posts_filled", "Posts filled in the term", "percent", _RETURNS),
    _own(TEACHERS, "teacher_resignations", "Teachers who gave notice", "count", _RETURNS),
    _own(HEADS, "headteacher_vacancies", "Schools without a permanent head", "count", _VACANCIES),
    _own(HEADS, "headteacher_changes", "Schools with another head", "percent", _CENSUS),
    _own(HEADS, "headteacher_resignations", "Heads who gave notice", "count", _RETURNS),
    _own(
        HEADS,
        "headteacher_posts_readvertised",
        "Posts of heads advertised again",
        "percent",
        _RETURNS,
    ),
    _own(PSYCHOLOGISTS, "ep_in_post", "Educational psychologists in post", "fte", _EP),
    _own(PSYCHOLOGISTS, "ep_vacancies", "Posts that are vacant", "percent", _EP),
    _own(PSYCHOLOGISTS, "ep_agency", "Through an agency", "percent", _EP),
    _own(PSYCHOLOGISTS, "ep_turnover", "Who left in the year", "percent", _EP),
    _own(PSYCHOLOGISTS, "ep_advice_waiting", "Requests for advice that are open", "count", _EP),
    _own(PSYCHOLOGISTS, "ep_advice_late", "Open requests older than six weeks", "percent", _EP),
    _published(SOCIAL_WORKERS, "social_workers", "Social workers in post", "fte"),
    _published(SOCIAL_WORKERS, "social_worker_vacancies", "Posts that are vacant", "percent"),
    _published(SOCIAL_WORKERS, "agency_social_workers", "Through an agency", "percent"),
    _published(
        SOCIAL_WORKERS, "agency_covering_vacancies", "Agency workers for a vacancy", "percent"
    ),
    _published(SOCIAL_WORKERS, "social_worker_turnover", "Who left in the year", "percent"),
    _published(SOCIAL_WORKERS, "social_workers_started", "Who started, as a number", "fte"),
    _published(SOCIAL_WORKERS, "social_workers_left", "Who left, as a number", "fte"),
    _published(SOCIAL_WORKERS, "social_worker_caseload", "Cases for each", "ratio"),
    _published(SOCIAL_WORKERS, "social_worker_absence", "Working days missed", "percent"),
    _published(
        EARLY_YEARS, "early_years_graduates", "Children in settings with a graduate", "percent"
    ),
)

#: The days are of the agreement, as restated by those who work with it; the agreement itself was
#: not read. Academies may agree on others.
SEASON_SOURCE = (
    "Conditions of Service for School Teachers in England and Wales (Burgundy Book), section 4, as "
    "restated by PACT HR and Edapt (2024); academies may differ"
)


@dataclass(frozen=True)
class LeavingDay:
    """A day on which teachers leave, and by when notice is given."""

    term: str
    leaves: date
    teachers_by: date
    heads_by: date


def leaving_days(year: int) -> tuple[LeavingDay, ...]:
    """Those of the school year that begins in September of ``year``.

    Teachers give two months' notice, three for the end of the summer; heads a month more.
    """
    february = calendar.monthrange(year + 1, 2)[1]
    return (
        LeavingDay("autumn", date(year, 12, 31), date(year, 10, 31), date(year, 9, 30)),
        LeavingDay(
            "spring", date(year + 1, 4, 30), date(year + 1, 2, february), date(year + 1, 1, 31)
        ),
        LeavingDay("summer", date(year + 1, 8, 31), date(year + 1, 5, 31), date(year + 1, 4, 30)),
    )


def school_year_of(day: date) -> int:
    """The September in which the school year of a day began."""
    return day.year if day.month >= 9 else day.year - 1
