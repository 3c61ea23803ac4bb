"""From what was published on a day, scored on what was published later: revisions and all."""

from datetime import date

import numpy as np
import polars as pl

from benchmarks.backtest import evidence
from benchmarks.backtest.autoets import Method, tried
from benchmarks.backtest.rows import SHARES, TARGETS, goals_at, rivals_at
from foreland.insight.intervals import normal_quantile
from foreland.insight.intervals_of_forecasts import chance, quantile
from foreland.insight.outlook import Fitted, fitted
from foreland.insight.panel import HORIZONS, Array, Whole, middle
from foreland.jobs.folder import Folder
from foreland.jobs.outlook import forecasts

DAYS = tuple(date(2024 + (n + 3) // 4, 3 * ((n + 3) % 4) + 3, 28) for n in range(5))
_KEY = ["indicator", "area", "year"]


def rows(
    folder: Folder,
    signs_now: Array,
    method: Method | None = None,
    days: tuple[date, ...] = DAYS,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """As ``rows.forecasts`` and ``rows.chances``, of each day; ``method``: AutoETS, where it is.

    A forecast told twice from one origin counts once, as it was told first. ``signs_now``: of the
    panel as known now (``evidence.signs``).
    """
    now, _ = evidence.panel_of(folder, evidence.known(folder))
    names = now.series["indicator"].to_list()
    place = {name: at for at, name in enumerate(names)}
    truth = _figures(now.values, now.series["indicator"], now.areas, now.years, "truth")
    sign = dict(zip(names, signs_now.tolist(), strict=True))
    fits, told = {}, []
    for day in days:
        then, editions = evidence.panel_of(folder, evidence.known(folder, day))
        fits[day] = fitted(then, editions)
        pooled = [area for area, yes in zip(then.areas, then.pooled, strict=True) if yes]
        found = forecasts(then, fits[day], range(then.series.height), pooled)
        told.append(_named(found, then).with_columns(pl.lit(day).alias("day")))
    every = (
        pl.concat(told)
        .join(truth, on=_KEY)
        .sort("day", maintain_order=True)
        .unique([*_KEY, "horizon"], keep="first", maintain_order=True)
    )
    forecast, asked = [], []
    for (day, year), part in every.partition_by("day", "origin", as_dict=True).items():
        fit = fits[day]
        origin = fit.panel.years.index(year)
        signs = np.array([sign.get(name, 0.0) for name in fit.panel.series["indicator"]])
        forecast.append(_with_rivals(part, fit, origin, method))
        asked.append(_asked(part, fit, origin, signs))
    goals = pl.concat(asked).with_columns(
        (pl.col("truth") * pl.col("sign") >= pl.col("goal") * pl.col("sign"))
        .cast(pl.Float64)
        .alias("met")
    )
    now_at = pl.col("indicator").replace_strict(place, return_dtype=pl.Int32).alias("place")
    return pl.concat(forecast).with_columns(now_at), goals.with_columns(now_at)


def _with_rivals(
    part: pl.DataFrame, fit: Fitted, origin: int, method: Method | None
) -> pl.DataFrame:
    """The rivals' forecasts from the same origin beside ours."""
    place, at, ahead = _places(part)
    columns = []
    for name, made in rivals_at(fit, origin).items():
        plain = np.stack(
            [fit.panel.unscaled(made[:, :, number]) for number in range(len(HORIZONS))], axis=2
        )
        columns.append(pl.Series(name, plain[place, at, ahead]))
    beside = part.with_columns(columns)
    if method is not None:
        # AutoETS asks for places in the panel that the series are in.
        here = beside.rename({"area": "code"}).with_columns(
            *[pl.col(a).cast(pl.Int32).alias(b) for a, b in (("then", "place"), ("at", "area"))],
            pl.col("origin").cast(pl.Int32),
            pl.col("horizon").cast(pl.Int32),
        )
        beside = tried(fit, here, method).rows.drop("area").rename({"code": "area"})
    return beside.drop("at", "then")


def _asked(part: pl.DataFrame, fit: Fitted, origin: int, signs: Array) -> pl.DataFrame:
    """The targets that are not met yet, in plain figures, and how likely each was told to be."""
    panel = fit.panel
    place, at, ahead = _places(part)
    now, goals = goals_at(fit, signs, origin)
    sign = signs[place]
    scaled, scale = part["scaled"].to_numpy() * sign, part["scale"].to_numpy()
    found = []
    for name in TARGETS:
        goal = goals[name]
        wanted = goal[place, at]
        p = np.full(len(place), np.nan)
        for number, horizon in enumerate(HORIZONS):
            here = ahead == number
            p[here] = chance(scaled[here], scale[here], wanted[here], 1, horizon)
        plain = np.where(panel.totals[place], np.exp(wanted * sign), wanted * sign)
        kept = (sign != 0) & (scale > 0) & (now[place, at] < wanted) & np.isfinite(p)
        found.append(
            part.select("indicator", "area", "year", "horizon", "truth")
            .with_columns(
                pl.Series("p", p),
                pl.Series("goal", plain),
                pl.Series("sign", sign),
                pl.lit(name).alias("target"),
            )
            .filter(pl.Series(kept))
        )
    return pl.concat(found)


def _places(part: pl.DataFrame) -> tuple[Whole, Whole, Whole]:
    place, at = (part[name].to_numpy().astype(np.int64) for name in ("then", "at"))
    return place, at, part["horizon"].to_numpy().astype(np.int64) - 1


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
        pl.col("place").alias("then"),
        pl.col("year").alias("origin"),
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
