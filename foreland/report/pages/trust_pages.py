"""The academy trusts with a school in the area, and a page each.

Public facts of registers; results stand beside those of matched schools and are no effect of a
trust. Sorted by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from foreland.report import formats
from foreland.report.charts.map import Map
from foreland.report.material import Row
from foreland.report.pages import school_rows as rows
from foreland.report.pages.page import Page
from foreland.report.pages.school_lists import CRUMBS, HOME, Legend, drawn, legend
from foreland.report.pages.school_rows import PHASE_NAMES, PHASES, Schools

TRUST_CRUMBS = (*CRUMBS, ("trusts/index.html", "Trusts"))


@dataclass(frozen=True)
class TrustLine:
    name: str
    path: str
    kind: str
    here: int
    everywhere: int
    phases: str
    authorities: int
    pupils: str


@dataclass(frozen=True)
class TrustsPage:
    area_name: str
    on: str
    membership_of: str
    lines: tuple[TrustLine, ...]
    schools_in: int
    schools: int
    without: int
    note: str


@dataclass(frozen=True)
class Member:
    name: str
    path: str
    phase: str
    area: str
    joined: str
    pupils: str


@dataclass(frozen=True)
class Move:
    name: str
    path: str
    move: str
    other: str
    day: str


@dataclass(frozen=True)
class TrustResult:
    phase: str
    schools: int
    text: str


@dataclass(frozen=True)
class TrustPage:
    name: str
    uid: str
    area_name: str
    on: str
    facts: tuple[tuple[str, str], ...]
    map: Map | None
    legend: tuple[Legend, ...]
    members: tuple[Member, ...]
    elsewhere: tuple[Member, ...]
    counts: tuple[tuple[str, int], ...]
    since: str
    moves: tuple[Move, ...]
    move_note: str
    results: tuple[TrustResult, ...]


def pages(schools: Schools) -> list[Page]:
    """The list, and a page a trust."""
    return [
        _index(schools),
        *(_page(schools, row) for row in schools.trusts),
    ]


def _phases(row: Row) -> str:
    """``3 primary, 1 secondary``."""
    found = [(row[p.replace("-", "_")], PHASE_NAMES[p].lower()) for p in PHASES]
    return ", ".join(f"{n} {name}" for n, name in found if n)


def _index(schools: Schools) -> Page:
    area = schools.material.about.area_name
    inside = [r for r in schools.all if r["trust_uid"] is not None]
    first = schools.trusts[0] if schools.trusts else None
    context = TrustsPage(
        area_name=area,
        on=formats.day(schools.on),
        membership_of=formats.day(first["membership_of"]) if first else "",
        lines=tuple(
            TrustLine(
                row["trust"],
                rows.trust_path(row["uid"]),
                row["kind"],
                row["schools_in_area"],
                row["schools"],
                _phases(row),
                row["authorities"],
                rows.pupils(row, "pupils_in_area"),
            )
            for row in schools.trusts
        ),
        schools_in=len(inside),
        schools=len(schools.all),
        without=len(schools.all) - len(inside),
        note=_sentence(first["note"]) if first else "",
    )
    return Page(
        "trusts/index.html",
        "trusts",
        "Academy trusts",
        f"The academy trusts with schools in {area}: size, phases and spread, sorted by name.",
        "trusts.html",
        context,
        "schools",
        (HOME, ("schools/index.html", "Schools")),
    )


def _sentence(text: str | None) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _page(schools: Schools, row: Row) -> Page:
    uid, name = row["uid"], row["trust"]
    about = schools.material.about
    found = schools.members.get(uid, [])
    here = [m for m in found if m["urn"] in schools.by_urn]
    away = [m for m in found if m["urn"] not in schools.by_urn]
    placed = [schools.by_urn[m["urn"]] for m in here]
    moved = schools.movement.get(uid)
    context = TrustPage(
        name=name,
        uid=uid,
        area_name=about.area_name,
        on=formats.day(schools.on),
        facts=tuple(_facts(row, about.area_name)),
        map=drawn(schools.shapes, placed, "trust", about.area_name, named=True),
        legend=legend(placed),
        members=tuple(_member(schools, m) for m in here),
        elsewhere=tuple(_member(schools, m) for m in away),
        counts=tuple(_counts(moved)) if moved else (),
        since=formats.day(moved["since"]) if moved else "",
        moves=tuple(_move(schools, m) for m in schools.moves.get(uid, [])),
        move_note=_sentence(moved["note"]) if moved else "",
        results=tuple(_result(r) for r in schools.trust_results.get(uid, [])),
    )
    return Page(
        rows.trust_path(uid),
        "trust",
        f"{name} ({uid})",
        f"{name}: its schools, phases, size, spread and movement.",
        "trust.html",
        context,
        "schools",
        TRUST_CRUMBS,
    )


def _facts(row: Row, area: str) -> Iterable[tuple[str, str]]:
    yield "Kind", row["kind"]
    yield f"Schools in {area}", f"{row['schools_in_area']}: {_phases(row)}"
    yield "Schools in all", f"{row['schools']}"
    yield f"Pupils in {area}", rows.pupils(row, "pupils_in_area").capitalize()
    known = row["pupils_known"]
    some = f" (of {known} of {row['schools']} schools)" if known < row["schools"] else ""
    yield "Pupils in all", f"{rows.pupils(row).capitalize()}{some}"
    regions = formats.count(row["regions"], "region")
    yield "Spread", f"{formats.count(row['authorities'], 'authority', 'authorities')}, {regions}"
    if row["authorities"] > 1:
        yield "Authorities", row["authority_names"]
    yield "Number (UID)", row["uid"]


def _member(schools: Schools, row: Row) -> Member:
    joined = "not known" if row["joined"] is None else formats.day(row["joined"])
    return Member(
        row["name"],
        rows.path_of(row["urn"]) if row["urn"] in schools.by_urn else "",
        PHASE_NAMES.get(row["phase"], row["phase"]),
        row["school_area_name"] or "",
        joined if row["joined_dated"] is not False else f"by {joined}",
        rows.pupils(row),
    )


def _counts(moved: Row) -> Iterable[tuple[str, int]]:
    yield "Schools then", moved["at_start"]
    for name in ("opened", "joined", "left", "closed"):
        yield name.capitalize(), moved[name]
    yield "Schools now", moved["at_end"]


_FROM = {"joined": "from", "left": "to"}


def _move(schools: Schools, row: Row) -> Move:
    where = _FROM.get(row["move"])
    other = ""
    if where:
        other = f"{where} {row['other_trust'] or 'no trust'}"
    day = formats.day(row["day"]) if row["day"] else "not known"
    path = ""
    for urn in (row["now"], row["urn"]):
        if urn in schools.by_urn:
            path = rows.path_of(urn)
            break
    return Move(
        row["name"],
        path,
        row["move"].capitalize(),
        other,
        day if row["day_certain"] or row["day"] is None else f"by {day}",
    )


def _result(row: Row) -> TrustResult:
    name = PHASE_NAMES.get(row["phase"], row["phase"])
    if row["attainment8_difference"] is None:
        return TrustResult(name, row["schools"], _sentence(row["note"]))
    points = row["attainment8_difference"]
    side = "above" if points >= 0 else "below"
    said = (
        f"{formats.plain(abs(points), 1)} points of Attainment 8 {side} matched schools "
        f"({row['results_of']}, {row['matched']} of {row['schools']} schools matched)"
    )
    if row["progress8_difference"] is not None:
        said += (
            f"; Progress 8 differs by {formats.plain(row['progress8_difference'], 2)}, between "
            f"{formats.plain(row['progress8_difference_lower'], 2)} and "
            f"{formats.plain(row['progress8_difference_upper'], 2)} by pupils' chance alone"
        )
    return TrustResult(name, row["schools"], f"{said}. {_sentence(row['note'])}")
