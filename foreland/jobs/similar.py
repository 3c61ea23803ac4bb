"""``foreland schools similar``: schools with the same intake, and how results compare among them.

Secondary schools only: no table of primary schools with both intake and results since 2019 is
read. Answers are sorted by name and name no school weak; ``pairs``, which say whose pupils made
more progress, are internal.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import similar_published as published
from foreland.insight import similar_schools as similar
from foreland.jobs.folder import Folder
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.sources.schools_similar import cohorts, dfe_groups, secondary

Show = Literal["schools", "group", "balance", "pairs", "published", "check"]

#: How far apart schools of a pair may lie, as the crow flies.
WITHIN_KM = 40.0

_PUBLISHED = 50


@dataclass(frozen=True)
class Held:
    """What the store has: the schools with their cohorts, and DfE's groups, inputs and spreads."""

    schools: pl.DataFrame
    groups: pl.DataFrame
    values: pl.DataFrame
    spreads: pl.DataFrame

    @classmethod
    def read(cls, folder: Folder, as_of: date | None) -> "Held":
        store = Store(folder.store)

        def of(name: str, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
            found = store.register(name, as_of)
            return found.select(*schema) if found.width else pl.DataFrame(schema=schema)

        cohort = of(cohorts.REGISTER, cohorts.SCHEMA)
        cohort = cohort.filter(pl.col("year") == pl.col("year").max())
        schools = of(secondary.REGISTER, secondary.SCHEMA).drop("missing", "row")
        names = pl.DataFrame(
            [(a.code, a.name, a.dfe_number) for a in folder.register],
            schema={"area": pl.String, "area_name": pl.String, "dfe_number": pl.String},
            orient="row",
        ).unique("area", keep="last")
        joined = (
            schools.join(cohort.drop("pupils", "missing", "row"), on="urn", how="left")
            .join(names, on="area", how="left")
            .sort("urn")
        )
        return cls(
            similar.with_strata(joined, list(similar.WEIGHTS)),
            of(dfe_groups.GROUPS, dfe_groups.GROUPS_SCHEMA),
            of(dfe_groups.VALUES, dfe_groups.VALUES_SCHEMA),
            of(dfe_groups.SPREADS, dfe_groups.SPREADS_SCHEMA),
        )


def similar_schools(
    folder: Folder,
    urn: str | None = None,
    area: str | None = None,
    show: Show | None = None,
    neighbours: int = similar.NEIGHBOURS,
    within_km: float = WITHIN_KM,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The answer for one school or for an area's schools; empty where the store has none.

    ``show`` is by default ``group`` for a school and ``schools`` for an area. Raises ForelandError
    for an unknown school or area, and for a number of neighbours below 5.
    """
    if neighbours < 5:
        raise ForelandError(
            Problem("", f"{neighbours} neighbours", "5 or more", "Ask for 5 or more.")
        )
    held = Held.read(folder, as_of)
    if show == "check":
        return check(held)
    if show == "published":
        return _published(held, urn)
    schools = held.schools
    if not schools.height:
        return schools.clear()
    asked = _asked(folder, schools, urn, area)
    matched = similar.match(schools, asked["urn"].to_list(), neighbours=neighbours)
    match show or ("group" if urn else "schools"):
        case "group":
            return _members(schools, asked, matched.groups)
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


def _members(schools: pl.DataFrame, asked: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
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
        *similar.WEIGHTS,
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


def check(held: Held) -> pl.DataFrame:
    """How far groups made here agree with DfE's: a row a method, ``overlap_percent`` of members."""
    rows: list[dict[str, object]] = []

    def add(phase: str, method: str, against: str, found: published.Agreement | None) -> None:
        if found is not None and found.members:
            share = 100 * found.found / found.members
            rows.append(
                {"phase": phase, "method": method, "against": against}
                | vars(found)
                | {"overlap_percent": share}
            )

    inputs = list(dfe_groups.INPUTS)
    groups = held.groups.filter(pl.col("phase") == "primary")
    values = held.values.filter(pl.col("phase") == "primary").drop_nulls(inputs).sort("urn")
    known = published.known_pairs(values, groups).select("urn", "neighbour")
    sizes = dict(known.group_by("urn").agg(pl.len()).iter_rows())
    if known.height:
        theirs = "DfE's published groups"
        learnt = published.learnt_elsewhere(values, groups, inputs)
        add("primary", "DfE's inputs, weights learnt on the other schools", theirs, learnt)
        equal = {name: _over(values[name].std()) for name in inputs}
        plain = published.nearest_by(values, equal, sizes)
        add("primary", "DfE's inputs, equal weights", theirs, published.overlap(plain, known))
    for phase, method, against, found in _secondary(held, inputs):
        add(phase, method, against, found)
    schema = {
        "phase": pl.String,
        "method": pl.String,
        "against": pl.String,
        "schools": pl.Int64,
        "pairs": pl.Int64,
        "reproduced": pl.Int64,
        "largest_error": pl.Float64,
        "members": pl.Int64,
        "found": pl.Int64,
        "wrong": pl.Int64,
        "overlap_percent": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema)


def _over(spread: object) -> float:
    return 1 / spread**2 if isinstance(spread, float) and spread > 0 else 0.0


def _secondary(
    held: Held, inputs: list[str]
) -> list[tuple[str, str, str, published.Agreement | None]]:
    """DfE publishes no group of the secondary phase here: its inputs, spreads and an estimate of
    its weights stand in, among the schools that both have."""
    values = held.values.filter(pl.col("phase") == "secondary").drop_nulls(inputs)
    both = held.schools.filter(pl.col("stratum").is_not_null()).join(
        values.select("urn"), on="urn", how="semi"
    )
    if not held.spreads.height or both.height <= _PUBLISHED:
        return []
    values = values.join(both.select("urn"), on="urn", how="semi")
    spread = held.spreads.row(0, named=True)
    counts = {
        name: share * _over(spread[name]) for name, share in published.SECONDARY_ESTIMATE.items()
    }
    sizes = dict.fromkeys(both["urn"], _PUBLISHED)
    theirs = published.nearest_by(values, counts, sizes)
    plain = published.nearest_by(values, {n: _over(spread[n]) for n in inputs}, sizes)
    ours = similar.match(both, both["urn"].to_list(), neighbours=_PUBLISHED).groups
    against = "DfE's inputs with an estimate of its weights"
    return [
        ("secondary", "DfE's inputs, equal weights", against, published.overlap(plain, theirs)),
        (
            "secondary",
            "ours, of 2023-24",
            against,
            published.overlap(ours.select("urn", "neighbour"), theirs),
        ),
    ]
