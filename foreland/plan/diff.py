"""What a refresh of the plan changed, in sentences that a councillor can read.

Compares two plans entry by entry. Rates nothing, and knows no figures but those of the plans.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from foreland.plan.changes import NEED_REASON, Change, end, field
from foreland.plan.schema import Action, Measure, Plan, Sentence
from foreland.plan.target_diff import of_targets, targets_words


class _Named(Protocol):
    @property
    def id(self) -> str: ...


E = TypeVar("E", bound=_Named)


#: What is said of a measure: its title, and which way is better (``lower`` for a gap).
Titles = Callable[[Measure], str]
Polarity = Callable[[Measure], str | None]


def changes(old: Plan, new: Plan, title: Titles, polarity: Polarity) -> list[Change]:
    """From the whole to the parts, each in the order of the new plan; what was dropped last."""
    found = [
        *_of_plan(old, new),
        *_of_vision(old, new),
        *_of_ambitions(old, new),
        *_of_priorities(old, new),
        *_of_measures(old, new, title, polarity),
        *_of_actions(old, new),
    ]
    return [_reasoned(change, new.reasons) for change in found]


def _reasoned(change: Change, reasons: dict[str, str]) -> Change:
    reason = reasons.get(change.what)
    if reason is None or change.kind not in NEED_REASON:
        return change
    sentence = f"{change.sentence} Reason: {reason.strip()}"
    return replace(change, sentence=sentence, reason=reason.strip())


def _pairs(old: tuple[E, ...], new: tuple[E, ...]) -> Iterator[tuple[E | None, E | None]]:
    """Entries of the same id side by side: those of the new plan first, then the dropped ones."""
    before = {e.id: e for e in old}
    after = {e.id for e in new}
    for entry in new:
        yield before.get(entry.id), entry
    for entry in old:
        if entry.id not in after:
            yield entry, None


def _of_plan(old: Plan, new: Plan) -> Iterator[Change]:
    fields = {
        "title": "The plan's title",
        "owner": "The plan's owner",
        "area": "The plan's area",
        "first_year": "The plan's first year",
        "last_year": "The plan's last year",
    }
    for name, words in fields.items():
        yield from field("plan changed", name, words, getattr(old, name), getattr(new, name))


def _of_vision(old: Plan, new: Plan) -> Iterator[Change]:
    before = old.vision.sentences if old.vision else ()
    after = new.vision.sentences if new.vision else ()
    for was, now in _pairs(before, after):
        if was is None and now is not None:
            yield Change(
                "sentence added", now.id, None, now.text, f"New promise: “{end(now.text)}”"
            )
        elif now is None and was is not None:
            yield Change(
                "sentence dropped", was.id, was.text, None, f"No longer said: “{end(was.text)}”"
            )
        elif was is not None and now is not None:
            yield from _of_sentence(was, now)


def _of_sentence(was: Sentence, now: Sentence) -> Iterator[Change]:
    if was.text.strip() != now.text.strip():
        yield Change(
            "sentence reworded",
            now.id,
            was.text,
            now.text,
            f"The promise “{end(was.text)}” now reads “{end(now.text)}”",
        )
    if was.measures != now.measures:
        before, after = ", ".join(was.measures) or "nothing", ", ".join(now.measures) or "nothing"
        yield Change(
            "sentence mapped",
            now.id,
            before,
            after,
            f"For “{end(now.text)}” now answers {after} (before: {before}).",
        )


def _of_ambitions(old: Plan, new: Plan) -> Iterator[Change]:
    for was, now in _pairs(old.ambitions, new.ambitions):
        if was is None and now is not None:
            yield Change(
                "ambition added", now.id, None, now.title, f"New ambition {now.id}: {now.title}."
            )
        elif now is None and was is not None:
            yield Change(
                "ambition dropped",
                was.id,
                was.title,
                None,
                f"Dropped ambition {was.id}: {was.title}.",
            )
        elif was is not None and now is not None:
            words = f"The title of ambition {now.id}"
            yield from field("ambition changed", now.id, words, was.title, now.title)


def _of_priorities(old: Plan, new: Plan) -> Iterator[Change]:
    for was, now in _pairs(old.priorities, new.priorities):
        if was is None and now is not None:
            yield Change(
                "priority added", now.id, None, now.title, f"New priority {now.id}: {now.title}."
            )
        elif now is None and was is not None:
            yield Change(
                "priority dropped",
                was.id,
                was.title,
                None,
                f"Dropped priority {was.id}: {was.title}.",
            )
        elif was is not None and now is not None:
            for name in ("title", "owner"):
                words = f"The {name} of priority {now.id}"
                yield from field(
                    "priority changed", now.id, words, getattr(was, name), getattr(now, name)
                )


def _of_measures(old: Plan, new: Plan, title: Titles, polarity: Polarity) -> Iterator[Change]:
    for was, now in _pairs(old.measures, new.measures):
        if was is None and now is not None:
            yield Change(
                "measure added",
                now.id,
                None,
                title(now),
                f"New measure under {now.priority}: {title(now)}{targets_words(now)}.",
            )
        elif now is None and was is not None:
            yield Change(
                "measure dropped",
                was.id,
                title(was),
                None,
                f"No longer measured: {title(was)}{targets_words(was)}.",
                easier=True,
            )
        elif was is not None and now is not None:
            words = title(now)
            fields = ("priority", "indicator", "group", "area", "owner", "audience")
            for name in fields:
                yield from field(
                    "measure changed",
                    now.id,
                    f"{words}: the {name}",
                    getattr(was, name),
                    getattr(now, name),
                )
            yield from of_targets(was, now, words, polarity(now))


def _of_actions(old: Plan, new: Plan) -> Iterator[Change]:
    for was, now in _pairs(old.actions, new.actions):
        if was is None and now is not None:
            due = f", due {now.due}" if now.due else ""
            yield Change(
                "action added",
                now.id,
                None,
                now.text,
                f"New action {now.id}: {end(now.text)[:-1]}{due}.",
            )
        elif now is None and was is not None:
            yield Change(
                "action dropped",
                was.id,
                was.text,
                None,
                f"No longer in the plan: action {was.id}, {end(was.text)[:-1]} ({was.state}).",
            )
        elif was is not None and now is not None:
            yield from _of_action(was, now)


def _of_action(was: Action, now: Action) -> Iterator[Change]:
    words = f"Action {now.id} ({end(now.text)[:-1]})"
    yield from field("action reworded", now.id, f"The text of action {now.id}", was.text, now.text)
    yield from field("action moved", now.id, f"{words}: the due date", was.due, now.due)
    yield from field("action state", now.id, f"{words}: the state", was.state, now.state)
    yield from field("action owner", now.id, f"{words}: the owner", was.owner, now.owner)
