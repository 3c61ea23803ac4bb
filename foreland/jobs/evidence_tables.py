"""The tables of a build that hang on the evidence and the catalogue, whatever the plan says.

They are kept beside the store (``kept``): made at the first build of new evidence, read by the
next. Not yet protected.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs import comparing
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.kept import Kept, kept
from foreland.model.areas import Area


@dataclass(frozen=True)
class EvidenceTables:
    """``facts`` of all areas, ``own`` of the area, ``compared``, ``localities``, ``others`` and
    ``open_data``; ``inputs`` is what they hang on beside folder, store and catalogue."""

    inputs: Mapping[str, object]
    _tables: Kept
    #: By names: the plan's indicators are asked by several.
    _asked: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict, repr=False)

    #: All but the facts, which are never shown.
    SHOWN = ("compared", "localities", "open_data", "others", "own")

    def table(self, name: str) -> pl.DataFrame:
        return self._tables.frame(name)

    def column(self, table: str, name: str) -> pl.Series:
        return self._tables.scan(table).select(name).collect()[name]

    def facts(self, indicators: Iterable[str] | None = None) -> pl.DataFrame:
        """Facts of all areas, of some indicators or of all: ``OBSERVATION_COLUMNS``, by key."""
        if indicators is None:
            return self._tables.frame("facts")
        names = tuple(sorted(set(indicators)))
        if names not in self._asked:
            found = self._tables.scan("facts").filter(pl.col("indicator").is_in(names))
            self._asked[names] = found.collect()
        return self._asked[names]


def evidence_tables(
    folder: Folder, store: Store, catalogue: Catalogue, codes: list[str], as_of: date | None
) -> EvidenceTables:
    """The tables for the catalogue's indicators and for ``codes``, which a plan names."""
    inputs = {"as_of": as_of.isoformat() if as_of else None, "codes": codes}
    tables = kept(
        folder,
        "evidence",
        inputs,
        lambda: _made(folder, store, catalogue, codes, as_of),
        store=store,
        catalogue=catalogue,
    )
    return EvidenceTables(inputs, tables)


def _made(
    folder: Folder, store: Store, catalogue: Catalogue, codes: list[str], as_of: date | None
) -> dict[str, pl.DataFrame]:
    names = [*(i.id for i in catalogue.indicators), *codes]
    known = facts(folder, names, as_of=as_of, store=store, catalogue=catalogue)
    compared = comparing.of_facts(folder, known, as_of=as_of, store=store, catalogue=catalogue)
    neighbours = _neighbours(store, folder.area.code, as_of)
    inside = _inside(folder)
    return {
        "facts": known,
        "own": known.filter(pl.col("area") == folder.area.code),
        "compared": compared,
        "localities": known.filter(pl.col("area").is_in(inside)),
        "others": _others(folder, known, compared, neighbours),
        "open_data": _open_data(folder, known, neighbours, inside),
    }


def _neighbours(store: Store, area: str, as_of: date | None) -> list[str]:
    listed = store.register("neighbours", as_of)
    if not listed.height:
        return []
    return (
        listed.filter((pl.col("area") == area) & (pl.col("model") == pl.col("model").max()))
        .sort("rank")["neighbour"]
        .to_list()
    )


def _inside(folder: Folder) -> list[str]:
    """The codes of the localities inside the area, at any depth."""
    parents = {a.code: a.region for a in folder.register}

    def inside(area: Area) -> bool:
        code, steps = area.region, 0
        while code and steps < 5:
            if code == folder.area.code:
                return True
            code, steps = parents.get(code), steps + 1
        return False

    return [a.code for a in folder.register if inside(a)]


def _others(
    folder: Folder, known: pl.DataFrame, compared: pl.DataFrame, neighbours: list[str]
) -> pl.DataFrame:
    """All authorities' figures for the newest period in which the area has one; all pupils."""
    newest = (
        compared.filter((pl.col("group") == "all") & pl.col("value").is_not_null())
        .group_by("indicator")
        .agg(pl.col("period_end").max())
    )
    spans = pl.DataFrame(
        [(a.code, a.opened, a.closed) for a in folder.register.authorities],
        schema={"area": pl.String, "opened": pl.Date, "closed": pl.Date},
        orient="row",
    )
    return (
        known.filter((pl.col("group") == "all") & pl.col("value").is_not_null())
        .join(newest, on=["indicator", "period_end"], how="semi")
        .join(spans, on="area", how="inner")
        # Those that existed on a day of the period, as in a rank.
        .filter(
            (pl.col("opened").is_null() | (pl.col("opened") <= pl.col("period_end")))
            & (pl.col("closed").is_null() | (pl.col("closed") >= pl.col("period_start")))
        )
        .select(
            "indicator", "group", "area", "area_name", "period", "period_end", "value",
            "numerator", "denominator", "unit", "status", "source_code", "release", "symbol",
            pl.col("area").is_in(neighbours).alias("neighbour"),
        )
        .sort("indicator", "value", "area")
    )  # fmt: skip


def _open_data(
    folder: Folder, known: pl.DataFrame, neighbours: list[str], inside: list[str]
) -> pl.DataFrame:
    """The area, its localities, England, its region and the neighbours."""
    area = folder.area
    regions = [c for c in (area.region, area.sub_region) if c]
    codes = [area.code, folder.register.country.code, *regions, *neighbours, *inside]
    return known.filter(pl.col("area").is_in(codes))
