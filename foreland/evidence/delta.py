"""What one release changed in its data set: rows added, withdrawn, or rolled out of the window.

A delta's rows stand in file order. ``op`` is ``add`` (new, or changed in anything that a reader
sees), ``withdraw`` (the newest file no longer carries the cell) or ``roll`` (its whole oldest
year has left the publisher's window: the figure is kept and marked).
"""

from collections.abc import Collection

import polars as pl

from foreland.evidence.manifest import Release
from foreland.sources.reading import KEY, READING_SCHEMA

#: What makes a row another fact when it differs. The cell does not: a figure that stands
#: elsewhere in the next file is the same figure, known since the first.
CONTENT = (
    "published_period",
    "period_kind",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "symbol",
)

#: ``origin`` is the release in whose file the cell stands, ``known`` the one since which the
#: figure is so: null where that is the delta's own release, or the cell's.
DELTA_SCHEMA = {**READING_SCHEMA, "op": pl.String, "origin": pl.String, "known": pl.String}

_KEY = list(KEY)


def changes(
    state: pl.DataFrame | None, whole: pl.DataFrame, covers: str, anew: Collection[str] = ()
) -> pl.DataFrame:
    """The delta from ``state`` to what the new file says in ``whole``.

    What stands in ``state`` by one of the releases ``anew`` is told again though it is the same:
    its cell is now the new file's, and it is ``known`` since it was told first.
    """
    nobody = pl.lit(None, pl.String)
    if state is None:
        return whole.with_columns(
            pl.lit("add").alias("op"), nobody.alias("origin"), nobody.alias("known")
        )
    before = state.select(
        *_KEY,
        *[pl.col(name).alias(f"old_{name}") for name in CONTENT],
        pl.col("op").alias("was"),
        pl.coalesce("known", "release").alias("known"),
        pl.col("release").is_in(list(anew)).alias("anew"),
    )
    joined = whole.join(before, on=_KEY, how="left", maintain_order="left")
    differs = pl.any_horizontal(
        [pl.col(name).ne_missing(pl.col(f"old_{name}")) for name in CONTENT]
    )
    new = pl.col("was").is_null() | (pl.col("was") != "add") | differs
    added = joined.filter(new | pl.col("anew")).select(
        *READING_SCHEMA,
        pl.lit("add").alias("op"),
        nobody.alias("origin"),
        pl.when(~new).then(pl.col("known")).alias("known"),
    )
    gone = state.filter(pl.col("op") == "add").join(whole, on=_KEY, how="anti")
    kept = state.filter((pl.col("op") == "roll") & pl.col("release").is_in(list(anew)))
    return pl.concat(
        [
            added,
            _gone(gone, whole, covers),
            kept.join(whole, on=_KEY, how="anti", maintain_order="left").select(*DELTA_SCHEMA),
        ]
    )


def _gone(gone: pl.DataFrame, whole: pl.DataFrame, covers: str) -> pl.DataFrame:
    op: pl.Expr = pl.lit("withdraw")
    if covers == "cells":
        gone = gone.clear()
    elif covers == "periods":
        spoken = whole.select("code", "period_start", "period_end").unique()
        gone = gone.join(spoken, on=["code", "period_start", "period_end"], how="semi")
    else:
        oldest = whole.group_by("code").agg(pl.col("period_start").min().alias("oldest"))
        gone = gone.join(oldest, on="code", how="left", maintain_order="left")
        op = (
            pl.when(pl.col("period_start") < pl.col("oldest"))
            .then(pl.lit("roll"))
            .otherwise(pl.lit("withdraw"))
        )
    return gone.select(
        *READING_SCHEMA,
        op.alias("op"),
        # A kept figure stays what it was: known from its own release and cell.
        pl.coalesce("origin", "release").alias("origin"),
        "known",
    )


def either(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """The rows of two deltas of one file, each key once, added ones in file order."""
    rows = pl.concat([first, second]).unique(_KEY, keep="first", maintain_order=True)
    added = rows.filter(pl.col("op") == "add").sort("sheet", "row", "column", maintain_order=True)
    return pl.concat([added, rows.filter(pl.col("op") != "add")])


def of_version(changes: pl.DataFrame, before: list[Release]) -> pl.DataFrame:
    """The delta of a version whose file says what it changed (``Version.changes``)."""
    ids = pl.DataFrame(
        [(r.version, r.id) for r in before if r.version is not None],
        schema={"told": pl.Int32, "origin": pl.String},
        orient="row",
    ).unique("told", keep="last")
    return (
        changes.join(ids, on="told", how="left", maintain_order="left")
        .with_columns(pl.lit(None, pl.String).alias("known"))
        .select(*DELTA_SCHEMA)
    )


def after(deltas: list[tuple[str, pl.DataFrame]]) -> pl.DataFrame | None:
    """The state after several releases' deltas, oldest first; as ``apply`` one after another."""
    if not deltas:
        return None
    named = [
        _complete(changes.with_columns(pl.lit(name).alias("release"))) for name, changes in deltas
    ]
    first, *others = named
    if not others:
        return first.filter(pl.col("op") != "withdraw")
    # The first is nearly all of it: the others are merged before they are laid upon it.
    later = pl.concat(others).unique(_KEY, keep="last", maintain_order=True)
    kept = first.join(later, on=_KEY, how="anti", maintain_order="left")
    return pl.concat([kept, later]).filter(pl.col("op") != "withdraw")


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    """Tables that were written before ``known`` was kept have none."""
    if "known" in rows.columns:
        return rows.select(*DELTA_SCHEMA, "release")
    return rows.with_columns(pl.lit(None, pl.String).alias("known")).select(
        *DELTA_SCHEMA, "release"
    )


def apply(state: pl.DataFrame | None, delta: pl.DataFrame, release: str) -> pl.DataFrame:
    """The state after a delta: the last row of each key, withdrawn ones left out."""
    new = delta.with_columns(pl.lit(release).alias("release"))
    if state is None:
        return new.filter(pl.col("op") != "withdraw")
    kept = state.join(new, on=_KEY, how="anti", maintain_order="left")
    return pl.concat([kept, new.filter(pl.col("op") != "withdraw")])


def latest(found: pl.DataFrame, several: bool) -> pl.DataFrame:
    """From the rows of several deltas, oldest first, the row in force of each key."""
    found = _complete(found)
    if several:
        found = found.unique(_KEY, keep="last", maintain_order=True)
    return found.filter(pl.col("op") != "withdraw").with_columns(
        (pl.col("op") == "add").alias("in_latest"),
        pl.coalesce("known", "origin", "release").alias("known"),
        pl.coalesce("origin", "release").alias("release"),
    )


def column_letters(columns: pl.Series) -> pl.DataFrame:
    """A spreadsheet's letters for column numbers: 1 is A, 27 is AA."""
    numbers = columns.unique().sort().to_list()
    return pl.DataFrame(
        {"column": numbers, "letters": [letters(number) for number in numbers]},
        schema={"column": columns.dtype, "letters": pl.String},
    )


def letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
