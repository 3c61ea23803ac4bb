"""Read Ofsted's file of state-funded schools: their latest and previous graded inspections.

A row a school that is open on the file's day (nursery schools and pupil referral units too). An
inspection carries the number that the school had then: a new academy shows its predecessor's. In
inspections since September 2024 the overall grade is ``Not judged``: no grade, and no bad one.
Ungraded inspections never set a grade; their outcome is kept in the publisher's words. In the
judgements 9 stands for not judged and 8 for does not apply. Sponsors and people are not read.
"""

from datetime import date, timedelta

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.ofsted.grades import FOUR, NO_OVERALL_GRADE, OVERALL
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, quarantined
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

_SCHOOL = {
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

_LATEST = {
    "urn": "URN at time of latest graded inspection",
    "number": "Inspection number of latest graded inspection",
    "type": "Inspection type",
    "inspected": "Inspection start date",
    "published_on": "Publication date",
    "grade": "Overall effectiveness",
    "category": "Category of concern",
    "quality_of_education": "Quality of education",
    "behaviour_and_attitudes": "Behaviour and attitudes",
    "personal_development": "Personal development",
    "leadership_and_management": "Effectiveness of leadership and management",
    "early_years": "Early years provision (where applicable)",
    "sixth_form": "Sixth form provision (where applicable)",
}

_PREVIOUS = {
    "urn": "URN at time of previous graded inspection",
    "number": "Previous inspection number",
    "inspected": "Previous inspection start date",
    "published_on": "Previous publication date",
    "grade": "Previous graded inspection overall effectiveness",
    "category": "Previous category of concern",
    "quality_of_education": "Previous quality of education",
    "behaviour_and_attitudes": "Previous behaviour and attitudes",
    "personal_development": "Previous personal development",
    "leadership_and_management": "Previous effectiveness of leadership and management",
    "early_years": "Previous early years provision (where applicable)",
    "sixth_form": "Previous sixth form provision (where applicable)",
}

_NOT_JUDGED = "Not judged"
_AUTHORITY = "Local authority"


def claims(opened: Opened) -> bool:
    return {_SCHOOL["phase"], _LATEST["urn"], _LATEST["grade"]} <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:
    """The schools and their inspections. Raises ForelandError for a missing column."""
    cells.need(opened, [_AUTHORITY, *_SCHOOL.values(), *_LATEST.values(), *_PREVIOUS.values()])
    rows, torn = _rows(opened)
    blank = rows.filter(pl.col("URN").is_null()).height
    sieve = Sieve(rows.filter(pl.col("URN").is_not_null()))
    cells.numbers(sieve, "URN")
    cells.once(sieve, "URN")
    cells.days(sieve, [_SCHOOL["opened"], _SCHOOL["ungraded_on"]])
    # Three schools stand under the authority that they lie in though another maintains them and
    # gave the number (Bradstow School: Kent, number of Wandsworth). Ofsted counts by the name.
    sieve.place(pl.col("LAESTAB").str.slice(0, 3), by_dfe_number(context.register))
    areas = {name: context.register.named(name) for name in sieve.rows[_AUTHORITY].unique() if name}
    named = {name: area.code for name, area in areas.items() if area is not None}
    by_name = pl.col(_AUTHORITY).replace_strict(named, default=None, return_dtype=pl.String)
    sieve.rows = sieve.rows.with_columns(pl.coalesce(by_name, "area").alias("area"))
    sieve.aside(pl.col("area").is_null(), _AUTHORITY, pl.col(_AUTHORITY), "an authority")
    # A wrong roll costs the school its roll and not its place among the schools.
    pupils = pl.col(_SCHOOL["pupils"])
    negative = (pupils.cast(pl.Int32, strict=False) < 0).fill_null(False)
    rolls = quarantined(
        sieve.rows.filter(negative), _SCHOOL["pupils"], pupils, "pupils, nought or more"
    )
    sieve.rows = sieve.rows.with_columns(pl.when(~negative).then(pupils))
    latest, faults = _inspections(sieve.rows, _LATEST, "latest")
    previous, more = _inspections(sieve.rows, _PREVIOUS, "previous")
    inspections = pl.concat([latest, previous]).sort("row", "which")
    schools = sieve.rows.select(
        *(
            cells.day(column).alias(name)
            if SCHOOLS_SCHEMA[name] is pl.Date
            else cells.text(column).cast(SCHOOLS_SCHEMA[name], strict=False).alias(name)
            for name, column in _SCHOOL.items()
        ),
        "area",
        "row",
        pl.lit(_as_at(inspections), pl.Date).alias("as_at"),
    ).select(*SCHOOLS_SCHEMA)
    notes = (f"{blank} blank rows at the end",) if blank else ()
    return Reading(
        source="ofsted",
        dataset="ofsted-state-funded-schools",
        title="State-funded schools inspections and outcomes",
        registers={SCHOOLS: schools, INSPECTIONS: inspections},
        quarantine=pl.concat([*torn, *sieve.faults, rolls, *faults, *more]),
        notes=notes,
        caveats=("only schools open on the file's day; no overall grade since September 2024",),
    )


def _rows(opened: Opened) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """All cells as text: the Parquet copy keeps school numbers as fractions."""
    if opened.form == "text":
        return opened.table.rows.rename({ROW: "row"}).with_columns(
            pl.when(pl.col("URN").str.strip_chars() != "").then(pl.col("URN")).alias("URN")
        ), [opened.table.quarantine]
    floats = [n for n, t in opened.frame.schema.items() if t.is_float()]
    rows = opened.frame.with_columns(pl.col(floats).cast(pl.Int64)).cast(pl.String)
    return rows.with_row_index("row", offset=2), []


def _inspections(
    rows: pl.DataFrame, columns: dict[str, str], which: str
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """One graded inspection a school, and the rows whose inspection cannot be."""
    sieve = Sieve(rows.filter(cells.text(columns["number"]).is_not_null()))
    cells.numbers(sieve, columns["urn"])
    for name in ("inspected", "published_on"):
        cells.days(sieve, [columns[name]])
    word = cells.text(columns["grade"])
    grade = word.cast(pl.Int8, strict=False)
    sieve.aside(
        ~(grade.is_between(1, 4) | (word == _NOT_JUDGED)).fill_null(False),
        columns["grade"],
        word,
        f"1, 2, 3, 4 or {_NOT_JUDGED}",
    )
    inspected = cells.day(columns["inspected"])
    late = inspected >= NO_OVERALL_GRADE
    sieve.aside(
        late != (word == _NOT_JUDGED),
        columns["grade"],
        pl.format("{} on {}", word, inspected),
        f"a grade before {NO_OVERALL_GRADE}, {_NOT_JUDGED} from then on: one regime a visit",
    )
    own = pl.col(columns["urn"]) == pl.col("URN")
    sieve.aside(
        own & (inspected < cells.day(_SCHOOL["opened"])),
        columns["inspected"],
        pl.col(columns["inspected"]),
        "a day after the school opened",
    )
    texts = [cells.text(columns[n]).alias(n) for n in ("number", "category")]
    judged = [n for n, t in INSPECTIONS_SCHEMA.items() if t is pl.Int8 and n != "grade"]
    frame = sieve.rows.select(
        pl.col(columns["urn"]).alias("urn"),
        pl.col("URN").alias("school"),
        pl.lit(which).alias("which"),
        (cells.text(columns["type"]) if "type" in columns else pl.lit(None)).alias("type"),
        *texts,
        inspected.alias("inspected"),
        cells.day(columns["published_on"]).alias("published_on"),
        pl.when(late).then(pl.lit(FOUR)).otherwise(pl.lit(OVERALL)).alias("regime"),
        grade.alias("grade"),
        *(cells.text(columns[n]).cast(pl.Int8, strict=False).alias(n) for n in judged),
        pl.col("row"),
    )
    return frame.select(pl.col(n).cast(t) for n, t in INSPECTIONS_SCHEMA.items()), sieve.faults


def _as_at(inspections: pl.DataFrame) -> date | None:
    """The file's day: the end of the month before the newest report in it.

    The file does not say it. Reports on inspections up to its day are taken in for about a month
    more (Ofsted, methodology, December 2022): with the newest of 29 September it is 31 August.
    """
    newest = inspections["published_on"].max()
    return newest.replace(day=1) - timedelta(days=1) if isinstance(newest, date) else None


READER = Reader(name="ofsted-state-funded-schools", version=1, claims=claims, read=read, order=0)
