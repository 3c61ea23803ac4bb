"""What a site says in sentences: the brief, and the ranking of priorities. Of protected tables.

Whatever is said here was worked out after protection, of what the audience may see and no more.
"""

from dataclasses import replace
from typing import Any

import polars as pl

from foreland.disclosure import Protected
from foreland.disclosure.audiences import leaves, may_see
from foreland.jobs.briefing import ABOUT, about
from foreland.jobs.comparing import breaks_of
from foreland.jobs.gathering import Gathered
from foreland.model.groups import ALL
from foreland.plan.brief import BRIEF_SCHEMA, LOOK_COLUMNS, brief_rows, quarters
from foreland.plan.ranking import Size, ranked
from foreland.plan.schema import Plan
from foreland.plan.watching import watched
from foreland.report.material import Row

_SERIES = ["indicator", "group", "comparator"]


def brief_of(gathered: Gathered, plan: Plan | None, tables: Protected) -> tuple[Row, ...]:
    """``brief.BRIEF_SCHEMA`` as ``foreland brief``, without the findings of data quality.

    ``plan`` holds only what the audience may see.
    """
    if not tables.table("looks").height:
        return ()
    named, peers = (_named(gathered, plan, tables.table(name)) for name in ("looks", "peers"))
    quarter = quarters(
        tables.table("compared"), breaks_of(gathered.catalogue.indicators), gathered.today
    )
    watch: list[dict[str, Any]] = []
    if plan is not None and gathered.plan is not None:
        precision = {i.id: i.precision for i in gathered.indicators}
        watch += watched(
            tables.table("ratings"),
            replace(gathered.plan, plan=plan),
            gathered.today,
            gathered.as_of,
            lambda name: precision.get(name, 1),
        )
    rows = brief_rows(
        gathered.folder.area,
        named.select(LOOK_COLUMNS),
        quarter,
        peers if peers.height else None,
        watch,
    )
    return tuple(rows.select(BRIEF_SCHEMA.keys()).iter_rows(named=True))


def _named(gathered: Gathered, plan: Plan | None, looks: pl.DataFrame) -> pl.DataFrame:
    """Looks with the names of the plan that the audience may see, and without the other ones."""
    if not looks.height:
        return looks
    measures = tuple(
        m for m in (plan.measures if plan else ())
        if m.area in (None, gathered.folder.area.code)
    )  # fmt: skip
    called = about(looks, gathered.catalogue, measures)
    everyones = (
        (pl.col("group") == ALL)
        & pl.col("comparator").is_null()
        & pl.col("indicator").is_in([i.id for i in gathered.catalogue.indicators])
    )
    return (
        looks.drop(ABOUT)
        .join(called, on=_SERIES, how="left", nulls_equal=True, maintain_order="left")
        .filter(everyones | pl.col("measure").is_not_null())
    )


def ranking_of(
    gathered: Gathered, plan: Plan | None, tables: Protected, audience: str
) -> tuple[Row, ...]:
    """``ranking.RANKING_SCHEMA``, for whom it is meant; nothing for others.

    Within the house always; beyond it only where the plan publishes it.
    """
    if plan is None or not plan.measures or not tables.table("ratings").height:
        return ()
    if leaves(audience) and not plan.publish_priorities:
        return ()
    releases = {r.id: r.audience for r in gathered.store.manifest.releases}
    sizes = {
        row["measure"]: Size(row["count"], row["said_by"], row["by_plan"], row["id"])
        for row in tables.table("sizes").iter_rows(named=True)
        if row["count"] is not None
        and (row["release"] is None or may_see(audience, releases.get(row["release"], "public")))
    }
    catalogue = gathered.catalogue
    names = sorted({m.indicator for m in plan.measures})
    rows = ranked(
        plan,
        tables.table("ratings"),
        sizes,
        {name: catalogue.get(name).theme for name in names if name in catalogue},
        gathered.today,
        gathered.as_of,
        tables.table("expected") if tables.table("expected").height else None,
        {name: catalogue.get(name).precision for name in names if name in catalogue},
    )
    return tuple(rows.iter_rows(named=True))


def whole_splits(tables: Protected) -> tuple[Row, ...]:
    """Rows of ``explained`` of which nothing is withheld: one part would follow from the others."""
    found = tables.table("explained")
    if not found.height:
        return ()
    # Every row has an effect until it is withheld.
    broken = found.filter(pl.col("effect").is_null() | pl.col("sentence").is_null())
    key = ["indicator", "split"]
    wholes = broken.filter(pl.col("split") == "whole").select("indicator")
    kept = found.join(broken.select(key), on=key, how="anti", maintain_order="left").join(
        wholes, on="indicator", how="anti", maintain_order="left"
    )
    parted = kept.filter(pl.col("split") != "whole").select("indicator").unique()
    kept = kept.join(parted, on="indicator", how="semi", maintain_order="left")
    return tuple(kept.iter_rows(named=True))
