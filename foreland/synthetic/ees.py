"""Write two data sets in the layout of Explore Education Statistics.

Attendance in the year so far, by phase (the counts of authorities are floating numbers, because
they are averages over days; a ``Total`` for an authority stands only in the newest file), and
the share of education, health and care plans issued within 20 weeks (``x`` where nothing was
collected before 2023, shares with one decimal, two versions: all, and without exceptions).
"""

from datetime import date
from pathlib import Path
from random import Random

from foreland.synthetic.places import Place, places
from foreland.synthetic.tables import layout, plain, where, write_csv
from foreland.synthetic.values import standings, truth

_PLACED = 10  # columns that say when, where and of which phase


def attendance_columns(year: int) -> list[str]:
    """The columns of one school year's file; the phase has another name since 2025/26."""
    return layout(f"attendance-{year}")


#: Phase: pupils of an average authority, pupils a school, the share of sessions missed, how much
#: areas differ, and how many times the missed share is persistently absent.
_PHASES = {
    "Primary": (29000, 280, 5.3, 0.45, 2.7),
    "Secondary": (23500, 1040, 8.6, 0.8, 2.9),
    "Special": (1050, 150, 13.2, 1.3, 2.75),
}

#: What the missed sessions are put down to, by the column of the share: the part of all absence.
_PARTS = {
    "illness_perc": ("reason_i_authorised_illness", 0.47),
    "appointments_perc": ("reason_m_authorised_medical_dental", 0.05),
    "unauth_hol_perc": ("reason_g_unauthorised_holiday", 0.06),
    "unauth_oth_perc": ("reason_o_other_unauthorised", 0.24),
    "unauth_late_registers_closed_perc": (
        "reason_u_unauthorised_late_after_registers_closed",
        0.03,
    ),
    "unauth_not_yet_perc": ("reason_n_no_reason_yet", 0.008),
    "auth_religious_perc": ("reason_r_authorised_religious_observance", 0.006),
    "auth_study_perc": ("reason_s_authorised_study_leave", 0.01),
    "auth_mob_perc": ("reason_t_authorised_mobile_child", 0.001),
    "auth_excluded_perc": ("reason_e_authorised_excluded", 0.02),
    "auth_performance_perc": ("reason_c1_authorised_regulated_performance", 0.001),
    "auth_interview_perc": ("reason_j1_authorised_interview", 0.003),
    "auth_part_time_perc": ("reason_c2_authorised_temp_reduced_timetable", 0.022),
    "auth_other_perc": ("reason_c_authorised_other", 0.03),
}


def write_ees(folder: Path, seed: int) -> list[tuple[Path, date, str]]:
    """The data sets; gives path, date and title of each."""
    made = []
    for year, day in ((2025, date(2025, 8, 7)), (2026, date(2026, 4, 2))):
        path = folder / f"attendance_ytd_{year - 1}{year % 100}.csv"
        write_csv(path, attendance_columns(year), _attendance(year, seed), quoted=True)
        title = f"Synthetic: pupil attendance in schools, {year - 1}/{year % 100} to date"
        made.append((path, day, title))
    path = folder / "ehc_timeliness_20_week.csv"
    write_csv(path, TIMELINESS, _timeliness(seed), mark=True)
    made.append((path, date(2025, 6, 26), "Synthetic: education, health and care plans 2025"))
    return made


def _attendance(year: int, seed: int) -> list[dict[str, object]]:
    here = [p for p in places(seed) if p.kind != "sub-region" and p.existed(date(year, 3, 1))]
    local = {
        (place.code, phase): _phase(place, phase, year, seed)
        for place in here
        if place.is_authority
        for phase in _PHASES
    }
    rows = []
    for place in here:
        inside = [p for p in here if p.is_authority and _inside(p, place)]
        known = {phase: _sum([local[p.code, phase] for p in inside]) for phase in _PHASES}
        if not place.is_authority or year > 2025:
            known["Total"] = _sum(list(known.values()))
        rows += [_attended(place, phase, counts, year, seed) for phase, counts in known.items()]
    return rows


def _inside(area: Place, place: Place) -> bool:
    return place.kind == "country" or place.code in (area.code, area.region)


def _phase(place: Place, phase: str, year: int, seed: int) -> dict[str, float]:
    """Counts of sessions of one authority's schools of a phase."""
    pupils, school, missed, spread, persistent = _PHASES[phase]
    standing = standings("attendance", f"attendance {phase}", -1, place, seed, range(2022, 2027))
    chance = Random(f"{seed}:attendance:{place.code}:{phase}:{year}")
    # Absence has been falling slowly since the pandemic.
    rate = max(1.0, missed * (1 - 0.02 * (year - 2025)) + spread * standing[year])
    roll = pupils * place.size
    sessions = roll * (370 if year == 2025 else 236)
    counts = {
        "num_schools": max(1.0, roll / school) * 0.985,
        "total_num_schools": float(max(1, round(roll / school))),
        "enrolments": roll * 0.98,
        "total_enrolments": float(round(roll * 1.12)),
        "possible_sessions": float(round(sessions)),
        "pa": roll * min(0.8, rate * persistent / 100 * chance.lognormvariate(0, 0.05)),
        "approved_educational_activity": float(round(sessions * 0.012)),
        "late_sessions": float(round(sessions * 0.013)),
    }
    for share, (reason, part) in _PARTS.items():
        part = round(sessions * rate / 100 * part * chance.lognormvariate(0, 0.1))
        counts[reason] = float(part)
        counts[share] = float(part)
    return counts


def _sum(counts: list[dict[str, float]]) -> dict[str, float]:
    return {name: sum(one[name] for one in counts) for name in counts[0]}


def _attended(
    place: Place, phase: str, counts: dict[str, float], year: int, seed: int
) -> dict[str, object]:
    sessions = counts["possible_sessions"]
    away = {"authorised": 0.0, "unauthorised": 0.0}
    for share, (_, _part) in _PARTS.items():
        away["unauthorised" if share.startswith("unauth") else "authorised"] += counts[share]
    absence = away["authorised"] + away["unauthorised"]
    present = sessions - absence
    activity = counts["approved_educational_activity"]
    columns = attendance_columns(year)
    row: dict[str, object] = dict.fromkeys(columns, "0")
    row |= where(place, seed)
    row |= {reason: str(int(counts[reason])) for reason, _ in _PARTS.values()}
    row |= {share: _long(100 * counts[share] / sessions) for share in _PARTS}
    row |= {
        "time_period": f"{year - 1}{year % 100}",
        "time_identifier": "Academic year",
        columns[_PLACED - 1]: phase,
        "num_schools": _long(counts["num_schools"]),
        "enrolments": _long(counts["enrolments"]),
        "present_sessions": str(int(present - activity)),
        "overall_attendance": str(int(present)),
        "approved_educational_activity": str(int(activity)),
        "overall_absence": str(int(absence)),
        "authorised_absence": str(int(away["authorised"])),
        "unauthorised_absence": str(int(away["unauthorised"])),
        "late_sessions": str(int(counts["late_sessions"])),
        "possible_sessions": str(int(sessions)),
        "reason_present": str(int(present - activity)),
        "reason_present_am": str(int((present - activity) * 0.497)),
        "reason_present_pm": str(int(present - activity) - int((present - activity) * 0.497)),
        "reason_l_present_late_before_registers_closed": str(int(counts["late_sessions"])),
        "reason_v_aea_educational_visit_trip": str(int(activity)),
        "total_num_schools": int(counts["total_num_schools"]),
        "total_enrolments": str(int(counts["total_enrolments"])),
        "attendance_perc": _long(100 * present / sessions),
        "overall_absence_perc": _long(100 * absence / sessions),
        "authorised_absence_perc": _long(100 * away["authorised"] / sessions),
        "unauthorised_absence_perc": _long(100 * away["unauthorised"] / sessions),
        "pa_perc": _long(100 * counts["pa"] / (counts["enrolments"] / 0.98)),
    }
    if place.is_authority and counts["num_schools"] < 1:  # one school only: all is hidden
        row |= dict.fromkeys(columns[_PLACED:-1], "c")
    return row


def _long(value: float) -> str:
    return f"{value:.15g}"


TIMELINESS = layout("timeliness")

_ALL = "All EHC plans issued"
#: Plans of an average authority a year; how many are exceptions; growth a year.
_PLANS, _EXCEPTIONS, _GROWTH = 420, 0.05, 1.09
#: The code in LAIT that tells the same: the two must agree.
_IN_TIME = "SEN_EHC_Excpt_20wks"


def _timeliness(seed: int) -> list[dict[str, str]]:
    rows = []
    for year in range(2019, 2025):
        day = date(year, 12, 31)
        here = [p for p in places(seed) if p.kind != "sub-region" and p.existed(day)]
        local = {p.code: _plans(p, year, seed) for p in here if p.is_authority}
        for place in here:
            inside = [local[p.code] for p in here if p.is_authority and _inside(p, place)]
            counts = [sum(one[n] for one in inside) for n in range(6)]
            rows += _issued(place, year, counts, seed)
    return rows


def _plans(place: Place, year: int, seed: int) -> list[int]:
    """Issued, without exceptions; in time, without; up to a year, without."""
    chance = Random(f"{seed}:plans:{place.code}:{year}")
    issued = _PLANS * place.size * _GROWTH ** (year - 2024) * chance.lognormvariate(0, 0.1)
    plans = max(6, round(issued))
    counted = max(5, round(plans * (1 - _EXCEPTIONS * chance.lognormvariate(0, 0.3))))
    share = (truth(seed)[_IN_TIME].values[place.code][year] or 0) / 100
    in_time = min(counted, round(counted * share))
    all_in_time = in_time + round((plans - counted) * share * 0.4)
    late = round((counted - in_time) * 0.84)
    return [plans, counted, all_in_time, in_time, late + round((plans - counted) * 0.5), late]


def _issued(place: Place, year: int, counts: list[int], seed: int) -> list[dict[str, str]]:
    first = {
        "time_period": str(year),
        "time_identifier": "Calendar year",
        **where(place, seed),
    }
    rows = [first | {"breakdown_topic": _ALL, "breakdown": _ALL} | _shares(counts, year)]
    if year >= 2023:
        girls = [round(count * 0.33) for count in counts]
        boys = [count - of for count, of in zip(counts, girls, strict=True)]
        for sex, part in (("Female", girls), ("Male", boys)):
            rows.append(first | {"breakdown_topic": "Sex", "breakdown": sex} | _shares(part, year))
    return rows


def _shares(counts: list[int], year: int) -> dict[str, str]:
    plans, counted, in_time, in_time_ex, late, late_ex = counts
    late = min(late, plans - in_time)
    later, later_ex = plans - in_time - late, counted - in_time_ex - late_ex

    def share(part: int, whole: int) -> str:
        return plain(100 * part / whole) if whole else "z"

    figures = [
        *(str(count) for count in (plans, counted, in_time, in_time_ex)),
        share(in_time, plans),
        share(in_time_ex, counted),
        *(str(late), str(late_ex), share(late, plans), share(late_ex, counted)),
        *(str(later), str(later_ex), share(later, plans), share(later_ex, counted)),
    ]
    if year < 2023:  # how late the late ones were was not collected
        figures[6:] = ["x"] * 8
    return dict(zip(TIMELINESS[12:], figures, strict=True))
