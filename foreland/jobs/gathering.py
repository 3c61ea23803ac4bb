"""Gather what a build shows, facts, comparisons, ratings, gaps: tables yet to be protected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator, Series
from foreland.jobs.evidence_tables import EvidenceTables, evidence_tables
from foreland.jobs.expecting import looked_ahead
from foreland.jobs.folder import Folder
from foreland.jobs.judging import judged
from foreland.jobs.kept import kept
from foreland.jobs.our_record import scores_shown
from foreland.jobs.planning import load
from foreland.jobs.quality import Ground
from foreland.jobs.rates import Moved, in_dictionary, published, rates_and_targets
from foreland.jobs.school_site import school_tables
from foreland.jobs.soundness import soundness
from foreland.model.areas import Register
from foreland.model.periods import NO_DAY, PeriodKind
from foreland.plan.folder import LoadedPlan
from foreland.plan.readings import About, asked_of, moves
from foreland.plan.schema import Plan


@dataclass(frozen=True)
class Gathered:
    """Everything that a build shows, not yet protected."""

    folder: Folder
    store: Store
    catalogue: Catalogue
    indicators: tuple[Indicator, ...]
    plan: LoadedPlan | None
    #: What hangs on the evidence alone, kept from build to build.
    evidence: EvidenceTables
    #: What hangs on the plan or the day as well, or is small.
    tables: dict[str, pl.DataFrame]
    today: date
    neighbours_model: str | None
    as_of: date | None = None


def gather(folder: Folder, as_of: date | None, today: date | None) -> Gathered:
    """One reading of the store for all that is shown. Raises ForelandError for a faulty plan."""
    store = Store(folder.store)
    catalogue = Catalogue.load(folder.indicators)
    plan = load(folder, catalogue) if (folder.plan / "plan.yaml").is_file() else None
    measures = plan.plan.measures if plan else ()
    codes = sorted({m.indicator for m in measures if ":" in m.indicator})
    names = [*(i.id for i in catalogue.indicators), *codes]
    known = evidence_tables(folder, store, catalogue, codes, as_of)
    measured = known.facts(m.indicator for m in measures)
    indicators = (*catalogue.indicators, *_by_code(codes, measured, store, as_of))
    day = today or as_of or store.newest_publication() or NO_DAY
    tables = judged(folder, store, catalogue, known, plan, as_of, day)
    tables |= looked_ahead(folder, store, catalogue, known, names, measures, as_of)
    tables["scores"] = scores_shown(folder, store, catalogue, known, names, measures, as_of)
    tables |= soundness(folder, Ground(store, catalogue, plan, known), as_of, today)
    tables |= school_tables(folder, store, catalogue, as_of)
    if plan is not None:
        rated, tables["targets"] = rates_and_targets(
            folder, None, as_of, today, store=store, catalogue=catalogue, plan=plan, facts=measured,
            moved=_kept_moves(folder, store, catalogue, known),
        )  # fmt: skip
        own = measured.filter(pl.col("area") == folder.area.code)
        tables["ratings"] = rated.join(
            own.select(pl.col("id").alias("observation"), pl.col("as_of").alias("known")),
            on="observation",
            how="left",
            maintain_order="left",
        )
    model = known.column("compared", "neighbours_model").drop_nulls()
    newest = model[0] if len(model) else None
    return Gathered(folder, store, catalogue, indicators, plan, known, tables, day, newest, as_of)


def _kept_moves(
    folder: Folder, store: Store, catalogue: Catalogue, evidence: EvidenceTables
) -> Moved:
    """``readings.moves``, kept as long as the plan asks the same series and gaps."""

    def moved(
        plan: Plan, facts: pl.DataFrame, about: Mapping[str, About], register: Register
    ) -> dict[str, pl.DataFrame]:
        inputs = {**evidence.inputs, **asked_of(plan, register)}
        make = lambda: moves(plan, facts, about, register)  # noqa: E731
        found = kept(folder, "moves", inputs, make, store=store, catalogue=catalogue)
        return {name: found.frame(name) for name in found.names}

    return moved


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
