"""The invented inspections, as the copy of older ones and the inspectorate's own file have them."""

from collections.abc import Iterator
from datetime import date

from foreland.synthetic.school_facts import AS_AT, TRUSTS, School, Visit, trust_on

#: The last day of the copy, and the day to which reports are in the inspectorate's file.
HISTORY_DAY, FILE_DAY = date(2020, 2, 26), date(2025, 9, 30)

_WORDS = {1: "Outstanding", 2: "Good", 3: "Requires improvement", 4: "Inadequate"}


def history(known: tuple[School, ...], listed: frozenset[str]) -> Iterator[dict[str, object]]:
    """Only of numbers that the list of 2017-18 has, as in the copy that there is."""
    for school in known:
        for visit in school.visits:
            if visit.urn in listed and visit.day <= HISTORY_DAY and visit.grade is not None:
                word = _WORDS[visit.grade]
                if visit.grade == 3 and visit.day < date(2012, 9, 1):
                    word = "Satisfactory"
                yield {
                    "URN": visit.urn,
                    "Rating": word,
                    "Inspection Date": f"{visit.day:%Y%m%d}",
                }


def inspected(known: tuple[School, ...]) -> Iterator[dict[str, object]]:
    for n, school in enumerate(known):
        uid = trust_on(school, AS_AT)
        row: dict[str, object] = {
            "URN": school.urn,
            "LAESTAB": school.authority.number * 10_000 + school.number,
            "School name": school.name,
            "Ofsted phase": school.phase,
            "Type of education": school.type,
            "School open date": f"{school.opened:%d/%m/%Y}" if school.opened else "",
            "Admissions policy": "Selective" if school.selective else "Non-selective",
            "Sixth form": "Has a sixth form" if school.high > 16 else "Does not have a sixth form",
            "Designated religious character": "Church of England"
            if school.type.startswith("Voluntary")
            else "Does not apply",
            "Local authority": school.authority.name,
            "Multi-academy trust UID": uid or "",
            "Multi-academy trust name": TRUSTS[uid] if uid else "",
            "Postcode": school.postcode,
            "The income deprivation affecting children index (IDACI) quintile": 1
            + min(4, max(0, round(2 + school.hardship))),
            "Total number of pupils": school.rolls[2025],
            "Statutory lowest age": school.low,
            "Statutory highest age": school.high,
        }
        graded = [v for v in school.visits if v.published <= FILE_DAY]
        if graded:
            row |= _latest(school, graded[-1], f"1{n:04d}{len(graded)}")
            if len(graded) > 1:
                row |= _previous(school, graded[-2], f"1{n:04d}{len(graded) - 1}")
            row |= _ungraded(school, graded[-1], n)
        yield row


def _latest(school: School, visit: Visit, number: str) -> dict[str, object]:
    said = visit.judged if visit.day.year >= 2019 else (9, 9, 9, visit.judged[3])
    return {
        "Inspection number of latest graded inspection": number,
        "Inspection type": "S5 Inspection",
        "Inspection start date": f"{visit.day:%d/%m/%Y}",
        "Publication date": f"{visit.published:%d/%m/%Y}",
        "Does the latest graded inspection relate to the URN of the current school?": _own(
            school, visit
        ),
        "URN at time of latest graded inspection": visit.urn,
        "Overall effectiveness": visit.grade or "Not judged",
        "Quality of education": said[0],
        "Behaviour and attitudes": said[1],
        "Personal development": said[2],
        "Effectiveness of leadership and management": said[3],
        "Safeguarding is effective?": "Yes",
        "Early years provision (where applicable)": said[0] if school.low < 5 else 9,
        "Sixth form provision (where applicable)": said[0] if school.high > 16 else 9,
    }


def _previous(school: School, visit: Visit, number: str) -> dict[str, object]:
    return {
        "Previous inspection number": number,
        "Previous inspection start date": f"{visit.day:%d/%m/%Y}",
        "Previous publication date": f"{visit.published:%d/%m/%Y}",
        "Does the previous graded inspection relate to the URN of the current school?": _own(
            school, visit
        ),
        "URN at time of previous graded inspection": visit.urn,
        "Previous graded inspection overall effectiveness": visit.grade or "Not judged",
        "Previous quality of education": 9,
        "Previous behaviour and attitudes": 9,
        "Previous personal development": 9,
        "Previous effectiveness of leadership and management": visit.judged[3],
        "Previous safeguarding is effective?": "Yes",
        "Previous early years provision (where applicable)": 9,
        "Previous sixth form provision (where applicable)": 9,
    }


def _own(school: School, visit: Visit) -> str:
    return "Yes" if visit.urn == school.urn else "No"


def _ungraded(school: School, visit: Visit, n: int) -> dict[str, object]:
    """Some good schools had a short visit since, which sets no grade."""
    day = date(visit.day.year + 3, visit.day.month, min(visit.day.day, 28))
    if n % 4 or visit.grade not in (1, 2) or day > date(2025, 6, 30):
        return {}
    word = "Standards maintained" if day.year > 2024 else f"School remains {_WORDS[visit.grade]}"
    return {
        "URN at time of the ungraded inspection": school.urn,
        "Date of latest ungraded inspection": f"{day:%d/%m/%Y}",
        "Ungraded inspection overall outcome": word,
    }
