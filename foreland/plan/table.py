"""The plan as a table: a row a measure and target. Rates nothing, says only what was promised."""

import polars as pl

from foreland.model.areas import Register
from foreland.model.periods import Period
from foreland.plan.rules import Known
from foreland.plan.schema import Measure, Plan, Target

#: The columns, in order. A measure without a target has one row.
PLAN_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "measure": pl.String,
    "priority": pl.String,
    "priority_title": pl.String,
    "indicator": pl.String,
    "title": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "comparator_of": pl.String,
    "unit": pl.String,
    "polarity": pl.String,
    "baseline": pl.Float64,
    "baseline_period": pl.String,
    "target_for": pl.String,
    "published_period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "holds": pl.String,
    "target": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "floor": pl.Float64,
    "floor_low": pl.Float64,
    "floor_high": pl.Float64,
    "set": pl.Date,
    "in_force": pl.Boolean,
    "withdrawn": pl.String,
    "unknown": pl.String,
    "basis": pl.String,
    "source": pl.String,
    "owner": pl.String,
    "proxy": pl.String,
    "audience": pl.String,
    "publish_from": pl.Date,
}


def in_force(measure: Measure) -> tuple[Target, ...]:
    """The targets that hold, in order of their periods: of one period's lines the latest set."""
    latest: dict[str | None, Target] = {}
    for target in measure.targets:
        if target.withdrawn is not None:
            continue
        known = latest.get(target.period)
        if known is None or _order(target) >= _order(known):
            latest[target.period] = target
    return tuple(sorted(latest.values(), key=_period_order))


def _order(target: Target) -> str:
    return target.set.isoformat() if target.set else ""


def _period_order(target: Target) -> tuple[str, str]:
    if target.period is None:
        return ("9999", "")
    period = Period.parse(target.period)
    return (period.end.isoformat(), period.start.isoformat())


def title_of(measure: Measure, known: Known) -> str:
    """The measure's own title, else its indicator's, else its id."""
    indicator = known.indicator(measure)
    return measure.title or (indicator.title if indicator else measure.id)


def table(known: Known) -> pl.DataFrame:
    """``PLAN_SCHEMA``, in the order of the plan."""
    rows = []
    priorities = {p.id: p for p in known.plan.priorities}
    for measure in known.plan.measures:
        priority = priorities.get(measure.priority)
        shared = _of_measure(measure, known, known.plan, known.register) | {
            "priority_title": priority.title if priority else None,
            "owner": measure.owner or (priority.owner if priority else None),
        }
        holding = in_force(measure)
        rows += [
            shared | _of_target(target, any(target is held for held in holding))
            for target in measure.targets
        ] or [shared]
    return pl.DataFrame(rows, schema=PLAN_SCHEMA, orient="row")


def _of_measure(
    measure: Measure, known: Known, plan: Plan, register: Register
) -> dict[str, object]:
    indicator = known.indicator(measure)
    code = measure.area or plan.area
    area = register.code(code)
    row: dict[str, object] = dict.fromkeys(PLAN_SCHEMA)
    unit = indicator.unit if indicator else None
    return row | {
        "measure": measure.id,
        "priority": measure.priority,
        "indicator": measure.indicator,
        "title": title_of(measure, known),
        "area": code,
        "area_name": area.name if area else None,
        "dfe_number": area.dfe_number if area else None,
        "group": measure.gap.group if measure.gap else measure.group,
        "comparator": measure.gap.comparator if measure.gap else None,
        "comparator_of": measure.gap.of if measure.gap else None,
        "unit": str(unit.of_change if measure.gap else unit) if unit else None,
        "polarity": known.polarity(measure),
        "baseline": measure.baseline.value if measure.baseline else None,
        "baseline_period": measure.baseline.period if measure.baseline else None,
        "proxy": measure.proxy,
        "audience": measure.audience,
        "publish_from": measure.publish_from,
    }


def _of_target(target: Target, holds: bool) -> dict[str, object]:
    period = Period.parse(target.period) if target.period else None
    return {
        "target_for": target.period,
        "published_period": target.period,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "holds": target.holds,
        "target": target.value,
        "low": target.low,
        "high": target.high,
        "floor": target.floor,
        "floor_low": target.floor_low,
        "floor_high": target.floor_high,
        "set": target.set,
        "in_force": holds,
        "withdrawn": target.withdrawn,
        "unknown": target.unknown,
        "basis": target.basis,
        "source": target.source,
    }
