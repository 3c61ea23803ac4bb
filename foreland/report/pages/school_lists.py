"""The schools of an area: a map with the list of districts, and a page a phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foreland.report import formats
from foreland.report.charts.map import STYLES, Key, Map, Mark, Shape
from foreland.report.material import Row
from foreland.report.pages import school_rows as rows
from foreland.report.pages.page import Page
from foreland.report.pages.school_rows import PHASE_NAMES, PHASES, Schools

HOME = ("index.html", "Home")
CRUMBS = (HOME, ("schools/index.html", "Schools"))


@dataclass(frozen=True)
class Legend:
    phase: str
    name: str
    count: int
    key: Key


@dataclass(frozen=True)
class DistrictLine:
    name: str
    path: str
    square: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class SchoolsPage:
    area_name: str
    on: str
    schools_of: str
    total: int
    counted: str
    map: Map | None
    legend: tuple[Legend, ...]
    unplaced: int
    phases: tuple[tuple[str, str, str, int], ...]
    districts: tuple[DistrictLine, ...]
    totals: tuple[int, ...]
    guessed: int
    trusts: int
    without: int
    ladder_path: str | None
    next_path: str | None


@dataclass(frozen=True)
class PhasePart:
    name: str
    anchor: str
    path: str
    schools: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PhasePage:
    phase_name: str
    many: str
    area_name: str
    on: str
    total: int
    parts: tuple[PhasePart, ...]
    others: tuple[tuple[str, str], ...]


def pages(schools: Schools, ladder_path: str | None, next_path: str | None) -> list[Page]:
    """The first page, and one a phase."""
    made = [_index(schools, ladder_path, next_path)]
    made += [_phase(schools, phase) for phase in _phases(schools.all)]
    return made


def _phases(some: Sequence[Row]) -> tuple[str, ...]:
    there = {row["phase"] for row in some}
    return tuple(phase for phase in PHASES if phase in there)


def _of_phase(some: Sequence[Row], phase: str) -> int:
    return sum(1 for row in some if row["phase"] == phase)


def legend(some: Sequence[Row]) -> tuple[Legend, ...]:
    order = sorted(_phases(some), key=STYLES.index)
    return tuple(
        Legend(phase, PHASE_NAMES[phase], _of_phase(some, phase), Key(phase)) for phase in order
    )


def drawn(
    shapes: tuple[Shape, ...], some: Sequence[Row], ident: str, place: str, *, named: bool
) -> Map | None:
    """The map of some schools; None where no outline or no point is known."""
    marks = tuple(
        Mark(row["phase"], row["easting"], row["northing"])
        for row in some
        if row["easting"] is not None
    )
    if not shapes or not marks:
        return None
    said = formats.joined(
        [f"{entry.count} {entry.name.lower()}" for entry in legend(some) if entry.count]
    )
    return Map(
        shapes,
        marks,
        ident,
        f"Map of schools in {place}",
        f"{len(marks)} of {len(some)} schools lie on the map, each a mark: {said}. The list of "
        "schools says the square of each.",
        named=named,
    )


def _index(schools: Schools, ladder_path: str | None, next_path: str | None) -> Page:
    area = schools.material.about.area_name
    here = drawn(schools.shapes, schools.all, "schools", area, named=True)
    phases = _phases(schools.all)
    view = here.view if here else None
    spots = {o["code"]: (o["easting"], o["northing"]) for o in schools.outlines}
    lines = tuple(
        DistrictLine(
            name,
            rows.district_path(code, name),
            view.square(*spots[code]) if view and code in spots else "",
            tuple(_of_phase(some, phase) for phase in phases),
            len(some),
        )
        for code, name, some in schools.districts
    )
    context = SchoolsPage(
        area_name=area,
        on=formats.day(schools.on),
        schools_of=_worded(schools.about["schools_of"]),
        total=len(schools.all),
        counted=rows.counted(schools.all),
        map=here,
        legend=legend(schools.all),
        unplaced=sum(1 for row in schools.all if row["easting"] is None),
        phases=tuple(
            (PHASE_NAMES[p], PHASES[p][1], rows.phase_path(p), _of_phase(schools.all, p))
            for p in phases
        ),
        districts=lines,
        totals=tuple(_of_phase(schools.all, phase) for phase in phases),
        guessed=guessed(schools.all),
        trusts=len(schools.trusts),
        without=sum(1 for row in schools.all if row["trust_uid"] is None),
        ladder_path=ladder_path,
        next_path=next_path,
    )
    return Page(
        "schools/index.html",
        "schools",
        "Schools",
        f"The state-funded schools of {area}: on a map, by district, phase and trust.",
        "schools.html",
        context,
        "schools",
        (HOME,),
    )


def _worded(text: str) -> str:
    """``schools open on 2025-08-31`` with its day in words."""
    head, _, last = text.rpartition(" ")
    try:
        return f"{head} {formats.day(date.fromisoformat(last))}"
    except ValueError:
        return text


def guessed(some: Sequence[Row]) -> int:
    return sum(1 for row in some if row["district_by"] == "postcode sector")


def _phase(schools: Schools, phase: str) -> Page:
    area, many = schools.material.about.area_name, PHASES[phase][1]
    parts = tuple(
        PhasePart(
            name,
            rows.slug(name),
            rows.district_path(code, name),
            tuple((row["name"], rows.path_of(row["urn"])) for row in some if row["phase"] == phase),
        )
        for code, name, some in schools.districts
        if _of_phase(some, phase)
    )
    context = PhasePage(
        phase_name=PHASE_NAMES[phase],
        many=many,
        area_name=area,
        on=formats.day(schools.on),
        total=sum(len(part.schools) for part in parts),
        parts=parts,
        others=tuple(
            (PHASES[p][1], rows.phase_path(p)) for p in _phases(schools.all) if p != phase
        ),
    )
    return Page(
        rows.phase_path(phase),
        "schools-phase",
        f"{many.capitalize()} in {area}",
        f"The {many} of {area} by district, sorted by name.",
        "school_phase.html",
        context,
        "schools",
        CRUMBS,
    )
