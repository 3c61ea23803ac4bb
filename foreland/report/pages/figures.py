"""Figures as a reader sees them: the text of a cell, and why there is none."""

from dataclasses import dataclass
from datetime import date

from foreland.indicators.schema import Indicator
from foreland.model.periods import Period
from foreland.model.units import Unit
from foreland.report import formats, wording
from foreland.report.charts.small import Spark
from foreland.report.material import Row

#: With fewer areas than this a rank says nothing (an area's own figure would be 1st of 1).
FEWEST_RANKED = 10


@dataclass(frozen=True)
class Figure:
    """``text`` is the number or the reason for none; ``remark`` such as ``provisional``."""

    text: str
    remark: str = ""
    there: bool = True


NO_FIGURE = Figure("–", there=False)


def figure(
    value: float | None, status: str | None, unit: str, precision: int, *, short: bool = True
) -> Figure:
    if value is None:
        return Figure(wording.missing(status), there=False) if status else NO_FIGURE
    remark = wording.standing(status) if status else ""
    return Figure(formats.number(value, unit, precision, short=short), remark)


def own(row: Row, indicator: Indicator, *, short: bool = True) -> Figure:
    return figure(row["value"], row["status"], indicator.unit, indicator.precision, short=short)


def beside(row: Row, name: str, indicator: Indicator, *, precision: int | None = None) -> Figure:
    """A comparator's figure in a row of ``compare``."""
    if not indicator.comparable:
        return NO_FIGURE
    digits = indicator.precision if precision is None else precision
    return figure(row[name], row.get(f"{name}_status"), indicator.unit, digits)


def run_of(rows: list[Row], indicator: Indicator) -> Spark:
    """The run of a series for a sparkline; the pen is lifted at a break in the definition."""
    starts = sorted(Period.parse(b.start).start for b in indicator.breaks)
    values: list[float | None] = []
    before: date | None = None
    for row in rows:
        end = row["period_end"]
        if before is not None and any(before < start < end for start in starts):
            values.append(None)
        values.append(row["value"])
        before = end
    return Spark(tuple(values))


def rank_words(row: Row) -> str:
    """``41st of 151``; empty where there is no order to be ranked in."""
    if row["rank"] is None or row["ranked"] < FEWEST_RANKED:
        return ""
    return f"{formats.ordinal(row['rank'])} of {row['ranked']}"


def neighbours_precision(indicator: Indicator) -> int:
    """A mean of figures published whole is told to one decimal: it is computed, not published."""
    return max(1, indicator.precision) if indicator.unit is not Unit.POUNDS else 0


def unit_name(indicator: Indicator) -> str:
    return formats.UNIT_NAMES[indicator.unit]


def exact(value: float, unit: Unit, indicator: Indicator, *, short: bool | None = None) -> str:
    """A target keeps the decimals that it was set with, if these are more than the figure's."""
    text = f"{value:.10g}"
    decimals = len(text.partition(".")[2]) if "e" not in text else 0
    if short is None:
        short = unit is not Unit.PERCENTAGE_POINTS
    return formats.number(
        value, unit, max(decimals, 0 if decimals == 0 else indicator.precision), short=short
    )
