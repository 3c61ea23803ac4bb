"""Write the invented schools as the register, the inspectorate and the census publish theirs.

The list behind the performance tables, links, names and days, trusts and who belonged to them in
two extracts, rolls of two censuses, the older inspections and the inspectorate's own file.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from foreland.synthetic.school_facts import (
    NURSERY,
    PRIMARY,
    PRU,
    SECONDARY,
    SPECIAL,
    TRUSTS,
    School,
    schools,
    trust_on,
)
from foreland.synthetic.school_inspections import FILE_DAY, HISTORY_DAY, history, inspected
from foreland.synthetic.tables import layout, write_csv

Made = list[tuple[Path, date, str]]

_LIST_DAY = date(2019, 11, 15)
_EXTRACTS = ((2019, date(2019, 6, 1)), (2022, date(2022, 7, 1)))
_NAMES_DAY, _LINKS_DAY = date(2025, 9, 1), date(2025, 4, 22)

#: The types of the list behind the performance tables, by those of the inspectorate.
_LISTED = {
    "Community School": "Community school",
    "Voluntary Aided School": "Voluntary aided school",
    "Voluntary Controlled School": "Voluntary controlled school",
    "Foundation School": "Foundation school",
    "Academy Converter": "Academy - Converter mainstream",
    "Academy Sponsor Led": "Academy sponsor led mainstream",
    "Community Special School": "Community special school",
    "Academy Special Converter": "Academy - Converter special school",
    "Free School": "Free School - Mainstream",
}


def write_schools(folder: Path, seed: int) -> Made:
    """All these files; gives path, date and title of each."""
    known = schools(seed)
    made: Made = []

    def written(
        name: str, columns: str, rows: Iterator[dict[str, object]], day: date, of: str
    ) -> None:
        path = folder / f"{name}.csv"
        write_csv(path, layout(columns), rows)
        made.append((path, day, f"Synthetic: {of}"))

    _write_list(folder / "school_list_2017-18.xlsx", known)
    made.append((folder / "school_list_2017-18.xlsx", _LIST_DAY, "Synthetic: list of schools"))
    written("school_links", "school-links", _links(known), _LINKS_DAY, "links between schools")
    written("school_names", "school-names", _names(known), _NAMES_DAY, "schools by name and day")
    written("trusts_2022-07", "school-groups", _groups(), _EXTRACTS[1][1], "academy trusts")
    for year, day in _EXTRACTS:
        columns = f"school-members-{year}"
        written(f"trust_members_{year}", columns, _members(known, day), day, "members of trusts")
    for year in (2019, 2023):
        name, day = f"census_{year - 1}-{year % 100}", date(year, 6, 20)
        written(name, "school-census", _census(known, year), day, f"school census of {year}")
    path = folder / "inspection_history.csv"
    listed = frozenset(f"{row['URN']:.0f}" for school in known for row in _listed(school))
    write_csv(path, ("URN", "Rating", "Inspection Date"), history(known, listed))
    made.append((path, HISTORY_DAY, "Synthetic: graded inspections until February 2020"))
    written(
        "inspections_2025-08", "ofsted-schools", inspected(known), FILE_DAY,
        "inspections and outcomes of state-funded schools at 31 August 2025",
    )  # fmt: skip
    return made


def _day(value: date | None) -> str:
    return f"{value:%d-%m-%Y}" if value else ""


def _numbers(school: School) -> list[tuple[str, str, date | None, date | None]]:
    """Each number that the school has had: number, type, opened, closed."""
    found: list[tuple[str, str, date | None, date | None]] = []
    if school.former and school.opened:
        before = "Community Special School" if school.phase == SPECIAL else "Community School"
        found.append((school.former, before, None, school.opened.replace(day=1)))
    return [*found, (school.urn, school.type, school.opened, None)]


def _write_list(path: Path, known: tuple[School, ...]) -> None:
    """The schools of September 2017, and what opened in place of one of them by November 2019."""
    columns = layout("school-list")
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime(2019, 11, 15)})
        sheet = book.add_worksheet("england")
        sheet.write_row(0, 0, columns)
        line = 0
        for school in known:
            for row in _listed(school):
                line += 1
                for place, name in enumerate(columns):
                    if row.get(name) not in (None, ""):
                        sheet.write(line, place, row[name])


def _listed(school: School) -> Iterator[dict[str, object]]:
    if school.phase in (NURSERY, PRU):
        return
    for urn, type_, opened, closed in _numbers(school):
        new = opened is not None and opened > _LIST_DAY
        gone = closed is not None and closed <= date(2017, 9, 1)
        if new or gone:
            continue
        yield {
            "URN": float(urn),
            "LA": float(school.authority.number),
            "LAESTAB": float(school.authority.number * 10_000 + school.number),
            "SCHNAME": school.name,
            "TOWN": school.district_name,
            "POSTCODE": school.postcode,
            "OPENDATE": opened and datetime(opened.year, opened.month, opened.day),
            "CLOSEDATE": closed
            and closed <= _LIST_DAY
            and datetime(closed.year, closed.month, closed.day),
            "MINORGROUP": "Academy" if "Academy" in type_ else "Maintained school",
            "NFTYPE": _LISTED[type_],
            "ISPRIMARY": "1" if school.phase in (PRIMARY, SPECIAL) else "0",
            "ISSECONDARY": "1" if school.phase in (SECONDARY, SPECIAL) else "0",
            "ISPOST16": "1" if school.phase == SECONDARY else "0",
            "AGEL": str(school.low),
            "AGEH": str(school.high),
            "GENDER": "Mixed",
            "RELDENOM": "Does not apply",
            "ADMPOL": "Selective" if school.selective else "Non-selective",
        }


def _links(known: tuple[School, ...]) -> Iterator[dict[str, object]]:
    for school in known:
        if school.former and school.opened:
            for urn, other, kind in (
                (school.urn, school.former, "Predecessor"),
                (school.former, school.urn, "Successor"),
            ):
                yield {
                    "URN": urn,
                    "LinkURN": other,
                    "LinkName": school.name,
                    "LinkType": kind,
                    "LinkEstablishedDate": _day(school.opened),
                }


def _names(known: tuple[School, ...]) -> Iterator[dict[str, object]]:
    for school in known:
        for urn, _, opened, closed in _numbers(school):
            yield {
                "urn": urn,
                "name": school.name,
                "open_date": _day(opened),
                "close_date": _day(closed),
                "town": school.district_name,
                "postcode": school.postcode,
            }


def _groups() -> Iterator[dict[str, object]]:
    for uid, name in TRUSTS.items():
        yield {
            "Group UID": uid,
            "Group ID": f"TR{uid}",
            "Group Name": name,
            "Companies House Number": f"999{uid}",
            "Group Type": _kind(uid),
            "Open date": "2011-04-01",
            "Incorporated on (open date)": "2011-02-01",
            "Group Status": "Open",
        }


def _kind(uid: str) -> str:
    return "Single-academy trust" if uid == "90007" else "Multi-academy trust"


def _members(known: tuple[School, ...], day: date) -> Iterator[dict[str, object]]:
    for school in known:
        uid = trust_on(school, day)
        if uid is None:
            continue
        moved = school.trust_before is not None and day.year >= 2021
        joined = date(2021, 1, 1) if moved else school.joined
        yield {
            "URN": school.urn,
            "Group UID" if day.year >= 2021 else "Linked UID": uid,
            "Group Name": TRUSTS[uid],
            "Group Type": _kind(uid),
            "Group Status": "Open",
            "Joined date": joined.isoformat() if joined and day.year >= 2021 else _day(joined),
            "EstablishmentName": school.name,
            "LA (code)": school.authority.number,
            "LA (name)": school.authority.name,
        }


def _census(known: tuple[School, ...], year: int) -> Iterator[dict[str, object]]:
    for school in known:
        urn = school.urn_on(date(year, 1, 19))
        if urn is not None:
            yield {
                "URN": urn,
                "LA": school.authority.number,
                "ESTAB": school.number,
                "SCHOOLTYPE": f"State-funded {school.phase.lower()}",
                "NOR": school.rolls[year],
            }
