"""What a build tells of its evidence: findings, reconciliation, and figures shown side by side.

Tables yet to be protected. ``audience`` says who may see a row at all: what tells of a file of the
area's own is for the area alone, unless that file's release is public. Renders nothing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from foreland.disclosure import Figure, Protected
from foreland.disclosure.audiences import INTERNAL, PUBLIC, may_see
from foreland.disclosure.tables import related
from foreland.evidence.manifest import Release
from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.quality import Ground, quality
from foreland.jobs.reconciling import kept_reconciled
from foreland.plan.schema import Measure
from foreland.sources import unread

_HIDDEN = {
    "found": "a figure that is withheld: it counts too few people",
    "expected": "a figure that may be shown",
}

#: What each table holds of figures, as ``jobs.protecting`` declares them.
FIGURES: dict[str, tuple[Figure, ...]] = {
    "findings": (
        Figure("value", None, None, None, None, None, ids=("observation", "beside"), says=_HIDDEN),
        # What was before could be worked out from what is expected now.
        Figure("value", None, None, None, None, None, ids=(), by="series", says=_HIDDEN),
    ),
    "reconciled": (
        Figure(
            "first_value", None, None, "unit", None, None, ids=("first_id",),
            derived=("second_value", "largest"),
        ),
        related("second_value", "second_id", derived=("first_value", "largest")),
    ),
    "beside": (Figure(),),
}  # fmt: skip


def soundness(
    folder: Folder, ground: Ground, as_of: date | None, today: date | None
) -> dict[str, pl.DataFrame]:
    """``findings``, ``reconciled`` and ``beside``, by the name of the table."""
    store = ground.store
    found = quality(folder, None, None, as_of, today, ground=ground, outliers_of_all=True)
    told = kept_reconciled(folder, as_of, store, ground.catalogue)
    measures = ground.plan.plan.measures if ground.plan else ()
    return {
        "findings": _for_whom(found, store),
        "reconciled": _sides_for_whom(told, store, ("first", "second")),
        "beside": _beside(folder, store, ground.catalogue, measures, as_of),
    }


def _for_whom(findings: pl.DataFrame, store: Store) -> pl.DataFrame:
    """``findings`` with ``audience``."""
    releases = {r.file: r.audience for r in store.manifest.releases}
    named = {f.name for f in store.manifest.files if unread.is_known(f.reason)}
    of_file = pl.col("file").replace_strict(
        {**dict.fromkeys(named, PUBLIC), **releases}, default=INTERNAL, return_dtype=pl.String
    )
    about_files = pl.col("kind").is_in(["quarantine", "undated", "unclaimed"])
    sides = pl.col("kind") == "reconciliation"
    own = pl.concat_str("source_code", "expected", ignore_nulls=True).str.contains("local:")
    return findings.with_columns(
        pl.when(about_files)
        .then(of_file)
        .when(sides & own & pl.lit(_any_internal(store)))
        .then(pl.lit(INTERNAL))
        .otherwise(pl.lit(PUBLIC))
        .alias("audience")
    )


def _sides_for_whom(told: pl.DataFrame, store: Store, sides: tuple[str, str]) -> pl.DataFrame:
    own = pl.any_horizontal(pl.col(side).str.starts_with("local:") for side in sides)
    hidden = own & pl.lit(_any_internal(store))
    return told.with_columns(
        pl.when(hidden).then(pl.lit(INTERNAL)).otherwise(pl.lit(PUBLIC)).alias("audience")
    )


def releases_for(store: Store, tables: Protected, audience: str) -> tuple[Release, ...]:
    """The releases that an audience may see, and those of which it sees a figure."""
    shown: set[str] = set()
    for name in tables.names:
        frame = tables.table(name)
        if "release" in frame.columns:
            shown |= set(frame["release"].drop_nulls())
    return tuple(
        r for r in store.manifest.releases if may_see(audience, r.audience) or r.id in shown
    )


def quarantine_for(store: Store, audience: str) -> tuple[dict[str, Any], ...]:
    """What could not be read, of the files that an audience may see: a cell may hold anything."""
    found = store.quarantine()
    if not found.height:
        return ()
    beyond = [r.id for r in store.manifest.releases if not may_see(audience, r.audience)]
    kept = found.filter(~pl.col("release").is_in(beyond))
    return tuple(kept.sort("file", "row", "column").iter_rows(named=True))


def _any_internal(store: Store) -> bool:
    """Whether a release of the area's own figures is not public."""
    return any(r.source == "local" and r.audience != PUBLIC for r in store.manifest.releases)


def _beside(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    measures: Iterable[Measure],
    as_of: date | None,
) -> pl.DataFrame:
    """The area's figures of the codes that measures name under ``beside``.

    As facts of the measure's own indicator and group, so that what is withheld there is withheld
    here; ``source_code`` says which publication has them.
    """
    wanted = {
        (code, m.indicator, m.group, m.area or folder.area.code)
        for m in measures
        for code in m.beside
    }
    codes = sorted({code for code, *_ in wanted})
    given = facts(folder, codes, as_of=as_of, store=store, catalogue=catalogue)
    rows = []
    for code, name, group, area in sorted(wanted):
        source_group, factor = _as_read(catalogue, code, name, group)
        rows.append(
            given.filter(
                (pl.col("source_code") == code)
                & (pl.col("group") == source_group)
                & (pl.col("area") == area)
            ).with_columns(
                pl.lit(name).alias("indicator"),
                pl.lit(group).alias("group"),
                (pl.col("value") * factor).alias("value"),
            )
        )
    return pl.concat([given.clear(), *rows])


def _as_read(catalogue: Catalogue, code: str, name: str, group: str) -> tuple[str, float]:
    """The group under which a code is read, and by what it is multiplied."""
    if name in catalogue:
        for series in catalogue.get(name).series:
            if f"{series.source}:{series.code}" == code and series.group == group:
                return series.source_group, float(series.factor)
    return group, 1.0
