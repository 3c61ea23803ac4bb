"""Read trusts and federations, and which school belonged to which on the day of the extract.

Two layouts: the groups themselves, and their links to schools (in two forms: as published in 2018
and 2019, and a copy of July 2022 with codes). An extract shows the membership of its day and since
when; who had left before is not in it, so growth needs two extracts. Sponsors may be people and
are left out, with their links; so are groups of children's centres. Heads of groups are not read.
"""

import polars as pl

from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve, by_dfe_number
from foreland.sources.text import ROW, Table, header, read_table

GROUPS, MEMBERS = "trusts", "trust_members"

GROUPS_SCHEMA: dict[str, type[pl.DataType]] = {
    "uid": pl.String,
    "group": pl.String,
    "name": pl.String,
    "company": pl.String,
    "kind": pl.String,
    "opened": pl.Date,
    "closed": pl.Date,
    "state": pl.String,
    "newest": pl.Date,
    "row": pl.UInt32,
}

MEMBERS_SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "uid": pl.String,
    "trust": pl.String,
    "kind": pl.String,
    "joined": pl.Date,
    "closed": pl.Date,
    "state": pl.String,
    "school": pl.String,
    "type": pl.String,
    "phase": pl.String,
    "area": pl.String,
    "newest": pl.Date,
    "row": pl.UInt32,
}

_GROUP_COLUMNS = (
    "Group UID",
    "Group ID",
    "Group Name",
    "Companies House Number",
    "Group Type",
    "Open date",
    "Incorporated on (open date)",
    "Closed Date",
    "Group Status",
)
_MEMBER_COLUMNS = ("URN", "Group Type", "Group Status", "Group Name", "Joined date", "Closed Date")

KINDS = ("Multi-academy trust", "Single-academy trust", "Federation", "Trust", "Umbrella trust")
_ACADEMY_TRUSTS = ("Multi-academy trust", "Single-academy trust")
_OTHERS = ("School sponsor", "Children's Centres Group", "Children's Centres Collaboration")
_LEFT_OUT = "sponsors and groups of children's centres were left out"


def claims_groups(opened: Opened) -> bool:
    return opened.form == "text" and {"Group UID", "Group Name", "Group Type", "UKPRN"} <= set(
        opened.columns
    )


def claims_members(opened: Opened) -> bool:
    return opened.form == "text" and {
        "URN",
        "Group Name",
        "Group Type",
        "Joined date",
        "EstablishmentName",
    } <= set(opened.columns)


def read_groups(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
    cells.need(opened, _GROUP_COLUMNS)
    sieve = _of_kinds(opened.table)
    cells.once(sieve, "Group UID")
    opening = ["Open date", "Incorporated on (open date)"]
    cells.days(sieve, [*opening, "Closed Date"])
    rows = sieve.rows.select(
        cells.text("Group UID").alias("uid"),
        cells.text("Group ID").alias("group"),
        cells.text("Group Name").alias("name"),
        _company(),
        cells.text("Group Type").alias("kind"),
        pl.coalesce(cells.day(column) for column in reversed(opening)).alias("opened"),
        cells.day("Closed Date").alias("closed"),
        cells.text("Group Status").alias("state"),
        pl.col("row").cast(pl.UInt32),
    )
    newest = cells.newest(rows, "opened", "closed")
    return Reading(
        source="gias",
        dataset=f"gias-groups-{newest or 'undated'}",
        title="Trusts and federations",
        registers={
            GROUPS: rows.with_columns(pl.lit(newest, pl.Date).alias("newest")).select(
                *GROUPS_SCHEMA
            )
        },
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults]),
        notes=(_LEFT_OUT,),
    )


def read_members(opened: Opened, context: Context) -> Reading:
    cells.need(opened, _MEMBER_COLUMNS)
    table = _members(opened)
    sieve = _of_kinds(table)
    cells.numbers(sieve, "URN")
    cells.days(sieve, ["Joined date", "Closed Date"])
    academy = pl.col("Group Type").is_in(_ACADEMY_TRUSTS) & (pl.col("Group Status") == "Open")
    order = pl.col("URN").cum_count().over(["URN", academy])
    sieve.aside(
        academy & (order > 1),
        "Group Name",
        pl.col("Group Name"),
        "one trust a school; its first row is kept",
    )
    uid = "Group UID" if "Group UID" in opened.columns else "Linked UID"
    # An authority that the extract alone knows is no fault of the membership.
    sieve.place(_given(sieve, "LA (code)"), by_dfe_number(context.register))
    rows = sieve.rows.select(
        pl.col("URN").alias("urn"),
        cells.text(uid).alias("uid"),
        cells.text("Group Name").alias("trust"),
        cells.text("Group Type").alias("kind"),
        cells.day("Joined date").alias("joined"),
        cells.day("Closed Date").alias("closed"),
        cells.text("Group Status").alias("state"),
        cells.text("EstablishmentName").alias("school"),
        _given(sieve, "TypeOfEstablishment (name)").alias("type"),
        _given(sieve, "PhaseOfEducation (name)").alias("phase"),
        "area",
        pl.col("row").cast(pl.UInt32),
    )
    newest = cells.newest(rows, "joined")
    return Reading(
        source="gias",
        dataset=f"gias-members-{newest or 'undated'}",
        title="Schools by trust and federation",
        registers={
            MEMBERS: rows.with_columns(pl.lit(newest, pl.Date).alias("newest")).select(
                *MEMBERS_SCHEMA
            )
        },
        quarantine=pl.concat([table.quarantine, *sieve.faults]),
        notes=(_LEFT_OUT,),
    )


def _of_kinds(table: Table) -> Sieve:
    """The rows of the kinds that are kept; one of no known kind is set aside."""
    kind = pl.col("Group Type").str.strip_chars()
    sieve = Sieve(table.rows.rename({ROW: "row"}).filter(~kind.is_in(_OTHERS)))
    sieve.aside(~kind.is_in(KINDS), "Group Type", kind, f"one of {', '.join(KINDS)}")
    return sieve


def _given(sieve: Sieve, column: str) -> pl.Expr:
    """The cell's text; null where the extract has no such column."""
    return cells.text(column) if column in sieve.rows.columns else pl.lit(None, pl.String)


def _members(opened: Opened) -> Table:
    """The extracts of 2018 and 2019 name a last column, HasSharedHT, and no row fills it."""
    head, _, body = opened.text[0].partition("\n")
    names = header(head)
    if names[-1:] == ("HasSharedHT",) and not opened.table.rows.height:
        return read_table(f"{','.join(names[:-1])}\n{body}", opened.name)
    return opened.table


def _company() -> pl.Expr:
    """A company's number has eight digits; the copy of 2022 made it a fraction."""
    number = cells.text("Companies House Number").str.strip_suffix(".0")
    digits = number.str.contains(r"^\d+$")
    return pl.when(digits).then(number.str.zfill(8)).otherwise(number).alias("company")


READERS = (
    Reader("gias-groups", version=1, claims=claims_groups, read=read_groups, order=0),
    Reader("gias-members", version=2, claims=claims_members, read=read_members, order=0),
)
