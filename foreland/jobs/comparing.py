"""``foreland compare``: an area beside England, its region and its neighbours."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from foreland.evidence.store import Store
from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.compare import CHOSEN, PERIOD_KEY, compare
from foreland.insight.standing import standing
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.model.areas import Area
from foreland.model.periods import Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.sources.lait.unsound import UNSOUND

if TYPE_CHECKING:
    from foreland.indicators.catalogue import Catalogue
    from foreland.indicators.schema import Indicator

#: The columns of the answer, in order.
COMPARE_COLUMNS = (
    "indicator",
    "area",
    "area_name",
    "dfe_number",
    "group",
    "period",
    "published_period",
    "period_kind",
    "period_start",
    "period_end",
    "value",
    "unit",
    "status",
    "polarity",
    "england",
    "region",
    "region_name",
    "neighbours_mean",
    "neighbours_median",
    "neighbours_n",
    "neighbours_model",
    "rank",
    "ranked",
    "band",
    "id",
    "england_id",
    "region_id",
    "neighbours_ids",
    "neighbours_used",
    "england_status",
    "region_status",
    "source",
    "release",
    "as_of",
)

_NO_NEIGHBOURS = pl.DataFrame(
    schema={"model": pl.String, "area": pl.String, "rank": pl.UInt8, "neighbour": pl.String}
)


def compared(
    folder: Folder,
    indicator: str | Iterable[str],
    area: str | None = None,
    model: str | None = None,
    as_of: date | None = None,
    group: str | None = None,
    *,
    store: Store | None = None,
    catalogue: "Catalogue | None" = None,
    sure: bool = False,
) -> pl.DataFrame:
    """A row an indicator, group and period: ``COMPARE_COLUMNS``. Many indicators at once.

    With ``sure`` also ``standing.STANDING``: how sure the rank is, how far the middle and the best.
    ``model`` picks the neighbours' edition (``2021-04``, ``2025-05``, or ``chosen``: the peers of
    ``area.yaml``), by default the newest then known. Raises ForelandError for an unknown edition.
    """
    store = store or Store(folder.store)
    all_areas = facts(folder, indicator, None, None, group, as_of, store=store, catalogue=catalogue)
    answer = of_facts(folder, all_areas, area, model, as_of, store=store, catalogue=catalogue)
    if not sure:
        return answer
    chosen = folder.area if area is None else folder.register.find(area)
    polarity = answer.select("indicator", "polarity").unique(maintain_order=True)
    breaks = _breaks(folder, polarity["indicator"].to_list(), catalogue)
    beside = standing(sound(all_areas), polarity, breaks, folder.register, chosen)
    beside = _in_people(folder, store, catalogue, beside, all_areas, chosen, as_of)
    return answer.join(beside, on=PERIOD_KEY, how="left", maintain_order="left")


def _in_people(
    folder: Folder,
    store: Store,
    catalogue: "Catalogue | None",
    beside: pl.DataFrame,
    all_areas: pl.DataFrame,
    chosen: Area,
    as_of: date | None,
) -> pl.DataFrame:
    """The distances in people, where another series of the indicator tells how many there are."""
    if all(":" in name for name in beside["indicator"]):
        return beside
    from foreland.indicators.catalogue import Catalogue
    from foreland.jobs.populations import with_people

    catalogue = catalogue or Catalogue.load(folder.indicators)
    own = all_areas.filter(pl.col("area") == chosen.code)
    here = beside.with_columns(pl.lit(chosen.code).alias("area"))
    return with_people(folder, store, catalogue, here, own, as_of).select(beside.columns)


def _breaks(folder: Folder, names: list[str], catalogue: "Catalogue | None") -> pl.DataFrame:
    ours = [name for name in names if ":" not in name]
    if not ours:
        return pl.DataFrame(schema=BREAKS_SCHEMA)
    from foreland.indicators.catalogue import Catalogue

    catalogue = catalogue or Catalogue.load(folder.indicators)
    return breaks_of(catalogue.get(name) for name in ours)


def breaks_of(entries: "Iterable[Indicator]") -> pl.DataFrame:
    """``change.BREAKS_SCHEMA``: where the series of an indicator end."""
    return pl.DataFrame(
        [(i.id, Period.parse(b.start).start, b.reason) for i in entries for b in i.breaks],
        schema=BREAKS_SCHEMA,
        orient="row",
    )


def of_facts(
    folder: Folder,
    all_areas: pl.DataFrame,
    area: str | None = None,
    model: str | None = None,
    as_of: date | None = None,
    *,
    store: Store,
    catalogue: "Catalogue | None" = None,
) -> pl.DataFrame:
    """As ``compared``, of facts of all areas that are at hand already."""
    chosen = folder.area if area is None else folder.register.find(area)
    neighbours = neighbours_of(folder, store, as_of, chosen.code)
    editions = sorted(neighbours["model"].unique())
    if model is not None and model not in editions:
        raise ForelandError(
            Problem(
                "",
                f"no neighbours' model {model!r}",
                f"one of {', '.join(editions) or 'none: no neighbours were ingested'}",
                "Ingest the neighbours' workbook, or choose another edition.",
            )
        )
    polarity = polarity_of(folder, store, all_areas, as_of, catalogue)
    answer = compare(sound(all_areas), polarity, neighbours, folder.register, chosen, model)
    return answer.select(COMPARE_COLUMNS)


def neighbours_of(
    folder: Folder, store: Store, as_of: date | None, area: str | None = None
) -> pl.DataFrame:
    """``model, area, rank, neighbour``: the published editions then known, and the folder's peers.

    The peers that ``area.yaml`` chooses are an edition of the folder's own area, ``chosen``.
    """
    published = store.register("neighbours", as_of)
    names = list(_NO_NEIGHBOURS.columns)
    found = published.select(names) if published.height else _NO_NEIGHBOURS
    if not folder.peers or area not in (None, folder.area.code):
        return found
    chosen = pl.DataFrame(
        [(CHOSEN, folder.area.code, n, code) for n, code in enumerate(folder.peers, start=1)],
        schema=_NO_NEIGHBOURS.schema,
        orient="row",
    )
    return pl.concat([found.cast(pl.Schema(chosen.schema)), chosen])


def sound(all_areas: pl.DataFrame) -> pl.DataFrame:
    """Facts without the values that their publisher computed wrongly (``lait/unsound``)."""
    wrong = pl.DataFrame(
        list(UNSOUND), schema={"source_code": pl.String, "area": pl.String}, orient="row"
    ).with_columns(pl.lit(True).alias("unsound"))
    return (
        all_areas.join(wrong, on=["source_code", "area"], how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("unsound").is_null()).then(pl.col("value")).alias("value"),
            pl.when(pl.col("unsound").is_null())
            .then(pl.col("status"))
            .otherwise(pl.lit(Status.NOT_AVAILABLE.value))
            .alias("status"),
        )
        .drop("unsound")
    )


def polarity_of(
    folder: Folder,
    store: Store,
    all_areas: pl.DataFrame,
    as_of: date | None,
    catalogue: "Catalogue | None",
) -> pl.DataFrame:
    """Of our indicators the catalogue's polarity; of publishers' codes the publisher's."""
    names = all_areas["indicator"].unique().to_list()
    rows: list[tuple[str, str, bool]] = []
    dictionary = store.register("dictionary", as_of)
    published = {
        f"lait:{code}": (polarity, bool(no_band))
        for code, polarity, no_band in (
            # Of a code under two topics the first leads; what either does not band has no band.
            dictionary.group_by("code", maintain_order=True)
            .agg(pl.col("polarity").first(), pl.col("no_band").any())
            .iter_rows()
            if dictionary.height
            else ()
        )
    }
    if any(":" not in name for name in names):
        from foreland.indicators.catalogue import Catalogue

        catalogue = catalogue or Catalogue.load(folder.indicators)
    for name in sorted(names):
        if ":" in name:
            rows.append((name, *published.get(name, ("none", True))))
        elif catalogue is not None:
            entry = catalogue.get(name)
            no_band = any(
                published.get(f"{s.source}:{s.code}", ("", False))[1] for s in entry.series
            )
            rows.append((name, entry.polarity, no_band))
    return pl.DataFrame(
        rows,
        schema={"indicator": pl.String, "polarity": pl.String, "no_band": pl.Boolean},
        orient="row",
    )
