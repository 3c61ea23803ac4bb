"""Which school belonged to which academy trust on a day, from all that the store holds of it."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.insight import school_types as types
from foreland.insight import trust_history as history
from foreland.jobs.school_registers import Registers


@dataclass(frozen=True)
class Memberships:
    """``claims`` of every extract, the ``spells`` that they make, and which trusts are the same."""

    claims: pl.DataFrame
    spells: pl.DataFrame
    same: dict[str, str]

    @classmethod
    def read(cls, held: Registers) -> "Memberships":
        members = held.members.filter(~types.colleges())
        # A file that names no trust at all says nothing of who belongs to one.
        named = pl.col("trust").count().over("as_at") > 0
        inspected = held.filed.filter(named).with_columns(types.academies().alias("academy"))
        claims = history.claims_of(members, inspected)
        same = dict(history.same_trusts(claims))
        return cls(claims, history.spells(claims, held.dates, same), same)

    def on(self, day: date) -> pl.DataFrame:
        """``urn, uid, trust, kind, joined, joined_dated, left_dated, membership_of``.

        ``joined_dated`` is false where only the extract is known by which the school had joined,
        ``left_dated`` where it left between two extracts, one before the day and one after.
        """
        return (
            history.within(self.spells, day)
            .join(history.labels(self.claims, self.same, day), on="uid", how="left")
            .select(
                "urn",
                "uid",
                "trust",
                "kind",
                pl.col("since").alias("joined"),
                pl.col("since_dated").alias("joined_dated"),
                pl.col("until_dated").alias("left_dated"),
                pl.lit(self.extract_of(day), pl.Date).alias("membership_of"),
            )
        )

    def extract_of(self, day: date) -> date | None:
        """The first extract from the day on, else the newest."""
        days = sorted(self.claims["as_at"].unique())
        return next((d for d in days if d >= day), days[-1] if days else None)

    @property
    def first(self) -> date | None:
        day = self.claims["as_at"].min()
        return day if isinstance(day, date) else None


def areas_of(held: Registers) -> pl.DataFrame:
    """``urn, area``: every authority that any list or extract has a school in."""
    parts = [
        frame.select("urn", "area").drop_nulls()
        for frame in (held.ofsted, held.listed, held.members)
    ]
    return pl.concat(parts).unique().sort("urn", "area")


def lives(held: Registers) -> pl.DataFrame:
    """``urn, name, opened, closed`` of all schools, open and closed, that any list knows."""
    columns = ("urn", "name", "opened", "closed")
    newer = held.ofsted.select("urn", "name", "opened", pl.lit(None, pl.Date).alias("closed"))
    joined = held.members.select(
        "urn",
        pl.col("school").alias("name"),
        pl.lit(None, pl.Date).alias("opened"),
        pl.lit(None, pl.Date).alias("closed"),
    )
    return pl.concat([held.dates.select(columns), newer, joined]).unique(
        "urn", keep="first", maintain_order=True
    )


def open_on(schools: pl.DataFrame, day: date) -> set[str]:
    """The numbers of those of ``lives`` that were open on a day."""
    begun = (pl.col("opened") <= day).fill_null(True)
    going = (pl.col("closed") > day).fill_null(True)
    return set(schools.filter(begun & going)["urn"])
