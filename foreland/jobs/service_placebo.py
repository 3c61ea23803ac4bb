"""``foreland schools services --show placebo``: how often support given at random "works".

The check of the method on the data read: schools are drawn at random, again and again, as if they
had had a service, and are evaluated in the same way. A method that holds its level shows an effect
in about 5 % of the draws. They are drawn from all schools of the country: draws from one area are
made of the same few schools, and their share differs a little from 5 % for that reason alone.
"""

from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from foreland.evidence.store import Store
from foreland.insight import school_measures as measures
from foreland.insight import support_effect as effects
from foreland.jobs.folder import Folder
from foreland.jobs.school_areas import place_and_codes
from foreland.jobs.school_measures import SchoolFigures, lines_of
from foreland.jobs.school_registers import Registers
from foreland.jobs.service_pairs import check
from foreland.jobs.support_pools import Controls, ready
from foreland.model.problems import ForelandError, Problem

PLACEBO: dict[str, type[pl.DataType]] = {
    "measure": pl.String,
    "phase": pl.String,
    "before": pl.Int64,
    "after": pl.Int64,
    "chosen_from": pl.Int64,
    "schools": pl.Int64,
    "supported": pl.Int64,
    "controls": pl.String,
    "draws": pl.Int64,
    "shown": pl.Int64,
    "shown_percent": pl.Float64,
    "expected_lower": pl.Int64,
    "expected_upper": pl.Int64,
    "mean_pairs": pl.Float64,
    "seed": pl.Int64,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
}

#: A twentieth of the schools at most: with more, draws overlap and show less than 5 %.
_SHARE, _MOST, _SEED = 0.05, 40, 2017


def placebo(
    folder: Folder,
    measure: str = "absence",
    years: tuple[int, int] | None = None,
    area: str | None = None,
    controls: Controls = "region",
    draws: int = 2000,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a phase of the measure: ``PLACEBO``.

    ``area`` is by default the country. ``shown`` of ``draws`` showed an effect at the level of 5 %;
    95 % of fair counts lie between ``expected_lower`` and ``expected_upper`` (binomial). ``years``
    are by default the newest two that may be compared. Phases with too few schools are left out.
    Raises ForelandError for an unknown measure or area, for years that may not be compared, and
    for no draw.
    """
    check(measure, years, [])
    if draws < 1:
        raise ForelandError(Problem("", f"{draws} draws", "1 or more", "Ask for 2000."))
    country = next((a.code for a in folder.register if a.kind == "country"), None)
    place, codes = place_and_codes(folder, area or country)
    store = Store(folder.store)
    held = SchoolFigures.read(store, as_of)
    chosen = years or _newest(held, measure)
    if chosen is None:
        return pl.DataFrame(schema=PLACEBO)
    lines = lines_of(Registers.read(store, as_of))
    low, high = effects.fair_counts(draws)
    rows = []
    for phase in measures.MEASURES[measure].phases:
        schools = ready(held, lines, folder.register, measure, chosen, phase, controls)
        among = np.flatnonzero(schools.schools["area"].is_in(codes).to_numpy())
        size = min(_MOST, int(among.size * _SHARE))
        if size < effects.FEWEST_PAIRS:
            # A small area: a few more than a twentieth, where there are enough at all.
            size = effects.FEWEST_PAIRS + 2
            if among.size < 5 * size:
                continue
        found = effects.placebo(schools.pool, size, draws, _SEED, among)
        rows.append(
            {
                "measure": measure,
                "phase": phase,
                "before": chosen[0],
                "after": chosen[1],
                "chosen_from": among.size,
                "schools": schools.schools.height,
                "supported": size,
                "controls": controls,
                "draws": draws,
                "shown": found.shown,
                "shown_percent": 100 * found.share,
                "expected_lower": low,
                "expected_upper": high,
                "mean_pairs": found.mean_pairs,
                "seed": _SEED,
                "area": place.code,
                "area_name": place.name,
                "dfe_number": place.dfe_number,
            }
        )
    return pl.DataFrame(rows, schema=PLACEBO, orient="row")


def _newest(held: SchoolFigures, measure: str) -> tuple[int, int] | None:
    known = held.figures.filter(pl.col("measure") == measure)["year"].unique().sort().to_list()
    for first, last in reversed(list(pairwise(known))):
        if measures.comparable(measure, first, last) is None:
            return first, last
    return None
