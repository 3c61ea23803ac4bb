"""Made panels: many invented authorities whose truth is known."""

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.panel import Panel, panel

NO_BREAK = pl.DataFrame(schema=BREAKS_SCHEMA)
FIRST_YEAR = 2016

Figures = npt.NDArray[np.float64]


def facts(figures: Figures, unit: str = "score", name: str = "readers") -> pl.DataFrame:
    """``figures[area, year]`` as observations of school years; areas A000, A001, ..."""
    rows = [
        (name, "all", f"A{area:03}", unit, "academic", date(FIRST_YEAR + year - 1, 9, 1),
         date(FIRST_YEAR + year, 8, 31), float(value), "final")
        for area, line in enumerate(figures)
        for year, value in enumerate(line)
        if np.isfinite(value)
    ]  # fmt: skip
    schema = {
        "indicator": pl.String,
        "group": pl.String,
        "area": pl.String,
        "unit": pl.String,
        "period_kind": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "value": pl.Float64,
        "status": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def made(
    figures: Figures,
    unit: str = "score",
    breaks: pl.DataFrame = NO_BREAK,
    pooled: int | None = None,
) -> Panel:
    """A panel of one indicator; the first ``pooled`` areas (all if not given) are authorities."""
    many = len(figures) if pooled is None else pooled
    return panel(facts(figures, unit), breaks, [f"A{area:03}" for area in range(many)])


def steady(
    seed: int, areas: int = 60, years: int = 10, noise: float = 1.0, national: float = 0.5
) -> Figures:
    """Areas around their own levels, all moved by one national walk, with noise every year."""
    random = np.random.default_rng(seed)
    level = 50 + random.normal(0, 5, (areas, 1))
    shared = np.cumsum(random.normal(0, national, (1, years)), axis=1)
    return np.asarray(level + shared + random.normal(0, noise, (areas, years)))
