"""Rules of promises: nothing the plan says is left without an answer, an owner or a proof."""

from collections.abc import Iterator
from datetime import date

from foreland.plan.rules import Fault, Known, Rule
from foreland.plan.schema import Action, Measure


def sentences_are_mapped(known: Known) -> Iterator[Fault]:
    """Each sentence of the vision has priorities and measures, or says why it has none."""
    vision = known.plan.vision
    for n, sentence in enumerate(vision.sentences if vision else ()):
        path = ("vision", "sentences", n)
        if not sentence.measures and sentence.none_because is None:
            yield Fault(
                path,
                f"the sentence {sentence.id}, for which no measure answers",
                "measures: […], or none_because: why not, in words for the public",
                "Say one of the two.",
            )
        if sentence.measures and sentence.none_because is not None:
            yield Fault(
                (*path, "none_because"),
                f"the sentence {sentence.id} with measures, and a reason for having none",
                "one of the two",
                "Take one out.",
            )
        if sentence.measures and not sentence.priorities:
            yield Fault(
                path,
                f"the sentence {sentence.id} under no priority",
                "priorities: […]",
                "Name the priorities that serve it.",
            )


def priorities_have_measures(known: Known) -> Iterator[Fault]:
    for n, priority in enumerate(known.plan.priorities):
        measures = known.plan.of_priority(priority.id)
        if not measures and priority.none_because is None and not known.set_aside:
            yield Fault(
                ("priorities", n),
                f"the priority {priority.id} without a measure",
                "a measure, or none_because: why not, in words for the public",
                "Say one of the two.",
            )
        if measures and priority.none_because is not None:
            yield Fault(
                ("priorities", n, "none_because"),
                f"the priority {priority.id} with measures, and a reason for having none",
                "one of the two",
                "Take one out.",
            )


def vision_is_in_sentences(known: Known) -> Iterator[Fault]:
    vision = known.plan.vision
    if vision is not None and not vision.sentences:
        yield Fault(
            ("vision",),
            "a vision whose sentences are not listed",
            "sentences: each with its priorities and measures",
            "List them, so that the page of promises can answer for each.",
            "warning",
        )


def actions_run_forward(known: Known) -> Iterator[Fault]:
    for n, action in enumerate(known.plan.actions):
        if action.start and action.due and action.due < action.start:
            yield Fault(
                ("actions", n, "due"),
                f"due: {action.due}, before its start on {action.start}",
                "a day on or after the start",
                "Correct one of the two dates.",
            )


def done_is_shown(known: Known) -> Iterator[Fault]:
    for n, action in enumerate(known.plan.actions):
        if action.state == "done" and not action.evidence and action.source is None:
            yield Fault(
                ("actions", n, "state"),
                f"the action {action.id} done, without evidence",
                "evidence: what shows that it is done",
                "Name a document, a page or a figure.",
                "warning",
            )


def everything_has_an_owner(known: Known) -> Iterator[Fault]:
    """A measure may leave its owner to its priority."""
    owned = {p.id for p in known.plan.priorities if p.owner}
    for n, measure in enumerate(known.plan.measures):
        if measure.owner is None and measure.priority not in owned:
            yield _ownerless(("measures", n), f"the measure {measure.id}", "or on its priority")
    for n, action in enumerate(known.plan.actions):
        if action.owner is None:
            yield _ownerless(("actions", n), f"the action {action.id}", "on the action")


def _ownerless(path: tuple[str | int, ...], what: str, where: str) -> Fault:
    return Fault(
        path,
        f"{what} without an owner",
        f"owner: a role, {where}",
        "Say who answers for it.",
        "warning",
    )


def shown_before_announced(known: Known) -> Iterator[Fault]:
    """What is for insiders only has no day of publication."""
    lists: tuple[tuple[str, tuple[Measure | Action, ...]], ...] = (
        ("measures", known.plan.measures),
        ("actions", known.plan.actions),
    )
    for name, entries in lists:
        for n, entry in enumerate(entries):
            if entry.audience == "internal" and entry.publish_from is not None:
                yield Fault(
                    (name, n, "publish_from"),
                    f"publish_from: {entry.publish_from} on what is internal",
                    "a day of publication for what is public, or for a partner",
                    "Take the date out, or say audience: public.",
                    "warning",
                )


def overdue(known: Known, today: date) -> Iterator[Fault]:
    """Actions whose day has passed and whose state does not say so. Needs to know the day."""
    for n, action in enumerate(known.plan.actions):
        if action.due and action.due < today and action.state in ("not-started", "on-track"):
            yield Fault(
                ("actions", n, "state"),
                f"the action {action.id} {action.state}, which was due on {action.due}",
                f"late, done, stopped or a later day, for today is {today}",
                "Bring its state up to date.",
                "warning",
            )


RULES: tuple[Rule, ...] = (
    sentences_are_mapped,
    priorities_have_measures,
    vision_is_in_sentences,
    actions_run_forward,
    done_is_shown,
    everything_has_an_owner,
    shown_before_announced,
)
