"""What the store holds of schools, and which of them stood on a day.

Two kinds of lists of schools are used. Up to the last change in the list behind the performance
tables (November 2019) that list, which has also the schools that closed since; after it the first
of Ofsted's files from the day on, which has only schools open on its own day. Each answer says
which.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import school_types as types
from foreland.insight.inspection_regimes import note_on
from foreland.insight.school_forms import FORM_SCHEMA, forms, predecessors
from foreland.sources.gias import groups, links, names, rolls, spine
from foreland.sources.ofsted import history, kept, report_cards
from foreland.sources.ofsted.grades import OVERALL
from foreland.sources.school_tables import sixth_forms
from foreland.sources.schools_similar import secondary

ACADEMY_TRUSTS = ("Multi-academy trust", "Single-academy trust")

#: What an inspection is known by, whatever its source.
_INSPECTION = ("urn", "inspected", "regime", "grade")


@dataclass(frozen=True)
class Registers:
    """What the store holds of schools, each with its columns even where it is empty.

    ``told`` is the inspectorate's word on which inspections are a school's (``school`` is the
    number in its file, ``urn`` that of the time); ``cards`` are the words of report cards, and
    ``judged`` whole inspections with their key judgements. ``filed`` are all of Ofsted's files, of
    several days (``as_at``), and ``ofsted`` the newest of them. ``places`` are capacities
    (``school_places.PLACES_SCHEMA``); ``lived`` says in which authority a census found a school.
    """

    listed: pl.DataFrame
    ofsted: pl.DataFrame
    filed: pl.DataFrame
    inspections: pl.DataFrame
    told: pl.DataFrame
    before: pl.DataFrame
    dates: pl.DataFrame
    rolls: pl.DataFrame
    members: pl.DataFrame
    judged: pl.DataFrame
    cards: pl.DataFrame
    places: pl.DataFrame
    lived: pl.DataFrame

    @classmethod
    def read(cls, store: Store, as_of: date | None = None) -> "Registers":
        def of(name: str, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
            # A store written by an older reader may lack a column until the next ingest.
            empty = pl.DataFrame(schema=schema)
            return pl.concat([empty, store.register(name, as_of)], how="diagonal").select(*schema)

        linked = _newest(of(links.REGISTER, links.SCHEMA))
        filed = of(kept.SCHOOLS, kept.SCHOOLS_SCHEMA)
        official = of(kept.INSPECTIONS, kept.INSPECTIONS_SCHEMA)
        older = of(history.REGISTER, history.SCHEMA)
        census = of(rolls.REGISTER, rolls.SCHEMA)
        listed = of(spine.REGISTER, spine.SCHEMA)
        return cls(
            listed=listed.filter(pl.col("as_at") == pl.col("as_at").max()),
            ofsted=filed.filter(pl.col("as_at") == pl.col("as_at").max()),
            filed=filed,
            inspections=pl.concat(
                [
                    older.with_columns(pl.lit(OVERALL).alias("regime")).select(_INSPECTION),
                    official.select(_INSPECTION),
                ]
            ),
            told=official.select(*_INSPECTION, "school"),
            before=predecessors(linked),
            dates=of(names.REGISTER, names.SCHEMA),
            rolls=pl.concat([census.select("urn", "census", "pupils"), _rolls(filed)]),
            lived=census.select("urn", "census", "area"),
            members=of(groups.MEMBERS, groups.MEMBERS_SCHEMA),
            judged=official,
            cards=of(report_cards.REGISTER, report_cards.SCHEMA),
            places=pl.concat(
                [
                    of(secondary.REGISTER, secondary.SCHEMA).select(
                        "urn",
                        pl.col("as_at").alias("on"),
                        pl.col("capacity").cast(pl.Int32).alias("places"),
                    ),
                    # The school capacity survey is of 1 May (DfE, School capacity, 2023/24).
                    of(sixth_forms.REGISTER, sixth_forms.SCHEMA).select(
                        "urn", pl.date(pl.col("year"), 5, 1).alias("on"), "places"
                    ),
                ]
            ),
        )

    @property
    def newest_day(self) -> date | None:
        """The day of the newest list of schools; None where there is none."""
        day = self.ofsted["as_at"].max() or self.listed["as_at"].max()
        return day if isinstance(day, date) else None


@dataclass(frozen=True)
class Standing:
    """The schools of a day: of which list, what must be said, and whether it is the list's day.

    ``schools`` has ``school_forms.FORM_SCHEMA``. ``told`` is the inspectorate's word on each
    school's inspections, where the list is its own.
    """

    schools: pl.DataFrame
    of: str
    note: str | None
    exact: bool = False
    told: pl.DataFrame | None = None


def standing_on(held: Registers, day: date) -> Standing:
    """The schools that were open on ``day``; none where no list reaches it."""
    until = held.listed["as_at"].max()
    if isinstance(until, date) and day <= until:
        listed = _of_list(held)
        note = (
            "rebuilt from the inspection history; without nursery schools and pupil referral "
            "units; inspections of schools that changed their number before September 2017 are "
            "known only where the August 2025 file has them"
        )
        schools = forms(listed, held.before, held.dates, day, closing=True)
        return Standing(schools, "school list of 2017-18", note)
    as_at = first_from(held.filed["as_at"], day)
    if as_at is None:
        return Standing(pl.DataFrame(schema=FORM_SCHEMA), "", None)
    schools = forms(_of_ofsted(held, as_at), held.before, held.dates, day, closing=False)
    open_ = f"schools open on {as_at.isoformat()}"
    notes = [note_on(day), None if day == as_at else f"only {open_}: what closed before is missing"]
    said = "; ".join(n for n in notes if n) or None
    return Standing(schools, open_, said, day == as_at, held.told)


def first_from(days: pl.Series, day: date) -> date | None:
    """The first of ``days`` that is ``day`` or later."""
    first = days.filter(days >= day).min()
    return first if isinstance(first, date) else None


def trusts_on(held: Registers, day: date) -> pl.DataFrame:
    """``urn, uid, trust, kind, membership_of`` on the day: one academy trust a school at most.

    From the first extract after the day, else the newest. An extract has who had joined by the
    day and not left before the extract.
    """
    # A closed trust keeps its rows in an extract.
    gone = (pl.col("closed") <= day).fill_null(False)
    academy = held.members.filter(pl.col("kind").is_in(ACADEMY_TRUSTS) & ~gone).select(
        "urn", "uid", "trust", "kind", "joined", pl.col("newest").alias("as_at")
    )
    inside = held.filed.filter(pl.col("trust").is_not_null()).select(
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
        # Of two trusts the one joined last.
        .sort("urn", "joined", "trust", descending=[False, True, False], nulls_last=True)
        .unique("urn", keep="first", maintain_order=True)
        .select("urn", "uid", "trust", "kind", pl.col("as_at").alias("membership_of"))
    )


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


def _of_ofsted(held: Registers, as_at: date) -> pl.DataFrame:
    return (
        held.filed.filter(pl.col("as_at") == as_at)
        .with_columns(
            types.by_ofsted().alias("phase"),
            types.kind().is_in(types.NEW_SCHOOLS).alias("new"),
            pl.lit(None, pl.Date).alias("closed"),
        )
        .select("urn", "area", "name", "phase", "type", "new", "opened", "closed")
    )


def _rolls(ofsted: pl.DataFrame) -> pl.DataFrame:
    """The files' pupils: of the January before, which is published in June."""
    year, month = pl.col("as_at").dt.year(), pl.col("as_at").dt.month()
    census = pl.date(pl.when(month >= 6).then(year).otherwise(year - 1), 1, 15)
    return (
        ofsted.filter(pl.col("pupils").is_not_null())
        .select("urn", census.alias("census"), "pupils", "as_at")
        .sort("urn", "census", "as_at")
        .unique(["urn", "census"], keep="last", maintain_order=True)
        .drop("as_at")
    )


def _newest(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of the latest extract, of several that were read."""
    return frame.filter(pl.col("newest").eq_missing(pl.col("newest").max()))
