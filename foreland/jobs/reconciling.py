"""``foreland quality --reconcile``: two publications of one measure, and printed figures again."""

from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.rivals import Pair, Rivals, Side, packaged, pairs
from foreland.insight import reconcile
from foreland.jobs.folder import Folder
from foreland.jobs.kept import kept
from foreland.jobs.names import label, names_of_areas
from foreland.model.groups import ALL
from foreland.model.units import Unit

#: The columns of the answer, in order. ``first`` leads; the columns from ``area`` on are of the
#: largest difference. Of a check of printed figures ``second`` is what they were computed from.
RECONCILED_SCHEMA: dict[str, type[pl.DataType]] = {
    "check": pl.String,
    "indicator": pl.String,
    "group": pl.String,
    "first": pl.String,
    "second": pl.String,
    "rule": pl.String,
    "compared": pl.Int64,
    "equal": pl.Int64,
    "within_rounding": pl.Int64,
    "different": pl.Int64,
    "only_first": pl.Int64,
    "only_second": pl.Int64,
    "largest": pl.Float64,
    "unit": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "period": pl.String,
    "published_period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "first_value": pl.Float64,
    "second_value": pl.Float64,
    "first_id": pl.String,
    "second_id": pl.String,
}

_CHECKS = {
    "quintile": "fifths of the authorities by value, those without one left out",
    "sum": "a total is the sum of its parts",
    "change": "a yearly change is the difference of the printed figures",
    "total": "the country's count is the sum of its authorities'",
}


def kept_reconciled(
    folder: Folder, as_of: date | None, store: Store, catalogue: Catalogue
) -> pl.DataFrame:
    """As ``reconciled``, kept beside the store: it hangs on evidence and catalogue alone."""
    return kept(
        folder,
        "reconciled",
        {"as_of": as_of.isoformat() if as_of else None},
        lambda: {"reconciled": reconciled(folder, as_of, store=store, catalogue=catalogue)},
        store=store,
        catalogue=catalogue,
    ).frame("reconciled")


def reconciled(
    folder: Folder,
    as_of: date | None = None,
    *,
    store: Store | None = None,
    catalogue: Catalogue | None = None,
) -> pl.DataFrame:
    """A row a pair and group: ``RECONCILED_SCHEMA``. Pairs that share no figure have no row."""
    store = store or Store(folder.store)
    catalogue = catalogue or Catalogue.load(folder.indicators)
    beside = packaged()
    wanted = list(pairs(catalogue, beside))
    sides = [side for pair in wanted for side in (pair.first, pair.second)]
    codes = {code for side in sides for code in (side.parts or (side.source_code,))}
    codes |= set(_printed_codes(beside))
    found = store.observations(sorted(codes), None, as_of)
    by_code = {str(name[0]): rows for name, rows in found.group_by("source_code")}
    rows = [_pair(pair, by_code) for pair in wanted]
    rows += [_recomputed(frame) for frame in _again(folder, beside, by_code)]
    answer = [row for row in rows if row.height]
    if not answer:
        return pl.DataFrame(schema=RECONCILED_SCHEMA)
    return _named(pl.concat(answer, how="diagonal_relaxed"), folder)


def _side(
    side: Side, group: str, by_code: dict[str, pl.DataFrame], quoted: bool
) -> pl.DataFrame | None:
    if side.parts:
        parts = [by_code[code] for code in side.parts if code in by_code]
        if len(parts) < len(side.parts):
            return None
        rows = reconcile.summed(pl.concat(parts), len(parts), side.source_code, *side.hidden)
    else:
        rows = by_code.get(side.source_code, pl.DataFrame())
    if not rows.height:
        return None
    return rows.filter(
        (pl.col("group") == side.source_group)
        & pl.col("value").is_not_null()
        & (pl.lit(quoted) | (pl.col("status") != "quoted"))
        & (pl.lit(True) if side.unit is None else pl.col("unit") == side.unit)
    ).with_columns(
        # What a factor of a hundred makes of 0.123 is 12.3, not 12.299999999999999.
        (pl.col("value") * side.factor).round(10).alias("value"),
        pl.lit(group).alias("group"),
    )


def _pair(pair: Pair, by_code: dict[str, pl.DataFrame]) -> pl.DataFrame:
    sides = [_side(side, pair.group, by_code, pair.quoted) for side in (pair.first, pair.second)]
    first, second = sides
    if first is None or second is None:
        return pl.DataFrame()
    compared = reconcile.side_by_side(pair.indicator, first, second, pair.by_year)
    counted = reconcile.counted(reconcile.outcome(compared))
    n = compared.height
    return counted.with_columns(
        pl.lit(pair.rule).alias("rule"),
        pl.lit(first.height - n, pl.Int64).alias("only_first"),
        pl.lit(second.height - n, pl.Int64).alias("only_second"),
        pl.lit(first["unit"][0] if first.height else None, pl.String).alias("unit"),
    )


def _printed_codes(beside: Rivals) -> Iterator[str]:
    for one in (*beside.quintiles, *beside.changes):
        yield from (one.printed, one.of)
    for total in beside.sums:
        yield from (total.printed, *total.of)
    yield from (one.printed for one in beside.totals)


def _again(
    folder: Folder, beside: Rivals, by_code: dict[str, pl.DataFrame]
) -> Iterator[pl.DataFrame]:
    """Each printed figure beside what it should be by the file's own others."""
    authorities = [area.code for area in folder.register.authorities]
    country = folder.register.country.code
    valued = {name: rows.filter(pl.col("value").is_not_null()) for name, rows in by_code.items()}
    for band in beside.quintiles:
        if {band.printed, band.of} <= valued.keys():
            areas = [f.filter(pl.col("area").is_in(authorities)) for f in
                     (valued[band.printed], valued[band.of])]  # fmt: skip
            yield reconcile.quintiles(areas[0], areas[1], band.of)
    for total in beside.sums:
        if {total.printed, *total.of} <= valued.keys():
            parts = [valued[name] for name in total.of]
            yield reconcile.sums(valued[total.printed], parts, " + ".join(total.of))
    for change in beside.changes:
        if {change.printed, change.of} <= valued.keys():
            name = f"{change.of}, less that of the year before"
            yield reconcile.differences(valued[change.printed], valued[change.of], name)
    for one in beside.totals:
        if one.printed in by_code:
            of_all = pl.col("group") == ALL
            whole = valued[one.printed].filter(of_all & (pl.col("area") == country))
            parts_of = by_code[one.printed].filter(of_all & pl.col("area").is_in(authorities))
            yield reconcile.totals(whole, parts_of, f"{one.printed} of the authorities")


def _recomputed(compared: pl.DataFrame) -> pl.DataFrame:
    if not compared.height:
        return pl.DataFrame()
    rule = pl.col("check").replace_strict(_CHECKS)
    unit = Unit.SCORE.value if compared["check"][0] == "quintile" else None
    return reconcile.counted(reconcile.outcome(compared)).with_columns(
        rule.alias("rule"), pl.lit(unit, pl.String).alias("unit")
    )


def _named(rows: pl.DataFrame, folder: Folder) -> pl.DataFrame:
    areas = names_of_areas(folder.register)
    kinds: Iterable[tuple[str, date, date]] = rows.select(
        "period_kind", "period_start", "period_end"
    ).iter_rows()
    labels = [label(*one) if one[0] else None for one in kinds]
    rows = rows.with_columns(pl.Series("period", labels, pl.String))
    for name, dtype in RECONCILED_SCHEMA.items():
        if name not in rows.columns and name not in areas.columns:
            rows = rows.with_columns(pl.lit(None, dtype).alias(name))
    joined = rows.join(areas, on="area", how="left", maintain_order="left")
    return joined.select(pl.col(n).cast(t) for n, t in RECONCILED_SCHEMA.items()).sort(
        pl.col("indicator").is_null(), "indicator", "check", "first", "second", "group"
    )
