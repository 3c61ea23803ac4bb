"""The plan in full, and the promises: each sentence of the vision with what answers for it."""

from dataclasses import dataclass

from foreland.plan.schema import Plan, Sentence
from foreland.report.material import Material
from foreland.report.pages.measures import Shown
from foreland.report.pages.page import Page
from foreland.report.pages.priority import ActionShown, Card, actions


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    cards: tuple[Card, ...]
    actions: tuple[ActionShown, ...]
    titles: dict[str, str]


@dataclass(frozen=True)
class Promise:
    sentence: Sentence
    source: str
    priorities: tuple[tuple[str, str], ...]
    measures: tuple[Shown, ...]
    because: str


@dataclass(frozen=True)
class PromisesPage:
    plan: Plan
    promises: tuple[Promise, ...]
    kept: int
    unmeasured: int


def pages(material: Material, measures: dict[str, Shown], cards: tuple[Card, ...]) -> list[Page]:
    plan = material.plan
    if plan is None:
        return []
    made = [
        Page(
            "plan/index.html",
            "plan",
            "The plan in full",
            f"{plan.title}: vision, ambitions, priorities, measures with targets, and actions.",
            "plan.html",
            PlanPage(plan, cards, actions(material), {p.id: p.title for p in plan.priorities}),
            "plan",
            (("index.html", "Home"),),
        )
    ]
    if plan.vision and plan.vision.sentences:
        promises = tuple(_promise(plan, s, measures) for s in plan.vision.sentences)
        made.append(
            Page(
                "promises/index.html",
                "promises",
                "Our promises",
                "Each sentence of the vision, with the measures that answer for it.",
                "promises.html",
                PromisesPage(
                    plan,
                    promises,
                    sum(1 for p in promises if p.measures),
                    sum(1 for p in promises if not p.measures),
                ),
                "promises",
                (("index.html", "Home"),),
            )
        )
    return made


def _promise(plan: Plan, sentence: Sentence, measures: dict[str, Shown]) -> Promise:
    titles = {p.id: p.title for p in plan.priorities}
    source = plan.sources.get(sentence.source or "")
    said = ""
    if source is not None:
        said = source.title + (f", {source.date}" if source.date else "")
    chosen = tuple(measures[m] for m in sentence.measures if m in measures)
    because = sentence.none_because or ""
    if not chosen and not because:
        because = "Its measures are not for this audience, or have no figure that may be shown."
    return Promise(
        sentence,
        said,
        tuple((f"priorities/{p}.html", titles[p]) for p in sentence.priorities if p in titles),
        chosen,
        because,
    )
