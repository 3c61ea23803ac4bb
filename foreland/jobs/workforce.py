"""``foreland schools workforce``: vacancies, turnover, retention, heads, pupils for each teacher.

Social workers are published; teachers, heads and educational psychologists are the area's own
where it has them, and else ``not-available`` with the reason. Pupils for each teacher are known of
secondary schools.
"""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import workforce_measures as asked
from foreland.insight.workforce_measures import WorkforceMeasure
from foreland.jobs.comparing import compared
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.school_areas import place_and_codes
from foreland.jobs.similar_held import Held
from foreland.model.areas import Area
from foreland.model.statuses import Status

WORKFORCE: dict[str, type[pl.DataType]] = {
    "topic": pl.String,
    "measure": pl.String,
    "title": pl.String,
    "group": pl.String,
    "period": pl.String,
    "period_end": pl.Date,
    "value": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "previous_period": pl.String,
    "previous": pl.Float64,
    "change": pl.Float64,
    "change_unit": pl.String,
    "england": pl.Float64,
    "neighbours_mean": pl.Float64,
    "neighbours_n": pl.Int64,
    "reason": pl.String,
    "indicator": pl.String,
    "id": pl.String,
    "source": pl.String,
    "release": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "audience": pl.String,
}

RATIOS: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "pupils_per_teacher": pl.Float64,
    "census": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
}

SEASON: dict[str, type[pl.DataType]] = {
    "term": pl.String,
    "leaves": pl.Date,
    "teachers_by": pl.Date,
    "heads_by": pl.Date,
    "days_left_for_teachers": pl.Int64,
    "days_left_for_heads": pl.Int64,
    "source": pl.String,
}

_NUMBERS = ("count", "fte")
_CENSUS = "November 2024 (2024-25)"


def workforce(folder: Folder, area: str | None = None, as_of: date | None = None) -> pl.DataFrame:
    """A row a measure, group and place, in their order: ``WORKFORCE``; the newest figure of each.

    Of the area's own figures every phase, subject and district that it has. ``change`` is from the
    period before it that has a figure. A measure without a figure has one row that says why.
    """
    place = folder.area if area is None else folder.register.find(area)
    store = Store(folder.store)
    names = [one.indicator for one in asked.MEASURES if one.indicator]
    beside = compared(folder, names, place.code, as_of=as_of, store=store)
    beside = beside.filter(pl.col("group") == "all")
    inside = [a.code for a in folder.register if a.region == place.code and not a.is_authority]
    codes = [f"local:{one.code}" for one in asked.MEASURES if one.code]
    own = facts(folder, codes, [place.code, *inside], None, None, as_of, store=store)
    rows: list[dict[str, object]] = []
    for one in asked.MEASURES:
        found = _published(one, beside) if one.indicator else _own(one, own, folder)
        rows += found or [_none(one, place, beside)]
    releases = {r.id: r.audience for r in store.manifest.releases}
    answer = pl.DataFrame(rows, schema=WORKFORCE, orient="row")
    return answer.with_columns(
        pl.col("release")
        .replace_strict(releases, default="public", return_dtype=pl.String)
        .alias("audience")
    )


def _published(one: WorkforceMeasure, beside: pl.DataFrame) -> list[dict[str, object]]:
    rows = beside.filter(
        (pl.col("indicator") == one.indicator) & pl.col("value").is_not_null()
    ).sort("period_end", descending=True)
    return [_row(one, *rows.head(2).iter_rows(named=True))] if rows.height else []


def _own(one: WorkforceMeasure, own: pl.DataFrame, folder: Folder) -> list[dict[str, object]]:
    """The area's own newest figures, of the whole first, then by group and by place."""
    order = {area.code: place for place, area in enumerate(folder.register)}
    rows = own.filter(
        (pl.col("source_code") == f"local:{one.code}")
        & (pl.col("unit") == one.unit)
        & pl.col("value").is_not_null()
    )
    found = []
    keys = sorted(
        rows.select("area", "group").unique().iter_rows(),
        key=lambda key: (order.get(key[0], len(order)), key[1] != "all", key[1]),
    )
    for area, group in keys:
        these = rows.filter((pl.col("area") == area) & (pl.col("group") == group))
        newest = these.sort("period_end", descending=True).head(2)
        found.append(_row(one, *newest.iter_rows(named=True)))
    return found


def _row(
    one: WorkforceMeasure, new: dict[str, object], old: dict[str, object] | None = None
) -> dict[str, object]:
    value, before = new["value"], old["value"] if old else None
    change = value - before if isinstance(value, float) and isinstance(before, float) else None
    unit = "percentage points" if one.unit == "percent" else one.unit
    kept = {name: new.get(name) for name in WORKFORCE if name in new}
    if one.unit in _NUMBERS:
        # Totals of areas of other sizes are nothing to compare with.
        kept |= dict.fromkeys(("england", "neighbours_mean", "neighbours_n"))
    return {
        **kept,
        "topic": one.topic,
        "measure": one.name,
        "title": one.title,
        "unit": one.unit,
        "previous_period": old["period"] if old else None,
        "previous": before,
        "change": change,
        "change_unit": unit if change is not None else None,
        "indicator": one.indicator,
        "reason": None,
    }


def _none(one: WorkforceMeasure, place: Area, beside: pl.DataFrame) -> dict[str, object]:
    """No figure: the publisher's own reason where the newest one is withheld, else ours."""
    rows = beside.filter(pl.col("indicator") == (one.indicator or "")).sort("period_end")
    status = rows["status"].to_list()[-1] if rows.height else Status.NOT_AVAILABLE.value
    return {
        **dict.fromkeys(WORKFORCE),
        "topic": one.topic,
        "measure": one.name,
        "title": one.title,
        "group": "all",
        "unit": one.unit,
        "status": status,
        "reason": one.reason,
        "indicator": one.indicator,
        "area": place.code,
        "area_name": place.name,
        "dfe_number": place.dfe_number,
    }


def ratios(folder: Folder, area: str | None = None, as_of: date | None = None) -> pl.DataFrame:
    """Pupils for each teacher of an area's secondary schools, by name: ``RATIOS``."""
    _, codes = place_and_codes(folder, area)
    schools = Held.read(folder, as_of).schools.filter(pl.col("area").is_in(codes))
    none = pl.col("pupils_per_teacher").is_null()
    return (
        schools.with_columns(
            pl.lit("secondary").alias("phase"),
            pl.lit(_CENSUS).alias("census"),
            pl.when(none)
            .then(pl.lit(Status.NOT_AVAILABLE.value))
            .otherwise(pl.lit(Status.FINAL.value))
            .alias("status"),
            pl.when(none).then(pl.lit("the table of secondary schools has none")).alias("reason"),
        )
        .sort(pl.col("name").str.to_lowercase(), "urn")
        .select(RATIOS.keys())
    )


def season(folder: Folder, today: date | None = None) -> pl.DataFrame:
    """The three days of the school year on which teachers leave: ``SEASON``.

    ``today`` is by default the newest publication's day. Days left are none once the day is past.
    """
    day = today or Store(folder.store).newest_publication()
    if day is None:
        return pl.DataFrame(schema=SEASON)
    rows = [
        {
            "term": one.term,
            "leaves": one.leaves,
            "teachers_by": one.teachers_by,
            "heads_by": one.heads_by,
            "days_left_for_teachers": _left(one.teachers_by, day),
            "days_left_for_heads": _left(one.heads_by, day),
            "source": asked.SEASON_SOURCE,
        }
        for one in asked.leaving_days(asked.school_year_of(day))
    ]
    return pl.DataFrame(rows, schema=SEASON, orient="row")


def _left(last: date, day: date) -> int | None:
    return (last - day).days if last >= day else None
