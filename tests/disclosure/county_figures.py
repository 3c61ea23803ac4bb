"""A county of two areas with two districts each, and figures to check in the head."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from foreland.model.areas import Area, Register
from foreland.model.observations import OBSERVATION_COLUMNS

REGISTER = Register(
    [
        Area("E", "England", "country"),
        Area("R", "Region", "region", region="E"),
        Area("C", "County", "county", region="R"),
        Area("U", "Unitary", "unitary authority", region="R"),
        Area("A1", "North", "area", region="C"),
        Area("A2", "South", "area", region="C"),
        Area("D1", "Ash", "district", region="A1"),
        Area("D2", "Birch", "district", region="A1"),
        Area("D3", "Cedar", "district", region="A2"),
        Area("D4", "Dell", "district", region="A2"),
    ]
)

YEAR = (date(2024, 9, 1), date(2025, 8, 31))
TODAY = date(2026, 4, 8)

_TYPES: dict[str, Any] = dict.fromkeys(OBSERVATION_COLUMNS, pl.String) | {
    "period_start": pl.Date,
    "period_end": pl.Date,
    "as_of": pl.Date,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "in_latest": pl.Boolean,
}


def fact(area: str, value: float | None, **others: Any) -> dict[str, Any]:
    """One local count of the year 2024/25; ``of`` makes it the percentage of ``value`` in it."""
    of = others.pop("of", None)
    indicator = others.get("indicator", "pupils")
    group = others.get("group", "all")
    span = (others.get("period_start", YEAR[0]), others.get("period_end", YEAR[1]))
    row = {
        "id": f"{indicator}.{group}.{area}" + ("" if span == YEAR else f".{span}"),
        "indicator": indicator,
        "area": area,
        "group": group,
        "period": "2024/25",
        "period_kind": "academic",
        "period_start": YEAR[0],
        "period_end": YEAR[1],
        "value": value,
        "unit": "count",
        "status": "final",
        "source": "local",
        "source_code": f"local:{indicator}",
        "release": "local-1",
    }
    if of is not None and value is not None:
        row |= {
            "value": 100 * value / of,
            "numerator": value,
            "denominator": of,
            "unit": "percent",
        }
    return row | others


def table(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as observations."""
    filled = [dict.fromkeys(OBSERVATION_COLUMNS) | dict(row) for row in rows]
    return pl.DataFrame(filled, schema=_TYPES)


def counts(**by_area: float | None) -> pl.DataFrame:
    return table(fact(area, value) for area, value in by_area.items())


def shares(**by_area: tuple[float, float]) -> pl.DataFrame:
    """Percentages from numerators and denominators."""
    return table(fact(area, top, of=bottom) for area, (top, bottom) in by_area.items())


def shown(frame: pl.DataFrame, column: str = "value") -> dict[str, Any]:
    """By area."""
    return dict(frame.select("area", column).iter_rows())
