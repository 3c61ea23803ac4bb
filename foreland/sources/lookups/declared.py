"""The lists that are read: districts, councils, changes of codes, Ofsted's two overviews.

None is joined to the register of authorities, which has its own cited rows; they are there to be
looked at, and for places below the authority. Traps handled, each with its test: districts and
counties together in the list of councils; changes of several purposes (a merger, a new kind of
area) in one list; two forms of days in one row, ``0`` for a missing link and 01/01/1900 for a day
that never was in the overviews, which were taken from the inspectorate's pages by a third party.
"""

from datetime import date

import polars as pl

from foreland.sources.lookups.lists import Column, ListOf, reader


def _newest(frame: pl.DataFrame) -> date | None:
    """The last report's day: the list cannot be older."""
    last = frame["report_published"].max()
    return last if isinstance(last, date) else None


DISTRICTS = ListOf(
    name="districts-dated",
    register="districts",
    title="Districts and their authorities, live and ended",
    known_by=("lad_code", "date_of_introduction", "date_of_termination", "new_la_code"),
    columns={
        "code": Column("lad_code"),
        "name": Column("lad_name"),
        "opened": Column("date_of_introduction", "day"),
        "closed": Column("date_of_termination", "day"),
        "status": Column("status"),
        "authority": Column("new_la_code"),
        "authority_name": Column("la_name"),
        "dfe_number": Column("old_la_code"),
    },
    area="new_la_code",
    caveats=("no successors are given; to 2023",),
)

DISTRICTS_2023 = ListOf(
    name="districts-2023-04",
    register="districts",
    title="Lower-tier to upper-tier authorities, April 2023",
    known_by=("LTLA23CD", "LTLA23NM", "UTLA23CD"),
    columns={
        "code": Column("LTLA23CD"),
        "name": Column("LTLA23NM"),
        "authority": Column("UTLA23CD"),
        "authority_name": Column("UTLA23NM"),
    },
    area="UTLA23CD",
    caveats=("Wales is in it too: its rows have no area",),
)

COUNCILS = ListOf(
    name="councils",
    register="councils",
    title="Every council, also abolished ones, and what replaced it (mySociety, CC BY 4.0)",
    known_by=("local-authority-code", "gss-code", "replaced-by", "former-gss-codes"),
    columns={
        "short_code": Column("local-authority-code"),
        "name": Column("nice-name"),
        "code": Column("gss-code"),
        "opened": Column("start-date", "day"),
        "closed": Column("end-date", "day"),
        "replaced_by": Column("replaced-by"),
        "nation": Column("nation"),
        "kind": Column("local-authority-type-name"),
        "county": Column("county-la"),
        "former_codes": Column("former-gss-codes"),
        "current": Column("current-authority", "flag"),
    },
    area="gss-code",
    notes=("populations, places and addresses in it are not read",),
    caveats=(
        "districts and counties stand together: the kind tells them apart",
        "attribution: mySociety, CC BY 4.0",
    ),
)

CODE_CHANGES = ListOf(
    name="code-changes",
    register="code_changes",
    title="Changes of codes of areas, 2014 to 2025",
    known_by=("oldcd", "oldnm", "newcd", "newnm", "type", "start"),
    columns={
        "old": Column("oldcd"),
        "old_name": Column("oldnm"),
        "new": Column("newcd"),
        "new_name": Column("newnm"),
        "kind": Column("type"),
        "year": Column("start", "number"),
    },
    area="newcd",
    caveats=("of several purposes: a merger, a new code, a new kind of area; kind tells which",),
)

_INSPECTED = {
    "number": Column("urn"),
    "dfe_number": Column("la_code"),
    "authority": Column("ltla23cd"),
    "link": Column("inspection_link", "link"),
}

ILACS = ListOf(
    name="childrens-services-overview",
    register="childrens_services_overview",
    title="Children's services: the latest inspection of each authority",
    known_by=("overall_effectiveness_grade", "inspection_framework", "impact_of_leaders_grade"),
    columns={
        **_INSPECTED,
        "framework": Column("inspection_framework"),
        "overall": Column("overall_effectiveness_grade"),
        "leaders": Column("impact_of_leaders_grade"),
        "help_and_protection": Column("help_and_protection_grade"),
        "in_care": Column("in_care_grade"),
        "care_leavers": Column("care_leavers_grade", words=("inspection_pre_dates_judgement",)),
        "started": Column("inspection_start_date", "day"),
        "ended": Column("inspection_end_date", "day"),
        "report_published": Column("publication_date", "day"),
        "all_inspections": Column("local_link_to_all_inspections", "link"),
    },
    source="ofsted",
    area="ltla23cd",
    notes=("neighbours and counts of inspectors are not read",),
    caveats=(
        "taken from the inspectorate's pages by a third party",
        "a short inspection replaces the row of the fuller one before it",
        "an authority without an overall grade is not judged, not unrated",
    ),
    as_at=_newest,
)

#: What the third party wrote where it found no day of the next inspection.
_NOT_SAID = ("Last inspection date not provided", "Next inspection time frame not found")

AREA_SEND = ListOf(
    name="area-send-overview",
    register="area_send_overview",
    title="Area SEND inspections under the framework of 2023",
    known_by=("outcome_grade", "previous_inspection_date", "next_inspection_by_date"),
    columns={
        **_INSPECTED,
        "outcome": Column("outcome_grade", "number"),
        "previous": Column("previous_inspection_date", "day"),
        "started": Column("inspection_start_date", "day"),
        "ended": Column("inspection_end_date", "day"),
        "report_published": Column("publication_date", "day"),
        "next_within": Column("next_inspection"),
        "next_by": Column("next_inspection_by_date", "day", words=_NOT_SAID),
        "all_inspections": Column("local_link_to_all_inspections", "link"),
        "words": Column("inspection_outcome_text"),
    },
    source="ofsted",
    area="ltla23cd",
    caveats=(
        "outcome 1 is the best and 3 the worst; blank where the words could not be read",
        "an area that is not in it need not be uninspected: the list ends in 2025",
    ),
    as_at=_newest,
)

GRAMMAR_SCHOOLS = ListOf(
    name="grammar-schools",
    register="grammar_schools",
    title="Grammar schools",
    known_by=("SCHNAME", "URN"),
    columns={"urn": Column("URN"), "name": Column("SCHNAME")},
    source="schools",
    exactly=True,
    caveats=("a third party's list, of no stated day",),
)

READERS = tuple(
    reader(spec)
    for spec in (
        DISTRICTS,
        DISTRICTS_2023,
        COUNCILS,
        CODE_CHANGES,
        ILACS,
        AREA_SEND,
        GRAMMAR_SCHOOLS,
    )
)
