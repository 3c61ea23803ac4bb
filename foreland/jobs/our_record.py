"""What became of the forecasts that were kept: the table of a build, yet to be protected."""

from datetime import date

import polars as pl

from foreland.disclosure import Protected
from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight.record import RECORD_SCHEMA, record
from foreland.jobs.evidence_tables import EvidenceTables
from foreland.jobs.folder import Folder
from foreland.jobs.kept import kept
from foreland.jobs.panels import of_facts
from foreland.jobs.stored_outlooks import all_stored, scored
from foreland.plan.schema import Measure

#: Of a kept forecast; no chance of a target, which only its measure may publish.
SCORED_SCHEMA = {
    "indicator": pl.String,
    "area": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "horizon": pl.Int64,
    "period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "as_of": pl.Date,
    "state": pl.String,
    "expected": pl.Float64,
    "value": pl.Float64,
    "error": pl.Float64,
    "error_of_last_value": pl.Float64,
    "inside50": pl.Boolean,
    "inside80": pl.Boolean,
    "inside95": pl.Boolean,
    "made_ahead": pl.Boolean,
    "value_id": pl.String,
    "file": pl.String,
}


#: What makes one forecast: whose it is, of which period, and so many years after which figure.
_ONE = ("indicator", "area", "group", "comparator", "horizon", "period_start", "period_end")


def scores_shown(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    known: EvidenceTables,
    names: list[str],
    measures: tuple[Measure, ...],
    as_of: date | None,
) -> pl.DataFrame:
    """``SCORED_SCHEMA``: every kept forecast of a series among ``names``, as known at ``as_of``.

    One that was made after ``as_of`` is not there yet. ``measures`` name the plan's own gaps.
    """
    stored = all_stored(folder)
    if stored.height:
        stored = stored.filter(pl.col("indicator").is_in(names))
        if as_of is not None:
            stored = stored.filter(pl.col("as_of") <= as_of)
    if not stored.height:
        return pl.DataFrame(schema=SCORED_SCHEMA)

    def make() -> dict[str, pl.DataFrame]:
        asked = sorted(stored["indicator"].unique())
        of_plan = tuple(m for m in measures if m.indicator in set(asked))
        at = of_facts(folder, store, catalogue, known.facts(), asked, of_plan, None, as_of, "every")
        found = scored(stored, at)
        return {"scores": found.select(pl.col(n).cast(k) for n, k in SCORED_SCHEMA.items())}

    inputs = {
        "as_of": as_of.isoformat() if as_of else None,
        "names": names,
        "gaps": sorted({f"{m.indicator} {m.gap.model_dump_json()}" for m in measures if m.gap}),
        "files": sorted(stored["file"].unique()),  # a file's name holds its digest
    }
    return kept(folder, "scores", inputs, make, store=store, catalogue=catalogue).frame("scores")


def record_of(tables: Protected, catalogue: Catalogue) -> pl.DataFrame:
    """``record.RECORD_SCHEMA`` of what the audience may see; themes by their ids.

    A forecast that was kept twice from one figure counts once: as it was made ahead, and first.
    """
    scores = tables.table("scores")
    if not scores.width:
        return pl.DataFrame(schema=RECORD_SCHEMA)
    themes = {i.id: t.id for t in catalogue.themes for i in t.indicators}
    shown = (
        scores.filter(pl.col("expected").is_not_null())
        .sort(pl.col("made_ahead").fill_null(False).not_(), "as_of", "file", maintain_order=True)
        .unique(_ONE, keep="first", maintain_order=True)
    )
    theme = pl.col("indicator").replace_strict(themes, default="published", return_dtype=pl.String)
    return record(shown.with_columns(theme.alias("theme")))
