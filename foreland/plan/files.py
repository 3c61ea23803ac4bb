"""The files of a plan as typed entries, each of which knows its file and line.

``plan.yaml`` may hold the actions itself or leave them to ``actions.yaml``. A faulty entry does
not hide the faults of the others: it is set aside, its id stays known, and the rules go on.
Judges nothing beyond the fields of an entry.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from foreland.model.documents import Document
from foreland.model.problems import ForelandError, Problem
from foreland.plan.schema import Action, Entry, Plan

Where = tuple[str | int, ...]
#: The lists whose entries are set aside one by one.
_LISTS = ("ambitions", "priorities", "measures", "actions")


class ActionsFile(Entry):
    """``plan/actions.yaml``."""

    actions: tuple[Action, ...] = ()


@dataclass
class PlanFiles:
    """``plan`` holds all entries that could be read. Paths are those inside ``plan``."""

    plan: Plan
    main: Document
    actions: Document | None = None
    #: Where the entries of ``plan`` stand in their documents, where some were set aside.
    places: dict[str, list[int]] = field(default_factory=dict)
    #: How many of the plan's actions stand in ``plan.yaml`` itself.
    actions_in_main: int = 0
    #: Ids of entries that were set aside: no second fault for whoever names them.
    set_aside: frozenset[str] = frozenset()

    def problem(
        self, path: Where, found: str, expected: str, remedy: str, level: str = "error"
    ) -> Problem:
        """A fault at ``path`` of the plan, with the file and line where that stands."""
        document, there = self._there(path)
        told = document.problem(there, found, expected, remedy)
        return Problem(
            told.file, found, expected, remedy, line=told.line, column=told.column, level=level
        )

    def _there(self, path: Where) -> tuple[Document, Where]:
        if len(path) < 2 or not isinstance(path[1], int):
            return self.main, path
        name, place = str(path[0]), path[1]
        document = self.main
        key = name
        if name == "actions" and self.actions is not None and place >= self.actions_in_main:
            place, document, key = place - self.actions_in_main, self.actions, "actions.yaml"
        known = self.places.get(key)
        return document, (name, known[place] if known else place, *path[2:])


def plan_file(path: Path) -> Path:
    """``plan.yaml`` of an area folder, of a plan folder, or itself. Raises ForelandError."""
    for candidate in (path / "plan" / "plan.yaml", path / "plan.yaml", path):
        if candidate.is_file():
            return candidate
    raise ForelandError(
        Problem(
            str(path),
            "no plan",
            "an area folder that holds plan/plan.yaml, a plan folder, or a plan.yaml",
            "Name another, or make one with: foreland new DIR --area AREA",
        )
    )


def read_text(path: Path, problems: list[Problem]) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(
            Problem(str(path), "text that is not UTF-8", "UTF-8", "Save it again as UTF-8.")
        )
        return None


def read_files(file: Path, problems: list[Problem]) -> PlanFiles | None:
    """The plan in ``file`` and the actions beside it. Faults are added to ``problems``.

    None where nothing can be judged further: no YAML, or no title or area.
    """
    main = _document(file, problems)
    if main is None:
        return None
    plan, places, aside = _salvaged(main, Plan, problems)
    if plan is None:
        return None
    files = PlanFiles(plan, main, None, places, len(plan.actions), frozenset(aside))
    beside = file.with_name("actions.yaml")
    if beside.is_file():
        actions = _document(beside, problems)
        listed, more, lost = (
            _salvaged(actions, ActionsFile, problems) if actions else (None, {}, set())
        )
        if listed is not None:
            files.actions = actions
            files.plan = plan.model_copy(update={"actions": (*plan.actions, *listed.actions)})
            files.set_aside |= lost
            if "actions" in more:
                files.places["actions.yaml"] = more["actions"]
    return files


def _document(path: Path, problems: list[Problem]) -> Document | None:
    text = read_text(path, problems)
    if text is None:
        return None
    try:
        document = Document(text, str(path))
    except ForelandError as fault:
        problems.extend(fault.problems)
        return None
    if document.data is not None and not isinstance(document.data, dict):
        problems.append(document.problem((), "no keys", "title: …", "See the manual: a plan."))
        return None
    return document


def _salvaged(
    document: Document, model: type[Any], problems: list[Problem]
) -> tuple[Any, dict[str, list[int]], set[str]]:
    """The document as ``model`` without its faulty entries; where the others stand; what was
    set aside."""
    whole, faults = document.checked(model)
    problems.extend(faults)
    if whole is not None:
        return whole, {}, set()
    data = dict(document.data or {})
    bad = _bad_entries(model, data)
    if bad is None:
        return None, {}, set()
    places: dict[str, list[int]] = {}
    aside: set[str] = set()
    for name, faulty in bad.items():
        if name in _LISTS and isinstance(data.get(name), list) and faulty is not None:
            places[name] = [n for n in range(len(data[name])) if n not in faulty]
            aside |= {_id(data[name][n]) for n in faulty}
            data[name] = [data[name][n] for n in places[name]]
        else:
            data.pop(name, None)
    try:
        return model.model_validate(data), places, aside
    except ValidationError:
        return None, {}, set()


def _bad_entries(model: type[Any], data: dict[str, Any]) -> dict[str, set[int] | None] | None:
    """The faulty entries of each key, or None for the whole key; None if the whole is amiss."""
    bad: dict[str, set[int] | None] = {}
    try:
        model.model_validate(data)
    except ValidationError as fault:
        for error in fault.errors():
            loc = error["loc"]
            if not loc:
                return None
            name = str(loc[0])
            if len(loc) > 1 and isinstance(loc[1], int) and bad.get(name, set()) is not None:
                bad.setdefault(name, set())
                bad[name] |= {loc[1]}  # type: ignore[operator]
            else:
                bad[name] = None
    return bad


def _id(entry: Any) -> str:
    return str(entry.get("id", "")) if isinstance(entry, dict) else ""
