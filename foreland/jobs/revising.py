"""``foreland revisions``: what was revised, by how much, and which rank or rating it changed."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.evidence.history import history
from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight import revisions
from foreland.jobs.comparing import breaks_of, polarity_of, sound
from foreland.jobs.facts import check_published, facts
from foreland.jobs.folder import Folder
from foreland.jobs.names import named
from foreland.jobs.planning import load
from foreland.jobs.rates import rates
from foreland.plan.folder import LoadedPlan

#: The columns of the answer, in order.
REVISION_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,
    "indicator": pl.String,
    "source_code": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "period": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "published_period": pl.String,
    "group": pl.String,
    "unit": pl.String,
    "before": pl.Float64,
    "after": pl.Float64,
    "change": pl.Float64,
    "change_unit": pl.String,
    "usual_move": pl.Float64,
    "share_of_usual": pl.Float64,
    "kind": pl.String,
    "known_before": pl.Date,
    "known": pl.Date,
    "rank_before": pl.Int64,
    "rank_after": pl.Int64,
    "measure": pl.String,
    "rating_before": pl.String,
    "rating_after": pl.String,
    "published_period_before": pl.String,
    "status_before": pl.String,
    "status": pl.String,
    "symbol": pl.String,
    "source": pl.String,
    "release_before": pl.String,
    "release": pl.String,
    "id_before": pl.String,
    "file": pl.String,
    "cell": pl.String,
}

_ORDER = ["known", "indicator", "group", "area", "period_start", "period_end", "source_code"]
_FACT = ["indicator", "group", "area", "period_start", "period_end"]


def revised(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
    all_kinds: bool = False,
    *,
    store: Store | None = None,
    catalogue: Catalogue | None = None,
) -> pl.DataFrame:
    """A row a figure and day on which it was revised: ``REVISION_SCHEMA``, sorted by day.

    Without ``indicator`` all that the store holds, by our name where the catalogue reads a code.
    ``since`` and ``until`` bound the day on which a figure became known, both included. With
    ``all_kinds`` what is no revision too (``revisions.KINDS``). Undated releases have no part.
    Raises ForelandError for a name that is not known.
    """
    store = store or Store(folder.store)
    catalogue = catalogue or Catalogue.load(folder.indicators)
    asked = [indicator] if isinstance(indicator, str) else indicator
    series = _series(catalogue, None if asked is None else list(asked))
    codes = None if asked is None else series["source_code"].unique().to_list()
    steps = _by_our_names(history(store, codes, None, as_of), series, asked is None)
    known_then = revisions.narrow(steps)
    found = revisions.judged(revisions.touched(steps), known_then)
    del steps  # all that the store ever held: wide
    rescaled = revisions.rescaled(found)
    if not all_kinds:
        found = found.filter(pl.col("kind") == "revision")
    if since is not None:
        found = found.filter(pl.col("day") >= since)
    if until is not None:
        found = found.filter(pl.col("day") <= until)
    areas = _areas(folder, area)
    if areas is not None:
        found = found.filter(pl.col("area").is_in(areas))
    if not found.height:
        return pl.DataFrame(schema=REVISION_SCHEMA)
    names = found["indicator"].unique().sort().to_list()
    known = sound(facts(folder, names, None, as_of=as_of, store=store, catalogue=catalogue))
    breaks = breaks_of(catalogue.get(name) for name in names if name in catalogue)
    authorities = folder.register.authorities
    usual = revisions.usual_moves(known, breaks, [a.code for a in authorities])
    found = revisions.sized(found, usual, rescaled)
    polarity = polarity_of(folder, store, known, as_of, catalogue).select("indicator", "polarity")
    spans = [(a.code, a.opened, a.closed) for a in authorities]
    found = revisions.ranks(known_then, found, polarity, spans)
    found = _rated(folder, found, store, catalogue, as_of)
    return _answer(folder, found)


def _areas(folder: Folder, area: str | Iterable[str] | None) -> list[str] | None:
    if area is None:
        return None
    asked = [area] if isinstance(area, str) else list(area)
    return None if "all" in asked else [folder.register.find(name).code for name in asked]


def _series(catalogue: Catalogue, names: list[str] | None) -> pl.DataFrame:
    """Which code and group is which indicator of ours; a code asked for by itself is itself."""
    rows: list[tuple[str, str | None, str, str | None, float, str | None]] = []
    ours = (
        list(catalogue.indicators)
        if names is None
        else [catalogue.find(name) for name in names if ":" not in name]
    )
    for entry in ours:
        rows += [
            (
                f"{one.source}:{one.code}",
                one.source_group,
                entry.id,
                one.group,
                float(one.factor),
                entry.unit.value,
            )
            for one in entry.series
        ]
    published = [name for name in names or [] if ":" in name]
    check_published(published)
    rows += [(name, None, name, None, 1.0, None) for name in published]
    schema = {
        "source_code": pl.String,
        "group": pl.String,
        "indicator": pl.String,
        "our_group": pl.String,
        "factor": pl.Float64,
        "our_unit": pl.String,
    }
    found = pl.DataFrame(rows, schema=schema, orient="row")
    if names is None:
        # A code that two indicators read is told once, under the first.
        found = found.unique(["source_code", "group"], keep="first", maintain_order=True)
    return found


def _by_our_names(steps: pl.DataFrame, series: pl.DataFrame, every: bool) -> pl.DataFrame:
    """The steps of the series, with ``indicator``; with ``every`` the others by their codes."""
    whole = series.filter(pl.col("group").is_null())
    parts = [
        steps.join(
            series.drop_nulls("group"),
            on=["source_code", "group"],
            how="left" if every else "inner",
        ),
        steps.join(whole.drop("group"), on="source_code", how="inner"),
    ]
    columns = [*parts[0].columns]
    return (
        pl.concat([part.select(columns) for part in parts])
        .with_columns(
            pl.coalesce("indicator", "source_code").alias("indicator"),
            pl.coalesce("our_group", "group").alias("group"),
            pl.coalesce("our_unit", "unit").alias("unit"),
            *[
                (pl.col(name) * pl.col("factor").fill_null(1.0)).alias(name)
                for name in ("value", "before_value")
            ],
        )
        .drop("our_group", "our_unit", "factor")
    )


def _rated(
    folder: Folder, found: pl.DataFrame, store: Store, catalogue: Catalogue, as_of: date | None
) -> pl.DataFrame:
    """``found`` with the plan's measure of a figure and its rating before and after."""
    empty = found.with_columns(
        pl.lit(None, pl.String).alias(name) for name in ("measure", "rating_before", "rating_after")
    )
    if not (folder.plan / "plan.yaml").is_file():
        return empty
    plan = load(folder, catalogue)
    used = {m.indicator for m in plan.plan.measures if m.targets}
    mine = found.filter(pl.col("indicator").is_in(used) & (pl.col("area") == folder.area.code))
    if not mine.height:
        return empty
    today = as_of or store.newest_publication()
    days = sorted({r.published for r in store.manifest.releases if r.published})
    rated: dict[date, pl.DataFrame] = {}

    def on(day: date | None) -> pl.DataFrame | None:
        if day is None:
            return None
        if day not in rated:
            rated[day] = _ratings(folder, day, today, store, catalogue, plan)
        return rated[day]

    parts = []
    for day in mine["day"].unique().sort():
        earlier = [one for one in days if one < day]
        before, after = on(earlier[-1] if earlier else None), on(day)
        if before is None or after is None:
            continue
        key = ["measure", *_FACT]
        both = after.join(before, on=key, how="left", suffix="_before").with_columns(
            pl.lit(day).alias("day")
        )
        parts.append(both)
    if not parts:
        return empty
    ratings = (
        pl.concat(parts)
        .select(
            *_FACT,
            "day",
            "measure",
            pl.col("rating_before"),
            pl.col("rating").alias("rating_after"),
        )
        # Of several measures of one figure the one whose rating changed leads.
        .sort(pl.col("rating_before").eq_missing(pl.col("rating_after")), maintain_order=True)
        .unique([*_FACT, "day"], keep="first", maintain_order=True)
    )
    return found.join(ratings, on=[*_FACT, "day"], how="left")


def _ratings(
    folder: Folder,
    day: date,
    today: date | None,
    store: Store,
    catalogue: Catalogue,
    plan: LoadedPlan,
) -> pl.DataFrame:
    """Of each measure and target the rating as known on a day, by the figures that it hangs on."""
    found = rates(
        folder, None, day, today, store=store, catalogue=catalogue, plan=plan, every_target=True
    ).filter(pl.col("rating").is_not_null() & pl.col("period_start").is_not_null())
    columns = ["measure", *_FACT, "rating"]
    # A gap hangs on the group and on its comparator.
    comparator = found.filter(pl.col("comparator").is_not_null()).with_columns(
        pl.col("comparator").alias("group")
    )
    return pl.concat([found.select(columns), comparator.select(columns)]).unique(
        ["measure", *_FACT], keep="first", maintain_order=True
    )


def _answer(folder: Folder, found: pl.DataFrame) -> pl.DataFrame:
    found = found.unique([*_FACT, "source_code", "day"], keep="first", maintain_order=True)
    names = named(found, folder.register).select("area_name", "dfe_number", "period")
    return (
        pl.concat([found, names], how="horizontal")
        .rename(
            {
                "before_value": "before",
                "day": "known",
                "before_day": "known_before",
                "before_published_period": "published_period_before",
                "before_status": "status_before",
                "before_release": "release_before",
                "before_id": "id_before",
            }
        )
        .with_columns(
            pl.when(pl.col("kind") != "withdraw").then("value").alias("after"),
            pl.when(pl.col("kind") != "add").then("before").alias("before"),
        )
        .select(pl.col(name).cast(kind) for name, kind in REVISION_SCHEMA.items())
        .sort(_ORDER, maintain_order=True)
    )
