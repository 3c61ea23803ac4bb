"""Tables of an area's own that are no figures: a log of services, notes on trusts. Declared here.

Each is a YAML file of ``tables/``: its columns, what each may hold, and what must hold within a row
and between rows. A table is kept as a register of the same name, always for the area alone; a
later file replaces the whole of it. What can only be known beside other tables (an unknown school,
one that had closed) is not told here.
"""

import difflib
from functools import cache
from importlib import resources
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, model_validator

from foreland.model.documents import Document
from foreland.model.problems import ForelandError, Problem

Kind = Literal["name", "school", "trust", "text", "day", "amount", "choice"]

_TYPES: dict[str, type[pl.DataType]] = {"day": pl.Date, "amount": pl.Float64}


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Entry):
    """One column; ``help`` is what a person who fills it in is told."""

    name: str = Field(pattern=r"^[a-z][a-z_]*$", strict=True)
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str


class LocalTable(_Entry):
    """One table. ``in_order`` are pairs of days of which the second is not before the first,
    ``together`` pairs of which neither stands alone, ``once`` what no two rows share."""

    name: str = Field(pattern=r"^[a-z0-9-]+$", strict=True)
    title: str
    purpose: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...] = Field(min_length=1)
    in_order: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    once: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> "LocalTable":
        pairs = [name for pair in (*self.in_order, *self.together) for name in pair]
        wrong = {*pairs, *self.once, *self.unread} - set(self.header)
        if wrong:
            raise ValueError(f"columns of the table, not {', '.join(sorted(wrong))}")
        return self

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def register(self) -> str:
        """The name of the register in which the table is kept."""
        return self.name.replace("-", "_")

    @property
    def kept(self) -> dict[str, type[pl.DataType]]:
        read = [column for column in self.columns if column.name not in self.unread]
        return {
            **{column.name: _TYPES.get(column.kind, pl.String) for column in read},
            "sheet": pl.UInt16,
            "row": pl.UInt32,
            "file": pl.String,
        }


@cache
def local_tables() -> tuple[LocalTable, ...]:
    """All that ship with foreland, by name. Raises ForelandError with every fault, by line."""
    folder = resources.files("foreland.sources.local").joinpath("tables")
    found, problems = [], []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            document = Document(entry.read_text("utf-8"), entry.name)
            table, faults = document.checked(LocalTable)
            problems += faults
            if table is not None:
                found.append(table)
    if problems:
        raise ForelandError(problems)
    return tuple(found)


def local_table(name: str) -> LocalTable:
    """Raises ForelandError that suggests the nearest."""
    known = {table.name: table for table in local_tables()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]}?" if near else "Run: foreland template"
    raise ForelandError(Problem("", f"no table {name!r}", f"one of {', '.join(known)}", hint))
