"""What is known of single schools year by year: the measures, their tables, and their breaks.

A figure is never set beside one across a break in its definition: ``comparable`` says which two
years may be. Years are those in which the school year ends.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class SchoolMeasure:
    """One measure. ``tables`` are where it is read, the preferred first; ``breaks`` are the first
    years of a new definition."""

    title: str
    unit: str
    polarity: str
    phases: tuple[str, ...]
    tables: tuple[str, ...]
    breaks: tuple[int, ...] = ()
    why: str = ""


_PRIMARY, _SECONDARY = ("primary",), ("secondary",)
_ALL = ("primary", "secondary", "special", "alternative-provision")
_KS4 = ("secondary-schools", "ks4-groups", "ks4", "ks4-selected", "ks4-provisional")

MEASURES: Mapping[str, SchoolMeasure] = {
    "absence": SchoolMeasure("Sessions missed", "percent", "lower", _ALL, ("absence",)),
    "persistent_absence": SchoolMeasure(
        "Pupils who missed a tenth or more", "percent", "lower", _ALL, ("absence",)
    ),
    "reading_writing_maths_expected": SchoolMeasure(
        "Expected standard in reading, writing and maths",
        "percent",
        "higher",
        _PRIMARY,
        ("ks2",),
        (2018,),
        "the frame for judging writing changed in 2018",
    ),
    "reading_progress": SchoolMeasure(
        "Progress in reading", "score", "higher", _PRIMARY, ("ks2", "ks2-progress")
    ),
    "writing_progress": SchoolMeasure(
        "Progress in writing",
        "score",
        "higher",
        _PRIMARY,
        ("ks2", "ks2-progress"),
        (2018,),
        "the frame for judging writing changed in 2018",
    ),
    "maths_progress": SchoolMeasure(
        "Progress in maths", "score", "higher", _PRIMARY, ("ks2", "ks2-progress")
    ),
    "attainment_8": SchoolMeasure(
        "Attainment 8",
        "score",
        "higher",
        _SECONDARY,
        _KS4,
        (2017, 2018, 2020, 2021, 2022, 2023),
        "points and grading changed in 2017, 2018 and from 2020 to 2023",
    ),
    "progress_8": SchoolMeasure("Progress 8", "score", "higher", _SECONDARY, _KS4),
    "english_and_maths_5": SchoolMeasure(
        "Grade 5 or above in English and maths",
        "percent",
        "higher",
        _SECONDARY,
        ("ks4", "ks4-selected", "ks4-provisional"),
        (2017, 2020, 2021, 2022, 2023),
        "grading changed in 2017 and from 2020 to 2023",
    ),
}

#: ``of`` is the table; ``row`` the record of its file.
FIGURES: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "measure": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "of": pl.String,
    "status": pl.String,
    "release": pl.String,
    "row": pl.UInt32,
}


def comparable(measure: str, before: int, after: int) -> str | None:
    """Why the two years may not be compared; None where they may."""
    known = MEASURES[measure]
    first, last = sorted((before, after))
    if any(first < year <= last for year in known.breaks):
        return known.why
    return None


def preferred(figures: pl.DataFrame) -> pl.DataFrame:
    """Of ``FIGURES`` the known measures, one a school and year: of the table that stands first."""
    order = pl.DataFrame(
        [
            (name, table, place)
            for name, m in MEASURES.items()
            for place, table in enumerate(m.tables)
        ],
        schema={"measure": pl.String, "of": pl.String, "place": pl.Int32},
        orient="row",
    )
    return (
        figures.join(order, on=["measure", "of"])
        .filter(pl.col("value").is_not_null())
        .sort("urn", "measure", "year", "place", "release", "row")
        .unique(["urn", "measure", "year"], keep="first", maintain_order=True)
        .select(FIGURES.keys())
    )


def lines(before: pl.DataFrame, still: Collection[str] = ()) -> Mapping[str, str]:
    """Schools that only changed their number: the old number and the newest of the same school.

    ``before`` has ``urn, before``; ``still`` are the schools that stand beside what came of them (a
    part of them became a school of its own). Where several became one or one became several, the
    line ends: what came after is another school for the purpose of following it over years.
    """
    alone = before.filter(
        (pl.col("before").len().over("urn") == 1)
        & (pl.col("urn").len().over("before") == 1)
        & ~pl.col("before").is_in(sorted(still))
    )
    step = dict(alone.select("before", "urn").iter_rows())
    found = {}
    for urn in sorted(step):
        seen, now = {urn}, urn
        while (after := step.get(now)) is not None and after not in seen:
            seen.add(after)
            now = after
        found[urn] = now
    return found


def followed(figures: pl.DataFrame, now: Mapping[str, str]) -> pl.DataFrame:
    """``figures`` under the newest number of each school, one a school, measure and year.

    ``now`` are ``lines``. In the year of a conversion a table may have both numbers: the newer
    one's figure stands.
    """
    told = figures.with_columns(pl.col("urn").alias("told"))
    if now:
        told = told.with_columns(pl.col("urn").replace(dict(now)))
    return (
        told.with_columns((pl.col("told") != pl.col("urn")).alias("older"))
        .sort("urn", "measure", "year", "older", "told", "row")
        .unique(["urn", "measure", "year"], keep="first", maintain_order=True)
        .drop("told", "older")
    )
