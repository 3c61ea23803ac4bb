"""Rules of a refreshed plan: what asks for less than last year's needs a reason.

Last year's plan stands beside the new one as ``before.yaml``, as it was.
"""

from collections.abc import Iterator

from foreland.plan.changes import NEED_REASON, Change
from foreland.plan.diff import changes
from foreland.plan.rules import Fault, Known, nearest
from foreland.plan.schema import Plan
from foreland.plan.table import title_of


def differences(old: Plan, known: Known) -> list[Change]:
    return changes(old, known.plan, lambda m: title_of(m, known), known.polarity)


def less_is_explained(old: Plan, known: Known) -> Iterator[Fault]:
    """A lowered or dropped target, a moved floor, a dropped measure: each with a reason."""
    told: set[tuple[str, str]] = set()
    places = {m.id: n for n, m in enumerate(known.plan.measures)}
    for change in differences(old, known):
        if change.kind not in NEED_REASON or change.reason or (change.kind, change.what) in told:
            continue
        told.add((change.kind, change.what))
        place = places.get(change.what)
        yield Fault(
            ("measures",) if place is None else ("measures", place),
            f"{change.what}: {change.sentence.rstrip('.')}",
            f"a reason, under reasons: {change.what}:",
            "Say why in words for the public, or keep what was promised.",
        )


def reasons_are_for_changes(old: Plan, known: Known) -> Iterator[Fault]:
    there = {m.id for m in (*old.measures, *known.plan.measures)}
    for name in known.plan.reasons:
        if name not in there:
            yield Fault(
                ("reasons", name),
                f"a reason for {name!r}, which neither plan measures",
                f"one of {', '.join(sorted(there))}",
                nearest(name, there, "Take it out."),
            )


RULES = (less_is_explained, reasons_are_for_changes)
