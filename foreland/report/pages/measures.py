"""A measure of the plan as a reader meets it: where it stands, where it should be, what is done."""

from dataclasses import dataclass

from foreland.indicators.schema import Indicator
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.plan.schema import Measure
from foreland.report import formats, wording
from foreland.report.charts.small import Spark
from foreland.report.material import Material, Row, Said
from foreland.report.pages import ahead, figures
from foreland.report.pages.figures import NO_FIGURE, Figure
from foreland.report.pages.page import path_of
from foreland.report.pages.target_chances import Chance, chances
from foreland.report.wording import RatingWords


@dataclass(frozen=True)
class TargetRow:
    """One target of a measure, and how it was answered."""

    period: str
    target: str
    floor: str
    value: Figure
    rating: RatingWords
    reason: str
    set: str
    source: str
    note: str


@dataclass(frozen=True)
class Shown:
    """One measure, in words and figures. ``rating`` is never told by colour alone."""

    id: str
    title: str
    priority: str
    indicator: str
    who: str
    rating: RatingWords
    reason: str
    value: Figure
    unit: str
    period: str
    target: str
    target_for: str
    floor: str
    direction: str
    direction_mark: str
    change: str
    england: str
    neighbours: str
    rank: str
    polarity: str
    owner: str
    proxy: str
    note: str
    baseline: str
    spark: Spark
    targets: tuple[TargetRow, ...]
    said: tuple[Said, ...]
    observation: str | None
    path: str
    #: What to expect next, in a line; where its fan stands; what is published of its targets.
    outlook: str
    outlook_path: str
    chances: tuple[Chance, ...]


def shown(material: Material, measure: Measure) -> Shown:
    indicator = material.by_id[measure.indicator]
    row = material.ratings.get(measure.id)
    unit, digits = _unit(measure, indicator), indicator.precision
    rating = wording.RATINGS[row["rating"] if row else "not-rated"]
    series = _series(material, measure)
    compared = material.compared.get((measure.indicator, measure.group), [])
    beside = compared[-1] if compared and measure.gap is None and measure.area is None else None
    period = (row["period"] or "") if row else ""
    return Shown(
        id=measure.id,
        title=measure.title or _title(measure, indicator),
        priority=measure.priority,
        indicator=indicator.id,
        who=_who(measure),
        rating=rating,
        reason=(row["reason"] or "") if row else "no figure yet",
        value=figures.figure(row["value"], row["status"], unit, digits) if row else NO_FIGURE,
        unit=formats.after(unit) if row and row["value"] is not None else "",
        period=period,
        target=_goal(row, "target", indicator, unit),
        target_for=(row["target_for"] or "") if row else "",
        floor=_goal(row, "floor", indicator, unit),
        direction=wording.DIRECTIONS[row["direction"]][0]
        if row and row["direction"] in wording.DIRECTIONS
        else "",
        direction_mark=wording.DIRECTIONS[row["direction"]][1]
        if row and row["direction"] in wording.DIRECTIONS
        else "",
        change=(row["change_words"] or "") if row else "",
        england=_beside(beside, "england", indicator, period),
        neighbours=_beside(beside, "neighbours_mean", indicator, period),
        rank=figures.rank_words(beside) if beside and beside["period"] == period else "",
        polarity="Lower is better" if measure.gap else wording.POLARITY[indicator.polarity],
        owner=measure.owner or "",
        proxy=measure.proxy or "",
        note=" ".join(n for n in (measure.note, row["note"] if row else None) if n),
        baseline=_baseline(measure, series, unit, digits),
        spark=figures.run_of(series, indicator),
        targets=tuple(_target(t, indicator, unit) for t in material.targets.get(measure.id, [])),
        said=tuple(material.said(measure.id)),
        observation=row["observation"] if row else None,
        path=path_of(indicator),
        outlook=ahead.sentence(material, measure, indicator),
        outlook_path=f"{path_of(indicator)}#{ahead.anchor(material, measure)}",
        chances=chances(material, measure, indicator),
    )


def _unit(measure: Measure, indicator: Indicator) -> Unit:
    return indicator.unit.of_change if measure.gap else indicator.unit


def _title(measure: Measure, indicator: Indicator) -> str:
    if measure.gap:
        name = next(
            (
                g.name
                for g in indicator.gaps
                if (g.group, g.comparator) == (measure.gap.group, measure.gap.comparator)
            ),
            None,
        )
        words = name or wording.group(measure.gap.group)
        return f"{indicator.title}: gap, {words[:1].lower()}{words[1:]}"
    if measure.group != "all":
        return f"{indicator.title}: {wording.group(measure.group).lower()}"
    return indicator.title


def _who(measure: Measure) -> str:
    """Whom the figure is about, where it is not everybody."""
    if measure.gap:
        whose = "England's" if measure.gap.of == "england" else "the area's"
        return (
            f"How far {wording.group(measure.gap.group).lower()} are behind "
            f"{whose} {wording.group(measure.gap.comparator).lower()}"
        )
    return "" if measure.group == "all" else wording.group(measure.group)


def _series(material: Material, measure: Measure) -> list[Row]:
    """The run of a measure's figures, oldest first."""
    if measure.gap:
        return [
            {"value": r["behind"], **{k: r[k] for k in ("period", "period_end")}}
            for r in material.gaps.get(measure.indicator, [])
            if r["area"] == material.about.area
            and r["group"] == measure.gap.group
            and r["comparator"] == measure.gap.comparator
            and r["comparator_of"] == measure.gap.of
        ]
    key = (measure.indicator, measure.group)
    if measure.area and measure.area != material.about.area:
        return [r for r in material.localities.get(key, []) if r["area"] == measure.area]
    return material.compared.get(key) or material.quoted.get(key) or []


def _goal(row: Row | None, name: str, indicator: Indicator, unit: Unit) -> str:
    if row is None:
        return ""
    if row[name] is None:
        low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
        if low is None or high is None:
            return ""
        return f"{figures.exact(low, unit, indicator)} to {figures.exact(high, unit, indicator)}"
    return figures.exact(row[name], unit, indicator)


def _beside(row: Row | None, name: str, indicator: Indicator, period: str) -> str:
    """A comparator's figure of the same period as the measure's; nothing for another period."""
    if row is None or row.get(name) is None or row["period"] != period or not indicator.comparable:
        return ""
    digits = (
        figures.neighbours_precision(indicator)
        if name.startswith("neighbours")
        else indicator.precision
    )
    return formats.number(row[name], indicator.unit, digits, short=True)


def _baseline(measure: Measure, series: list[Row], unit: Unit, digits: int) -> str:
    """The plan's own figure; not where small numbers are withheld: it could be one of them."""
    withheld = any(r.get("status") == Status.SUPPRESSED.value for r in series)
    if measure.baseline is None or withheld:
        return ""
    value = formats.number(measure.baseline.value, unit, digits)
    known = f", as known on {formats.day(measure.baseline.known)}" if measure.baseline.known else ""
    return f"{value} in {measure.baseline.period}{known}"


def _target(row: Row, indicator: Indicator, unit: Unit) -> TargetRow:
    short = unit is not Unit.PERCENTAGE_POINTS
    return TargetRow(
        period=row["target_for"] or "no date",
        target=_goal(row, "target", indicator, unit) or "not known",
        floor=_goal(row, "floor", indicator, unit),
        value=figures.figure(row["value"], row["status"], unit, indicator.precision, short=short),
        rating=wording.RATINGS[row["rating"]],
        reason=row["reason"] or "",
        set=formats.day(row["target_set"]) if row.get("target_set") else "",
        source=row.get("target_source") or "",
        note=row.get("note") or "",
    )


def counted(measures: tuple[Shown, ...] | list[Shown]) -> list[tuple[RatingWords, int]]:
    """How many measures have each rating, in the order of the ratings; none left out."""
    return [
        (words, sum(1 for m in measures if m.rating is words)) for words in wording.RATINGS.values()
    ]
