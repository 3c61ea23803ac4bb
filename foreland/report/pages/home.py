"""The home page: vision, ratings at a glance, what is achieved, comes next, changed."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.plan.schema import Plan
from foreland.report import formats
from foreland.report.material import Material
from foreland.report.pages.brief import Brief, brief
from foreland.report.pages.measures import Shown, counted
from foreland.report.pages.page import Page
from foreland.report.pages.priority import ActionShown, Card, actions, bar_of
from foreland.report.wording import RatingWords


@dataclass(frozen=True)
class Due:
    """A target or an action whose day comes next."""

    day: date
    when: str
    what: str
    detail: str
    path: str


@dataclass(frozen=True)
class New:
    """A figure that the newest releases brought."""

    measure: Shown
    published: str


@dataclass(frozen=True)
class HomePage:
    plan: Plan | None
    cards: tuple[Card, ...]
    counts: list[tuple[RatingWords, int]]
    bar: Markup
    total: int
    achieved: tuple[Shown, ...]
    behind: tuple[Shown, ...]
    due: tuple[Due, ...]
    new: tuple[New, ...]
    brief: Brief | None
    ranked: bool
    gaps: tuple[tuple[str, str], ...]
    indicators: int
    themes: tuple[tuple[str, str, int], ...]
    done: tuple[ActionShown, ...]


def page(
    material: Material,
    measures: dict[str, Shown],
    cards: tuple[Card, ...],
    themes: tuple[tuple[str, str, int], ...],
    gaps: tuple[tuple[str, str], ...] = (),
) -> Page:
    shown = list(measures.values())
    counts = counted(shown)
    plan = material.plan
    context = HomePage(
        plan=plan,
        cards=cards,
        counts=counts,
        bar=bar_of(counts, "Ratings of all measures"),
        total=len(shown),
        achieved=tuple(m for m in shown if m.rating.style == "met"),
        behind=tuple(m for m in shown if m.rating.style == "missed"),
        due=_due(material, measures),
        new=_new(material, measures),
        brief=brief(material),
        ranked=bool(material.ranking),
        gaps=gaps,
        indicators=len(material.shown),
        themes=themes,
        done=tuple(a for a in actions(material) if a.action.state == "done"),
    )
    title = plan.title if plan else f"{material.about.area_name}: indicators"
    return Page(
        "index.html",
        "home",
        title,
        f"How {material.about.area_name} is doing against its plan for education: targets, "
        "figures and what comes next.",
        "home.html",
        context,
        "home",
    )


def _due(material: Material, measures: dict[str, Shown]) -> tuple[Due, ...]:
    """Targets and actions from today on, the nearest first."""
    today = material.about.today
    found = []
    for measure in measures.values():
        for row in material.targets.get(measure.id, []):
            if row["rating"] != "not-due" or not row["target_for"]:
                continue
            end = Period.parse(row["target_for"]).end
            if end < today:
                continue
            goal = next((t.target for t in measure.targets if t.period == row["target_for"]), "")
            found.append(
                Due(
                    end,
                    row["target_for"],
                    measure.title,
                    f"Target: {goal}. Now: {measure.value.text}",
                    measure.path,
                )
            )
    for shown in actions(material):
        action = shown.action
        if action.due and action.due >= today and action.state not in ("done", "stopped"):
            found.append(
                Due(
                    action.due,
                    shown.due,
                    action.text,
                    f"Action, {shown.state.lower()}",
                    f"priorities/{action.priority}.html#action-{action.id}",
                )
            )
    return tuple(sorted(found, key=lambda d: (d.day, d.what)))[:8]


def _new(material: Material, measures: dict[str, Shown]) -> tuple[New, ...]:
    """What moved beyond the usual first, then the newest figures: most movement is noise."""
    dated = [
        (row["known"], measures[name])
        for name, row in material.ratings.items()
        if name in measures
        and row.get("known") is not None
        and row["value"] is not None
        and row["status"] != Status.QUOTED.value  # the area's own print is no publication
    ]
    if not dated:
        return ()
    newest = sorted(
        dated,
        key=lambda pair: (
            pair[1].direction not in ("Better", "Worse"),
            -pair[0].toordinal(),
            pair[1].title,
        ),
    )
    return tuple(New(measure, formats.day(day)) for day, measure in newest[:5])
