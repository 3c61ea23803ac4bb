"""``foreland schools services --show coverage``: which schools with which need got what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import service_coverage as coverage_of
from foreland.insight.school_measures import MEASURES, followed
from foreland.jobs.folder import Folder
from foreland.jobs.school_measures import SchoolFigures, lines_of
from foreland.jobs.school_registers import Registers, standing_on
from foreland.jobs.services import logged
from foreland.model.statuses import Status
from foreland.plan.services import Need, phases_of

_KEY: dict[str, type[pl.DataType]] = {
    "need": pl.String,
    "title": pl.String,
    "phase": pl.String,
    "measure": pl.String,
    "year": pl.Int32,
    "worse_than": pl.Float64,
}

_WHEN: dict[str, type[pl.DataType]] = {
    "since": pl.Date,
    "on": pl.Date,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "audience": pl.String,
}

COVERAGE: dict[str, type[pl.DataType]] = {
    **_KEY,
    **coverage_of.COUNTS,
    "reached_percent": pl.Float64,
    "status": pl.String,
    "reason": pl.String,
    **_WHEN,
}

REACH: dict[str, type[pl.DataType]] = {**_KEY, **coverage_of.REACH, **_WHEN}

_YEAR = timedelta(days=365)
_NO_FIGURE = "no figure of these schools up to the day is in any file read"


@dataclass(frozen=True)
class _Part:
    """One need in one phase."""

    need: Need
    phase: str
    year: int | None
    limit: float | None
    schools: pl.DataFrame


def coverage(
    folder: Folder,
    since: date | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a need and phase, in the order of ``services.yaml``: ``COVERAGE``.

    A service counts where the log has it, for the need or by a service that names the need,
    between the days. ``on`` is by default the newest day of the log, ``since`` a year before.
    ``worse_than`` is the value from which a school has the need.
    """
    parts, when = _parts(folder, since, on, as_of)
    rows = []
    for part in parts:
        counts = coverage_of.counted(part.schools)
        none = part.limit is None
        share = 100 * counts["reached"] / counts["with_need"] if counts["with_need"] else None
        status = Status.NOT_AVAILABLE if none else Status.FINAL
        rows.append(
            _key(part)
            | counts
            | {"reached_percent": share, "status": status.value}
            | {"reason": _NO_FIGURE if none else None}
            | when
        )
    return pl.DataFrame(rows, schema=COVERAGE, orient="row")


def reach(
    folder: Folder,
    since: date | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a need, phase and school, by name: ``REACH``. ``has_need`` is null where not known."""
    parts, when = _parts(folder, since, on, as_of)
    told = [
        part.schools.with_columns(
            *(pl.lit(value, COVERAGE[name]).alias(name) for name, value in _key(part).items()),
            *(pl.lit(value, _WHEN[name]).alias(name) for name, value in when.items()),
        ).select(REACH.keys())
        for part in parts
    ]
    return pl.concat([pl.DataFrame(schema=REACH), *told])


def _key(part: _Part) -> dict[str, object]:
    return {
        "need": part.need.id,
        "title": part.need.title,
        "phase": part.phase,
        "measure": part.need.measure,
        "year": part.year,
        "worse_than": part.limit,
    }


def _parts(
    folder: Folder, since: date | None, on: date | None, as_of: date | None
) -> tuple[list[_Part], dict[str, object]]:
    log = logged(folder, as_of)
    newest = log.good.select(pl.max_horizontal("started", "ended").max()).item()
    day = on or (newest if isinstance(newest, date) else None)
    place = folder.area
    if day is None or not log.services.needs:
        return [], {}
    first = since or day - _YEAR
    when: dict[str, object] = {
        "since": first,
        "on": day,
        "area": place.code,
        "area_name": place.name,
        "dfe_number": place.dfe_number,
        "audience": "internal",
    }
    store = Store(folder.store)
    held = Registers.read(store, as_of)
    listed_on = min(day, held.newest_day or day)
    now = lines_of(held)
    schools = standing_on(held, listed_on).schools.filter(
        pl.col("area").is_in([place.code, *place.other_codes])
    )
    figures = followed(SchoolFigures.read(store, as_of).figures, now)
    going = pl.col("ended").is_null() | (pl.col("ended") >= first)
    given = log.good.filter((pl.col("started") <= day) & going)
    by_service = {one.id: one.need for one in log.services.services}
    given = given.with_columns(
        pl.coalesce(
            "need",
            pl.col("service").replace_strict(by_service, default=None, return_dtype=pl.String),
        ).alias("need")
    )
    found = []
    for need in log.services.needs:
        got = _lined(given.filter(pl.col("need") == need.id), now).select("line", "service")
        for phase in phases_of(need):
            of_phase = _lined(schools.filter(pl.col("phase") == phase), now)
            found.append(_part(need, phase, of_phase, figures, got, day))
    return found, when


def _lined(frame: pl.DataFrame, now: Mapping[str, str]) -> pl.DataFrame:
    """Add ``line``: the newest number of the same school, by which its numbers are one."""
    urn = pl.col("urn")
    return frame.with_columns((urn.replace(dict(now)) if now else urn).alias("line"))


def _part(
    need: Need,
    phase: str,
    schools: pl.DataFrame,
    figures: pl.DataFrame,
    got: pl.DataFrame,
    day: date,
) -> _Part:
    """One need in one phase: by the newest school year that had ended by the day."""
    ended = day.year if (day.month, day.day) >= (8, 31) else day.year - 1
    values = (
        figures.filter((pl.col("measure") == need.measure) & (pl.col("year") <= ended))
        .rename({"urn": "line"})
        .join(schools.select("line"), on="line", how="semi")
    )
    year = values["year"].max()
    newest = values.filter(pl.col("year") == pl.lit(year, pl.Int32))
    known = schools.join(newest.select("line", "value"), on="line", how="left")
    polarity = MEASURES[need.measure].polarity
    itself = need.worse_than is None
    limit = (
        need.worse_than
        if need.worse_than is not None
        else coverage_of.threshold(known["value"], need.worst_percent or 25, polarity)
    )
    if not known["value"].count():
        limit = None
    judged = (
        known.with_columns(pl.lit(None, pl.Boolean).alias("has_need"))
        if limit is None
        else coverage_of.with_need(known, limit, polarity, itself=itself)
    )
    urns = judged.select("urn", "line").join(got, on="line").select("urn", "service")
    return _Part(
        need, phase, year if isinstance(year, int) else None, limit, coverage_of.reach(judged, urns)
    )
