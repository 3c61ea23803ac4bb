"""Observations drawn as a small table of text: ``indicator group area period value [status]``."""

from collections.abc import Mapping

import polars as pl

from foreland.model.observations import OBSERVATION_COLUMNS
from foreland.model.periods import Period
from foreland.model.statuses import VALUED, Status

_TYPES: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(OBSERVATION_COLUMNS, pl.String)
_TYPES |= dict.fromkeys(("period_start", "period_end", "as_of"), pl.Date)
_TYPES |= dict.fromkeys(("value", "numerator", "denominator"), pl.Float64)
_TYPES |= {"in_latest": pl.Boolean}


def observed(
    table: str, unit: str = "percent", units: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Columns stand two blanks apart. A value may be ``84/150``: its share in per cent is meant."""
    rows = []
    for number, line in enumerate(filter(None, (x.strip() for x in table.splitlines())), start=1):
        indicator, group, area, period, text, *rest = (x.strip() for x in line.split("  ") if x)
        status = Status(rest[0]) if rest else Status.FINAL
        over, slash, under = text.partition("/")
        value = None if status not in VALUED else float(over)
        if slash and value is not None:
            value = float(over) / float(under) * 100
        when = Period.parse(period)
        rows.append(
            dict.fromkeys(OBSERVATION_COLUMNS)
            | {
                "id": f"0.0.{number}.1",
                "indicator": indicator,
                "area": area,
                "period": when.label,
                "period_kind": when.kind.value,
                "period_start": when.start,
                "period_end": when.end,
                "published_period": when.label,
                "group": group,
                "value": value,
                "numerator": float(over) if slash else None,
                "denominator": float(under) if slash else None,
                "unit": (units or {}).get(indicator, unit),
                "status": status.value,
                "source": "local",
                "release": "r1",
            }
        )
    return pl.DataFrame(rows, schema=_TYPES, orient="row")
