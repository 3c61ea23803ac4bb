"""``foreland schools trusts --show notes``: what the area notes of its trusts. Internal, always."""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import trust_history as history
from foreland.jobs.folder import Folder
from foreland.jobs.school_registers import Registers
from foreland.jobs.trust_members import Memberships
from foreland.jobs.trusts import TRUSTS, trusts
from foreland.sources.local.declared_tables import local_table

NOTES: dict[str, type[pl.DataType]] = {
    "uid": pl.String,
    "trust": pl.String,
    "supported": pl.String,
    "noted_on": pl.Date,
    "about": pl.String,
    "note": pl.String,
    "document": pl.String,
    "document_date": pl.Date,
    "status": pl.String,
    "file": pl.String,
    "row": pl.UInt32,
    "audience": pl.String,
}

FLAGGED: dict[str, type[pl.DataType]] = {
    **{name: dtype for name, dtype in TRUSTS.items() if name != "note"},
    "supported": pl.String,
    "supported_since": pl.Date,
    "notes": pl.Int64,
    "audience": pl.String,
}

_UNKNOWN = "no extract has a trust of that number"


def notes(folder: Folder, on: date | None = None, as_of: date | None = None) -> pl.DataFrame:
    """The notes up to a day, by trust and day: ``NOTES``.

    ``status`` says what is wrong with a note: a number that no trust has.
    """
    kept = _kept(folder, as_of)
    if not kept.height:
        return pl.DataFrame(schema=NOTES)
    store = Store(folder.store)
    belongs = Memberships.read(Registers.read(store, as_of))
    day = on or kept["noted_on"].max()
    assert isinstance(day, date)
    named = history.labels(belongs.claims, {}, day).select("uid", "trust")
    return (
        kept.filter(pl.col("noted_on") <= day)
        .join(named, on="uid", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("trust").is_null()).then(pl.lit(_UNKNOWN)).alias("status"),
            pl.lit("internal").alias("audience"),
        )
        .sort(pl.col("trust").str.to_lowercase(), "uid", "noted_on", "row", nulls_last=True)
        .select(NOTES.keys())
    )


def supported(folder: Folder, on: date | None = None, as_of: date | None = None) -> pl.DataFrame:
    """``uid, supported, since``: the newest word by the day on whether the authority supports a
    trust. Internal. A trust of which nothing is said is not in it: that is no "no"."""
    found = notes(folder, on, as_of)
    return (
        found.filter(pl.col("supported").is_not_null())
        .sort("uid", "noted_on", "row")
        .unique("uid", keep="last", maintain_order=True)
        .select("uid", "supported", pl.col("noted_on").alias("since"))
    )


def flagged(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The trusts of ``trusts.trusts``, each with what the area says of it: ``FLAGGED``. Internal.

    ``supported`` is ``yes``, ``no`` or null where nothing is said; ``notes`` counts the notes.
    """
    found = trusts(folder, area, on, as_of)
    if not found.height:
        return pl.DataFrame(schema=FLAGGED)
    day = found["on"][0]
    counts = (
        notes(folder, day, as_of)
        .group_by("uid")
        .agg(pl.col("note").count().cast(pl.Int64).alias("notes"))
    )
    said = supported(folder, day, as_of).rename({"since": "supported_since"})
    return (
        found.join(said, on="uid", how="left", maintain_order="left")
        .join(counts, on="uid", how="left", maintain_order="left")
        .with_columns(pl.col("notes").fill_null(0), pl.lit("internal").alias("audience"))
        .select(FLAGGED.keys())
    )


def _kept(folder: Folder, as_of: date | None) -> pl.DataFrame:
    table = local_table("trust-notes")
    found = Store(folder.store).register(table.register, as_of)
    return found if found.height else pl.DataFrame(schema=table.kept)
