"""The schools of a district: its map, and a list by name; in parts where it is long."""

from dataclasses import dataclass

from foreland.report import formats
from foreland.report.charts.map import Map, View
from foreland.report.material import Row
from foreland.report.pages import school_rows as rows
from foreland.report.pages.page import Page
from foreland.report.pages.school_lists import CRUMBS, Legend, drawn, guessed, legend
from foreland.report.pages.school_rows import PHASE_NAMES, Schools

#: As many schools as one page's list can hold.
MOST_LINES = 200


@dataclass(frozen=True)
class SchoolLine:
    name: str
    path: str
    square: str
    phase: str
    phase_name: str
    trust: str
    trust_path: str
    pupils: str
    inspected: str
    guessed: bool


@dataclass(frozen=True)
class DistrictPage:
    district: str
    area_name: str
    on: str
    counted: str
    map: Map | None
    legend: tuple[Legend, ...]
    lines: tuple[SchoolLine, ...]
    unplaced: int
    guessed: int
    #: The parts of a list that is too long for one page: from which name to which, and where.
    parts: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


def pages(schools: Schools) -> list[Page]:
    """A page a district, by name; several where the list is long."""
    return [
        page
        for code, name, some in schools.districts
        for page in _district(schools, code, name, some)
    ]


def _district(schools: Schools, code: str, name: str, some: tuple[Row, ...]) -> list[Page]:
    """A page; several where one would be too long to load, each with a part of the list."""
    shape = schools.fine.get(code)
    here = drawn((shape,), some, "district", name, named=False) if shape else None
    view = here.view if here else None
    lines = [_line(schools, row, view) for row in some]
    parts = _parts(lines)
    path = rows.district_path(code, name)
    paths = [path] + [f"{path.removesuffix('.html')}-{n + 1}.html" for n in range(1, len(parts))]
    spans = [_span(part) for part in parts]
    place = f"in {name}" if code != rows.UNKNOWN else "whose district is not known"
    made = []
    for n, part in enumerate(parts):
        said = f": {spans[n]}" if len(parts) > 1 else ""
        context = DistrictPage(
            district=name,
            area_name=schools.material.about.area_name,
            on=formats.day(schools.on),
            counted=rows.counted(some),
            map=here,
            legend=legend(some),
            lines=tuple(part),
            unplaced=sum(1 for row in some if row["easting"] is None),
            guessed=guessed(some),
            parts=tuple(zip(spans, paths, strict=True)) if len(parts) > 1 else (),
            others=tuple(
                (other, rows.district_path(c, other))
                for c, other, _ in schools.districts
                if c != code
            ),
        )
        made.append(
            Page(
                paths[n],
                "schools-district",
                f"Schools {place}{said}",
                f"The state-funded schools {place}: map, phase, trust, pupils, inspection.",
                "school_district.html",
                context,
                "schools",
                CRUMBS,
            )
        )
    return made


def _parts(lines: list[SchoolLine]) -> list[list[SchoolLine]]:
    """The list in parts of about one length, none too long for a page."""
    number = max(1, -(-len(lines) // MOST_LINES))
    size = -(-len(lines) // number)
    return [lines[n * size : (n + 1) * size] for n in range(number)]


def _span(part: list[SchoolLine]) -> str:
    """``Adderley to Colmers``: from which name to which."""
    return f"{part[0].name} to {part[-1].name}"


def _line(schools: Schools, row: Row, view: View | None) -> SchoolLine:
    placed = view is not None and row["easting"] is not None
    uid = row["trust_uid"]
    return SchoolLine(
        row["name"],
        rows.path_of(row["urn"]),
        view.square(row["easting"], row["northing"]) if view and placed else "",
        row["phase"],
        PHASE_NAMES[row["phase"]],
        row["trust"] or "",
        rows.trust_path(uid) if uid in schools.trust_uids else "",
        rows.pupils(row),
        rows.inspected(row),
        row["district_by"] == "postcode sector",
    )
