"""Write the county's own figures in foreland's local layout: districts, early results, faults.

Some counts of districts are 1 to 5, so that the disclosure rules have work; the newest figures
are provisional; three rows cannot be read, so that the page on data quality has something to say.
"""

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

    ``of`` 0 is a bare count. ``a_year`` multiplies what is counted with each period.
    """

    code: str
    periods: tuple[tuple[str, str], ...]
    counted: float
    of: float
    a_period: float
    unit: str


_TERMS = tuple(
    (f"{year}{(year + 1) % 100}", f"{term} term")
    for year in range(2021, 2026)
    for term in ("Autumn", "Spring", "Summer")
)[:-2]  # the spring of 2026 is not over

_MONTHS = tuple((str(year), month) for year in (2023, 2024, 2025, 2026) for month in MONTHS)[
    3:39
]  # April 2023 to March 2026


def _years(first: int, last: int, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{year - 1}{year % 100}", name) for year in range(first, last + 1))


LOCAL = (
    # Overall grades ended with inspections from September 2024.
    Counted("good_schools", _MONTHS[:17], 33, 38, 1.002, "percent"),
    Counted(
        "unfilled_primary_places", _years(2019, 2025, "Academic year"), 300, 4000, 1.03, "percent"
    ),
    Counted("early_help_20_days", _MONTHS, 21, 30, 1.004, "percent"),
    Counted("children_missing_education", _TERMS, 11, 0, 0.985, "count"),
    Counted("permanent_exclusions", _years(2017, 2025, "Academic year"), 4.2, 0, 1.03, "count"),
    Counted("care_leavers_neet", _years(2019, 2025, "Financial year"), 5, 0, 0.97, "count"),
    Counted("supported_internships", _years(2020, 2025, "Academic year"), 3.5, 0, 1.15, "count"),
    Counted(
        "first_preference_secondary", _years(2018, 2026, "Academic year"), 300, 365, 1, "percent"
    ),
    Counted("family_hubs_reach", _years(2022, 2025, "Financial year"), 640, 1150, 1.05, "percent"),
)

#: What a person may mistype: an area that is not there, words for a number, a period unknown.
FAULTS = (
    {"new_la_code": "X10009999", "la_name": "Nowhereshire", "value": "12"},
    {"value": "about forty"},
    {"time_period": "202529", "time_identifier": "Academic year", "value": "38"},
)


def write_local(folder: Path, seed: int) -> list[tuple[Path, date, str]]:
    """The county's file; gives its path, date and title."""
    path = folder / "local.csv"
    found: list[dict[str, str]] = []
    for indicator in LOCAL:
        found += _rows(indicator, seed)
    found += [found[-1] | {"indicator": "children_missing_education"} | f for f in FAULTS]
    write_csv(path, COLUMNS, found)
    return [(path, date(2026, 4, 8), "Synthetic: Forelandshire's own figures, April 2026")]


def districts() -> list[dict[str, str]]:
    return [row for row in rows("localities.csv") if row["kind"] == "district"]


def _rows(indicator: Counted, seed: int) -> list[dict[str, str]]:
    here = county(seed)
    found = []
    for place, (period, identifier) in enumerate(indicator.periods):
        grown = indicator.a_period**place
        newest = place == len(indicator.periods) - 1
        parts = [_part(indicator, row["code"], place, grown, seed) for row in districts()]
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
            )
    return found


def _area(here: Place, seed: int) -> dict[str, str]:
    assert here.code == COUNTY
    return where(here, seed) | {"locality_code": "", "locality_name": ""}


def _part(
    indicator: Counted, district: str, place: int, grown: float, seed: int
) -> tuple[int, int]:
    """What one district counted, and of how many."""
    size = Random(f"{seed}:district:{district}").lognormvariate(0, 0.35)
    usual = Random(f"{seed}:{indicator.code}:{district}").lognormvariate(0, 0.2)
    luck = Random(f"{seed}:{indicator.code}:{district}:{place}")
    if not indicator.of:
        mean = indicator.counted * size * usual * grown
        return max(0, round(luck.gauss(mean, mean**0.5))), 0
    of = max(1, round(indicator.of * size * luck.lognormvariate(0, 0.08)))
    share = min(0.98, indicator.counted / indicator.of * grown * (0.9 + 0.1 * usual))
    return min(of, round(of * share * luck.lognormvariate(0, 0.04))), of


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
    }
