"""What a site says in judgement, as tables yet to be protected.

How an area's figures moved and its neighbours' beside them, where it stands among authorities,
its gaps beside England's and the neighbours', what a change is made of. Rates and says nothing.
"""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight import change
from foreland.insight.compare import PERIOD_KEY, newest_model
from foreland.insight.editions import by_edition
from foreland.insight.gaps import as_facts
from foreland.insight.gaps_beside import gaps_beside
from foreland.insight.standing import STANDING, standing
from foreland.jobs import briefing, comparing
from foreland.jobs.evidence_tables import EvidenceTables
from foreland.jobs.explaining import explained_each
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import gaps_of, pairs_of
from foreland.jobs.kept import kept
from foreland.jobs.populations import with_people
from foreland.jobs.prioritising import sizes_of, sizes_table
from foreland.model.groups import ALL
from foreland.plan.folder import LoadedPlan
from foreland.plan.schema import Measure

#: An ``area`` beside what ``standing`` says, so that the table can be protected.
STANDING_COLUMNS = ("indicator", "group", "area", "period_start", "period_end", *STANDING,
                    "people_of", "people_from", "people_ids")  # fmt: skip


def judged(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    evidence: EvidenceTables,
    plan: LoadedPlan | None,
    as_of: date | None,
    today: date,
) -> dict[str, pl.DataFrame]:
    """``looks``, ``peers``, ``standing``, ``editions``, ``explained``, ``gaps`` and ``sizes``.

    ``evidence``: of the catalogue and of the codes that the plan names, of all areas.
    """
    measures = plan.plan.measures if plan else ()
    inputs = {
        "as_of": as_of.isoformat() if as_of else None,
        "today": today.isoformat(),
        # Not the plan, but which series it asks: a new target makes nothing of this anew.
        "series": sorted({_series(m) for m in measures}),
        "peers": list(folder.peers),
    }

    def make() -> dict[str, pl.DataFrame]:
        known = evidence.facts()
        looks, peers = briefing.looks_at(
            folder, known, catalogue, store, plan, folder.area, today, as_of
        )
        sound = comparing.sound(known)
        tables = {
            "looks": looks,
            "explained": explained_each(folder, sound, catalogue),
            "gap_moves": _gap_moves(folder, catalogue, known, measures),
        }
        if peers is not None:
            tables["peers"] = peers
        return tables | _stands(folder, store, catalogue, sound, as_of)

    found = kept(folder, "judged", inputs, make, store=store, catalogue=catalogue)
    tables = {name: found.frame(name) for name in found.names}
    moves = tables.pop("gap_moves")
    tables["gaps"] = _kept_gaps(folder, store, catalogue, evidence, measures, as_of).join(
        moves, on=_GAP_KEY, how="left", maintain_order="left"
    )
    if measures:
        tables["sizes"] = _kept_sizes(folder, store, catalogue, evidence, measures, as_of)
    return tables


#: All of a measure that says how many children it is about.
_SIZED = {"id", "indicator", "group", "gap", "area", "cohort"}


def _kept_sizes(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    evidence: EvidenceTables,
    measures: tuple[Measure, ...],
    as_of: date | None,
) -> pl.DataFrame:
    def make() -> dict[str, pl.DataFrame]:
        own = pl.concat([evidence.table("own"), evidence.table("localities")])
        sizes = sizes_of(folder, store, catalogue, measures, own, as_of)
        return {"sizes": sizes_table(sizes, measures, folder.area.code)}

    asked = [m.model_dump(mode="json", include=_SIZED) for m in measures]
    inputs = {**evidence.inputs, "measures": asked}
    found = kept(folder, "sizes", inputs, make, store=store, catalogue=catalogue)
    return found.frame("sizes")


def _series(measure: Measure) -> str:
    gap = measure.gap
    side = f"{gap.group} to {gap.comparator} of {gap.of}" if gap else measure.group
    return f"{measure.indicator} {side}"


def _near(folder: Folder, store: Store, as_of: date | None) -> pl.DataFrame:
    """The newest published edition's neighbours: ``neighbour, nearness``."""
    listed = comparing.neighbours_of(folder, store, as_of)
    return listed.filter(
        (pl.col("area") == folder.area.code) & (pl.col("model") == (newest_model(listed) or ""))
    ).select("neighbour", pl.col("rank").alias("nearness"))


def _kept_gaps(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    evidence: EvidenceTables,
    measures: tuple[Measure, ...],
    as_of: date | None,
) -> pl.DataFrame:
    """Of the plan only those gaps count that the catalogue does not have."""
    asked = tuple(m for m in measures if m.gap is not None)
    own, whole = (pairs_of(catalogue.indicators, some) for some in ((), asked))
    more = whole.join(own, on=whole.columns, how="anti", nulls_equal=True)
    found = kept(
        folder,
        "gaps",
        {**evidence.inputs, "gaps": [list(row) for row in more.iter_rows()]},
        lambda: {"gaps": _gaps(folder, store, catalogue, evidence.facts(), asked, as_of)},
        store=store,
        catalogue=catalogue,
    )
    return found.frame("gaps")


def _gaps(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    known: pl.DataFrame,
    measures: tuple[Measure, ...],
    as_of: date | None,
) -> pl.DataFrame:
    near = _near(folder, store, as_of)
    areas = [folder.area.code, folder.register.country.code, *near["neighbour"]]
    found = gaps_of(folder, known, catalogue, areas, measures)
    return gaps_beside(found, near, folder.area.code, folder.register.country.code)


_GAP_KEY = ["indicator", "group", "comparator", "comparator_of", "period_kind", "period_start",
            "period_end"]  # fmt: skip


def _gap_moves(
    folder: Folder, catalogue: Catalogue, known: pl.DataFrame, measures: tuple[Measure, ...]
) -> pl.DataFrame:
    """``_GAP_KEY``, ``direction`` and ``certainty``: whether the area's gaps really moved."""
    register = folder.register
    found = gaps_of(folder, known, catalogue, None, measures)
    sides = as_facts(
        found.drop("change", "change_from").with_columns(pl.col("group").alias("own_group"))
    )
    lower = [(name, "lower") for name in sorted(set(sides["indicator"]))]
    told = change.told(
        sides,
        comparing.breaks_of(catalogue.indicators),
        pl.DataFrame(lower, schema={"indicator": pl.String, "polarity": pl.String}, orient="row"),
        register.country.code,
        [a.code for a in register.authorities],
        [folder.area.code],
    )
    return (
        told.with_columns(pl.col("own_group").alias("group"))
        .select(*_GAP_KEY, "direction", "certainty")
        .unique(_GAP_KEY, keep="last", maintain_order=True)
        .sort(_GAP_KEY)
    )


def _stands(
    folder: Folder, store: Store, catalogue: Catalogue, sound: pl.DataFrame, as_of: date | None
) -> dict[str, pl.DataFrame]:
    """Of the newest figure of all children: how far the middle and the best tenth, and each
    edition's neighbours."""
    plain = sound.filter(pl.col("group") == ALL)
    own = plain.filter((pl.col("area") == folder.area.code) & pl.col("value").is_not_null())
    newest = (
        own.sort("indicator", "period_end", "period_start", maintain_order=True)
        .unique("indicator", keep="last", maintain_order=True)
        .select(PERIOD_KEY)
    )
    comparable = plain.join(newest.select("indicator"), on="indicator", how="semi")
    polarity = comparing.polarity_of(folder, store, comparable, as_of, catalogue)
    entries = [i for i in catalogue.indicators if i.comparable]
    stood = standing(
        comparable.filter(pl.col("indicator").is_in([i.id for i in entries])),
        polarity.select("indicator", "polarity"),
        comparing.breaks_of(entries),
        folder.register,
        folder.area,
    )
    of_newest = stood.join(newest, on=PERIOD_KEY, how="semi").with_columns(
        pl.lit(folder.area.code).alias("area")
    )
    editions = by_edition(
        plain.join(newest, on=PERIOD_KEY, how="semi"),
        comparing.neighbours_of(folder, store, as_of),
        folder.area.code,
    )
    people = with_people(folder, store, catalogue, of_newest, own, as_of)
    return {"standing": people.select(STANDING_COLUMNS), "editions": editions}
