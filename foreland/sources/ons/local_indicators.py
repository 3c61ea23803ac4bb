"""Read ONS local indicators: one row an area and period; the code is the indicator's own name.

Traps handled, each with its test. Lower and upper tier stand together, with combined authorities
and other countries: a district is an area of its own in the register; areas that are not in it
are passed over and counted. A period is its start and length; the school
year of absences is printed from August and meant from September. A merged authority's figure of
old years, added up by ONS, is an estimate, and gives way to the same figure printed under the
former code. ``u`` (unreliable), ``x``, ``c`` and ``z`` stand in a column of their own, beside an
empty value. One file has the column ``notes`` twice.
"""

import re

import polars as pl

from foreland.model.periods import Period
from foreland.model.published_periods import Basis, parse_published
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.opening import Opened
from foreland.sources.reading import READING_SCHEMA, Context, Reader, Reading, need_columns
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW
from foreland.sources.wide import number, once, periods

#: Without the notes, what ONS added up itself could not be told from what was published.
COLUMNS = ("areacd", "geography", "indicator", "period", "observation", "unit", "status", "notes")

UNITS = {"%": Unit.PERCENT, "Rate per 100,000 population": Unit.PER_100000}

#: ``u`` has no value beside it: there is none that one could call unreliable.
SYMBOLS = {
    "x": Status.NOT_AVAILABLE,
    "u": Status.NOT_AVAILABLE,
    "c": Status.SUPPRESSED,
    "z": Status.NOT_APPLICABLE,
}

#: Codes of combined authorities, other countries, places abroad, and districts we do not know.
_ELSEWHERE = r"^(E07|E47|E61|K\d\d|S\d\d|W\d\d|N\d\d)\d+$"
_AUGUST = re.compile(r"(\d{4})-08-01/P1Y")
_SCHOOL_YEAR = "Persistent absences"
_FORMER = "Obsolete code"
_ADDED_UP = "This data has been aggregated"


def claims(opened: Opened) -> bool:
    return opened.form == "text" and {"areacd", "period", "observation", "indicator"} <= set(
        opened.columns
    )


def read(opened: Opened, context: Context) -> Reading:
    """One observation a row. Raises ForelandError for a missing column."""
    table = opened.table
    need_columns(opened, COLUMNS)
    column = table.columns.index("observation") + 1
    rows = table.rows.rename({ROW: "row"}).with_columns(
        pl.col(name).str.strip_chars().alias(name) for name in COLUMNS
    )
    sieve, elsewhere = _placed(rows, context)
    known = _known(sieve.rows.select("indicator", "period").unique().sort("indicator", "period"))
    sieve.rows = sieve.rows.with_columns(pl.col("period").alias("published_period")).join(
        known, on=["published_period", "indicator"], how="left", maintain_order="left"
    )
    sieve.aside(
        pl.col("period_start").is_null(),
        "period",
        pl.col("period"),
        "the start of a year and its length, such as 2024-09-01/P1Y",
    )
    _valued(sieve)
    found, repeated = _original(sieve.rows.with_columns(pl.col("notes").alias("note")))
    found, twice = once(_shaped(found, column))
    titles = sorted(rows["indicator"].unique()) or ["no indicator"]
    notes = []
    if elsewhere:
        notes.append(f"{_rows(elsewhere)} not read: of areas that are not in the register")
    if repeated:
        notes.append(f"{_rows(repeated)} not read: the same figure under another code of the area")
    return Reading(
        source="ons",
        dataset=f"ons-{_slug(titles[0])}",
        title=f"ONS local indicators: {'; '.join(titles)}",
        observations=found.select(*READING_SCHEMA),
        quarantine=pl.concat([table.quarantine, *sieve.faults, twice]).sort(
            "row", maintain_order=True
        ),
        notes=tuple(notes),
    )


def _placed(rows: pl.DataFrame, context: Context) -> tuple[Sieve, int]:
    """Each row with its area, and how many were of areas that the register does not have."""
    sieve = Sieve(rows)
    given = rows["areacd"].unique().sort().to_list()
    found = {code: area.code for code in given if (area := context.register.code(code))}
    sieve.place(pl.col("areacd"), found)
    other = pl.col("area").is_null() & pl.col("areacd").str.contains(_ELSEWHERE)
    elsewhere = sieve.rows.filter(other).height
    sieve.rows = sieve.rows.filter(~other)
    sieve.aside(pl.col("area").is_null(), "areacd", pl.col("areacd"), "the ONS code of an area")
    return sieve, elsewhere


def _known(labels: pl.DataFrame) -> pl.DataFrame:
    """The dates of each indicator's labels."""
    found = []
    for indicator, label in labels.iter_rows():
        august = _AUGUST.fullmatch(label)
        try:
            if august and indicator.startswith(_SCHOOL_YEAR):
                period = Period.academic(int(august[1]) + 1)
            else:
                period = parse_published(label, Basis.CALENDAR).period
        except ValueError:
            continue
        if label.endswith("/P1Y"):
            found.append((label, indicator, period))
    return periods(found).rename({"basis": "indicator"})


def _valued(sieve: Sieve) -> None:
    """Add ``value``, ``symbol`` and ``status``; set aside what is neither figure nor reason."""
    units = {name: unit.value for name, unit in UNITS.items()}
    reasons = {sign: status.value for sign, status in SYMBOLS.items()}
    sieve.rows = sieve.rows.with_columns(
        number(pl.col("observation")).alias("value"),
        pl.col("status").alias("sign"),
        pl.col("unit").replace_strict(units, default=None, return_dtype=pl.String).alias("kind"),
        pl.col("status")
        .replace_strict(reasons, default=None, return_dtype=pl.String)
        .alias("reason"),
    )
    sieve.aside(pl.col("kind").is_null(), "unit", pl.col("unit"), " or ".join(UNITS))
    sieve.aside(
        ~pl.col("sign").is_in(["", *SYMBOLS]),
        "status",
        pl.col("sign"),
        f"nothing, or one of {', '.join(SYMBOLS)}",
    )
    sieve.aside(
        pl.col("value").is_null() & (pl.col("observation") != ""),
        "observation",
        pl.col("observation"),
        "a number, or nothing and the reason in status",
    )
    sieve.aside(
        pl.col("value").is_not_null() & pl.col("reason").is_not_null(),
        "status",
        pl.format("{} beside {}", "sign", "observation"),
        "no reason for a missing figure where there is one",
    )


def _original(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Without the rows that repeat a figure under another code of the same area.

    What is printed under one code alone leads, then what stands under a former code, then sums.
    """
    key = ["area", "indicator", "period"]
    former, added = (pl.col("note").str.starts_with(words) for words in (_FORMER, _ADDED_UP))
    rank = pl.when(added).then(2).when(former).then(1).otherwise(0)
    leading = (
        rows.with_columns(rank.alias("rank"))
        .sort("rank", "row")
        .unique(key, keep="first", maintain_order=True)
        .select(*key, pl.col("areacd").alias("leader"), pl.col("value").alias("printed"))
    )
    joined = rows.join(leading, on=key, how="left", maintain_order="left")
    again = (pl.col("areacd") != pl.col("leader")) & (pl.col("value") == pl.col("printed"))
    kept = joined.filter(~again.fill_null(False))
    return kept, joined.height - kept.height


def _shaped(rows: pl.DataFrame, column: int) -> pl.DataFrame:
    added = pl.col("note").str.starts_with(_ADDED_UP)
    worth = pl.when(added).then(pl.lit(Status.ESTIMATED.value))
    nothing = pl.coalesce("reason", pl.lit(Status.NOT_AVAILABLE.value))
    missing = pl.col("value").is_null()
    shaped = rows.select(
        pl.col("indicator").alias("code"),
        "area",
        "published_period",
        "period_kind",
        "period_start",
        "period_end",
        pl.lit("all").alias("group"),
        "value",
        pl.lit(None, pl.Float64).alias("numerator"),
        pl.lit(None, pl.Float64).alias("denominator"),
        pl.col("kind").alias("unit"),
        pl.when(missing)
        .then(nothing)
        .otherwise(worth.otherwise(pl.lit(Status.FINAL.value)))
        .alias("status"),
        pl.when(missing).then(pl.col("sign")).alias("symbol"),
        pl.lit(0).alias("sheet"),
        "row",
        pl.lit(column).alias("column"),
        pl.col("observation").alias("text"),
        pl.lit("observation").alias("name"),
    )
    return shaped.with_columns(pl.col(n).cast(dtype) for n, dtype in READING_SCHEMA.items())


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


READER = Reader(name="ons-local-indicators", version=1, claims=claims, read=read)
