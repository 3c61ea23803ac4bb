"""``foreland schools judgements`` and ``regimes``: inspections without an overall grade."""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight.inspection_regimes import REGIMES, bridge
from foreland.insight.school_judgements import TALLY_SCHEMA, tally, words
from foreland.insight.school_quality import graded
from foreland.jobs.folder import Folder
from foreland.jobs.school_areas import place_and_codes
from foreland.jobs.school_registers import Registers
from foreland.jobs.school_standing import standing_in
from foreland.model.statuses import Status

COLUMNS = (
    "area",
    "area_name",
    "dfe_number",
    "on",
    *TALLY_SCHEMA,
    "unit",
    "status",
    "schools_of",
    "note",
)

REGIME_COLUMNS = ("regime", "start", "end", "gives", "from", "to", "comparable", "note")

_NOTE = (
    "of schools whose latest inspection was under this regime; its words compare with no other "
    "regime's, and add up to no grade"
)


def judgements(
    folder: Folder, area: str | None = None, on: date | None = None, as_of: date | None = None
) -> pl.DataFrame:
    """A row a regime, phase, area judged and word: ``COLUMNS``. Empty where none was judged so."""
    place, _ = place_and_codes(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.newest_day
    if day is None:
        return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    place, standing = standing_in(folder, held, area, day)
    schools = standing.schools
    found = graded(schools, held.inspections, held.before, day, "predecessor", standing.told)
    status = Status.FINAL if standing.exact else Status.ESTIMATED
    missing = "" if standing.exact else f"only {standing.of}: what closed before is missing; "
    return (
        tally(found, words(held.judged, held.cards), day)
        .with_columns(
            pl.lit(place.code).alias("area"),
            pl.lit(place.name).alias("area_name"),
            pl.lit(place.dfe_number, pl.String).alias("dfe_number"),
            pl.lit(day).alias("on"),
            pl.lit("percent").alias("unit"),
            pl.lit(status.value).alias("status"),
            pl.lit(standing.of).alias("schools_of"),
            pl.lit(missing + _NOTE).alias("note"),
        )
        .select(COLUMNS)
    )


def regimes(since: date | None = None, until: date | None = None) -> pl.DataFrame:
    """The inspection regimes: ``REGIME_COLUMNS``; with two days, what compares between them."""
    said = bridge(since, until) if since and until else None
    return pl.DataFrame(
        [
            (
                r.name,
                r.start,
                r.end,
                r.gives,
                since,
                until,
                said and said.comparable,
                said and said.text,
            )
            for r in REGIMES
        ],
        schema={
            "regime": pl.String,
            "start": pl.Date,
            "end": pl.Date,
            "gives": pl.String,
            "from": pl.Date,
            "to": pl.Date,
            "comparable": pl.Boolean,
            "note": pl.String,
        },
        orient="row",
    )
