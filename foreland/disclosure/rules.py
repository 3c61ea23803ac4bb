"""The rules of disclosure as data: which counts are small, and what each unit counts.

``docs/decisions/2026-11-24-disclosure.md`` says why. Looks at no relation between figures.
"""

from dataclasses import dataclass

import polars as pl

from foreland.model.statuses import Status
from foreland.model.units import Unit


@dataclass(frozen=True)
class Rules:
    """``smallest`` to ``largest`` people are too few to be told of; ``slack`` is how far parts may
    be from their total and still be taken for all of it (somebody of no known district)."""

    smallest: int = 1
    largest: int = 5
    slack: int = 5


RULES = Rules()

#: Units that count people.
COUNTS = frozenset({Unit.COUNT.value})

#: Units that are a numerator over a denominator, and what the quotient is multiplied by.
SCALES: dict[str, float] = {
    Unit.PERCENT.value: 100,
    Unit.PER_100.value: 100,
    Unit.PER_1000.value: 1_000,
    Unit.PER_10000.value: 10_000,
    Unit.PER_100000.value: 100_000,
}

#: Units whose complement (those who did not) is people too.
SHARES = frozenset({Unit.PERCENT.value})

#: What stands in the place of a figure that is withheld.
STATUS = Status.SUPPRESSED.value
SYMBOL = "c"

#: Where the area's own figures come from; all other sources are official statistics.
LOCAL = "local"


def small(people: pl.Expr) -> pl.Expr:
    """Whether so few people are too few; 0 is not. Averaged counts go by how they print."""
    return (people > 0) & (people.round() <= RULES.largest)


def counted(value: str, numerator: str, denominator: str, unit: str) -> list[pl.Expr]:
    """``people`` counted and ``of`` how many, from whichever two of the figures are there.

    Of a mean (a score, days, pounds) ``people`` is the total that it is the mean of: additive,
    but no people.
    """
    scale = pl.col(unit).replace_strict(SCALES, default=None, return_dtype=pl.Float64)
    figure, top, bottom = pl.col(value), pl.col(numerator), pl.col(denominator)
    whole = (top * scale / pl.when(figure > 0).then(figure)).round()
    return [
        pl.when(pl.col(unit).is_in(COUNTS))
        .then(figure)
        .when(scale.is_not_null())
        .then(pl.coalesce(top, (figure * bottom / scale).round()))
        .otherwise(figure * bottom)
        .alias("people"),
        pl.when(pl.col(unit).is_in(COUNTS))
        .then(None)
        .otherwise(pl.coalesce(bottom, whole))
        .alias("of"),
    ]


def disclosive(unit: str = "unit") -> pl.Expr:
    """Whether a figure tells of too few: of ``people``, of the others, or of those it is of."""
    people, of = pl.col("people"), pl.col("of")
    counts = pl.col(unit).is_in([*COUNTS, *SCALES])
    return (
        (counts & small(people))
        | (pl.col(unit).is_in(SHARES) & small(of - people))
        | small(of).fill_null(False)
    ).fill_null(False)


def unproven(unit: str = "unit") -> pl.Expr:
    """A figure of which it cannot be said how many people it tells of."""
    return (
        pl.col("value").is_not_null()
        & ~pl.col(unit).is_in(COUNTS)
        & (pl.col("people").is_null() | pl.col("of").is_null())
    )
