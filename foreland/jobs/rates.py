"""``foreland rate``: the plan's measures rated against their targets."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.comparing import sound
from foreland.jobs.facts import facts as read_facts
from foreland.jobs.folder import Folder
from foreland.jobs.planning import load
from foreland.model.areas import Register
from foreland.model.periods import NO_DAY
from foreland.model.problems import ForelandError, Problem
from foreland.model.units import Unit
from foreland.plan.folder import LoadedPlan
from foreland.plan.rating import rate_readings
from foreland.plan.readings import About, moves, of_tables
from foreland.plan.schema import Plan

#: As ``plan.readings.moves``.
Moved = Callable[[Plan, pl.DataFrame, Mapping[str, About], Register], Mapping[str, pl.DataFrame]]


def rates(
    folder: Folder,
    measures: Iterable[str] | None = None,
    as_of: date | None = None,
    today: date | None = None,
    *,
    store: Store | None = None,
    catalogue: Catalogue | None = None,
    plan: LoadedPlan | Plan | None = None,
    facts: pl.DataFrame | None = None,
    every_target: bool = False,
) -> pl.DataFrame:
    """``rating.RATING_SCHEMA``: a row a measure, or with ``every_target`` a row a target too.

    ``today`` is by default ``as_of``, else the newest publication in the store. ``facts`` may be
    given where they are at hand (of all areas). Raises ForelandError for a faulty plan and for a
    measure that it does not have.
    """
    rated, targets = rates_and_targets(
        folder, measures, as_of, today, store=store, catalogue=catalogue, plan=plan, facts=facts,
        only="targets" if every_target else "rates",
    )  # fmt: skip
    return targets if every_target else rated


def rates_and_targets(
    folder: Folder,
    measures: Iterable[str] | None = None,
    as_of: date | None = None,
    today: date | None = None,
    *,
    store: Store | None = None,
    catalogue: Catalogue | None = None,
    plan: LoadedPlan | Plan | None = None,
    facts: pl.DataFrame | None = None,
    only: Literal["rates", "targets"] | None = None,
    moved: Moved | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both answers of ``rates``, a row a measure and a row a target, of one reading of the facts.

    ``only`` leaves the other one empty. ``moved`` may give what ``plan.readings.moves`` does.
    """
    store = store or Store(folder.store)
    catalogue = catalogue or Catalogue.load(folder.indicators)
    if plan is None:
        plan = load(folder, catalogue)
    chosen = plan.plan if isinstance(plan, LoadedPlan) else plan
    chosen = _only(chosen, measures)
    names = sorted({m.indicator for m in chosen.measures})
    if facts is None:
        facts = read_facts(folder, names, as_of=as_of, store=store, catalogue=catalogue)
    facts = facts.filter(pl.col("indicator").is_in(names))
    about = {
        name: About.of(catalogue.get(name))
        if name in catalogue
        else published(name, facts, store, as_of)
        for name in names
    }
    day = today or as_of or store.newest_publication() or NO_DAY
    tables = (moved or moves)(chosen, sound(facts), about, folder.register)
    found = of_tables(chosen, tables, folder.register)
    one, every = (
        pl.DataFrame()
        if only == other
        else rate_readings(chosen, found, about, folder.register, day, as_of, every_target)
        for other, every_target in (("targets", False), ("rates", True))
    )
    return one, every


def published(name: str, facts: pl.DataFrame, store: Store, as_of: date | None) -> About:
    """What the publisher says of a code that the catalogue does not have."""
    row = in_dictionary(name, store, as_of)
    units = facts.filter(pl.col("indicator") == name)["unit"].drop_nulls()
    return About(
        row.get("measure") or name.partition(":")[2],
        Unit(units[0]) if len(units) else Unit.COUNT,
        row.get("polarity") or "none",
    )


def in_dictionary(name: str, store: Store, as_of: date | None) -> dict[str, Any]:
    """The first line of LAIT's dictionary on a code; empty for other publishers' codes."""
    if not name.startswith("lait:"):
        return {}
    listed = store.register("dictionary", as_of)
    rows = listed.filter(pl.col("code") == name.partition(":")[2]) if listed.height else listed
    return rows.row(0, named=True) if rows.height else {}


def _only(plan: Plan, measures: Iterable[str] | None) -> Plan:
    if measures is None:
        return plan
    wanted = [measures] if isinstance(measures, str) else list(measures)
    known = [m.id for m in plan.measures]
    problems = []
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            problems.append(
                Problem(
                    "",
                    f"no measure {name!r}",
                    "a measure of the plan",
                    f"Did you mean {near[0]}?" if near else "Run: foreland plan show",
                )
            )
    if problems:
        raise ForelandError(problems)
    return plan.model_copy(
        update={"measures": tuple(m for m in plan.measures if m.id in set(wanted))}
    )
