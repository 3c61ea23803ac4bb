"""Whether a figure can be held to a target, and what it earns; or why it cannot."""

from dataclasses import dataclass
from datetime import date

from foreland.model.statuses import MEANING, Status
from foreland.plan import grades
from foreland.plan.due import Standing
from foreland.plan.grades import Goal
from foreland.plan.readings import About, Reading
from foreland.plan.schema import Measure, Target

#: The rating, its reason where it is none that a figure earned, and notes as sentences.
Verdict = tuple[str, str | None, list[str]]


@dataclass(frozen=True)
class Held:
    """A measure on the day on which its figures are held to its targets."""

    measure: Measure
    about: About
    today: date

    def verdict(
        self, one: Standing | None, goal: Goal | None, reading: Reading | None, answered: bool
    ) -> Verdict:
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
        notes = [sentence(hidden)] if hidden else []
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
        if newest is None and self.about.absent is not None:
            return f"not available: {self.about.absent}"
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

    def _so_far(self, target: Target, goal: Goal, reading: Reading) -> Verdict:
        """A count before its year has ended: by its profile, or only what cannot come right."""
        assert reading.value is not None
        so_far = f"counts up to the end of {target.period}"
        step = next((s for s in target.profile if _ends(s.by) == reading.period.end), None)
        if step is not None:
            told = [f"Held to the step of {step.value:g} by {step.by}."]
            return grades.grade(reading.value, _step(goal, step.value)), None, told
        rating = grades.grade(reading.value, goal)
        if goal.polarity == "lower" and rating in (grades.MISSED, grades.FLOOR_MISSED):
            return rating, None, [sentence(f"{so_far}, and cannot come down")]
        if rating == grades.MET:
            past = ", reached so far" if goal.polarity == "higher" else ""
        else:
            past = ", already past the target" if goal.polarity == "lower" else ""
        return grades.NOT_DUE, so_far + past, []


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


def sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
