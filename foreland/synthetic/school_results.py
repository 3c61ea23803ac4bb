"""Write the invented schools' results, absence and intake in the publishers' layouts.

Results follow a school's hidden worth and its pupils' hardship. Where few pupils sat, the cell
says ``SUPP`` as the publisher's does. Those of 2023/24 come with the table of secondary schools.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import numpy as np

from foreland.model.grid import to_grid
from foreland.synthetic.school_facts import (
    NURSERY,
    PRIMARY,
    PRU,
    SECONDARY,
    SPECIAL,
    School,
    schools,
)
from foreland.synthetic.tables import layout, write_csv

Row = dict[str, object]
Made = list[tuple[Path, date, str]]

#: Fewer pupils than this in a year group are not told of.
_FEWEST = 11


def write_results(folder: Path, seed: int) -> Made:
    """All these files; gives path, date and title of each."""
    known = schools(seed)
    plan: tuple[tuple[str, str, Callable[[School, int], Row | None], date, str], ...] = (
        ("ks2_2017", "school-ks2", lambda s, z: _ks2(s, z, 2017), date(2017, 12, 14), "2016/17"),
        ("ks2_2018", "school-ks2", lambda s, z: _ks2(s, z, 2018), date(2018, 12, 13), "2017/18"),
        ("ks2_progress_2018-19", "school-ks2-progress", _ks2_2019, date(2019, 12, 13), "2018/19"),
        ("ks4_2017", "school-ks4", lambda s, z: _ks4(s, z, 2017), date(2018, 1, 25), "2016/17"),
        ("ks4_2018", "school-ks4", lambda s, z: _ks4(s, z, 2018), date(2019, 1, 24), "2017/18"),
        ("ks4_selected_2018-19", "school-ks4-selected", _ks4_2019, date(2020, 1, 23), "2018/19"),
        ("ks4_groups_2022-23", "school-ks4-groups", _ks4_2023, date(2024, 2, 1), "2022/23"),
        ("absence_2022-23", "school-absence", lambda s, z: _absence(s, z, 2023), date(2024, 3, 21),
         "2022/23"),
        ("absence_2023-24", "school-absence", lambda s, z: _absence(s, z, 2024), date(2025, 3, 20),
         "2023/24"),
        ("ks4_cohorts_2023-24", "school-cohorts", _cohort, date(2025, 2, 6), "2023/24"),
        ("secondary_schools_2026-03", "secondary-schools", _secondary, date(2026, 3, 7), "2026"),
    )  # fmt: skip
    made: Made = []
    for name, columns, row_of, day, year in plan:
        found = [row for school in known if (row := row_of(school, seed)) is not None]
        path = folder / f"{name}.csv"
        write_csv(path, layout(columns), found)
        title = name.rsplit("_", 1)[0].replace("_", " ")
        made.append((path, day, f"Synthetic: {title} of schools, {year}"))
    return made


def _chance(school: School, seed: int, what: str) -> Random:
    return Random(f"{seed}:{what}:{school.urn}")


def _year_group(school: School, year: int) -> int:
    years = max(1, school.high - school.low - (2 if school.high > 16 else 0))
    return max(4, school.rolls.get(year, school.rolls[2023]) // years)


def _ks2(school: School, seed: int, year: int) -> Row | None:
    urn = school.urn_on(date(year, 5, 1))
    if school.phase != PRIMARY or urn is None:
        return None
    chance = _chance(school, seed, f"ks2:{year}")
    pupils = _year_group(school, 2019)
    few = pupils < _FEWEST
    row: Row = {"URN": urn, "KS2 Pupils": pupils, "Academic Year": year}
    shares = []
    for subject, base in (("Reading", 75), ("Writing", 78), ("Maths", 75)):
        share = min(100, max(20, round(base + 7 * school.worth + chance.gauss(0, 5))))
        shares.append(share)
        row |= {
            f"{subject} Progress": "SUPP"
            if few
            else f"{1.4 * school.worth + chance.gauss(0, 1):.1f}",
            f"{subject} Meet Std": "SUPP" if few else f"{share}%",
            f"{subject} Exceed Std": "SUPP" if few else f"{max(0, share - 50)}%",
        }
        if subject != "Writing":
            row[f"{subject} Score"] = "SUPP" if few else round(104 + 1.6 * school.worth)
    both = max(0, min(shares) - chance.randint(2, 9))
    row["Overall Meet Std"] = "SUPP" if few else f"{both}%"
    row["Overall Exceed Std"] = "SUPP" if few else f"{max(0, both - 55)}%"
    return row


def _ks2_2019(school: School, seed: int) -> Row | None:
    urn = school.urn_on(date(2019, 5, 1))
    if school.phase != PRIMARY or urn is None:
        return None
    chance = _chance(school, seed, "ks2:2019")
    few = _year_group(school, 2019) < _FEWEST
    figures = [
        "SUPP" if few else f"{1.4 * school.worth + chance.gauss(0, 1):.1f}" for _ in range(3)
    ]
    return {
        "RECTYPE": 1,
        "URN": urn,
        "SCHNAME": school.name,
        "PCODE": school.postcode,
        "TOWN": school.district_name,
        **dict(zip(("READPROG", "WRITPROG", "MATPROG"), figures, strict=True)),
        "LATITUDE": school.latitude,
        "LONGITUDE": school.longitude,
        "PHASE": "Primary",
    }


def _attainment(school: School, chance: Random) -> float:
    return max(15.0, 46 + 4.5 * school.worth + (14 if school.selective else 0) + chance.gauss(0, 2))


def _progress(school: School, chance: Random) -> float:
    return 0.28 * school.worth + chance.gauss(0, 0.12)


def _ks4(school: School, seed: int, year: int) -> Row | None:
    urn = school.urn_on(date(year, 5, 1))
    if school.phase != SECONDARY or urn is None:
        return None
    chance = _chance(school, seed, f"ks4:{year}")
    attained = _attainment(school, chance)
    return {
        "URN": urn,
        "KS4 Pupils": _year_group(school, 2019),
        "Progress 8": f"{_progress(school, chance):.2f}",
        "Attainment 8": f"{attained:.1f}",
        "Eng Maths Grade 5": f"{min(99, max(5, round(attained * 1.6 - 32)))}%",
        "Entering EBacc": f"{min(99, max(3, round(attained - 8)))}%",
        "Academic Year": year,
    }


def _ks4_2019(school: School, seed: int) -> Row | None:
    """Special schools too: they have a place, and too few pupils to be told of."""
    urn = school.urn_on(date(2019, 5, 1))
    if school.phase not in (SECONDARY, SPECIAL) or urn is None:
        return None
    chance = _chance(school, seed, "ks4:2019")
    attained, few = _attainment(school, chance), school.phase == SPECIAL
    return {
        "RECTYPE": 2 if few else 1,
        "URN": urn,
        "SCHNAME": school.name,
        "PCODE": school.postcode,
        "TOWN": school.district_name,
        "P8MEA": "SUPP" if few else f"{_progress(school, chance):.2f}",
        "ATT8SCR": "SUPP" if few else f"{attained:.1f}",
        "PTL2BASICS_95": "SUPP" if few else f"{min(99, max(5, round(attained * 1.6 - 32)))}%",
        "PTEBACC_E_PTQ_EE": "SUPP" if few else f"{min(99, max(3, round(attained - 8)))}%",
        "EBACCAPS": "SUPP" if few else f"{attained / 12:.2f}",
        "LATITUDE": school.latitude,
        "LONGITUDE": school.longitude,
        "PHASE": "Secondary",
    }


def _ks4_2023(school: School, seed: int) -> Row | None:
    if school.phase != SECONDARY:
        return None
    chance = _chance(school, seed, "ks4:2023")
    attained = _attainment(school, chance)
    poor = _share(22 + 9 * school.hardship)
    few = poor * _year_group(school, 2023) / 100 < _FEWEST
    easting, northing = _metres(school)
    return {
        "URN": school.urn,
        "SCHNAME.x": school.name,
        "LEA": school.authority.number,
        "LANAME": school.authority.name,
        "TOTPUPS": school.rolls[2023],
        "ATT8SCR": f"{attained:.1f}",
        "ATT8SCR_FSM6CLA1A": "NA" if few else f"{attained - 11:.1f}",
        "ATT8SCR_NFSM6CLA1A": f"{attained + 3:.1f}",
        "ATT8SCR_BOYS": f"{attained - 2:.1f}",
        "ATT8SCR_GIRLS": f"{attained + 2:.1f}",
        "P8MEA": f"{_progress(school, chance):.2f}",
        "PTFSM6CLA1A": round(poor),
        "PTPRIORLO": round(_share(20 + 6 * school.hardship)),
        "PTPRIORHI": round(_share(28 - 6 * school.hardship)),
        "PERCTOT": f"{_absent(school, chance, 2023):.1f}",
        "PPERSABS10": f"{3.1 * _absent(school, chance, 2023) - 2:.1f}",
        "easting": easting,
        "northing": northing,
    }


def _share(value: float) -> float:
    return min(95.0, max(1.0, value))


def _absent(school: School, chance: Random, year: int) -> float:
    base = 6.0 if school.phase == PRIMARY else 9.0
    return max(2.5, base + 0.8 * school.hardship + 0.2 * (2024 - year) + chance.gauss(0, 0.5))


def _absence(school: School, seed: int, year: int) -> Row | None:
    if school.phase == NURSERY or school.urn_on(date(year, 1, 19)) is None:
        return None
    chance = _chance(school, seed, f"absence:{year}")
    absent = _absent(school, chance, year) * (2.4 if school.phase == PRU else 1)
    few = school.rolls[2023] < _FEWEST
    return {
        "LA": school.authority.number,
        "ESTAB": school.number,
        "URN": school.urn_on(date(year, 1, 19)),
        "PERCTOT": "SUPP" if few else f"{absent:.1f}",
        "PPERSABS10": "SUPP" if few else f"{min(95.0, 3.1 * absent - 2):.1f}",
    }


def _cohort(school: School, seed: int) -> Row | None:
    if school.phase != SECONDARY:
        return None
    chance = _chance(school, seed, "cohort")
    prior = 104.5 - 1.3 * school.hardship + (6 if school.selective else 0) + chance.gauss(0, 0.8)
    return {
        "time_period": "202324",
        "school_urn": school.urn,
        "school_name": school.name,
        "admpol_pt": "selective school" if school.selective else "non-selective schools",
        "t_pupils": _year_group(school, 2023),
        "avg_ks2_scaledscore": f"{prior:.1f}",
        "pt_prior_lo": f"{_share(20 + 6 * school.hardship):.1f}",
        "pt_prior_hi": f"{_share(28 - 6 * school.hardship):.1f}",
        "pt_disadvantaged": f"{_share(22 + 9 * school.hardship):.1f}",
        "pt_language_not_english": f"{_share(12 + 8 * chance.gauss(0, 1)):.1f}",
        "pt_sen_no_ehcp": f"{_share(13 + 3 * chance.gauss(0, 1)):.1f}",
        "pt_sen_with_ehcp": f"{_share(4 + chance.gauss(0, 1)):.1f}",
    }


def _secondary(school: School, seed: int) -> Row | None:
    if school.phase != SECONDARY:
        return None
    chance = _chance(school, seed, "secondary")
    easting, northing = _metres(school)
    progress = _progress(school, chance)
    return {
        "URN": school.urn,
        "la_code": school.authority.number,
        "la_name": school.authority.name,
        "establishment_name": school.name,
        "type_of_establishment": school.type,
        "phase_of_education": "Secondary",
        "statutory_low_age": float(school.low),
        "gender": "Mixed",
        "admissions_policy": "Selective" if school.selective else "Non-selective",
        "school_capacity": float(school.capacity),
        "number_of_pupils": float(school.rolls[2025]),
        "percentage_fsm": f"{_share(22 + 8 * school.hardship):.1f}",
        "easting": float(easting),
        "northing": float(northing),
        "urban_rural": "Rural" if school.hardship < -0.5 else "Urban",
        "ks4_attainment8": f"{_attainment(school, chance):.1f}",
        "ks4_progress8": f"{progress:.2f}",
        "ks4_p8_lower_ci": f"{progress - 0.2:.2f}",
        "ks4_p8_upper_ci": f"{progress + 0.2:.2f}",
        "ks4_total_pupils": float(_year_group(school, 2023)),
        "scap_school_places": school.capacity,
        "wf_pupil_to_qual_unqual_teacher_ratio": f"{16.5 + chance.gauss(0, 1.2):.1f}",
        "idaci_score": f"{min(0.6, max(0.02, 0.17 + 0.08 * school.hardship)):.3f}",
    }


def _metres(school: School) -> tuple[int, int]:
    easting, northing = to_grid(np.array([school.latitude]), np.array([school.longitude]))
    return round(float(easting[0])), round(float(northing[0]))
