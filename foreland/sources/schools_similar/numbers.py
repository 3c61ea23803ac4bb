"""Numbers of schools' tables, each missing one with the publisher's own sign for it."""

from collections.abc import Mapping

import polars as pl

from foreland.sources.sieve import Sieve

#: What stands in these tables where there is no number: not applicable, suppressed, unavailable.
SIGNS = ("", "z", "c", "x", "u", ":", "NA", "NE", "NP", "SUPP", "LOWCOV")


def number(column: str) -> pl.Expr:
    """The cell as a number; null where it is none."""
    value = pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def missing(columns: Mapping[str, str]) -> pl.Expr:
    """``name=sign`` of each missing number, by ``;``; null where none is. ``-`` is a blank cell."""
    said = [
        pl.when(number(column).is_null()).then(
            pl.lit(f"{name}=") + pl.col(column).fill_null("").str.strip_chars().replace({"": "-"})
        )
        for name, column in columns.items()
    ]
    told = pl.concat_str(said, separator=";", ignore_nulls=True)
    return pl.when(told != "").then(told)


def only_numbers(
    sieve: Sieve, columns: Mapping[str, str], least: float | None = None, most: float | None = None
) -> None:
    """Set aside rows whose cell is neither a number within bounds nor a sign for a missing one."""
    for column in columns.values():
        cell = pl.col(column).fill_null("").str.strip_chars()
        wrong = number(column).is_null() & ~cell.is_in(SIGNS)
        sieve.aside(wrong, column, cell, "a number, or a sign for a missing one")
        if least is not None:
            sieve.aside(number(column) < least, column, cell, f"{least:g} or more")
        if most is not None:
            sieve.aside(number(column) > most, column, cell, f"{most:g} or less")
