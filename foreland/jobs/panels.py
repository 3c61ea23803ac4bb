"""The panel that outlooks and the realism of targets are computed from, and what it is about.

It holds what is asked and the rest of the catalogue: how large a national shock may be is taken
from all indicators, since one has only a few years to tell it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight.gaps import as_facts, gaps
from foreland.insight.outlook import Neighbours, neighbours_of
from foreland.insight.panel import Panel, panel
from foreland.jobs.comparing import sound
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import breaks_of, names_asked, pairs_of
from foreland.jobs.rates import published
from foreland.model.groups import ALL
from foreland.plan.schema import Measure

#: Which series a panel is asked for.
Scope = Literal["measures", "whole", "every"]

SIGN = {"higher": 1, "lower": -1}

#: A series that was asked: its place in the panel, and what an answer says of it.
ASKED_SCHEMA = {
    "place": pl.Int64,
    "indicator": pl.String,
    "series_group": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "unit": pl.String,
    "polarity": pl.String,
}


@dataclass(frozen=True)
class Ground:
    """``facts`` are what the panel holds, gaps (how far behind) among them; ``asked`` its part
    that an answer is about (``ASKED_SCHEMA``); ``missing`` periods that nobody will publish."""

    folder: Folder
    catalogue: Catalogue
    facts: pl.DataFrame
    panel: Panel
    editions: tuple[Neighbours, ...]
    asked: pl.DataFrame
    measures: tuple[Measure, ...]
    missing: dict[str, frozenset[str]]
    #: The day of the answer: ``as_of``, else the newest publication.
    day: date | None
    #: The newest publication in the store, whatever was asked: what could have been known.
    known_to: date | None


def ground(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    group: str | None = None,
    as_of: date | None = None,
    scope: Scope = "measures",
) -> Ground:
    """Without ``indicator`` the plan's measures (without a plan the catalogue), gaps too."""
    catalogue = Catalogue.load(folder.indicators)
    store = Store(folder.store)
    names, measures = names_asked(folder, catalogue, indicator)
    if scope == "every":
        measures = of_plan(folder, catalogue, names)
    every = [*dict.fromkeys([*names, *(i.id for i in catalogue.indicators)])]
    known = facts(folder, every, as_of=as_of, store=store, catalogue=catalogue)
    return of_facts(folder, store, catalogue, known, names, measures, group, as_of, scope)


def of_plan(folder: Folder, catalogue: Catalogue, names: Iterable[str]) -> tuple[Measure, ...]:
    """The plan's measures of these indicators."""
    _, planned = names_asked(folder, catalogue, None)
    wanted = set(names)
    return tuple(m for m in planned if m.indicator in wanted)


def of_facts(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    known: pl.DataFrame,
    names: list[str],
    measures: tuple[Measure, ...] = (),
    group: str | None = None,
    as_of: date | None = None,
    scope: Scope = "measures",
) -> Ground:
    """As ``ground``, of the facts of ``names`` and of the catalogue at hand.

    ``scope``: what is asked. ``measures``: the series of ``measures`` (all of them without any);
    ``whole``: those of all pupils too; ``every``: all groups and gaps, the plan's own among them.
    """
    known = sound(known)
    entries = list(catalogue.indicators)
    breaks = breaks_of(entries)
    behind = _behind(known, catalogue, names, measures, folder, scope)
    both = pl.concat([known, behind.select(known.columns)], how="vertical_relaxed")
    authorities = [area.code for area in folder.register.authorities]
    made = panel(both, breaks, authorities)
    polarity: dict[str, str] = {i.id: i.polarity for i in entries}
    for name in names:
        if name not in polarity:
            polarity[name] = published(name, known, store, as_of).polarity
    newest = store.newest_publication()
    return Ground(
        folder=folder,
        catalogue=catalogue,
        facts=both,
        panel=made,
        editions=neighbours_of(store.register("neighbours", as_of), made.areas),
        asked=_asked(made, names, measures, group, behind, polarity, scope),
        measures=measures,
        missing={i.id: frozenset(label for m in i.missing for label in m.periods) for i in entries},
        day=as_of or newest,
        known_to=newest,
    )


def _behind(
    known: pl.DataFrame,
    catalogue: Catalogue,
    names: list[str],
    measures: Iterable[Measure],
    folder: Folder,
    scope: Scope,
) -> pl.DataFrame:
    """The gaps of what is asked, as observations of how far behind; both groups kept beside."""
    entries = [catalogue.get(name) for name in names if name in catalogue]
    pairs = pairs_of(entries, measures)
    sought = [(m.indicator, m.gap) for m in measures if m.gap is not None]
    if sought and scope != "every":
        keys = [{"indicator": name} | gap.model_dump() for name, gap in sought]
        schema = dict.fromkeys(("indicator", "group", "comparator", "of"), pl.String)
        wanted = pl.DataFrame(keys, schema=schema, orient="row")
        pairs = pairs.join(wanted, on=list(schema), how="semi")
    elif scope == "whole" or (list(measures) and scope == "measures"):
        pairs = pairs.clear()
    part = known.filter(pl.col("indicator").is_in(names))
    found = gaps(part, pairs, breaks_of(entries), folder.register.country.code)
    kept = as_facts(found.with_columns(pl.col("group").alias("own_group")))
    missing = [name for name in known.columns if name not in kept.columns]
    return kept.with_columns(pl.lit(None, known.schema[name]).alias(name) for name in missing)


def _asked(
    made: Panel,
    names: list[str],
    measures: tuple[Measure, ...],
    group: str | None,
    behind: pl.DataFrame,
    polarity: dict[str, str],
    scope: Scope,
) -> pl.DataFrame:
    pairs = {
        (name, text): (own, other)
        for name, text, own, other in behind.select(
            "indicator", "group", "own_group", "comparator"
        ).unique().iter_rows()
    }  # fmt: skip
    plain = {(m.indicator, m.group) for m in measures if m.gap is None}
    if scope == "whole":
        plain |= {(name, ALL) for name in names}
    picked = scope == "whole" or (bool(measures) and scope == "measures")
    rows = []
    for place, (name, text, unit) in enumerate(
        made.series.select("indicator", "group", "unit").iter_rows()
    ):
        if name not in names:
            continue
        own, other = pairs.get((name, text), (text, None))
        if group is not None and (other is not None or own != group):
            continue
        if picked and other is None and (name, own) not in plain:
            continue
        better = "lower" if other is not None else polarity.get(name, "none")
        rows.append((place, name, text, own, other, unit, better))
    return pl.DataFrame(rows, schema=ASKED_SCHEMA, orient="row")
