"""What became of a measure's targets and floors: raised, lowered, moved, withdrawn, dropped."""

from collections.abc import Iterator

from foreland.model.periods import Period
from foreland.plan.changes import Change, field
from foreland.plan.schema import Measure, Target
from foreland.plan.table import in_force


def targets_words(measure: Measure) -> str:
    told = [f"{_figure(t)} for {t.period}" for t in in_force(measure) if t.period and not t.unknown]
    return f" (target: {', '.join(told)})" if told else " (no target)"


def of_targets(was: Measure, now: Measure, words: str, polarity: str | None) -> Iterator[Change]:
    before = {t.period: t for t in in_force(was) if t.period}
    after = {t.period: t for t in in_force(now) if t.period}
    for period in sorted(before.keys() | after.keys(), key=lambda p: Period.parse(p).end):
        old, new = before.get(period), after.get(period)
        if old is None and new is not None:
            if new.unknown is None:
                yield Change(
                    "target added",
                    now.id,
                    None,
                    _figure(new),
                    f"{words}: new target for {period}, {_figure(new)}{_floor_words(new)}.",
                )
        elif new is None and old is not None:
            if old.unknown is None:
                yield _dropped(now, words, period, old)
        elif old is not None and new is not None:
            yield from _of_target(now, words, period, old, new, polarity)


def _dropped(now: Measure, words: str, period: str, old: Target) -> Change:
    why = next((t.withdrawn for t in now.targets if t.period == period and t.withdrawn), None)
    because = f" ({why})" if why else ""
    return Change(
        "target withdrawn" if why else "target dropped",
        now.id,
        _figure(old),
        None,
        f"{words}: the target for {period}, {_figure(old)}, no longer holds{because}.",
        reason=why,
        easier=True,
    )


def _of_target(
    now: Measure, words: str, period: str, old: Target, new: Target, polarity: str | None
) -> Iterator[Change]:
    if (old.value, old.low, old.high) != (new.value, new.low, new.high):
        kind, verb, easier = _direction(old, new, polarity)
        yield Change(
            kind,
            now.id,
            _figure(old),
            _figure(new),
            f"{words}: the target for {period} {verb} from {_figure(old)} to {_figure(new)}.",
            easier=easier,
        )
    floors = (_floor(old), _floor(new))
    if floors[0] != floors[1]:
        yield Change(
            "floor moved",
            now.id,
            floors[0],
            floors[1],
            f"{words}: the floor for {period} moved from {floors[0] or 'none'} to "
            f"{floors[1] or 'none'}.",
            easier=_easier_floor(old, new, polarity),
        )
    if old.holds != new.holds:
        yield from field(
            "target changed",
            now.id,
            f"{words}: how the target for {period} holds",
            old.holds,
            new.holds,
        )


def _direction(old: Target, new: Target, polarity: str | None) -> tuple[str, str, bool]:
    """What became of a target, which is asked for less if it is lowered."""
    if old.value is not None and new.value is not None and polarity in ("higher", "lower"):
        harder = (new.value > old.value) == (polarity == "higher")
        if polarity == "higher":
            verb = "was raised" if harder else "was lowered"
        else:
            verb = "was made harder" if harder else "was made easier"
        return ("target raised" if harder else "target lowered", verb, not harder)
    if new.value is None and new.low is None:
        return ("target dropped", "was taken back", True)
    if None not in (old.low, old.high, new.low, new.high):
        wider = new.low < old.low or new.high > old.high  # type: ignore[operator]
        if wider:
            return ("target lowered", "was widened", True)
        return ("target raised", "was narrowed", False)
    return ("target changed", "changed", False)


def _easier_floor(old: Target, new: Target, polarity: str | None) -> bool:
    if new.floor is None or old.floor is None:
        return old.floor is not None and new.floor is None
    return (new.floor < old.floor) == (polarity == "higher")


def _figure(target: Target) -> str:
    if target.value is not None:
        return f"{target.value:g}"
    if target.low is not None and target.high is not None:
        return f"{target.low:g} to {target.high:g}"
    return "no figure"


def _floor(target: Target) -> str | None:
    if target.floor is not None:
        return f"{target.floor:g}"
    if target.floor_low is not None or target.floor_high is not None:
        edges = [f"{e:g}" if e is not None else "…" for e in (target.floor_low, target.floor_high)]
        return " to ".join(edges)
    return None


def _floor_words(target: Target) -> str:
    floor = _floor(target)
    return f", floor {floor}" if floor else ""
