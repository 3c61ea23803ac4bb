"""``foreland brief``: one honest page on an area, over the catalogue and the plan's measures."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight import change
from foreland.insight.compare import newest_model
from foreland.insight.gaps import as_facts, gaps
from foreland.jobs import comparing
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import pairs_of
from foreland.jobs.planning import load
from foreland.jobs.quality import quality
from foreland.jobs.rates import published, rates
from foreland.model.areas import Area
from foreland.model.groups import ALL
from foreland.model.periods import NO_DAY
from foreland.plan.brief import LOOK_COLUMNS, OLD, SECTIONS, brief_rows, quarters
from foreland.plan.folder import LoadedPlan
from foreland.plan.schema import Measure
from foreland.plan.watching import day as in_words
from foreland.plan.watching import watched

Row = dict[str, Any]
_WIDTH = 96
#: Findings of these kinds concern the figures themselves.
_FINDINGS = ("freshness", "completeness", "outlier", "reconciliation", "quarantine")


@dataclass(frozen=True)
class _Ground:
    """What a page stands on."""

    folder: Folder
    store: Store
    catalogue: Catalogue
    plan: LoadedPlan | None
    known: pl.DataFrame
    place: Area
    today: date
    as_of: date | None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The plan's measures of this very area."""
        if self.plan is None:
            return ()
        return tuple(m for m in self.plan.plan.measures if m.area in (None, self.place.code))

    def precision(self, name: str) -> int:
        return self.catalogue.get(name).precision if name in self.catalogue else 1


def brief(
    folder: Folder, area: str | None = None, as_of: date | None = None, today: date | None = None
) -> tuple[pl.DataFrame, str]:
    """``brief.BRIEF_SCHEMA``, and the page as text.

    Over all of the catalogue for all children, and the plan's measures where the area is its own.
    ``today`` is by default ``as_of``, else the newest publication. Raises ForelandError for an
    area that is not known and for a faulty plan.
    """
    store = Store(folder.store)
    catalogue = Catalogue.load(folder.indicators)
    place = folder.area if area is None else folder.register.find(area)
    own = place.code == folder.area.code and (folder.plan / "plan.yaml").is_file()
    plan = load(folder, catalogue) if own else None
    names = [i.id for i in catalogue.indicators]
    if plan is not None:
        names += sorted({m.indicator for m in plan.plan.measures} - set(names))
    known = facts(folder, names, as_of=as_of, store=store, catalogue=catalogue)
    day = today or as_of or store.newest_publication() or NO_DAY
    found = of_facts(folder, known, catalogue, store, plan, place, day, as_of, findings=True)
    return found, page(found, place, day, folder.synthetic)


def of_facts(
    folder: Folder,
    known: pl.DataFrame,
    catalogue: Catalogue,
    store: Store,
    plan: LoadedPlan | None,
    place: Area,
    today: date,
    as_of: date | None = None,
    *,
    ratings: pl.DataFrame | None = None,
    findings: bool = False,
) -> pl.DataFrame:
    """As ``brief``, of facts of all areas that are at hand; with ``findings`` of quality too."""
    at = _Ground(folder, store, catalogue, plan, comparing.sound(known), place, today, as_of)
    told = _told(at)
    own = told.filter(pl.col("area") == place.code)
    compared = comparing.of_facts(
        folder, at.known.filter(pl.col("group") == ALL), place.code, as_of=as_of,
        store=store, catalogue=catalogue,
    )  # fmt: skip
    watch: list[Row] = []
    if plan is not None:
        rated = ratings
        if rated is None:
            rated = rates(folder, None, as_of, today, store=store, catalogue=catalogue, plan=plan,
                          facts=known)  # fmt: skip
        watch += watched(rated, plan, today, as_of, at.precision)
    if findings:
        watch += _findings(at)
    return brief_rows(
        place,
        own.select(LOOK_COLUMNS),
        quarters(compared, comparing.breaks_of(catalogue.indicators), today),
        _peers(at, told),
        watch,
    )


def looks_at(
    folder: Folder,
    known: pl.DataFrame,
    catalogue: Catalogue,
    store: Store,
    plan: LoadedPlan | None,
    place: Area,
    today: date,
    as_of: date | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """What ``brief_rows`` looks at, of facts at hand: the area's looks, and its neighbours'.

    Both still have their figures in columns, so that they can be protected before they are said.
    """
    at = _Ground(folder, store, catalogue, plan, comparing.sound(known), place, today, as_of)
    told = _told(at)
    return told.filter(pl.col("area") == place.code), _peers(at, told)


def _told(at: _Ground) -> pl.DataFrame:
    """``LOOK_COLUMNS`` and the area, of all areas: each series' newest figure."""
    present = at.known["indicator"].unique().to_list()
    entries = [i for i in at.catalogue.indicators if i.id in present]
    polarity = [(i.id, i.polarity) for i in entries] + [
        (name, published(name, at.known, at.store, at.as_of).polarity)
        for name in sorted(present)
        if name not in at.catalogue
    ]
    breaks = comparing.breaks_of(entries)
    country = at.folder.register.country.code
    authorities = [a.code for a in at.folder.register.authorities]
    # What has not ended by the day is a count so far, or a forecast: no figure of a year.
    ended = at.known.filter(pl.col("period_end") <= at.today)
    asked = [(m.indicator, m.group) for m in at.measures if m.gap is None]
    asked += [(i.id, ALL) for i in entries]
    schema = {"indicator": pl.String, "group": pl.String}
    wanted = pl.DataFrame(sorted(set(asked)), schema=schema, orient="row")
    plain = ended.join(wanted, on=["indicator", "group"], how="semi").with_columns(
        pl.lit(None, pl.String).alias("comparator")
    )
    behind = _behind(at, ended, breaks, country)
    parts = []
    for part, better in ((plain, polarity), (behind, [(name, "lower") for name, _ in polarity])):
        rows = pl.DataFrame(better, schema={"indicator": pl.String, "polarity": pl.String},
                            orient="row")  # fmt: skip
        found = change.told(part, breaks, rows, country, authorities)
        if "own_group" in found.columns:
            found = found.drop("group").rename({"own_group": "group"})
        parts.append(found.rename({"before_value": "before"}).select(
            "area", "area_name", "dfe_number", *[n for n in LOOK_COLUMNS if n not in ABOUT]
        ))  # fmt: skip
    old = pl.lit(at.today).dt.offset_by(f"-{OLD}y")
    newest = (
        pl.concat(parts)
        .filter(pl.col("polarity").is_in(["higher", "lower"]) & (pl.col("period_end") >= old))
        .sort("indicator", "area", "group", "comparator", "period_end", "period_start",
              maintain_order=True)
        .unique(["indicator", "area", "group", "comparator"], keep="last", maintain_order=True)
    )  # fmt: skip
    return newest.join(_about(at, newest), on=["indicator", "group", "comparator"],
                       how="left", nulls_equal=True, maintain_order="left")  # fmt: skip


#: What a look has from the plan and the catalogue, not from its figures.
ABOUT = ("measure", "title", "theme", "precision")


def _behind(at: _Ground, ended: pl.DataFrame, breaks: pl.DataFrame, country: str) -> pl.DataFrame:
    """The plan's gaps as figures of how far behind."""
    sought = [m for m in at.measures if m.gap is not None]
    names = {m.indicator for m in sought}
    keys = [{"indicator": m.indicator} | m.gap.model_dump() for m in sought if m.gap]
    schema = dict.fromkeys(("indicator", "group", "comparator", "of"), pl.String)
    pairs = pairs_of([at.catalogue.get(n) for n in sorted(names) if n in at.catalogue], sought)
    pairs = pairs.join(pl.DataFrame(keys, schema=schema, orient="row"), on=list(schema), how="semi")
    found = gaps(ended.filter(pl.col("indicator").is_in(names)), pairs, breaks, country)
    found = found.drop("change", "change_from").with_columns(pl.col("group").alias("own_group"))
    return as_facts(found)


def _about(at: _Ground, looks: pl.DataFrame) -> pl.DataFrame:
    return about(looks, at.catalogue, at.measures)


def about(
    looks: pl.DataFrame, catalogue: Catalogue, measures: Iterable[Measure] = ()
) -> pl.DataFrame:
    """How each series of ``looks`` is called and printed, and the plan's measure that it is.

    ``indicator, group, comparator, measure, title, theme, precision``, a row a series.
    """
    plan = {
        (m.indicator, m.gap.group if m.gap else m.group, m.gap.comparator if m.gap else None): m
        for m in reversed(tuple(measures))
    }
    rows = []
    for key in looks.select("indicator", "group", "comparator").unique().sort(pl.all()).iter_rows():
        name = key[0]
        measure = plan.get(key)
        entry = catalogue.get(name) if name in catalogue else None
        title = entry.short if entry else name
        if measure and measure.title:
            title = measure.title
        rows.append((*key, measure.id if measure else None, title, entry.theme if entry else None,
                     entry.precision if entry else 1))  # fmt: skip
    texts = dict.fromkeys(("indicator", "group", "comparator", "measure", "title", "theme"),
                          pl.String)  # fmt: skip
    return pl.DataFrame(rows, schema=texts | {"precision": pl.Int64}, orient="row")


def _peers(at: _Ground, told: pl.DataFrame) -> pl.DataFrame | None:
    """The looks at the statistical neighbours; None where none are known."""
    listed = at.store.register("neighbours", at.as_of)
    if not listed.height:
        return None
    near = listed.filter(
        (pl.col("area") == at.place.code) & (pl.col("model") == (newest_model(listed) or ""))
    ).select(pl.col("neighbour").alias("area"), pl.col("rank").alias("nearness"))
    return told.join(near, on="area", how="inner") if near.height else None


def _findings(at: _Ground) -> Iterator[Row]:
    """A row a kind of finding that nobody has accepted: how many, and the first."""
    found = quality(at.folder, at.place.code, _FINDINGS, at.as_of, at.today)
    for kind in _FINDINGS:
        rows = found.filter((pl.col("kind") == kind) & ~pl.col("accepted"))
        if rows.height:
            first = rows.row(0, named=True)
            what = first["indicator"] or first["file"] or first["source_code"] or ""
            name = at.catalogue.get(what).short if what in at.catalogue else what
            number = "1 finding" if rows.height == 1 else f"{rows.height} findings"
            yield {
                "indicator": first["indicator"],
                "title": name,
                "count": rows.height,
                "sentence": f"The evidence has {number} of {kind}, such as {name}: "
                f"{first['found'].rstrip('.')}. See: foreland quality --kind {kind}",
            }


def page(rows: pl.DataFrame, place: Area, today: date, synthetic: bool = False) -> str:
    """The brief as a page of text: sections with their sentences."""
    # Of an empty store no day is known, so none is said.
    of = "" if today == NO_DAY else f" of {in_words(today)}"
    lines = [f"{place.name}: brief{of}"]
    if synthetic:
        lines.append("Synthetic: no figure here is of a real place.")
    for section, title in SECTIONS.items():
        said = rows.filter(pl.col("section") == section)["sentence"]
        if len(said):
            lines += ["", title, *_bullets(said)]
    return "\n".join(lines) + "\n"


def _bullets(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield textwrap.fill(
            sentence, _WIDTH, initial_indent="- ", subsequent_indent="  ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
