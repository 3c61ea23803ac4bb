"""From what was published on a day, scored on what was published later: revisions and all."""

from datetime import date

import numpy as np
import polars as pl

from benchmarks.backtest import evidence
from benchmarks.backtest.rows import SHARES
from foreland.insight.intervals import normal_quantile
from foreland.insight.intervals_of_forecasts import quantile
from foreland.insight.outlook import fitted
from foreland.insight.panel import middle
from foreland.jobs.folder import Folder
from foreland.jobs.outlook import forecasts

DAYS = tuple(date(2024 + (n + 3) // 4, 3 * ((n + 3) % 4) + 3, 28) for n in range(5))
_KEY = ["indicator", "area", "year"]


def rows(folder: Folder, days: tuple[date, ...] = DAYS) -> pl.DataFrame:
    """As ``rows.forecasts``, of each day; a forecast told twice from one origin counts once."""
    now, _ = evidence.panel_of(folder, evidence.known(folder))
    truth = _figures(now.values, now.series["indicator"], now.areas, now.years, "truth")
    parts = []
    for day in days:
        then, editions = evidence.panel_of(folder, evidence.known(folder, day))
        fit = fitted(then, editions)
        pooled = [area for area, yes in zip(then.areas, then.pooled, strict=True) if yes]
        found = forecasts(then, fit, range(then.series.height), pooled)
        parts.append(_named(found, then).with_columns(pl.lit(day).alias("day")))
    every = (
        pl.concat(parts)
        .join(truth, on=_KEY)
        .sort("day")
        .unique([*_KEY, "horizon"], keep="first", maintain_order=True)
    )
    place = {name: at for at, name in enumerate(now.series["indicator"])}
    return every.with_columns(
        pl.col("indicator").replace_strict(place, return_dtype=pl.Int32).alias("place")
    )


def _named(found: pl.DataFrame, then: evidence.Panel) -> pl.DataFrame:
    names = then.series["indicator"].to_list()
    totals = dict(enumerate(then.totals.tolist()))
    seen = then.scaled[:, then.pooled]
    steps = np.abs(np.diff(seen, axis=2)).reshape(len(names), -1)
    walk = dict(enumerate((1.4826 * middle(steps, axis=1)).tolist()))
    total = pl.col("place").replace_strict(totals, return_dtype=pl.Boolean)
    last = pl.when(total).then(pl.col("last_value").log()).otherwise("last_value")
    step = pl.col("place").replace_strict(walk, return_dtype=pl.Float64)
    wide = normal_quantile(0.8) * step * pl.col("horizon").sqrt()

    def plain(scaled: pl.Expr) -> pl.Expr:
        return pl.when(total).then(scaled.exp()).otherwise(scaled)

    limits = [
        plain(pl.col("scaled") + sign * quantile(0.5 + share / 200) * pl.col("scale")).alias(
            f"{name}{share}"
        )
        for share in SHARES
        for name, sign in (("lower", -1), ("upper", 1))
    ]
    return found.with_columns(
        pl.col("place").replace_strict(dict(enumerate(names))).alias("indicator"),
        pl.col("at").replace_strict(dict(enumerate(then.areas))).alias("area"),
        (pl.col("year") + pl.col("horizon")).alias("year"),
        pl.col("last_value").alias("last"),
        plain(last - wide).alias("walk_lower"),
        plain(last + wide).alias("walk_upper"),
        *limits,
    )


def _figures(
    values: evidence.Array, names: pl.Series, areas: tuple[str, ...], years: tuple[int, ...],
    called: str,
) -> pl.DataFrame:  # fmt: skip
    place, area, year = np.nonzero(np.isfinite(values))
    return pl.DataFrame(
        {
            "indicator": names.gather(place),
            "area": pl.Series(areas, dtype=pl.String).gather(area),
            "year": np.array(years, dtype=np.int64)[year],
            called: values[place, area, year],
        }
    )
