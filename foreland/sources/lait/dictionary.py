"""Read LAIT's data dictionary: what each code means, its polarity, when it is updated.

Traps handled: 14 codes stand under two topics (both rows are kept, the first leads); dates are
Excel serial numbers or words; ``-`` and ``NA`` are no polarity; cells hold ``\\r\\r\\n``.
"""

from datetime import date, timedelta

import polars as pl

from foreland.model.published_periods import Basis
from foreland.model.units import Unit
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, quarantined
from foreland.sources.text import ROW

#: Day 0 of Excel's serial numbers.
EXCEL_EPOCH = date(1899, 12, 30)

_BASES = {
    "academic year": Basis.ACADEMIC,
    "financial year": Basis.FINANCIAL,
    "calendar year": Basis.CALENDAR,
    "annual (end of sept)": Basis.AT_30_SEPTEMBER,
    "annual - january": Basis.IN_JANUARY,
    "annual": Basis.AT_31_MARCH,
}

_NEEDED = ("Measure_short", "Measure", "Polarity", "y_axis_name", "Year_Type")


def claims(opened: Opened) -> bool:
    return set(_NEEDED) <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001  (one shape for all readers)
    rows = opened.table.rows
    optional = [
        (name, target)
        for name, target in (
            ("Topic", "topic"),
            ("Description", "description"),
            ("Last Update", "last_update"),
            ("Next Update", "next_update"),
            ("dps", "decimals"),
        )
        if name in rows.columns
    ]
    absent = ("topic", "description", "last_update", "next_update", "decimals")
    frame = rows.select(
        pl.col("Measure_short").alias("code"),
        pl.col("Measure").str.strip_chars().alias("measure"),
        pl.col("Polarity")
        .replace_strict({"High": "higher", "Low": "lower"}, default="none")
        .alias("polarity"),
        pl.col("y_axis_name").str.strip_chars().alias("axis"),
        ((pl.col("No_Quartile") == "N") if "No_Quartile" in rows.columns else pl.lit(False)).alias(
            "no_band"
        ),
        pl.col("Year_Type")
        .str.strip_chars()
        .str.to_lowercase()
        .replace_strict({k: v.value for k, v in _BASES.items()}, default=None)
        .alias("basis"),
        *[_clean(name).alias(target) for name, target in optional],
        *[
            pl.lit(None, pl.String).alias(target)
            for target in absent
            if target not in [t for _, t in optional]
        ],
        pl.col(ROW).alias("row"),
    ).with_columns(unit_of_axis().alias("unit"))
    shown = rows.with_columns(pl.col(ROW).alias("row"))
    polarity = pl.col("Polarity").str.strip_chars()
    year = pl.col("Year_Type").str.strip_chars()
    none = ["", "-", "NA"]
    odd = [
        quarantined(
            shown.filter(~polarity.is_in(["High", "Low", *none])),
            "Polarity",
            polarity,
            "High, Low or -; without it no figure of the code is called better or worse",
        ),
        quarantined(
            shown.filter(~year.str.to_lowercase().is_in([*_BASES, *[n.lower() for n in none]])),
            "Year_Type",
            year,
            "a kind of year that the other codes have; without it no label can be dated",
        ),
    ]
    updated = rows["Last Update"] if "Last Update" in rows.columns else pl.Series([""])
    serial = updated.cast(pl.Int32, strict=False).max()
    return Reading(
        source="lait",
        dataset="lait-dictionary",
        # The dictionary has no date of its own; it is not older than its newest update.
        published=EXCEL_EPOCH + timedelta(days=serial) if isinstance(serial, int) else None,
        title="Local Authority Interactive Tool: data dictionary",
        registers={"dictionary": frame},
        quarantine=pl.concat([opened.table.quarantine, *odd]),
    )


def _clean(name: str) -> pl.Expr:
    return pl.col(name).str.replace_all(r"\s+", " ").str.strip_chars().replace("NA", None)


def unit_of_axis() -> pl.Expr:
    """The unit that the words on LAIT's axis mean; none where they do not say."""
    axis = pl.col("axis").str.to_lowercase()
    return (
        pl.when(axis.str.contains("gap"))
        .then(pl.lit(Unit.PERCENTAGE_POINTS.value))
        .when(axis.str.contains("100,000"))
        .then(pl.lit(Unit.PER_100000.value))
        .when(axis.str.contains("10,000"))
        .then(pl.lit(Unit.PER_10000.value))
        .when(axis.str.contains("1,?000"))
        .then(pl.lit(Unit.PER_1000.value))
        # "Entries" is the axis of three shares of pupils entered, printed as percentages.
        .when(axis.str.starts_with("%") | (axis == "entries"))
        .then(pl.lit(Unit.PERCENT.value))
        .when(axis.str.contains(r"\bfte\b"))  # not the "fte" of "Looked After"
        .then(pl.lit(Unit.FTE.value))
        .when(axis.is_in(["spend", "unit cost"]))
        .then(pl.lit(Unit.POUNDS.value))
        .when(axis.str.contains("score"))
        .then(pl.lit(Unit.SCORE.value))
        .when(axis.str.starts_with("number") | (axis == "total cases"))
        .then(pl.lit(Unit.COUNT.value))
    )


READER = Reader(name="lait-dictionary", version=1, claims=claims, read=read, order=0)
