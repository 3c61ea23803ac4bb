"""YAML text as checked models: every fault with its line, all faults at once. Reads no file."""

import difflib
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

from foreland.model.problems import ForelandError, Problem

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]


class Document:
    """One YAML text, parsed once: ``data`` is plain, and every key and item knows its line."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        try:
            self._root, self.data = _parsed(text)
        except MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            found = " ".join(str(fault.problem or fault.context).split()).removeprefix("found ")
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
        node, line = self._root, 1
        for part in path:
            found = _inside(node, part)
            if found is None:
                break
            node, line = found
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
            errors = fault.errors()
            inner = [tuple(e["loc"]) for e in errors]
            # A list whose items are at fault is called too short as well: say it once.
            told = [e for e in errors if not _says_no_more(e, inner)]
            return None, [self._fault(error, model, at) for error in told]

    def _fault(self, error: Any, model: type[BaseModel], at: Path) -> Problem:
        loc: Path = tuple(error["loc"])
        given, kind = error.get("input"), error["type"]
        path = (*at, *loc)
        name = next((str(part) for part in reversed(loc) if isinstance(part, str)), self.file)
        if kind == "extra_forbidden":
            near = difflib.get_close_matches(name, _keys(model, loc[:-1]), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "Take it out."
            return self.problem(path, f"the unknown key {name!r}", "a known key", hint)
        if kind == "missing":
            return self.problem(path[:-1], f"no {name}", f"{name}: …", "Add it.")
        if kind == "string_type" and isinstance(given, int | float | date):
            words = {bool: "true or false", date: "a date", datetime: "a date"}
            read = words.get(type(given), "a number")
            return self.problem(
                path,
                f"{name}: {given}, which YAML reads as {read}",
                "text",
                f'Quote it, as "{given}"; a leading zero or the form of a date may have been lost.',
            )
        if kind in ("literal_error", "enum"):
            known = re.findall(r"'([^']+)'", error["msg"])
            near = difflib.get_close_matches(str(given), known, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "Correct the value."
            return self.problem(path, f"{name}: {_short(given)}", _words(error), hint)
        return self.problem(path, f"{name}: {_short(given)}", _words(error), "Correct the value.")


def _says_no_more(error: Any, places: list[Path]) -> bool:
    place = tuple(error["loc"])
    within = (p for p in places if p[: len(place)] == place and len(p) > len(place))
    return error["type"] == "too_short" and any(within)


#: How pydantic begins a message, and what we say.
_PLAIN = (
    ("Value error, ", ""),
    ("Input should be a valid dictionary or instance of ", "keys and values of a "),
    ("Input should be a valid tuple", "a list"),
    ("Input should be a valid list", "a list"),
    ("Input should be a valid ", "a "),
    ("Input should be ", ""),
    ("String should have ", "text of "),
    ("String should match pattern ", "text of the form "),
    ("Tuple should have at least 1 item", "a list of at least one item"),
)


def _words(error: Any) -> str:
    message = str(error["msg"]).split(" after validation")[0]
    for begins, plain in _PLAIN:
        if message.startswith(begins):
            return plain + message.removeprefix(begins)
    return message


def _parsed(text: str) -> tuple[Any, Any]:
    """The tree of the text, whose nodes have places, and what it says. Raises YAMLError."""
    yaml = YAML(typ="safe", pure=True)
    constructor, parser = yaml.get_constructor_parser(io.StringIO(text))
    try:
        root = constructor.composer.get_single_node()
        return root, None if root is None else constructor.construct_document(root)
    finally:
        parser.dispose()


def _inside(node: Any, part: str | int) -> tuple[Any, int] | None:
    """The value of a key, or the item of a list, and the line of the key or the item."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark.line + 1
    return None


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"{text[:77]}..."


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand at ``path`` of a model, as a writer spells them."""
    models = [model]
    for part in path:
        if not isinstance(part, str):
            continue
        fields = [f for m in models for n, f in m.model_fields.items() if part in (n, f.alias)]
        models = [inner for field in fields for inner in _models(field.annotation)] or models
    return sorted({f.alias or n for m in models for n, f in m.model_fields.items()})


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for arg in getattr(annotation, "__args__", ()) for m in _models(arg)]
