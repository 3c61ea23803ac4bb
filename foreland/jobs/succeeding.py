"""``foreland observations --with-predecessors``: facts with the past that counts can build."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.insight import successors
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.model.announced import announced
from foreland.model.areas import Register


def facts_with_predecessors(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    period: str | None = None,
    group: str | None = None,
    as_of: date | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """As ``facts``, with what is built from other areas' counts; and the breaks.

    The answer has ``note`` and ``inputs`` beside the columns of observations; the breaks are
    ``successors.BREAK_SCHEMA``. Raises ForelandError for a name that is not known.
    """
    register = folder.register
    names = [area] if isinstance(area, str) else list(area or ["all"])
    if "all" in names:
        asked, wanted = None, None
    else:
        asked = [register.find(name).code for name in names]
        wanted = successors.needed(register, asked)
    known = facts(folder, indicator, wanted, period, group, as_of)
    return successors.with_predecessors(known, register, asked)


def inputs_of(folder: Folder, ids: Iterable[str]) -> dict[str, list[str]]:
    """By a built figure's id: the ids of what was added up. Unknown ids fall out."""
    built, _ = successors.wholes(folder.register)
    areas = sorted({area.code for whole in built for area in (whole.area, *whole.parts)})
    if not areas:
        return {}
    known = facts(folder, None, areas)
    answer, _ = successors.with_predecessors(known, folder.register)
    found = answer.filter(pl.col("id").is_in(list(ids)) & pl.col("inputs").is_not_null())
    return {name: text.split(" ") for name, text in found.select("id", "inputs").iter_rows()}


def told(breaks: pl.DataFrame) -> list[str]:
    """The breaks in words, a line an area and reason."""
    lines = breaks.group_by("area_name", "day", "reason", maintain_order=True).len()
    return [
        f"{name}: a break at {day} in {count:,} series: {reason}."
        for name, day, reason, count in lines.sort("area_name", "day", "reason").iter_rows()
    ]


def planned(folder: Folder, area: str | Iterable[str] | None) -> list[str]:
    """What is announced for the areas asked, in words; nothing where all are asked."""
    register = folder.register
    names = [area] if isinstance(area, str) else list(area or ["all"])
    if "all" in names or register.areas != Register.load().areas:
        return []
    asked = {found.code: found.name for found in map(register.find, names)}
    return [one.sentence(asked[one.area]) for one in announced() if one.area in asked]
