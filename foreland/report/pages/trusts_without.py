"""The schools that are in no academy trust, by phase, type and name."""

from dataclasses import dataclass

from foreland.report import formats
from foreland.report.material import Row
from foreland.report.pages import school_rows as rows
from foreland.report.pages.page import Page
from foreland.report.pages.school_rows import PHASES, Schools
from foreland.report.pages.trust_pages import TRUST_CRUMBS


@dataclass(frozen=True)
class WithoutPage:
    area_name: str
    on: str
    total: int
    counted: str
    #: Anchor and name of a phase; its types of school, each with name, path and district.
    parts: tuple[tuple[str, str, tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]], ...]


def _by_type(some: list[Row]) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    types = sorted({row["type"] for row in some})
    return tuple(
        (
            kind,
            tuple(
                (r["name"], rows.path_of(r["urn"]), r["district_name"] or "district not known")
                for r in some
                if r["type"] == kind
            ),
        )
        for kind in types
    )


def page(schools: Schools) -> Page:
    area = schools.material.about.area_name
    some = tuple(r for r in schools.all if r["trust_uid"] is None)
    parts = tuple(
        (phase, PHASES[phase][1].capitalize(), _by_type([r for r in some if r["phase"] == phase]))
        for phase in PHASES
        if any(r["phase"] == phase for r in some)
    )
    context = WithoutPage(
        area_name=area,
        on=formats.day(schools.on),
        total=len(some),
        counted=rows.counted(some),
        parts=parts,
    )
    return Page(
        "trusts/without.html",
        "trusts-without",
        "Schools without a trust",
        f"The schools of {area} that are in no academy trust, by phase and name.",
        "trusts_without.html",
        context,
        "schools",
        TRUST_CRUMBS,
    )
