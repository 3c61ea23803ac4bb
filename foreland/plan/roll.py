"""Start next year's plan from this one: what is promised is carried, what is done is left behind.

Edits the YAML as text with its comments and order. Sets no target: to ask for less than before
needs a reason, which the check of the new plan asks for (``before.yaml`` keeps this year's).
"""

import io
import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from foreland.model.periods import Period
from foreland.plan.schema import Plan
from foreland.plan.table import in_force

#: Actions in these states are not carried.
ENDED = ("done", "stopped")
_YEAR = re.compile(r"(\d{4})([/-](\d{2}))?")


@dataclass(frozen=True)
class Carried:
    """What became of one entry. ``needs`` is what a person has to do about it."""

    kind: str
    what: str
    outcome: str
    needs: str | None = None


def rolled_plan(text: str, year: str) -> str:
    """``plan.yaml`` for the plan of ``year`` (as text, such as 2026)."""
    yaml = _yaml()
    data = yaml.load(text)
    by = _shift(data, year)
    first, last = data.get("first_year"), data.get("last_year")
    data_title = str(data.get("title", ""))
    for name in ("title", "short_title"):
        if name in data and first and last:
            data[name] = _renamed(str(data[name]), (str(first), str(last)), by)
    for name in ("first_year", "last_year"):
        if data.get(name):
            data[name] = Quoted(_moved(str(data[name]), by))
    _put(data, "edition", Quoted(year), after="area")
    _put(data, "replaces", data_title, after="last_year")
    for name in ("announced", "replaced_by", "reasons"):
        data.pop(name, None)
    if data.get("actions"):
        _without_ended(data["actions"])
    return _dumped(yaml, data)


def rolled_actions(text: str) -> str:
    """``actions.yaml`` with what is not ended."""
    yaml = _yaml()
    data = yaml.load(text)
    if data and data.get("actions"):
        _without_ended(data["actions"])
    return _dumped(yaml, data)


def carried(old: Plan, new: Plan) -> list[Carried]:
    """What went over and what a person has to see to, in the order of the plan."""
    found = []
    start = _start(new)
    for measure in new.measures:
        ahead = [
            t
            for t in in_force(measure)
            if t.period and t.unknown is None and (start is None or _ends(t.period) >= start)
        ]
        last = max((t.period for t in ahead if t.period), key=_ends, default=None)
        needs = None if ahead else "a target for the new years, or a note why it has none"
        outcome = f"carried, with targets to {last}" if ahead else "carried, without a target ahead"
        found.append(Carried("measure", measure.id, outcome, needs))
    kept = {action.id: action for action in new.actions}
    for action in old.actions:
        if action.id not in kept:
            found.append(Carried("action", action.id, f"left behind: {action.state}"))
            continue
        late = action.state in ("late", "unknown")
        needs = "a new due date or state" if late else None
        found.append(Carried("action", action.id, f"carried: {action.state}", needs))
    return found


def _ends(label: str) -> str:
    return Period.parse(label).end.isoformat()


def _start(plan: Plan) -> str | None:
    match = _YEAR.fullmatch(plan.first_year or "")
    if not match:
        return None
    return f"{match[1]}-09-01" if match[2] else f"{match[1]}-01-01"


def _shift(data: Any, year: str) -> int:
    """How many years on the new plan is: from this edition, or from its first year."""
    for name in ("edition", "first_year"):
        if match := _YEAR.match(str(data.get(name) or "")):
            return int(year) - int(match[1])
    return 0


def _moved(label: str, by: int) -> str:
    match = _YEAR.fullmatch(label)
    if not match:
        return label
    first = int(match[1]) + by
    return f"{first}{match[2][0]}{(first + 1) % 100:02d}" if match[2] else str(first)


def _renamed(title: str, years: tuple[str, str], by: int) -> str:
    """The title with its years moved on, where it names them."""
    numbers = {year[:4] for year in years} | {str(int(year[:4]) + 1) for year in years if year[4:]}

    def one(match: re.Match[str]) -> str:
        if match[1] not in numbers:
            return match[0]
        first = int(match[1]) + by
        return str(first) + (f"{match[2]}{(int(match[3]) + by) % 100:02d}" if match[2] else "")

    return re.sub(r"\b(\d{4})(?:([-/])(\d{2})(?!\d))?", one, title)


def _put(data: Any, key: str, value: object, after: str) -> None:
    if key in data or after not in data:
        data[key] = value
    else:
        data.insert(list(data).index(after) + 1, key, value)


def _without_ended(actions: Any) -> None:
    for place in reversed(range(len(actions))):
        if actions[place].get("state") in ENDED:
            del actions[place]


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 4096
    return yaml


def _dumped(yaml: YAML, data: Any) -> str:
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()
