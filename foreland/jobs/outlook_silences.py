"""Why a series that was asked has no outlook: one reason each, in words."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from foreland.insight.outlook import LEAST_AREAS, LEAST_FIGURES
from foreland.insight.panel import shifted
from foreland.jobs.gapping import areas_of
from foreland.jobs.outlook import LATE, STALE
from foreland.jobs.panels import Ground

#: A series, and why it has no outlook: ``indicator, group, comparator, reason``.
Silence = tuple[str, str, str | None, str]


def silences(
    at: Ground, answer: pl.DataFrame, area: str | Iterable[str] | None = None
) -> list[str]:
    """Why series that were asked have no row in ``answer``, for a person; of one area only."""
    wanted = areas_of(at.folder, area, [at.folder.area.code])
    if wanted is None or len(wanted) != 1:
        return []
    return [
        f"No outlook for {name} ({group}{'' if other is None else f' beside {other}'}): {why}."
        for name, group, other, why in unforeseen(at, answer, wanted[0])
    ]


def unforeseen(at: Ground, answer: pl.DataFrame, area: str) -> list[Silence]:
    """The series of an area that were asked and have no row in ``answer``."""
    if area not in at.panel.areas:
        return []
    here = at.panel.areas.index(area)
    made = at.panel
    known = np.isfinite(made.scaled)
    told = set(answer.select("indicator", "group", "comparator").iter_rows())
    found: list[Silence] = []
    for place, name, group, other in at.asked.select(
        "place", "indicator", "group", "comparator"
    ).iter_rows():
        if (name, group, other) in told:
            continue
        series = known[place]
        newest = int(np.flatnonzero(series.any(axis=0))[-1])
        own = np.flatnonzero(series[here])
        begun, end = (made.series[name][place] for name in ("period_start", "period_end"))
        if not len(own):
            why = "no figure"
        elif newest - own[-1] > LATE:
            why = "its last figure is too old"
        elif at.day is not None and begun > at.day:
            why = "its figures are themselves what somebody expects of years to come"
        elif at.day is not None and end < shifted(at.day, -STALE):
            why = "no longer published"
        elif series[made.pooled, own[-1]].sum() < LEAST_AREAS:
            why = f"fewer than {LEAST_AREAS} authorities have figures to learn from"
        else:
            side = made.segments[place, : own[-1] + 1] == made.segments[place, own[-1]]
            count = int((series[here, : own[-1] + 1] & side).sum())
            since = " since its last break" if not side.all() else ""
            figures = "1 figure" if count == 1 else f"{count} figures"
            why = f"{figures}{since}, and {LEAST_FIGURES} are needed"
            if count >= LEAST_FIGURES:
                why = "no year to come can be compared, or no area ever moved"
        found.append((name, group, other, why))
    return found
