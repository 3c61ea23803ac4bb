"""Two publications of one measure, and what a file prints of its own figures: compared, counted.

Equal means equal as printed. Two figures printed to different numbers of decimals agree within
rounding when they can be roundings of one number; printed alike they must be the same. How many
decimals a publication prints is that of its most exact figure of the period. No figure is mended,
and none is preferred here: which one leads is the catalogue's order.
"""

from collections.abc import Sequence

import polars as pl

#: What a comparison needs of each figure. ``first_id`` and ``second_id`` are what was compared;
#: where the second was computed, its id is that of its first input.
COMPARED = {
    "check": pl.String,
    "indicator": pl.String,
    "first": pl.String,
    "second": pl.String,
    "group": pl.String,
    "area": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "published_period": pl.String,
    "first_value": pl.Float64,
    "second_value": pl.Float64,
    "allowed": pl.Float64,
    "first_id": pl.String,
    "second_id": pl.String,
}

#: What is told of the largest difference.
_OF_LARGEST = (
    "area",
    "period_kind",
    "published_period",
    "period_start",
    "period_end",
    "first_value",
    "second_value",
    "first_id",
    "second_id",
)

_PLACE = ["area", "group", "period_start", "period_end"]
#: Beyond the tenth decimal stands only the noise of binary fractions.
_EXACT = 1e-9


def decimals(values: pl.DataFrame) -> pl.DataFrame:
    """By period the most decimals that any area's figure is printed with, as ``decimals``."""
    printed = [len(f"{value:.10f}".rstrip("0").partition(".")[2]) for value in values["value"]]
    return (
        values.select("period_start", "period_end", pl.Series("decimals", printed, pl.Int64))
        .group_by("period_start", "period_end")
        .agg(pl.col("decimals").max())
    )


def side_by_side(
    indicator: str, first: pl.DataFrame, second: pl.DataFrame, by_year: bool = False
) -> pl.DataFrame:
    """Two series of one measure (facts of one source code each) at equal area, period and group.

    ``by_year`` compares school years that begin in August and in September as one. Only rows with
    a value.
    """
    if by_year:
        second = _as_years_of(first, second)
    if not first.height or not second.height:
        return pl.DataFrame(schema=COMPARED)
    joined = (
        first.join(second, on=_PLACE, suffix="_second")
        .join(decimals(first), on=["period_start", "period_end"], how="left")
        .join(decimals(second), on=["period_start", "period_end"], how="left", suffix="_second")
    )
    return joined.select(
        pl.lit("rival").alias("check"),
        pl.lit(indicator).alias("indicator"),
        pl.col("source_code").alias("first"),
        pl.col("source_code_second").alias("second"),
        "group",
        "area",
        "period_kind",
        "period_start",
        "period_end",
        "published_period",
        pl.col("value").alias("first_value"),
        pl.col("value_second").alias("second_value"),
        (
            pl.col("spread")
            if "spread" in second.columns
            else _allowed("decimals", "decimals_second")
        ).alias("allowed"),
        pl.col("id").alias("first_id"),
        pl.col("id_second").alias("second_id"),
    )


def summed(parts: pl.DataFrame, number: int, name: str, least: int, most: int) -> pl.DataFrame:
    """One figure of ``number`` parts each, as the source code ``name``.

    A suppressed part hides a count of ``least`` to ``most``: the figure is the middle of what it
    may be, and ``spread`` how far it may lie to either side. Parts that are missing for another
    reason, or not there, leave no figure.
    """
    hidden = (pl.col("status") == "suppressed").sum()
    middle, half = (least + most) / 2, (most - least) / 2
    return (
        parts.sort(*_PLACE, "source_code")
        .group_by(_PLACE, maintain_order=True)
        .agg(
            pl.lit(name).alias("source_code"),
            pl.col("period_kind", "published_period", "unit", "id").first(),
            (pl.col("value").sum() + middle * hidden).alias("value"),
            (half * hidden).alias("spread"),
            pl.lit("final").alias("status"),
            (pl.col("value").is_not_null().sum() + hidden).alias("known"),
        )
        .filter(pl.col("known") == number)
        .drop("known")
    )


def _allowed(first: str, second: str) -> pl.Expr:
    """How far two roundings of one number lie apart at most."""
    half = [pl.lit(10.0).pow(-pl.col(name)) / 2 for name in (first, second)]
    return pl.when(pl.col(first) == pl.col(second)).then(0.0).otherwise(half[0] + half[1])


def _as_years_of(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """``second`` with the days that ``first`` gives to a period that ends in the same year."""
    days = first.select("period_start", "period_end").unique()
    days = days.with_columns(pl.col("period_end").dt.year().alias("year")).unique("year")
    return (
        second.with_columns(pl.col("period_end").dt.year().alias("year"))
        .drop("period_start", "period_end")
        .join(days, on="year", how="inner")
        .drop("year")
    )


def sums(printed: pl.DataFrame, parts: Sequence[pl.DataFrame], name: str) -> pl.DataFrame:
    """A printed total beside the sum of its parts, each rounded by itself."""
    made = printed.select(*_PLACE, pl.lit(0.0).alias("made"), pl.lit(0.0).alias("half"))
    for part in parts:
        rough = decimals(part).with_columns((pl.lit(10.0).pow(-pl.col("decimals")) / 2).alias("h"))
        made = (
            made.join(part.select(*_PLACE, "value"), on=_PLACE)
            .join(rough, on=["period_start", "period_end"])
            .with_columns(pl.col("made") + pl.col("value"), pl.col("half") + pl.col("h"))
            .drop("value", "decimals", "h")
        )
    return _recomputed("sum", printed, made, name)


def differences(printed: pl.DataFrame, of: pl.DataFrame, name: str) -> pl.DataFrame:
    """A printed yearly change beside the difference of the figures that were printed."""
    rough = decimals(of).with_columns((pl.lit(10.0).pow(-pl.col("decimals")) / 2).alias("h"))
    with_half = of.join(rough, on=["period_start", "period_end"]).with_columns(
        pl.col("period_end").dt.year().alias("year")
    )
    before = with_half.select(
        "area", "group", pl.col("year") + 1, pl.col("value").alias("was"), pl.col("h").alias("w")
    )
    made = with_half.join(before, on=["area", "group", "year"]).select(
        *_PLACE,
        (pl.col("value") - pl.col("was")).alias("made"),
        (pl.col("h") + pl.col("w")).alias("half"),
    )
    return _recomputed("change", printed, made, name)


def totals(printed: pl.DataFrame, parts: pl.DataFrame, name: str) -> pl.DataFrame:
    """A printed count of the country beside the sum of its authorities'.

    Only where no authority's count is withheld: ``parts`` hold their rows without a value too.
    """
    made = parts.group_by("group", "period_start", "period_end").agg(
        pl.col("value").sum().alias("made"), pl.col("value").null_count().alias("withheld")
    )
    made = made.filter(pl.col("withheld") == 0)
    made = printed.select(*_PLACE).join(made, on=["group", "period_start", "period_end"])
    return _recomputed("total", printed, made.with_columns(pl.lit(0.0).alias("half")), name)


def _recomputed(check: str, printed: pl.DataFrame, made: pl.DataFrame, name: str) -> pl.DataFrame:
    if not printed.height:
        return pl.DataFrame(schema=COMPARED)
    rough = decimals(printed).with_columns((pl.lit(10.0).pow(-pl.col("decimals")) / 2).alias("own"))
    # Counts are whole: what is printed without decimals and made of whole numbers is exact.
    own = pl.when(pl.col("half") == 0).then(0.0).otherwise(pl.col("own") + pl.col("half"))
    return (
        printed.join(made, on=_PLACE)
        .join(rough, on=["period_start", "period_end"])
        .select(
            pl.lit(check).alias("check"),
            pl.lit(None, pl.String).alias("indicator"),
            pl.col("source_code").alias("first"),
            pl.lit(name).alias("second"),
            "group",
            "area",
            "period_kind",
            "period_start",
            "period_end",
            "published_period",
            pl.col("value").alias("first_value"),
            pl.col("made").round(10).alias("second_value"),
            own.alias("allowed"),
            pl.col("id").alias("first_id"),
            pl.lit(None, pl.String).alias("second_id"),
        )
    )


def quintiles(printed: pl.DataFrame, of: pl.DataFrame, name: str) -> pl.DataFrame:
    """A printed band beside the fifths of the authorities by the value that it is of.

    The publisher bands by values before rounding, those without a value left out, the first bands
    one larger where five does not divide. So areas that are printed alike may stand in two bands:
    ``second_value`` is the band that is nearest to the printed one among those that the ties allow.
    Whether band 1 is the lowest or the highest is told by the figures of each period.
    """
    both = printed.join(
        of.select(*_PLACE, pl.col("value").alias("of_value"), pl.col("id").alias("of_id")),
        on=_PLACE,
    )
    parts = []
    for _, rows in both.sort("period_end", "area").group_by(
        "group", "period_start", "period_end", maintain_order=True
    ):
        values, bands = rows["of_value"], rows["value"]
        low = values.rank("min").cast(pl.Int64)
        high = values.rank("max").cast(pl.Int64)
        size = rows.height
        first = [_fifth(place, size) for place in low]
        last = [_fifth(place, size) for place in high]
        if _falls(values.to_list(), bands.to_list()):
            first, last = [6 - band for band in last], [6 - band for band in first]
        nearest = [
            min(max(band, least), most)
            for band, least, most in zip(bands.to_list(), first, last, strict=True)
        ]
        # A tie across a boundary allows two bands: equal only by the order before rounding.
        tie = [1.0 if a != b else 0.0 for a, b in zip(first, last, strict=True)]
        parts.append(
            rows.select(
                pl.lit("quintile").alias("check"),
                pl.lit(None, pl.String).alias("indicator"),
                pl.col("source_code").alias("first"),
                pl.lit(name).alias("second"),
                "group",
                "area",
                "period_kind",
                "period_start",
                "period_end",
                "published_period",
                pl.col("value").alias("first_value"),
                pl.Series("second_value", nearest, pl.Float64),
                pl.Series("allowed", tie, pl.Float64),
                pl.col("id").alias("first_id"),
                pl.col("of_id").alias("second_id"),
            )
        )
    return pl.concat(parts) if parts else pl.DataFrame(schema=COMPARED)


def _fifth(place: int, size: int) -> int:
    """The fifth that a place (from 1) of ``size`` is in; the first fifths take what is over."""
    small, over = divmod(size, 5)
    large = over * (small + 1)
    if place <= large:
        return (place - 1) // (small + 1) + 1
    return over + (place - large - 1) // max(small, 1) + 1


def _falls(values: Sequence[float], bands: Sequence[float]) -> bool:
    """Whether band 1 holds the highest values."""
    held = sorted(zip(values, bands, strict=True))
    half = len(held) // 2
    lower, upper = [b for _, b in held[:half]], [b for _, b in held[-half:]]
    return half > 0 and sum(lower) > sum(upper)


def outcome(compared: pl.DataFrame) -> pl.DataFrame:
    """``compared`` with ``apart`` (the size of the difference) and ``outcome``."""
    apart = (pl.col("first_value") - pl.col("second_value")).abs().round(10)
    tie = (pl.col("check") == "quintile") & (pl.col("allowed") > 0)
    return compared.with_columns(apart.alias("apart")).with_columns(
        pl.when((pl.col("apart") <= _EXACT) & ~tie)
        .then(pl.lit("equal"))
        .when(
            (pl.col("apart") <= pl.col("allowed") + _EXACT) & ((pl.col("apart") <= _EXACT) | ~tie)
        )
        .then(pl.lit("within-rounding"))
        .otherwise(pl.lit("different"))
        .alias("outcome")
    )


def counted(judged: pl.DataFrame) -> pl.DataFrame:
    """A row a pair of series and group: how many, and the largest difference with both its ids."""
    key = ["check", "indicator", "first", "second", "group"]
    n = {"equal": "equal", "within_rounding": "within-rounding", "different": "different"}
    judged = judged.with_columns(
        # Of figures that agree none is the largest difference.
        pl.when(pl.col("apart") > _EXACT).then(pl.col(name)).alias(name)
        for name in _OF_LARGEST
    )
    ordered = judged.sort(
        *key, "apart", "period_end", "area", descending=[False] * 5 + [True, True, False],
        nulls_last=True, maintain_order=True,
    )  # fmt: skip
    return ordered.group_by(key, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("compared"),
        *[(pl.col("outcome") == v).sum().cast(pl.Int64).alias(k) for k, v in n.items()],
        pl.col("apart").first().alias("largest"),
        *[pl.col(name).first() for name in _OF_LARGEST],
    )
