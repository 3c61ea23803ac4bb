"""Outlooks kept when made, and scored when the truth comes.

A stored outlook is a Parquet file in the area folder's ``outlooks/``, named by its day and digest:
added to, never edited. It keeps the day that it answers as of and the newest publication that was
in the store, so that a forecast made with hindsight (an old ``--as-of`` asked today) is told from
one made ahead.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from foreland.evidence import tables
from foreland.evidence.files import sync_folder
from foreland.evidence.lock import writing
from foreland.insight.panel import middle
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import areas_of, breaks_of
from foreland.jobs.outlook import OUTLOOK_COLUMNS, of_ground
from foreland.jobs.panels import Ground, ground
from foreland.model.problems import ForelandError, Problem

FOLDER = "outlooks"

_KEY = ("indicator", "group", "comparator", "area", "period_kind", "period_start", "period_end")

#: The columns of the scores, in order.
SCORE_COLUMNS = (
    "indicator",
    "area",
    "area_name",
    "dfe_number",
    "group",
    "comparator",
    "horizon",
    "period",
    "published_period",
    "period_kind",
    "period_start",
    "period_end",
    "last_period",
    "last_value",
    "expected",
    "lower50",
    "upper50",
    "lower80",
    "upper80",
    "lower95",
    "upper95",
    "value",
    "state",
    "error",
    "error_of_last_value",
    "inside50",
    "inside80",
    "inside95",
    "target",
    "p_met",
    "met",
    "made_ahead",
    "as_of",
    "known_to",
    "method",
    "value_id",
    "value_as_of",
    "file",
)


@dataclass(frozen=True)
class Kept:
    path: Path
    outlook: pl.DataFrame
    #: Whether it was there already, the same to the digit.
    before: bool


def store(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    group: str | None = None,
    as_of: date | None = None,
) -> Kept:
    """Make an outlook and keep it. Raises ForelandError where nothing says which day it is of."""
    at = ground(folder, indicator, group, as_of)
    if at.day is None:
        raise ForelandError(
            Problem(
                str(folder.store),
                "no dated publication, so that an outlook has no day",
                "evidence whose publication date is known, or a day",
                "Name the day: foreland outlook --store --as-of 2026-11-24",
            )
        )
    made = of_ground(at, area)
    kept = made.with_columns(pl.lit(at.known_to, pl.Date).alias("known_to"))
    digest = hashlib.sha256(kept.write_csv().encode()).hexdigest()[:12]
    path = folder.path / FOLDER / f"outlook-{at.day.isoformat()}-{digest}.parquet"
    with writing(folder.store):
        before = path.is_file()
        if not before and made.height:
            tables.save(path, kept)
            sync_folder(path.parent)
    return Kept(path, made, before)


def scores(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    group: str | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a stored forecast: ``SCORE_COLUMNS``.

    ``state``: ``scored``, ``awaited`` (nothing is published yet) or ``not comparable`` (a break
    came between). ``made_ahead``: the truth was published after all that the outlook could know.
    Without ``indicator`` and ``area`` all that was stored.
    """
    stored = all_stored(folder)
    if not stored.height:
        return pl.DataFrame(schema=dict.fromkeys(SCORE_COLUMNS, pl.String))
    wanted = areas_of(folder, area, ["all"]) if area is not None else None
    if wanted is not None:
        stored = stored.filter(pl.col("area").is_in(wanted))
    if group is not None:
        stored = stored.filter(pl.col("group") == group)
    names = sorted(stored["indicator"].unique())
    if indicator is not None:
        asked = {indicator} if isinstance(indicator, str) else set(indicator)
        names = [name for name in names if name in asked]
        stored = stored.filter(pl.col("indicator").is_in(names))
    return scored(stored, ground(folder, names, None, as_of, "every"))


def all_stored(folder: Folder) -> pl.DataFrame:
    """Every forecast that was kept, with its ``file``; an empty table where there is none."""
    files = sorted((folder.path / FOLDER).glob("outlook-*.parquet"))
    if not files:
        return pl.DataFrame()
    return pl.concat(
        [tables.read(f).with_columns(pl.lit(f.name).alias("file")) for f in files],
        how="diagonal_relaxed",
    )


def scored(stored: pl.DataFrame, at: Ground) -> pl.DataFrame:
    """``SCORE_COLUMNS`` of stored forecasts, of a panel at hand that holds all their series."""
    # Kept before there was an interval of 50 %.
    for name in ("lower50", "upper50"):
        if name not in stored.columns:
            stored = stored.with_columns(pl.lit(None, pl.Float64).alias(name))
    return _scored(stored.drop("published_period"), at).select(SCORE_COLUMNS)


def _scored(stored: pl.DataFrame, at: Ground) -> pl.DataFrame:
    own = at.asked.select("indicator", "series_group", "group", "comparator")
    truth = (
        at.facts.rename({"group": "series_group"})
        .join(own, on=["indicator", "series_group"], how="inner")
        .filter(pl.col("value").is_not_null() & (pl.col("status") != "quoted"))
        .select(
            *_KEY,
            "published_period",
            "value",
            pl.col("id").alias("value_id"),
            pl.col("as_of").alias("value_as_of"),
        )
        .unique(list(_KEY), keep="last", maintain_order=True)
    )
    found = stored.join(truth, on=list(_KEY), how="left", nulls_equal=True)
    entries = [i for i in at.catalogue.indicators if i.id in set(stored["indicator"])]
    between = (
        found.select("indicator", "last_period", "period", "period_start", "horizon")
        .unique()
        .join(breaks_of(entries), on="indicator", how="inner")
        .filter(
            (pl.col("break_start") <= pl.col("period_start"))
            & (
                pl.col("break_start")
                > pl.col("period_start").dt.offset_by(pl.format("-{}y", pl.col("horizon")))
            )
        )
        .select("indicator", "last_period", "period", pl.lit(True).alias("broken"))
        .unique()
    )
    found = found.join(between, on=["indicator", "last_period", "period"], how="left")
    value = pl.col("value")
    known = value.is_not_null() & pl.col("broken").is_null()
    higher = pl.col("polarity") == "higher"
    met = pl.when(higher).then(value >= pl.col("target")).otherwise(value <= pl.col("target"))
    return found.with_columns(
        pl.when(pl.col("broken").is_not_null())
        .then(pl.lit("not comparable"))
        .when(value.is_not_null())
        .then(pl.lit("scored"))
        .otherwise(pl.lit("awaited"))
        .alias("state"),
        pl.when(known).then((pl.col("expected") - value).round_sig_figs(10)).alias("error"),
        pl.when(known)
        .then((pl.col("last_value") - value).round_sig_figs(10))
        .alias("error_of_last_value"),
        *[
            pl.when(known)
            .then(value.is_between(pl.col(f"lower{s}"), pl.col(f"upper{s}")))
            .alias(f"inside{s}")
            for s in (50, 80, 95)
        ],
        pl.when(known & pl.col("p_met").is_not_null()).then(met).alias("met"),
        (pl.col("value_as_of") > pl.col("known_to")).alias("made_ahead"),
    ).sort(*_KEY, "as_of", "last_period", "file", nulls_last=False)


def told(scores: pl.DataFrame) -> list[str]:
    """Our own record in a few lines, for a person."""
    if not scores.height:
        return ["No outlook was stored yet: foreland outlook --store keeps one."]
    done = scores.filter(pl.col("state") == "scored")
    lines = [f"{scores.height} stored forecasts, {done.height} of them scored."]
    if not done.height:
        return lines
    hindsight = done.filter(~pl.col("made_ahead").fill_null(False)).height
    if hindsight:
        lines.append(f"{hindsight} were made when the truth was already published: no proof.")
    by = done.group_by("indicator", "group", "comparator", maintain_order=True).agg(
        pl.col("error").abs().sum().alias("ours"),
        pl.col("error_of_last_value").abs().sum().alias("last"),
    )
    ratios = by.filter(pl.col("last") > 0).select(pl.col("ours") / pl.col("last")).to_series()
    if len(ratios):
        typical = float(middle(ratios.to_numpy()[None, :], axis=1)[0])
        better = int((ratios < 1).sum())
        lines.append(
            f"Error over that of the last value: {typical:.2f} in the median series; "
            f"smaller in {better} of {len(ratios)}."
        )
    inside = [int(done[f"inside{share}"].sum()) for share in (80, 95)]
    lines.append(
        f"Inside the 80 % interval: {inside[0]} of {done.height}; "
        f"inside the 95 % interval: {inside[1]}."
    )
    goals = done.filter(pl.col("met").is_not_null())
    if goals.height:
        lines.append(
            f"Targets: {goals['p_met'].sum():.1f} of {goals.height} expected to be met, "
            f"{goals['met'].sum()} were."
        )
    return lines


__all__ = ["FOLDER", "OUTLOOK_COLUMNS", "SCORE_COLUMNS", "Kept", "scores", "store", "told"]
