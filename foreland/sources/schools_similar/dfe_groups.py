"""Read DfE's similar schools: the groups of fifty, what they are matched on, its spread.

Lists of JSON objects, as DfE's service holds them, all numbers as text; a file's rows are the
objects, from 1. They are subsets: 93 schools of the primary phase with their groups, 1,393 of
the secondary phase without. ``ReadMatAverage`` and ``Att8Scr`` are results, and no inputs: the
distances do not use them. A file of groups does not say its phase; the publisher's name of it does
(``...SecondaryGroups...``, else primary).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from foreland.sources.archives import Unreadable
from foreland.sources.gias import cells
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.schools_similar import numbers
from foreland.sources.sieve import Sieve

GROUPS, VALUES, SPREADS = "dfe_similar_groups", "dfe_similar_values", "dfe_similar_spreads"

GROUPS_SCHEMA: dict[str, type[pl.DataType]] = {
    "phase": pl.String,
    "urn": pl.String,
    "neighbour": pl.String,
    "distance": pl.Float64,
    "rank": pl.Int64,
    "row": pl.UInt32,
}

_SHARED = {
    "pupil_premium": "PPPerc",
    "english_additional": "PercentEAL",
    "polar4": "Polar4QuintilePupils",
    "stability": "PStability",
    "idaci": "IdaciPupils",
    "sen_support": "PercentSchSupport",
    "pupils": "NumberOfPupils",
}

_PRIMARY = {
    **_SHARED,
    "ehc_plan": "PercentageStatementOrEhp",
    "prior_attainment": "Ks1PriorRwmAverage",
    "result": "ReadMatAverage",
}

_SECONDARY = {
    **_SHARED,
    "ehc_plan": "PercentageStatementOrEHP",
    "prior_attainment": "KS2MRP",
    "result": "Att8Scr",
}

#: What the distance is made of, in DfE's words for the nine.
INPUTS = (*_SHARED, "ehc_plan", "prior_attainment")

VALUES_SCHEMA: dict[str, type[pl.DataType]] = {
    "phase": pl.String,
    "urn": pl.String,
    **dict.fromkeys((*INPUTS, "result"), pl.Float64),
    "missing": pl.String,
    "row": pl.UInt32,
}

SPREADS_SCHEMA: dict[str, type[pl.DataType]] = {
    "phase": pl.String,
    "schools": pl.Int64,
    **dict.fromkeys((*INPUTS, "result"), pl.Float64),
    "row": pl.UInt32,
}


def _keys(opened: Opened) -> frozenset[str]:
    """The names in the first object of a list of objects; none where it is no such list."""
    text = opened.head.lstrip() if opened.form == "text" else ""
    if not text.startswith("["):
        return frozenset()
    try:
        first, _ = json.JSONDecoder().raw_decode(text[1:].lstrip())
    except ValueError:
        return frozenset()
    return frozenset(first) if isinstance(first, dict) else frozenset()


def _objects(opened: Opened, columns: list[str]) -> tuple[pl.DataFrame, Sieve]:
    """The objects as rows of text. Raises Unreadable for what is no list of objects."""
    try:
        found: Any = json.loads(opened.text[0])
    except ValueError as fault:
        raise Unreadable(
            opened.name, f"text that is no JSON ({fault})", "a list of objects", "Fetch it again."
        ) from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable(opened.name, "JSON that is no list", "a list of objects", "Fetch it.")
    rows = pl.DataFrame(
        {
            column: [None if one.get(column) is None else str(one[column]) for one in found]
            for column in columns
        },
        schema=dict.fromkeys(columns, pl.String),
    ).with_columns(pl.Series("row", range(1, len(found) + 1), dtype=pl.UInt32))
    return rows, Sieve(rows)


def _groups(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
    _, sieve = _objects(opened, ["URN", "NeighbourURN", "Dist", "Rank"])
    cells.numbers(sieve, "URN")
    cells.numbers(sieve, "NeighbourURN")
    same = pl.col("URN") == pl.col("NeighbourURN")
    sieve.aside(same, "NeighbourURN", pl.col("NeighbourURN"), "another school than the school")
    pair = pl.struct("URN", "NeighbourURN").is_first_distinct().not_()
    sieve.aside(pair, "NeighbourURN", pl.col("NeighbourURN"), "each neighbour once a school")
    phase = "secondary" if "secondary" in opened.name.lower() else "primary"
    distance, rank = numbers.number("Dist"), pl.col("Rank").cast(pl.Int64, strict=False)
    sieve.aside(distance.is_null() | (distance < 0), "Dist", pl.col("Dist"), "a distance from 0")
    sieve.aside(rank.is_null() | (rank < 1), "Rank", pl.col("Rank"), "a rank from 1")
    frame = sieve.rows.select(
        pl.lit(phase).alias("phase"),
        pl.col("URN").alias("urn"),
        pl.col("NeighbourURN").alias("neighbour"),
        distance.alias("distance"),
        rank.alias("rank"),
        "row",
    )
    return _reading(f"groups-{phase}", f"groups of the {phase} phase", GROUPS, frame, sieve)


def _values(phase: str, columns: Mapping[str, str]) -> Callable[[Opened, Context], Reading]:
    def read(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
        _, sieve = _objects(opened, ["URN", *columns.values()])
        cells.numbers(sieve, "URN")
        cells.once(sieve, "URN")
        numbers.only_numbers(sieve, columns, 0)
        frame = sieve.rows.select(
            pl.lit(phase).alias("phase"),
            pl.col("URN").alias("urn"),
            *(numbers.number(columns[name]).alias(name) for name in (*INPUTS, "result")),
            numbers.missing(columns).alias("missing"),
            "row",
        )
        return _reading(f"values-{phase}", f"inputs of the {phase} phase", VALUES, frame, sieve)

    return read


def _spreads(opened: Opened, context: Context) -> Reading:  # noqa: ARG001
    _, sieve = _objects(opened, ["RowCount", *_SECONDARY.values()])
    for column in ("RowCount", *_SECONDARY.values()):
        value = numbers.number(column)
        sieve.aside(value.is_null() | (value <= 0), column, pl.col(column), "a number above 0")
    frame = sieve.rows.select(
        pl.lit("secondary").alias("phase"),
        numbers.number("RowCount").cast(pl.Int64).alias("schools"),
        *(numbers.number(_SECONDARY[name]).alias(name) for name in (*INPUTS, "result")),
        "row",
    )
    return _reading("spreads-secondary", "spreads of the secondary phase", SPREADS, frame, sieve)


def _reading(dataset: str, title: str, register: str, frame: pl.DataFrame, sieve: Sieve) -> Reading:
    return Reading(
        source="dfe-similar-schools",
        dataset=f"similar-schools-{dataset}",
        title=f"DfE similar schools: {title}",
        registers={register: frame},
        quarantine=pl.concat(sieve.faults),
        caveats=("a subset of what DfE's service holds; edition of August 2026",),
    )


def _claims(needed: set[str]) -> Callable[[Opened], bool]:
    return lambda opened: needed <= _keys(opened)


READERS = (
    Reader(
        name="dfe-similar-groups",
        version=2,
        claims=_claims({"URN", "NeighbourURN", "Dist", "Rank"}),
        read=_groups,
        order=0,
    ),
    Reader(
        name="dfe-similar-primary",
        version=1,
        claims=_claims({"URN", *_PRIMARY.values()}),
        read=_values("primary", _PRIMARY),
        order=0,
    ),
    Reader(
        name="dfe-similar-secondary",
        version=1,
        claims=_claims({"URN", *_SECONDARY.values()}),
        read=_values("secondary", _SECONDARY),
        order=0,
    ),
    Reader(
        name="dfe-similar-spreads",
        version=1,
        claims=_claims({"RowCount", *_SECONDARY.values()}),
        read=_spreads,
        order=0,
    ),
)
