"""Gather what a build shows, facts, comparisons, ratings, gaps: tables yet to be protected."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator, Series
from foreland.jobs import comparing
from foreland.jobs.expecting import looked_ahead
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.judging import judged
from foreland.jobs.our_record import scores_shown
from foreland.jobs.planning import load
from foreland.jobs.rates import in_dictionary, published, rates_and_targets
from foreland.model.areas import Area
from foreland.model.periods import NO_DAY, PeriodKind
from foreland.plan.folder import LoadedPlan


@dataclass(frozen=True)
class Gathered:
    """Everything that a build shows, not yet protected."""

    folder: Folder
    store: Store
    catalogue: Catalogue
    indicators: tuple[Indicator, ...]
    plan: LoadedPlan | None
    tables: dict[str, pl.DataFrame]
    today: date
    neighbours_model: str | None
    as_of: date | None = None


def gather(folder: Folder, as_of: date | None, today: date | None) -> Gathered:
    """One reading of the store for all that is shown. Raises ForelandError for a faulty plan."""
    store = Store(folder.store)
    catalogue = Catalogue.load(folder.indicators)
    plan = load(folder, catalogue) if (folder.plan / "plan.yaml").is_file() else None
    codes = sorted({m.indicator for m in plan.plan.measures if ":" in m.indicator} if plan else ())
    names = [*(i.id for i in catalogue.indicators), *codes]
    known = facts(folder, names, as_of=as_of, store=store, catalogue=catalogue)
    indicators = (*catalogue.indicators, *_by_code(codes, known, store, as_of))
    day = today or as_of or store.newest_publication() or NO_DAY
    compared = comparing.of_facts(folder, known, as_of=as_of, store=store, catalogue=catalogue)
    area = folder.area.code
    neighbours = _neighbours(store, area, as_of)
    tables = {
        "facts": known,
        "own": known.filter(pl.col("area") == area),
        "compared": compared,
        "localities": _localities(folder, known),
        "others": _others(folder, known, compared, neighbours),
        "open_data": _open_data(folder, known, neighbours),
    }
    tables |= judged(folder, store, catalogue, known, plan, as_of, day)
    measures = plan.plan.measures if plan else ()
    tables |= looked_ahead(folder, store, catalogue, known, names, measures, as_of)
    tables["scores"] = scores_shown(folder, store, catalogue, known, names, as_of)
    if plan is not None:
        rated, tables["targets"] = rates_and_targets(
            folder, None, as_of, today, store=store, catalogue=catalogue, plan=plan, facts=known
        )
        tables["ratings"] = rated.join(
            tables["own"].select(pl.col("id").alias("observation"), pl.col("as_of").alias("known")),
            on="observation",
            how="left",
            maintain_order="left",
        )
    model = compared["neighbours_model"].drop_nulls()
    newest = model[0] if len(model) else None
    return Gathered(folder, store, catalogue, indicators, plan, tables, day, newest, as_of)


def _by_code(
    names: list[str], known: pl.DataFrame, store: Store, as_of: date | None
) -> tuple[Indicator, ...]:
    """Indicators that the plan names by a publisher's code, in the publisher's words."""
    found = []
    for name in names:
        about = published(name, known, store, as_of)
        source, _, code = name.partition(":")
        kinds = known.filter(pl.col("indicator") == name)["period_kind"]
        said = in_dictionary(name, store, as_of).get("description")
        found.append(
            Indicator.model_construct(
                id=name,
                title=about.title,
                definition=said or about.title,
                unit=about.unit,
                polarity=about.polarity,
                period=PeriodKind(kinds[0]) if len(kinds) else PeriodKind.ACADEMIC,
                series=(Series.model_construct(source=source, code=code),),
            )
        )
    return tuple(found)


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


def _localities(folder: Folder, known: pl.DataFrame) -> pl.DataFrame:
    return known.filter(pl.col("area").is_in(_inside(folder)))


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


def _open_data(folder: Folder, known: pl.DataFrame, neighbours: list[str]) -> pl.DataFrame:
    """The area, its localities, England, its region and the neighbours."""
    area = folder.area
    regions = [c for c in (area.region, area.sub_region) if c]
    codes = [area.code, folder.register.country.code, *regions, *neighbours, *_inside(folder)]
    return known.filter(pl.col("area").is_in(codes))
