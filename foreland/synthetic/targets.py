"""Baselines, targets and floors about a drawn figure, so that a measure shows the outcome asked.

Pure arithmetic on ``figures.Drawn``. A story that cannot be told is a ValueError.
"""

from datetime import date, timedelta
from typing import Any

from foreland.model.periods import Period
from foreland.synthetic.figures import Drawn

SET, REVIEWED = date(2024, 4, 15), date(2025, 4, 14)
#: How long after its period's end a figure is usually known.
PUBLISHED_AFTER = timedelta(days=100)
#: The newest publication of the demo: the day on which it is rated.
TODAY = date(2026, 4, 9)

#: How many margins the target and the floor are better than the figure.
_AWAY: dict[str, tuple[float, float | None]] = {
    "met": (-1, -3),
    "floor-met": (1, -1),
    "on-floor": (2, 0),
    "floor-missed": (3, 1),
    "missed": (2, None),
    # The figure is not to be judged by them: no figure yet, not due, or another period.
    "not-due": (2, -1),
    "not-yet": (2, -1),
    "never": (2, -1),
    "other-period": (2, -1),
}


def told(drawn: Drawn, tell: dict[str, Any]) -> dict[str, Any]:
    """``baseline`` and ``targets`` for one measure, as the plan writes them."""
    shows = tell["shows"]
    if shows == "no-target":
        return {}
    if shows == "hidden":
        return {"targets": [{"for": tell["for"], "value": 5, "floor": 8, "set": SET}]}
    if shows == "unknown":
        why = "The target is being agreed with the board; it comes in the summer of 2026."
        return {"baseline": _baseline(drawn), "targets": [{"for": tell["for"], "unknown": why}]}
    if shows.startswith("band"):
        return {"baseline": _baseline(drawn), "targets": _bands(drawn, tell)}
    if shows in ("profile-met", "so-far"):
        return {"targets": [_counting(drawn, tell)]}
    found: dict[str, Any] = {"baseline": _baseline(drawn)} if len(drawn.figures) > 1 else {}
    return found | {"targets": _targets(drawn, tell)}


def margin(drawn: Drawn) -> float:
    """A step that matters and leaves room for three of them and the years to come."""
    value = drawn.newest[1]
    room = value if drawn.better < 0 else (drawn.most or 1e9) - value
    if drawn.most is None and drawn.better < 0 and value < 0:
        room = 1e9
    decimals = max(drawn.decimals, 0)
    for places in (min(decimals, 1), decimals, decimals + 1):
        step = round(min(0.35 * drawn.usual, abs(room) / 5), places)
        if step > 0:
            return step
    raise ValueError(f"no room for a target about {value}")


def _places(drawn: Drawn) -> int:
    """As many decimals as a step needs, and one where the figure has any."""
    step = f"{margin(drawn):.6f}".rstrip("0")
    return max(min(drawn.decimals, 1), len(step.partition(".")[2]))


def _targets(drawn: Drawn, tell: dict[str, Any]) -> list[dict[str, Any]]:
    shows = tell["shows"]
    period, value = drawn.newest
    step, better = margin(drawn), drawn.better
    target_away, floor_away = _AWAY[shows]
    target = value + better * target_away * step
    floor = None if floor_away is None else value + better * floor_away * step
    gained = (value - drawn.figures[max(0, len(drawn.figures) - 4)][1]) * better
    if shows == "met" and gained > step:  # half the way that was gone was asked for
        target = value - better * gained / 2
        floor = target - better * 2 * step
    later = list(tell.get("then", drawn.then))
    if shows in ("not-yet", "never"):
        periods = later[:1]
    elif shows == "not-due":
        periods = [label for label in later if Period.parse(label).end > TODAY]
    elif shows == "other-period":
        periods = [tell["for"]]
    else:
        periods = [period, *later[:2]]
    found: list[dict[str, Any]] = []
    for number, label in enumerate(periods):
        ahead = better * step * 0.5 * number
        line = _line(drawn, label, target + ahead, None if floor is None else floor + ahead)
        changed = tell.get("raised") or tell.get("lowered")
        if changed and number == 0:
            found.append(_changed(drawn, line, tell))
            line = {**line, "set": REVIEWED, "source": "cabinet25"}
        found.append(line)
    return found


def _line(drawn: Drawn, label: str, target: float, floor: float | None) -> dict[str, Any]:
    places = _places(drawn)
    line: dict[str, Any] = {"for": label, "value": _bounded(drawn, round(target, places))}
    if floor is not None:
        exact = floor == drawn.newest[1]
        line["floor"] = floor if exact else _bounded(drawn, round(floor, places))
    return {**line, "set": SET, "source": "cabinet24"}


def _bounded(drawn: Drawn, value: float) -> float:
    return value if drawn.most is None else min(drawn.most, max(0.0, value))


def _changed(drawn: Drawn, line: dict[str, Any], tell: dict[str, Any]) -> dict[str, Any]:
    """What was set first, before the review."""
    way = 1 if tell.get("lowered") else -1
    first = round(line["value"] + way * drawn.better * margin(drawn), _places(drawn))
    return {**line, "value": _bounded(drawn, first), "note": "Changed at the first review."}


def _bands(drawn: Drawn, tell: dict[str, Any]) -> list[dict[str, Any]]:
    period, value = drawn.newest
    edges = {"band-met": (-1.5, 1.5, -3.0, 4.0), "band-floor": (0.6, 3.6, -1.0, 5.6)}
    low, high, floor_low, floor_high = (round(value + by, 1) for by in edges[tell["shows"]])
    band = {"low": low, "high": high, "floor_low": max(0.0, floor_low), "floor_high": floor_high}
    return [
        {"for": label, **band, "set": SET, "source": "cabinet24"}
        for label in (period, *tell.get("then", ()))
    ]


def _counting(drawn: Drawn, tell: dict[str, Any]) -> dict[str, Any]:
    """A target for a count that goes up through the year. The steps stay under the count."""
    value = drawn.newest[1]
    target: dict[str, Any] = {"for": tell["for"], "holds": "within", "value": round(value * 1.4)}
    if "steps" in tell:
        shares = (0.5, 0.93, 1.2, 1.4)
        target["profile"] = [
            {"by": by, "value": round(value * share)}
            for by, share in zip(tell["steps"], shares, strict=True)
        ]
    return {**target, "set": REVIEWED, "source": "cabinet25"}


def _baseline(drawn: Drawn) -> dict[str, Any]:
    """Where the county stood by the last figure known when the targets were set, or the first."""
    known = [f for f in drawn.figures if Period.parse(f[0]).end + PUBLISHED_AFTER <= SET]
    period, value = known[-1] if known else drawn.figures[0]
    value = round(value, max(_places(drawn), 1)) if drawn.decimals else value
    baseline: dict[str, Any] = {"period": period, "value": value, "source": "cabinet24"}
    return {**baseline, "known": SET} if known else baseline
