"""``foreland outlook``: what to expect one to three years ahead, and how likely a target is."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import polars as pl

from foreland.insight.intervals_of_forecasts import quantile, spreads
from foreland.insight.outlook import METHOD, Fitted, fitted
from foreland.insight.panel import HORIZONS, Array, Flags, Panel, shifted
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import areas_of
from foreland.jobs.names import label
from foreland.jobs.outlook_goals import with_chances, with_goals
from foreland.jobs.panels import Ground, ground

#: The columns of the answer, in order.
OUTLOOK_COLUMNS = (
    "indicator",
    "area",
    "area_name",
    "dfe_number",
    "group",
    "comparator",
    "horizon",
    "period",
    "published_period",
    "period_kind",
    "period_start",
    "period_end",
    "last_period",
    "last_value",
    "expected",
    "lower50",
    "upper50",
    "lower80",
    "upper80",
    "lower95",
    "upper95",
    "target",
    "target_low",
    "target_high",
    "p_met",
    "unit",
    "polarity",
    "method",
    "last_id",
    "last_status",
    "last_release",
    "as_of",
)
#: An area whose last figure is older than its indicator's newest by more years has no outlook.
LATE = 2
#: Nor has an indicator whose newest figure is older than this at the day of the answer.
STALE = 4
#: The shares of figures that the intervals are meant to hold.
SHARES = (50, 80, 95)
_ROUND = (
    "expected",
    *(f"{side}{share}" for share in SHARES for side in ("lower", "upper")),
    "p_met",
)


def outlook(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    group: str | None = None,
    as_of: date | None = None,
    target: float | None = None,
) -> pl.DataFrame:
    """A row a series, area and horizon: ``OUTLOOK_COLUMNS``.

    Without ``indicator`` the plan's measures (the whole catalogue where there is no plan), gaps
    too: their value is how far the group is behind ``comparator``. Without ``area`` the folder's
    own. The target is the plan's for that period; ``target`` sets one to try. Raises ForelandError
    for a name that is not known.
    """
    return of_ground(ground(folder, indicator, group, as_of), area, target)


def of_ground(
    at: Ground, area: str | Iterable[str] | None = None, target: float | None = None
) -> pl.DataFrame:
    """As ``outlook``, of a panel at hand."""
    wanted = areas_of(at.folder, area, [at.folder.area.code])
    rows = forecasts(at.panel, fitted(at.panel, at.editions), at.asked["place"].to_list(), wanted)
    rows = _as_planned(_told(at, rows), at)
    rows = with_chances(with_goals(at, rows, target))
    figures = [pl.col(name).round_sig_figs(10) for name in _ROUND]
    return rows.with_columns(figures).select(OUTLOOK_COLUMNS)


def forecasts(
    made: Panel, fit: Fitted, places: Iterable[int], areas: Iterable[str] | None = None
) -> pl.DataFrame:
    """Forecasts from each area's last figure: ``place, at, origin, horizon`` and figures.

    ``scaled`` and ``scale`` are the expected figure and the scale of its error as modelled.
    """
    asked = np.zeros(made.values.shape[:2], dtype=np.bool_)
    among = np.ones(len(made.areas), dtype=np.bool_)
    if areas is not None:
        among = np.isin(np.array(made.areas, dtype=object), list(areas))
    asked[list(places)] = among
    known = np.isfinite(made.scaled)
    years = len(made.years)
    last = np.where(known.any(axis=2), years - 1 - np.argmax(known[:, :, ::-1], axis=2), -1)
    newest = last.max(axis=1, initial=-1)
    parts = []
    for origin in range(1, years):
        here = asked & (last == origin) & fit.enough(origin) & (newest - origin <= LATE)[:, None]
        if not here.any():
            continue
        for number, (horizon, spread) in enumerate(
            zip(HORIZONS, spreads(fit, origin), strict=True)
        ):
            ahead = made.segments[:, origin] == made.segments[:, origin + horizon]
            # What others' figures of a period are out for, and this area's is not, stays unsaid.
            future = origin + horizon > newest
            expected, scale = fit.expected[origin, number], spread.scale
            kept = here & (ahead & future)[:, None] & np.isfinite(expected) & np.isfinite(scale)
            parts.append(_part(made, kept, origin, horizon, expected, scale))
    if not parts:
        parts = [_part(made, asked & False, 0, 1, made.values[:, :, 0], made.values[:, :, 0])]
    return pl.concat(parts).sort("place", "at", "horizon")


def _part(
    made: Panel, kept: Flags, origin: int, horizon: int, expected: Array, scale: Array
) -> pl.DataFrame:
    series, at = np.nonzero(kept)

    def plain(scaled: Array) -> Array:
        return made.unscaled(scaled)[series, at]

    figures = {
        "last_value": made.values[series, at, origin],
        "expected": plain(expected),
        "scaled": expected[series, at],
        "scale": scale[series, at],
    }
    for share in SHARES:
        half = quantile(0.5 + share / 200) * scale
        figures[f"lower{share}"] = plain(expected - half)
        figures[f"upper{share}"] = plain(expected + half)
    return pl.DataFrame(
        {
            "place": series.astype(np.int64),
            "at": at.astype(np.int64),
            "year": np.full(len(series), made.years[origin], dtype=np.int64),
            "horizon": np.full(len(series), horizon, dtype=np.int64),
            **figures,
        }
    )


def _told(at: Ground, rows: pl.DataFrame) -> pl.DataFrame:
    """The names, periods and the last figure's own address beside the numbers."""
    made = at.panel
    areas = pl.DataFrame(
        [(n, a.code, a.name, a.dfe_number) for n, code in enumerate(made.areas)
         if (a := at.folder.register.code(code)) is not None],
        schema={"at": pl.Int64, "area": pl.String, "area_name": pl.String,
                "dfe_number": pl.String},
        orient="row",
    )  # fmt: skip
    periods = []
    keys = rows.select("place", "year", "horizon").unique().sort("place", "year", "horizon")
    for place, year, horizon in keys.iter_rows():
        _, _, _, kind, start, end = made.series.row(place)
        before = year - end.year
        ahead = [shifted(day, before + horizon) for day in (start, end)]
        last = [shifted(day, before) for day in (start, end)]
        periods.append((place, year, horizon, label(kind, *ahead), kind, *ahead,
                        label(kind, *last), *last))  # fmt: skip
    dated = pl.DataFrame(
        periods,
        schema={"place": pl.Int64, "year": pl.Int64, "horizon": pl.Int64, "period": pl.String,
                "period_kind": pl.String, "period_start": pl.Date, "period_end": pl.Date,
                "last_period": pl.String, "last_start": pl.Date, "last_end": pl.Date},
        orient="row",
    )  # fmt: skip
    cells = at.facts.select(
        "indicator",
        pl.col("group").alias("series_group"),
        "area",
        "period_kind",
        pl.col("period_start").alias("last_start"),
        pl.col("period_end").alias("last_end"),
        pl.col("id").alias("last_id"),
        pl.col("status").alias("last_status"),
        pl.col("release").alias("last_release"),
    )
    key = ["indicator", "series_group", "area", "period_kind", "last_start", "last_end"]
    return (
        rows.join(at.asked, on="place", how="inner")
        .join(areas, on="at", how="inner")
        .join(dated, on=["place", "year", "horizon"], how="left")
        .join(cells.unique(key, keep="last"), on=key, how="left")
        .with_columns(
            pl.lit(METHOD).alias("method"),
            # Nobody has published the figure yet, so there is no label of theirs.
            pl.lit(None, pl.String).alias("published_period"),
            pl.lit(at.day, pl.Date).alias("as_of"),
        )
        .sort("indicator", "area", "group", "comparator", "horizon", nulls_last=False)
    )


def _as_planned(rows: pl.DataFrame, at: Ground) -> pl.DataFrame:
    """Without periods that nobody will publish, and without indicators that have ceased.

    Nor is anything expected of figures that are expectations themselves: of years to come.
    """
    if at.day is not None:
        oldest = shifted(at.day, -STALE)
        rows = rows.filter((pl.col("last_end") >= oldest) & (pl.col("last_start") <= at.day))
    gone = [(name, period) for name, labels in at.missing.items() for period in sorted(labels)]
    none = pl.DataFrame(gone, schema={"indicator": pl.String, "period": pl.String}, orient="row")
    return rows.join(none, on=["indicator", "period"], how="anti", maintain_order="left")
