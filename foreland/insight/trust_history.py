"""Which school was in which academy trust, when: pieced together from extracts of single days.

An extract has who belonged on its day and since when; who had left before is not in it. So a spell
in a trust is read from every extract that shows it, and it ends on the day when the school joined
its next trust, on the day when it closed, or, where neither is known, between two extracts: then
the later extract's day stands for it and ``dated`` is false.

A trust of one school that grows into one of several gets a new number and keeps its schools' days
of joining. That is the same trust: by its own later extract it had the school already.
"""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import polars as pl

#: One extract's word on one school. ``joined`` is null where the extract does not say.
CLAIMS: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "uid": pl.String,
    "trust": pl.String,
    "kind": pl.String,
    "joined": pl.Date,
    "as_at": pl.Date,
}

#: ``since`` is the first day in the trust (null: not known, long ago), ``until`` the first day no
#: longer in it (null: still in it on the newest extract's day).
SPELLS: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "uid": pl.String,
    "since": pl.Date,
    "until": pl.Date,
    "since_dated": pl.Boolean,
    "until_dated": pl.Boolean,
}

MULTI, SINGLE = "Multi-academy trust", "Single-academy trust"

_LIMITED = r"(?i)\b(the|limited|ltd)\b|[^a-z0-9]"


def claims_of(members: pl.DataFrame, inspected: pl.DataFrame) -> pl.DataFrame:
    """``CLAIMS`` from extracts of the register and from the inspectorate's list of open schools.

    ``members`` has ``urn, uid, trust, kind, joined, state, newest``; ``inspected`` has ``urn,
    trust_uid, trust, opened, as_at`` and ``academy``, whether the school is one. That list names
    multi-academy trusts alone: an academy without one goes on in its trust of one school, where
    an extract before had it in such a trust (of 858 in August 2025, 856 were).
    """
    known = members.filter(
        pl.col("kind").is_in([MULTI, SINGLE]) & (pl.col("state") == "Open")
    ).select("urn", "uid", "trust", "kind", "joined", pl.col("newest").alias("as_at"))
    day = inspected["as_at"].max()
    older = known.filter(pl.col("as_at") < day) if isinstance(day, date) else known
    last = older.sort("urn", "as_at").unique("urn", keep="last", maintain_order=True)
    newest = last["as_at"].max()
    # A school that opened after every extract was its trust's from then on, for all we know; so
    # was each school where there is no extract.
    opened = pl.col("opened")
    joined = pl.when(opened > newest).then(opened) if isinstance(newest, date) else opened
    named = inspected.filter(pl.col("trust").is_not_null()).select(
        "urn",
        pl.coalesce("trust_uid", "trust").alias("uid"),
        "trust",
        pl.lit(MULTI).alias("kind"),
        joined.alias("joined"),
        "as_at",
    )
    alone = (
        inspected.filter(pl.col("trust").is_null() & pl.col("academy"))
        .select("urn", pl.col("as_at").alias("day"))
        .join(last.filter(pl.col("kind") == SINGLE), on="urn")
        .select("urn", "uid", "trust", "kind", "joined", pl.col("day").alias("as_at"))
    )
    return pl.concat([part.select(CLAIMS.keys()) for part in (known, named, alone)]).unique(
        ["urn", "as_at"], keep="first", maintain_order=True
    )


def same_trusts(claims: pl.DataFrame) -> Mapping[str, str]:
    """Old numbers of trusts and the newest number of the same trust.

    Same: the later extract no longer has the old number, and has its school in another one either
    since a day on which the earlier extract still had the old, or by the same name.
    """
    days = sorted(claims["as_at"].unique())
    step: dict[str, str] = {}
    for earlier, later in pairwise(days):
        before = claims.filter(pl.col("as_at") == earlier)
        after = claims.filter(pl.col("as_at") == later)
        gone = before.join(after.select("uid"), on="uid", how="anti")
        name = pl.col("trust").str.replace_all(_LIMITED, "")
        told = after.rename({c: f"{c}_next" for c in after.columns if c != "urn"})
        pairs = (
            gone.join(told, on="urn")
            .filter(
                (pl.col("joined_next") <= earlier).fill_null(False)
                | (
                    name.str.to_lowercase()
                    == pl.col("trust_next").str.replace_all(_LIMITED, "").str.to_lowercase()
                )
            )
            .group_by("uid", "uid_next")
            .agg(pl.len().alias("schools"))
            .sort("uid", "schools", "uid_next", descending=[False, True, False])
            .unique("uid", keep="first", maintain_order=True)
        )
        step.update(pairs.select("uid", "uid_next").iter_rows())
    return {uid: _last(uid, step) for uid in sorted(step)}


def _last(uid: str, step: Mapping[str, str]) -> str:
    seen = {uid}
    while step.get(uid) is not None and step[uid] not in seen:
        uid = step[uid]
        seen.add(uid)
    return uid


def labels(claims: pl.DataFrame, same: Mapping[str, str], day: date) -> pl.DataFrame:
    """``uid, trust, kind`` of each trust as the first extract from ``day`` on had it, else the last
    before. ``uid`` is the newest number."""
    return (
        _renumbered(claims, same)
        .with_columns(
            (pl.col("as_at") < day).alias("past"),
            (pl.col("as_at") - pl.lit(day)).dt.total_days().abs().alias("away"),
        )
        .sort("uid", "past", "away", "trust", "kind")
        .unique("uid", keep="first", maintain_order=True)
        .select("uid", "trust", "kind")
    )


def spells(claims: pl.DataFrame, closed: pl.DataFrame, same: Mapping[str, str]) -> pl.DataFrame:
    """``SPELLS``, sorted by school and day. ``closed`` has ``urn, closed``."""
    if not claims.height:
        return pl.DataFrame(schema=SPELLS)
    days = claims.select(pl.col("as_at").unique().sort())
    numbered = days.with_row_index("k").with_columns(
        pl.col("as_at").shift(-1).alias("next"), pl.col("as_at").shift(1).alias("last")
    )
    here = (
        _renumbered(claims, same)
        .join(numbered, on="as_at")
        .sort("urn", "as_at")
        .with_columns(
            pl.col("uid").shift(1).over("urn").alias("was"),
            pl.col("k").shift(1).over("urn").alias("was_k"),
            pl.col("as_at").shift(1).over("urn").alias("seen"),
        )
    )
    fresh = (
        pl.col("was").is_null()
        | (pl.col("was") != pl.col("uid"))
        | (pl.col("k") - pl.col("was_k") > 1)
    )
    runs = (
        here.with_columns(fresh.cast(pl.Int32).cum_sum().over("urn").alias("run"))
        .group_by("urn", "run", maintain_order=True)
        .agg(
            pl.col("uid").first(),
            pl.col("joined").first(),
            pl.col("as_at").first().alias("first"),
            pl.col("seen").first(),
            pl.col("next").last().alias("gone_by"),
            pl.col("as_at").last().alias("last"),
        )
    )
    # A day of joining before the day on which another extract still had another trust is no day.
    said = pl.col("joined").is_not_null() & (
        pl.col("seen").is_null() | (pl.col("joined") > pl.col("seen"))
    )
    runs = (
        runs.with_columns(
            pl.when(said).then("joined").otherwise("first").alias("since"),
            said.alias("since_dated"),
        )
        .join(closed.select("urn", "closed"), on="urn", how="left", maintain_order="left")
        .with_columns(
            pl.col("since").shift(-1).over("urn").alias("moved"),
            pl.col("since_dated").shift(-1).over("urn").alias("moved_dated"),
        )
    )
    shut = pl.when(pl.col("closed") > pl.col("since").fill_null(date(1800, 1, 1))).then("closed")
    ends = pl.coalesce("moved", shut, "gone_by")
    return runs.select(
        "urn",
        "uid",
        "since",
        ends.alias("until"),
        "since_dated",
        pl.when(ends.is_not_null())
        .then(pl.coalesce("moved_dated", shut.is_not_null()))
        .alias("until_dated"),
    ).sort("urn", "since")


def _renumbered(claims: pl.DataFrame, same: Mapping[str, str]) -> pl.DataFrame:
    if not same:
        return claims
    return claims.with_columns(pl.col("uid").replace(dict(same)))


def within(history: pl.DataFrame, day: date) -> pl.DataFrame:
    """The spells that a day lies in: one trust a school."""
    started = (pl.col("since") <= day).fill_null(True)
    going = (pl.col("until") > day).fill_null(True)
    return (
        history.filter(started & going)
        .sort("urn", "since", nulls_last=False)
        .unique("urn", keep="last", maintain_order=True)
    )
