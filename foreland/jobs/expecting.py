"""What the site says of the years to come: forecasts of the area, why not, and published chances.

A chance is told only of a measure that the plan publishes it for (``publish: true``); without that
it does not even reach the tables of a build.
"""

from dataclasses import replace
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight.panel import IN_YEAR
from foreland.jobs.evidence_tables import EvidenceTables
from foreland.jobs.folder import Folder
from foreland.jobs.kept import kept
from foreland.jobs.outlook import SHARES, of_ground
from foreland.jobs.outlook_silences import unforeseen
from foreland.jobs.panels import Ground, of_facts
from foreland.jobs.targets import of_ground as targets_of_ground
from foreland.model.groups import ALL
from foreland.model.statuses import Status
from foreland.plan.schema import Measure

#: The limits of the intervals, in order.
LIMITS = tuple(f"{side}{share}" for share in SHARES for side in ("lower", "upper"))

#: A row a series and horizon.
EXPECTED_COLUMNS = (
    "indicator", "area", "group", "comparator", "horizon", "period", "period_kind", "period_start",
    "period_end", "last_period", "last_value", "expected", *LIMITS, "unit", "method",
)  # fmt: skip

#: A row a published measure and target that is still to come.
CHANCES_SCHEMA = {
    "measure": pl.String,
    "indicator": pl.String,
    "area": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "years": pl.Int64,
    "last_period": pl.String,
    "target": pl.Float64,
    "p_met": pl.Float64,
    "starts": pl.Int64,
    "spans": pl.Int64,
    "reached": pl.Int64,
    "usual_gain": pl.Float64,
    "everyone_gain": pl.Float64,
    "regression": pl.Float64,
    "unit": pl.String,
    "polarity": pl.String,
    "reason": pl.String,
}

#: Why a series of the area has no forecast.
UNFORESEEN_SCHEMA = {
    "indicator": pl.String,
    "area": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "reason": pl.String,
}

_OFTEN = "its figures come more than once a year, and the method was tried on yearly ones"
_PRINTED = "the area printed its figures itself, and nothing is carried on from those"


def looked_ahead(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    known: EvidenceTables,
    names: list[str],
    measures: tuple[Measure, ...],
    as_of: date | None,
) -> dict[str, pl.DataFrame]:
    """``expected``, ``unforeseen`` and ``chances`` of the folder's own area.

    ``known`` has the facts of ``names`` (the catalogue's, and those that the plan names by code)
    of all areas. Kept beside the store: only another series or published target of the plan makes
    it anew.
    """
    inputs = {
        "as_of": as_of.isoformat() if as_of else None,
        "names": names,
        "series": sorted({_series(m) for m in measures}),
        "published": [m.model_dump_json() for m in measures if m.publish],
    }
    found = kept(
        folder,
        "outlook",
        inputs,
        lambda: _made(folder, store, catalogue, known.facts(), names, measures, as_of),
        store=store,
        catalogue=catalogue,
    )
    return {name: found.frame(name) for name in found.names}


def _series(measure: Measure) -> str:
    gap = measure.gap
    sides = measure.group if gap is None else f"{gap.group} {gap.comparator} {gap.of}"
    return f"{measure.indicator} {sides}"


def _made(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    known: pl.DataFrame,
    names: list[str],
    measures: tuple[Measure, ...],
    as_of: date | None,
) -> dict[str, pl.DataFrame]:
    at = of_facts(folder, store, catalogue, known, names, measures, None, as_of, "whole")
    # Only a published target comes near a forecast: so nothing of the others can slip out.
    at = replace(at, measures=tuple(m for m in measures if m.publish))
    answer = of_ground(at)
    return {
        "expected": answer.select(EXPECTED_COLUMNS),
        "unforeseen": _unforeseen(at, answer, known),
        "chances": _chances(at, answer),
    }


def _unforeseen(at: Ground, answer: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    own = at.folder.area.code
    rows = {(name, group, other): why for name, group, other, why in unforeseen(at, answer, own)}
    told = {*rows, *answer.select("indicator", "group", "comparator").iter_rows()}
    # Series that have no place in a panel of years.
    others = known.filter(
        (pl.col("area") == own) & (pl.col("group") == ALL) & pl.col("value").is_not_null()
    )
    for name, kind, status in (
        others.sort("indicator", "period_end", "id")
        .group_by("indicator", maintain_order=True)
        .agg(pl.col("period_kind", "status").last())
        .iter_rows()
    ):
        if (name, ALL, None) not in told:
            why = _OFTEN if kind in IN_YEAR else None
            if status == Status.QUOTED.value:
                why = _PRINTED
            if why is not None:
                rows[(name, ALL, None)] = why
    return pl.DataFrame(
        [(name, own, group, other, why) for (name, group, other), why in rows.items()],
        schema=UNFORESEEN_SCHEMA,
        orient="row",
    ).sort("indicator", "group", "comparator", nulls_last=False)


def _chances(at: Ground, answer: pl.DataFrame) -> pl.DataFrame:
    """How likely each published target is, and how often areas that stood there got as far."""
    if not at.measures:
        return pl.DataFrame(schema=CHANCES_SCHEMA)
    past = targets_of_ground(at).filter(pl.col("measure").is_not_null())
    key = ["indicator", "area", "group", "comparator", "period_start", "period_end"]
    ahead = answer.filter(pl.col("target").is_not_null()).select(*key, "p_met")
    return (
        past.join(ahead, on=key, how="left", nulls_equal=True, maintain_order="left")
        .select(pl.col(name).cast(kind) for name, kind in CHANCES_SCHEMA.items())
        .sort("measure", "period_end", "period_start")
    )
