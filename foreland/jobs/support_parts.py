"""The parts of a support profile that are of one day or one table. Internal."""

from datetime import date

import polars as pl

from foreland.insight import support_profile as profile
from foreland.jobs.folder import Folder
from foreland.jobs.similar import similar_schools
from foreland.jobs.support_rows import Held, absent, compared_rows, lacking, whole
from foreland.model.statuses import Status
from foreland.sources.ofsted.kept import INSPECTIONS
from foreland.sources.schools_similar import secondary

_OFSTED = "Ofsted, state-funded schools"
_SIMILAR = "DfE, table of secondary schools of March 2026"
_NO_PRIMARY = "no results of primary schools since 2018-19 are in any file read"
_NO_RESULTS = "schools of this phase have no results to compare"
_NO_GROUP = "no result, or no group of similar schools: foreland schools similar says why"
_NO_RATIO = "pupils for each teacher are read for secondary schools alone"


def inspection(held: Held) -> pl.DataFrame:
    """Days since the latest graded and the latest ungraded inspection, with what was found."""
    day, release = held.facts.day, held.release(INSPECTIONS)
    rows = []
    for measure, title, when, words in (
        (
            "days_since_graded_inspection",
            "Days since the latest graded inspection",
            "inspected",
            pl.format("{} ({})", "grade", "regime"),
        ),
        (
            "days_since_ungraded_inspection",
            "Days since the latest ungraded inspection",
            "ungraded_on",
            pl.col("ungraded_outcome"),
        ),
    ):
        known = held.schools.filter((pl.col(when) <= day).fill_null(False))
        found = known.select(
            "urn",
            "phase",
            pl.lit(profile.INSPECTION).alias("part"),
            pl.lit(measure).alias("measure"),
            pl.lit(title).alias("title"),
            (pl.lit(day) - pl.col(when)).dt.total_days().cast(pl.Float64).alias("value"),
            pl.lit("days").alias("unit"),
            words.alias("words"),
            pl.col(when).cast(pl.String).alias("period"),
            pl.col(when).alias("period_end"),
            pl.lit(_OFSTED).alias("source"),
            pl.lit(release, pl.String).alias("release"),
            pl.lit(Status.FINAL.value).alias("status"),
        )
        none = {"*": f"no such inspection by {day} is in the files read"}
        missing = lacking(held, found, profile.INSPECTION, measure, title, none)
        rows += [whole(found), whole(missing)]
    return pl.concat(rows)


def results(folder: Folder, held: Held, as_of: date | None) -> pl.DataFrame:
    """Attainment 8 and Progress 8 beside similar schools; their table is of 2023-24."""
    place = held.facts.place
    beside = similar_schools(folder, None, place.code, "schools", as_of=as_of)
    year = f"{2000 + int(str(beside['results_of'].max())[-2:])}" if beside.height else None
    late = (
        year is not None and held.facts.day is not None and held.facts.day < date(int(year), 8, 31)
    )
    rows = []
    for measure, title, stem in (
        ("attainment8_beside_similar", "Attainment 8 beside similar schools", "attainment8"),
        ("progress8_beside_similar", "Progress 8 beside similar schools", "progress8"),
    ):
        told = beside.filter(pl.col(f"{stem}_difference").is_not_null()) if beside.height else None
        if told is None or late:
            none = {"*": _NO_RESULTS, "primary": _NO_PRIMARY, "secondary": _later(late)}
            rows.append(whole(lacking(held, _no_rows(), profile.RESULTS, measure, title, none)))
            continue
        chance = stem == "progress8"
        found = told.join(held.schools.select("urn", "phase"), on="urn").select(
            "urn",
            "phase",
            pl.lit(profile.RESULTS).alias("part"),
            pl.lit(measure).alias("measure"),
            pl.lit(title).alias("title"),
            pl.col(stem).alias("value"),
            pl.lit("score").alias("unit"),
            pl.col(f"group_{stem}").alias("compared"),
            pl.format("mean of {} similar schools", "neighbours").alias("compared_with"),
            pl.col(f"{stem}_difference").alias("difference"),
            (pl.col(f"{stem}_difference_lower") if chance else pl.lit(None)).alias("lower"),
            (pl.col(f"{stem}_difference_upper") if chance else pl.lit(None)).alias("upper"),
            pl.col("results_of").alias("period"),
            pl.lit(_SIMILAR).alias("source"),
            pl.lit(held.release(secondary.REGISTER), pl.String).alias("release"),
            pl.lit(Status.FINAL.value).alias("status"),
        )
        none = {
            "*": _NO_RESULTS,
            "primary": _NO_PRIMARY,
            "secondary": _NO_GROUP,
        }
        missing = lacking(held, found, profile.RESULTS, measure, title, none)
        rows += [whole(found), whole(missing)]
    return pl.concat(rows)


def _later(late: bool) -> str:
    return "the results read are of a later year" if late else "no table of similar schools is read"


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(schema={"urn": pl.String})


def staffing(held: Held) -> pl.DataFrame:
    """Pupils for each teacher: of secondary schools, in the census of November 2024."""
    title, name = "Pupils for each teacher", "pupils_per_teacher"
    table = held.store.register(secondary.REGISTER, held.as_of)
    of = date(2024, 11, 30)
    if not table.height or (held.facts.day is not None and held.facts.day < of):
        reason = _NO_RATIO if not table.height else "the census read is of a later year"
        return whole(absent(held, profile.STAFFING, name, title, reason))
    known = table.select("urn", pl.col("pupils_per_teacher").alias("value"), "release").filter(
        pl.col("value").is_not_null()
    )
    beside = profile.middle(known.join(held.phases, on="urn").select("urn", "phase", "value"))
    found = (
        held.schools.select("urn", "phase")
        .join(known, on="urn")
        .join(beside, on="phase", how="left")
        .with_columns(pl.lit(Status.FINAL.value).alias("status"))
    )
    shown = compared_rows(
        found, profile.STAFFING, name, title, "ratio", "2024-25", 2025
    ).with_columns(pl.lit(of).alias("period_end"), pl.lit(_SIMILAR).alias("source"))
    none = {"*": _NO_RATIO, "secondary": "not in the table of secondary schools"}
    return pl.concat([shown, whole(lacking(held, found, profile.STAFFING, name, title, none))])
