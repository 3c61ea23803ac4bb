"""Read the early-years table of the social-mobility dashboard of 2019.

Traps handled, each with its test. A row is an authority beside one of its neighbours, so that its
figures stand eleven times: each is read once, and where the copies differ none. The years stand in
the columns' names, and what a row is about is ``LA_Code``, the neighbour: ``LEA_Name`` is whose
neighbour it is. Ranks, gaps and England's figures in it are not read: they follow from the others.
Take-up at two, three and four is a count in January.
"""

import re

import polars as pl

from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.text import ROW
from foreland.sources.wide import Measure, melt, periods

_KEYS = ("LA_Code", "LA_Number", "LEA_Number", "SN", "All_Percent_GLD_2018_LA")

_GROUPS = {
    "All": "all",
    "FSM": "fsm=eligible",
    "All_Other": "fsm=not-eligible",
    "SEN": "sen=any",
}
_OUTCOME = re.compile(
    r"(?P<group>All_Other|All|FSM|SEN)_(?P<kind>Number|Percent)_(?P<of>GLD|AoL_[A-Za-z_]+?)"
    r"_(?P<year>20\d\d)_LA"
)
_TAKE_UP = re.compile(
    r"(?P<age>two|three_and_four)_year_olds_(?P<kind>number|Percent)_(?P<year>20\d\d)"
)
_SYMBOLS = dict.fromkeys(("", "na", "null"), Status.NOT_AVAILABLE)


def claims(opened: Opened) -> bool:
    return opened.form == "text" and set(_KEYS) <= set(opened.columns)


def _measures(columns: tuple[str, ...]) -> list[tuple[Measure, str, str]]:
    """The columns that are read: each with its code and its year."""
    found = []
    for column in columns:
        if match := _OUTCOME.fullmatch(column):
            group, basis = _GROUPS[match["group"]], "academic"
            code = f"{match['of']}_{match['kind']}".lower()
        elif match := _TAKE_UP.fullmatch(column):
            group, basis = "all", "in-january"
            code = f"{match['age']}_year_olds_{match['kind']}".lower()
        else:
            continue
        unit = Unit.PERCENT if match["kind"] == "Percent" else Unit.COUNT
        found.append((Measure(column, unit, basis, group=group), code, match["year"]))
    return found


def read(opened: Opened, context: Context) -> Reading:
    cells.need(opened, _KEYS)
    columns = _measures(opened.columns)
    sieve = Sieve(opened.table.rows.rename({ROW: "row"}))
    areas = {code: a.code for a in context.register for code in (a.code, *a.other_codes)}
    sieve.place(pl.col("LA_Code").str.strip_chars(), areas)
    sieve.aside(pl.col("area").is_null(), "LA_Code", pl.col("LA_Code"), "an authority's code")
    names = [measure.code for measure, _, _ in columns]
    told = pl.struct(names).n_unique().over("area") > 1
    sieve.aside(told, "LA_Code", pl.col("LA_Code"), "the same figures in each row of an authority")
    rows = sieve.rows.unique("area", keep="first", maintain_order=True)
    parts, faults = [], []
    for measure, code, year in columns:
        end = int(year)
        academic = measure.basis == "academic"
        period = Period.academic(end) if academic else Period.snapshot_month(end, 1)
        facts, wrong = melt(
            rows.with_columns(pl.lit(year).alias("published_period")),
            [measure],
            opened.table.columns,
            periods([(year, measure.basis, period)]),
            _SYMBOLS,
        )
        parts.append(facts.with_columns(pl.lit(code).alias("code")))
        faults.append(wrong)
    return Reading(
        source="smapey",
        dataset="smapey-2019",
        title="Early years: good level of development and take-up, 2016 to 2019",
        observations=pl.concat(parts).sort("row", "column"),
        quarantine=pl.concat([opened.table.quarantine, *sieve.faults, *faults]).sort("row"),
        notes=("ranks, gaps and England's figures in it are not read",),
        caveats=(
            "results under the framework before 2021: not comparable with those since",
            "the percentages of GLD are to one place; their number of children is not given",
        ),
    )


READER = Reader(name="smapey-2019", version=1, claims=claims, read=read)
