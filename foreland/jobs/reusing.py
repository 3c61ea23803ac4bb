"""Take a file of the site from the build before, where it was made of the same.

What a file is made of (a page's context, a table) is told by a digest that the build's record
keeps. A file is only taken if its bytes are still those that the record names.
"""

import copyreg
import hashlib
import io
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from foreland.jobs.inputs import program

#: As a pickler's ``dispatch_table`` has it: how an object is made, and the items put into it.
_Reduced = tuple[Callable[..., Any], tuple[Any, ...], Any, None, Iterator[Any]]
_Reducers = Mapping[type, Callable[[Any], Any]]


class Reuse:
    """A ``report.anew.Maker``. ``made_of`` tells afterwards what each file was made of."""

    def __init__(self, out: Path) -> None:
        self.made_of: dict[str, str] = {}
        self.taken = 0
        self._place, self._record = _standing(out)
        self._reducers = {**copyreg.dispatch_table, **dict.fromkeys(_models(BaseModel), _told)}

    def __call__(self, path: str, of: object, make: Callable[[], bytes]) -> bytes:
        digest = _digest(of, self._reducers)
        if digest is None:
            return make()
        self.made_of[path] = digest
        if self._of("made_of", path) == digest and (data := self._data(path)) is not None:
            self.taken += 1
            return data
        return make()

    def _data(self, path: str) -> bytes | None:
        try:
            data = (self._place / path).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == self._of("files", path) else None

    def _of(self, name: str, path: str) -> object:
        part = self._record.get(name)
        return part.get(path) if isinstance(part, dict) else None


def _standing(out: Path) -> tuple[Path, Mapping[str, Any]]:
    """The folder of the build that stands, and its record; an empty one where there is none."""
    current = out / "current"
    if not current.is_symlink():
        return current, {}
    builds = out / "builds"
    name = current.readlink().name
    try:
        record = json.loads((builds / f"{name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        record = None
    return builds / name, record if isinstance(record, dict) else {}


def _digest(of: object, reducers: _Reducers) -> str | None:
    """Of the program and of all that is in ``of``; None where that cannot be told.

    Equal bytes are of equal things. Equal things may give other bytes: they are made anew then.
    """
    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=5)
    pickler.dispatch_table = reducers
    try:
        pickler.dump(of)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None
    whole = hashlib.sha256(program().encode())
    whole.update(written.getbuffer())
    return whole.hexdigest()


def _models(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in kind.__subclasses__():
        yield each
        yield from _models(each)


def _told(model: Any) -> _Reduced:
    """A model by its fields. What it notes besides, which were given, is a set without an order."""
    return dict, (), None, None, iter([("", type(model).__qualname__), *model.__dict__.items()])
