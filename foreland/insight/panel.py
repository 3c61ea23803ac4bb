"""Figures of all areas as one array: by series, area and year. What forecasts are computed from.

One year apart only: of a series' figures those of one kind of period (that of the newest), so that
terms, or windows that end in different months, are never mixed. Missing years stay missing; figures
on the far side of a break are told apart by ``segments``. Monthly and weekly figures have no place
here: what is known of yearly ones does not hold for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from foreland.insight.movement import TOTALS
from foreland.model.periods import PeriodKind, last_day
from foreland.model.statuses import Status
from foreland.model.units import Unit

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]

#: So many years ahead at most.
HORIZONS = (1, 2, 3)
#: No more years than these are looked at: the method was tried on series no longer.
WINDOW = 11

#: Kinds of periods of which a year holds many.
IN_YEAR = (PeriodKind.MONTH.value, PeriodKind.WEEK.value)
_NEVER_NEGATIVE = (
    *TOTALS,
    Unit.PERCENT.value,
    Unit.PER_100.value,
    Unit.PER_1000.value,
    Unit.PER_10000.value,
    Unit.PER_100000.value,
)

#: What a series is: its key, and the period of its newest figure.
SERIES_SCHEMA = {
    "indicator": pl.String,
    "group": pl.String,
    "unit": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
}


@dataclass(frozen=True)
class Panel:
    """``values[series, area, year]``, not a number where there is none.

    ``pooled`` marks the areas that tell of each other (authorities); the country and the regions
    stand beside them. ``segments[series, year]`` counts the breaks up to a year, three years
    further than there are figures. ``lowest`` and ``highest`` bound what a figure can be.
    """

    series: pl.DataFrame
    areas: tuple[str, ...]
    pooled: Flags
    years: tuple[int, ...]
    values: Array
    segments: Whole
    totals: Flags
    lowest: Array
    highest: Array

    @property
    def scaled(self) -> Array:
        """``values`` as they are modelled: totals in logarithms, since they move in proportion."""
        positive = np.where(self.values > 0, self.values, np.nan)
        return np.where(self.totals[:, None, None], np.log(positive), self.values)

    def unscaled(self, scaled: Array) -> Array:
        """Figures by series and area in their own units again, within what they can be."""
        with np.errstate(over="ignore"):
            plain = np.where(self.totals[:, None], np.exp(scaled), scaled)
        return np.clip(plain, self.lowest[:, None], self.highest[:, None])


def middle(values: Array, axis: int) -> Array:
    """The median of the numbers along ``axis``; not a number where there are none."""
    ordered = np.sort(values, axis=axis)  # what is not a number stands last
    count = np.isfinite(values).sum(axis=axis, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis)
    high = np.take_along_axis(ordered, np.minimum(count // 2, ordered.shape[axis] - 1), axis)
    found: Array = np.where(count > 0, (low + high) / 2, np.nan).squeeze(axis)
    return found


def mean(values: Array, axis: int | tuple[int, ...]) -> Array:
    """The mean of the numbers along ``axis``; not a number where there are none."""
    there = np.isfinite(values)
    count = there.sum(axis=axis)
    total = np.where(there, values, 0.0).sum(axis=axis)
    found: Array = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return found


def panel(facts: pl.DataFrame, breaks: pl.DataFrame, authorities: Iterable[str]) -> Panel:
    """``facts`` (``OBSERVATION_COLUMNS``) as a panel. ``breaks``: ``change.BREAKS_SCHEMA``.

    Figures without a value, and those that an area printed itself, fall out.
    """
    kept = facts.filter(
        pl.col("value").is_not_null()
        & (pl.col("status") != Status.QUOTED.value)
        & ~pl.col("period_kind").is_in(IN_YEAR)
    ).with_columns(pl.col("period_end").dt.year().cast(pl.Int64).alias("year"), _alike())
    newest = (
        kept.sort("period_end", "period_start", "period_kind", "unit")
        .group_by("indicator", "group")
        .agg(pl.col("alike", "unit", "period_kind", "period_start", "period_end").last())
        .sort("indicator", "group")
        .with_row_index("place")
    )
    kept = (
        kept.join(
            newest.select("indicator", "group", "alike", "place"),
            on=["indicator", "group", "alike"],
        )
        .sort("period_start")
        .unique(["place", "area", "year"], keep="last", maintain_order=True)
    )
    last = max(kept["year"].to_list(), default=0)
    years = tuple(range(last - WINDOW + 1, last + 1))
    kept = kept.filter(pl.col("year") >= years[0])
    areas = tuple(sorted(kept["area"].unique()))
    place = {area: at for at, area in enumerate(areas)}
    values = np.full((newest.height, len(areas), WINDOW), np.nan)
    if areas:
        at = kept["area"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
        values[kept["place"].to_numpy(), at, kept["year"].to_numpy() - years[0]] = kept["value"]
    series = newest.select(list(SERIES_SCHEMA))
    units = series["unit"].to_list()
    lowest = np.array([0.0 if unit in _NEVER_NEGATIVE else -np.inf for unit in units])
    highest = np.array([100.0 if unit == Unit.PERCENT.value else np.inf for unit in units])
    # A gap, or a growth, is also told in percent: what lay beyond the bounds has none.
    lowest[(values < 0).any(axis=(1, 2))] = -np.inf
    highest[(values > 100).any(axis=(1, 2))] = np.inf
    among = set(authorities)
    return Panel(
        series=series,
        areas=areas,
        pooled=np.array([area in among for area in areas], dtype=np.bool_),
        years=years,
        values=values,
        segments=_segments(series, breaks, years),
        totals=np.array([unit in TOTALS for unit in units], dtype=np.bool_),
        lowest=lowest,
        highest=highest,
    )


def shifted(day: date, years: int) -> date:
    """The same day of another year; a month's last day stays the last."""
    year = day.year + years
    if day == last_day(day.year, day.month):
        return last_day(year, day.month)
    return date(year, day.month, min(day.day, last_day(year, day.month).day))


def _alike() -> pl.Expr:
    """Periods that follow each other year by year: of one kind and length, of the same months."""
    days = (pl.col("period_end") - pl.col("period_start")).dt.total_days()
    return pl.concat_str(
        "period_kind",
        (days + 2) // 28,
        pl.col("period_end").dt.month(),
        separator=" ",
    ).alias("alike")


def _segments(series: pl.DataFrame, breaks: pl.DataFrame, years: tuple[int, ...]) -> Whole:
    days: dict[str, list[date]] = {}
    for name, day in breaks.select("indicator", "break_start").iter_rows():
        days.setdefault(name, []).append(day)
    found = np.zeros((series.height, len(years) + len(HORIZONS)), dtype=np.int64)
    rows = series.select("indicator", "period_start", "period_end").iter_rows()
    for at, (name, start, end) in enumerate(rows):
        for number in range(found.shape[1]) if name in days else ():
            begun = shifted(start, years[0] + number - end.year)
            found[at, number] = sum(day <= begun for day in days[name])
    return found
