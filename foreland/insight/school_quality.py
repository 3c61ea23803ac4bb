"""The share of schools good or outstanding on a day, by schools, pupils and places.

    share = schools graded 1 or 2 / schools with a grade

Two rules. ``predecessor`` (since June 2018): a school not yet inspected in its present form
carries its predecessor's latest grade. ``own`` (before): a sponsor-led academy or a new school
counts only by an inspection of its own; any other carries its predecessor's grade.

The grade on a day is that of the latest graded inspection that had begun by then. A school whose
latest one gave no overall grade (since September 2024) is ``not judged``: it is in neither part of
the share. Not for comparing days under different regimes (``inspection_regimes.bridge``).
"""

from datetime import date
from typing import Literal

import polars as pl

from foreland.insight.school_forms import LONGEST_CHAIN
from foreland.insight.school_types import PHASES
from foreland.model.statuses import Status

Rule = Literal["own", "predecessor"]
RULES: tuple[Rule, ...] = ("own", "predecessor")
WEIGHTS = ("schools", "pupils", "places")

#: A weighted share is given where the weight is known for so much of the graded schools; the
#: places of schools are known for few phases, and a share of some of them is of other schools.
KNOWN_ENOUGH = 0.95

#: Below this share of open schools with a grade, what is known is not the area.
GRADED_ENOUGH = 0.9

#: An inspection: ``grade`` is null where the visit gave no overall grade.
INSPECTION_SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "inspected": pl.Date,
    "regime": pl.String,
    "grade": pl.Int8,
}


def latest(inspections: pl.DataFrame, day: date) -> pl.DataFrame:
    """Each number's latest inspection by ``day``: ``urn, inspected, regime, grade``.

    Two sources may have one visit some days apart, with the same grade; of two on one day the
    worse grade is taken, so that the order of the sources decides nothing.
    """
    return (
        inspections.filter(pl.col("inspected") <= day)
        .sort("urn", "inspected", "grade", nulls_last=True)
        .unique("urn", keep="last", maintain_order=True)
    )


def graded(
    schools: pl.DataFrame,
    inspections: pl.DataFrame,
    before: pl.DataFrame,
    day: date,
    rule: Rule,
    told: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """``schools`` (``school_forms.forms``) with ``inspected, regime, grade, inspected_urn``.

    Of several predecessors the one inspected last gives the grade. Null throughout: no inspection
    known; ``grade`` null with ``inspected``: not judged overall.

    ``told`` (an inspection's columns and ``school``) is the inspectorate's own word on which
    inspections are a school's, its predecessors' among them. Where it is given it decides, and a
    school that it has none for has none; links serve only for days before all that it has.
    """
    carried = _carried(schools["urn"], latest(inspections, day), before)
    if told is not None:
        carried = _as_told(schools, told, carried, day)
    if rule == "own":
        own = (pl.col("urn") == pl.col("school")) & (pl.col("urn") == pl.col("inspected_urn"))
        carried = (
            carried.join(schools.select("urn", "school", "new"), on="urn")
            .filter(~pl.col("new") | own)
            .drop("school", "new")
        )
    return schools.join(carried, on="urn", how="left", maintain_order="left")


def _as_told(
    schools: pl.DataFrame, told: pl.DataFrame, carried: pl.DataFrame, day: date
) -> pl.DataFrame:
    known = (
        told.filter(pl.col("inspected") <= day)
        .sort("school", "inspected", "urn")
        .unique("school", keep="last", maintain_order=True)
        .rename({"urn": "inspected_urn"})
    )
    pairs = schools.select("urn", "school")
    first = pairs.join(known, on="school").select(carried.columns)
    later = (
        pairs.join(told.select("school").unique(), on="school")
        .join(known, on="school", how="anti")
        .select("urn")
    )
    return pl.concat([first, carried.join(later, on="urn", how="semi")])


def _carried(urns: pl.Series, known: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """For each number the inspection of its own, else of what came before it, back and back."""
    cursor = pl.DataFrame({"urn": urns, "inspected_urn": urns})
    seen = cursor
    found = []
    for _ in range(LONGEST_CHAIN):
        joined = cursor.join(known.rename({"urn": "inspected_urn"}), on="inspected_urn", how="left")
        found.append(joined.filter(pl.col("inspected").is_not_null()))
        cursor = (
            joined.filter(pl.col("inspected").is_null())
            .select("urn", "inspected_urn")
            .join(before, left_on="inspected_urn", right_on="urn")
            .select("urn", pl.col("before").alias("inspected_urn"))
            .unique()
            .join(seen, on=["urn", "inspected_urn"], how="anti")
        )
        if not cursor.height:
            break
        seen = pl.concat([seen, cursor])
    return (
        pl.concat(found)
        .sort("urn", "inspected", "inspected_urn")
        .unique("urn", keep="last", maintain_order=True)
        .select("urn", "inspected", "regime", "grade", "inspected_urn")
    )


def shares(schools: pl.DataFrame) -> pl.DataFrame:
    """A row a phase and weight, of ``schools`` with ``phase, inspected, grade, pupils, places``.

    ``phase, weight, value, numerator, denominator, not_graded, not_judged, open, status, known,
    graded``. Counts of schools not graded are of schools under every weight; ``not_judged`` is
    part of them. ``known`` of ``graded`` schools have the weight.
    """
    rows: list[tuple[object, ...]] = []
    for phase in PHASES:
        some = schools if phase == "all" else schools.filter(pl.col("phase") == phase)
        if not some.height and phase != "all":
            continue
        counted = some.filter(pl.col("grade").is_not_null())
        good = counted.filter(pl.col("grade") <= 2)
        judged = some.filter(pl.col("grade").is_null() & pl.col("inspected").is_not_null()).height
        about = (some.height - counted.height, judged, some.height)
        known = counted.height >= GRADED_ENOUGH * (some.height - judged)
        for weight in WEIGHTS:
            top: int | None = good.height
            all_: int | None = counted.height
            have = counted.height
            if weight != "schools":
                have = counted[weight].drop_nulls().len()
                enough = counted.height > 0 and have >= KNOWN_ENOUGH * counted.height
                top = int(good[weight].sum()) if enough else None
                all_ = int(counted[weight].sum()) if enough else None
            if not top and not all_:
                status, value = Status.NOT_AVAILABLE, None
            else:
                status = Status.ESTIMATED if known else Status.UNRELIABLE
                value = 100 * (top or 0) / (all_ or 1)
            rows.append(
                (phase, weight, value, top, all_, *about, status.value, have, counted.height)
            )
    return pl.DataFrame(
        rows,
        schema={
            "phase": pl.String,
            "weight": pl.String,
            "value": pl.Float64,
            "numerator": pl.Int64,
            "denominator": pl.Int64,
            "not_graded": pl.Int64,
            "not_judged": pl.Int64,
            "open": pl.Int64,
            "status": pl.String,
            "known": pl.Int64,
            "graded": pl.Int64,
        },
        orient="row",
    )
