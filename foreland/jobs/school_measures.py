"""Figures of single schools by year, and what is known of each school to match it by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import school_measures as measures
from foreland.insight import school_types as types
from foreland.jobs.school_registers import Registers
from foreland.sources.ofsted.kept import SCHOOLS
from foreland.sources.school_tables import tables
from foreland.sources.schools_similar import cohorts, secondary

#: The table of secondary schools has results of the school year 2023-24.
_SECONDARY_YEAR = 2024
_OF_SECONDARY = {"attainment8": "attainment_8", "progress8": "progress_8"}

#: What is known of a school beside its results. ``phase`` and ``admissions`` as Ofsted's file has
#: them; ``fsm`` is of January 2023, ``prior_attainment`` and ``disadvantaged`` of the pupils who
#: finished key stage 4 in 2023-24, ``pupils`` of the January before Ofsted's file.
INTAKE: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "area": pl.String,
    "phase": pl.String,
    "selective": pl.Boolean,
    "pupils": pl.Float64,
    "fsm": pl.Float64,
    "idaci": pl.Float64,
    "prior_attainment": pl.Float64,
    "disadvantaged": pl.Float64,
}


@dataclass(frozen=True)
class SchoolFigures:
    """``figures`` (``school_measures.FIGURES``) and ``intake`` (``INTAKE``) of all schools."""

    figures: pl.DataFrame
    intake: pl.DataFrame

    @classmethod
    def read(cls, store: Store, as_of: date | None = None) -> "SchoolFigures":
        return cls(_figures(store, as_of), _intake(store, as_of))


def _figures(store: Store, as_of: date | None) -> pl.DataFrame:
    parts = [pl.DataFrame(schema=measures.FIGURES)]
    kept = store.register(tables.REGISTER, as_of)
    if kept.height:
        kept = kept.filter((pl.col("group") == "all") & pl.col("value").is_not_null())
        parts.append(
            kept.select(
                "urn",
                "measure",
                pl.col("period_end").dt.year().alias("year"),
                "value",
                pl.col("table").alias("of"),
                "status",
                "release",
                "row",
            )
        )
    later = store.register(secondary.REGISTER, as_of)
    for column, measure in _OF_SECONDARY.items() if later.height else ():
        parts.append(
            later.filter(pl.col(column).is_not_null()).select(
                "urn",
                pl.lit(measure).alias("measure"),
                pl.lit(_SECONDARY_YEAR, pl.Int32).alias("year"),
                pl.col(column).alias("value"),
                pl.lit("secondary-schools").alias("of"),
                pl.lit("final").alias("status"),
                "release",
                "row",
            )
        )
    return measures.preferred(pl.concat(parts))


def _intake(store: Store, as_of: date | None) -> pl.DataFrame:
    schools = store.register(SCHOOLS, as_of)
    if not schools.height:
        return pl.DataFrame(schema=INTAKE)
    # Files of several days may be kept: a school once, from the newest.
    schools = schools.filter(pl.col("as_at") == pl.col("as_at").max())
    meals = _wide(store.register(tables.REGISTER, as_of), "fsm_eligible", "fsm")
    cohort = store.register(cohorts.REGISTER, as_of)
    names = ("prior_attainment", "disadvantaged")
    if cohort.height:
        newest = cohort.filter(pl.col("year") == pl.col("year").max()).select("urn", *names)
    else:
        newest = pl.DataFrame(schema={"urn": pl.String, **dict.fromkeys(names, pl.Float64)})
    selective = (pl.col("admissions").str.to_lowercase() == "selective").fill_null(False)
    return (
        schools.with_columns(
            types.by_ofsted().alias("phase"),
            selective.alias("selective"),
            pl.col("pupils").cast(pl.Float64),
            pl.col("idaci_quintile").cast(pl.Float64).alias("idaci"),
        )
        .join(meals, on="urn", how="left")
        .join(newest, on="urn", how="left")
        .sort("urn")
        .select(INTAKE.keys())
    )


def _wide(figures: pl.DataFrame, measure: str, called: str) -> pl.DataFrame:
    """``urn`` and the newest value of a measure."""
    if not figures.height:
        return pl.DataFrame(schema={"urn": pl.String, called: pl.Float64})
    return (
        figures.filter((pl.col("measure") == measure) & pl.col("value").is_not_null())
        .sort("urn", "period_end")
        .unique("urn", keep="last", maintain_order=True)
        .select("urn", pl.col("value").alias(called))
    )


def lines_of(held: Registers) -> Mapping[str, str]:
    """``school_measures.lines`` of all schools: without those that are still open themselves."""
    still = set(held.ofsted["urn"])
    if not still:
        still = set(held.before["before"]) - set(held.dates.drop_nulls("closed")["urn"])
    return measures.lines(held.before, still)
