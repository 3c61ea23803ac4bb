"""``foreland explain``: what a change of an aggregate is made of, summing to it exactly."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight import change
from foreland.insight.explain import SUMS
from foreland.jobs.comparing import breaks_of, sound
from foreland.jobs.explained_parts import (
    EXPLAIN_SCHEMA,
    Row,
    Whole,
    listed,
    of_whole,
    parted,
    summed,
)
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import names_asked
from foreland.jobs.parts import dimensions_of, inside_of
from foreland.model.areas import Area
from foreland.model.groups import ALL


def explained(
    folder: Folder,
    indicator: str,
    area: str | None = None,
    by: str | None = None,
    as_of: date | None = None,
) -> tuple[pl.DataFrame, list[str]]:
    """``EXPLAIN_SCHEMA``, and why a split that was looked for could not be made.

    The newest figure of the area beside the last that it can be compared with: the whole, then
    each split that holds, its largest part first. ``by`` keeps one split. Raises ForelandError for
    a name that is not known.
    """
    catalogue = Catalogue.load(folder.indicators)
    store = Store(folder.store)
    ((name,), _) = names_asked(folder, catalogue, indicator)
    place = folder.area if area is None else folder.register.find(area)
    inside = inside_of(folder, place)
    areas = [place.code, *[a.code for found in inside.values() for a in found]]
    asked = [name, *SUMS.get(name, ())]
    known = sound(facts(folder, asked, areas, as_of=as_of, store=store, catalogue=catalogue))
    own = known.filter(
        (pl.col("indicator") == name) & (pl.col("area") == place.code) & (pl.col("group") == ALL)
    )
    breaks = breaks_of(catalogue.get(n) for n in asked if n in catalogue)
    moved = change.changes(own, breaks).sort("period_end", "period_start", maintain_order=True)
    if not moved.height or moved["change"][-1] is None:
        why = "no figure beside another that it can be compared with"
        return pl.DataFrame(schema=EXPLAIN_SCHEMA), [f"{name}, {place.name}: {why}."]
    whole = Whole(moved.row(-1, named=True), known, catalogue)
    rows, silences = _split(whole, place, inside, by)
    if len(rows) == 1 and not silences:
        what = f"by {by} " if by else ""
        silences.append(f"Not split {what}any further: no such parts have figures.")
    return pl.DataFrame(rows, schema=EXPLAIN_SCHEMA, orient="row"), silences


def explained_each(folder: Folder, known: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """``EXPLAIN_SCHEMA`` of every indicator of the folder's own area whose change can be split.

    ``known``: sound facts at hand. An indicator that no split holds for has no row.
    """
    place = folder.area
    inside = inside_of(folder, place)
    areas = [place.code, *[a.code for found in inside.values() for a in found]]
    here = known.filter(pl.col("area").is_in(areas))
    own = here.filter((pl.col("area") == place.code) & (pl.col("group") == ALL))
    breaks = breaks_of(catalogue.indicators)
    moved = change.changes(own, breaks).sort("indicator", "period_end", "period_start",
                                             maintain_order=True)  # fmt: skip
    newest = moved.unique("indicator", keep="last", maintain_order=True)
    parts = {key[0]: rows for key, rows in here.partition_by("indicator", as_dict=True).items()}
    made: list[Row] = []
    for row in newest.filter(pl.col("change").is_not_null()).iter_rows(named=True):
        asked = [row["indicator"], *SUMS.get(row["indicator"], ())]
        of_it = pl.concat([parts[name] for name in asked if name in parts])
        rows, _ = _split(Whole(row, of_it, catalogue), place, inside, None)
        if len(rows) > 1:
            made += rows
    return pl.DataFrame(made, schema=EXPLAIN_SCHEMA, orient="row")


def _split(
    whole: Whole, place: Area, inside: Mapping[str, Sequence[Area]], by: str | None
) -> tuple[list[Row], list[str]]:
    """The whole's row and those of its parts, each split that holds; why others do not."""
    name = str(whole.row["indicator"])
    rows = [of_whole(whole)]
    silences: list[str] = []
    if SUMS.get(name) and by in (None, "parts"):
        rows += summed(whole, "parts", listed(whole, name, place), silences)
    for kind, within in inside.items():
        if by in (None, kind):
            there = [a for a in within if whole.had(a)]
            parts = [(a.code, a.name, whole.of(name, a.code, ALL)) for a in there]
            rows += parted(whole, kind, parts, silences)
    for dimension, members in dimensions_of(whole.known, name, place).items():
        if by in (None, dimension):
            parts = [(m, m.partition("=")[2], whole.of(name, place.code, m)) for m in members]
            rows += parted(whole, dimension, parts, silences)
    return rows, silences


def page(rows: pl.DataFrame) -> str:
    """The answer for a person: the whole, then each split with its parts below it."""
    lines: list[str] = []
    before = ""
    for kind, sentence in rows.select("split", "sentence").iter_rows():
        if kind != before and kind != "whole":
            lines += ["", "Its parts" if kind == "parts" else f"By {kind}"]
        lines.append(sentence if kind == "whole" else f"- {sentence}")
        before = kind
    return "".join(f"{line}\n" for line in lines)
