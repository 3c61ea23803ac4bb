"""``foreland schools check``: what cannot be so in what was read of schools, or was set aside."""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight.school_faults import faults
from foreland.jobs.folder import Folder
from foreland.jobs.school_registers import ACADEMY_TRUSTS, Registers

COLUMNS = ("fault", "urn", "name", "found", "expected", "done", "file", "row", "column")

#: The readers' sources of what is kept of schools.
_SOURCES = ("gias", "ofsted", "schools", "performance-tables", "dfe-similar-schools")

_ASIDE = "a row set aside"


def check(folder: Folder, as_of: date | None = None) -> pl.DataFrame:
    """A row a fault, by kind: ``COLUMNS``. ``file``, ``row`` and ``column`` where a row was set
    aside on reading; ``urn`` and ``name`` where two files do not go together."""
    store = Store(folder.store)
    held = Registers.read(store, as_of)
    academy = pl.col("kind").is_in(ACADEMY_TRUSTS) & pl.col("closed").is_null()
    together = faults(
        held.before,
        held.dates.unique("urn", keep="first", maintain_order=True),
        held.inspections,
        held.members.filter(academy),
    )
    names = pl.concat(
        [
            held.ofsted.select("urn", "name"),
            held.listed.select("urn", "name"),
            held.dates.select("urn", "name"),
        ]
    ).unique("urn", keep="first", maintain_order=True)
    first = together.join(names, on="urn", how="left", maintain_order="left")
    kept = store.quarantine()
    aside = (
        kept.filter(pl.col("source").is_in(_SOURCES)).sort("file", "row", "column", "found")
        if kept.height
        else pl.DataFrame(
            schema=dict.fromkeys(("file", "row", "column", "found", "expected"), pl.String)
        )
    )
    second = aside.select(
        pl.lit(_ASIDE).alias("fault"),
        "found",
        "expected",
        pl.lit("the row is kept apart and counts for nothing").alias("done"),
        "file",
        pl.col("row").cast(pl.Int64),
        "column",
    )
    return pl.concat([first, second], how="diagonal").select(
        pl.col(n) if n in (*first.columns, *second.columns) else pl.lit(None, pl.String).alias(n)
        for n in COLUMNS
    )
