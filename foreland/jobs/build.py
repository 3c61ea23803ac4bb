"""``foreland build``: gather, protect, render, switch in. The last good site stands until then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

import foreland
from foreland.disclosure.audiences import may_see
from foreland.evidence.manifest import Release
from foreland.jobs import telling
from foreland.jobs.folder import Folder
from foreland.jobs.gathering import Gathered, gather
from foreland.jobs.inputs import digest
from foreland.jobs.memory import uncollected
from foreland.jobs.our_record import record_of
from foreland.jobs.protecting import protected
from foreland.jobs.publishing import publish
from foreland.jobs.reusing import Reuse
from foreland.jobs.soundness import quarantine_for, releases_for
from foreland.plan.schema import Action, Measure, Plan
from foreland.report import downloads, site
from foreland.report.anew import Maker, anew
from foreland.report.formats import count
from foreland.report.material import About, Material, ReleaseAbout, Said
from foreland.report.pages import texts
from foreland.sources.lait.unsound import UNSOUND


@dataclass(frozen=True)
class Built:
    """Where the site is and what there is to say of it, line by line."""

    place: Path
    lines: tuple[str, ...]


def build(
    folder: Path,
    out: Path,
    audience: str = "public",
    as_of: date | None = None,
    today: date | None = None,
) -> Built:
    """Build the site of ``folder`` into ``out``. Raises ForelandError for what needs a person."""
    with uncollected():
        return _built(folder, out, audience, as_of, today)


def _built(folder: Path, out: Path, audience: str, as_of: date | None, today: date | None) -> Built:
    inputs, options = digest(folder.resolve(), audience, as_of, today)
    opened = Folder.open(folder)
    gathered = gather(opened, as_of, today)
    material = material_of(gathered, audience)
    reuse = Reuse(out)
    paths: list[str] = []

    def noted() -> Iterator[tuple[str, bytes]]:
        for path, data in files_of(material, reuse):
            paths.append(path)
            yield path, data

    place = publish(
        out,
        noted(),
        {
            "made_of": reuse.made_of,
            "inputs": inputs,
            "options": options,
            "today": gathered.today.isoformat(),
            "area": opened.area.code,
            "foreland": foreland.__version__,
        },
    )
    return Built(place, tuple(_lines(out, material, paths)))


def material_of(gathered: Gathered, audience: str) -> Material:
    """What the pages are made of, protected for ``audience``."""
    folder, store = gathered.folder, gathered.store
    plan, kept_back = _for_audience(
        gathered.plan.plan if gathered.plan else None, audience, gathered.today
    )
    tables = protected(gathered, plan, audience)
    about = About(
        title=str(folder.site.get("title") or (plan.short_title or plan.title if plan else "")
                  or f"{folder.area.name}: education indicators"),
        area=folder.area.code,
        area_name=folder.area.name,
        region_name=None,
        synthetic=folder.synthetic,
        audience=audience,
        today=gathered.today,
        contact=_text(folder, "contact"),
        feedback=_text(folder, "feedback"),
        version=foreland.__version__,
        neighbours_model=gathered.neighbours_model,
    )  # fmt: skip
    measures = {m.id for m in plan.measures} if plan else set()
    return Material(
        about=about,
        catalogue=gathered.catalogue,
        tables=tables,
        releases=tuple(_release(r) for r in releases_for(store, tables, audience)),
        plan=plan,
        commentary=tuple(
            Said(c.measure, c.period, c.context, c.action)
            for c in (gathered.plan.commentary.values() if gathered.plan else ())
            if c.measure in measures
        ),
        quarantine=quarantine_for(store, audience),
        left_out=(*kept_back, *((o.table, o.reason) for o in tables.left_out)),
        indicators=gathered.indicators,
        unsound={
            key: why
            for key, why in UNSOUND.items()
            if any(r.source == "lait" for r in store.manifest.releases)
        },
        brief=telling.brief_of(gathered, plan, tables),
        record=tuple(record_of(tables, gathered.catalogue).iter_rows(named=True)),
        ranking=telling.ranking_of(gathered, plan, tables, audience),
        explained=telling.whole_splits(tables),
    )


def _text(folder: Folder, name: str) -> str | None:
    value = folder.site.get(name)
    return None if value is None else str(value)


def _for_audience(
    plan: Plan | None, audience: str, today: date
) -> tuple[Plan | None, list[tuple[str, str]]]:
    """The plan without what this audience may not see yet; and what was kept back, without names.

    An internal audience sees all; a partner what is public or its own.
    """
    if plan is None or audience == "internal":
        return plan, []

    def may(item: Measure | Action) -> bool:
        day = item.publish_from
        return may_see(audience, item.audience) and (day is None or day <= today)

    measures = tuple(m for m in plan.measures if may(m))
    actions = tuple(a for a in plan.actions if may(a))
    hidden = [
        (count(n, what), "not for this audience, or not to be published yet")
        for n, what in (
            (len(plan.measures) - len(measures), "measure"),
            (len(plan.actions) - len(actions), "action"),
        )
        if n
    ]
    return plan.model_copy(update={"measures": measures, "actions": actions}), hidden


def _release(release: Release) -> ReleaseAbout:
    return ReleaseAbout(
        release.id,
        release.title,
        release.source,
        release.file,
        release.published,
        release.observations,
        release.missing,
        release.quarantined,
        release.first_period_start,
        release.last_period_end,
        release.audience,
        release.dataset,
    )


def files_of(material: Material, maker: Maker = anew) -> Iterator[tuple[str, bytes]]:
    """Every file of the site: pages, charts, styles, data, the workbook."""
    taken = downloads.files(material, maker)
    made = site.contexts(material)
    listed = texts.downloads(material, downloads.listed(taken))
    made = replace(made, pages=(*made.pages, listed))
    yield from site.rendered(made, maker)
    yield from made.files.items()
    yield from taken.items()


def _lines(out: Path, material: Material, files: Sequence[str]) -> Iterator[str]:
    pages = sum(1 for path in files if path.endswith(".html"))
    others = count(len(files) - pages, "other file")
    yield f"{count(pages, 'page')} and {others} are in {out}/current"
    for what, why in material.left_out:
        yield f"Left out of what is {material.about.audience}: {what} ({why})."
    hidden = pl.Series([r.published is None for r in material.releases], dtype=pl.Boolean).sum()
    if hidden:
        yield f"{count(int(hidden), 'release')} without a publication date."
