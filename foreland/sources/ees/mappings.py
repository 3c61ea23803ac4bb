"""Load mappings: those that ship with foreland, and an area's own. All faults told at once.

A mapping's file bears its id, so that which mappings there are, and whether one has changed, is
known without reading YAML.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from foreland.model.documents import Document
from foreland.model.problems import ForelandError, Problem
from foreland.sources.ees.schema import Filter, Mapping, Members


@dataclass(frozen=True)
class MappingFile:
    """A mapping not yet read. ``file`` is what a message calls it."""

    name: str
    text: str
    file: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def mapping(self) -> Mapping:
        """The mapping. Raises ForelandError with every fault, by line."""
        document = Document(self.text, self.file)
        mapping, problems = document.checked(Mapping)
        if mapping is not None:
            problems = _faults(document, mapping, self.name)
        if problems or mapping is None:
            raise ForelandError(problems)
        return mapping


def packaged() -> tuple[MappingFile, ...]:
    """The mappings that ship with foreland, by name."""
    folder = resources.files("foreland.sources.ees").joinpath("mappings")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".yaml")]
    return tuple(
        MappingFile(entry.name.removesuffix(".yaml"), entry.read_text("utf-8"), entry.name)
        for entry in sorted(found, key=lambda entry: entry.name)
    )


def own(folder: Path) -> tuple[MappingFile, ...]:
    """An area's own mappings, checked. Raises ForelandError with the faults of all of them."""
    found, problems = [], []
    for path in sorted(folder.glob("*.y*ml")) if folder.is_dir() else ():
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            problems.append(Problem(str(path), "no UTF-8 text", "YAML", "Save it as UTF-8."))
            continue
        file = MappingFile(path.stem, text, str(path))
        try:
            _ = file.mapping
        except ForelandError as fault:
            problems += fault.problems
        found.append(file)
    if problems:
        raise ForelandError(problems)
    return tuple(found)


def _faults(document: Document, mapping: Mapping, name: str) -> list[Problem]:
    """Faults that no single field shows."""
    faults = []
    if mapping.id != name:
        faults.append(
            document.problem(
                ("id",),
                f"id: {mapping.id} in a file named {name}",
                "the file's own name",
                "Rename one.",
            )
        )
    reads = bool(mapping.indicators) or mapping.register_ is not None
    if reads == (mapping.refused is not None):
        faults.append(
            document.problem(
                (),
                "refused and indicators" if reads else "no indicators",
                "indicators, a register, or refused with the reason",
                "Say which columns are read.",
            )
        )
    return faults + _repeated(document, mapping) + _dimensions(document, mapping)


def _repeated(document: Document, mapping: Mapping) -> list[Problem]:
    """A column has one use only."""
    uses: dict[str, str] = {}
    faults = []
    named: list[tuple[tuple[str | int, ...], str]] = []
    for place, one in enumerate(mapping.filters):
        named += [(("filters", place, "column"), column) for column in one.column]
    named += [(("not_read", place), column) for place, column in enumerate(mapping.not_read)]
    named += [(("indicators", column), column) for column in mapping.indicators]
    for path, column in named:
        use = str(path[0])
        if column in uses:
            faults.append(
                document.problem(
                    path,
                    f"the column {column} under {uses[column]} and under {use}",
                    "each column under one heading",
                    "Take one of them out.",
                )
            )
        uses[column] = use
    return faults


def _dimensions(document: Document, mapping: Mapping) -> list[Problem]:
    """Two filters of one row may not name one dimension: a group has each once."""
    faults = []
    taken: set[str] = set()
    for place, one in enumerate(mapping.filters):
        names = {part.dimension for part in parts(one) if part.dimension}
        for name in sorted(names & taken):
            faults.append(
                document.problem(
                    ("filters", place),
                    f"the dimension {name} in two filters",
                    "a dimension for each filter",
                    "Give one of them another name.",
                )
            )
        taken |= names
    return faults


def parts(one: Filter) -> list[Members]:
    """The members of a filter: of each of its topics, or its own."""
    return list(one.topics.values()) if one.topic is not None else [one]
