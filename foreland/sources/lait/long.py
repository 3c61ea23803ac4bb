"""Read LAIT's long file: one row an indicator, year and area; every value is text.

Traps handled: Excel's float noise (``17.600000000000001``) and scientific notation parse to the
nearest number, which is the number meant; ``-`` is any missing value; the label ``0`` is no
period and goes to the quarantine; the area's number, not its spelling, says which area it is.
"""

import csv
from functools import cache
from importlib import resources

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.model.published_periods import Basis, parse_published
from foreland.model.statuses import Status
from foreland.sources.opening import Opened
from foreland.sources.reading import READING_SCHEMA, Context, Reader, Reading, quarantined
from foreland.sources.text import no_quarantine

COLUMNS = ("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region")

#: Missing values. LAIT prints one sign for every reason; earlier files had more.
SYMBOLS = {
    "-": Status.NOT_AVAILABLE,
    "": Status.NOT_AVAILABLE,
    "..": Status.NOT_AVAILABLE,
    "x": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
}


@cache
def codes() -> pl.DataFrame:
    """The packaged table of LAIT's codes: ``code, basis, unit``."""
    text = resources.files("foreland.sources.lait").joinpath("codes.csv").read_text("utf-8")
    rows = list(csv.reader(text.splitlines()))
    return pl.DataFrame(rows[1:], schema=rows[0], orient="row")


NEEDED = ("Short Desc", "Years", "Values", "LA Number")


def claims(opened: Opened) -> bool:
    """LAIT's long file is known by its columns, whatever its name or form.

    One that lacks a needed column is claimed too, so that the column is named.
    """
    return "Short Desc" in opened.columns and len(set(NEEDED) & set(opened.columns)) >= 3


def read(opened: Opened, context: Context) -> Reading:
    """One row a cell of ``Values``. Raises ForelandError where a needed column, or every row, is
    missing: a file without rows would say that every figure was withdrawn."""
    table = opened.frame if opened.form == "parquet" else opened.table.rows
    missing = [column for column in NEEDED if column not in table.columns]
    if not missing and not table.height:
        raise ForelandError(
            Problem(opened.name, "no rows", "LAIT's long file", "Fetch the file again.")
        )
    if missing:
        raise ForelandError(
            Problem(
                opened.name,
                f"no column {', '.join(missing)}",
                "the columns of LAIT's long file",
                "Fetch the file again.",
            )
        )
    first_row = 1 if opened.form == "parquet" else 2
    column = table.columns.index("Values") + 1
    rows = table.select(
        pl.col("Short Desc").cast(pl.String).alias("code"),
        pl.col("Years").cast(pl.String).alias("published_period"),
        pl.col("Values").cast(pl.String).alias("text"),
        pl.col("LA Number").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False).alias("la"),
        pl.col("LA Number").cast(pl.String).alias("la_text"),
        *([pl.col("LA and Regions").alias("name")] if "LA and Regions" in table.columns else []),
        (
            pl.int_range(first_row, table.height + first_row, dtype=pl.UInt32).alias("row")
            if opened.form == "parquet"
            else pl.col("__row").alias("row")
        ),
    )
    rows = joined(rows, context)
    faults = _faults(rows, column, opened.columns)
    good = rows.filter(
        pl.col("area").is_not_null()
        & pl.col("period_start").is_not_null()
        & pl.col("unit").is_not_null()
        & (pl.col("value").is_not_null() | pl.col("symbol").is_not_null())
    )
    good, repeated = _once(good)
    before = no_quarantine() if opened.form == "parquet" else opened.table.quarantine
    return Reading(
        source="lait",
        dataset="lait",
        title="Local Authority Interactive Tool",
        observations=observations_of(good, column),
        quarantine=pl.concat([before, *faults, repeated]).sort("row"),
    )


def joined(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Areas, periods, values and units joined on."""
    known = codes()
    unlisted = context.registers.get("dictionary")
    if unlisted is not None and unlisted.height:
        known = pl.concat([known, unlisted.select("code", "basis", "unit")]).unique(
            "code", keep="first", maintain_order=True
        )
    numbers = [
        (int(area.lait_number), area.code)
        for area in context.register
        if area.lait_number and area.lait_number.isdigit()
    ]
    areas = pl.DataFrame(numbers, schema={"la": pl.Int32, "area": pl.String}, orient="row")
    rows = rows.join(known, on="code", how="left", maintain_order="left")
    periods = _periods(rows.select("published_period", "basis").unique())
    symbols = pl.DataFrame(
        {"text": list(SYMBOLS), "missing": [status.value for status in SYMBOLS.values()]}
    )
    return (
        rows.join(periods, on=["published_period", "basis"], how="left", maintain_order="left")
        .join(areas, on="la", how="left", maintain_order="left")
        .join(symbols, on="text", how="left", maintain_order="left")
        .with_columns(
            pl.col("text").cast(pl.Float64, strict=False).alias("value"),
            pl.when(pl.col("missing").is_not_null()).then(pl.col("text")).alias("symbol"),
        )
        .with_columns(
            # "nan" and "inf" are numbers to a parser and to nobody else.
            pl.when(pl.col("value").is_finite()).then(pl.col("value")).alias("value"),
            pl.coalesce("missing", "label_status", pl.lit(Status.FINAL.value)).alias("status"),
        )
    )


def _periods(labels: pl.DataFrame) -> pl.DataFrame:
    schema = {
        "published_period": pl.String,
        "basis": pl.String,
        "period_kind": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "label_status": pl.String,
    }
    read = []
    for label, basis in labels.sort("published_period", "basis").iter_rows():
        if label is None or basis is None:
            continue
        try:
            found = parse_published(label, Basis(basis))
        except ValueError:
            continue
        period = found.period
        status = found.status.value if found.status else None
        read.append((label, basis, period.kind.value, period.start, period.end, status))
    return pl.DataFrame(read, schema=schema, orient="row")


def _faults(rows: pl.DataFrame, column: int, names: tuple[str, ...]) -> list[pl.DataFrame]:
    """The quarantine: one line a fault, the first fault of each record."""
    unlisted = rows.filter(pl.col("unit").is_null())
    listed = rows.filter(pl.col("unit").is_not_null())
    no_period = listed.filter(pl.col("period_start").is_null())
    dated = listed.filter(pl.col("period_start").is_not_null())
    no_area = dated.filter(pl.col("area").is_null())
    placed = dated.filter(pl.col("area").is_not_null())
    no_value = placed.filter(pl.col("value").is_null() & pl.col("symbol").is_null())
    return [
        quarantined(
            unlisted,
            "Short Desc",
            pl.col("code"),
            "a code that LAIT's dictionary lists; ingest the newest dictionary with the file",
        ),
        quarantined(no_period, "Years", pl.col("published_period"), "a period label of LAIT"),
        quarantined(
            no_area,
            "LA Number",
            pl.col("la_text").fill_null("nothing"),
            "the number of an authority, a region (980-990) or England (970)",
        ),
        quarantined(
            no_value,
            names[column - 1],
            pl.col("text").fill_null("nothing"),
            "a number, or - where there is none",
        ),
    ]


def _once(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Each fact once. Of two rows for one key the last is kept, as in the tool; all are named."""
    key = ["code", "area", "period_start", "period_end"]
    # Hashes first: cheap, and where all differ no two keys are equal.
    if rows.select(key).hash_rows().n_unique() == rows.height:
        return rows, no_quarantine()
    last = rows.select(pl.struct(key).is_last_distinct().alias("last"))["last"]
    return rows.filter(last), quarantined(
        rows.filter(~last),
        "Values",
        pl.format("a second row for {} {}: {}", "code", "published_period", "text"),
        "one row for an indicator, area and year; the last in the file was kept",
    )


def observations_of(rows: pl.DataFrame, column: int) -> pl.DataFrame:
    return rows.select(
        "code",
        "area",
        "published_period",
        "period_kind",
        "period_start",
        "period_end",
        pl.lit("all").alias("group"),
        "value",
        pl.lit(None, pl.Float64).alias("numerator"),
        pl.lit(None, pl.Float64).alias("denominator"),
        "unit",
        "status",
        "symbol",
        pl.lit(0, pl.UInt16).alias("sheet"),
        "row",
        pl.lit(column, pl.UInt16).alias("column"),
    ).select(pl.col(name).cast(dtype) for name, dtype in READING_SCHEMA.items())


READER = Reader(name="lait-long", version=1, claims=claims, read=read, uses=("dictionary",))
