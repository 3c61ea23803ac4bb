"""What a build declares of its tables: no misspelt column, and no figure that nobody declared."""

from collections.abc import Collection
from datetime import date

import polars as pl
import pytest
from county_figures import REGISTER, TODAY, fact, table

from foreland.disclosure import Collected, protect
from foreland.insight.editions import EDITION_COLUMNS
from foreland.insight.gaps import GAP_COLUMNS
from foreland.insight.gaps_beside import BESIDE_COLUMNS
from foreland.insight.standing import STANDING
from foreland.jobs.comparing import COMPARE_COLUMNS
from foreland.jobs.expecting import (
    CHANCES_SCHEMA,
    EXPECTED_COLUMNS,
    LIMITS,
    UNFORESEEN_SCHEMA,
)
from foreland.jobs.explained_parts import EXPLAIN_SCHEMA
from foreland.jobs.judging import STANDING_COLUMNS
from foreland.jobs.our_record import SCORED_SCHEMA
from foreland.jobs.prioritising import SIZES_SCHEMA
from foreland.jobs.protecting import FIGURES
from foreland.model.observations import OBSERVATION_COLUMNS
from foreland.plan.brief import BRIEF_SCHEMA, LOOK_COLUMNS
from foreland.plan.rating import RATING_SCHEMA

#: What a target is, a plan says in public; nothing of anybody is worked out from it.
OF_THE_PLAN = {
    "target", "target_low", "target_high", "floor", "floor_low", "floor_high", "baseline",
}  # fmt: skip

#: How many authorities there were, not who was counted.
OF_NOBODY = {"ranked", "neighbours_n", "plus_minus"}

COLUMNS: dict[str, Collection[str]] = {
    "compared": COMPARE_COLUMNS,
    "gaps": (*GAP_COLUMNS, *BESIDE_COLUMNS, "direction", "certainty"),
    "looks": (*LOOK_COLUMNS, "area", "area_name", "dfe_number"),
    "peers": (*LOOK_COLUMNS, "area", "area_name", "dfe_number", "nearness"),
    "standing": STANDING_COLUMNS,
    "editions": ("indicator", "group", "area", *EDITION_COLUMNS),
    "explained": EXPLAIN_SCHEMA,
    "sizes": SIZES_SCHEMA,
    "ratings": RATING_SCHEMA,
    "own": OBSERVATION_COLUMNS,
    "expected": EXPECTED_COLUMNS,
    "unforeseen": UNFORESEEN_SCHEMA,
    "chances": CHANCES_SCHEMA,
    "scores": SCORED_SCHEMA,
}

_MOVED = {n for n in LOOK_COLUMNS if BRIEF_SCHEMA.get(n) == pl.Float64} | {
    "change_lower", "change_upper",
}  # fmt: skip

NUMBERS = {
    "compared": {
        "value", "england", "region", "neighbours_mean", "neighbours_median", "neighbours_n",
        "rank", "ranked",
    },
    "gaps": {
        "group_value", "comparator_value", "gap", "behind", "plus_minus", "change", "group_change",
        "comparator_change",
        *(n for n in BESIDE_COLUMNS if not n.endswith(("_ids", "_because", "_used", "_of"))),
    },
    "looks": _MOVED,
    "peers": _MOVED,
    "standing": {*STANDING, "people_of"},
    "editions": {"mean", "median"},
    "explained": {n for n, kind in EXPLAIN_SCHEMA.items() if kind == pl.Float64},
    "sizes": {"count"},
    "ratings": {n for n, kind in RATING_SCHEMA.items() if kind == pl.Float64},
    "own": {"value", "numerator", "denominator"},
    "expected": {"last_value", "expected", *LIMITS},
    "unforeseen": {"reason"},
    # How many years ahead is the calendar's.
    "chances": {n for n, kind in CHANCES_SCHEMA.items() if kind.is_numeric()} - {"years"},
    "scores": {n for n, kind in SCORED_SCHEMA.items() if kind in (pl.Float64, pl.Boolean)},
}  # fmt: skip


def declared(name: str) -> set[str]:
    return {
        column
        for figure in FIGURES[name]
        for column in (figure.value, figure.numerator, figure.denominator, *figure.derived)
        if column
    }


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_what_follows_from_a_figure_is_spelt_as_in_its_table(name: str) -> None:
    follows = {c for figure in FIGURES[name] for c in (*figure.derived, *figure.says)}
    assert follows <= set(COLUMNS[name])


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_every_number_of_a_table_is_declared(name: str) -> None:
    assert NUMBERS[name] <= set(COLUMNS[name])
    assert NUMBERS[name] - OF_THE_PLAN - OF_NOBODY <= declared(name)


def _rating(value: float, change: float, **others: object) -> pl.DataFrame:
    row: dict[str, object] = dict.fromkeys(RATING_SCHEMA)
    row |= {
        "measure": "m",
        "indicator": "pupils",
        "area": "C",
        "group": "all",
        "period_start": date(2024, 9, 1),
        "period_end": date(2025, 8, 31),
        "value": value,
        "unit": "count",
        "status": "final",
        "rating": "met",
        "change": change,
        "change_words": f"up {change}",
        "observation": "pupils.all.C",
    }
    return pl.DataFrame([row | others], schema=RATING_SCHEMA)


def _protected(facts: pl.DataFrame, rating: pl.DataFrame) -> dict[str, object]:
    made = protect(
        [
            Collected("facts", facts, FIGURES["facts"], shown=False),
            Collected("ratings", rating, FIGURES["ratings"], keeps_rows=True),
        ],
        register=REGISTER,
        today=TODAY,
    )
    return made.table("ratings").row(0, named=True)


def test_a_rating_of_few_keeps_its_row_and_says_why() -> None:
    row = _protected(table([fact("C", 3)]), _rating(3, -6, distance=1.0))
    assert (row["value"], row["distance"], row["change_words"]) == (None, None, None)
    assert (row["rating"], row["status"]) == ("not-rated", "suppressed")


def test_a_change_does_not_give_the_earlier_figure_away() -> None:
    """9 now, up 6: there were 3."""
    before = {"period_start": date(2023, 9, 1), "period_end": date(2024, 8, 31)}
    row = _protected(table([fact("C", 3, **before), fact("C", 9)]), _rating(9, 6))
    assert (row["value"], row["rating"]) == (9, "met")
    assert (row["change"], row["change_words"]) == (None, None)


def test_a_gap_does_not_give_its_comparator_away() -> None:
    """Girls 90 %, 60 points ahead of boys: of 10 boys, 3."""
    facts = table(
        [
            fact("C", 90, of=100, group="sex=girls"),
            fact("C", 3, of=10, group="sex=boys"),
        ]
    )
    rating = _rating(
        60, 1, group="sex=girls", comparator="sex=boys", unit="percentage-points",
        observation="calc:1",
    )  # fmt: skip
    row = _protected(facts, rating)
    assert (row["value"], row["rating"]) == (None, "not-rated")
