"""Read the links between schools: which school came before which, and why.

A conversion closes one school number and opens another; so do mergers, amalgamations and splits,
which is why links go from many to many. Each link stands twice, seen from either end; both are
kept. Ends may be missing from one side (61 of 16,661 in the extract of April 2025).
"""

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW

REGISTER = "school_links"

SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "other": pl.String,
    "link": pl.String,
    "since": pl.Date,
    "newest": pl.Date,
    "row": pl.UInt32,
}

_COLUMNS = {"URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"}


def claims(opened: Opened) -> bool:
    return opened.form == "text" and set(opened.columns) - {""} == _COLUMNS


def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    cells.numbers(sieve, "URN")
    cells.numbers(sieve, "LinkURN")
    sieve.aside(
        pl.col("URN") == pl.col("LinkURN"), "LinkURN", pl.col("LinkURN"), "another school's number"
    )
    cells.days(sieve, ["LinkEstablishedDate"])
    # The file does not say its day. Of two extracts the one with the newer change is the later;
    # the day itself may lie ahead of the extract (24 do in that of 22 April 2025).
    rows = sieve.rows.select(
        pl.col("URN").alias("urn"),
        pl.col("LinkURN").alias("other"),
        pl.col("LinkType").str.strip_chars().alias("link"),
        cells.day("LinkEstablishedDate").alias("since"),
        pl.col("row").cast(pl.UInt32),
    )
    newest = cells.newest(rows, "since")
    frame = rows.with_columns(pl.lit(newest, pl.Date).alias("newest")).select(*SCHEMA)
    back = frame.filter(pl.col("link").str.starts_with("Predecessor"))
    circular = back.join(
        back, left_on=["urn", "other"], right_on=["other", "urn"], how="semi"
    ).height
    return Reading(
        source="gias",
        dataset=f"gias-links-{newest or 'undated'}",
        title="Links between schools",
        registers={REGISTER: frame},
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults]),
        notes=(
            (f"{circular} links say of two schools that each came before the other: walked once",)
            if circular
            else ()
        ),
    )


READER = Reader(name="gias-links", version=1, claims=claims, read=read, order=0)
