"""``foreland schools trusts --show movement``: a trust's growth between two days, in four parts."""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import trust_history as history
from foreland.insight import trust_movement as moving
from foreland.jobs.folder import Folder
from foreland.jobs.school_areas import place_and_codes
from foreland.jobs.school_registers import Registers
from foreland.jobs.trust_members import Memberships, areas_of, lives, open_on
from foreland.model.areas import Area
from foreland.model.problems import ForelandError, Problem

_AREA: dict[str, type[pl.DataType]] = {
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
}

MOVEMENT: dict[str, type[pl.DataType]] = {
    "uid": pl.String,
    "trust": pl.String,
    "kind": pl.String,
    "since": pl.Date,
    "on": pl.Date,
    "at_start": pl.Int64,
    "opened": pl.Int64,
    "joined": pl.Int64,
    "left": pl.Int64,
    "closed": pl.Int64,
    "at_end": pl.Int64,
    "net": pl.Int64,
    "churn": pl.Int64,
    "undated": pl.Int64,
    **_AREA,
    "note": pl.String,
}

MOVES: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "move": pl.String,
    "uid": pl.String,
    "trust": pl.String,
    "other_uid": pl.String,
    "other_trust": pl.String,
    "day": pl.Date,
    "day_certain": pl.Boolean,
    "now": pl.String,
    "since": pl.Date,
    "on": pl.Date,
    **_AREA,
}

_WHAT = "schools of all ages but 16 to 19; whoever came and went between two extracts is not seen"
_EARLY = "who had left before the first extract, of {}, is not known"


def movement(
    folder: Folder,
    area: str | None = None,
    since: date | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a trust with a school in the area on either day, by name: ``MOVEMENT``.

    ``at_start + opened + joined - left - closed`` is ``at_end``; ``net`` is the difference of the
    two, ``churn`` the four moves added. All count the trust's schools in the area. ``undated`` is
    how many of the moves are known only to lie between two extracts. ``since`` is by default the
    first extract's day, ``on`` the newest's.
    """
    found, since, on, belongs, place = _moves(folder, area, since, on, as_of)
    if found is None or since is None or on is None:
        return pl.DataFrame(schema=MOVEMENT)
    undated = (
        found.filter(pl.col("move") != moving.STAYED)
        .group_by("uid")
        .agg((~pl.col("day_certain").fill_null(False)).sum().cast(pl.Int64).alias("undated"))
    )
    early = belongs.first is not None and since < belongs.first
    note = "; ".join([_WHAT, *([_EARLY.format(belongs.first)] if early else [])])
    net = pl.col("at_end") - pl.col("at_start")
    return (
        moving.counted(found)
        .join(undated, on="uid", how="left")
        .join(history.labels(belongs.claims, belongs.same, on), on="uid", how="left")
        .with_columns(
            pl.col("undated").fill_null(0),
            net.alias("net"),
            pl.sum_horizontal("opened", "joined", "left", "closed").alias("churn"),
            pl.lit(since).alias("since"),
            pl.lit(on).alias("on"),
            pl.lit(note).alias("note"),
            *_said(place),
        )
        .sort(pl.col("trust").str.to_lowercase(), "uid")
        .select(MOVEMENT.keys())
    )


def moves(
    folder: Folder,
    area: str | None = None,
    since: date | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a school that opened, joined, left or closed, by trust and name: ``MOVES``.

    ``other_trust`` is where it came from or went to; empty where it was or is in no trust.
    ``day_certain`` is false where only the extract is known by which it had moved.
    """
    found, since, on, belongs, place = _moves(folder, area, since, on, as_of)
    if found is None or on is None:
        return pl.DataFrame(schema=MOVES)
    label = history.labels(belongs.claims, belongs.same, on).select("uid", "trust")
    other = label.rename({"uid": "other", "trust": "other_trust"})
    return (
        found.filter(pl.col("move") != moving.STAYED)
        .join(label, on="uid", how="left")
        .join(other, on="other", how="left")
        .with_columns(pl.lit(since).alias("since"), pl.lit(on).alias("on"), *_said(place))
        .rename({"other": "other_uid"})
        .sort(pl.col("trust").str.to_lowercase(), "uid", pl.col("name").str.to_lowercase(), "urn")
        .select(MOVES.keys())
    )


def _said(place: Area) -> list[pl.Expr]:
    return [
        pl.lit(place.code).alias("area"),
        pl.lit(place.name).alias("area_name"),
        pl.lit(place.dfe_number, pl.String).alias("dfe_number"),
    ]


def _moves(
    folder: Folder, area: str | None, since: date | None, on: date | None, as_of: date | None
) -> tuple[pl.DataFrame | None, date | None, date | None, Memberships, Area]:
    place, codes = place_and_codes(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    belongs = Memberships.read(held)
    days = sorted(belongs.claims["as_at"].unique())
    start, end = since or (days[0] if days else None), on or (days[-1] if days else None)
    if start is None or end is None:
        return None, start, end, belongs, place
    if start > end:
        raise ForelandError(
            Problem(
                "",
                f"movement from {start} to {end}",
                "a first day that is not after the last",
                "Give --since the earlier day and --on the later.",
            )
        )
    if end > days[-1]:
        return None, start, end, belongs, place
    inside = set(areas_of(held).filter(pl.col("area").is_in(codes))["urn"])
    schools = lives(held)
    first, last = belongs.on(start), belongs.on(end)
    everyone = moving.Days(
        _of(first),
        _of(last),
        open_on(schools, start) | set(first["urn"]),
        open_on(schools, end) | set(last["urn"]),
    )
    found = moving.moves(everyone, held.before).filter(pl.col("urn").is_in(inside))
    return _dated(found, belongs, schools, start), start, end, belongs, place


def _of(members: pl.DataFrame) -> dict[str, str]:
    return dict(members.select("urn", "uid").iter_rows())


def _dated(
    found: pl.DataFrame, belongs: Memberships, schools: pl.DataFrame, start: date
) -> pl.DataFrame:
    """Add ``name`` and the ``day`` of each move, with ``day_certain``."""
    spells = belongs.spells
    came = (
        spells.sort("urn", "since", nulls_last=False)
        .unique(["urn", "uid"], keep="last", maintain_order=True)
        .select("urn", "uid", "since", "since_dated")
    )
    went = (
        spells.filter((pl.col("until") > start).fill_null(True))
        .sort("urn", "since", nulls_last=False)
        .unique(["urn", "uid"], keep="first", maintain_order=True)
        .select("urn", "uid", "until", "until_dated")
    )
    into = pl.col("move").is_in([moving.OPENED, moving.JOINED])
    return (
        found.join(came, on=["urn", "uid"], how="left")
        .join(went, on=["urn", "uid"], how="left")
        .join(schools.select("urn", "name"), on="urn", how="left")
        .with_columns(
            pl.when(into).then("since").otherwise("until").alias("day"),
            pl.when(into).then("since_dated").otherwise("until_dated").alias("day_certain"),
        )
        .drop("since", "since_dated", "until", "until_dated")
        .sort("uid", "urn", "move")
    )
