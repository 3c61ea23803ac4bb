"""What a reader gives: one file as tables, with what could not be read set aside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from foreland.model.areas import Register
from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened
from foreland.sources.text import no_quarantine

#: The columns of a reading's observations. ``area`` is a code of the register; ``row`` and
#: ``column`` are those of the value's cell, from 1; ``sheet`` is 0 where a file has none.
READING_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "code": pl.String,
    "area": pl.String,
    "published_period": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "group": pl.String,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "symbol": pl.String,
    "sheet": pl.UInt16,
    "row": pl.UInt32,
    "column": pl.UInt16,
}

#: A fact's key within a data set.
KEY = ("code", "area", "period_start", "period_end", "group")


@dataclass(frozen=True)
class Context:
    """What a reader may know beyond the file: the areas, and the registers read before."""

    register: Register
    registers: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    today: date | None = None


@dataclass(frozen=True)
class Reading:
    """One file read.

    ``covers`` says what a later file of the same data set does to this one: ``all`` (it replaces
    the whole; a cell that it lacks was withdrawn or rolled out of the window), ``periods`` (it
    speaks only of the periods that it holds) or ``cells`` (only of the facts that it holds).
    ``notes`` say what of this file was left out, ``caveats`` what to bear in mind with every file
    of the data set.
    """

    source: str
    dataset: str
    title: str
    observations: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=READING_SCHEMA))
    quarantine: pl.DataFrame = field(default_factory=no_quarantine)
    registers: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    covers: Literal["all", "periods", "cells"] = "all"
    published: date | None = None
    notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    audience: str = "public"


@dataclass(frozen=True)
class Version:
    """One dated version of a data set, of the several that one file tells.

    ``changes`` says what it changed in the version before: ``READING_SCHEMA``, ``op`` (``add``,
    ``roll`` or ``withdraw``, as a release's delta has it) and ``told``, the number of the version
    in which a rolled or withdrawn figure stood last. ``whole`` gives all that was in force.
    ``published`` is its day, where the file itself says it.
    """

    source: str
    dataset: str
    title: str
    number: int
    changes: pl.DataFrame
    whole: Callable[[], Reading]
    observations: int
    missing: int
    first_period_start: date | None
    last_period_end: date | None
    quarantine: pl.DataFrame = field(default_factory=no_quarantine)
    published: date | None = None
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """How to know a publisher's file and how to read it.

    ``version`` goes up whenever the reading of an unchanged file would change; the store then
    reads its raw bytes again. Readers with a lower ``order`` go first (registers before facts);
    ``uses`` names the registers that a reading hangs on. A file that tells several dated versions
    has ``versions``, oldest first; its ``read`` gives the newest alone, which is all that can be
    kept where nothing beside the file dates them; ``dated`` says that the file does so itself.
    """

    name: str
    version: int
    claims: Callable[[Opened], bool]
    read: Callable[[Opened, Context], Reading]
    order: int = 1
    uses: tuple[str, ...] = ()
    versions: Callable[[Opened, Context], list[Version]] | None = None
    dated: bool = False


def quarantined(rows: pl.DataFrame, column: str, found: pl.Expr, expected: str) -> pl.DataFrame:
    """The quarantine's rows for records that stand in ``row`` of ``rows``."""
    return rows.select(
        pl.col("row").cast(pl.UInt32),
        pl.lit(column).alias("column"),
        found.cast(pl.String).fill_null("nothing").alias("found"),
        pl.lit(expected).alias("expected"),
    )


def need_columns(
    opened: Opened, names: Sequence[str], whose: str = "", remedy: str = "Fetch the file again."
) -> None:
    """Raise ForelandError that names the columns of ``names`` which a text file lacks."""
    missing = [name for name in names if name not in opened.table.columns]
    if missing:
        raise ForelandError(
            Problem(
                opened.name,
                f"no column {', '.join(missing)}",
                f"the columns {', '.join(names)}{whose}",
                remedy,
                row=1,
            )
        )
