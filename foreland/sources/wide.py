"""Wide files: one row an area and year, one column a measure. Only declared columns are melted.

A reader says which columns hold what; each cell becomes one observation that keeps its row and
column. A cell that is neither a number nor a known symbol is set aside; so are two cells that
say different things of one fact, since nothing tells which of them is right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from foreland.model.groups import ALL
from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.reading import KEY, READING_SCHEMA, quarantined
from foreland.sources.text import no_quarantine

#: A number as statistics print it; a parser alone would also take "nan", "inf" and "1_000".
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


@dataclass(frozen=True)
class Measure:
    """One column and what it holds. ``code`` is the column's own name.

    ``basis`` is any word that the reader's periods use; ``numerator`` and ``denominator`` name
    columns of the same row; ``status`` is that of a value (a forecast is estimated).
    """

    code: str
    unit: Unit
    basis: str
    group: str = ALL
    numerator: str | None = None
    denominator: str | None = None
    status: Status = Status.FINAL


def number(text: pl.Expr) -> pl.Expr:
    """The number that a text says; nothing where it says none."""
    clean = text.str.strip_chars()
    value = clean.cast(pl.Float64, strict=False)
    return pl.when(clean.str.contains(NUMBER) & value.is_finite()).then(value)


def periods(found: Iterable[tuple[str, str, Period]]) -> pl.DataFrame:
    """What each label means on each basis, for ``melt``: label, basis, period."""
    return pl.DataFrame(
        [(label, basis, p.kind.value, p.start, p.end) for label, basis, p in found],
        schema={
            "published_period": pl.String,
            "basis": pl.String,
            "period_kind": pl.String,
            "period_start": pl.Date,
            "period_end": pl.Date,
        },
        orient="row",
    )


def melt(
    rows: pl.DataFrame,
    measures: Iterable[Measure],
    names: tuple[str, ...],
    known: pl.DataFrame,
    symbols: Mapping[str, Status],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The observations of declared columns, in the file's order, and the cells set aside.

    ``rows`` holds the file's columns as text, and ``area``, ``published_period`` and ``row``;
    ``names`` are the file's columns in their order; ``known`` comes from ``periods``. A cell that
    the reader has made null is passed over: the reader has said itself what became of it.
    ``symbols`` are in lower case and stand for either. Where the rows of a file tell groups apart
    or have a code each, they hold them in ``row_group`` and ``row_code``.
    """
    present = [measure for measure in measures if measure.code in names]
    parts = [_cells(rows, measure, names) for measure in present]
    if not parts:
        return pl.DataFrame(schema=READING_SCHEMA), no_quarantine()
    signs = pl.DataFrame(
        {"sign": list(symbols), "missing": [status.value for status in symbols.values()]},
        schema={"sign": pl.String, "missing": pl.String},
    )
    cells = (
        pl.concat(parts)
        .filter(pl.col("text").is_not_null())
        .sort("row", "column")
        .with_columns(
            number(pl.col("text")).alias("value"),
            pl.col("text").str.strip_chars().alias("symbol"),
            pl.col("text").str.strip_chars().str.to_lowercase().alias("sign"),
        )
        .join(signs, on="sign", how="left", maintain_order="left")
        .join(known, on=["published_period", "basis"], how="left", maintain_order="left")
    )
    bad = cells.filter(pl.col("value").is_null() & pl.col("missing").is_null())
    good = cells.filter(pl.col("value").is_not_null() | pl.col("missing").is_not_null())
    good = good.with_columns(
        pl.coalesce("missing", "status").alias("status"),
        pl.when(pl.col("missing").is_not_null()).then(pl.col("symbol")).alias("symbol"),
    )
    good, twice = once(good)
    signs_told = ", ".join(sign for sign in symbols if sign)
    faults = _by_column(bad, f"a number, or one of {signs_told} where there is none")
    return (
        good.select(pl.col(name).cast(dtype) for name, dtype in READING_SCHEMA.items()),
        pl.concat([faults, twice]).sort("row", "column", maintain_order=True),
    )


def _cells(rows: pl.DataFrame, measure: Measure, names: tuple[str, ...]) -> pl.DataFrame:
    def part(name: str | None) -> pl.Expr:
        return number(pl.col(name)) if name in names else pl.lit(None, pl.Float64)

    own_code = pl.col("row_code") if "row_code" in rows.columns else pl.lit(measure.code)
    own_group = pl.col("row_group") if "row_group" in rows.columns else pl.lit(measure.group)
    return rows.select(
        own_code.alias("code"),
        pl.lit(measure.code).alias("name"),
        "area",
        "published_period",
        pl.lit(measure.basis).alias("basis"),
        own_group.alias("group"),
        pl.col(measure.code).alias("text"),
        part(measure.numerator).alias("numerator"),
        part(measure.denominator).alias("denominator"),
        pl.lit(measure.unit.value).alias("unit"),
        pl.lit(measure.status.value).alias("status"),
        pl.lit(0, pl.UInt16).alias("sheet"),
        pl.col("row").cast(pl.UInt32),
        pl.lit(names.index(measure.code) + 1, pl.UInt16).alias("column"),
    )


def _by_column(cells: pl.DataFrame, expected: str) -> pl.DataFrame:
    if not cells.height:
        return no_quarantine()
    found = quarantined(cells, "", pl.col("text"), expected)
    return found.with_columns(cells["name"].alias("column"))


def once(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Each fact once. ``rows`` need ``text`` and ``name``, the column's, beside a reading's.

    Two cells that say the same of one fact: the first is kept and the other named. Two that say
    different things: all are set aside.
    """
    key = list(KEY)
    many = rows.select(pl.struct(key).is_duplicated().alias("many"))["many"]
    if not many.any():
        return rows, no_quarantine()
    said = pl.struct("value", "status")
    marked = rows.with_columns(
        many.alias("many"),
        said.n_unique().over(key).alias("versions"),
        pl.col("row").first().over(key).alias("first_row"),
        (pl.struct(key).is_first_distinct()).alias("first"),
    )
    kept = marked.filter(~pl.col("many") | (pl.col("first") & (pl.col("versions") == 1)))
    same = marked.filter(pl.col("many") & ~pl.col("first") & (pl.col("versions") == 1))
    unlike = marked.filter(pl.col("many") & (pl.col("versions") > 1))
    faults = [
        _by_column(
            same.with_columns(pl.format("{} as in row {}", "text", "first_row").alias("text")),
            "one row for an area, period and group; the first was kept",
        ),
        _by_column(
            unlike.with_columns(
                pl.format("{}, one of {} figures for one fact", "text", "versions").alias("text")
            ),
            "one row for an area, period and group; none was kept, since the rows disagree",
        ),
    ]
    return kept.drop("many", "versions", "first_row", "first"), pl.concat(faults)
