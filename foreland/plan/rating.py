"""The plan's measures rated: a row a measure, or a row a measure and target.

Each figure is held to the target of its own period, unrounded; what cannot be rated says why. A
missing figure is never zero, a withdrawn target never rates, and a figure that counts up through
the year is never green before the year ends unless the target's profile says so. A figure that
the area printed itself may be rated, which is said; no change is told of it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from foreland.insight.movement import TOTALS
from foreland.model.areas import Register
from foreland.model.statuses import Status
from foreland.plan import grades
from foreland.plan.due import Standing, answers, current, standing
from foreland.plan.grades import Goal
from foreland.plan.readings import About, Reading, readings
from foreland.plan.schema import Measure, Plan, Target
from foreland.plan.verdict import Held, sentence

Row = dict[str, Any]

#: The columns, in order.
RATING_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "measure": pl.String,
    "priority": pl.String,
    "title": pl.String,
    "indicator": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "period": pl.String,
    "published_period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "value": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "polarity": pl.String,
    "target": pl.Float64,
    "target_low": pl.Float64,
    "target_high": pl.Float64,
    "target_for": pl.String,
    "floor": pl.Float64,
    "floor_low": pl.Float64,
    "floor_high": pl.Float64,
    "rating": pl.String,
    "reason": pl.String,
    "distance": pl.Float64,
    "direction": pl.String,
    "change": pl.Float64,
    "change_unit": pl.String,
    "change_from": pl.String,
    "change_lower": pl.Float64,
    "change_upper": pl.Float64,
    "national_change": pl.Float64,
    "usual_change": pl.Float64,
    "certainty": pl.String,
    "change_words": pl.String,
    "note": pl.String,
    "baseline": pl.Float64,
    "baseline_period": pl.String,
    "baseline_now": pl.Float64,
    "proxy": pl.String,
    "owner": pl.String,
    "target_set": pl.Date,
    "target_source": pl.String,
    "observation": pl.String,
}


def rate(
    plan: Plan,
    facts: pl.DataFrame,
    about: Mapping[str, About],
    register: Register,
    today: date,
    as_of: date | None = None,
    every_target: bool = False,
) -> pl.DataFrame:
    """``RATING_SCHEMA``, in the order of the plan; with ``every_target`` a row a target too.

    ``facts``: observations (``OBSERVATION_COLUMNS``) of all areas for the plan's indicators, so
    that it is known what is usual. ``about``: what is known of each indicator. ``today`` says
    which targets are due, ``as_of`` which were set.
    """
    found = readings(plan, facts, about, register)
    return rate_readings(plan, found, about, register, today, as_of, every_target)


def rate_readings(
    plan: Plan,
    of_measure: Mapping[str, list[Reading]],
    about: Mapping[str, About],
    register: Register,
    today: date,
    as_of: date | None = None,
    every_target: bool = False,
) -> pl.DataFrame:
    """As ``rate``, of readings at hand (``readings``): both of its answers for one reading."""
    rows = []
    for measure in plan.measures:
        line = _Line(plan, measure, about[measure.indicator], of_measure[measure.id], today)
        targets = standing(measure, as_of)
        shared = line.shared(register)
        if every_target and targets:
            rows += [shared | line.row(one, line.answer(one)) for one in targets]
        else:
            now = current(targets, [r.period for r in line.readings], today)
            row = line.row(now.standing, now.reading)
            rows.append(shared | row | {"note": _joined(row["note"], line.ahead(now, targets))})
    return pl.DataFrame(rows, schema=RATING_SCHEMA, orient="row")


class _Line:
    """One measure with its readings, in order of time."""

    def __init__(
        self, plan: Plan, measure: Measure, about: About, found: list[Reading], today: date
    ) -> None:
        self.plan, self.measure, self.about, self.today = plan, measure, about, today
        self.readings = found
        self.polarity = "lower" if measure.gap else about.polarity
        self.held = Held(measure, about, today)

    def shared(self, register: Register) -> Row:
        measure, plan = self.measure, self.plan
        code = measure.area or plan.area
        area = register.code(code)
        priority = next((p for p in plan.priorities if p.id == measure.priority), None)
        unit = self.about.unit.of_change if measure.gap else self.about.unit
        row: Row = dict.fromkeys(RATING_SCHEMA)
        return (
            row
            | {
                "measure": measure.id,
                "priority": measure.priority,
                "title": measure.title or self.about.title,
                "indicator": measure.indicator,
                "area": area.code if area else code,
                "area_name": area.name if area else None,
                "dfe_number": area.dfe_number if area else None,
                "group": measure.gap.group if measure.gap else measure.group,
                "comparator": measure.gap.comparator if measure.gap else None,
                "unit": unit.value,
                "change_unit": unit.of_change.value,
                "polarity": self.polarity,
                "proxy": measure.proxy,
                "owner": measure.owner or (priority.owner if priority else None),
            }
            | self._baseline()
        )

    def _baseline(self) -> Row:
        """The value known when the target was set; what is known of that period now beside it."""
        baseline = self.measure.baseline
        if baseline is None:
            return {}
        same = Target.model_validate({"for": baseline.period})
        found = [r.value for r in self.readings if answers(r.period, same)]
        return {
            "baseline": baseline.value,
            "baseline_period": baseline.period,
            "baseline_now": found[-1] if found else None,
        }

    def answer(self, one: Standing) -> int | None:
        """The place of the newest reading that this target is rated by."""
        places = [n for n, r in enumerate(self.readings) if answers(r.period, one.target)]
        return places[-1] if places else None

    def row(self, one: Standing | None, place: int | None) -> Row:
        """The row of a target (or of none); beside a target without an answer the newest figure."""
        shown = place if place is not None else len(self.readings) - 1
        reading = self.readings[shown] if shown >= 0 else None
        goal = self._goal(one.target) if one else None
        rating, reason, notes = self.held.verdict(one, goal, reading, place is not None)
        row: Row = {"rating": rating, "reason": reason}
        if one is not None and goal is not None:
            row |= self._target(one.target)
        if reading is not None:
            row |= reading.columns() | self._movement(reading, goal)
            if reading.status == Status.QUOTED.value and rating in grades.EARNED:
                notes.append("The figure is printed by the area itself, not an official statistic.")
            notes += self._whole(reading)
            held = rating in (*grades.EARNED, grades.NOT_DUE)
            if held and goal is not None and goal.known and reading.value is not None:
                row["distance"] = grades.distance(reading.value, goal)
        if one is not None and one.target.note:
            notes.append(sentence(one.target.note))
        return row | {"note": _joined(*notes)}

    def _goal(self, target: Target) -> Goal:
        return Goal(
            self.polarity,
            target.value,
            target.floor,
            target.low,
            target.high,
            target.floor_low,
            target.floor_high,
        )

    def _target(self, target: Target) -> Row:
        source = self.plan.sources.get(target.source or "")
        return {
            "target": target.value,
            "target_low": target.low,
            "target_high": target.high,
            "target_for": target.period,
            "floor": target.floor,
            "floor_low": target.floor_low,
            "floor_high": target.floor_high,
            "target_set": target.set,
            "target_source": source.title if source else target.source,
        }

    def _movement(self, reading: Reading, goal: Goal | None) -> Row:
        row = reading.movement(self.measure.counts_up)
        clear = row.pop("clear")
        banded = goal is not None and goal.known and goal.polarity == "band"
        if goal is not None and banded and reading.value is not None and row["change"]:
            before = max(0.0, grades.distance(reading.value - row["change"], goal))
            now = max(0.0, grades.distance(reading.value, goal))
            still = not clear or before == now
            row["direction"] = "no clear change" if still else "better" if now < before else "worse"
        row["change_words"] = reading.words(row, self.about, bool(self.measure.gap))
        return row

    def _whole(self, reading: Reading) -> list[str]:
        """A change of 1 between two figures that were published whole."""
        before = reading.moved.get("before_value")
        if self.measure.gap or self.about.precision or self.about.unit.value in TOTALS:
            return []
        if reading.value is None or before is None or abs(reading.value - before) > 1:
            return []
        if not (reading.value.is_integer() and before.is_integer()) or reading.value == before:
            return []
        return ["Both figures are whole numbers: the change is good to plus or minus 1."]

    def ahead(self, now: Any, targets: tuple[Standing, ...]) -> str:
        """What the row of the measure does not show: a newer figure, a later target."""
        if now.standing is None or now.reading is None:
            return ""
        notes = []
        newest = self.readings[-1]
        if now.reading < len(self.readings) - 1 and newest.value is not None:
            value = grades.rounded(newest.value, self.about.precision)
            notes.append(f"The newest figure is {value:f}, for {newest.period.label}.")
        period = now.standing.period
        later = [
            s
            for s in targets
            if s.in_force and s.has_figure and s.period and period and s.period.end > period.end
        ]
        due = [s for s in later if s.period and s.period.end <= self.today]
        if due:
            notes.append(f"There is no figure yet for the target of {due[-1].target.period}.")
        return " ".join(notes)


def _joined(*notes: str | None) -> str | None:
    return " ".join(n for n in notes if n) or None
