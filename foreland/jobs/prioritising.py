"""``foreland priorities``: the plan's measures by how many children are short of their targets."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.outlook import outlook
from foreland.jobs.planning import load
from foreland.jobs.rates import rates
from foreland.model.periods import NO_DAY
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.plan.ranking import RANKING_SCHEMA, Size, ranked
from foreland.plan.schema import Measure


def priorities(
    folder: Folder,
    area: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
    with_outlook: bool = True,
) -> pl.DataFrame:
    """``ranking.RANKING_SCHEMA``. ``area`` keeps the measures of one place of the plan.

    Raises ForelandError for a folder without a plan, a faulty plan, and an unknown area.
    """
    if not (folder.plan / "plan.yaml").is_file():
        raise ForelandError(
            Problem(
                str(folder.plan / "plan.yaml"),
                "no plan",
                "the plan whose measures are to be ranked",
                "Write one: docs/how-to/write-a-plan.md.",
            )
        )
    catalogue = Catalogue.load(folder.indicators)
    store = Store(folder.store)
    loaded = load(folder, catalogue)
    plan = loaded.plan
    names = sorted({m.indicator for m in plan.measures})
    known = facts(folder, names, as_of=as_of, store=store, catalogue=catalogue)
    day = today or as_of or store.newest_publication() or NO_DAY
    rated = rates(
        folder, None, as_of, day, store=store, catalogue=catalogue, plan=loaded, facts=known
    )
    place = folder.area.code if area is None else folder.register.find(area).code
    if area is not None:
        rated = rated.filter(pl.col("area") == place)
    if not rated.height:
        return pl.DataFrame(schema=RANKING_SCHEMA)
    sizes = sizes_of(folder, store, catalogue, plan.measures, known, as_of)
    themes = {name: catalogue.get(name).theme for name in names if name in catalogue}
    ahead = outlook(folder, as_of=as_of) if with_outlook else None
    places = {name: catalogue.get(name).precision for name in names if name in catalogue}
    return ranked(plan, rated, sizes, themes, day, as_of, ahead, places)


def sizes_of(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    measures: Iterable[Measure],
    known: pl.DataFrame,
    as_of: date | None,
) -> dict[str, Size]:
    """By measure: how many children it is about, where that is known. ``known``: facts at hand."""
    found = {m.id: _size(folder, store, catalogue, m, known, as_of) for m in measures}
    return {name: size for name, size in found.items() if size is not None}


SIZES_SCHEMA = {
    "measure": pl.String,
    "indicator": pl.String,
    "area": pl.String,
    "group": pl.String,
    "count": pl.Float64,
    "said_by": pl.String,
    "by_plan": pl.Boolean,
    "status": pl.String,
    "id": pl.String,
    "release": pl.String,
}


def sizes_table(sizes: Mapping[str, Size], measures: Iterable[Measure], area: str) -> pl.DataFrame:
    """``SIZES_SCHEMA``, to be protected. A number that the plan itself prints is ``quoted``."""
    about = {m.id: m for m in measures}
    return pl.DataFrame(
        [
            (
                name, about[name].indicator, about[name].area or area,
                gap.group if (gap := about[name].gap) else about[name].group, size.count,
                size.said_by, size.by_plan,
                (Status.FINAL if size.id else Status.QUOTED).value, size.id, size.release,
            )
            for name, size in sorted(sizes.items())
        ],
        schema=SIZES_SCHEMA,
        orient="row",
    )  # fmt: skip


def _size(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    measure: Measure,
    known: pl.DataFrame,
    as_of: date | None,
) -> Size | None:
    """How many children a measure is about: the plan's word, else its figure's denominator.

    Another series of the same indicator may have the denominator that the leading one lacks.
    """
    place = measure.area or folder.area.code
    group = measure.gap.group if measure.gap else measure.group
    cohort = measure.cohort
    if cohort is not None and cohort.count is not None:
        when = f", {cohort.period}" if cohort.period else ""
        return Size(cohort.count, f"the plan{when}", by_plan=True)
    if cohort is not None and cohort.indicator is not None:
        counted = facts(
            folder, cohort.indicator, place, None, cohort.group, as_of,
            store=store, catalogue=catalogue,
        )  # fmt: skip
        return _newest(counted, "value", cohort.indicator, by_plan=True)
    own = known.filter(
        (pl.col("indicator") == measure.indicator)
        & (pl.col("area") == place)
        & (pl.col("group") == group)
    )
    found = _newest(own, "denominator", "the figure's own denominator")
    if found is not None or measure.indicator not in catalogue:
        return found
    for series in catalogue.get(measure.indicator).series:
        if series.group == group:
            code = f"{series.source}:{series.code}"
            rows = facts(folder, code, place, None, series.source_group, as_of, store=store)
            found = _newest(rows, "denominator", f"the denominator of {code}")
            if found is not None:
                return found
    return None


def _newest(rows: pl.DataFrame, column: str, said_by: str, by_plan: bool = False) -> Size | None:
    there = rows.filter(pl.col(column) > 0).sort("period_end", "period_start")
    if not there.height:
        return None
    said = f"{said_by}, {there['period'][-1]}"
    return Size(there[column][-1], said, by_plan, there["id"][-1], there["release"][-1])
