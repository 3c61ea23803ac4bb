"""The parts of a support profile from tables of schools by year: trend and absence. Internal."""

from dataclasses import replace
from itertools import pairwise

import polars as pl

from foreland.insight import school_measures as measures
from foreland.insight import support_profile as profile
from foreland.jobs.support_rows import Held, absent, compared_rows, lacking, whole, year_label

_NO_RESULTS = "schools of this phase have no results to compare"

_TRENDS = {
    "primary": ("reading_progress", "maths_progress"),
    "secondary": ("progress_8", "attainment_8"),
}


def trend(held: Held) -> pl.DataFrame:
    """How results changed between the newest two years that may be compared."""
    rows = []
    for phase, names in _TRENDS.items():
        schools = held.schools.filter(pl.col("phase") == phase)
        for name in names:
            rows.append(_changed(held, schools, name, profile.TREND, {"*": "no two years known"}))
    other = held.schools.filter(~pl.col("phase").is_in(list(_TRENDS)))
    rows.append(
        whole(
            absent(
                replace(held, schools=other),
                profile.TREND,
                "results_change",
                "Change of results",
                _NO_RESULTS,
            )
        )
    )
    return pl.concat(rows)


def absence(held: Held) -> pl.DataFrame:
    """Sessions missed in the newest year, and the change from the year before."""
    rows = []
    for name in ("absence", "persistent_absence"):
        known = held.figures.filter(pl.col("measure") == name)
        here = known.join(held.schools.select("urn"), on="urn", how="semi")
        year = here["year"].max()
        about = measures.MEASURES[name]
        if not isinstance(year, int):
            none = "no table of absence by the day is read"
            rows.append(whole(absent(held, profile.ABSENCE, name, about.title, none)))
            continue
        newest = known.filter(pl.col("year") == year)
        beside = profile.middle(newest.join(held.phases, on="urn").select("urn", "phase", "value"))
        found = (
            held.schools.select("urn", "phase")
            .join(newest.select("urn", "value", "release", "status"), on="urn")
            .join(beside, on="phase", how="left")
        )
        label = year_label(year)
        rows.append(
            compared_rows(found, profile.ABSENCE, name, about.title, about.unit, label, year)
        )
        none_of = {"*": f"not in the table of absence of {label}"}
        rows.append(whole(lacking(held, found, profile.ABSENCE, name, about.title, none_of)))
        rows.append(
            _changed(held, held.schools, name, profile.ABSENCE, {"*": "no two years known"})
        )
    return pl.concat(rows)


def _changed(
    held: Held, schools: pl.DataFrame, measure: str, part: str, reasons: dict[str, str]
) -> pl.DataFrame:
    known = held.figures.filter(pl.col("measure") == measure)
    here = known.join(schools.select("urn"), on="urn", how="semi")
    years = _newest_two(here, measure)
    about = measures.MEASURES[measure]
    title, name = f"{about.title}, change", f"{measure}_change"
    if years is None:
        told = replace(held, schools=schools)
        return whole(absent(told, part, name, title, reasons["*"]))
    every = profile.changes(known, years)
    beside = profile.middle(every.join(held.phases, on="urn"))
    last = known.filter(pl.col("year") == years[1]).select("urn", "release", "status", "of")
    found = (
        schools.select("urn", "phase")
        .join(every, on="urn")
        .join(last, on="urn")
        .join(beside, on="phase", how="left")
    )
    unit = "percentage points" if about.unit == "percent" else about.unit
    label = f"{year_label(years[0])} to {year_label(years[1])}"
    shown = compared_rows(found, part, name, title, unit, label, years[1])
    one = replace(held, schools=schools)
    none = {"*": f"not known in both years, {label}"}
    return pl.concat([shown, whole(lacking(one, found, part, name, title, none))])


def _newest_two(figures: pl.DataFrame, measure: str) -> tuple[int, int] | None:
    years = figures["year"].unique().sort(descending=True).to_list()
    for last, first in pairwise(years):
        # Years further apart than one tell of what lay between them as well.
        if last - first == 1 and measures.comparable(measure, first, last) is None:
            return first, last
    return None
