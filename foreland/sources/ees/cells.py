"""Read the texts of a column of figures: a number, or a symbol that says why there is none.

A number may stand in blanks (`` 41.128``), have commas at the thousands (``1,071``), and end with
a percent sign where the unit is a percentage. Nothing else is forgiven: ``1,07`` is a fault.
"""

from collections.abc import Sequence

import polars as pl

from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.ees.schema import Symbol

#: DfE analysts' guide (2026), and the signs of older files that it replaced. ``u`` is of low
#: reliability: the publisher withholds the value, so there is none, and the sign is kept. What
#: ``x`` hid in older files (often suppression) a mapping says by year.
SYMBOLS = {
    "": Status.NOT_AVAILABLE,
    "x": Status.NOT_AVAILABLE,
    "u": Status.NOT_AVAILABLE,
    ":": Status.NOT_AVAILABLE,
    "..": Status.NOT_AVAILABLE,
    "-": Status.NOT_AVAILABLE,
    "na": Status.NOT_AVAILABLE,
    "n/a": Status.NOT_AVAILABLE,
    "null": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    ".": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
    "k": Status.LOW,
    "low": Status.LOW,
    "~": Status.LOW,
}

_PERCENTAGES = (Unit.PERCENT, Unit.PERCENTAGE_POINTS)
_THOUSANDS = r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$"
_PERCENT = r"^[-+]?\d+(\.\d+)?\s*%$"


def numbers(texts: pl.Series, unit: Unit) -> pl.Series:
    """The numbers in a column of texts without blanks around them; null where there is none."""
    read = texts.cast(pl.Float64, strict=False)
    # "nan" and "inf" are numbers to a parser and to nobody else.
    read = read.set(~read.is_finite().fill_null(False), None)
    odd = texts.filter(read.is_null()).unique()
    odd = odd.filter(~odd.str.to_lowercase().is_in(list(SYMBOLS)))
    if not odd.len():
        return read
    forms = [_THOUSANDS, *([_PERCENT] if unit in _PERCENTAGES else [])]
    frame = pl.DataFrame({"text": texts, "read": read})
    mended = [
        pl.when(pl.col("text").str.contains(form)).then(
            pl.col("text").str.replace_all(r"[,%\s]", "").cast(pl.Float64, strict=False)
        )
        for form in forms
    ]
    return frame.select(pl.coalesce("read", *mended)).to_series().alias(texts.name)


def missing(text: pl.Expr, end: pl.Expr, column: str, rules: Sequence[Symbol]) -> pl.Expr:
    """The status that a text without a number stands for; null where it is no symbol."""
    lowered = text.str.to_lowercase()
    meant = lowered.replace_strict(
        {symbol: status.value for symbol, status in SYMBOLS.items()},
        default=None,
        return_dtype=pl.String,
    )
    special = []
    for rule in rules:
        if rule.columns and column not in rule.columns:
            continue
        here = lowered == rule.symbol.lower()
        if rule.since is not None:
            here &= end >= Period.parse(rule.since).end
        if rule.until is not None:
            here &= end <= Period.parse(rule.until).end
        special.append(pl.when(here).then(pl.lit(rule.means.value)))
    return pl.coalesce(*special, meant)
