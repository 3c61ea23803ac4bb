"""Read DfE's scorecards: not in education, employment or training (NEET), not known, taking part.

Traps handled, each with its test. The file says "2025, Calendar year": NEET and not known are
the mean of December 2024 to February 2025, participation is a March count, and the September
guarantee is of the September before. The rows "LA demo" and "Region demo" are invented. Columns
of attainment and absence describe an earlier year that the file does not name: they are not
read. In the file for 2021 the columns of vulnerable groups are filled for England alone, with
the figures of the 2022 scorecard: set aside. Parts are rounded apart from their total: nothing
is added up here.
"""

import csv
from functools import cache
from importlib import resources

import polars as pl

from foreland.model.areas import Register
from foreland.model.published_periods import Basis, parse_published
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, need_columns, quarantined
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW
from foreland.sources.wide import Measure, melt, periods

#: Where and when a row is; a file without them cannot be read.
PLACES = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "region_code",
    "new_la_code",
)

#: Columns by which a scorecard is known, whatever the file is called.
_MARKS = {
    "Cohort_DJFavg",
    "cohort_March",
    "NEET_not_known_percent",
    "September_guarantee_Offer_made_percent",
}

#: An authority that the year does not concern has ``z``; before 2022 such a cell is empty.
SYMBOLS = {
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
    "x": Status.NOT_AVAILABLE,
    "": Status.NOT_AVAILABLE,
}

_AGE = "16-17"


@cache
def _table() -> tuple[dict[str, str], ...]:
    text = resources.files("foreland.sources.nccis").joinpath("columns.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def measures() -> tuple[Measure, ...]:
    """The columns that are melted."""
    return tuple(
        Measure(
            code=row["column"],
            unit=Unit(row["unit"]),
            basis=row["basis"],
            group=row["group"],
            numerator=row["numerator"] or None,
            denominator=row["denominator"] or None,
        )
        for row in _table()
        if row["basis"]
    )


@cache
def not_read() -> dict[str, str]:
    """The known columns that are left alone, and why."""
    return {row["column"]: row["not_read"] for row in _table() if row["not_read"]}


def claims(opened: Opened) -> bool:
    return opened.form == "text" and len(_MARKS & set(opened.columns)) >= 2


def read(opened: Opened, context: Context) -> Reading:
    """One observation a declared cell. Raises ForelandError where no row could be placed."""
    table = opened.table
    need_columns(
        opened,
        PLACES,
        " of DfE's scorecard",
        "Fetch the file again, or give the column its name back.",
    )
    rows = table.rows.rename({ROW: "row"}).with_columns(
        pl.col("time_period").str.strip_chars().alias("published_period")
    )
    rows, faults = _placed(rows, context.register)
    known = _periods(rows["published_period"].unique().to_list())
    lone, rows = _country_alone(rows, table.columns)
    observations, cells = melt(rows, measures(), table.columns, known, SYMBOLS)
    quarantine = pl.concat([table.quarantine, *faults, *lone, _absent(table.columns), cells])
    years = sorted({str(year) for year in rows["published_period"].unique()})
    return Reading(
        source="nccis",
        dataset="nccis-scorecard",
        title=" ".join(["NEET and participation scorecard", *years]),
        observations=observations,
        quarantine=quarantine.sort("row", maintain_order=True),
        covers="periods",
        notes=_notes(table.columns),
    )


def _placed(rows: pl.DataFrame, register: Register) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Each row with its area; rows without an area, a year or the right age are set aside."""
    level = pl.col("geographic_level").str.strip_chars()
    code = (
        pl.when(level == "National")
        .then(pl.col("country_code"))
        .when(level == "Regional")
        .then(pl.col("region_code"))
        .when(level == "Local authority")
        .then(pl.col("new_la_code"))
        .str.strip_chars()
    )
    sieve = Sieve(rows)
    given = rows.select(code).to_series().drop_nulls().unique().sort().to_list()
    found = {text: area for text in given if (area := register.code(text))}
    sieve.place(code, {text: area.code for text, area in found.items()})
    name = pl.coalesce(
        *[
            pl.when(pl.col(c).str.strip_chars() != "").then(pl.col(c))
            for c in ("la_name", "region_name", "country_name")
            if c in rows.columns
        ],
        pl.lit("a row without a name"),
    )
    sieve.aside(
        pl.col("area").is_null() & name.str.ends_with(" demo"),
        "new_la_code",
        name,
        "a real area; the publisher invented this row to show the layout",
    )
    sieve.aside(
        ~level.is_in(["National", "Regional", "Local authority"]),
        "geographic_level",
        pl.col("geographic_level"),
        "National, Regional or Local authority",
    )
    sieve.aside(
        pl.col("area").is_null(),
        "new_la_code",
        pl.format("{} ({})", pl.col("code").fill_null(""), name),
        "the ONS code of an area in the register",
    )
    if "old_la_code" in rows.columns:
        number = pl.col("old_la_code").str.strip_chars()
        own = {text: area.dfe_number or "" for text, area in found.items()}
        sieve.aside(
            (level == "Local authority")
            & (number != "")
            & (number != pl.col("code").replace_strict(own, default="", return_dtype=pl.String)),
            "old_la_code",
            pl.format("{} beside {}", "old_la_code", "code"),
            "the DfE number of the authority that new_la_code names",
        )
    if "Age" in rows.columns:
        sieve.aside(pl.col("Age").str.strip_chars() != _AGE, "Age", pl.col("Age"), _AGE)
    sieve.aside(
        pl.col("time_identifier").str.strip_chars().str.to_lowercase() != "calendar year",
        "time_identifier",
        pl.col("time_identifier"),
        "Calendar year",
    )
    years = [year for year in sieve.rows["published_period"].unique() if _is_year(year)]
    sieve.aside(
        ~pl.col("published_period").is_in(years),
        "time_period",
        pl.col("time_period"),
        "the scorecard's year, such as 2025",
    )
    return sieve.rows, sieve.faults


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and 2016 <= int(text) <= 2100


def _periods(labels: list[str]) -> pl.DataFrame:
    """The true dates of what a scorecard's year tells."""
    found = []
    for label in sorted(labels):
        for basis in (Basis.DECEMBER_TO_FEBRUARY, Basis.IN_MARCH, Basis.AT_30_SEPTEMBER):
            # Offers made by the end of September before the winter that the scorecard counts;
            # LAIT labels the same figure by that September (its 2024 is the scorecard's 2025).
            year = int(label) - (basis is Basis.AT_30_SEPTEMBER)
            found.append((label, basis.value, parse_published(str(year), basis).period))
    return periods(found)


def _country_alone(
    rows: pl.DataFrame, columns: tuple[str, ...]
) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """Set aside a column's figure for the country where no other area has one."""
    national = pl.col("geographic_level").str.strip_chars() == "National"
    country, rest = rows.filter(national), rows.filter(~national)
    if not rest.height:
        return [], rows
    faults, emptied = [], []
    for name in (m.code for m in measures() if m.code in columns):
        filled = pl.col(name).str.strip_chars() != ""
        if rest.filter(filled).height or not country.filter(filled).height:
            continue
        faults.append(
            quarantined(
                country.filter(filled),
                name,
                pl.col(name),
                "figures for areas too; one for the country alone is left over from another year",
            )
        )
        emptied.append(name)
    return faults, rows.with_columns(
        pl.when(~national).then(pl.col(name)).alias(name) for name in emptied
    )


def _absent(columns: tuple[str, ...]) -> pl.DataFrame:
    """Columns by which a scorecard is known and that are not there: the others are still read."""
    gone = sorted(_MARKS - set(columns))
    return quarantined(
        pl.DataFrame({"row": [1] * len(gone), "name": gone}, schema_overrides={"row": pl.UInt32}),
        "",
        pl.format("no column {}", "name"),
        "every column of DfE's scorecard",
    )


def _notes(columns: tuple[str, ...]) -> tuple[str, ...]:
    melted = {measure.code for measure in measures()}
    reasons: dict[str, list[str]] = {}
    for name in columns:
        if name in not_read():
            reasons.setdefault(not_read()[name], []).append(name)
    notes = [f"not read: {', '.join(names)} ({why})" for why, names in reasons.items()]
    where = {*PLACES, "Age", "country_name", "region_name", "old_la_code", "la_name"}
    unknown = [n for n in columns if n not in melted and n not in not_read() and n not in where]
    if unknown:
        notes.append(f"not read: {', '.join(unknown)} (columns that foreland does not know)")
    return tuple(notes)


READER = Reader(name="nccis-scorecard", version=1, claims=claims, read=read)
