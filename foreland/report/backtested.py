"""The figures of the last back-test, as ``make backtest`` wrote them into the package."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

FILE = "backtest.json"


@dataclass(frozen=True)
class Backtest:
    """``made`` is the day, ``newest`` that of the newest data. Rows by name of the table."""

    made: date
    method: str
    data: str
    newest: date
    since: int
    tables: dict[str, list[dict[str, Any]]]


@cache
def backtest() -> Backtest:
    """What the package holds."""
    raw = json.loads(resources.files("foreland.report").joinpath("assets", FILE).read_text("utf-8"))
    return Backtest(
        date.fromisoformat(raw["made"]),
        raw["method"],
        raw["data"],
        date.fromisoformat(raw["newest"]),
        raw["since"],
        raw["tables"],
    )
