"""Read the log of LAIT's versions: what each changed in the one before, since November 2024.

One row a change. A version is what is in force when all rows up to its number are taken, the
last of each key, without those that are removed. Traps handled: a relabel (``2025 (prov)`` to
``2025``) stands as a removal and an addition and is one figure; a version may bring back what the
one before had changed; the oldest year of the window rolls out; versions 0 and 1 had two rows for
some keys, of which the log kept the last. The days of the versions are not in the log.
"""

from dataclasses import replace
from functools import partial

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.model.units import Unit
from foreland.sources.lait.long import joined, observations_of
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, Version, quarantined

NEEDED = ("short_desc", "years", "la_number", "vintage", "op", "value")

_KEY = ["code", "area", "period_start", "period_end"]
#: What makes a figure another when it differs, as in a release's delta.
_CONTENT = ("published_period", "period_kind", "value", "unit", "status", "symbol")

#: Codes that once were in another unit: the first version in today's, and what was before. It gave
#: spending in thousands of pounds, and children cautioned or sentenced for every 1,000.
_UNITS_BEFORE = {
    "C&YPExpenditure": (2, Unit.THOUSAND_POUNDS),
    "YJS_Caution-Sentence10-17_YO": (29, Unit.PER_1000),
}

_SOURCE = _DATASET = "lait"
_TITLE = "Local Authority Interactive Tool"


def claims(opened: Opened) -> bool:
    return set(NEEDED) <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:
    """The newest version alone."""
    told = versions(opened, context)
    note = (
        f"it tells {len(told)} versions and not their days: only the newest was kept, undated; "
        "with vintages.csv beside it all are kept"
    )
    return replace(told[-1].whole(), notes=(note,))


def versions(opened: Opened, context: Context) -> list[Version]:
    """All versions, oldest first. Raises ForelandError where the log has no row."""
    rows, faults = _rows(opened, context)
    column = opened.columns.index("value") + 1
    seen = [*rows["vintage"], *faults["vintage"]]
    # A version that changed nothing was published too.
    numbered = list(range(min(seen), max(seen) + 1))
    steps = _steps(rows)
    counts = _counts(steps, numbered)
    changes = _changes(steps, counts, column)
    found = []
    for number in numbered:
        alive = counts.filter((pl.col("vintage") == number) & (pl.col("alive") > 0))
        found.append(
            Version(
                source=_SOURCE,
                dataset=_DATASET,
                title=_TITLE,
                number=number,
                changes=changes.filter(pl.col("vintage") == number).drop("vintage"),
                whole=partial(_whole, rows, faults, number, column),
                observations=int(alive["alive"].sum()),
                missing=int(alive["blank"].sum()),
                first_period_start=alive["period_start"].min(),  # type: ignore[arg-type]
                last_period_end=alive["period_end"].max(),  # type: ignore[arg-type]
                quarantine=faults.filter(pl.col("vintage") == number).drop("vintage"),
            )
        )
    return found


def _rows(opened: Opened, context: Context) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The log's rows that can be read, and the quarantine of those that cannot, by version."""
    table = opened.frame if opened.form == "parquet" else opened.table.rows
    if not table.height:
        raise ForelandError(
            Problem(opened.name, "no rows", "the log of LAIT's versions", "Fetch the file again.")
        )
    text = opened.form != "parquet"
    rows = table.select(
        pl.col("short_desc").cast(pl.String).alias("code"),
        pl.col("years").cast(pl.String).alias("published_period"),
        pl.col("value").cast(pl.String).alias("text"),
        pl.col("la_number").cast(pl.Int32, strict=False).alias("la"),
        pl.col("vintage").cast(pl.Int32, strict=False),
        pl.col("op").cast(pl.String) == "remove",
        (pl.col("__row") if text else pl.int_range(1, table.height + 1)).cast(pl.UInt32)
        .alias("row"),
    ).rename({"op": "removed"})  # fmt: skip
    rows = joined(rows, context).with_columns(_unit_then())
    bad = {
        "vintage": (pl.col("vintage").is_null(), pl.lit("nothing"), "a version's number"),
        "short_desc": (pl.col("unit").is_null(), pl.col("code"), "a code of LAIT"),
        "years": (
            pl.col("period_start").is_null(),
            pl.col("published_period"),
            "a period label of LAIT",
        ),
        "la_number": (pl.col("area").is_null(), pl.col("la"), "the number of an area in LAIT"),
        "value": (
            ~pl.col("removed") & pl.col("value").is_null() & pl.col("symbol").is_null(),
            pl.col("text"),
            "a number, or - where there is none",
        ),
    }
    faults = []
    for column, (test, found, expected) in bad.items():
        # What takes away a row that was not read takes nothing away.
        wrong = rows.filter(test & ~pl.col("removed"))
        rows = rows.filter(~test)
        told = quarantined(wrong, column, found.cast(pl.String).fill_null("nothing"), expected)
        faults.append(told.with_columns(wrong["vintage"].fill_null(0)))
    kept = rows.select(*_KEY, *_CONTENT, "vintage", "removed", "row")
    return kept, pl.concat(faults).sort("row")


def _unit_then() -> pl.Expr:
    """The unit in which a version gave a code."""
    unit = pl.col("unit")
    for code, (since, before) in _UNITS_BEFORE.items():
        earlier = (pl.col("code") == code) & (pl.col("vintage") < since)
        unit = pl.when(earlier).then(pl.lit(before.value)).otherwise(unit)
    return unit.alias("unit")


def _steps(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows by key and version that change something, each with ``before_…`` of its key.

    A removal beside an addition of the same key and version is a relabel: the addition stands.
    """
    ordered = rows.sort(*_KEY, "vintage", pl.col("removed").not_(), "row").filter(
        pl.struct(*_KEY, "vintage").is_last_distinct()
    )
    while True:
        first = pl.struct(_KEY).is_first_distinct()
        steps = ordered.with_columns(
            *[
                pl.when(~first).then(pl.col(name).shift(1)).alias(f"before_{name}")
                for name in (*_CONTENT, "row", "vintage")
            ],
            (~first & ~pl.col("removed").shift(1).fill_null(True)).alias("stood"),
        )
        same = pl.all_horizontal(
            [pl.col(name).eq_missing(pl.col(f"before_{name}")) for name in _CONTENT]
        )
        unchanged = pl.col("stood") & ~pl.col("removed") & same
        nothing_there = ~pl.col("stood") & pl.col("removed")
        idle = steps.select((unchanged | nothing_there).alias("idle"))["idle"]
        if not idle.any():
            return steps
        ordered = ordered.filter(~idle)


def _counts(steps: pl.DataFrame, numbered: list[int]) -> pl.DataFrame:
    """How many figures of a code and period are in force in each version, and missing ones."""
    period = ["code", "period_start", "period_end"]
    gone = pl.col("removed")
    missing = pl.col("value").is_null()
    before_missing = pl.col("before_value").is_null()
    moved = steps.group_by(*period, "vintage").agg(
        ((~gone & ~pl.col("stood")).sum().cast(pl.Int64) - gone.sum().cast(pl.Int64)).alias("more"),
        (
            (~gone & missing).sum().cast(pl.Int64)
            - (pl.col("stood") & before_missing).sum().cast(pl.Int64)
        ).alias("more_blank"),
    )
    numbers = pl.DataFrame({"vintage": numbered}, schema={"vintage": pl.Int32})
    grid = moved.select(period).unique().join(numbers, how="cross")
    return (
        grid.join(moved, on=[*period, "vintage"], how="left")
        .sort(*period, "vintage")
        .with_columns(
            pl.col("more").fill_null(0).cum_sum().over(period).alias("alive"),
            pl.col("more_blank").fill_null(0).cum_sum().over(period).alias("blank"),
        )
    )


def _changes(steps: pl.DataFrame, counts: pl.DataFrame, column: int) -> pl.DataFrame:
    """The deltas of all versions (``Version.changes``), with ``vintage``, in the log's order."""
    oldest = (
        counts.filter(pl.col("alive") > 0)
        .group_by("code", "vintage")
        .agg(pl.col("period_start").min().alias("oldest"))
    )
    told = pl.lit(None, pl.Int32).alias("told")
    added = steps.filter(~pl.col("removed"))
    added_rows = observations_of(added, column).with_columns(
        pl.lit("add").alias("op"), told, added["vintage"]
    )
    gone = steps.filter("removed").join(
        oldest, on=["code", "vintage"], how="left", maintain_order="left"
    )
    stood = gone.with_columns(pl.col(f"before_{name}").alias(name) for name in (*_CONTENT, "row"))
    gone_rows = observations_of(stood, column).with_columns(
        pl.when(gone["period_start"] < gone["oldest"])
        .then(pl.lit("roll"))
        .otherwise(pl.lit("withdraw"))
        .alias("op"),
        gone["before_vintage"].alias("told"),
        gone["vintage"],
    )
    return pl.concat([added_rows.sort("row"), gone_rows.sort("row")])


def _whole(rows: pl.DataFrame, faults: pl.DataFrame, number: int, column: int) -> Reading:
    then = rows.filter(pl.col("vintage") <= number)
    then = then.sort(*_KEY, "vintage", pl.col("removed").not_(), "row").unique(
        _KEY, keep="last", maintain_order=True
    )
    return Reading(
        source=_SOURCE,
        dataset=_DATASET,
        title=_TITLE,
        observations=observations_of(then.filter(~pl.col("removed")).sort("row"), column),
        quarantine=faults.filter(pl.col("vintage") <= number).drop("vintage"),
    )


READER = Reader(
    name="lait-vintages",
    version=2,
    claims=claims,
    read=read,
    uses=("dictionary",),
    versions=versions,
)
