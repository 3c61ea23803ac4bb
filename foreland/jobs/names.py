"""Names, DfE numbers and printed periods joined to facts, in the contract's order of columns."""

from datetime import date

import polars as pl

from foreland.model.areas import Register
from foreland.model.observations import OBSERVATION_COLUMNS
from foreland.model.periods import Period, PeriodKind


def names_of_areas(register: Register) -> pl.DataFrame:
    """``area, area_name, dfe_number`` of every area of a register."""
    return pl.DataFrame(
        [(a.code, a.name, a.dfe_number) for a in register],
        schema={"area": pl.String, "area_name": pl.String, "dfe_number": pl.String},
        orient="row",
    ).unique("area", keep="last", maintain_order=True)


def named(facts: pl.DataFrame, register: Register) -> pl.DataFrame:
    """``facts`` (with ``indicator``) with all of ``OBSERVATION_COLUMNS``."""
    periods = _labels(facts.select("period_kind", "period_start", "period_end").unique())
    return (
        facts.join(names_of_areas(register), on="area", how="left", maintain_order="left")
        .join(
            periods,
            on=["period_kind", "period_start", "period_end"],
            how="left",
            maintain_order="left",
        )
        .select(OBSERVATION_COLUMNS)
    )


def _labels(periods: pl.DataFrame) -> pl.DataFrame:
    rows = [(k, s, e, label(k, s, e)) for k, s, e in periods.iter_rows()]
    schema = {
        "period_kind": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "period": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def label(kind: str, start: date, end: date) -> str:
    return Period(PeriodKind(kind), start, end).label
