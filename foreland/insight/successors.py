"""The past of an authority that took over others, and how one that was divided goes on.

Built only from counts, and only where one area is exactly others together: each of the parts went
wholly to it. Then counts are added, and a rate is made anew from the parts' numerators and
denominators, all of them present and giving each part's own rate. No share of a part is ever
apportioned and no rate averaged: where this fails there is a break, and it says why.

    Northamptonshire from 2021 = North Northamptonshire + West Northamptonshire
    Bournemouth, Christchurch and Poole before 2019: a break (Christchurch lay in Dorset)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from foreland.insight.gaps import computed_id
from foreland.model.areas import Area, Register
from foreland.model.observations import OBSERVATION_COLUMNS
from foreland.model.statuses import VALUED, Status
from foreland.model.units import Unit

#: What an answer with predecessors has beside the columns of observations.
EXTRA = ("note", "inputs")

BREAK_SCHEMA: dict[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "group": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "day": pl.Date,
    "reason": pl.String,
}

#: Of how many a rate tells. Pounds, scores and days are not here: many are averages, and nothing
#: in a file tells an average amount from a sum.
_PER = {
    Unit.PERCENT: 100,
    Unit.PER_100: 100,
    Unit.PER_1000: 1000,
    Unit.PER_10000: 10000,
    Unit.PER_100000: 100000,
    Unit.RATIO: 1,
}
_SUMMED = (Unit.COUNT, Unit.FTE)

#: The less firm of the parts tells what the whole is.
_FIRMNESS = (
    Status.FINAL,
    Status.REVISED,
    Status.PROVISIONAL,
    Status.ESTIMATED,
    Status.UNRELIABLE,
    Status.QUOTED,
)
_SERIES = ["indicator", "source_code", "group", "period_kind", "period_start", "period_end"]


@dataclass(frozen=True)
class Whole:
    """``area`` is exactly ``parts`` together, before ``until`` or from ``since`` on."""

    area: Area
    parts: tuple[Area, ...]
    until: date | None = None
    since: date | None = None

    @property
    def names(self) -> str:
        return _listed(part.name for part in self.parts)


@dataclass(frozen=True)
class Divided:
    """Why the past of ``area`` cannot be built: one of ``parts`` went to others too."""

    area: Area
    parts: tuple[Area, ...]
    day: date
    reason: str


def predecessors(register: Register) -> dict[str, tuple[Area, ...]]:
    """The authorities that each took over, wholly or in part, by its code.

    Districts are left out: a new unitary's figures were those of the county, not of its districts.
    """
    found: dict[str, list[Area]] = {}
    for area in register.authorities:
        for code in area.successors:
            found.setdefault(code, []).append(area)
    return {code: tuple(sorted(parts, key=lambda a: a.code)) for code, parts in found.items()}


def wholes(register: Register) -> tuple[list[Whole], list[Divided]]:
    """What areas are others together, and which successors are not."""
    before = predecessors(register)
    found, divided = [], []
    for code, parts in sorted(before.items()):
        area = register.code(code)
        if area is None or area.opened is None:
            continue
        shared = [part for part in parts if part.successors != (code,)]
        if not shared:
            found.append(Whole(area, parts, until=area.opened))
            continue
        reason = "; ".join(
            f"{part.name} was divided among "
            f"{_listed(a.name for c in part.successors if (a := register.code(c)))}"
            for part in shared
        )
        divided.append(
            Divided(area, parts, area.opened, f"{reason}, and nothing of it is apportioned")
        )
    for area in register:
        heirs = tuple(a for code in area.successors if (a := register.code(code)))
        whole = len(heirs) == len(area.successors) > 1
        if area.closed and whole and all(before[heir.code] == (area,) for heir in heirs):
            found.append(Whole(area, heirs, since=area.closed + timedelta(days=1)))
    return sorted(found, key=lambda w: w.area.code), divided


def needed(register: Register, areas: Iterable[str]) -> list[str]:
    """``areas`` and all whose figures their past, or how they go on, would be built from."""
    asked = set(areas)
    built, divided = wholes(register)
    both: list[Whole | Divided] = [*built, *divided]
    parts = {part.code for one in both if one.area.code in asked for part in one.parts}
    return sorted(asked | parts)


def with_predecessors(
    facts: pl.DataFrame, register: Register, areas: Iterable[str] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Facts with what can be built of ``areas`` (all if None), and the breaks.

    ``facts`` are observations, of the areas in ``needed`` too. The answer has the columns of
    observations and ``EXTRA``: ``note`` says what was added up, ``inputs`` are the parts' ids. A
    published value stands; what is built fills only what no publisher gives.
    """
    asked = None if areas is None else set(areas)
    plain = facts.with_columns(pl.lit(None, pl.String).alias(name) for name in EXTRA)
    built, divided = wholes(register)
    if asked is not None:
        built = [w for w in built if w.area.code in asked]
        divided = [d for d in divided if d.area.code in asked]
        plain = plain.filter(pl.col("area").is_in(sorted(asked)))
    made = [_built(facts, whole) for whole in built]
    breaks = [_broken(facts, whole, added) for whole, added in zip(built, made, strict=True)]
    breaks += [_divided(facts, one) for one in divided]
    new = pl.concat(made) if made else plain.clear()
    key = ["indicator", "area", "group", "period_start", "period_end"]
    stands = plain.filter(~pl.col("status").is_in([Status.NOT_AVAILABLE, Status.NOT_APPLICABLE]))
    new = new.join(stands, on=key, how="anti", maintain_order="left")
    kept = plain.join(new, on=key, how="anti", maintain_order="left")
    answer = pl.concat([kept, new]).sort(
        "indicator", "group", "area", "period_start", "period_end", "source_code"
    )
    told = pl.concat(breaks) if breaks else pl.DataFrame(schema=BREAK_SCHEMA)
    return answer, told.sort("area", "indicator", "group")


def _of_parts(facts: pl.DataFrame, whole: Whole) -> pl.DataFrame:
    parts = facts.filter(pl.col("area").is_in([part.code for part in whole.parts]))
    if whole.until is not None:
        return parts.filter(pl.col("period_end") < whole.until)
    return parts.filter(pl.col("period_start") >= whole.since)


def _built(facts: pl.DataFrame, whole: Whole) -> pl.DataFrame:
    parts = _of_parts(facts, whole).sort(*_SERIES, "area")
    per = {unit.value: float(number) for unit, number in _PER.items()}
    factor = pl.col("unit").replace_strict(per, default=None, return_dtype=pl.Float64)
    of_counts = factor * pl.col("numerator") / pl.col("denominator")
    place = {status.value: n for n, status in enumerate(_FIRMNESS)}
    told = parts.filter(pl.col("status").is_in(list(VALUED))).with_columns(
        factor.alias("factor"),
        # Printed to as many places as it shows; of whole numbers, to the next whole number.
        ((of_counts - pl.col("value")).abs() <= _last_place(pl.col("value"))).alias("agrees"),
        pl.col("status").replace_strict(place, default=0, return_dtype=pl.Int64).alias("firm"),
    )
    summed = told.group_by([*_SERIES, "unit"], maintain_order=True).agg(
        pl.col("area").n_unique().alias("areas"),
        pl.len().alias("rows"),
        pl.col("value").sum().alias("sum"),
        pl.col("numerator").sum().alias("numerators"),
        pl.col("denominator").sum().alias("denominators"),
        (pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()).all()
        .alias("counted"),
        pl.col("agrees").fill_null(False).all().alias("agrees"),
        pl.col("factor").first(),
        pl.col("firm").max(),
        pl.col("id").sort().alias("ids"),
        pl.col("published_period").last(),
        pl.col("source").first(),
        pl.col("release").unique().sort().str.join(" ").alias("release"),
        pl.col("as_of").max().alias("as_of"),
        pl.col("as_of").null_count().alias("undated"),
        pl.col("in_latest").all().alias("in_latest"),
        pl.col("file").unique().sort().str.join(" ").alias("file"),
        pl.col("period").first(),
    )  # fmt: skip
    all_there = (pl.col("areas") == len(whole.parts)) & (pl.col("rows") == len(whole.parts))
    count = pl.col("unit").is_in([unit.value for unit in _SUMMED])
    rate = pl.col("counted") & pl.col("agrees") & (pl.col("denominators") > 0)
    good = summed.filter(all_there & (count | rate))
    names = [status.value for status in _FIRMNESS]
    return good.with_columns(
        pl.lit(whole.area.code).alias("area"),
        pl.lit(whole.area.name).alias("area_name"),
        pl.lit(whole.area.dfe_number, pl.String).alias("dfe_number"),
        pl.when(count)
        .then("sum")
        .otherwise(pl.col("factor") * pl.col("numerators") / pl.col("denominators"))
        .alias("value"),
        pl.when("counted").then("numerators").alias("numerator"),
        pl.when("counted").then("denominators").alias("denominator"),
        pl.col("firm")
        .replace_strict(dict(enumerate(names)), return_dtype=pl.String)
        .alias("status"),
        pl.lit(None, pl.String).alias("symbol"),
        pl.when(pl.col("undated") == 0).then("as_of").alias("as_of"),
        pl.lit(None, pl.String).alias("cell"),
        pl.when(count)
        .then(pl.lit(f"{whole.names} added up"))
        .otherwise(pl.lit(f"from the counts of {whole.names} added up"))
        .alias("note"),
        pl.col("ids").list.join(" ").alias("inputs"),
        pl.Series(
            "id", [computed_id("whole", *ids) for ids in good["ids"].to_list()], dtype=pl.String
        ),
    ).select(
        pl.col(name).cast(facts.schema[name]) if name in facts.schema else pl.col(name)
        for name in (*OBSERVATION_COLUMNS, *EXTRA)
    )


def _last_place(value: pl.Expr) -> pl.Expr:
    """One in the last place that a value shows: 1 of 54, 0.1 of 54.3; at the least 0.0001."""
    places = [pl.when(value == value.round(n)).then(10.0**-n) for n in range(5)]
    return pl.coalesce(*places, pl.lit(10.0**-4)) * (1 + 1e-9)


def _broken(facts: pl.DataFrame, whole: Whole, made: pl.DataFrame) -> pl.DataFrame:
    """The series of the parts of which nothing could be built."""
    parts = _of_parts(facts, whole)
    none = parts.join(made, on=["indicator", "group"], how="anti")
    reason = (
        f"the figures of {whole.names} cannot be added up: not all are there, or they are no "
        "counts and have none beside them"
    )
    day = whole.until or whole.since
    return _told(none, whole.area, day, reason)


def _divided(facts: pl.DataFrame, one: Divided) -> pl.DataFrame:
    codes = [part.code for part in one.parts]
    parts = facts.filter(pl.col("area").is_in(codes) & (pl.col("period_end") < one.day))
    return _told(parts, one.area, one.day, one.reason)


def _told(series: pl.DataFrame, area: Area, day: date | None, reason: str) -> pl.DataFrame:
    return (
        series.select("indicator", "group")
        .unique()
        .with_columns(
            pl.lit(area.code).alias("area"),
            pl.lit(area.name).alias("area_name"),
            pl.lit(area.dfe_number, pl.String).alias("dfe_number"),
            pl.lit(day, pl.Date).alias("day"),
            pl.lit(reason).alias("reason"),
        )
        .select(list(BREAK_SCHEMA))
    )


def _listed(names: Iterable[str]) -> str:
    """Names in a sentence; with semicolons where a name has a comma or an "and" of its own."""
    found = list(names)
    if any("," in name or " and " in name for name in found):
        return "; ".join(found)
    return " and ".join([*([", ".join(found[:-1])] if found[1:] else []), *found[-1:]])
