"""A fault told to a person: where, what was found, what was expected, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in a user's file, plan or question. ``line`` and ``row`` count from 1."""

    file: str
    found: str
    expected: str
    remedy: str
    line: int | None = None
    row: int | None = None
    column: str | None = None
    level: str = "error"

    @property
    def where(self) -> str:
        parts = [self.file] if self.file else []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        return f"{self.level}: {where}found {self.found}; expected {self.expected}. {self.remedy}"


class ForelandError(Exception):
    """Something in the user's plan, data or question needs a person. Shown without a trace."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
