"""A page a priority: what it promises, its measures, what is said of them and what is done."""

from dataclasses import dataclass

from markupsafe import Markup

from foreland.plan.schema import Action, Ambition, Priority
from foreland.report import formats
from foreland.report.charts.small import ratings_bar
from foreland.report.material import Material
from foreland.report.pages.measures import Shown, counted, shown
from foreland.report.pages.page import Page, path_of
from foreland.report.wording import RatingWords

ACTION_STATES = {
    "not-started": "Not started",
    "on-track": "On track",
    "at-risk": "At risk",
    "late": "Late",
    "done": "Done",
    "stopped": "Stopped",
    "unknown": "State not known",
}


@dataclass(frozen=True)
class ActionShown:
    action: Action
    state: str
    due: str
    priority: str
    measures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PriorityPage:
    priority: Priority
    number: int
    ambitions: tuple[Ambition, ...]
    measures: tuple[Shown, ...]
    counts: list[tuple[RatingWords, int]]
    bar: Markup
    actions: tuple[ActionShown, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None


@dataclass(frozen=True)
class Card:
    """A priority on another page."""

    priority: Priority
    number: int
    path: str
    measures: tuple[Shown, ...]
    counts: list[tuple[RatingWords, int]]
    bar: Markup
    actions: int


@dataclass(frozen=True)
class PrioritiesPage:
    cards: tuple[Card, ...]
    ranked: bool


def cards(material: Material, measures: dict[str, Shown]) -> tuple[Card, ...]:
    if material.plan is None:
        return ()
    return tuple(
        _card(material, priority, n, measures)
        for n, priority in enumerate(material.plan.priorities, start=1)
    )


def _card(material: Material, priority: Priority, n: int, measures: dict[str, Shown]) -> Card:
    own = tuple(m for m in measures.values() if m.priority == priority.id)
    counts = counted(own)
    return Card(
        priority,
        n,
        f"priorities/{priority.id}.html",
        own,
        counts,
        bar_of(counts, f"Ratings of the measures of {priority.title}"),
        len(actions(material, priority.id)),
    )


def bar_of(counts: list[tuple[RatingWords, int]], title: str) -> Markup:
    return ratings_bar([(words.style, words.name, n) for words, n in counts], title)


def all_measures(material: Material) -> dict[str, Shown]:
    return {m.id: shown(material, m) for m in material.measures}


def actions(material: Material, priority: str | None = None) -> tuple[ActionShown, ...]:
    plan = material.plan
    if plan is None:
        return ()
    titles = {
        m.id: (m.title or material.by_id[m.indicator].title, path_of(material.by_id[m.indicator]))
        for m in material.measures
    }
    return tuple(
        ActionShown(
            action,
            ACTION_STATES[action.state],
            formats.day(action.due) if action.due else "no date given",
            action.priority,
            tuple(titles[m] for m in action.measures if m in titles),
        )
        for action in plan.actions
        if priority in (None, action.priority)
    )


def pages(material: Material, shown_cards: tuple[Card, ...]) -> list[Page]:
    plan = material.plan
    if plan is None:
        return []
    made = [
        Page(
            "priorities/index.html",
            "priorities",
            "Priorities",
            f"The {len(shown_cards)} priorities of {plan.title} and how their measures are rated.",
            "priorities.html",
            PrioritiesPage(shown_cards, bool(material.ranking)),
            "priorities",
            (("index.html", "Home"),),
        )
    ]
    for place, card in enumerate(shown_cards):
        ambitions = tuple(a for a in plan.ambitions if a.id in card.priority.serves)
        context = PriorityPage(
            card.priority,
            card.number,
            ambitions,
            card.measures,
            card.counts,
            card.bar,
            actions(material, card.priority.id),
            _link(shown_cards, place - 1),
            _link(shown_cards, place + 1),
        )
        made.append(
            Page(
                card.path,
                "priority",
                card.priority.title,
                f"Priority {card.number} of {plan.title}: measures, targets, ratings and actions.",
                "priority.html",
                context,
                "priorities",
                (("index.html", "Home"), ("priorities/index.html", "Priorities")),
            )
        )
    return made


def _link(shown_cards: tuple[Card, ...], place: int) -> tuple[str, str] | None:
    if not 0 <= place < len(shown_cards):
        return None
    card = shown_cards[place]
    return (f"{card.priority.id}.html", card.priority.title)
