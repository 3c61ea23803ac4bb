"""Write the invented county's log of services to schools, its notes on trusts and its workforce.

Who gets a service hangs on a school's hardship and on luck, so some in need get none and some
without need get one. No service has an effect here: what the evaluation shows is chance.
"""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from random import Random

from foreland.sources.local.declared_tables import local_table
from foreland.synthetic.local import COLUMNS
from foreland.synthetic.places import county
from foreland.synthetic.school_facts import PRIMARY, SECONDARY, TRUSTS, School, county_schools
from foreland.synthetic.tables import where, write_csv

Made = list[tuple[Path, date, str]]

_DAY = date(2026, 4, 8)

#: Service, phases, the first day of its term, the share of schools that had it, unit of the log.
_GIVEN = (
    ("attendance-advice", (PRIMARY, SECONDARY), date(2023, 9, 11), 0.34, "days", (2, 3, 4, 6)),
    ("reading-visits", (PRIMARY,), date(2017, 9, 18), 0.36, "visits", (3, 4, 6)),
    ("curriculum-network", (SECONDARY,), date(2023, 10, 2), 0.5, "sessions", (3, 6)),
)

_NOTES = (
    ("90001", "2024-11-12", "yes", "capacity", "Took on a school of another trust."),
    ("90002", "2025-02-03", "yes", "governance", "Two seats on the board are vacant."),
    ("90002", "2025-10-06", "no", "governance", "Both seats filled; support ended as planned."),
    ("90004", "2025-06-17", "", "leadership", "Two small schools try one leadership."),
)  # fmt: skip

#: Code, group, values by year, unit.
_WORKFORCE = (
    ("teachers_fte", "all", (5120.4, 5098.0, 5143.6), "fte"),
    ("teachers_fte", "subject=mathematics", (402.0, 396.5, 391.2), "fte"),
    ("teacher_retention_1_year", "all", (88.0, 87.0, 89.0), "percent"),
    ("teacher_retention_5_years", "all", (67.0, 68.0, 66.0), "percent"),
    ("headteacher_changes", "all", (11.0, 13.0, 12.0), "percent"),
    ("pupil_teacher_ratio", "phase=primary", (20.9, 20.7, 20.4), "ratio"),
    ("pupil_teacher_ratio", "phase=secondary", (16.8, 16.9, 17.0), "ratio"),
    ("ep_in_post", "all", (23.4, 21.8, 20.6), "fte"),
    ("ep_vacancies", "all", (14.0, 19.0, 22.0), "percent"),
    ("ep_advice_waiting", "all", (61, 88, 97), "count"),
)
_YEARS = (2023, 2024, 2025)


def write_services(folder: Path, seed: int) -> Made:
    """The log, the notes and the county's own workforce; gives path, date and title of each."""
    made: Made = []
    log, notes, staff = (
        folder / name for name in ("service_log.csv", "trust_notes.csv", "workforce_internal.csv")
    )
    _write(log, local_table("service-log").header, _log(seed))
    made.append((log, _DAY, "Synthetic: log of services to schools"))
    _write(notes, local_table("trust-notes").header, _notes())
    made.append((notes, _DAY, "Synthetic: notes on academy trusts"))
    write_csv(staff, COLUMNS, _staff(seed))
    made.append((staff, _DAY, "Synthetic: Forelandshire's own workforce figures (internal)"))
    return made


def _write(path: Path, header: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def _log(seed: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for service, phases, term, share, unit, amounts in _GIVEN:
        schools = [s for s in county_schools(seed) if s.phase in phases and s.urn_on(term)]
        chosen = sorted(schools, key=lambda s: (-_pull(s, seed, service), s.urn))
        for school in sorted(chosen[: round(len(schools) * share)], key=lambda s: s.urn):
            chance = Random(f"{seed}:{service}:{school.urn}:given")
            day = term + timedelta(days=7 * chance.randrange(12))
            rows.append(
                {
                    "service": service,
                    "urn": school.urn_on(day),
                    "school": school.name,
                    "started": day.isoformat(),
                    "ended": (day + timedelta(days=140)).isoformat(),
                    "amount": chance.choice(amounts),
                    "amount_unit": unit,
                }
            )
    return rows


def _pull(school: School, seed: int, service: str) -> float:
    return 0.5 * school.hardship + Random(f"{seed}:{service}:{school.urn}").gauss(0, 1)


def _notes() -> list[dict[str, object]]:
    return [
        {
            "uid": uid,
            "trust": TRUSTS[uid],
            "noted_on": day,
            "supported": supported,
            "about": about,
            "note": note,
            "document": "Synthetic note",
            "document_date": day,
        }
        for uid, day, supported, about, note in _NOTES
    ]


def _staff(seed: int) -> list[dict[str, str]]:
    here = where(county(seed), seed) | {"locality_code": "", "locality_name": ""}
    rows = []
    for code, group, values, unit in _WORKFORCE:
        for year, value in zip(_YEARS, values, strict=True):
            changes = code == "headteacher_changes"
            day = code.startswith("ep_")
            label = f"{year - 1}{year % 100}" if changes else f"{year}-11-05" if day else str(year)
            what = "Academic year" if changes else "Day" if day else "November (snapshot)"
            rows.append(
                {"time_period": label, "time_identifier": what}
                | here
                | {
                    "indicator": code,
                    "group": group,
                    "value": f"{value:.10g}",
                    "numerator": "",
                    "denominator": "",
                    "unit": unit,
                    "status": "final",
                    "document": "",
                    "document_date": "",
                    "audience": "internal",
                }
            )
    return rows
