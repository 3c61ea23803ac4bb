"""Empty tables of what is withheld: figures, what they are of, and all that follows from them."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from foreland.disclosure.cells import KEY
from foreland.disclosure.rules import STATUS, SYMBOL, counted, disclosive
from foreland.disclosure.tables import Collected, Figure
from foreland.model.statuses import Status

_ROW = "_row"


def without(table: Collected, gone: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """The table without the facts that are not for the audience."""
    frame = table.frame
    if not gone.height:
        return frame
    for place, figure in enumerate(table.figures):
        rows = touched(frame, figure, gone, ids)
        if place == 0 and not table.keeps_rows:
            frame = frame.filter(~rows)
        else:
            said = replace(figure, says={**figure.says, **figure.says_beyond})
            frame = emptied(frame, said, rows, Status.NOT_AVAILABLE.value, None)
    return frame


def withheld_in(
    table: Collected, hidden: pl.DataFrame, ids: pl.Series, exempt: Sequence[str]
) -> pl.DataFrame:
    """The table with every figure emptied that is withheld, or follows from one that is."""
    frame = table.frame
    for place, figure in enumerate(table.figures):
        if figure.value not in frame.columns:
            continue
        rows = touched(frame, figure, hidden, ids) | _small(frame, figure, exempt)
        if place == 0 and table.ranked:
            frame = frame.filter(~rows)
        else:
            frame = emptied(frame, figure, rows, STATUS, SYMBOL)
    return frame


def touched(frame: pl.DataFrame, figure: Figure, facts: pl.DataFrame, ids: pl.Series) -> pl.Series:
    """The rows whose figure is, or was made of, one of ``facts``; never a printed one."""
    rows = pl.Series([False] * frame.height, dtype=pl.Boolean)
    if not facts.height:
        return rows
    if figure.by != "ids":
        rows |= _by_key(frame, figure, facts)
    for column in figure.ids:
        if column in frame.columns and figure.by != "series":
            rows |= _by_ids(frame[column], ids)
    return rows & ~_printed(frame, figure)


def _printed(frame: pl.DataFrame, figure: Figure) -> pl.Series:
    if figure.status is None or figure.status not in frame.columns:
        return pl.Series([False] * frame.height, dtype=pl.Boolean)
    return (frame[figure.status] == Status.QUOTED.value).fill_null(False)


def _by_key(frame: pl.DataFrame, figure: Figure, facts: pl.DataFrame) -> pl.Series:
    """By as much of the key as the table has: less of it withholds more."""
    named = dict(zip(KEY, ("indicator", figure.group, figure.area, *KEY[3:]), strict=True))
    if figure.by == "series":
        named = {name: named[name] for name in KEY[:3]}
    there = {name: column for name, column in named.items() if column in frame.columns}
    if "indicator" not in there or "area" not in there:
        return pl.Series([False] * frame.height, dtype=pl.Boolean)
    wanted = facts.select(list(there)).unique().with_columns(pl.lit(True).alias("_found"))
    return (
        frame.select(list(there.values()))
        .join(
            wanted,
            left_on=list(there.values()),
            right_on=list(there),
            how="left",
            maintain_order="left",
        )["_found"]
        .fill_null(False)
    )


def _by_ids(column: pl.Series, ids: pl.Series) -> pl.Series:
    found = (
        pl.DataFrame({"id": column.cast(pl.String)})
        .with_row_index(_ROW)
        .with_columns(pl.col("id").str.split(" "))
        .explode("id")
        .join(pl.DataFrame({"id": ids}), on="id", how="semi")[_ROW]
        .unique()
    )
    return pl.Series(range(len(column)), dtype=found.dtype).is_in(found.implode())


def _small(frame: pl.DataFrame, figure: Figure, exempt: Sequence[str]) -> pl.Series:
    """Rows whose own figure is small, for a fact that came with no table of facts."""
    none = pl.Series([False] * frame.height, dtype=pl.Boolean)
    if figure.unit is None or figure.unit not in frame.columns:
        return none
    columns = [
        pl.col(name).cast(pl.Float64) if name in frame.columns else pl.lit(None, pl.Float64)
        for name in (figure.value, figure.numerator or "", figure.denominator or "")
    ]
    names = ("value", "numerator", "denominator")
    given = frame.select(
        *[c.alias(n) for c, n in zip(columns, names, strict=True)],
        pl.col(figure.unit).cast(pl.String).alias("unit"),
        (pl.col("indicator").is_in(list(exempt)) if "indicator" in frame.columns else pl.lit(False))
        .fill_null(False)
        .alias("exempt"),
    )
    found = given.with_columns(counted(*names, "unit")).select(disclosive() & ~pl.col("exempt"))
    return found.to_series() & ~_printed(frame, figure)


def emptied(
    frame: pl.DataFrame, figure: Figure, rows: pl.Series, status: str, symbol: str | None
) -> pl.DataFrame:
    """The figure, its counts and what derives from it gone from ``rows``, with the reason there.

    A row whose publisher withheld the figure keeps its own symbol.
    """
    if not rows.any():
        return frame
    here = pl.lit(rows)
    gone = [figure.value, figure.numerator, figure.denominator, *figure.derived]
    changes = [
        pl.when(~here).then(pl.col(name)).alias(name) for name in gone if name in frame.columns
    ]
    if figure.symbol in frame.columns and figure.symbol is not None:
        already = (
            pl.col(figure.status) == STATUS if figure.status in frame.columns else pl.lit(False)
        )
        keeps = pl.col(figure.symbol).is_not_null() & already
        changes.append(
            pl.when(~here | keeps)
            .then(pl.col(figure.symbol))
            .otherwise(pl.lit(symbol, pl.String))
            .alias(figure.symbol)
        )
    says = dict(figure.says)
    if figure.status is not None:
        says[figure.status] = status
    changes += [
        pl.when(here).then(pl.lit(text)).otherwise(pl.col(name)).alias(name)
        for name, text in sorted(says.items())
        if name in frame.columns
    ]
    return frame.with_columns(changes)
