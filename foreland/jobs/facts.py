"""Facts by our names: the catalogue joined to the store when facts are read.

An indicator may also be asked by its publisher's code (``lait:PriTotAbs``); it then answers as
the publisher has it, without the catalogue.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from foreland.evidence.answer import nothing
from foreland.evidence.order import sorted_by
from foreland.evidence.store import Store
from foreland.jobs.folder import Folder
from foreland.jobs.names import named
from foreland.model.areas import DISTRICT, Area
from foreland.model.groups import Group
from foreland.model.problems import ForelandError, Problem
from foreland.model.units import Unit, ratio

if TYPE_CHECKING:
    from foreland.indicators.catalogue import Catalogue
    from foreland.indicators.schema import Indicator

_KEY = ["indicator", "group", "area", "period_start", "period_end"]


def facts(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    period: str | None = None,
    group: str | None = None,
    as_of: date | None = None,
    *,
    store: Store | None = None,
    catalogue: "Catalogue | None" = None,
) -> pl.DataFrame:
    """Observations with ``OBSERVATION_COLUMNS``, one row a key, the newest known.

    ``area`` is a code, DfE number or name, or several; ``period`` a published label, a printed
    period, or ``start/end``; without ``indicator`` all that the store holds, by publishers' codes.
    Raises ForelandError for a name that is not known, suggesting the nearest.
    """
    store = store or Store(folder.store)
    areas = _areas(folder, area)
    codes = None if areas is None else [a.code for a in areas]
    wanted_group = None if group is None else _group(group)
    parts = []
    if indicator is None:
        found = store.observations(None, codes, as_of, in_order=False)
        parts.append(found.with_columns(pl.col("source_code").alias("indicator")))
    else:
        names = [indicator] if isinstance(indicator, str) else list(indicator)
        published = [name for name in names if ":" in name]
        ours = [name for name in names if ":" not in name]
        if published:
            check_published(published)
            found = store.observations(published, codes, as_of, in_order=False)
            parts.append(found.with_columns(pl.col("source_code").alias("indicator")))
        if ours:
            parts.append(_by_catalogue(folder, store, ours, codes, as_of, catalogue))
    parts = parts or [nothing().with_columns(pl.lit(None, pl.String).alias("indicator"))]
    answer = named(pl.concat(parts, how="vertical_relaxed"), folder.register)
    if wanted_group is not None:
        answer = answer.filter(pl.col("group") == wanted_group)
    if period is not None:
        answer = answer.filter(_in_period(period))
    return sorted_by(answer, *_KEY)


def _areas(folder: Folder, area: str | Iterable[str] | None) -> list[Area] | None:
    if area is None:
        return None
    names = [area] if isinstance(area, str) else list(area)
    if "all" in names:
        return None
    return [folder.register.find(name) for name in names]


def _group(text: str) -> str:
    try:
        return str(Group.parse(text))
    except ValueError as fault:
        raise ForelandError(
            Problem("", str(fault), "all, or such as fsm=eligible", "Mend the group.")
        ) from None


def _in_period(text: str) -> pl.Expr:
    """A published label, a printed period, or ``2024-09-01/2025-08-31``."""
    start, slash, end = text.partition("/")
    if slash:
        try:
            days = date.fromisoformat(start), date.fromisoformat(end)
        except ValueError:
            pass
        else:
            return (pl.col("period_start") == days[0]) & (pl.col("period_end") == days[1])
    return (pl.col("published_period") == text) | (pl.col("period") == text)


#: The first word of a publisher's code.
SOURCES = (
    "lait",
    "nccis",
    "ees",
    "local",
    "places",
    "attainment19",
    "ons",
    "exclusions",
    "attendance",
    "finance",
    "deprivation",
    "smapey",
)


def check_published(names: Sequence[str]) -> None:
    wrong = [name for name in names if name.partition(":")[0] not in SOURCES]
    if wrong:
        raise ForelandError(
            [
                Problem(
                    "",
                    f"the source {name.partition(':')[0]!r} of {name!r}",
                    f"one of {', '.join(SOURCES)}, or an indicator of the catalogue",
                    "Run: foreland indicators",
                )
                for name in wrong
            ]
        )


def _by_catalogue(
    folder: Folder,
    store: Store,
    names: list[str],
    areas: list[str] | None,
    as_of: date | None,
    catalogue: "Catalogue | None",
) -> pl.DataFrame:
    from foreland.indicators.catalogue import Catalogue

    catalogue = catalogue or Catalogue.load(folder.indicators)
    entries = [catalogue.find(name) for name in names]
    rows = []
    for entry in entries:
        rows += [
            (
                f"{s.source}:{s.code}",
                s.source_group,
                entry.id,
                s.group,
                float(s.factor),
                entry.unit.value,
                place,
                s.level == DISTRICT,
            )
            for place, s in enumerate(entry.series)
        ]
    rows += _areas_own(store, entries, areas, as_of)
    series = pl.DataFrame(
        rows,
        schema={
            "source_code": pl.String,
            "group": pl.String,
            "indicator": pl.String,
            "our_group": pl.String,
            "factor": pl.Float64,
            "our_unit": pl.String,
            "place": pl.UInt32,
            "districts_alone": pl.Boolean,
        },
        orient="row",
    )
    found = store.observations(
        series["source_code"].unique().to_list(), areas, as_of, in_order=False
    )
    districts = [a.code for a in folder.register if a.kind == DISTRICT]
    joined = (
        found.join(series, on=["source_code", "group"], how="inner")
        .filter(~pl.col("districts_alone") | pl.col("area").is_in(districts))
        .with_columns(_in_our_unit())
        .with_columns(
            pl.col("our_group").alias("group"),
            pl.col("our_unit").alias("unit"),  # a factor may change it
        )
        .drop("our_group", "our_unit", "factor", "districts_alone")
    )
    # Where two sources give one fact the first of the catalogue with a value leads. Most facts
    # have one source: only the others need to be told apart.
    rivals = series.select("indicator", pl.col("our_group").alias("group")).filter(
        pl.struct("indicator", "group").is_duplicated()
    )
    if not rivals.height:
        return joined.drop("place")
    rivals = rivals.unique()
    several = (
        joined.join(rivals, on=["indicator", "group"], how="semi")
        .sort(*_KEY, pl.col("value").is_null(), "place", maintain_order=True)
        .unique(_KEY, keep="first", maintain_order=True)
    )
    single = joined.join(rivals, on=["indicator", "group"], how="anti")
    return pl.concat([single, several]).drop("place")


def _in_our_unit() -> pl.Expr:
    """The value in the entry's unit. A series with a factor has said itself how to come to it."""
    turned = pl.lit(None, pl.Float64)
    for given in Unit:
        for wanted in Unit:
            by = ratio(given, wanted)
            if by != 1:
                here = (pl.col("unit") == given.value) & (pl.col("our_unit") == wanted.value)
                turned = pl.when(here).then(pl.col("value") * by).otherwise(turned)
    turned = pl.when(pl.col("factor") == 1).then(turned)
    # What a ratio makes of 2.7 is 27, not 27.000000000000004.
    return pl.coalesce(turned.round_sig_figs(12), pl.col("value") * pl.col("factor")).alias("value")


def _areas_own(
    store: Store, entries: Iterable["Indicator"], areas: list[str] | None, as_of: date | None
) -> list[tuple[str, str, str, str, float, str, int, bool]]:
    """Series that the area's own figures make: those under an indicator's id, in its unit.

    They come last, so they fill an indicator only where no publisher has the figure: of a district,
    or of a year not yet published. Figures that the area only quotes stay where the catalogue says.
    """
    named = {f"local:{e.id}": e for e in entries if all(s.source != "local" for s in e.series)}
    own = store.observations(named, areas, as_of, in_order=False)
    given = own.group_by("source_code", "group").agg(
        pl.col("unit").unique(), (pl.col("status") == "quoted").any().alias("quoted")
    )
    return [
        (code, group, entry.id, group, 1.0, entry.unit.value, len(entry.series), False)
        for code, group, units, quoted in given.sort("source_code", "group").iter_rows()
        if units == [(entry := named[code]).unit] and group in entry.groups and not quoted
    ]
