"""Read the files of level 2 and 3 by 19: one wide, of all cohorts, and one long, of one cohort.

Traps handled, each with its test. Cohorts that are not yet 19 are filled with 0: not available.
``ALL`` marks a total in every key, the area included: all of ``ALL`` is England, a region with
``ALL`` for the authority is the region. What a cohort had reached by 16 is about the year in
which it was 16. The area is that of the school at 15, not of the home (DfE methodology).
"""

import polars as pl

from foreland.model.groups import Group
from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading, need_columns
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW
from foreland.sources.wide import Measure, melt, periods

_KEYS = ("cohort_19_in", "region", "la_code_9", "fsm", "sen")
_COHORT = "number_in_ss_cohort"

MEASURES = (
    Measure(_COHORT, Unit.COUNT, "at-19"),
    Measure("l2_by19", Unit.COUNT, "at-19"),
    Measure("l2_with_em_by19", Unit.COUNT, "at-19"),
    Measure("l3_by19", Unit.COUNT, "at-19"),
    Measure("l2_em_by16", Unit.COUNT, "at-16"),
    Measure("l2_em_by19_belowat16", Unit.COUNT, "at-19"),
    Measure("l2_by19_rate", Unit.PERCENT, "at-19", numerator="l2_by19", denominator=_COHORT),
    Measure(
        "l2_with_em_by19_rate",
        Unit.PERCENT,
        "at-19",
        numerator="l2_with_em_by19",
        denominator=_COHORT,
    ),
    Measure("l3_by19_rate", Unit.PERCENT, "at-19", numerator="l3_by19", denominator=_COHORT),
    # Of those below the threshold at 16, whose number is in no column.
    Measure("l2_em_by19_belowat16_rate", Unit.PERCENT, "at-19", numerator="l2_em_by19_belowat16"),
)

#: The long file's ``category`` is the code of what its ``value`` says.
CATEGORIES = ("Level 2", "Level 2 with English & maths", "Level 3")

MEMBERS = {
    "gender": {"ALL": None, "Female": "sex=girls", "Male": "sex=boys"},
    "fsm": {
        "ALL": None,
        "Eligible for FSM": "fsm=eligible",
        "Not eligible for FSM": "fsm=not-eligible",
    },
    "sen": {
        "ALL": None,
        "No SEN": "sen=none",
        "SEN with statements or EHC plans": "sen=ehc-plan",
        "SEN without statements or EHC plans": "sen=support",
    },
}

SYMBOLS = {
    "": Status.NOT_AVAILABLE,
    "x": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
    "low": Status.LOW,
}


def claims(opened: Opened) -> bool:
    return opened.form == "text" and {"cohort_19_in", _COHORT} <= set(opened.columns)


def read(opened: Opened, context: Context) -> Reading:
    """One observation a declared cell. Raises ForelandError for a missing key column."""
    table = opened.table
    # Without its sexes the wide file would have the figures of boys and girls for those of all.
    need_columns(opened, _KEYS if "category" in table.columns else (*_KEYS, "gender"))
    rows = table.rows.rename({ROW: "row"}).with_columns(
        pl.col("cohort_19_in").str.strip_chars().alias("published_period")
    )
    sieve = _placed(rows, context)
    years = [y for y in sieve.rows["published_period"].unique().sort() if _is_year(y)]
    sieve.aside(
        ~pl.col("published_period").is_in(years),
        "cohort_19_in",
        pl.col("cohort_19_in"),
        "the year in which the cohort is 19, such as 2022",
    )
    long = "category" in table.columns
    if long:
        sieve.aside(
            ~pl.col("category").is_in(CATEGORIES),
            "category",
            pl.col("category"),
            ", ".join(CATEGORIES),
        )
    measures = (Measure("value", Unit.PERCENT, "at-19", denominator=_COHORT),) if long else MEASURES
    rows = sieve.rows.with_columns(_group(sieve.rows))
    known = periods(
        (year, basis, Period.academic(int(year) - before))
        for year in years
        for basis, before in (("at-19", 0), ("at-16", 3))
    )
    if long:
        rows = rows.with_columns(pl.col("category").alias("row_code"))
    observations, cells = melt(rows, measures, table.columns, known, SYMBOLS)
    observations, notes = _not_yet(observations)
    return Reading(
        source="attainment19",
        dataset="attainment19-long" if long else "attainment19",
        title="Level 2 and level 3 by age 19",
        observations=observations,
        quarantine=pl.concat([table.quarantine, *sieve.faults, cells]).sort(
            "row", maintain_order=True
        ),
        notes=notes,
    )


def _placed(rows: pl.DataFrame, context: Context) -> Sieve:
    """Each row with its area: the country, a region by its name, an authority by its code."""
    sieve = Sieve(rows)
    register = context.register
    code, region = pl.col("la_code_9").str.strip_chars(), pl.col("region").str.strip_chars()
    where = pl.when(code == "ALL").then(region).otherwise(code)
    areas = {"ALL": register.country.code}
    for text in rows.select(where.alias("where"))["where"].unique().sort():
        area = register.code(text) or register.named(text)
        if area is not None:
            areas[text] = area.code
    sieve.place(where, areas)
    sieve.aside(
        pl.col("area").is_null(),
        "la_code_9",
        pl.format("{}, {}", "region", "la_code_9"),
        "the ONS code of an authority, or ALL with the name of a region or ALL",
    )
    for name, members in MEMBERS.items():
        if name in rows.columns:
            known = list(members)
            sieve.aside(~pl.col(name).is_in(known), name, pl.col(name), " or ".join(known))
    return sieve


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100


def _group(rows: pl.DataFrame) -> pl.Expr:
    """The group that a row is about; ``all`` where every key is a total."""
    names = [name for name in MEMBERS if name in rows.columns]
    said = {}
    for members in rows.select(names).unique().iter_rows():
        pairs = [MEMBERS[n][m] for n, m in zip(names, members, strict=True)]
        said["|".join(members)] = str(Group.parse(";".join(pair for pair in pairs if pair)))
    key = pl.concat_str(names, separator="|")
    return key.replace_strict(said, return_dtype=pl.String).alias("row_group")


def _not_yet(observations: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """A cohort of which every figure in a column is 0 has none there yet.

    A single 0 of a group in a finished cohort is a true one and stays.
    """
    cohort = ["code", "published_period"]
    pending = (
        observations.group_by(cohort)
        .agg((pl.col("value") == 0).all().alias("pending"), pl.len().alias("cells"))
        .filter(pl.col("pending") & (pl.col("cells") > 1))
    )
    if not pending.height:
        return observations, ()
    zero = pl.col("pending").fill_null(False)
    marked = observations.join(
        pending.drop("cells"), on=cohort, how="left", maintain_order="left"
    ).with_columns(
        pl.when(~zero).then(pl.col("value")).alias("value"),
        pl.when(~zero).then(pl.col("numerator")).alias("numerator"),
        pl.when(zero).then(pl.lit("0")).otherwise("symbol").alias("symbol"),
        pl.when(zero).then(pl.lit(Status.NOT_AVAILABLE.value)).otherwise("status").alias("status"),
    )
    years = ", ".join(pending["published_period"].unique().sort())
    note = f"cohorts not yet 19 are filled with 0, which is no figure: {years}"
    return marked.drop("pending"), (note,)


READER = Reader(name="attainment19", version=1, claims=claims, read=read)
