"""The figures in the columns of a Parquet file, of whatever type its maker gave them."""

from collections.abc import Iterable, Mapping

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.sieve import Sieve
from foreland.sources.wide import number


def value(column: str, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    """The column's numbers; null where a cell says none."""
    if schema[column] == pl.String:
        return number(pl.col(column))
    found = pl.col(column).cast(pl.Float64, strict=False)
    return pl.when(found.is_finite()).then(found)


def check(sieve: Sieve, columns: Iterable[str], file: str) -> None:
    """Set aside the rows with a cell that is no number and not empty.

    Raises ForelandError for a column that holds neither numbers nor texts.
    """
    for column in columns:
        dtype, cell = sieve.rows.schema[column], pl.col(column)
        if dtype == pl.String:
            bad = value(column, sieve.rows.schema).is_null() & (cell.str.strip_chars() != "")
        elif dtype.is_float():
            bad = cell.is_infinite()
        elif dtype.is_numeric() or dtype == pl.Null:
            continue
        else:
            raise ForelandError(
                Problem(
                    file,
                    f"cells of the type {dtype} in the column {column}",
                    "numbers",
                    "Fetch the file again.",
                )
            )
        sieve.aside(bad, column, cell, "a number, or nothing")
