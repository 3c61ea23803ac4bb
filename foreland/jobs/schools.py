"""``foreland schools``: which schools stood on a day, and how good inspections found them.

Two lists of schools are used. Up to the last change in the list behind the performance tables
(November 2019) that list, which has also the schools that closed since; after it Ofsted's file,
which has only schools open on its own day. Each answer says which.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import school_types as types
from foreland.insight.inspection_regimes import note_on, regime_on
from foreland.insight.school_forms import FORM_SCHEMA, forms, predecessors
from foreland.insight.school_quality import RULES, Rule, graded, shares
from foreland.insight.school_rolls import with_pupils
from foreland.jobs.folder import Folder
from foreland.model.areas import Area
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import Status
from foreland.sources.gias import groups, links, names, rolls, spine
from foreland.sources.ofsted import history, state_funded
from foreland.sources.ofsted.grades import OVERALL, WORDS

QUALITY_COLUMNS = (
    "area",
    "area_name",
    "dfe_number",
    "on",
    "rule",
    "phase",
    "weight",
    "value",
    "unit",
    "numerator",
    "denominator",
    "not_graded",
    "not_judged",
    "open",
    "status",
    "regime",
    "schools_of",
    "note",
)

LIST_COLUMNS = (
    "urn",
    "name",
    "phase",
    "type",
    "opened",
    "trust",
    "grade",
    "inspected",
    "regime",
    "inspected_urn",
    "predecessor",
    "school",
    "area",
    "area_name",
    "dfe_number",
    "on",
    "schools_of",
)

TRUST_COLUMNS = (
    "uid",
    "trust",
    "kind",
    "schools_in_area",
    "schools",
    "nursery",
    "primary",
    "secondary",
    "special",
    "alternative_provision",
    "area",
    "area_name",
    "dfe_number",
    "on",
    "membership_of",
    "schools_of",
)

_NOT_JUDGED = "Not judged"


@dataclass(frozen=True)
class Registers:
    """What the store holds of schools, each with its columns even where it is empty."""

    listed: pl.DataFrame
    ofsted: pl.DataFrame
    inspections: pl.DataFrame
    told: pl.DataFrame
    before: pl.DataFrame
    dates: pl.DataFrame
    rolls: pl.DataFrame
    members: pl.DataFrame

    @classmethod
    def read(cls, store: Store, as_of: date | None = None) -> "Registers":
        def of(name: str, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
            found = store.register(name, as_of)
            return found.select(*schema) if found.width else pl.DataFrame(schema=schema)

        linked = _newest(of(links.REGISTER, links.SCHEMA))
        ofsted = of(state_funded.SCHOOLS, state_funded.SCHOOLS_SCHEMA)
        official = of(state_funded.INSPECTIONS, state_funded.INSPECTIONS_SCHEMA)
        older = of(history.REGISTER, history.SCHEMA)
        wanted = ("urn", "inspected", "regime", "grade")
        listed = of(spine.REGISTER, spine.SCHEMA)
        return cls(
            listed=listed.filter(pl.col("as_at") == pl.col("as_at").max()),
            ofsted=ofsted,
            inspections=pl.concat(
                [
                    older.with_columns(pl.lit(OVERALL).alias("regime")).select(wanted),
                    official.select(wanted),
                ]
            ),
            told=official.select(*wanted, "school"),
            before=predecessors(linked),
            dates=of(names.REGISTER, names.SCHEMA),
            rolls=pl.concat(
                [of(rolls.REGISTER, rolls.SCHEMA).select("urn", "census", "pupils"), _rolls(ofsted)]
            ),
            members=of(groups.MEMBERS, groups.MEMBERS_SCHEMA),
        )


def quality(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    rule: Rule = "predecessor",
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a phase and weight: ``QUALITY_COLUMNS``. ``value`` is in percent, unrounded.

    ``on`` is by default the day of the newest inspection file. Raises ForelandError for an
    unknown area or rule.
    """
    if rule not in RULES:
        raise ForelandError(
            Problem("", f"the rule {rule!r}", "own or predecessor", "Choose one of them.")
        )
    place, codes = _place(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.ofsted["as_at"].max() or held.listed["as_at"].max()
    if not isinstance(day, date):
        return pl.DataFrame(schema=dict.fromkeys(QUALITY_COLUMNS, pl.String))
    standing = _on(held, day)
    schools = standing.schools.filter(pl.col("area").is_in(codes))
    found = graded(schools, held.inspections, held.before, day, rule, standing.told)
    found = with_pupils(found, held.rolls, held.before, day)
    answer = shares(found.with_columns(pl.lit(None, pl.Int64).alias("places")))
    if not schools.height:
        answer = answer.clear()
    status = pl.col("status")
    if standing.exact:
        final = (status == Status.ESTIMATED.value) & (pl.col("weight") == "schools")
        status = pl.when(final).then(pl.lit(Status.FINAL.value)).otherwise(status)
    places = pl.lit("the capacity of schools is not in any file read")
    return answer.with_columns(
        pl.lit(place.code).alias("area"),
        pl.lit(place.name).alias("area_name"),
        pl.lit(place.dfe_number, pl.String).alias("dfe_number"),
        pl.lit(day).alias("on"),
        pl.lit(rule).alias("rule"),
        pl.lit("percent").alias("unit"),
        status.alias("status"),
        pl.lit(regime_on(day).name).alias("regime"),
        pl.lit(standing.of).alias("schools_of"),
        pl.concat_str(
            [pl.lit(standing.note, pl.String), pl.when(pl.col("weight") == "places").then(places)],
            separator="; ",
            ignore_nulls=True,
        ).alias("note"),
    ).select(QUALITY_COLUMNS)


def listing(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The schools of an area on a day, by name: ``LIST_COLUMNS``. Public facts only.

    The inspection is the latest by the day, of the school or of what it was before.
    """
    _, codes = _place(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.ofsted["as_at"].max() or held.listed["as_at"].max()
    if not isinstance(day, date):
        return pl.DataFrame(schema=dict.fromkeys(LIST_COLUMNS, pl.String))
    standing = _on(held, day)
    schools = standing.schools.filter(pl.col("area").is_in(codes))
    found = graded(schools, held.inspections, held.before, day, "predecessor", standing.told)
    earlier = held.before.group_by("urn").agg(pl.col("before").sort().str.join(" "))
    named = pl.DataFrame(
        [(a.code, a.name, a.dfe_number) for a in folder.register],
        schema={"area": pl.String, "area_name": pl.String, "dfe_number": pl.String},
        orient="row",
    ).unique("area", keep="last")
    word = (
        pl.col("grade").cast(pl.Int64).replace_strict(WORDS, default=None, return_dtype=pl.String)
    )
    return (
        found.join(earlier.rename({"before": "predecessor"}), on="urn", how="left")
        .join(_trusts(held, day).select("urn", "trust"), on="urn", how="left")
        .join(named, on="area", how="left")
        .with_columns(
            pl.when(pl.col("grade").is_null() & pl.col("inspected").is_not_null())
            .then(pl.lit(_NOT_JUDGED))
            .otherwise(word)
            .alias("grade"),
            pl.lit(day).alias("on"),
            pl.lit(standing.of).alias("schools_of"),
        )
        .sort(pl.col("name").str.to_lowercase(), "urn")
        .select(LIST_COLUMNS)
    )


def trusts(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """The academy trusts with a school in an area on a day, by name: ``TRUST_COLUMNS``.

    ``schools`` counts all of a trust's schools, the phases those in the area. ``membership_of``
    is the day of the extract that says who belonged: a school that joined by the day, and had
    left again before the extract, is not in it.
    """
    place, codes = _place(folder, area)
    held = Registers.read(Store(folder.store), as_of)
    day = on or held.ofsted["as_at"].max() or held.listed["as_at"].max()
    if not isinstance(day, date):
        return pl.DataFrame(schema=dict.fromkeys(TRUST_COLUMNS, pl.String))
    standing = _on(held, day)
    found = standing.schools.join(_trusts(held, day), on="urn")
    here = pl.col("area").is_in(codes)
    phases = [
        (here & (pl.col("phase") == phase)).sum().cast(pl.Int64).alias(phase.replace("-", "_"))
        for phase in types.PHASES[1:]
    ]
    return (
        found.group_by("uid")
        .agg(
            pl.col("trust").first(),
            pl.col("kind").first(),
            here.sum().cast(pl.Int64).alias("schools_in_area"),
            pl.len().cast(pl.Int64).alias("schools"),
            *phases,
            pl.col("membership_of").first(),
        )
        .filter(pl.col("schools_in_area") > 0)
        .with_columns(
            pl.lit(place.code).alias("area"),
            pl.lit(place.name).alias("area_name"),
            pl.lit(place.dfe_number, pl.String).alias("dfe_number"),
            pl.lit(day).alias("on"),
            pl.lit(standing.of).alias("schools_of"),
        )
        .sort(pl.col("trust").str.to_lowercase(), "uid")
        .select(TRUST_COLUMNS)
    )


@dataclass(frozen=True)
class _Standing:
    """The schools of a day: of which list, what must be said, and whether it is the list's day.

    ``told`` is the inspectorate's word on each school's inspections, where the list is its own.
    """

    schools: pl.DataFrame
    of: str
    note: str | None
    exact: bool = False
    told: pl.DataFrame | None = None


def _on(held: Registers, day: date) -> _Standing:
    until = held.listed["as_at"].max()
    if isinstance(until, date) and day <= until:
        listed = _of_list(held)
        note = (
            "rebuilt from the inspection history; without nursery schools and pupil referral "
            "units; inspections of schools that changed their number before September 2017 are "
            "known only where the August 2025 file has them"
        )
        schools = forms(listed, held.before, held.dates, day, closing=True)
        return _Standing(schools, "school list of 2017-18", note)
    as_at = held.ofsted["as_at"].max()
    if not isinstance(as_at, date) or day > as_at:
        return _Standing(pl.DataFrame(schema=FORM_SCHEMA), "", None)
    schools = forms(_of_ofsted(held), held.before, held.dates, day, closing=False)
    open_ = f"schools open on {as_at.isoformat()}"
    notes = [note_on(day), None if day == as_at else f"only {open_}: what closed before is missing"]
    said = "; ".join(n for n in notes if n) or None
    return _Standing(schools, open_, said, day == as_at, held.told)


def _of_list(held: Registers) -> pl.DataFrame:
    known = held.dates.select("urn", pl.col("opened").alias("o"), pl.col("closed").alias("c"))
    return (
        held.listed.filter(types.kind().is_in(types.STATE_FUNDED))
        .join(known, on="urn", how="left", maintain_order="left")
        .with_columns(
            types.by_flags().alias("phase"),
            types.kind().is_in(types.NEW_SCHOOLS).alias("new"),
            pl.coalesce("o", "opened").alias("opened"),
            pl.coalesce("c", "closed").alias("closed"),
        )
        .select("urn", "area", "name", "phase", "type", "new", "opened", "closed")
    )


def _of_ofsted(held: Registers) -> pl.DataFrame:
    return held.ofsted.with_columns(
        types.by_ofsted().alias("phase"),
        types.kind().is_in(types.NEW_SCHOOLS).alias("new"),
        pl.lit(None, pl.Date).alias("closed"),
    ).select("urn", "area", "name", "phase", "type", "new", "opened", "closed")


def _rolls(ofsted: pl.DataFrame) -> pl.DataFrame:
    """The file's pupils, which are of the January before its day."""
    return ofsted.filter(pl.col("pupils").is_not_null()).select(
        "urn", pl.date(pl.col("as_at").dt.year(), 1, 15).alias("census"), "pupils"
    )


def _newest(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of the latest extract, of several that were read."""
    return frame.filter(pl.col("newest").eq_missing(pl.col("newest").max()))


def _trusts(held: Registers, day: date) -> pl.DataFrame:
    """``urn, uid, trust, kind, of`` on the day, from the first extract after it, else the newest.

    An extract has who had joined by the day and not left before the extract.
    """
    academy = held.members.filter(
        pl.col("kind").is_in(["Multi-academy trust", "Single-academy trust"])
    ).select("urn", "uid", "trust", "kind", "joined", pl.col("newest").alias("as_at"))
    inside = held.ofsted.filter(pl.col("trust").is_not_null()).select(
        "urn",
        pl.col("trust_uid").alias("uid"),
        "trust",
        # The file lists trusts of one school too and does not tell them apart.
        pl.lit("Academy trust").alias("kind"),
        pl.col("opened").alias("joined"),
        "as_at",
    )
    every = pl.concat([academy, inside])
    days = sorted(d for d in every["as_at"].unique() if d is not None)
    chosen = next((d for d in days if d >= day), days[-1] if days else None)
    if chosen is None:
        every, chosen = every.clear(), day
    return (
        every.filter((pl.col("as_at") == chosen) & (pl.col("joined") <= day).fill_null(True))
        .sort("urn", "trust")
        .unique("urn", keep="first", maintain_order=True)
        .select("urn", "uid", "trust", "kind", pl.col("as_at").alias("membership_of"))
    )


def _place(folder: Folder, area: str | None) -> tuple[Area, list[str]]:
    """The area asked for, and the codes of the authorities in it. Raises ForelandError."""
    place = folder.area if area is None else folder.register.find(area)
    if place.is_authority:
        return place, [place.code, *place.other_codes]
    authorities = folder.register.authorities
    if place.kind == "country":
        return place, [a.code for a in authorities]
    within = [a.code for a in authorities if place.code in (a.region, a.sub_region)]
    if not within:
        raise ForelandError(
            Problem(
                "",
                f"the area {place.name}, a {place.kind}",
                "an authority, a region or England",
                "Schools are known by authority: ask for the authority.",
            )
        )
    return place, within
