"""How many people a figure is of, where its own row does not say and another series of it does.

The leading series of an indicator often prints the rate alone; the same publisher's other file of
the same period prints the number of young people that it is of.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight.compare import PERIOD_KEY
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.model.units import Unit

_KEY = [*PERIOD_KEY, "area"]


def people(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    own: pl.DataFrame,
    names: Iterable[str],
    as_of: date | None,
) -> pl.DataFrame:
    """``PERIOD_KEY, area, people_of, people_from, people_ids`` of the rows of ``own`` that tell.

    ``own``: an area's facts. Only indicators of which the catalogue says whom they count
    (``people``): a denominator may count sessions or posts.
    """
    entries = [catalogue.get(n) for n in sorted(set(names)) if n in catalogue]
    entries = [i for i in entries if i.people]
    told = own.filter(pl.col("indicator").is_in([i.id for i in entries]))
    parts = [_told(told, pl.col("source_code"))]
    others: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for entry in entries:
        for series in entry.series:
            code = f"{series.source}:{series.code}"
            others.setdefault((code, series.source_group), []).append((entry.id, series.group))
    areas = sorted(told["area"].unique())
    if others and areas:
        codes = sorted({code for code, _ in others})
        read = facts(folder, codes, areas, None, as_of=as_of, store=store)
        for (code, group), uses in sorted(others.items()):
            rows = read.filter((pl.col("indicator") == code) & (pl.col("group") == group))
            for name, as_group in uses:
                shown = rows.with_columns(pl.lit(name).alias("indicator"),
                                          pl.lit(as_group).alias("group"))  # fmt: skip
                parts.append(_told(shown, pl.lit(code)))
    return pl.concat(parts).unique(_KEY, keep="first", maintain_order=True)


def _told(rows: pl.DataFrame, code: pl.Expr) -> pl.DataFrame:
    return rows.filter(pl.col("denominator") > 0).select(
        *_KEY,
        pl.col("denominator").alias("people_of"),
        code.alias("people_from"),
        pl.col("id").alias("people_ids"),
    )


def with_people(
    folder: Folder,
    store: Store,
    catalogue: Catalogue,
    stood: pl.DataFrame,
    own: pl.DataFrame,
    as_of: date | None,
) -> pl.DataFrame:
    """The rows of ``standing`` with ``people_…``, and the distances in people by them."""
    of = people(folder, store, catalogue, own, stood["indicator"].unique(), as_of)
    units = {i.id: i.unit.per or 1 for i in catalogue.indicators if i.unit in _SHARES}
    per = pl.col("indicator").replace_strict(units, default=None, return_dtype=pl.Float64)
    found = stood.join(of, on=_KEY, how="left", maintain_order="left")
    ours = ~pl.col("indicator").str.contains(":", literal=True)
    return found.with_columns(
        pl.when(ours)
        .then((pl.col(f"to_{edge}").clip(0) * pl.col("people_of") / per).round(6).ceil())
        .otherwise(f"children_to_{edge}")
        .cast(pl.Int64)
        .alias(f"children_to_{edge}")
        for edge in ("median", "best_tenth")
    )


_SHARES = (Unit.PERCENT, Unit.PER_100, Unit.PER_1000, Unit.PER_10000, Unit.PER_100000)
