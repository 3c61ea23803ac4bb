"""``foreland targets``: how often areas that started where this one stands got that far."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foreland.insight.panel import HORIZONS, shifted
from foreland.insight.target_realism import Realism, realism
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import areas_of
from foreland.jobs.names import label
from foreland.jobs.panels import SIGN, Ground, ground
from foreland.model.periods import Period, PeriodKind
from foreland.model.problems import ForelandError, Problem
from foreland.plan.due import answers, standing
from foreland.plan.schema import Measure

#: The columns of the answer, in order.
TARGET_SCHEMA = {
    "indicator": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "measure": pl.String,
    "period": pl.String,
    "published_period": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "years": pl.Int64,
    "last_period": pl.String,
    "last_value": pl.Float64,
    "target": pl.Float64,
    "gain_needed": pl.Float64,
    "starts": pl.Int64,
    "spans": pl.Int64,
    "reached": pl.Int64,
    "share": pl.Float64,
    "place": pl.Float64,
    "usual_gain": pl.Float64,
    "everyone_gain": pl.Float64,
    "regression": pl.Float64,
    "likely": pl.Float64,
    "ambitious": pl.Float64,
    "hardly_ever": pl.Float64,
    "unit": pl.String,
    "polarity": pl.String,
    "reason": pl.String,
}

_FIGURES = ("usual_gain", "everyone_gain", "regression", "likely", "ambitious", "hardly_ever")


def targets(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    group: str | None = None,
    target: float | None = None,
    by: str | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a target that is still to come, or a series, area and horizon: ``TARGET_SCHEMA``.

    Without ``indicator`` the plan's targets, and one to three years ahead for measures without
    any. ``target`` and ``by`` try one. Raises ForelandError for a name or period that is not known.
    """
    asked_period = None if by is None else _period(by)
    return of_ground(ground(folder, indicator, group, as_of), area, target, asked_period)


def of_ground(
    at: Ground,
    area: str | Iterable[str] | None = None,
    target: float | None = None,
    by: Period | None = None,
) -> pl.DataFrame:
    """As ``targets``, of a panel at hand."""
    codes = areas_of(at.folder, area, [at.folder.area.code])
    wanted = list(at.panel.areas) if codes is None else codes
    rows = []
    for row in at.asked.iter_rows(named=True):
        for code in wanted:
            if code in at.panel.areas:
                rows += _of_series(at, row, code, target, by)
    found = pl.DataFrame(rows, schema=TARGET_SCHEMA, orient="row")
    tidy = [pl.col(name).round_sig_figs(10) for name in (*_FIGURES, "gain_needed")]
    return found.with_columns(tidy).sort(
        "indicator", "area", "group", "comparator", "measure", "period_end", nulls_last=False
    )


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as fault:
        raise ForelandError(
            Problem("", str(fault), "a printed period, such as 2027/28", "Mend the period.")
        ) from None


def _of_series(
    at: Ground, row: dict[str, Any], code: str, target: float | None, by: Period | None
) -> list[dict[str, Any]]:
    made = at.panel
    place, here = row["place"], made.areas.index(code)
    known = np.flatnonzero(np.isfinite(made.scaled[place, here]))
    if not len(known):
        return []
    _, _, _, kind, start, end = made.series.row(place)
    before = made.years[int(known[-1])] - end.year

    def period(years: int) -> Period:
        days = (shifted(day, before + years) for day in (start, end))
        return Period(PeriodKind(kind), *days)

    last = period(0)
    goals = _goals(at, row, code, period, target, by)
    found = []
    unpublished = at.missing.get(row["indicator"], frozenset())
    for years, goal, measure in goals:
        if period(years).label in unpublished:
            continue
        sign = SIGN.get(row["polarity"], 0)
        answer = realism(made, place, here, sign, years, goal)
        when = period(years)
        area = at.folder.register.code(code)
        value = float(made.values[place, here, known[-1]])
        needed = None if goal is None or not sign else sign * (goal - value) + 0.0
        found.append(
            dict.fromkeys(TARGET_SCHEMA)
            | {name: row[name] for name in ("indicator", "group", "comparator", "unit", "polarity")}
            | {
                "area": code,
                "area_name": area.name if area else None,
                "dfe_number": area.dfe_number if area else None,
                "measure": measure,
                "period": when.label,
                "period_kind": kind,
                "period_start": when.start,
                "period_end": when.end,
                "years": years,
                "last_period": label(kind, last.start, last.end),
                "last_value": value,
                "target": goal,
                "gain_needed": needed,
                "reason": _reason(answer, sign, needed),
            }
            | _told(answer)
        )
    return found


def _goals(
    at: Ground,
    row: dict[str, Any],
    code: str,
    period: Any,
    target: float | None,
    by: Period | None,
) -> list[tuple[int, float | None, str | None]]:
    """The years ahead, the target and the measure that it is of."""
    made = len(at.panel.years)
    if by is not None:
        return [(n, target, None) for n in range(1, made) if period(n) == by]
    if target is not None:
        return [(n, target, None) for n in HORIZONS]
    of_plan: list[tuple[int, float | None, str | None]] = []
    for measure in at.measures:
        if _is_of(measure, row, code, at.folder.area.code):
            for one in standing(measure, at.day):
                if one.in_force and one.has_figure and one.target.value is not None:
                    years = [n for n in range(1, made) if answers(period(n), one.target)]
                    of_plan += [(n, one.target.value, measure.id) for n in years]
    return of_plan or [(n, None, None) for n in HORIZONS]


def _is_of(measure: Measure, row: dict[str, Any], code: str, own: str) -> bool:
    gap = measure.gap
    sides = (measure.group, None) if gap is None else (gap.group, gap.comparator)
    return (
        measure.indicator == row["indicator"]
        and sides == (row["group"], row["comparator"])
        and (measure.area or own) == code
    )


def _told(answer: Realism | None) -> dict[str, Any]:
    if answer is None:
        return {}
    return {
        "starts": answer.starts,
        "spans": answer.spans,
        "reached": answer.reached,
        "share": answer.share,
        "place": answer.place,
    } | {name: getattr(answer, name) for name in _FIGURES}


def _reason(answer: Realism | None, sign: int, needed: float | None) -> str | None:
    if not sign:
        return "neither more nor less of it is better"
    if answer is None:
        return "too few areas started alike so long ago, on this side of a break"
    if needed is not None and needed <= 0:
        return "met already: the share is of areas that did not fall back behind it"
    return None
