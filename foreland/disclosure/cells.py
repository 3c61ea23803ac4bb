"""The facts of a build as cells that may add up: who counts whom, of how many, where and when.

Reads the collected tables; keeps only facts of which the people can be counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from foreland.disclosure.rules import COUNTS, LOCAL, STATUS, counted, disclosive, unproven
from foreland.disclosure.tables import Collected
from foreland.model.statuses import Status

#: What makes a fact one fact, apart from its release.
KEY = ("indicator", "group", "area", "period_start", "period_end")

#: A fact's place within its indicator: group, area, first and last day.
Place = tuple[str, str, date, date]

KEY_SCHEMA: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY[:3], pl.String),
    "period_start": pl.Date,
    "period_end": pl.Date,
}

_FACTS: dict[str, type[pl.DataType]] = {
    **KEY_SCHEMA,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "source": pl.String,
    "release": pl.String,
    "id": pl.String,
}


@dataclass(slots=True)
class Cell:
    """A fact that may be worked out from others. ``vintages`` are the states that it stands in.

    ``people`` of a fact withheld by its publisher is a guess: nobody here knows it.
    """

    place: Place
    people: float
    of: float | None
    vintages: set[str] = field(default_factory=set)
    local: bool = False
    printed: bool = False
    unknown: bool = False


def holds_facts(table: Collected) -> bool:
    """Whether a table's rows are facts, with all that makes one."""
    needed = {*KEY, "value", "numerator", "denominator", "unit", "status"}
    return needed <= set(table.frame.columns) and table.figures[0].value == "value"


def facts_of(tables: Iterable[Collected]) -> pl.DataFrame:
    """The facts of all tables, with the people that they count and what each asks for."""
    parts = [pl.DataFrame(schema={**_FACTS, "vintage": pl.String, "local": pl.Boolean})]
    for table in tables:
        if not holds_facts(table):
            continue
        given = set(table.frame.columns)
        parts.append(
            table.frame.lazy()
            .select(
                (pl.col(name) if name in given else pl.lit(None, kind).alias(name)).cast(kind)
                for name, kind in _FACTS.items()
            )
            .with_columns(
                pl.lit(table.vintage).alias("vintage"),
                (pl.lit(table.local) | (pl.col("source") == LOCAL).fill_null(False)).alias("local"),
            )
            # An official rate without counts tells of no people that could be counted.
            .filter(
                pl.col("unit").is_in(COUNTS)
                | pl.col("numerator").is_not_null()
                | pl.col("denominator").is_not_null()
                | pl.col("local")
            )
            .collect()
        )
    return (
        pl.concat(parts)
        .unique(maintain_order=True)
        .with_columns(counted("value", "numerator", "denominator", "unit"))
        .with_columns(
            (pl.col("status") == Status.QUOTED.value).alias("printed"),
            (pl.col("status") == STATUS).alias("unknown"),
        )
        .with_columns(
            (disclosive() & ~pl.col("printed")).alias("small"),
            (unproven() & pl.col("local") & ~pl.col("printed")).alias("unproven"),
        )
    )


def cells_of(facts: pl.DataFrame) -> list[Cell]:
    """The cells of one indicator, in the order of their places.

    A fact that is the same in two vintages is one cell: whoever learns one learns the other.
    """
    cells: dict[tuple[Place, float, float | None], Cell] = {}
    rows = facts.select(
        "group", "area", "period_start", "period_end", "people", "of", "vintage", "local",
        "printed", "unknown", "unit",
    )  # fmt: skip
    for row in rows.iter_rows():
        place: Place = row[:4]
        people, of, vintage, local, printed, unknown, unit = row[4:]
        if of == 0:
            continue  # nobody of nobody can be nothing else
        if people is None:
            if not unknown:
                continue
            people = 3.0 if unit in COUNTS or of is None else of / 2
        elif unknown:
            unknown = False  # the publisher withheld the value, but its counts stand there
        cell = cells.setdefault((place, people, of), Cell(place, people, of))
        cell.vintages.add(vintage)
        cell.local |= local
        cell.printed |= printed
        cell.unknown |= unknown
    return [cells[key] for key in sorted(cells, key=lambda k: (k[0], k[1], k[2] or 0.0))]


def places(frame: pl.DataFrame) -> set[Place]:
    """The places of facts of one indicator."""
    return set(frame.select(KEY[1:]).iter_rows())


def keys(found: Sequence[tuple[str, Place]]) -> pl.DataFrame:
    """Facts, named by indicator and place, as a table of ``KEY``."""
    return pl.DataFrame(
        [(indicator, *place) for indicator, place in found],
        schema=KEY_SCHEMA,
        orient="row",
    ).sort(KEY)
