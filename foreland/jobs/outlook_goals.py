"""The targets beside an outlook, and how likely they are: the plan's, or one that is tried."""

import numpy as np
import polars as pl

from foreland.insight.intervals_of_forecasts import chance, chance_between
from foreland.insight.movement import TOTALS
from foreland.insight.panel import Array
from foreland.jobs.panels import SIGN, Ground
from foreland.model.periods import Period, PeriodKind
from foreland.plan.due import answers, standing
from foreland.plan.schema import Target


def with_goals(at: Ground, rows: pl.DataFrame, target: float | None) -> pl.DataFrame:
    """``target``, or ``target_low`` and ``target_high``: the plan's, or ``target``."""
    blank = pl.lit(None, pl.Float64)
    if target is not None:
        return rows.with_columns(
            pl.lit(target).alias("target"), blank.alias("target_low"), blank.alias("target_high")
        )
    found: list[tuple[float | None, float | None, float | None]] = []
    names = ("indicator", "group", "comparator", "area", "period_kind", "period_start",
             "period_end")  # fmt: skip
    for name, group, comparator, area, kind, start, end in rows.select(names).iter_rows():
        period = Period(PeriodKind(kind), start, end)
        goal = _goal(at, name, group, comparator, area, period)
        found.append((None,) * 3 if goal is None else (goal.value, goal.low, goal.high))
    columns = pl.DataFrame(
        found,
        schema=dict.fromkeys(("target", "target_low", "target_high"), pl.Float64),
        orient="row",
    )
    return pl.concat([rows, columns], how="horizontal")


def _goal(
    at: Ground, name: str, group: str, comparator: str | None, area: str, period: Period
) -> Target | None:
    for measure in at.measures:
        gap = measure.gap
        sides = (measure.group, None) if gap is None else (gap.group, gap.comparator)
        own = measure.area or at.folder.area.code
        if measure.indicator != name or sides != (group, comparator) or own != area:
            continue
        for one in standing(measure, at.day):
            if one.in_force and one.has_figure and answers(period, one.target):
                return one.target
    return None


def with_chances(rows: pl.DataFrame) -> pl.DataFrame:
    """``p_met`` where there is a target that the last figure does not meet already."""
    figures = rows.select(
        "scaled", "scale", "horizon", "last_value", "target", "target_low", "target_high",
        "unit", "polarity",
    )  # fmt: skip
    found: list[float | None] = []
    for scaled, scale, horizon, last, value, low, high, unit, better in figures.iter_rows():
        found.append(_chance(scaled, scale, horizon, last, value, low, high, unit, better))
    return rows.with_columns(pl.Series("p_met", found, pl.Float64))


def _chance(
    scaled: float, scale: float, horizon: int, last: float, value: float | None,
    low: float | None, high: float | None, unit: str, better: str,
) -> float | None:  # fmt: skip
    def modelled(figure: float) -> Array:
        if unit in TOTALS:
            figure = float(np.log(figure)) if figure > 0 else -np.inf
        return np.array([figure])

    at, spread = np.array([scaled]), np.array([scale])
    if value is not None and better in SIGN:
        sign = SIGN[better]
        if sign * last >= sign * value:
            return None
        return float(chance(at, spread, modelled(value), sign, horizon)[0])
    if low is not None and high is not None and not low <= last <= high:
        # Below the band it has to rise to it and not beyond; above it the other way round.
        near, far, sign = (low, high, 1) if last < low else (high, low, -1)
        sides = modelled(near), modelled(far)
        return float(chance_between(at, spread, *sides, sign, horizon)[0])
    return None
