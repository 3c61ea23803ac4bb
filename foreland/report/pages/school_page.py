"""A page a school: published facts alone, and what cannot be compared said beside them.

Sorts and ranks nothing by results, and calls no school good or bad in words of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from foreland.report import formats
from foreland.report.charts.map import Map, Mark
from foreland.report.material import Row
from foreland.report.pages import school_rows as rows
from foreland.report.pages.page import Page
from foreland.report.pages.school_lists import CRUMBS
from foreland.report.pages.school_rows import PHASE_NAMES, Schools
from foreland.report.pages.school_tables import Results, results_of


@dataclass(frozen=True)
class Visit:
    day: str
    regime: str
    gave: str
    number: str
    published: str


@dataclass(frozen=True)
class Alike:
    name: str
    path: str
    area: str
    distance: str
    far: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SchoolPage:
    name: str
    urn: str
    on: str
    area_name: str
    phase: str
    facts: tuple[tuple[str, str, str], ...]
    map: Map | None
    latest: str
    carried: str
    judgements: tuple[tuple[str, str], ...]
    judged_on: str
    ungraded: str
    visits: tuple[Visit, ...]
    compared: tuple[str, ...]
    results: tuple[Results, ...]
    no_results: str
    alike: tuple[Alike, ...]
    alike_own: tuple[str, ...]
    alike_say: str
    look_up: str


def pages(schools: Schools) -> list[Page]:
    return [_page(schools, row) for row in schools.all]


def _page(schools: Schools, row: Row) -> Page:
    urn, name = row["urn"], row["name"]
    visits = schools.visits.get(urn, [])
    said = schools.judgements.get(urn, [])
    alike = schools.alike.get(urn, [])
    own = schools.beside.get(urn)
    results = tuple(results_of(schools.results.get(urn, [])))
    district = row["district_name"]
    crumbs: tuple[tuple[str, str], ...] = CRUMBS
    if district:
        crumbs = (*CRUMBS, (rows.district_path(row["district"], district), district))
    carried = row["inspected_urn"] is not None and row["inspected_urn"] != urn
    context = SchoolPage(
        name=name,
        urn=urn,
        on=formats.day(schools.on),
        area_name=schools.material.about.area_name,
        phase=row["phase"],
        facts=tuple(_facts(schools, row)),
        map=_map(schools, row),
        latest=rows.inspected(row),
        carried=f"of the school that this was before, number {row['inspected_urn']}"
        if carried
        else "",
        judgements=tuple((j["judged"], j["judgement"]) for j in said),
        judged_on=formats.day(said[0]["inspected"]) if said else "",
        ungraded=_ungraded(row),
        visits=tuple(_visit(v, urn) for v in visits),
        compared=tuple(_compared(visits)),
        results=results,
        no_results="" if results else "No results of this school are in a table that was read.",
        alike=tuple(_alike(schools, a) for a in alike),
        alike_own=_cells(_own_intake(alike, own)),
        alike_say=_alike_say(row, own, len(alike)),
        look_up=""
        if schools.material.about.synthetic
        else "https://get-information-schools.service.gov.uk/Establishments/Establishment/"
        f"Details/{urn}",
    )
    return Page(
        rows.path_of(urn),
        "school",
        f"{name} ({urn})",
        f"{name}: public facts, inspections and published results.",
        "school.html",
        context,
        "schools",
        crumbs,
    )


def _facts(schools: Schools, row: Row) -> Iterable[tuple[str, str, str]]:
    """What is said, and the page that it leads to, if any."""
    yield "Phase", PHASE_NAMES[row["phase"]], rows.phase_path(row["phase"])
    yield "Type", row["type"], ""
    since = f" since {formats.day(row['opened'])}" if row["opened"] else ""
    yield "Status", f"Open{since}", ""
    if row["trust"]:
        uid = row["trust_uid"]
        yield "Trust", row["trust"], rows.trust_path(uid) if uid in schools.trust_uids else ""
    else:
        yield "Trust", "In no academy trust", "trusts/without.html"
    if row["district_name"]:
        by = " (by its postcode)" if row["district_by"] == "postcode sector" else ""
        path = rows.district_path(row["district"], row["district_name"])
        yield "District", f"{row['district_name']}{by}", path
    else:
        yield "District", "Not known: no table places the school", ""
    yield "Postcode", row["postcode"] or "Not known", ""
    census = f", {row['census']:%B %Y}" if row["census"] and row["pupils"] is not None else ""
    yield "Pupils", f"{rows.pupils(row).capitalize()}{census}", ""
    if row["places"] is not None:
        yield "Capacity", f"{row['places']:,} places, {row['places_on']:%B %Y}", ""
    else:
        yield "Capacity", "Not known: in no file that was read", ""
    if row["age_low"] is not None and row["age_high"] is not None:
        yield "Ages", f"{row['age_low']} to {row['age_high']}", ""
    for name, column in (("Admissions", "admissions"), ("Sixth form", "sixth_form")):
        if row[column] and row[column] != "Not applicable":
            yield name, row[column], ""
    if row["religion"] and row["religion"] not in ("Does not apply", "None"):
        yield "Religious character", row["religion"], ""
    yield "Number (URN)", row["urn"], ""
    if row["predecessor"]:
        yield "Before", f"Number {', '.join(row['predecessor'].split())}", ""


def _map(schools: Schools, row: Row) -> Map | None:
    shape = schools.fine.get(row["district"] or "")
    if shape is None or row["easting"] is None:
        return None
    return Map(
        (shape,),
        (Mark(row["phase"], row["easting"], row["northing"]),),
        "where",
        f"Where {row['name']} lies in {shape.name}",
        f"One mark on the outline of {shape.name}.",
        gridded=False,
        css="map map--small",
    )


def _ungraded(row: Row) -> str:
    if row["ungraded_on"] is None:
        return ""
    said = row["ungraded_outcome"] or "no outcome is published"
    return f"{formats.day(row['ungraded_on'])}: “{said}”"


def _visit(row: Row, urn: str) -> Visit:
    number = "" if row["inspected_urn"] == urn else row["inspected_urn"]
    return Visit(
        formats.day(row["inspected"]),
        row["regime"].capitalize(),
        rows.grade(row["grade"]),
        number,
        formats.day(row["published_on"]) if row["published_on"] else "not known",
    )


#: What may not be compared, by the regimes that a school was inspected under.
_BRIDGES = {
    "overall effectiveness": "Until August 2024 inspections gave an overall grade. Grades of "
    "different years were given under different handbooks; Satisfactory became Requires "
    "improvement in September 2012.",
    "four judgements": "From September 2024 to November 2025 inspections gave four judgements "
    "and no overall grade. None is made up here, and a judgement is not compared with a grade.",
    "report card": "Since November 2025 inspections give a report card in five words of its own. "
    "They are not the old grades under new names, and no total is made of them.",
}


def _compared(visits: list[Row]) -> Iterable[str]:
    there = {v["regime"] for v in visits}
    return (text for regime, text in _BRIDGES.items() if regime in there)


#: What similar schools are matched by and shown with: column, digits.
_INTAKE = (
    ("prior_attainment", 1),
    ("disadvantaged", 0),
    ("english_additional", 0),
    ("sen_support", 0),
    ("attainment8", 1),
    ("progress8", 2),
)


def _cells(row: Row | None) -> tuple[str, ...]:
    if row is None:
        return ()
    return tuple(
        "–" if row[name] is None else formats.plain(row[name], digits) for name, digits in _INTAKE
    )


def _own_intake(alike: list[Row], own: Row | None) -> Row | None:
    if not alike or own is None:
        return None
    return {name: own.get(name) for name, _ in _INTAKE}


def _alike(schools: Schools, row: Row) -> Alike:
    path = rows.path_of(row["urn"]) if row["urn"] in schools.by_urn else ""
    return Alike(
        row["name"],
        path,
        row["area_name"] or "",
        formats.plain(row["distance"], 2),
        "not known" if row["km"] is None else f"{formats.plain(row['km'], 0)} km",
        _cells(row),
    )


def _alike_say(row: Row, own: Row | None, found: int) -> str:
    if row["phase"] != "secondary":
        return (
            "Similar schools are known for secondary schools alone: no table of other schools "
            "with both intake and results since 2019 is read."
        )
    if own is None:
        return "The school is not in the table from which similar schools are found."
    if not found:
        return f"The school is matched with no others: {own['note'] or 'no reason is known'}."
    mean, spread = own["group_attainment8"], own["group_spread"]
    if mean is None or own["attainment8"] is None:
        return ""
    usual = formats.plain(spread, 1) if spread else ""
    lies = (
        f" Those schools usually lie within {usual} points of their own average." if usual else ""
    )
    return (
        f"Attainment 8 was {formats.plain(own['attainment8'], 1)} here and "
        f"{formats.plain(mean, 1)} on average in the {found} most similar schools "
        f"({own['results_of']}).{lies}"
    )
