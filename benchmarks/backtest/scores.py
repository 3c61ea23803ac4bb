"""From rows to scores: by indicator first, then over indicators, so that no indicator leads."""

from dataclasses import dataclass

import polars as pl

from benchmarks.backtest.rows import SHARES

#: An indicator with fewer forecasts to look up says little, and leads nothing.
LEAST_ROWS = 30


@dataclass(frozen=True)
class Errors:
    """Total absolute error over that of the last value, by indicator, then over indicators."""

    indicators: int
    series: int
    median: float
    ninth_decile: float
    better: float
    failed: int


def errors(rows: pl.DataFrame, method: str = "expected") -> Errors:
    """Of the rows that ``method`` could be fitted to, the last value's on the same rows."""
    fitted = rows.filter(pl.col(method).is_not_nan() & pl.col(method).is_not_null())
    by = (
        fitted.group_by("place")
        .agg(
            (pl.col(method) - pl.col("truth")).abs().sum().alias("ours"),
            (pl.col("last") - pl.col("truth")).abs().sum().alias("last"),
            pl.len().alias("rows"),
        )
        .filter((pl.col("last") > 0) & (pl.col("rows") >= LEAST_ROWS))
        .select((pl.col("ours") / pl.col("last")).alias("ratio"))
    )
    ratio = by["ratio"]
    return Errors(
        indicators=by.height,
        series=fitted.select(pl.struct("place", "area").n_unique()).item(),
        median=_number(ratio.median()),
        ninth_decile=_number(ratio.quantile(0.9, "linear")),
        better=_number((ratio < 1).mean()),
        failed=rows.height - fitted.height,
    )


def scaled_error(rows: pl.DataFrame, method: str) -> float:
    """Over that of the last value, where an indicator has too few rows for a ratio of its own.

    Each forecast's error is told in mean errors of the last value of its indicator.
    """
    usual = (pl.col("last") - pl.col("truth")).abs().mean().over("place")
    kept = rows.with_columns(usual.alias("usual")).filter(pl.col("usual") > 0)
    error = (pl.col(method) - pl.col("truth")).abs() / pl.col("usual")
    return _number(kept.select(error.mean()).item())


def coverage(rows: pl.DataFrame) -> dict[int, float]:
    """The share of truths inside the interval of each share."""
    return {
        share: _number(
            rows.select(pl.col("truth").is_between(f"lower{share}", f"upper{share}").mean()).item()
        )
        for share in SHARES
    }


def interval_score(rows: pl.DataFrame) -> float:
    """Of the 80 % interval over that of a random walk (Gneiting and Raftery 2007), in the median
    indicator."""
    by = (
        rows.group_by("place")
        .agg(
            _score("lower80", "upper80").sum().alias("ours"),
            _score("walk_lower", "walk_upper").sum().alias("walk"),
            pl.len().alias("rows"),
        )
        .filter((pl.col("walk") > 0) & (pl.col("rows") >= LEAST_ROWS))
        .select(pl.col("ours") / pl.col("walk"))
    )
    return _number(by.to_series().median())


def _score(lower: str, upper: str, outside: float = 0.2) -> pl.Expr:
    truth = pl.col("truth")
    under = (pl.col(lower) - truth).clip(lower_bound=0)
    over = (truth - pl.col(upper)).clip(lower_bound=0)
    return pl.col(upper) - pl.col(lower) + 2 / outside * (under + over)


@dataclass(frozen=True)
class Chances:
    """Of targets not yet met. ``skill`` is against one rate a horizon, ``by_target`` against one
    for each kind of target, which is harder to beat."""

    asked: int
    met: float
    skill: float
    by_target: float
    calibration_error: float
    slope: float


def chances(rows: pl.DataFrame) -> Chances:
    kept = rows.with_columns(
        pl.col("met").mean().alias("rate"),
        pl.col("met").mean().over("target").alias("rate_of_target"),
        (pl.col("p") * 10).floor().clip(0, 9).alias("tenth"),
    )

    def brier(forecast: str) -> float:
        return _number(kept.select(((pl.col(forecast) - pl.col("met")) ** 2).mean()).item())

    tenths = kept.group_by("tenth").agg(
        pl.len().alias("rows"), pl.col("p").mean(), pl.col("met").mean()
    )
    error = tenths.select(
        ((pl.col("p") - pl.col("met")).abs() * pl.col("rows")).sum() / pl.col("rows").sum()
    ).item()
    slope = kept.select(pl.cov("p", "met") / pl.col("p").var()).item()
    ours = brier("p")
    return Chances(
        asked=kept.height,
        met=_number(kept["met"].mean()),
        skill=1 - ours / brier("rate"),
        by_target=1 - ours / brier("rate_of_target"),
        calibration_error=_number(error),
        slope=_number(slope),
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
