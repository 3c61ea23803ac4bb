"""``foreland indicators``: the catalogue, and which of it the store can fill for an area.

A row an indicator, in the order in which a reader meets them. Computes no figure.
"""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator
from foreland.jobs.absences import STATUS, reason_of
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.model.groups import ALL

#: The columns of the answer, in order. ``periods`` counts those with a value for the area; the
#: three of the published period tell of the newest. ``status`` is ``not-available``, with the
#: reason, where no publication has figures and the area has given none of its own.
LISTING_COLUMNS = (
    "indicator",
    "title",
    "theme",
    "unit",
    "polarity",
    "groups",
    "sources",
    "fillable",
    "first_period",
    "last_period",
    "periods",
    "area",
    "area_name",
    "dfe_number",
    "published_period",
    "period_start",
    "period_end",
    "status",
    "reason",
)


def indicators(
    folder: Folder,
    area: str | None = None,
    theme: str | None = None,
    as_of: date | None = None,
    *,
    store: Store | None = None,
    catalogue: Catalogue | None = None,
) -> pl.DataFrame:
    """The catalogue's indicators with ``LISTING_COLUMNS``, filled from the area's own facts.

    ``area`` is the folder's own if not given. An indicator that has no figure for everyone is
    filled from its groups. Raises ForelandError for an area or theme that is not known.
    """
    catalogue = catalogue or Catalogue.load(folder.indicators)
    place = folder.area if area is None else folder.register.find(area)
    themes = catalogue.themes if theme is None else (catalogue.theme(theme),)
    entries = [indicator for one in themes for indicator in one.indicators]
    listed = pl.DataFrame([_entry(entry) for entry in entries], schema=_ENTRY, orient="row")
    if not entries:
        found = _filled(None)
    else:
        names = [entry.id for entry in entries]
        own = facts(folder, names, place.code, as_of=as_of, store=store, catalogue=catalogue)
        found = _filled(own.filter(pl.col("value").is_not_null()))
    return (
        listed.join(found, on="indicator", how="left", maintain_order="left")
        .with_columns(
            pl.col("periods").fill_null(0),
            pl.col("first_period").is_not_null().alias("fillable"),
            pl.lit(place.code).alias("area"),
            pl.lit(place.name).alias("area_name"),
            pl.lit(place.dfe_number, pl.String).alias("dfe_number"),
            pl.when(pl.col("first_period").is_null()).then(pl.col("reason")).alias("reason"),
        )
        .with_columns(pl.when(pl.col("reason").is_not_null()).then(pl.lit(STATUS)).alias("status"))
        .select(LISTING_COLUMNS)
    )


_ENTRY = dict.fromkeys(
    ("indicator", "title", "theme", "unit", "polarity", "groups", "sources", "reason"), pl.String
)


def _entry(indicator: Indicator) -> tuple[str | None, ...]:
    return (
        indicator.id,
        indicator.title,
        indicator.theme,
        indicator.unit.value,
        indicator.polarity,
        ", ".join(indicator.groups),
        ", ".join(dict.fromkeys(series.source for series in indicator.series)),
        reason_of(indicator),
    )


_FILLED = {
    "indicator": pl.String,
    "first_period": pl.String,
    "last_period": pl.String,
    "periods": pl.UInt32,
    "published_period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
}


def _filled(known: pl.DataFrame | None) -> pl.DataFrame:
    """From when to when, and in how many periods, there is a value."""
    if known is None:
        return pl.DataFrame(schema=_FILLED)
    everyone = (pl.col("group") == ALL).any().over("indicator")
    return (
        known.filter((pl.col("group") == ALL) | ~everyone)
        .sort("indicator", "period_end", "period_start", "group", maintain_order=True)
        .group_by("indicator", maintain_order=True)
        .agg(
            pl.col("period").first().alias("first_period"),
            pl.col("period").last().alias("last_period"),
            pl.struct("period_start", "period_end").n_unique().alias("periods"),
            pl.col("published_period").last(),
            pl.col("period_start").last(),
            pl.col("period_end").last(),
        )
    )
