"""``foreland change``: how much figures moved, and whether it is real."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight import change
from foreland.insight.change_words import change_in_words
from foreland.insight.gaps import as_facts, gaps
from foreland.jobs.comparing import breaks_of, sound
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import areas_of, names_asked, pairs_of
from foreland.jobs.rates import published

#: The columns of the answer, in order.
CHANGE_COLUMNS = (
    "indicator",
    "area",
    "area_name",
    "dfe_number",
    "group",
    "comparator",
    "period",
    "published_period",
    "period_kind",
    "period_start",
    "period_end",
    "value",
    "unit",
    "status",
    "polarity",
    "direction",
    "change",
    "change_unit",
    "change_from",
    "before",
    "certainty",
    "change_lower",
    "change_upper",
    "national_change",
    "usual_change",
    "words",
    "id",
    "before_id",
    "source",
    "release",
    "as_of",
)


def changes_asked(
    folder: Folder,
    indicator: str | Iterable[str] | None = None,
    area: str | Iterable[str] | None = None,
    group: str | None = None,
    as_of: date | None = None,
    every: bool = False,
) -> pl.DataFrame:
    """A row a series, of its newest figure, or with ``every`` a row a period: ``CHANGE_COLUMNS``.

    Without ``indicator`` the plan's measures (the whole catalogue where there is no plan), gaps
    too (``value`` is how far the group is behind ``comparator``); with it all its groups. Without
    ``area`` the folder's own. Figures that an area printed itself have no row. Raises
    ForelandError for a name that is not known.
    """
    catalogue = Catalogue.load(folder.indicators)
    store = Store(folder.store)
    names, measures = names_asked(folder, catalogue, indicator)
    known = sound(facts(folder, names, None, None, as_of=as_of, store=store, catalogue=catalogue))
    entries = [catalogue.get(name) for name in names if name in catalogue]
    polarity: list[tuple[str, str]] = [(i.id, i.polarity) for i in entries]
    digits = {i.id: i.precision for i in entries}
    for name in names:
        if name not in catalogue:
            polarity.append((name, published(name, known, store, as_of).polarity))
    breaks = breaks_of(entries)
    country = folder.register.country.code
    plain = known if group is None else known.filter(pl.col("group") == group)
    if measures and group is None:
        asked = [(m.indicator, m.group) for m in measures if m.gap is None]
        plain = plain.join(_pairs(asked), on=["indicator", "group"], how="semi")
    parts = [(plain.with_columns(pl.lit(None, pl.String).alias("comparator")), polarity)]
    if group is None:
        pairs = pairs_of(entries, measures)
        if measures:
            sought = [(m.indicator, m.gap) for m in measures if m.gap is not None]
            keys = [{"indicator": name} | gap.model_dump() for name, gap in sought]
            schema = dict.fromkeys(("indicator", "group", "comparator", "of"), pl.String)
            wanted = pl.DataFrame(keys, schema=schema, orient="row")
            pairs = pairs.join(wanted, on=list(schema), how="semi")
        behind = gaps(known, pairs, breaks, country).drop("change", "change_from")
        named = behind.with_columns(pl.col("group").alias("own_group"))
        parts.append((as_facts(named), [(name, "lower") for name, _ in polarity]))
    authorities = [a.code for a in folder.register.authorities]
    found = []
    for part, better in parts:
        told = change.told(part, breaks, _polarity(better), country, authorities)
        if "own_group" in told.columns:
            told = told.drop("group").rename({"own_group": "group"})
        found.append(_answer(told, digits))
    answer = pl.concat(found)
    areas = areas_of(folder, area, [folder.area.code])
    if areas is not None:
        answer = answer.filter(pl.col("area").is_in(areas))
    key = ["indicator", "area", "group", "comparator"]
    answer = answer.sort(*key, "period_end", "period_start", "period_kind", nulls_last=False)
    return (
        answer if every else answer.group_by(key, maintain_order=True).last().select(CHANGE_COLUMNS)
    )


def _pairs(rows: list[tuple[str, str]]) -> pl.DataFrame:
    schema = {"indicator": pl.String, "group": pl.String}
    return pl.DataFrame(sorted(set(rows)), schema=schema, orient="row")


def _polarity(rows: Iterable[tuple[str, str]]) -> pl.DataFrame:
    schema = {"indicator": pl.String, "polarity": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _answer(told: pl.DataFrame, digits: dict[str, int]) -> pl.DataFrame:
    names = ("change", "unit", "indicator", "change_from", "direction", "certainty",
             "break_reason")  # fmt: skip
    words = [
        change_in_words(size, unit, digits.get(name, 1), since, direction, certainty, why)
        for size, unit, name, since, direction, certainty, why in told.select(names).iter_rows()
    ]
    shares = pl.col("unit") == "percent"
    return told.with_columns(
        pl.Series("words", words, pl.String),
        pl.when(shares).then(pl.lit("percentage-points")).otherwise("unit").alias("change_unit"),
        pl.col("before_value").alias("before"),
    ).select(CHANGE_COLUMNS)
