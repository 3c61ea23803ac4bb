"""Gather what pages of schools and trusts show: public facts, and one internal table.

Computed once and kept beside the store (``kept``); nothing where the store has no list of schools.
Protected with all other tables of a build (``FIGURES``).
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from foreland.disclosure import Figure
from foreland.disclosure.rules import RULES
from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight.school_next import not_yet_good
from foreland.jobs.folder import Folder
from foreland.jobs.kept import kept
from foreland.jobs.school_facts import INSPECTIONS, JUDGEMENTS, school_facts
from foreland.jobs.school_ladder import ladder
from foreland.jobs.school_points import Locator
from foreland.jobs.school_registers import Registers
from foreland.jobs.school_results import results_of
from foreland.jobs.similar import similar_schools
from foreland.jobs.similar_held import Held
from foreland.jobs.trust_moves import movement, moves
from foreland.jobs.trust_results import results as trust_results
from foreland.jobs.trusts import members, trusts
from foreland.model.statuses import Status

#: What a school's own line shows beside its similar schools'.
_INTAKE = ("prior_attainment", "disadvantaged", "english_additional", "sen_support", "ehc_plan")


def _count(value: str) -> Figure:
    """A number of pupils, in a table that has its unit, status and symbol beside it."""
    return Figure(value, None, None, f"{value}_unit", f"{value}_status", f"{value}_symbol", ids=())


def _plain(value: str, *derived: str) -> Figure:
    """A figure of schools or of many pupils, published as it stands."""
    return Figure(value, None, None, None, None, None, ids=(), derived=derived)


#: By table: its figures (``protecting.FIGURES``). Results keep their publisher's own suppression.
FIGURES: Mapping[str, tuple[Figure, ...]] = {
    "schools": (_count("pupils"), _plain("places", "age_low", "age_high", "easting", "northing")),
    "school_about": (),
    "school_visits": (),
    "school_judgements": (),
    "school_results": (Figure("value", None, None, "unit", "status", "symbol", ids=()),),
    "school_alike": (
        _plain(
            "distance", "rank", "km", "prior_attainment", "disadvantaged", "english_additional",
            "sen_support", "ehc_plan", "attainment8", "progress8", "progress8_lower",
            "progress8_upper",
        ),
    ),
    "school_beside": (
        _plain(
            "attainment8", "neighbours", "group_attainment8", "group_spread", "progress8",
            "group_progress8", "mean_distance", "largest_distance", "prior_attainment",
            "disadvantaged", "english_additional", "sen_support", "ehc_plan",
        ),
    ),
    "school_ladder": (
        _plain("value", "good", "graded", "not_graded", "not_judged", "open"),
        Figure(
            "pupils_value", "pupils_good", "pupils_graded", "pupils_unit", "pupils_status",
            "pupils_symbol", ids=(),
        ),
    ),
    "school_outlines": (_plain("easting", "northing"),),
    "trusts": (
        _count("pupils"),
        _count("pupils_in_area"),
        _plain(
            "schools", "schools_in_area", "nursery", "primary", "secondary", "special",
            "alternative_provision", "authorities", "regions", "pupils_known",
        ),
    ),
    "trust_members": (_count("pupils"),),
    "trust_movement": (
        _plain(
            "at_start", "opened", "joined", "left", "closed", "at_end", "net", "churn", "undated"
        ),
    ),
    "trust_moves": (),
    "trust_results": (
        _plain(
            "schools", "matched", "attainment8_difference", "progress8_difference",
            "progress8_difference_lower", "progress8_difference_upper", "published_schools",
            "published_progress8", "published_progress8_lower", "published_progress8_upper",
        ),
    ),
    "school_next": (_plain("pupils", "so_far"),),
}  # fmt: skip


def school_tables(
    folder: Folder, store: Store, catalogue: Catalogue, as_of: date | None
) -> dict[str, pl.DataFrame]:
    """The tables of ``FIGURES`` by name; none where no list of schools was read."""
    if not any({"ofsted_schools", "school_list"} & set(r.tables) for r in store.manifest.releases):
        return {}
    said = {"as_of": as_of.isoformat() if as_of else None}
    found = kept(
        folder, "schools", said, lambda: _made(folder, store, as_of), store=store,
        catalogue=catalogue,
    )  # fmt: skip
    return {name: found.frame(name) for name in found.names}


def _made(folder: Folder, store: Store, as_of: date | None) -> dict[str, pl.DataFrame]:
    facts = school_facts(folder, as_of=as_of)
    if facts.day is None or not facts.schools.height:
        return {}
    held = Registers.read(store, as_of)
    locator = Locator.read(folder, store, held, facts.place, facts.day, as_of)
    points = locator.of(facts.schools)
    schools = _counted(facts.schools.join(points, on="urn", how="left"), "pupils")
    day = facts.day
    belongs = members(folder, as_of=as_of)
    alike = similar_schools(folder, show="group", as_of=as_of)
    beside = similar_schools(folder, show="schools", as_of=as_of)
    if beside.height:
        intake = Held.read(folder, as_of).schools.select("urn", *_INTAKE)
        beside = beside.join(intake, on="urn", how="left", maintain_order="left")
    return {
        "schools": schools.sort(pl.col("name").str.to_lowercase(), "urn"),
        "school_about": pl.DataFrame(
            {
                "on": [day],
                "schools_of": [facts.schools_of],
                "note": [facts.note],
                "regime": [facts.regime],
            },
            schema={"on": pl.Date, "schools_of": pl.String, "note": pl.String, "regime": pl.String},
        ),
        "school_visits": facts.inspections.select(*INSPECTIONS),
        "school_judgements": facts.judgements.select(*JUDGEMENTS),
        "school_results": results_of(store, held, schools["urn"], as_of),
        "school_alike": _some(alike, "school_alike", "school", "urn", "name", "area_name"),
        "school_beside": _some(beside, "school_beside", "urn", "stratum", "results_of", "note"),
        "school_ladder": ladder(folder, held, locator, day),
        "school_outlines": locator.outlines,
        "trusts": _sums(trusts(folder, as_of=as_of), belongs),
        "trust_members": _counted(belongs, "pupils"),
        "trust_movement": movement(folder, as_of=as_of),
        "trust_moves": moves(folder, as_of=as_of),
        "trust_results": trust_results(folder, as_of=as_of),
        "school_next": _next(schools),
    }


def _some(frame: pl.DataFrame, table: str, *words: str) -> pl.DataFrame:
    """Of a frame the words and what is declared of the table; nulls where it has no such column."""
    numbers = [c for f in FIGURES[table] for c in (f.value, *f.derived)]
    return frame.select(
        *(pl.col(n) if n in frame.columns else pl.lit(None, pl.String).alias(n) for n in words),
        *(
            pl.col(n).cast(pl.Float64) if n in frame.columns else pl.lit(None, pl.Float64).alias(n)
            for n in numbers
        ),
    )


def _counted(frame: pl.DataFrame, value: str) -> pl.DataFrame:
    """With the unit, status and symbol by which a count of pupils is protected."""
    missing = pl.col(value).is_null()
    return frame.with_columns(
        pl.lit("count").alias(f"{value}_unit"),
        pl.when(missing)
        .then(pl.lit(Status.NOT_AVAILABLE.value))
        .otherwise(pl.lit(Status.FINAL.value))
        .alias(f"{value}_status"),
        pl.lit(None, pl.String).alias(f"{value}_symbol"),
    )


def _sums(listed: pl.DataFrame, belongs: pl.DataFrame) -> pl.DataFrame:
    """Trusts whose sums of pupils give no withheld roll away: with one among them there is none."""
    few = belongs.filter(pl.col("pupils").is_between(RULES.smallest, RULES.largest))
    hidden = pl.col("uid").is_in(sorted(few["uid"].unique()))
    for value in ("pupils", "pupils_in_area"):
        listed = _counted(listed, value).with_columns(
            pl.when(~hidden).then(value).alias(value),
            pl.when(hidden)
            .then(pl.lit(Status.SUPPRESSED.value))
            .otherwise(f"{value}_status")
            .alias(f"{value}_status"),
            pl.when(hidden).then(pl.lit("c")).alias(f"{value}_symbol"),
        )
    return listed


def _next(schools: pl.DataFrame) -> pl.DataFrame:
    """Internal: the schools that are not good yet, with their districts and running totals."""
    return not_yet_good(schools).select(
        "urn", "name", "phase", "district_name", "grade", "inspected", "pupils", "so_far",
        pl.lit("internal").alias("audience"),
    )  # fmt: skip
