"""What is kept of Ofsted's files of state-funded schools, whatever their layout.

A row a school that is open on the file's day (nursery schools and pupil referral units too). An
inspection carries the number that the school had then: a new academy shows its predecessor's.
Sponsors and people are not read.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from foreland.model.areas import Register
from foreland.sources.gias import cells
from foreland.sources.ofsted.grades import FOUR, NO_OVERALL_GRADE, OVERALL
from foreland.sources.opening import Opened
from foreland.sources.reading import quarantined
from foreland.sources.sieve import Sieve, by_dfe_number
from foreland.sources.text import ROW

SCHOOLS, INSPECTIONS = "ofsted_schools", "inspections"

SCHOOLS_SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "area": pl.String,
    "laestab": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "type": pl.String,
    "opened": pl.Date,
    "admissions": pl.String,
    "sixth_form": pl.String,
    "religion": pl.String,
    "postcode": pl.String,
    "trust_uid": pl.String,
    "trust": pl.String,
    "idaci_quintile": pl.Int8,
    "pupils": pl.Int32,
    "age_low": pl.Int16,
    "age_high": pl.Int16,
    "ungraded_on": pl.Date,
    "ungraded_outcome": pl.String,
    "as_at": pl.Date,
    "row": pl.UInt32,
}

INSPECTIONS_SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "school": pl.String,
    "which": pl.String,
    "number": pl.String,
    "type": pl.String,
    "inspected": pl.Date,
    "published_on": pl.Date,
    "regime": pl.String,
    "grade": pl.Int8,
    "category": pl.String,
    "quality_of_education": pl.Int8,
    "behaviour_and_attitudes": pl.Int8,
    "personal_development": pl.Int8,
    "leadership_and_management": pl.Int8,
    "early_years": pl.Int8,
    "sixth_form": pl.Int8,
    "row": pl.UInt32,
}

#: The columns of a school, in the publisher's words; the same in every layout.
SCHOOL: Mapping[str, str] = {
    "urn": "URN",
    "laestab": "LAESTAB",
    "name": "School name",
    "phase": "Ofsted phase",
    "type": "Type of education",
    "opened": "School open date",
    "admissions": "Admissions policy",
    "sixth_form": "Sixth form",
    "religion": "Designated religious character",
    "postcode": "Postcode",
    "trust_uid": "Multi-academy trust UID",
    "trust": "Multi-academy trust name",
    "idaci_quintile": "The income deprivation affecting children index (IDACI) quintile",
    "pupils": "Total number of pupils",
    "age_low": "Statutory lowest age",
    "age_high": "Statutory highest age",
    "ungraded_on": "Date of latest ungraded inspection",
    "ungraded_outcome": "Ungraded inspection overall outcome",
}
_WHOLE = (pl.Int8, pl.Int16, pl.Int32)
AUTHORITY = "Local authority"

NOT_JUDGED = "Not judged"

_AS_AT = re.compile(r"as[_ ]at[_ ](\d{1,2})[_ ]([A-Za-z]{3})[a-z]*[_ ](20\d\d)")


def as_text(opened: Opened) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """All cells as text, empty where they say ``NULL``; and what was torn in the file.

    The Parquet copy keeps school numbers as fractions.
    """
    if opened.form == "text":
        rows = opened.table.rows.rename({ROW: "row"})
        torn = [opened.table.quarantine]
    else:
        floats = pl.col([n for n, t in opened.frame.schema.items() if t.is_float()])
        whole = floats.is_finite() & (floats == floats.floor())
        texts = pl.when(whole).then(floats.cast(pl.Int64, strict=False).cast(pl.String))
        rows = opened.frame.with_columns(texts.otherwise(floats.cast(pl.String))).cast(pl.String)
        rows, torn = rows.with_row_index("row", offset=1), []
    return without_nulls(rows), torn


def without_nulls(rows: pl.DataFrame) -> pl.DataFrame:
    texts = [n for n, t in rows.schema.items() if t == pl.String]
    nothing = pl.col(texts).str.strip_chars().is_in(["", "NULL"])
    return rows.with_columns(pl.when(~nothing).then(pl.col(texts)))


def schools_in(rows: pl.DataFrame, register: Register) -> tuple[Sieve, list[pl.DataFrame]]:
    """The rows that are schools of an authority, once each, with ``area``; and what is wrong."""
    sieve = Sieve(rows.filter(pl.col("URN").is_not_null()))
    cells.numbers(sieve, "URN")
    cells.once(sieve, "URN")
    cells.days(sieve, [SCHOOL["opened"], SCHOOL["ungraded_on"]])
    # Three schools stand under the authority that they lie in though another maintains them and
    # gave the number (Bradstow School: Kent, number of Wandsworth). Ofsted counts by the name.
    sieve.place(pl.col("LAESTAB").str.slice(0, 3), by_dfe_number(register))
    areas = {name: register.named(name) for name in sieve.rows[AUTHORITY].unique() if name}
    named = {name: area.code for name, area in areas.items() if area is not None}
    by_name = pl.col(AUTHORITY).replace_strict(named, default=None, return_dtype=pl.String)
    sieve.rows = sieve.rows.with_columns(pl.coalesce(by_name, "area").alias("area"))
    sieve.aside(pl.col("area").is_null(), AUTHORITY, pl.col(AUTHORITY), "an authority")
    # A wrong roll costs the school its roll and not its place among the schools.
    pupils = pl.col(SCHOOL["pupils"])
    negative = (pupils.cast(pl.Int32, strict=False) < 0).fill_null(False)
    wrong = quarantined(
        sieve.rows.filter(negative), SCHOOL["pupils"], pupils, "pupils, nought or more"
    )
    whole = [column for n, column in SCHOOL.items() if SCHOOLS_SCHEMA[n] in _WHOLE]
    odd = cells.integers_told(sieve.rows, whole)
    sieve.rows = sieve.rows.with_columns(pl.when(~negative).then(pupils))
    return sieve, [wrong, *odd]


def school_register(rows: pl.DataFrame, as_at: date | None) -> pl.DataFrame:
    """``SCHOOLS_SCHEMA`` of rows that ``schools_in`` left."""
    return rows.select(
        *(
            cells.day(column).alias(name)
            if SCHOOLS_SCHEMA[name] is pl.Date
            else cells.text(column).cast(SCHOOLS_SCHEMA[name], strict=False).alias(name)
            for name, column in SCHOOL.items()
        ),
        "area",
        "row",
        pl.lit(as_at, pl.Date).alias("as_at"),
    ).select(*SCHOOLS_SCHEMA)


def visits(rows: pl.DataFrame, columns: Mapping[str, str], called: str) -> Sieve:
    """The rows with an inspection that can be: a school's number, its days, not before opening.

    ``columns`` names the publisher's columns of ``number``, ``urn``, ``inspected`` and
    ``published_on``; ``called`` is what to say was expected of the number's school.
    """
    sieve = Sieve(rows.filter(cells.text(columns["number"]).is_not_null()))
    cells.numbers(sieve, columns["urn"])
    for name in ("inspected", "published_on"):
        cells.days(sieve, [columns[name]])
    inspected = cells.day(columns["inspected"])
    sieve.aside(inspected.is_null(), columns["inspected"], pl.lit(""), f"the day of {called}")
    own = pl.col(columns["urn"]) == pl.col("URN")
    sieve.aside(
        own & (inspected < cells.day(SCHOOL["opened"])),
        columns["inspected"],
        pl.col(columns["inspected"]),
        "a day after the school opened",
    )
    return sieve


def graded_visits(
    rows: pl.DataFrame, columns: Mapping[str, str], which: str, called: str
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """One graded inspection a school (``INSPECTIONS_SCHEMA``), and the rows whose cannot be."""
    sieve = visits(rows, columns, called)
    word = cells.text(columns["grade"])
    grade = word.cast(pl.Int8, strict=False)
    sieve.aside(
        ~(grade.is_between(1, 4) | (word == NOT_JUDGED)).fill_null(False),
        columns["grade"],
        word,
        f"1, 2, 3, 4 or {NOT_JUDGED}",
    )
    inspected = cells.day(columns["inspected"])
    late = inspected >= NO_OVERALL_GRADE
    sieve.aside(
        late != (word == NOT_JUDGED),
        columns["grade"],
        pl.format("{} on {}", word, inspected),
        f"a grade before {NO_OVERALL_GRADE}, {NOT_JUDGED} from then on: one regime a visit",
    )
    judged = [n for n, t in INSPECTIONS_SCHEMA.items() if t is pl.Int8 and n != "grade"]
    frame = sieve.rows.select(
        pl.col(columns["urn"]).alias("urn"),
        pl.col("URN").alias("school"),
        pl.lit(which).alias("which"),
        (cells.text(columns["type"]) if "type" in columns else pl.lit(None)).alias("type"),
        *(cells.text(columns[n]).alias(n) for n in ("number", "category")),
        inspected.alias("inspected"),
        cells.day(columns["published_on"]).alias("published_on"),
        pl.when(late).then(pl.lit(FOUR)).otherwise(pl.lit(OVERALL)).alias("regime"),
        grade.alias("grade"),
        *(cells.text(columns[n]).cast(pl.Int8, strict=False).alias(n) for n in judged),
        pl.col("row"),
    )
    odd = cells.integers_told(sieve.rows, [columns[n] for n in judged], [NOT_JUDGED])
    faults = [*sieve.faults, *odd]
    return frame.select(pl.col(n).cast(t) for n, t in INSPECTIONS_SCHEMA.items()), faults


def day_in_name(name: str) -> date | None:
    """The day that the publisher's name of a file says: ``..._as_at_31_Jan_2026.csv``."""
    found = _AS_AT.search(name)
    if found is None:
        return None
    try:
        return datetime.strptime(" ".join(found.groups()), "%d %b %Y").date()
    except ValueError:
        return None
