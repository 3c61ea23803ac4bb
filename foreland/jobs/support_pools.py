"""Schools made ready to be paired: outcome before and after, intake, size, and who is like whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foreland.insight import school_measures as measures
from foreland.insight.support_effect import Pool, standardised
from foreland.jobs.school_measures import SchoolFigures
from foreland.model.areas import Register

#: Where matches may come from: the school's own authority, its region, or all of England.
Controls = Literal["authority", "region", "england"]

#: What schools are matched by beside the outcome before: with its weight. The outcome counts three
#: times, as prior attainment does among similar schools.
_PRIOR = 3.0
_INTAKE = ("pupils", "fsm", "idaci", "prior_attainment", "disadvantaged")

#: A covariate that fewer schools of a phase have is not used for it.
_KNOWN = 0.8


@dataclass(frozen=True)
class Ready:
    """``schools`` in the order of the pool: ``urn, name, area, phase, before, after`` and the
    covariates as they are; ``names`` are the covariates, the outcome before first."""

    schools: pl.DataFrame
    pool: Pool
    names: tuple[str, ...]


def ready(
    held: SchoolFigures,
    before: Mapping[str, str],
    register: Register,
    measure: str,
    years: tuple[int, int],
    phase: str,
    controls: Controls,
) -> Ready:
    """The schools of a phase with the measure in both years, and with all covariates used.

    ``before`` are ``school_measures.lines``: a school that only changed its number is one school.
    The outcome of an earlier year is a covariate where most have one that may be compared.
    """
    first, last = years
    values = measures.followed(held.figures.filter(pl.col("measure") == measure), before)

    def of(year: int, called: str) -> pl.DataFrame:
        return values.filter(pl.col("year") == year).select("urn", pl.col("value").alias(called))

    schools = (
        held.intake.filter(pl.col("phase") == phase)
        .join(of(first, "before"), on="urn")
        .join(of(last, "after"), on="urn")
        .sort("urn")
    )
    earlier = _earlier(values, measure, first)
    if earlier is not None:
        schools = schools.join(of(earlier, "earlier"), on="urn", how="left")
    wanted = [name for name in ("earlier", *_INTAKE) if name in schools.columns]
    used = [n for n in wanted if schools.height and schools[n].count() >= _KNOWN * schools.height]
    schools = schools.drop_nulls(used)
    names = ("before", *used)
    columns = schools.select(names).to_numpy().astype(np.float64)
    weights = np.array([_PRIOR, *(1.0 for _ in used)])
    within = np.zeros(schools.height, dtype=np.intp)
    change = (schools["after"] - schools["before"]).to_numpy().astype(np.float64)
    pool = Pool(_cells(schools, register, controls), standardised(columns, within), weights, change)
    return Ready(schools, pool, names)


def _earlier(values: pl.DataFrame, measure: str, first: int) -> int | None:
    """The year before, where the measure has one that may be compared with it."""
    year = first - 1
    there = (values["year"] == year).any()
    return year if there and measures.comparable(measure, year, first) is None else None


def _cells(schools: pl.DataFrame, register: Register, controls: Controls) -> NDArray[np.intp]:
    """A number for each set of schools that may be paired: admissions alike, and of one place."""
    regions = {code: a.region for a in register for code in (a.code, *a.other_codes)}
    match controls:
        case "authority":
            place = schools["area"].to_list()
        case "region":
            place = [regions.get(area) for area in schools["area"]]
        case _:
            place = ["england"] * schools.height
    keys = [f"{p}|{s}" for p, s in zip(place, schools["selective"], strict=True)]
    numbers = {key: number for number, key in enumerate(sorted(set(keys)))}
    return np.array([numbers[key] for key in keys], dtype=np.intp)
