"""What of the plan is to be watched: red that nobody explains, actions past their day, targets due.

Rows of the brief, at most five of a kind, the rest counted. Rates nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from foreland.model.periods import MONTHS
from foreland.plan.brief import MOST, figure
from foreland.plan.due import Standing, standing
from foreland.plan.folder import RED, LoadedPlan
from foreland.plan.schema import Measure

Row = dict[str, Any]


def watched(
    ratings: pl.DataFrame,
    loaded: LoadedPlan,
    today: date,
    as_of: date | None = None,
    precision: Callable[[str], int] = lambda _: 1,
) -> list[Row]:
    """Rows of the brief's ``watch``. ``ratings``: ``RATING_SCHEMA``, a row a measure."""
    rated = {row["measure"]: row for row in ratings.iter_rows(named=True)}
    return [
        *_some(list(_red(rated, loaded, precision)), "red figures without commentary"),
        *_some(list(_overdue(loaded, today)), "actions past their day"),
        *_some(list(_due(rated, loaded, today, as_of, precision)), "targets to come"),
    ]


def _some(rows: Sequence[Row], what: str) -> list[Row]:
    shown = list(rows[:MOST])
    if len(rows) > MOST:
        shown.append({"sentence": f"And {len(rows) - MOST} more {what}.", "count": len(rows)})
    return shown


def _red(
    rated: dict[str, Row], loaded: LoadedPlan, precision: Callable[[str], int]
) -> Iterator[Row]:
    for name, row in rated.items():
        if row["rating"] not in RED or row["period"] is None or row["value"] is None:
            continue
        if loaded.commentary_for(name, row["period"]) is None:
            value = figure(row["value"], row["unit"], precision(row["indicator"]))
            yield _of(row) | {
                "sentence": f"{row['title']} is red for {row['period']} ({value}), and nobody has "
                "said why, or what is done."
            }


def _of(row: Row) -> Row:
    return row | {"id": row["observation"]}


def _overdue(loaded: LoadedPlan, today: date) -> Iterator[Row]:
    late = [
        a
        for a in loaded.plan.actions
        if a.due and a.due < today and a.state not in ("done", "stopped")
    ]
    for action in sorted(late, key=lambda a: (a.due or today, a.id)):
        assert action.due is not None
        state = action.state.replace("-", " ")
        yield {
            "measure": action.measures[0] if action.measures else None,
            "title": action.text,
            "sentence": f"An action was due on {day(action.due)} and is {state}: "
            f"{action.text.rstrip('.')}.",
        }


def _due(
    rated: dict[str, Row],
    loaded: LoadedPlan,
    today: date,
    as_of: date | None,
    precision: Callable[[str], int],
) -> Iterator[Row]:
    """The next target of each measure, the nearest first."""
    coming: list[tuple[date, str, Measure, Standing]] = []
    for measure in loaded.plan.measures:
        ahead = [
            s
            for s in standing(measure, as_of)
            if s.in_force and s.has_figure and s.period and s.period.end > today
        ]
        if ahead and measure.id in rated:
            assert ahead[0].period is not None
            coming.append((ahead[0].period.end, measure.id, measure, ahead[0]))
    for end, name, measure, one in sorted(coming, key=lambda item: item[:2]):
        row = rated[name]
        places = precision(measure.indicator)
        target = _target(one, row["unit"], places)
        stands = (
            f"the newest figure is {figure(row['value'], row['unit'], places)} ({row['period']})"
            if row["value"] is not None
            else "there is no figure yet"
        )
        yield _of(row) | {
            "sentence": f"{row['title']}: the target for {one.target.period} is {target}, due by "
            f"{day(end)}; {stands}."
        }


def _target(one: Standing, unit: str, places: int) -> str:
    target = one.target
    if target.value is None:
        low, high = target.low, target.high
        edges = [figure(edge, unit, places) for edge in (low, high) if edge is not None]
        return f"{' to '.join(edges)}"
    return figure(target.value, unit, places)


def day(value: date) -> str:
    """``8 April 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
