"""YAML text as checked models: every fault with its line, all faults at once. Reads no file."""

import difflib
import io
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from foreland.model.problems import ForelandError, Problem

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]


class Document:
    """One YAML text. ``data`` is plain; lines are looked up only when something is wrong."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._text = text
        self._marked: Any = None
        try:
            self.data: Any = YAML(typ="safe", pure=True).load(io.StringIO(text))
        except MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            found = " ".join(str(fault.problem or fault.context).split())
            raise ForelandError(
                Problem(
                    file,
                    found,
                    "YAML in which every key stands once",
                    "Mend the line.",
                    line=mark.line + 1 if mark else None,
                )
            ) from None
        except (YAMLError, ValueError) as fault:
            raise ForelandError(Problem(file, str(fault), "YAML", "Mend the file.")) from None

    def line(self, path: Iterable[str | int]) -> int | None:
        """The line of a key or item, from 1; of the nearest one above it that has a line."""
        if self._marked is None:
            self._marked = YAML(typ="rt").load(io.StringIO(self._text))
        node, line = self._marked, 1
        for part in path:
            try:
                place = node.lc.data[part]
                line = place[0] + 1
                node = node[part]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return line

    def problem(self, path: Path, found: str, expected: str, remedy: str) -> Problem:
        column = ".".join(str(p) for p in path if isinstance(p, str)) or None
        return Problem(self.file, found, expected, remedy, line=self.line(path), column=column)

    def checked(
        self, model: type[M], data: Any = None, at: Path = ()
    ) -> tuple[M | None, list[Problem]]:
        """``data`` (the whole document if not given) as ``model``, and all its faults."""
        value = self.data if data is None and not at else data
        if value is None:
            value = {}
        try:
            return model.model_validate(value), []
        except ValidationError as fault:
            return None, [self._fault(error, model, at) for error in fault.errors()]

    def _fault(self, error: Any, model: type[BaseModel], at: Path) -> Problem:
        loc: Path = tuple(error["loc"])
        given, kind = error.get("input"), error["type"]
        path = (*at, *loc)
        name = str(loc[-1]) if loc else self.file
        if kind == "extra_forbidden":
            near = difflib.get_close_matches(name, sorted(_fields(model)), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "Take it out."
            return self.problem(path, f"the unknown key {name!r}", "a known key", hint)
        if kind == "missing":
            return self.problem(path[:-1], f"no {name}", f"{name}: …", "Add it.")
        if kind == "string_type" and isinstance(given, int | float):
            return self.problem(
                path,
                f"{name}: {given}, which YAML reads as a number",
                "text",
                f'Quote it: {name}: "{given}"; a leading zero or a date may have been lost.',
            )
        message = error["msg"].removeprefix("Value error, ")
        return self.problem(path, f"{name}: {_short(given)}", message, "Correct the value.")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"{text[:77]}..."


def _fields(model: type[BaseModel], seen: frozenset[type] = frozenset()) -> set[str]:
    """The names of a model's fields and of those of the models inside it."""
    names = set(model.model_fields)
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            if inner not in seen:
                names |= _fields(inner, seen | {model, inner})
    return names


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for arg in getattr(annotation, "__args__", ()) for m in _models(arg)]
