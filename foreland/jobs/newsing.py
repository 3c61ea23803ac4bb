"""``foreland news``: which ratings, figures and ranks of ours new files changed since a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.comparing import compared
from foreland.jobs.folder import Folder
from foreland.jobs.planning import load
from foreland.jobs.rates import rates
from foreland.jobs.revising import revised
from foreland.plan.folder import LoadedPlan
from foreland.report import wording
from foreland.report.formats import count, number, ordinal

#: The kinds, in the order in which they are told of one indicator.
KINDS = ("rating changed", "new figure", "revised", "rank changed")

#: The columns of the answer, in order. ``before`` and ``after`` are as a person reads them.
NEWS_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": pl.String,
    "measure": pl.String,
    "indicator": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "group": pl.String,
    "period": pl.String,
    "published_period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "before": pl.String,
    "after": pl.String,
    "value_before": pl.Float64,
    "value": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "sentence": pl.String,
    "id": pl.String,
    "release": pl.String,
    "as_of": pl.Date,
}

Row = dict[str, Any]
_SERIES = ["indicator", "group", "period_kind"]
_FACT = ["indicator", "group", "period_start", "period_end"]


@dataclass(frozen=True)
class _Names:
    """How indicators are called, printed and ordered, and which measures they serve."""

    catalogue: Catalogue
    plan: LoadedPlan | None

    def title(self, row: Row) -> str:
        name, group = row["indicator"], row["group"]
        title = self.catalogue.get(name).short if name in self.catalogue else name
        return title if group == "all" else f"{title}, {wording.group(group)}"

    def figure(self, value: float, row: Row) -> str:
        name = row["indicator"]
        places = self.catalogue.get(name).precision if name in self.catalogue else 1
        return number(value, row["unit"], places)

    def measure(self, row: Row) -> str | None:
        """The plan's measure that a figure serves: itself, or as one side of a gap."""
        for measure in self.plan.plan.measures if self.plan else ():
            sides = (measure.gap.group, measure.gap.comparator) if measure.gap else (measure.group,)
            if measure.indicator == row["indicator"] and row["group"] in sides:
                return measure.id
        return None

    def place(self, row: Row) -> tuple[int, int, str, str, int, date]:
        """The plan's measures first, in its order; then the catalogue's indicators in its own."""
        measures = [m.id for m in self.plan.plan.measures] if self.plan else []
        ours = [i.id for i in self.catalogue.indicators]
        name = row["indicator"]
        return (
            measures.index(row["measure"]) if row["measure"] in measures else len(measures),
            ours.index(name) if name in ours else len(ours),
            name,
            row["group"],
            KINDS.index(row["kind"]),
            row["period_start"] or date.min,
        )


def news(
    folder: Folder,
    since: date,
    as_of: date | None = None,
    *,
    store: Store | None = None,
    catalogue: Catalogue | None = None,
) -> pl.DataFrame:
    """A row a thing that changed: ``NEWS_SCHEMA``, the plan's measures first.

    What was known at the end of ``since`` is held against what is known at the end of ``as_of``
    (the newest publication if not given), both rated on that later day: what changed is the
    evidence, not the calendar. Undated releases have no part.
    """
    store = store or Store(folder.store)
    catalogue = catalogue or Catalogue.load(folder.indicators)
    now = as_of or store.newest_publication()
    if now is None or now <= since:
        return pl.DataFrame(schema=NEWS_SCHEMA)
    plan = load(folder, catalogue) if (folder.plan / "plan.yaml").is_file() else None
    names = _Names(catalogue, plan)
    asked = list(dict.fromkeys([i.id for i in catalogue.indicators]))
    if plan is not None:
        asked += sorted({m.indicator for m in plan.plan.measures} - set(asked))
    then, today = (
        compared(folder, asked, as_of=day, store=store, catalogue=catalogue) for day in (since, now)
    )
    changed = revised(
        folder, asked, folder.area.code, since + timedelta(days=1), as_of=now,
        store=store, catalogue=catalogue,
    )  # fmt: skip
    rows = [
        *_figures(then, today, changed, names),
        *_ranks(then, today, names),
        *_ratings(folder, since, now, plan, store, catalogue, names),
    ]
    for row in rows:
        row.setdefault("measure", names.measure(row))
    rows.sort(key=names.place)
    return pl.DataFrame(
        [{name: row.get(name) for name in NEWS_SCHEMA} for row in rows],
        schema=NEWS_SCHEMA,
        orient="row",
    )


def _by_key(frame: pl.DataFrame, key: list[str]) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[name] for name in key): row for row in frame.iter_rows(named=True)}


def _figures(
    then: pl.DataFrame, today: pl.DataFrame, changed: pl.DataFrame, names: _Names
) -> Iterator[Row]:
    """New figures, the newest of each series; and figures that became others."""
    before = _by_key(then.filter(pl.col("value").is_not_null()), _FACT)
    real = _by_key(changed, _FACT)
    new: dict[tuple[Any, ...], list[Row]] = {}
    for row in today.filter(pl.col("value").is_not_null()).iter_rows(named=True):
        key = tuple(row[name] for name in _FACT)
        if key not in before:
            new.setdefault(tuple(row[name] for name in _SERIES), []).append(row)
        elif key in real and before[key]["value"] != row["value"]:
            yield _revised(before[key], row, real[key], names)
    for rows in new.values():
        *earlier, newest = sorted(rows, key=lambda r: (r["period_end"], r["period_start"]))
        told = names.figure(newest["value"], newest)
        also = f", with {count(len(earlier), 'earlier period')}" if earlier else ""
        sentence = f"{names.title(newest)}: a new figure for {newest['period']}, {told}{also}."
        yield newest | {
            "kind": "new figure",
            "before": None,
            "after": told,
            "value_before": None,
            "sentence": sentence,
        }


def _revised(before: Row, row: Row, step: Row, names: _Names) -> Row:
    was, now = names.figure(before["value"], row), names.figure(row["value"], row)
    share = step["share_of_usual"]
    part = "less than 0.1" if share is not None and share < 0.05 else f"{share or 0:.1f}"
    size = f", {part} of a usual yearly move" if share is not None else ""
    if was == now:  # less than is printed
        sentence = f"{names.title(row)}, {row['period']}: revised by less than is printed{size}."
    else:
        sentence = f"{names.title(row)}, {row['period']}: revised from {was} to {now}{size}."
    return row | {
        "kind": "revised",
        "before": was,
        "after": now,
        "value_before": before["value"],
        "sentence": sentence,
    }


def _ranks(then: pl.DataFrame, today: pl.DataFrame, names: _Names) -> Iterator[Row]:
    """The rank of the newest ranked figure of each series, where it is another than before."""
    before = _by_key(_newest_ranked(then), _SERIES)
    for row in _newest_ranked(today).iter_rows(named=True):
        old = before.get(tuple(row[name] for name in _SERIES))
        if old is None or (old["rank"], old["ranked"]) == (row["rank"], row["ranked"]):
            continue
        if old["rank"] == row["rank"] and old["period"] == row["period"]:
            continue  # one more or one less is ranked: the place is the same
        was, now = (f"{ordinal(r['rank'])} of {r['ranked']}" for r in (old, row))
        if old["period"] == row["period"]:
            sentence = f"{names.title(row)}, {row['period']}: ranked {now}, before {was}."
        else:
            sentence = (
                f"{names.title(row)}: ranked {now} in {row['period']}, "
                f"before {was} in {old['period']}."
            )
        yield row | {
            "kind": "rank changed",
            "before": was,
            "after": now,
            "value_before": old["value"],
            "sentence": sentence,
        }


def _newest_ranked(compared: pl.DataFrame) -> pl.DataFrame:
    return (
        compared.filter(pl.col("rank").is_not_null())
        .sort("period_end", "period_start", maintain_order=True)
        .unique(_SERIES, keep="last", maintain_order=True)
        .sort(_SERIES)
    )


def _ratings(
    folder: Folder,
    since: date,
    now: date,
    plan: LoadedPlan | None,
    store: Store,
    catalogue: Catalogue,
    names: _Names,
) -> Iterator[Row]:
    if plan is None:
        return
    then, today = (
        rates(folder, None, day, now, store=store, catalogue=catalogue, plan=plan)
        for day in (since, now)
    )
    before = _by_key(then, ["measure"])
    for row in today.iter_rows(named=True):
        old = before.get((row["measure"],))
        if old is None or old["rating"] == row["rating"]:
            continue
        was, to = wording.RATINGS[old["rating"]].name, wording.RATINGS[row["rating"]].name
        why = [
            f"{names.figure(r['value'], r)} in {r['period']}" if r["value"] is not None else None
            for r in (old, row)
        ]
        said = f" ({why[0]})" if why[0] else f" ({old['reason']})" if old["reason"] else ""
        then_said = f" ({why[1]})" if why[1] else f" ({row['reason']})" if row["reason"] else ""
        yield row | {
            "kind": "rating changed",
            "before": old["rating"],
            "after": row["rating"],
            "value_before": old["value"],
            "id": row["observation"],
            "sentence": f"{row['title']}: {to.lower()}{then_said}, before {was.lower()}{said}.",
        }
