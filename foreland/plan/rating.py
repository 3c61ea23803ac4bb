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

from foreland.model.areas import Register
from foreland.model.statuses import MEANING, Status
from foreland.model.units import Unit
from foreland.plan import grades
from foreland.plan.due import Standing, answers, current, standing
from foreland.plan.grades import Goal
from foreland.plan.readings import About, Reading, readings
from foreland.plan.schema import Measure, Plan, Target

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
    of_measure = readings(plan, facts, about, register)
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
        rating, reason, notes = self._rating(one, goal, reading, place is not None)
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
            notes.append(_sentence(one.target.note))
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

    def _rating(
        self, one: Standing | None, goal: Goal | None, reading: Reading | None, answered: bool
    ) -> tuple[str, str | None, list[str]]:
        unrated = self._unrated(one, goal, reading, answered)
        if unrated is not None:
            return (*unrated, [])
        assert one is not None
        assert goal is not None
        assert reading is not None
        assert reading.value is not None
        if self.measure.counts_up and one.period and reading.period.end < one.period.end:
            return self._so_far(one.target, goal, reading)
        hidden = grades.hidden_by_rounding(reading.value, goal, self.about.precision)
        notes = [_sentence(hidden)] if hidden else []
        if (
            self.measure.gap
            and self.about.precision == 0
            and abs(grades.distance(reading.value, goal)) <= 1
        ):
            notes.append(
                "The gap is the difference of whole numbers, good to plus or minus 1, and the "
                "target lies that near."
            )
        return grades.grade(reading.value, goal), None, notes

    def _unrated(
        self, one: Standing | None, goal: Goal | None, reading: Reading | None, answered: bool
    ) -> tuple[str, str] | None:
        """Not due or not rated, and why; None where the reading can be held to the target."""
        if one is None or goal is None:
            return grades.NOT_RATED, "no target"
        target, period = one.target, one.period
        if target.withdrawn is not None:
            return grades.NOT_RATED, f"withdrawn: {target.withdrawn}"
        if not one.in_force:
            day = f" set on {one.replaced_on}" if one.replaced_on else ""
            return grades.NOT_RATED, f"replaced by the target{day}"
        if not one.has_figure or period is None:
            why = target.unknown or "neither its figure nor its period is given"
            return grades.NOT_RATED, f"target not known: {why}"
        if not goal.known:
            return grades.NOT_RATED, "no target: of this figure neither more nor less is better"
        if not answered or reading is None:
            if period.end > self.today:
                return grades.NOT_DUE, f"{period.label} has not ended"
            return grades.NOT_RATED, self._unanswered(period.label, period.end, reading)
        if reading.value is None:
            return grades.NOT_RATED, missing_in_words(reading.status)
        broken = self._broken(target, reading)
        return None if broken is None else (grades.NOT_RATED, f"not comparable: {broken}")

    def _unanswered(self, label: str, end: date, newest: Reading | None) -> str:
        why = self.about.missing.get(label)
        if why is not None:
            return f"not collected: {why}"
        if newest is not None and newest.period.end > end:
            return (
                f"other period: the target was for {label}, the newest figure is for "
                f"{newest.period.label}"
            )
        return "no figure yet"

    def _broken(self, target: Target, reading: Reading) -> str | None:
        """The break between when the target was set and the figure; by the baseline if undated."""
        since = target.set
        if since is None and self.measure.baseline is not None:
            same = Target.model_validate({"for": self.measure.baseline.period})
            period = Standing(same, True).period
            since = period.start if period else None
        if since is None:
            return None
        for start, why in self.about.breaks:
            if since < start <= reading.period.start:
                return why
        return None

    def _so_far(
        self, target: Target, goal: Goal, reading: Reading
    ) -> tuple[str, str | None, list[str]]:
        """A count before its year has ended: by its profile, or only what cannot come right."""
        assert reading.value is not None
        so_far = f"counts up to the end of {target.period}"
        step = next((s for s in target.profile if _ends(s.by) == reading.period.end), None)
        if step is not None:
            told = [f"Held to the step of {step.value:g} by {step.by}."]
            return grades.grade(reading.value, _step(goal, step.value)), None, told
        rating = grades.grade(reading.value, goal)
        if goal.polarity == "lower" and rating in (grades.MISSED, grades.FLOOR_MISSED):
            return rating, None, [_sentence(f"{so_far}, and cannot come down")]
        if rating == grades.MET:
            past = ", reached so far" if goal.polarity == "higher" else ""
        else:
            past = ", already past the target" if goal.polarity == "lower" else ""
        return grades.NOT_DUE, so_far + past, []

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
        totals = (Unit.COUNT, Unit.FTE, Unit.POUNDS)
        if self.measure.gap or self.about.precision or self.about.unit in totals:
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


def missing_in_words(status: str | None) -> str:
    """Why there is no figure: its status and what that means."""
    if status is None:
        return "no figure yet"
    known = Status(status)
    return f"{known.value.replace('-', ' ')}: {MEANING[known]}"


def _ends(label: str) -> date:
    same = Standing(Target.model_validate({"for": label}), True).period
    assert same is not None
    return same.end


def _step(goal: Goal, value: float) -> Goal:
    """A step of the year's target, and the floor in the same proportion."""
    floor = None
    if goal.floor is not None and goal.value:
        floor = float(grades.exact(goal.floor / goal.value * value))
    return Goal(goal.polarity, value, floor)


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _joined(*notes: str | None) -> str | None:
    return " ".join(n for n in notes if n) or None
