"""What the parts of a support profile are made from, and how a row of one is made. Internal."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import school_measures as measures
from foreland.insight import support_profile as profile
from foreland.jobs.school_facts import SchoolFacts
from foreland.jobs.school_measures import SchoolFigures, lines_of
from foreland.jobs.school_registers import Registers
from foreland.model.statuses import Status

SUPPORT: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "part": pl.String,
    "measure": pl.String,
    "title": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "words": pl.String,
    "compared": pl.Float64,
    "compared_with": pl.String,
    "difference": pl.Float64,
    "difference_unit": pl.String,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "usual_lower": pl.Float64,
    "usual_upper": pl.Float64,
    "period": pl.String,
    "period_end": pl.Date,
    "source": pl.String,
    "release": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "on": pl.Date,
    "audience": pl.String,
}

_TABLES = "DfE, tables of schools"


@dataclass(frozen=True)
class Held:
    """What a profile is made from: the schools asked for, all schools' figures, the store."""

    facts: SchoolFacts
    schools: pl.DataFrame
    figures: pl.DataFrame
    phases: pl.DataFrame
    store: Store
    as_of: date | None

    def release(self, register: str) -> str | None:
        found = self.store.register(register, self.as_of)
        return found["release"].max() if found.height else None  # type: ignore[return-value]


def held_of(facts: SchoolFacts, schools: pl.DataFrame, store: Store, as_of: date | None) -> Held:
    """Figures up to the school year that had ended by the day, under the numbers of today."""
    assert facts.day is not None
    ended = facts.day.year if (facts.day.month, facts.day.day) >= (8, 31) else facts.day.year - 1
    read = SchoolFigures.read(store, as_of)
    now = dict(lines_of(Registers.read(store, as_of)))
    figures = measures.followed(read.figures.filter(pl.col("year") <= ended), now)
    # A school asked for on an earlier day may have another number now.
    own = schools.select(pl.col("urn").alias("own"), pl.col("urn").replace(now).alias("urn"))
    back = dict(own.filter(pl.col("own") != pl.col("urn")).select("urn", "own").iter_rows())
    figures = figures.with_columns(pl.col("urn").replace(back)) if back else figures
    phases = pl.concat([schools.select("urn", "phase"), read.intake.select("urn", "phase")]).unique(
        "urn", keep="first", maintain_order=True
    )
    return Held(facts, schools, figures, phases, store, as_of)


def whole(part: pl.DataFrame) -> pl.DataFrame:
    """All columns of ``SUPPORT`` but what is joined on, so that parts can be put together."""
    joined = {"name", "area", "area_name", "dfe_number", "on", "audience", "difference_unit"}
    return part.select(
        (pl.col(name) if name in part.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in SUPPORT.items()
        if name not in joined
    )


def absent(held: Held, part: str, measure: str, title: str, reason: str) -> pl.DataFrame:
    """A figure that no school has."""
    return held.schools.select(
        "urn",
        "phase",
        pl.lit(part).alias("part"),
        pl.lit(measure).alias("measure"),
        pl.lit(title).alias("title"),
        pl.lit(Status.NOT_AVAILABLE.value).alias("status"),
        pl.lit(reason).alias("reason"),
    )


def lacking(
    held: Held, found: pl.DataFrame, part: str, measure: str, title: str, reasons: dict[str, str]
) -> pl.DataFrame:
    return profile.without(held.schools, found, reasons).with_columns(
        pl.lit(part).alias("part"),
        pl.lit(measure).alias("measure"),
        pl.lit(title).alias("title"),
        pl.lit(Status.NOT_AVAILABLE.value).alias("status"),
    )


def year_label(year: int) -> str:
    return f"{year - 1}-{year % 100:02d}"


def compared_rows(
    found: pl.DataFrame, part: str, measure: str, title: str, unit: str, label: str, year: int
) -> pl.DataFrame:
    compared = pl.format("middle of {} schools of the phase in England", pl.col("compared_schools"))
    return whole(
        found.with_columns(
            pl.lit(part).alias("part"),
            pl.lit(measure).alias("measure"),
            pl.lit(title).alias("title"),
            pl.lit(unit).alias("unit"),
            pl.when(pl.col("compared").is_not_null()).then(compared).alias("compared_with"),
            pl.lit(label).alias("period"),
            pl.lit(date(year, 8, 31)).alias("period_end"),
            pl.lit(_TABLES).alias("source"),
        )
    )
