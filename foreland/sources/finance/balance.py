"""Read the cumulative balance of the dedicated schools grant as a share of its income.

A dashboard's own derivation, not an official table. Trap handled, with its test: two columns say
the same with opposite signs, ``deficit`` (a deficit is positive) and the balance (a deficit is
negative). Only the balance is kept, and a row whose two do not mirror each other is set aside.
Areas are names alone; the year says which, where a name was used twice.
"""

import polars as pl

from foreland.model.areas import Area, Register
from foreland.model.periods import Period
from foreland.model.units import Unit
from foreland.sources.finance.grids import SYMBOLS, grid
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.sieve import Sieve
from foreland.sources.wide import Measure, melt, number, periods

BALANCE = "DSG cumulative balance as a % of the total income"
CODE = "dsg_balance_percent"
_NAMES = ("time_period", "geographic_level", "region_name", "la_name", "deficit", BALANCE)


def claims(opened: Opened) -> bool:
    if opened.form != "workbook" or len(opened.sheet_names) != 1:
        return False
    rows = opened.sheet()
    return bool(rows) and tuple(str(c).strip() for c in rows[0][:6]) == _NAMES


def read(opened: Opened, context: Context) -> Reading:
    names = (*_NAMES[:5], CODE)
    label = pl.col("time_period")
    rows = grid(opened, 0, 1, names).filter(label != "").with_columns(
        label.alias("published_period")
    )  # fmt: skip
    sieve = Sieve(rows)
    deficit, balance = number(pl.col("deficit")), number(pl.col(CODE))
    unlike = (deficit + balance).abs() > 1e-9
    sieve.aside(
        unlike | (deficit.is_null() != balance.is_null()),
        BALANCE,
        pl.format("{} beside a deficit of {}", pl.col(CODE), pl.col("deficit")),
        "the deficit with its sign turned round",
    )
    years = {text: _year(text) for text in rows["published_period"].unique().sort()}
    bad = [text for text, period in years.items() if period is None]
    sieve.aside(label.is_in(bad), "time_period", label, "a financial year such as 202122")
    known = {text: period for text, period in years.items() if period is not None}
    sieve.place(_key(), _areas(sieve.rows, context.register, known))
    sieve.aside(
        pl.col("area").is_null(),
        "la_name",
        pl.concat_str("region_name", pl.lit("/"), "la_name"),
        "the name of an area that existed in that year",
    )
    measures = [Measure(CODE, Unit.PERCENT, "financial")]
    dated = periods((text, "financial", period) for text, period in known.items())
    facts, faults = melt(sieve.rows, measures, names, dated, SYMBOLS)
    return Reading(
        source="finance",
        dataset="dsg-balance",
        title="Dedicated schools grant: cumulative balance as a share of income",
        observations=facts.with_columns(pl.lit(1, pl.UInt16).alias("sheet")),
        quarantine=pl.concat([*sieve.faults, faults]),
        notes=("the column deficit, the same with its sign turned round, is not read",),
        caveats=(
            "a deficit is negative; derived for a dashboard, not an official table",
            "stops in 2021-22",
        ),
    )


def _year(text: str) -> Period | None:
    if len(text) != 6 or not text.isdigit() or (int(text[:4]) + 1) % 100 != int(text[4:]):
        return None
    return Period.financial(int(text[:4]) + 1)


def _key() -> pl.Expr:
    names = ("geographic_level", "region_name", "la_name", "time_period")
    return pl.concat_str(names, separator="|")


def _areas(rows: pl.DataFrame, register: Register, years: dict[str, Period]) -> dict[str, str]:
    """The area of each level, names and year."""
    distinct = rows.select("geographic_level", "region_name", "la_name", "time_period").unique()
    found: dict[str, str] = {}
    for level, region, name, year in distinct.iter_rows():
        area = _area(register, level, region, name, years.get(year))
        if area is not None:
            found["|".join((level, region, name, year))] = area.code
    return found


def _area(
    register: Register, level: str, region: str, name: str, year: Period | None
) -> Area | None:
    if level == "National":
        return register.country
    if level == "Regional":
        area = register.named(region)
        return area if area is not None and area.kind == "region" else None
    if year is None:
        return None
    alike = [a for a in register.authorities if _same(a, name) and a.existed(year.start, year.end)]
    return alike[0] if len(alike) == 1 else None


def _same(area: Area, name: str) -> bool:
    def folded(text: str) -> str:
        plain = text.casefold().replace("&", "and").replace(",", " ").partition(" (")[0]
        return " ".join(plain.split())

    return folded(name) in {folded(known) for known in (area.name, *area.other_names)}


READER = Reader(name="dsg-balance", version=1, claims=claims, read=read)
