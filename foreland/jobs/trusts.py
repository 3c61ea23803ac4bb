"""``foreland schools trusts``: who they are, how far they spread, who came and went.

Public facts of public registers. Nothing here says that a trust is good or bad: results stand
beside those of matched schools in ``trust_results``, notes of the area in ``trust_notes``.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import school_types as types
from foreland.insight.school_rolls import with_pupils
from foreland.jobs.folder import Folder
from foreland.jobs.names import names_of_areas
from foreland.jobs.school_areas import place_and_codes
from foreland.jobs.school_registers import Registers, Standing, standing_on
from foreland.jobs.trust_members import Memberships
from foreland.model.areas import Area
from foreland.model.problems import ForelandError, Problem

_AREA: dict[str, type[pl.DataType]] = {
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "on": pl.Date,
}

TRUSTS: dict[str, type[pl.DataType]] = {
    "uid": pl.String,
    "trust": pl.String,
    "kind": pl.String,
    "schools_in_area": pl.Int64,
    "schools": pl.Int64,
    "nursery": pl.Int64,
    "primary": pl.Int64,
    "secondary": pl.Int64,
    "special": pl.Int64,
    "alternative_provision": pl.Int64,
    "authorities": pl.Int64,
    "authority_names": pl.String,
    "regions": pl.Int64,
    "pupils_in_area": pl.Int64,
    "pupils": pl.Int64,
    "pupils_known": pl.Int64,
    **_AREA,
    "membership_of": pl.Date,
    "schools_of": pl.String,
    "note": pl.String,
}

MEMBERS: dict[str, type[pl.DataType]] = {
    "uid": pl.String,
    "trust": pl.String,
    "kind": pl.String,
    "urn": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "type": pl.String,
    "joined": pl.Date,
    "joined_dated": pl.Boolean,
    "school_area": pl.String,
    "school_area_name": pl.String,
    "pupils": pl.Int64,
    **_AREA,
    "membership_of": pl.Date,
    "schools_of": pl.String,
}

WITHOUT: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "type": pl.String,
    "opened": pl.Date,
    "pupils": pl.Int64,
    **_AREA,
    "schools_of": pl.String,
    "note": pl.String,
}

_NO_DAY = "which schools had left again before the first extract, of {}, is not known"
_OPEN_ONLY = "schools that closed before {} are not counted"
_UNNAMED = "an academy whose trust no extract names"


@dataclass(frozen=True)
class _Asked:
    """The schools of a day, with pupils and trust, and whose question it is."""

    place: Area
    codes: list[str]
    day: date
    standing: Standing
    schools: pl.DataFrame
    first: date | None

    def said(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(
            pl.lit(self.place.code).alias("area"),
            pl.lit(self.place.name).alias("area_name"),
            pl.lit(self.place.dfe_number, pl.String).alias("dfe_number"),
            pl.lit(self.day).alias("on"),
            pl.lit(self.standing.of).alias("schools_of"),
        )


def trusts(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The academy trusts with a school in an area on a day, by name: ``TRUSTS``.

    ``schools`` counts all of a trust's schools, the phases those in the area; ``authorities`` and
    ``regions`` how many it has schools in. ``pupils_known`` is how many of its schools have a roll
    in a census; the sums are of those. ``membership_of`` is the extract nearest after the day.
    """
    asked = _asked(folder, area, on, as_of)
    if asked is None:
        return pl.DataFrame(schema=TRUSTS)
    regions = {a.code: a.region for a in folder.register}
    named = names_of_areas(folder.register).select("area", "area_name")
    found = (
        asked.schools.filter(pl.col("uid").is_not_null())
        .join(named, on="area", how="left")
        .with_columns(
            pl.col("area").replace_strict(regions, default=None).alias("region"),
            pl.col("pupils").cast(pl.Int64),
        )
    )
    here = pl.col("area").is_in(asked.codes)
    phases = [
        (here & (pl.col("phase") == phase)).sum().cast(pl.Int64).alias(phase.replace("-", "_"))
        for phase in types.PHASES[1:]
    ]
    answer = (
        found.group_by("uid")
        .agg(
            pl.col("trust", "kind").first(),
            here.sum().cast(pl.Int64).alias("schools_in_area"),
            pl.len().cast(pl.Int64).alias("schools"),
            *phases,
            pl.col("area").n_unique().cast(pl.Int64).alias("authorities"),
            pl.col("area_name")
            .unique()
            .drop_nulls()
            .sort()
            .str.join("; ")
            .alias("authority_names"),
            pl.col("region").n_unique().cast(pl.Int64).alias("regions"),
            _sum(pl.col("pupils").filter(here)).alias("pupils_in_area"),
            _sum(pl.col("pupils")).alias("pupils"),
            pl.col("pupils").count().cast(pl.Int64).alias("pupils_known"),
            pl.col("membership_of").first(),
        )
        .filter(pl.col("schools_in_area") > 0)
    )
    return (
        asked.said(answer)
        .with_columns(pl.lit(_note(asked), pl.String).alias("note"))
        .sort(pl.col("trust").str.to_lowercase(), "uid")
        .select(TRUSTS.keys())
    )


def members(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    uid: str | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """Every school of the trusts with a school in the area, or of the trust ``uid``: ``MEMBERS``.

    Raises ForelandError for a ``uid`` that no trust has on the day.
    """
    asked = _asked(folder, area, on, as_of)
    if asked is None:
        return pl.DataFrame(schema=MEMBERS)
    inside = asked.schools.filter(pl.col("uid").is_not_null())
    if uid is None:
        wanted = inside.filter(pl.col("area").is_in(asked.codes))["uid"].unique()
        found = inside.filter(pl.col("uid").is_in(wanted.implode()))
    else:
        found = inside.filter(pl.col("uid") == uid)
        if not found.height:
            raise ForelandError(
                Problem(
                    "",
                    f"the trust {uid}",
                    f"the number (UID) of a trust with schools on {asked.day.isoformat()}",
                    "Look it up with foreland schools trusts.",
                )
            )
    named = names_of_areas(folder.register).select(
        pl.col("area").alias("school_area"), pl.col("area_name").alias("school_area_name")
    )
    found = found.rename({"area": "school_area"}).join(named, on="school_area", how="left")
    return (
        asked.said(found.with_columns(pl.col("pupils").cast(pl.Int64)))
        .sort(pl.col("trust").str.to_lowercase(), "uid", pl.col("name").str.to_lowercase(), "urn")
        .select(MEMBERS.keys())
    )


def without_trust(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The schools of an area that are in no academy trust on the day, by name: ``WITHOUT``.

    An academy always has a trust: one whose trust no extract names is listed and said to be so.
    """
    asked = _asked(folder, area, on, as_of)
    if asked is None:
        return pl.DataFrame(schema=WITHOUT)
    found = asked.schools.filter(pl.col("uid").is_null() & pl.col("area").is_in(asked.codes))
    return (
        asked.said(found.drop("area"))
        .with_columns(
            pl.col("pupils").cast(pl.Int64),
            pl.when(types.academies()).then(pl.lit(_UNNAMED)).alias("note"),
        )
        .sort(pl.col("name").str.to_lowercase(), "urn")
        .select(WITHOUT.keys())
    )


def _sum(column: pl.Expr) -> pl.Expr:
    """Null, and not nought, where nothing is known."""
    return pl.when(column.count() > 0).then(column.sum())


def _asked(folder: Folder, area: str | None, on: date | None, as_of: date | None) -> _Asked | None:
    place, codes = place_and_codes(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.newest_day
    if day is None:
        return None
    standing = standing_on(held, day)
    belongs = Memberships.read(held)
    schools = with_pupils(standing.schools, held.rolls, held.before, day).join(
        belongs.on(day), on="urn", how="left", maintain_order="left"
    )
    return _Asked(place, codes, day, standing, schools, belongs.first)


def _note(asked: _Asked) -> str | None:
    said = []
    if asked.first is not None and asked.day < asked.first:
        said.append(_NO_DAY.format(asked.first.isoformat()))
    if asked.standing.of.startswith("schools open on") and not asked.standing.exact:
        said.append(_OPEN_ONLY.format(asked.standing.of.removeprefix("schools open on ")))
    return "; ".join(said) or None
