"""Reorganisations of authorities that are planned: notes, not facts.

Nothing is computed from them. An area opens or closes in the register only when the order is made
and the codes are given. Only of the packaged register: an invented England has none.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from foreland.model.periods import Period


@dataclass(frozen=True)
class Announced:
    """``area`` is planned to end and to become ``into``, from the day ``planned`` on."""

    area: str
    planned: date
    into: str
    confirmed: bool
    note: str

    def sentence(self, name: str) -> str:
        """The plan in words, which never say that it is so."""
        day = Period.snapshot(self.planned).label
        sure = "" if self.confirmed else ", not confirmed"
        return f"{name}: planned to become {self.into} on {day}{sure} ({self.note})."


@cache
def announced() -> tuple[Announced, ...]:
    """What is announced, by area."""
    text = resources.files("foreland.model").joinpath("data/announced.csv").read_text("utf-8")
    return tuple(
        Announced(
            area=row["area"],
            planned=date.fromisoformat(row["planned"]),
            into=row["into"],
            confirmed=row["confirmed"] == "yes",
            note=row["note"],
        )
        for row in csv.DictReader(text.splitlines())
    )
