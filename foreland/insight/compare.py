"""Compare an area with England, its region and its statistical neighbours; rank and band it.

The rules are those of DfE's Local Authority Interactive Tool (`domain-rules`, section 13): the
neighbours' mean is unweighted and drops what is missing; ties share the best rank; bands are
quartiles (R type 7) over the authorities' values, upper bound included, A the best. Ours differ
in two things: they hold for any period, among the authorities that existed in it; and figures
that differ only by a spreadsheet's float noise are equal. The median of the neighbours, as DfE's
social care dashboard prints it, is named beside the mean.
Quoted figures (printed by the area itself) take no part.
"""

import polars as pl

from foreland.model.areas import Area, Register
from foreland.model.statuses import Status

#: LAIT prints 93.199999999999989 in one row and 93.2 in another for one figure. Published
#: figures carry far fewer digits than these; beyond them there is only noise, and no rank.
MEANT_DIGITS = 10

_DECIMAL = pl.Decimal(38, 12)

#: What identifies a figure apart from its area.
PERIOD_KEY = ["indicator", "group", "period_start", "period_end"]

COMPARED = (
    "value",
    "england",
    "region",
    "neighbours_mean",
    "neighbours_median",
    "neighbours_n",
    "neighbours_model",
    "rank",
    "ranked",
    "band",
)


#: The edition that an area chooses itself: peers of its own.
CHOSEN = "chosen"


def newest_model(neighbours: pl.DataFrame) -> str | None:
    """The newest published edition (``2025-05`` after ``2021-04``), else the chosen peers."""
    if not neighbours.height:
        return None
    published = neighbours.filter(pl.col("model") != CHOSEN)
    return str(published["model"].max()) if published.height else CHOSEN


def compare(
    facts: pl.DataFrame,
    polarity: pl.DataFrame,
    neighbours: pl.DataFrame,
    register: Register,
    area: Area,
    model: str | None = None,
) -> pl.DataFrame:
    """One row an indicator, group and period for which ``area`` has a fact.

    ``facts``: observations of all areas (``OBSERVATION_COLUMNS``). ``polarity``: ``indicator``,
    ``polarity`` (higher, lower, band, none) and ``no_band``. ``neighbours``: ``model, area,
    rank, neighbour``; ``model`` picks the edition, by default the newest there is.
    Adds to the area's rows the columns ``COMPARED``, where each came from (``england_id``,
    ``region_id``, ``region_name``, ``neighbours_ids``, ``neighbours_used``) and, where a value
    is missing, its status (``england_status``, ``region_status``).
    """
    facts = facts.filter(pl.col("status") != Status.QUOTED.value)
    own = facts.filter(pl.col("area") == area.code)
    chosen = model or newest_model(neighbours)
    listed = _listed(neighbours, area, chosen)
    values = facts.filter(pl.col("value").is_not_null())
    ranked = among_authorities(values, register).join(polarity, on="indicator", how="left")
    answer = (
        own.join(_single(facts, register.country, "england"), on=PERIOD_KEY, how="left")
        .join(_region(facts, register, area), on=PERIOD_KEY, how="left")
        .join(_neighbours(values, listed), on=PERIOD_KEY, how="left")
        .join(_quartiles(ranked), on=PERIOD_KEY, how="left")
        .join(_ranks(ranked, area), on=PERIOD_KEY, how="left")
        .join(polarity, on="indicator", how="left")
    )
    return (
        answer.with_columns(
            pl.col("neighbours_n").fill_null(0),
            pl.lit(chosen, pl.String).alias("neighbours_model"),
            pl.when(_ordered()).then(pl.col("rank")).alias("rank"),
            pl.when(_ordered() & pl.col("ranked").is_not_null())
            .then(pl.col("ranked"))
            .alias("ranked"),
        )
        .with_columns(_band().alias("band"))
        .drop("q1", "q2", "q3", "no_band")
        .sort("indicator", "group", "period_start", "period_end")
    )


def _ordered() -> pl.Expr:
    return pl.col("polarity").is_in(["higher", "lower"])


def _listed(neighbours: pl.DataFrame, area: Area, model: str | None) -> pl.DataFrame:
    schema = {"neighbour": pl.String, "nearness": pl.UInt8}
    if not neighbours.height:
        return pl.DataFrame(schema=schema)
    return neighbours.filter(
        (pl.col("area") == area.code) & (pl.col("model") == (model or ""))
    ).select("neighbour", pl.col("rank").alias("nearness"))


def _single(facts: pl.DataFrame, area: Area | None, name: str) -> pl.DataFrame:
    code = area.code if area else ""
    return facts.filter(pl.col("area") == code).select(
        *PERIOD_KEY,
        pl.col("value").alias(name),
        pl.col("id").alias(f"{name}_id"),
        pl.col("status").alias(f"{name}_status"),
    )


def _region(facts: pl.DataFrame, register: Register, area: Area) -> pl.DataFrame:
    """The region; for a London borough inner or outer London where that has figures.

    As in LAIT one of the two holds for all of an indicator's periods: a line of one area.
    """
    region = register.code(area.region or "")
    whole = _single(facts, region, "region").with_columns(
        pl.lit(region.name if region else None, pl.String).alias("region_name")
    )
    sub = register.code(area.sub_region or "")
    if sub is None:
        return whole
    near = _single(facts, sub, "region").with_columns(pl.lit(sub.name).alias("region_name"))
    line = ["indicator", "group"]
    has = near.filter(pl.col("region").is_not_null()).select(line).unique()
    return pl.concat([near.join(has, on=line, how="semi"), whole.join(has, on=line, how="anti")])


def _neighbours(values: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    return (
        values.join(listed, left_on="area", right_on="neighbour", how="inner")
        .sort(*PERIOD_KEY, "nearness")
        .group_by(PERIOD_KEY, maintain_order=True)
        .agg(
            # In decimals: a sum of floats hangs on its order, and ends beside zero, not at it.
            (pl.col("value").cast(_DECIMAL).sum().cast(pl.Float64) / pl.len()).alias(
                "neighbours_mean"
            ),
            pl.col("value").median().alias("neighbours_median"),
            pl.len().cast(pl.Int64).alias("neighbours_n"),
            pl.col("id").str.join(" ").alias("neighbours_ids"),
            pl.col("area_name").str.join("; ").alias("neighbours_used"),
        )
    )


def among_authorities(values: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The values of authorities that existed on a day of the period."""
    spans = pl.DataFrame(
        [(a.code, a.opened, a.closed) for a in register.authorities],
        schema={"area": pl.String, "opened": pl.Date, "closed": pl.Date},
        orient="row",
    )
    return (
        values.join(spans, on="area", how="inner")
        .filter(
            (pl.col("opened").is_null() | (pl.col("opened") <= pl.col("period_end")))
            & (pl.col("closed").is_null() | (pl.col("closed") >= pl.col("period_start")))
        )
        .select(*PERIOD_KEY, "area", _meant())
    )


def _meant() -> pl.Expr:
    return pl.col("value").round_sig_figs(MEANT_DIGITS)


def _quartiles(ranked: pl.DataFrame) -> pl.DataFrame:
    return ranked.group_by(PERIOD_KEY).agg(
        pl.len().cast(pl.Int64).alias("ranked"),
        *[
            pl.col("value").quantile(share, interpolation="linear").alias(name)
            for name, share in (("q1", 0.25), ("q2", 0.5), ("q3", 0.75))
        ],
    )


def _ranks(ranked: pl.DataFrame, area: Area) -> pl.DataFrame:
    best_first = (
        pl.when(pl.col("polarity") == "higher").then(-pl.col("value")).otherwise(pl.col("value"))
    )
    return (
        ranked.with_columns(best_first.rank("min").over(PERIOD_KEY).cast(pl.Int64).alias("rank"))
        .filter(pl.col("area") == area.code)
        .select(*PERIOD_KEY, "rank")
    )


def _band() -> pl.Expr:
    value = _meant()
    quarter = (
        pl.when(value <= pl.col("q1"))
        .then(0)
        .when(value <= pl.col("q2"))
        .then(1)
        .when(value <= pl.col("q3"))
        .then(2)
        .otherwise(3)
    )
    letters = (
        pl.when(pl.col("polarity") == "lower")
        .then(quarter.replace_strict({0: "A", 1: "B", 2: "C", 3: "D"}))
        .otherwise(quarter.replace_strict({0: "D", 1: "C", 2: "B", 3: "A"}))
    )
    return pl.when(
        _ordered()
        & value.is_not_null()
        & pl.col("rank").is_not_null()
        & ~pl.col("no_band").fill_null(False)
    ).then(letters)
