"""The plan's measures ranked by what is at stake in one unit: children short of the target.

Short is how far the figure (or what is expected of it when the target is due) is on the worse side
of the target, times how many children it is about. Parts and sensitivity stand beside it, so that
it can be argued with. Small groups and statutory duties stand first, unranked: size never buries
them. What cannot be counted in children is unranked, with the reason. Children of two measures are
never added up: they may be the same. Weights are those of the plan; without them all weigh alike.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from foreland.model.groups import Group
from foreland.model.periods import Period
from foreland.model.units import Unit
from foreland.plan.brief import figure
from foreland.plan.due import Standing, standing
from foreland.plan.grades import Goal, distance
from foreland.plan.schema import Measure, Plan, Priority

Row = dict[str, Any]

#: The columns, in order. ``standing``: first (unranked, above all), ranked, unranked.
RANKING_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "standing": pl.String,
    "place": pl.Int64,
    "priority": pl.String,
    "priority_title": pl.String,
    "priority_place": pl.Int64,
    "measure": pl.String,
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
    "polarity": pl.String,
    "rating": pl.String,
    "target": pl.Float64,
    "target_low": pl.Float64,
    "target_high": pl.Float64,
    "target_for": pl.String,
    "expected": pl.Float64,
    "short": pl.Float64,
    "per": pl.Int64,
    "cohort": pl.Float64,
    "cohort_from": pl.String,
    "children": pl.Float64,
    "children_now": pl.Float64,
    "children_low": pl.Float64,
    "children_high": pl.Float64,
    "sensitivity": pl.String,
    "place_best": pl.Int64,
    "place_worst": pl.Int64,
    "weight": pl.Float64,
    "weighted": pl.Float64,
    "place_unweighted": pl.Int64,
    "reason": pl.String,
    "audience": pl.String,
    "sentence": pl.String,
    "observation": pl.String,
}

#: Themes of the catalogue that are statutory duties to few children.
DUTIES = {
    "children-in-care": "children in care",
    "early-help-social-care": "safeguarding",
}
#: Themes whose figures count something else than children, unless the plan says their cohort.
NOT_CHILDREN = {
    "workforce": "staff or posts",
    "places": "places or schools",
    "finance": "money",
    "school-quality": "schools",
}
#: A group of fewer children than these is never ranked by size.
SMALL = 500

FIRST, RANKED, UNRANKED = "first", "ranked", "unranked"


@dataclass(frozen=True)
class Size:
    """How many children a measure is about, and who says so."""

    count: float
    said_by: str
    #: The plan says so: it is children.
    by_plan: bool = False
    #: The fact that says so, and its release, where one does.
    id: str | None = None
    release: str | None = None


def ranked(
    plan: Plan,
    ratings: pl.DataFrame,
    sizes: Mapping[str, Size],
    themes: Mapping[str, str],
    today: date,
    as_of: date | None = None,
    outlook: pl.DataFrame | None = None,
    places: Mapping[str, int] | None = None,
) -> pl.DataFrame:
    """``RANKING_SCHEMA``: first those that stand first, then by children short, then the rest.

    ``ratings``: ``RATING_SCHEMA``, a row a measure. ``sizes`` by measure; ``themes`` and ``places``
    (decimal places) by indicator. ``outlook``: ``indicator, group, comparator, period_end,
    expected, lower80, upper80`` of the area; with it the shortfall is the one expected when the
    target is due.
    """
    rated = {row["measure"]: row for row in ratings.iter_rows(named=True)}
    priorities = {p.id: p for p in plan.priorities}
    weighted = any(p.weight is not None for p in plan.priorities)
    audience = "public" if plan.publish_priorities else "internal"
    rows = []
    for measure in plan.measures:
        if measure.id in rated:
            line = _Line(measure, priorities[measure.priority], rated[measure.id], today, as_of)
            ahead = line.ahead(outlook)
            row = line.row(sizes.get(measure.id), themes.get(measure.indicator), ahead)
            rows.append(row | {"audience": audience})
    _place(rows, weighted)
    order = {FIRST: 0, RANKED: 1, UNRANKED: 2}
    rows.sort(key=lambda row: (order[row["standing"]], row["place"] or 0))
    for row in rows:
        row["sentence"] = _sentence(row, (places or {}).get(row["indicator"], 1))
    return pl.DataFrame(
        [{name: row.get(name) for name in RANKING_SCHEMA} for row in rows],
        schema=RANKING_SCHEMA,
        orient="row",
    )


@dataclass(frozen=True)
class _Line:
    """One measure, its rating and its target."""

    measure: Measure
    priority: Priority
    rated: Row
    today: date
    as_of: date | None

    @property
    def aimed(self) -> Standing | None:
        """The next target to come; else the one in force that was due last."""
        held = [s for s in standing(self.measure, self.as_of) if s.in_force and s.has_figure]
        coming = [s for s in held if s.period and s.period.end > self.today]
        return coming[0] if coming else held[-1] if held else None

    @property
    def goal(self) -> Goal | None:
        one = self.aimed
        if one is None:
            return None
        target = one.target
        return Goal(self.rated["polarity"], target.value, None, target.low, target.high)

    def ahead(self, outlook: pl.DataFrame | None) -> Row | None:
        """What is expected of the figure when the target is due."""
        one = self.aimed
        if outlook is None or one is None or one.period is None or self.measure.area is not None:
            return None
        rows = outlook.filter(
            (pl.col("indicator") == self.measure.indicator)
            & (pl.col("group") == self.rated["group"])
            & pl.col("comparator").eq_missing(pl.lit(self.rated["comparator"], pl.String))
            & (pl.col("period_end") == one.period.end)
        )
        return rows.row(0, named=True) if rows.height == 1 else None

    def row(self, size: Size | None, theme: str | None, ahead: Row | None) -> Row:
        unit = Unit(self.rated["unit"])
        counts = unit is Unit.COUNT and self.measure.gap is None
        row = {name: self.rated.get(name) for name in RANKING_SCHEMA} | {
            "priority_title": self.priority.title,
            **dict.fromkeys(("target", "target_low", "target_high", "target_for")),
            "per": None if counts else unit.per,
            "cohort": size.count if size else None,
            "cohort_from": size.said_by if size else None,
            "weight": self.priority.weight or 1.0,
            "standing": UNRANKED,
        }
        one, goal = self.aimed, self.goal
        if one is not None:
            row |= {
                "target": one.target.value,
                "target_low": one.target.low,
                "target_high": one.target.high,
                "target_for": one.target.period,
                "past": one.period is not None and one.period.end <= self.today,
            }
        row["reason"] = self._uncounted(goal, unit, size, theme)
        if row["reason"] is None:
            assert goal is not None
            each = 1.0 if counts else (size.count if size else 0.0) / (unit.per or 1)
            row |= self._short(goal, each, ahead)
            row["standing"] = RANKED
        duty = self._duty(theme, size)
        if duty is not None:
            reason = f"{duty}; {row['reason']}" if row["reason"] else duty
            row |= {"standing": FIRST, "reason": reason}
        return row

    def _uncounted(
        self, goal: Goal | None, unit: Unit, size: Size | None, theme: str | None
    ) -> str | None:
        """Why children short cannot be counted; None where they can."""
        value, end = self.rated["value"], self.rated["period_end"]
        if goal is None:
            return "no target"
        if not goal.known:
            return "of this figure neither more nor less is better"
        if value is None:
            return "no figure"
        one = self.aimed
        if self.measure.counts_up and one and one.period and end < one.period.end:
            return "counts up through the year, which has not ended"
        if theme in NOT_CHILDREN and not (size and size.by_plan):
            return f"counts {NOT_CHILDREN[theme]}, not children"
        if unit is Unit.COUNT and self.measure.gap is None:
            return None
        if unit.per is None:
            return f"in {unit.value.replace('-', ' ')}, which is not so many of a hundred children"
        if size is None:
            return "not known how many children it is about: give the measure a cohort"
        return None

    def _short(self, goal: Goal, each: float, ahead: Row | None) -> Row:
        value = self.rated["value"]
        now = _children(value, goal, each)
        if ahead is not None:
            middle = ahead["expected"]
            edges = (ahead["lower80"], ahead["upper80"])
            told = "the outlook's 80 per cent interval when the target is due"
        else:
            middle = value
            usual = self.rated["usual_change"]
            edges = (value - usual, value + usual) if usual is not None else (value, value)
            told = "a year's usual movement" if usual is not None else "not known"
        likely = sorted(_children(edge, goal, each) for edge in edges)
        children = _children(middle, goal, each)
        return {
            "expected": ahead["expected"] if ahead is not None else None,
            "short": max(0.0, distance(middle, goal)),
            "children": children,
            "children_now": now,
            "children_low": min(likely[0], children),
            "children_high": max(likely[1], children),
            "sensitivity": told,
        }

    def _duty(self, theme: str | None, size: Size | None) -> str | None:
        """Why it stands first whatever its size; None where it does not."""
        if self.priority.duty:
            return "the plan calls its priority a duty"
        pairs = Group.parse(self.rated["group"]).pairs
        if any(dimension == "care" for dimension, _ in pairs) or theme in DUTIES:
            return DUTIES.get(theme or "", "children in care or in need")
        code = self.measure.indicator.lower().replace(":", "_").split("_")
        if ("sen", "ehc-plan") in pairs or "ehc" in code:
            return "EHC plans"
        if pairs and size is not None and size.count < SMALL:
            return f"a group of fewer than {SMALL} children"
        return None


def _children(value: float, goal: Goal, each: float) -> float:
    return round(max(0.0, distance(value, goal)) * each, 6)


def _place(rows: list[Row], weighted: bool) -> None:
    """Places among the ranked: ties share the best; and how far they move within the intervals."""
    placed = [row for row in rows if row["standing"] == RANKED]
    for row in rows:
        row["weighted"] = (
            row["children"] * row["weight"]
            if weighted and row.get("children") is not None
            else None
        )
        if not weighted:
            row["weight"] = None

    def weigh(row: Row, name: str) -> float:
        return float(row[name] * (row["weight"] or 1.0))

    for row in placed:
        own = weigh(row, "children")
        row["place"] = 1 + sum(weigh(other, "children") > own for other in placed)
        row["place_unweighted"] = 1 + sum(o["children"] > row["children"] for o in placed)
        others = [other for other in placed if other is not row]
        low, high = weigh(row, "children_low"), weigh(row, "children_high")
        row["place_best"] = 1 + sum(weigh(o, "children_low") > high for o in others)
        row["place_worst"] = 1 + sum(weigh(o, "children_high") > low for o in others)
    best: dict[str, int] = {}
    for row in placed:
        best[row["priority"]] = min(row["place"], best.get(row["priority"], row["place"]))
    for row in rows:
        if row["priority"] in best:
            row["priority_place"] = 1 + sum(p < best[row["priority"]] for p in best.values())


def _sentence(row: Row, places: int) -> str:
    """The row as a person reads it aloud."""
    head = f"{row['place']}. {row['title']}" if row["standing"] == RANKED else row["title"]
    if row["standing"] == UNRANKED:
        return f"{head}: not ranked ({row['reason']})."
    said = _stake(row, places)
    if row["standing"] == FIRST:
        return f"{head}: stands first, unranked ({row['reason']}){said and '; ' + said}."
    low, high = row["children_low"], row["children_high"]
    if low == high:
        return f"{head}: {said}."
    best, worst = row["place_best"], row["place_worst"]
    moves = f", place {best} to {worst}" if best != worst else ""
    between = f"Between {_whole(low)} and {_whole(high)}{moves}, by {row['sensitivity']}."
    return f"{head}: {said}. {between}"


def _stake(row: Row, places: int) -> str:
    if row.get("children") is None:
        return ""
    label = Period.parse(row["target_for"]).label
    value = row["expected"] if row["expected"] is not None else row["value"]
    edges = [row[n] for n in ("target", "target_low", "target_high") if row[n] is not None]
    # Where both print alike one more place tells them apart.
    alike = row["children"] and any(figure(value, row["unit"], places) == figure(e, row["unit"],
            places) for e in edges)  # fmt: skip
    shown = places + 1 if alike else places
    told = figure(value, row["unit"], shown)
    stands = f"{told} expected" if row["expected"] is not None else f"{told} in {row['period']}"
    aim = " to ".join(figure(edge, row["unit"], shown) for edge in edges)
    which = "target, now past, for" if row["past"] else "target for"
    if not row["children"]:
        return f"none short of the {which} {label} ({stands}, target {aim})"
    of = f"; of {_whole(row['cohort'])}: {row['cohort_from']}" if row["per"] else ""
    return f"{_whole(row['children'])} short of the {which} {label} ({stands}, target {aim}{of})"


def _whole(value: float) -> str:
    return f"{math.ceil(round(value, 6)):,}"
