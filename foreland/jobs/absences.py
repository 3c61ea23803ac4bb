"""What nobody publishes: answered as ``not-available`` with the reason, and never as a figure.

A catalogue entry that is ``absent`` is read from the area's own figures alone. While there are
none, each command answers one row an area that says so; ranks, means, forecasts and counts are
made of ``facts``, which never hold such a row. So are the periods that an entry calls ``missing``,
where one of them is asked for by its name. ``docs/decisions/2026-11-25-absences.md`` says why.
"""

from collections.abc import Iterable, Iterator

import polars as pl

from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import names_asked
from foreland.model.areas import Area
from foreland.model.groups import ALL
from foreland.model.periods import Period
from foreland.model.problems import ForelandError
from foreland.model.statuses import Status

#: What a row of an absence says, beside where and of what it is.
STATUS = Status.NOT_AVAILABLE.value


def with_absences(
    folder: Folder,
    answer: pl.DataFrame,
    indicator: str | Iterable[str] | None,
    area: str | Iterable[str] | None,
    group: str | None = None,
    period: str | None = None,
    *,
    everywhere: bool = False,
    catalogue: Catalogue | None = None,
) -> tuple[pl.DataFrame, list[str]]:
    """``answer`` with a row for each absence that was asked for, and a line a person reads.

    Without an absence the answer is as it was. With one it has ``status`` and, last, ``reason``:
    null beside every figure. Without ``indicator`` the plan's measures are meant; without ``area``
    the folder's own, or (``everywhere``) all that there are today.
    """
    catalogue = catalogue or Catalogue.load(folder.indicators)
    places = _places(folder, area, everywhere)
    rows: list[dict[str, object]] = []
    lines: list[str] = []
    for entry in _asked(folder, indicator, catalogue):
        for reason, when in _lacks(entry, group, period):
            have = _have(answer, entry, when)
            missing = [place for place in places if place.code not in have]
            rows += [_row(entry, place, when) | {"reason": reason} for place in missing]
            if missing and reason not in lines:
                lines.append(f"{entry.id} is not available: {reason}")
    if not rows:
        return answer, []
    return _joined(answer, rows), lines


def reason_of(entry: Indicator) -> str | None:
    """Why an entry has no figures but the area's own, what would fill it, and by which layout."""
    if entry.absent is None:
        return None
    said = [_ended(entry.absent.reason), f"What would fill it: {_ended(entry.absent.would_fill)}"]
    if entry.absent.template:
        said.append(f"Layout: foreland template {entry.absent.template}.")
    return " ".join(said)


def _ended(text: str) -> str:
    folded = " ".join(text.split())
    return folded if folded.endswith(".") else f"{folded}."


def _asked(
    folder: Folder, indicator: str | Iterable[str] | None, catalogue: Catalogue
) -> Iterator[Indicator]:
    if indicator is None:
        names, measures = names_asked(folder, catalogue, None)
        if not measures:
            return
    else:
        names = [indicator] if isinstance(indicator, str) else list(indicator)
    for name in dict.fromkeys(names):
        if ":" not in name:
            yield catalogue.find(name)


def _places(folder: Folder, area: str | Iterable[str] | None, everywhere: bool) -> list[Area]:
    names = [area] if isinstance(area, str) else list(area or ())
    if "all" in names or (everywhere and not names):
        return [a for a in folder.register if a.closed is None and (a.is_authority or _whole(a))]
    return [folder.register.find(name) for name in names] or [folder.area]


def _whole(area: Area) -> bool:
    return area.kind in ("country", "region")


def _lacks(
    entry: Indicator, group: str | None, period: str | None
) -> Iterator[tuple[str, Period | None]]:
    """Why there is nothing: of the whole indicator, or of one period that was asked for."""
    if group not in (None, ALL) and group not in entry.groups:
        return
    reason = reason_of(entry)
    when = _period(period)
    if reason is not None:
        yield reason, when
    elif when is not None:
        for one in entry.missing:
            if when.label in one.periods:
                yield _ended(one.reason), when


def _period(text: str | None) -> Period | None:
    if text is None:
        return None
    try:
        return Period.parse(text)
    except (ForelandError, ValueError):
        return None  # A publisher's own label: what it would mean here nobody says.


def _have(answer: pl.DataFrame, entry: Indicator, when: Period | None) -> set[str]:
    """The areas that have a row of the indicator: the area's own figures fill an absence."""
    if not answer.height or "indicator" not in answer.columns:
        return set()
    rows = answer.filter(pl.col("indicator") == entry.id)
    if when is not None and "period_end" in answer.columns:
        rows = rows.filter(
            (pl.col("period_start") == when.start) & (pl.col("period_end") == when.end)
        )
    return set(rows["area"].drop_nulls())


def _row(entry: Indicator, place: Area, when: Period | None) -> dict[str, object]:
    found: dict[str, object] = {
        "indicator": entry.id,
        "area": place.code,
        "area_name": place.name,
        "dfe_number": place.dfe_number,
        "group": ALL,
        "unit": entry.unit.value,
        "polarity": entry.polarity,
        "status": STATUS,
    }
    if when is not None:
        found |= {
            "period": when.label,
            "period_kind": when.kind.value,
            "period_start": when.start,
            "period_end": when.end,
        }
    return found


def _joined(answer: pl.DataFrame, rows: list[dict[str, object]]) -> pl.DataFrame:
    for name in ("status", "reason"):
        if name not in answer.columns:
            answer = answer.with_columns(pl.lit(None, pl.String).alias(name))
    schema = answer.schema
    made = pl.DataFrame(
        [{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row"
    )
    return pl.concat([answer, made])
