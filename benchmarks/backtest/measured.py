"""All figures of a back-test as rows: what is printed, and what the site shows of our record.

Rows are plain: text, whole numbers, and floats rounded to four places (None where there is none).
"""

from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl

from benchmarks.backtest import scores
from benchmarks.backtest.autoets import ETS
from benchmarks.backtest.rivals import RIVALS
from foreland.insight.panel import HORIZONS

Row = dict[str, Any]


def by_horizon(every: pl.DataFrame, asked: pl.DataFrame | None) -> list[Row]:
    """Errors, coverage, interval score and chances, a row a horizon that can be scored."""
    found = []
    for horizon in HORIZONS:
        here = every.filter(pl.col("horizon") == horizon)
        error = scores.errors(here)
        if not error.indicators:
            continue
        inside = scores.coverage(here)
        row: Row = {
            "years": horizon,
            "forecasts": here.height,
            **asdict(error),
            **{f"inside{share}": value for share, value in inside.items()},
            "interval_score": scores.interval_score(here),
        }
        if asked is not None:
            goals = asked.filter(pl.col("horizon") == horizon)
            if goals.height:
                row |= asdict(scores.chances(goals))
        found.append(rounded(row))
    return found


def by_theme(every: pl.DataFrame, asked: pl.DataFrame) -> list[Row]:
    """The same by theme, with the rivals' median errors beside."""
    found = []
    for (theme,), part in sorted(every.partition_by("theme", as_dict=True).items()):
        goals = asked.filter(pl.col("theme") == theme)
        for row in by_horizon(part, goals):
            here = part.filter(pl.col("horizon") == row["years"])
            beside = {
                name: scores.errors(here, name).median for name in methods(here) if name != OURS
            }
            found.append({"theme": str(theme), **row, **rounded(beside)})
    return found


OURS = "expected"


def methods(every: pl.DataFrame) -> list[str]:
    """Ours first, then the rivals that were tried in this run."""
    return [name for name in (OURS, *RIVALS, ETS) if name in every.columns]


def by_method(every: pl.DataFrame) -> list[Row]:
    """Every method by horizon, each on what it could fit; what it could not is counted."""
    found = []
    for name in methods(every):
        for horizon in HORIZONS:
            here = every.filter(pl.col("horizon") == horizon)
            if here.height:
                row = {
                    "method": "foreland" if name == OURS else name,
                    "years": horizon,
                    "forecasts": here.height,
                    **asdict(scores.errors(here, name)),
                }
                found.append(rounded(row))
    return found


def calibration(asked: pl.DataFrame) -> list[Row]:
    """By tenths of what was told: told in the mean, and come true."""
    tenths = (
        asked.group_by("horizon", (pl.col("p") * 10).floor().clip(0, 9).alias("tenth"))
        .agg(pl.len().alias("targets"), pl.col("p").mean().alias("told"),
             pl.col("met").mean().alias("came_true"))
        .sort("horizon", "tenth")
    )  # fmt: skip
    return [
        rounded({"years": h, "targets": n, "told": told, "came_true": met})
        for h, _, n, told, met in tenths.iter_rows()
    ]


def rounded(row: Row) -> Row:
    """Floats to four places; what is not a number is None."""
    return {
        name: (round(value, 4) if np.isfinite(value) else None)
        if isinstance(value, float)
        else value
        for name, value in row.items()
    }
