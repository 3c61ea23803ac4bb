"""Schools that had a service, paired with schools that had not, between two years. Internal."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from foreland.evidence.store import Store
from foreland.insight import school_measures as measures
from foreland.insight import support_effect as effects
from foreland.jobs.folder import Folder
from foreland.jobs.school_measures import SchoolFigures, lines_of
from foreland.jobs.school_registers import Registers
from foreland.jobs.services import logged
from foreland.jobs.support_pools import Controls, Ready, ready
from foreland.model.problems import ForelandError, Problem
from foreland.plan.services import Service, phases_of


@dataclass(frozen=True)
class Supported:
    """One service in one phase: who was supported, what they were paired with, and why not."""

    service: Service
    phase: str
    measure: str
    years: tuple[int, int] | None
    ready: Ready | None
    pairs: effects.Pairs | None
    supported: int
    left_out: int
    reason: str | None


def supported(
    folder: Folder,
    service: str | None,
    measure: str | None,
    years: tuple[int, int] | None,
    controls: Controls,
    as_of: date | None,
) -> list[Supported]:
    """One answer a service and phase. Raises ForelandError for an unknown service or measure, and
    for years that may not be compared."""
    log = logged(folder, as_of)
    wanted = [log.services.service(service)] if service else list(log.services.services)
    check(measure, years, wanted)
    if not wanted:
        return []
    store = Store(folder.store)
    lines = lines_of(Registers.read(store, as_of))
    held = SchoolFigures.read(store, as_of)
    found = []
    for one in wanted:
        called = measure or one.measure
        rows = log.good.filter(pl.col("service") == one.id)
        if lines:
            rows = rows.with_columns(pl.col("urn").replace(dict(lines)))
        chosen = years or _around(rows, held, called)
        possible = measures.MEASURES[called].phases
        for phase in (p for p in phases_of(one) if p in possible):
            if chosen is None:
                reason = "no two school years that may be compared lie around the support"
                found.append(Supported(one, phase, called, None, None, None, 0, 0, reason))
                continue
            schools = ready(held, lines, folder.register, called, chosen, phase, controls)
            found.append(_paired(one, phase, called, chosen, schools, rows))
    return found


def check(measure: str | None, years: tuple[int, int] | None, wanted: list[Service]) -> None:
    """Raises ForelandError for an unknown measure, and for years that may not be compared."""
    if measure is not None and measure not in measures.MEASURES:
        known = ", ".join(sorted(measures.MEASURES))
        raise ForelandError(
            Problem("", f"the measure {measure!r}", f"one of {known}", "Choose one of them.")
        )
    if years is None:
        return
    if years[0] >= years[1]:
        raise ForelandError(
            Problem(
                "",
                f"the school years {years[0]} and {years[1]}",
                "a year before and a later year after",
                "Give --before the earlier one; a year is that in which the school year ends.",
            )
        )
    asked = {measure} if measure else {one.measure for one in wanted}
    for called in sorted(asked):
        why = measures.comparable(called, *years)
        if why:
            raise ForelandError(
                Problem(
                    "",
                    f"{called} of {years[0]} and of {years[1]}",
                    "two years that may be compared",
                    f"Choose others: {why}.",
                )
            )


def _began(rows: pl.DataFrame, years: tuple[int, int]) -> tuple[set[str], set[str]]:
    """Who began between the years, and who had the service before or began too late to show.

    Support counts for the year after where it began before its June.
    """
    first, last = date(years[0], 9, 1), date(years[1], 5, 31)
    starts = rows.group_by("urn").agg(pl.col("started").min().alias("first")).sort("urn")
    within = pl.col("first").is_between(first, last)
    return set(starts.filter(within)["urn"]), set(starts.filter(~within)["urn"])


def _around(rows: pl.DataFrame, held: SchoolFigures, measure: str) -> tuple[int, int] | None:
    """The two years next to each other around which most schools began; the later ones on a tie."""
    known = held.figures.filter(pl.col("measure") == measure)["year"].unique().sort().to_list()
    best: tuple[int, tuple[int, int]] | None = None
    for first, last in pairwise(known):
        if measures.comparable(measure, first, last) is None:
            size = len(_began(rows, (first, last))[0])
            if size and (best is None or (size, first) >= (best[0], best[1][0])):
                best = size, (first, last)
    return best[1] if best else None


def _paired(
    one: Service,
    phase: str,
    measure: str,
    years: tuple[int, int],
    schools: Ready,
    rows: pl.DataFrame,
) -> Supported:
    began, other = _began(rows, years)
    urns = schools.schools["urn"]
    treated = np.flatnonzero(urns.is_in(sorted(began)).to_numpy())
    out = np.flatnonzero(urns.is_in(sorted(other)).to_numpy())
    cells = schools.pool.cells.copy()
    # Who had the service before, or began too late, is no match for anybody.
    cells[out] = -1
    pool = effects.Pool(cells, schools.pool.covariates, schools.pool.weights, schools.pool.change)
    pairs = effects.paired(pool, treated)
    used = Ready(schools.schools, pool, schools.names)
    return Supported(one, phase, measure, years, used, pairs, treated.size, out.size, None)
