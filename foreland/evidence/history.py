"""What was known of each fact, day by day: every step, with the one before it.

A day counts once: of two releases of one day the later is what was known at its end. Undated
releases have no part: it is not known when their figures came. Judges no step.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.evidence import tables
from foreland.evidence.answer import ANSWER_SCHEMA, answer
from foreland.evidence.manifest import Release
from foreland.evidence.store import Store

#: What makes a step's row another step's, apart from its day.
FACT = ["source_code", "area", "period_start", "period_end", "group"]

#: Kept of the step before, as ``before_…``.
KEPT = ("op", "value", "published_period", "status", "symbol", "day", "turn", "release", "id")


def history(
    store: Store,
    source_codes: Iterable[str] | None = None,
    areas: Iterable[str] | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a fact and day on which it changed: the columns of the store's answers, and

    ``day`` (it became known), ``turn`` (the how manieth day of its ``dataset``, from 0), ``op``
    (``add``, ``roll``, ``withdraw``) and ``before_…`` (``KEPT``), null at a fact's first step.
    Sorted by fact and day.
    """
    wanted = None if source_codes is None else sorted(set(source_codes))
    chosen = None if areas is None else sorted(set(areas))
    parts = []
    for dataset in sorted({r.dataset for r in store.manifest.releases}):
        releases = [
            r
            for r in store.manifest.of_dataset(dataset)
            if "observations" in r.tables
            and r.published is not None
            and (as_of is None or r.published <= as_of)
        ]
        if releases:
            parts.append(_of_dataset(store, releases, wanted, chosen))
    parts = [part for part in parts if part.height]
    if not parts:
        return _steps(_nothing())
    return _steps(pl.concat(parts))


def _of_dataset(
    store: Store,
    releases: list[Release],
    source_codes: list[str] | None,
    areas: list[str] | None,
) -> pl.DataFrame:
    source = releases[0].source
    codes = None
    if source_codes is not None:
        mine = [name.partition(":") for name in source_codes]
        codes = [code for own, _, code in mine if own == source]
        if not codes:
            return _nothing()
    days = sorted({r.published for r in releases if r.published})
    frames = []
    for release in releases:
        lazy = pl.scan_parquet(store.path / release.tables["observations"])
        if codes is not None:
            lazy = lazy.filter(pl.col("code").is_in(codes))
        if areas is not None:
            lazy = lazy.filter(pl.col("area").is_in(areas))
        if release.stands_alone:  # what it only tells again is no step
            lazy = lazy.filter((pl.col("op") != "add") | pl.col("known").is_null())
        day = release.published
        frames.append(
            lazy.with_columns(
                pl.coalesce("origin", pl.lit(release.id)).alias("release"),
                pl.lit(release.id).alias("known"),
                pl.lit(day, pl.Date).alias("day"),
                pl.lit(days.index(day) if day else 0, pl.Int32).alias("turn"),
            )
        )
    paths = [store.path / release.tables["observations"] for release in releases]
    found = tables.collect(frames, paths)
    key = ["code", "area", "period_start", "period_end", "group"]
    found = found.unique([*key, "turn"], keep="last", maintain_order=True).with_columns(
        (pl.col("op") == "add").alias("in_latest")
    )
    # The rows keep their order in the answer: the steps' own columns are set beside it.
    beside = found.select("day", "turn", "op", pl.lit(releases[0].dataset).alias("dataset"))
    return pl.concat([answer(found, releases), beside], how="horizontal")


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            **ANSWER_SCHEMA,
            "day": pl.Date,
            "turn": pl.Int32,
            "op": pl.String,
            "dataset": pl.String,
        }
    )


def _steps(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in order of time with the step before; a step that changes nothing is none."""
    rows = rows.sort(*FACT, "turn", maintain_order=True)
    content = ("op", "value", "published_period", "status", "symbol")
    while True:
        first = pl.struct(FACT).is_first_distinct()
        found = rows.with_columns(
            pl.when(~first).then(pl.col(name).shift(1)).alias(f"before_{name}") for name in KEPT
        )
        same = pl.all_horizontal([pl.col(n).eq_missing(pl.col(f"before_{n}")) for n in content])
        idle = found.select((same & pl.col("before_op").is_not_null()).alias("idle"))["idle"]
        if not idle.any():
            return found
        rows = rows.filter(~idle)
