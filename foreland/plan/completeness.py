"""Where a measure lacks figures that other authorities have.

Held against the panel: a period counts when half of the authorities that ever had a figure have
one in it. So what nobody has (a cancelled test, a year not yet published) is no lack of ours.
"""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from foreland.model.statuses import MEANING, Status
from foreland.plan.quality import Finding

_DO = {
    Status.SUPPRESSED.value: "Nothing to mend: the publisher withholds small numbers; say so.",
    Status.LOW.value: "Nothing to mend: it rounds to zero; say so.",
    Status.NOT_APPLICABLE.value: "Nothing to mend, if it does not apply to the area; say so.",
    Status.NOT_COLLECTED.value: "Nothing to mend: nothing was collected; say so.",
    Status.NOT_AVAILABLE.value: "Ask who sends the area's return why the publisher has no figure.",
}


def lacking(
    facts: pl.DataFrame,
    wanted: Iterable[tuple[str, str]],
    areas: Iterable[str],
    authorities: list[str],
    absent: Mapping[str, str] | None = None,
) -> Iterator[Finding]:
    """What of ``wanted`` (indicator, group) an area of ``areas`` lacks. ``facts``: of all areas.

    ``absent`` says of indicators why no publication has them, and what would fill them.
    """
    panel = _panel(facts, authorities)
    places = list(areas)
    for indicator, group in dict.fromkeys(wanted):
        ours = (pl.col("indicator") == indicator) & (pl.col("group") == group)
        periods = panel.filter(ours)
        rows = facts.filter(ours & pl.col("area").is_in(places))
        for area in places:
            yield from _of_area(
                indicator,
                group,
                area,
                periods,
                rows.filter(pl.col("area") == area),
                (absent or {}).get(indicator),
            )


def _panel(facts: pl.DataFrame, authorities: list[str]) -> pl.DataFrame:
    """The periods that most authorities have, with how many have them."""
    known = facts.filter(pl.col("area").is_in(authorities) & pl.col("value").is_not_null())
    key = ["indicator", "group", "period_kind", "period_start", "period_end"]
    held = known.group_by(key).agg(
        pl.col("area").n_unique().alias("areas"),
        pl.col("period").sort().first(),
        pl.col("published_period").sort().first(),
    )
    most = pl.col("areas").max().over("indicator", "group")
    return held.filter(2 * pl.col("areas") >= most).sort(
        "indicator", "group", "period_end", "period_start", "period_kind"
    )


def _of_area(
    indicator: str,
    group: str,
    area: str,
    periods: pl.DataFrame,
    rows: pl.DataFrame,
    absent: str | None,
) -> Iterator[Finding]:
    valued = rows.filter(pl.col("value").is_not_null())
    if not valued.height:
        others = max(periods["areas"].to_list(), default=0)
        yield Finding(
            "completeness",
            (indicator, group, area, "none"),
            "no figure in any period" if absent is None else f"not available: {absent}",
            f"figures; {others} authorities have them" if others else "figures",
            "See where the indicator is read from (foreland indicators) and ingest that "
            "publication; if it is the area's own, send it by a layout (foreland template)."
            if absent is None
            else "Count it yourselves and ingest the layout, or choose another measure.",
            indicator=indicator,
            group=group,
            area=area,
        )
        return
    first = valued["period_start"].min()
    have = set(valued.select("period_start", "period_end").iter_rows())
    said = {
        (start, end): (status, symbol, name, code)
        for start, end, status, symbol, name, code in rows.filter(pl.col("value").is_null())
        .select("period_start", "period_end", "status", "symbol", "id", "source_code")
        .iter_rows()
    }
    for row in periods.filter(pl.col("period_start") >= first).iter_rows(named=True):
        days = (row["period_start"], row["period_end"])
        if days in have:
            continue
        status, symbol, name, code = said.get(days, (None, None, None, None))
        why = f"{status} ({MEANING[Status(status)]})" if status else "no row"
        yield Finding(
            "completeness",
            (indicator, group, area, row["period"], status or ""),
            f"no figure for {row['period']}: {why}" + (f", printed {symbol!r}" if symbol else ""),
            f"a figure; {row['areas']} authorities have one",
            _DO.get(status or "", "Ingest the release of that period, if it is not in the store."),
            indicator=indicator,
            source_code=code,
            source=code.partition(":")[0] if code else None,
            group=group,
            area=area,
            period=row["period"],
            published_period=row["published_period"],
            period_start=row["period_start"],
            period_end=row["period_end"],
            observation=name,
        )
