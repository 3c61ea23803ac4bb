"""The schools most like a school in whom they teach, and how results compare among them.

Distance: each input is divided by its standard deviation over the schools of the same stratum
(sample, n - 1), differences are squared, weighted (``WEIGHTS``, divided by their sum), added, and
the root taken: 1 is one standard deviation on every input at once. Grammar schools are matched
with grammar schools only. Results are never an input. A difference among similar schools is no
effect of a school: what is not in the inputs (parents' choice, mobility, feeder schools) differs
too, and balance shows what the inputs themselves leave. It ranks no school.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: Prior attainment counts three times: of weights tried, the best balance for the same error.
WEIGHTS: Mapping[str, float] = {
    "prior_attainment": 3.0,
    "disadvantaged": 1.0,
    "free_meals": 1.0,
    "english_additional": 1.0,
    "sen_support": 1.0,
    "ehc_plan": 1.0,
    "idaci_score": 1.0,
    "pupils": 1.0,
}

NEIGHBOURS = 20
SELECTIVE, NON_SELECTIVE = "selective", "non-selective"

#: From this age on pupils choose a school for its courses; it is no intake at 11.
_LATE_START = 13

#: Two-sided 95 % of a normal distribution, as DfE's intervals of Progress 8 use it.
_Z95 = 1.959964


def with_strata(schools: pl.DataFrame, inputs: Sequence[str]) -> pl.DataFrame:
    """Add ``stratum`` (null: not matched) and ``reason``, why a school is not matched."""
    lacking = pl.concat_str(
        [pl.when(pl.col(name).is_null()).then(pl.lit(name.replace("_", " "))) for name in inputs],
        separator=", ",
        ignore_nulls=True,
    )
    reason = (
        pl.when(pl.col("phase") == "Middle deemed secondary")
        .then(pl.lit("a middle school: no results at 16"))
        .when(pl.col("low_age") >= _LATE_START)
        .then(pl.lit("pupils join at 13 or later"))
        .when(lacking != "")
        .then(pl.lit("not known: ") + lacking)
    )
    selective = (pl.col("admissions").str.to_lowercase() == SELECTIVE).fill_null(False)
    stratum = pl.when(selective).then(pl.lit(SELECTIVE)).otherwise(pl.lit(NON_SELECTIVE))
    return schools.with_columns(reason.alias("reason")).with_columns(
        pl.when(pl.col("reason").is_null()).then(stratum).alias("stratum")
    )


@dataclass(frozen=True)
class Matched:
    """``groups``: ``urn, neighbour, rank, distance, km``; ``balance``: ``BALANCE`` columns."""

    groups: pl.DataFrame
    balance: pl.DataFrame


GROUPS = {
    "urn": pl.String,
    "neighbour": pl.String,
    "rank": pl.Int64,
    "distance": pl.Float64,
    "km": pl.Float64,
}

BALANCE = {
    "urn": pl.String,
    "stratum": pl.String,
    "input": pl.String,
    "value": pl.Float64,
    "group_mean": pl.Float64,
    "all_mean": pl.Float64,
    "standard_deviation": pl.Float64,
    "before": pl.Float64,
    "after": pl.Float64,
}


def match(
    schools: pl.DataFrame,
    urns: Sequence[str],
    weights: Mapping[str, float] = WEIGHTS,
    neighbours: int = NEIGHBOURS,
    spread: Mapping[str, float] | None = None,
) -> Matched:
    """Each of ``urns`` with its nearest schools of the same ``stratum``, and how well they match.

    ``spread`` is what each input is divided by for the distance; by default its standard deviation
    in the stratum.

    ``before`` is the standardised mean difference between the school and all schools of its
    stratum, ``after`` between it and its group, both in standard deviations of the stratum.
    Ties go to the lower number. A school without a stratum is left out.
    """
    groups, balances = [], []
    for stratum in (SELECTIVE, NON_SELECTIVE):
        pool = schools.filter(pl.col("stratum") == stratum).sort("urn")
        asked = np.flatnonzero(pool["urn"].is_in(list(urns)).to_numpy())
        if not asked.size or pool.height < 3:
            continue
        values = pool.select(*weights).to_numpy().astype(np.float64)
        by = None if spread is None else np.array([spread[name] for name in weights])
        each = np.array(list(weights.values()))
        nearest, distance = nearest_of(values, each, asked, neighbours, by)
        groups.append(_grouped(pool, asked, nearest, distance))
        balances.append(_balanced(pool, stratum, list(weights), values, asked, nearest))
    return Matched(
        pl.concat([pl.DataFrame(schema=GROUPS), *groups]).sort("urn", "rank"),
        pl.concat([pl.DataFrame(schema=BALANCE), *balances]).sort("urn", maintain_order=True),
    )


def nearest_of(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    asked: NDArray[np.intp],
    neighbours: int,
    spread: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The places and distances of the rows nearest to each row asked, nearest first.

    An input that is the same for all tells nobody apart and adds nothing.
    """
    spread = values.std(axis=0, ddof=1) if spread is None else spread
    scaled = values / np.where(spread > 0, spread, 1.0)
    squares = np.zeros((asked.size, values.shape[0]))
    # One input after the other: the same digits whatever the number of threads.
    for column, weight in enumerate(weights / weights.sum()):
        squares += weight * (scaled[asked, column][:, None] - scaled[:, column][None, :]) ** 2
    # What differs by the noise of binary fractions alone is a tie.
    squares = np.round(squares, 12)
    squares[np.arange(asked.size), asked] = np.inf
    order = np.argsort(squares, axis=1, kind="stable")[:, : min(neighbours, len(values) - 1)]
    return order, np.sqrt(np.take_along_axis(squares, order, axis=1))


def _grouped(
    pool: pl.DataFrame,
    asked: NDArray[np.intp],
    nearest: NDArray[np.intp],
    distance: NDArray[np.float64],
) -> pl.DataFrame:
    urn = pool["urn"].to_numpy()
    place = pool.select("easting", "northing").to_numpy().astype(np.float64)
    apart = place[asked][:, None, :] - place[nearest]
    km = np.hypot(apart[..., 0], apart[..., 1]) / 1000
    size = nearest.shape[1]
    return pl.DataFrame(
        {
            "urn": np.repeat(urn[asked], size).tolist(),
            "neighbour": urn[nearest].ravel().tolist(),
            "rank": np.tile(np.arange(1, size + 1), asked.size),
            "distance": distance.ravel(),
            "km": km.ravel(),
        },
        schema=GROUPS,
    ).with_columns(pl.col("km").fill_nan(None))


def _balanced(
    pool: pl.DataFrame,
    stratum: str,
    inputs: list[str],
    values: NDArray[np.float64],
    asked: NDArray[np.intp],
    nearest: NDArray[np.intp],
) -> pl.DataFrame:
    own, group = values[asked], values[nearest].mean(axis=1)
    everyone, spread = values.mean(axis=0), values.std(axis=0, ddof=1)
    size, rows = len(inputs), asked.size
    return pl.DataFrame(
        {
            "urn": np.repeat(pool["urn"].to_numpy()[asked], size).tolist(),
            "stratum": [stratum] * (rows * size),
            "input": inputs * rows,
            "value": own.ravel(),
            "group_mean": group.ravel(),
            "all_mean": np.tile(everyone, rows),
            "standard_deviation": np.tile(spread, rows),
        },
        schema={n: t for n, t in BALANCE.items() if n not in ("before", "after")},
    ).with_columns(
        _standardised("all_mean").alias("before"), _standardised("group_mean").alias("after")
    )


def _standardised(of: str) -> pl.Expr:
    spread = pl.col("standard_deviation")
    return pl.when(spread > 0).then((pl.col("value") - pl.col(of)) / spread)


def summed_up(balance: pl.DataFrame) -> pl.DataFrame:
    """The balance of many schools together: a row a stratum and input.

    ``before`` and ``after`` are means of the signed differences (does the whole lean one way?),
    ``before_size`` and ``after_size`` of their sizes, ``beyond`` how many of ``schools`` are more
    than a quarter of a standard deviation from their group, beyond which results should not be
    compared without a word about it.
    """
    return (
        balance.group_by("stratum", "input", maintain_order=True)
        .agg(
            pl.col("urn").n_unique().cast(pl.Int64).alias("schools"),
            pl.col("value", "group_mean", "all_mean", "before", "after").mean(),
            pl.col("before").abs().mean().alias("before_size"),
            pl.col("after").abs().mean().alias("after_size"),
            (pl.col("after").abs() > 0.25).sum().cast(pl.Int64).alias("beyond"),
        )
        .sort("stratum", maintain_order=True)
    )


def beside(schools: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Each school's results beside the mean of its group: one row a school that has a group.

    The interval of the Progress 8 difference is of pupils' chance alone (DfE's intervals of the
    school and of each neighbour, taken as independent); ``group_spread`` is the standard deviation
    of Attainment 8 among the neighbours: how far similar schools usually lie apart.
    """
    noise = (pl.col("progress8_upper") - pl.col("progress8_lower")) / 2 / _Z95
    results = schools.select("urn", "attainment8", "progress8", noise.alias("noise"))
    means = (
        groups.join(results, left_on="neighbour", right_on="urn", how="left")
        .sort("urn", "rank")
        .group_by("urn", maintain_order=True)
        .agg(
            pl.col("attainment8").mean().alias("group_attainment8"),
            pl.col("attainment8").std().alias("group_spread"),
            pl.col("progress8").mean().alias("group_progress8"),
            ((pl.col("noise") ** 2).sum().sqrt() / pl.col("noise").count()).alias("group_noise"),
            pl.col("attainment8").count().cast(pl.Int64).alias("neighbours"),
            pl.col("distance").mean().alias("mean_distance"),
            pl.col("distance").max().alias("largest_distance"),
        )
    )
    half = _Z95 * (pl.col("noise") ** 2 + pl.col("group_noise") ** 2).sqrt()
    return (
        means.join(results, on="urn", how="left", maintain_order="left")
        .with_columns(
            (pl.col("attainment8") - pl.col("group_attainment8")).alias("attainment8_difference"),
            (pl.col("progress8") - pl.col("group_progress8")).alias("progress8_difference"),
        )
        .with_columns(
            (pl.col("progress8_difference") - half).alias("progress8_difference_lower"),
            (pl.col("progress8_difference") + half).alias("progress8_difference_upper"),
        )
        .drop("noise", "group_noise")
    )


def pairs(schools: pl.DataFrame, groups: pl.DataFrame, within_km: float) -> pl.DataFrame:
    """Neighbours near enough to visit whose pupils made more progress, beyond chance of 95 %.

    One in forty pairs of equal schools passes by chance. Who could talk with whom, and no more:
    it says nothing of why.
    """
    noise = (pl.col("progress8_upper") - pl.col("progress8_lower")) / 2 / _Z95
    results = schools.select("urn", "attainment8", "progress8", noise.alias("noise"))
    other = results.rename({n: f"other_{n}" for n in results.columns if n != "urn"})
    half = _Z95 * (pl.col("noise") ** 2 + pl.col("other_noise") ** 2).sqrt()
    difference = pl.col("other_progress8") - pl.col("progress8")
    return (
        groups.filter(pl.col("km") <= within_km)
        .join(results, on="urn")
        .join(other, left_on="neighbour", right_on="urn")
        .with_columns(
            (pl.col("other_attainment8") - pl.col("attainment8")).alias("attainment8_difference"),
            difference.alias("progress8_difference"),
            (difference - half).alias("progress8_difference_lower"),
            (difference + half).alias("progress8_difference_upper"),
        )
        .filter(pl.col("progress8_difference_lower") > 0)
        .drop("noise", "other_noise")
        .sort("urn", "rank")
    )
