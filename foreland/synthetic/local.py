"""Write the county's own figures in foreland's local layout: districts, early results, faults.

Two files, one for all and one for the county alone. Some counts of districts are 1 to 5, so that
the disclosure rules have work; the newest figures are provisional; three rows cannot be read, so
that the page on data quality has something to say.
"""

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from foreland.model.periods import MONTHS
from foreland.synthetic.places import COUNTY, Place, county, rows
from foreland.synthetic.tables import layout, where, write_csv

COLUMNS = layout("local")


@dataclass(frozen=True)
class Counted:
    """One local indicator: its periods, how many are counted of how many, by district or not.

    ``of`` 0 is a bare count. ``a_period`` multiplies what is counted with each period.
    ``so_far`` counts up from September. ``audience`` is who may see it; a ``withheld`` count of
    1 to 5, and two districts always, are not given.
    """

    code: str
    periods: tuple[tuple[str, str], ...]
    counted: float
    of: float
    a_period: float
    unit: str
    audience: str = "public"
    so_far: bool = False
    withheld: bool = False


_TERMS = tuple(
    (f"{year}{(year + 1) % 100}", f"{term} term")
    for year in range(2021, 2026)
    for term in ("Autumn", "Spring", "Summer")
)[:-2]  # the spring of 2026 is not over

_MONTHS = tuple((str(year), month) for year in (2023, 2024, 2025, 2026) for month in MONTHS)[
    3:39
]  # April 2023 to March 2026


_SCHOOL_MONTHS = tuple(
    (str(year), month)
    for year in (2024, 2025, 2026)
    for month in MONTHS
    if (2024, 9) <= (year, MONTHS.index(month) + 1) <= (2026, 3)
)

#: Two districts whose few care leavers are never told.
_WITHHELD = frozenset({"X07000009", "X07000012"})


def _years(first: int, last: int, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{year - 1}{year % 100}", name) for year in range(first, last + 1))


LOCAL = (
    # Overall grades ended with inspections from September 2024.
    Counted("good_schools", _MONTHS[:17], 33, 38, 1.002, "percent"),
    Counted("early_help_20_days", _MONTHS, 21, 30, 1.004, "percent"),
    Counted("children_missing_education", _TERMS, 11, 0, 0.985, "count", "internal"),
    Counted("permanent_exclusions", _years(2017, 2025, "Academic year"), 4.2, 0, 1.03, "count"),
    Counted(
        "care_leavers_neet",
        _years(2019, 2025, "Financial year"),
        *(5, 0, 0.97, "count", "internal"),
        withheld=True,
    ),
    Counted("supported_internships", _years(2020, 2025, "Academic year"), 3.5, 0, 1.15, "count"),
    Counted(
        "first_preference_secondary", _years(2018, 2026, "Academic year"), 300, 365, 1, "percent"
    ),
    Counted("family_hubs_reach", _years(2022, 2025, "Financial year"), 640, 1150, 1.05, "percent"),
    Counted(
        "unfilled_primary_places", _years(2019, 2025, "Academic year"), 330, 4900, 1.04, "percent"
    ),
    Counted(
        "unfilled_secondary_places", _years(2019, 2025, "Academic year"), 380, 4300, 0.93, "percent"
    ),
    Counted(
        "teacher_vacancies",
        tuple((str(year), "November (snapshot)") for year in range(2019, 2026)),
        *(7, 900, 1.05, "percent"),
    ),
    Counted("teacher_turnover", _years(2019, 2025, "Academic year"), 150, 900, 0.99, "percent"),
    Counted("young_apprenticeship_starts", _SCHOOL_MONTHS, 42, 0, 1, "count", so_far=True),
    Counted("new_places", _SCHOOL_MONTHS, 60, 0, 1, "count", so_far=True),
)

#: What a person may mistype: an area that is not there, words for a number, a period unknown.
FAULTS = (
    {"new_la_code": "X10009999", "la_name": "Nowhereshire", "value": "12"},
    {"value": "about forty"},
    {"time_period": "202529", "time_identifier": "Academic year", "value": "38"},
)


def write_local(folder: Path, seed: int) -> list[tuple[Path, date, str]]:
    """The county's two files; gives path, date and title of each."""
    made = []
    for name, audience in (("local", "public"), ("local_internal", "internal")):
        found: list[dict[str, str]] = []
        for indicator in LOCAL:
            if indicator.audience == audience:
                found += rows_of(indicator, seed)
        if audience == "public":
            found += [found[-1] | {"indicator": "family_hubs_reach"} | fault for fault in FAULTS]
        path = folder / f"{name}.csv"
        write_csv(path, COLUMNS, found)
        title = f"Synthetic: Forelandshire's own figures, April 2026 ({audience})"
        made.append((path, date(2026, 4, 8), title))
    return made


def districts() -> list[dict[str, str]]:
    return [row for row in rows("localities.csv") if row["kind"] == "district"]


def rows_of(indicator: Counted, seed: int) -> list[dict[str, str]]:
    """All rows of one indicator: the county of each period, then its districts."""
    here = county(seed)
    found = []
    for place, (period, identifier) in enumerate(indicator.periods):
        newest = place == len(indicator.periods) - 1
        parts = [_part(indicator, row["code"], place, seed) for row in districts()]
        whole = (sum(part for part, _ in parts), sum(of for _, of in parts))
        first = {"time_period": period, "time_identifier": identifier} | _area(here, seed)
        status = "provisional" if newest else "final"
        found.append(first | _figure(indicator, *whole, status))
        for row, (part, of) in zip(districts(), parts, strict=True):
            found.append(
                first
                | {
                    "geographic_level": "Locality",
                    "locality_code": row["code"],
                    "locality_name": row["name"],
                }
                | _figure(indicator, part, of, status)
                | _withheld(indicator, row["code"], part)
            )
    return found


def _area(here: Place, seed: int) -> dict[str, str]:
    assert here.code == COUNTY
    return where(here, seed) | {"locality_code": "", "locality_name": ""}


def _withheld(indicator: Counted, district: str, part: int) -> dict[str, str]:
    if indicator.withheld and (1 <= part <= 5 or district in _WITHHELD):
        return {"value": "c", "status": ""}
    return {}


def _part(indicator: Counted, district: str, place: int, seed: int) -> tuple[int, int]:
    """What one district counted, and of how many."""
    size = Random(f"{seed}:district:{district}").lognormvariate(0, 0.35)
    usual = Random(f"{seed}:{indicator.code}:{district}").lognormvariate(0, 0.2)
    luck = Random(f"{seed}:{indicator.code}:{district}:{place}")
    grown = indicator.a_period**place
    if indicator.so_far:
        return _so_far(indicator, place, size * usual), 0
    if not indicator.of:
        mean = indicator.counted * size * usual * grown
        return max(0, round(luck.gauss(mean, mean**0.5))), 0
    of = max(1, round(indicator.of * size * luck.lognormvariate(0, 0.08)))
    share = min(0.98, indicator.counted / indicator.of * grown * (0.9 + 0.1 * usual))
    return min(of, round(of * share * luck.lognormvariate(0, 0.04))), of


def _so_far(indicator: Counted, place: int, size: float) -> int:
    """Counted since September: most in the autumn, none taken back."""
    months = place % 12 + 1
    year = 1 + 0.06 * (place // 12)
    return round(indicator.counted * size * year * math.pow(months / 12, 0.7))


def _figure(indicator: Counted, part: int, of: int, status: str) -> dict[str, str]:
    value = f"{100 * part / of:.10g}" if of else str(part)
    return {
        "indicator": indicator.code,
        "group": "all",
        "value": value,
        "numerator": str(part) if of else "",
        "denominator": str(of) if of else "",
        "unit": indicator.unit,
        "status": status,
        "document": "",
        "document_date": "",
        "audience": indicator.audience,
    }
