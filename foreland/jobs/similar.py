"""``foreland schools similar``: schools with the same intake, and how results compare among them.

Secondary schools only: no table of primary schools with both intake and results since 2019 is
read. Answers are sorted by name and name no school weak; ``pairs``, which say whose pupils made
more progress, are internal.
"""

from datetime import date
from typing import Literal

import polars as pl

from foreland.insight import similar_schools as similar
from foreland.jobs.folder import Folder
from foreland.jobs.similar_check import check
from foreland.jobs.similar_held import By, Held
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status

Show = Literal["schools", "group", "balance", "pairs", "published", "check"]

#: How far apart schools of a pair may lie, as the crow flies.
WITHIN_KM = 40.0


def similar_schools(
    folder: Folder,
    urn: str | None = None,
    area: str | None = None,
    show: Show | None = None,
    neighbours: int = similar.NEIGHBOURS,
    within_km: float = WITHIN_KM,
    as_of: date | None = None,
    by: By = "intake",
) -> pl.DataFrame:
    """The answer for one school or for an area's schools; empty where the store has none.

    ``show`` is by default ``group`` for a school and ``schools`` for an area. ``by`` is what
    schools are matched on: the intake of their last cohort, or DfE's own inputs, of which a part
    is published. Raises ForelandError for an unknown school or area, and for a number of
    neighbours below 5.
    """
    if neighbours < 5:
        raise ForelandError(
            Problem("", f"{neighbours} neighbours", "5 or more", "Ask for 5 or more.")
        )
    held = Held.read(folder, as_of, by)
    if show == "check":
        return check(held)
    if show == "published":
        return _published(held, urn)
    schools = held.schools
    if not schools.height:
        return schools.clear()
    asked = _asked(folder, schools, urn, area)
    urns = asked["urn"].to_list()
    matched = similar.match(schools, urns, held.weights, neighbours, held.spread)
    match show or ("group" if urn else "schools"):
        case "group":
            return _members(schools, asked, matched.groups, list(held.weights))
        case "balance":
            return _balance(asked, matched.balance, urn is not None)
        case "pairs":
            return _pairs(schools, similar.pairs(schools, matched.groups, within_km))
        case _:
            return _beside(asked, similar.beside(schools, matched.groups), matched.balance)


def _asked(
    folder: Folder, schools: pl.DataFrame, urn: str | None, area: str | None
) -> pl.DataFrame:
    if urn is not None:
        found = schools.filter(pl.col("urn") == urn)
        if not found.height:
            raise ForelandError(
                Problem(
                    "",
                    f"the school {urn}",
                    "the number (URN) of a secondary school that was open in March 2026",
                    "Look it up with foreland schools list.",
                )
            )
        return found
    place = folder.area if area is None else folder.register.find(area)
    if place.kind == "country":
        return schools
    within = {place.code, *place.other_codes} if place.is_authority else set()
    within |= {
        a.code for a in folder.register.authorities if place.code in (a.region, a.sub_region)
    }
    return schools.filter(pl.col("area").is_in(sorted(within)))


def _by_name(frame: pl.DataFrame, *then: str) -> pl.DataFrame:
    return frame.sort(pl.col("name").str.to_lowercase(), "urn", *then)


_WHO = ("urn", "name", "area", "area_name", "dfe_number", "stratum", "admissions_around")


def _beside(asked: pl.DataFrame, beside: pl.DataFrame, balance: pl.DataFrame) -> pl.DataFrame:
    """A row a school, matched or not, by name: results beside the group's, and the worst match."""
    worst = (
        balance.with_columns(pl.col("after").abs().alias("size"))
        .sort("urn", "size", "input", descending=[False, True, False], nulls_last=True)
        .unique("urn", keep="first", maintain_order=True)
        .select(
            "urn", pl.col("input").alias("worst_match"), pl.col("after").alias("worst_difference")
        )
    )
    results = ("attainment8", "progress8")
    found = asked.join(beside.drop(*results), on="urn", how="left").join(
        worst, on="urn", how="left"
    )
    alone = pl.col("reason").is_null() & pl.col("neighbours").is_null()
    reason = pl.when(alone).then(pl.lit("too few schools with like admissions")).otherwise("reason")
    known = pl.col("reason").is_null() | pl.col("reason").str.starts_with("not known")
    status = (
        pl.when(pl.col("neighbours").is_not_null())
        .then(pl.lit(Status.FINAL.value))
        .when(known)
        .then(pl.lit(Status.NOT_AVAILABLE.value))
        .otherwise(pl.lit(Status.NOT_APPLICABLE.value))
    )
    return _by_name(found).select(
        *_WHO,
        pl.col("year").alias("results_of"),
        *results,
        "neighbours",
        "group_attainment8",
        "group_spread",
        "attainment8_difference",
        "group_progress8",
        "progress8_difference",
        "progress8_difference_lower",
        "progress8_difference_upper",
        "mean_distance",
        "largest_distance",
        "worst_match",
        "worst_difference",
        status.alias("status"),
        reason.alias("note"),
    )


def _members(
    schools: pl.DataFrame, asked: pl.DataFrame, groups: pl.DataFrame, inputs: list[str]
) -> pl.DataFrame:
    """A row a neighbour, by name; ``school`` is whose group it is."""
    of = asked.select(pl.col("urn").alias("school"), pl.col("name").alias("school_name"))
    return _by_name(
        of.join(groups.rename({"urn": "school", "neighbour": "urn"}), on="school").join(
            schools, on="urn"
        ),
        "school",
    ).select(
        "school",
        "school_name",
        *_WHO,
        "rank",
        "distance",
        "km",
        *inputs,
        pl.col("year").alias("results_of"),
        "attainment8",
        "progress8",
        "progress8_lower",
        "progress8_upper",
    )


def _balance(asked: pl.DataFrame, balance: pl.DataFrame, one: bool) -> pl.DataFrame:
    if not one:
        return similar.summed_up(balance)
    rest = [name for name in similar.BALANCE if name != "urn"]
    return balance.join(asked.select("urn", "name"), on="urn").select("urn", "name", *rest)


def _pairs(schools: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """A row a pair, by the name of the school that could ask."""
    who = schools.select("urn", "name", "area", "area_name", "dfe_number", "stratum")
    other = schools.select("urn", "name", "area_name")
    other = other.rename({name: f"other_{name}" for name in other.columns})
    found = pairs.rename({"neighbour": "other_urn"}).join(who, on="urn").join(other, on="other_urn")
    return _by_name(found, "rank").select(
        "urn",
        "name",
        "other_urn",
        "other_name",
        "other_area_name",
        "area",
        "area_name",
        "dfe_number",
        "stratum",
        "rank",
        "distance",
        "km",
        "attainment8_difference",
        "progress8_difference",
        "progress8_difference_lower",
        "progress8_difference_upper",
        pl.lit("internal").alias("audience"),
    )


def _published(held: Held, urn: str | None) -> pl.DataFrame:
    """DfE's own groups, by the neighbour's number; names where the table of schools has them."""
    names = held.schools.select(pl.col("urn").alias("neighbour"), "name", "area_name")
    wanted = held.groups if urn is None else held.groups.filter(pl.col("urn") == urn)
    return (
        wanted.join(names, on="neighbour", how="left")
        .select("phase", "urn", "neighbour", "name", "area_name", "rank", "distance")
        .sort("urn", "neighbour")
    )
