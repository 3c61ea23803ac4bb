"""``foreland gaps``: groups beside their comparators, over the plan's measures or any indicator."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator
from foreland.insight.gaps import PAIRS_SCHEMA, gaps
from foreland.jobs.comparing import breaks_of as breaks_of
from foreland.jobs.comparing import sound
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.planning import load
from foreland.plan.schema import Measure


def gaps_asked(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a gap, area and period (``gaps.GAP_COLUMNS``).

    Without ``indicator`` those of the plan's measures (of the whole catalogue where there is no
    plan); without ``area`` the folder's own and the country's. Raises ForelandError for a name
    that is not known.
    """
    catalogue = Catalogue.load(folder.indicators)
    store = Store(folder.store)
    names, measures = names_asked(folder, catalogue, indicator)
    areas = areas_of(folder, area, [folder.area.code, folder.register.country.code])
    known = facts(folder, names, None, as_of=as_of, store=store, catalogue=catalogue)
    return gaps_of(folder, known, catalogue, areas, measures)


def inputs_of(folder: Folder, ids: Iterable[str]) -> dict[str, list[str]]:
    """By a gap's id: the ids of the two figures that it was computed from. Unknown ids fall out."""
    catalogue = Catalogue.load(folder.indicators)
    _, measures = names_asked(folder, catalogue, None)
    names = sorted({m.indicator for m in measures} | {i.id for i in catalogue.indicators if i.gaps})
    known = facts(folder, names, store=Store(folder.store), catalogue=catalogue)
    found = gaps_of(folder, known, catalogue, None, measures).filter(pl.col("id").is_in(list(ids)))
    pairs = found.select("id", "group_id", "comparator_id").iter_rows()
    return {name: [group, comparator] for name, group, comparator in pairs}


def names_asked(
    folder: Folder, catalogue: Catalogue, indicator: str | Iterable[str] | None
) -> tuple[list[str], tuple[Measure, ...]]:
    """The indicators asked for; or those of the plan's measures, and the measures."""
    if indicator is not None:
        given = [indicator] if isinstance(indicator, str) else list(indicator)
        return [name if ":" in name else catalogue.find(name).id for name in given], ()
    measures: tuple[Measure, ...] = ()
    if (folder.plan / "plan.yaml").is_file():
        measures = load(folder, catalogue).plan.measures
    names = sorted({m.indicator for m in measures}) or [i.id for i in catalogue.indicators]
    return names, measures


def areas_of(
    folder: Folder, area: str | Iterable[str] | None, otherwise: list[str]
) -> list[str] | None:
    """The codes of the areas asked for; None for all."""
    if area is None:
        return otherwise
    asked = [area] if isinstance(area, str) else list(area)
    return None if "all" in asked else [folder.register.find(name).code for name in asked]


def gaps_of(
    folder: Folder,
    known: pl.DataFrame,
    catalogue: Catalogue,
    areas: list[str] | None = None,
    measures: Iterable[Measure] = (),
) -> pl.DataFrame:
    """As ``gaps_asked``, of facts at hand: the catalogue's gaps, and those of ``measures``."""
    names = set(known["indicator"].unique())
    entries = [i for i in catalogue.indicators if i.id in names]
    country = folder.register.country.code
    wanted = known if areas is None else known.filter(pl.col("area").is_in([*areas, country]))
    found = gaps(sound(wanted), pairs_of(entries, measures), breaks_of(entries), country)
    return found if areas is None else found.filter(pl.col("area").is_in(areas))


def pairs_of(entries: Iterable[Indicator], measures: Iterable[Measure] = ()) -> pl.DataFrame:
    """``gaps.PAIRS_SCHEMA``: the gaps that the catalogue allows, and those that a plan asks."""
    about = {i.id: i for i in entries}
    rows: dict[tuple[str, str, str, str], str | None] = {
        (i.id, g.group, g.comparator, "area"): g.name for i in about.values() for g in i.gaps
    }
    for measure in measures:
        if measure.gap is not None and measure.indicator in about:
            gap = measure.gap
            rows.setdefault((measure.indicator, gap.group, gap.comparator, gap.of), measure.title)
    return pl.DataFrame(
        [
            (*key, name, about[key[0]].polarity, about[key[0]].precision == 0)
            for key, name in sorted(rows.items(), key=lambda item: item[0])
        ],
        schema=PAIRS_SCHEMA,
        orient="row",
    )
