"""Write the scorecards of 16 and 17 year-olds: not in education or training, taking part.

Three years in the columns of each. Traps kept: shares are printed without a trailing zero, the
parts are rounded apart from the total, the last columns change names between years, the smallest
places are left out, regions and the country have ``z`` for a fifth, small groups have ``c``.
"""

from datetime import date
from pathlib import Path
from random import Random
from statistics import quantiles

from foreland.synthetic.places import COUNTY, Place, places
from foreland.synthetic.tables import layout, plain, where, write_csv
from foreland.synthetic.values import standings, truth

YEARS = (2023, 2024, 2025)

_PARTICIPATION = "TOTAL_participating_in_education_and_training_percent"

#: Shares that the scorecard prints and no other file of ours holds: level, spread, and whether
#: more is better.
_OWN = {
    "Apprenticeship_percent": (4.3, 1.2, 0),
    "Other_education_and_training_percent": (1.9, 0.9, 0),
    "cohort_EHCP_percent": (5.2, 1.1, 0),
    "cohort_SENDsupport_percent": (9.6, 2.6, 0),
    "VG_cohort_percentage": (2.7, 1.3, 0),
    "Level_3": (57.0, 6.0, 1),
    "L2_em_GCSE_othL2": (21.0, 3.0, 1),
    "pt_l2basics_94": (65.0, 5.0, 1),
    "sess_overall_percent": (8.9, 0.8, -1),
    "enrolments_pa_10_exact_percent": (25.6, 2.6, -1),
}

#: How much more often than others these groups are in neither education nor work.
_WORSE = {
    "NEET_NK_noSEN_percent": 0.88,
    "NEET_NK_EHCP_percent": 1.9,
    "NEET_NK_SENDsupport_percent": 1.7,
}

#: The scorecard leaves out the two smallest authorities.
_LEFT_OUT = 2


def columns(year: int) -> list[str]:
    """The scorecard's columns; in 2023 one was spelt otherwise and one was never filled."""
    return layout(f"scorecard-{year}")


def write_nccis(folder: Path, seed: int) -> list[tuple[Path, date, str]]:
    """A file a year; gives path, date and title of each."""
    made = []
    for year in YEARS:
        path = folder / f"neet_scorecard_{year}.csv"
        write_csv(path, columns(year), _rows(year, seed))
        made.append((path, date(year, 7, 10), f"Synthetic: NEET scorecard {year}"))
    return made


def _rows(year: int, seed: int) -> list[dict[str, str]]:
    here = [p for p in places(seed) if p.kind != "sub-region" and p.existed(date(year, 2, 28))]
    small = sorted((p for p in here if p.is_authority), key=lambda p: p.size)[:_LEFT_OUT]
    kept = sorted((p for p in here if p not in small), key=_order)
    figures = {place.code: _figures(place, year, seed) for place in kept}
    before = {place.code: _figures(place, year - 1, seed) for place in kept}
    suppressed = {p.code for p in kept if p.is_authority and p.size < 0.35} | {COUNTY}
    quintiles = _quintiles([p for p in kept if p.is_authority], figures)
    rows = []
    for place in kept:
        now, then = figures[place.code], before[place.code]
        row = {
            "time_period": str(year),
            "time_identifier": "Calendar year",
            **where(place, seed),
            "Age": "16-17",
            **{name: plain(value) for name, value in now.items()},
            **_changes(now, then),
            **{f"{name}_quintile": quintiles.get((place.code, name), "z") for name in _FIFTHS},
            "Age1617_ONS_population": "z",
            "sess_overall_percent_pa_10_exact": plain(now["enrolments_pa_10_exact_percent"]),
        }
        # Very small groups are hidden: most small places' vulnerable young people, and in the
        # newest year the county's too, so that the demo shows what a withheld figure looks like.
        if place.code in suppressed and (place.code != COUNTY or year == YEARS[-1]):
            row |= dict.fromkeys(
                ("VG_cohort_DJF_avg", "VG_cohort_percentage", "VG_NEET_NK_percentage"), "c"
            )
        rows.append({name: row[name] for name in columns(year)})
    return rows


def _order(place: Place) -> tuple[str, int, str]:
    if place.kind == "country":
        return ("", 0, "")
    return (place.code, 0, "") if place.kind == "region" else (place.region, 1, place.name)


def _figures(place: Place, year: int, seed: int) -> dict[str, float]:
    """One place's figures, before rounding. A wider place has its authorities' level."""
    told = truth(seed)

    def published(code: str) -> float:
        values = told[code].values[place.code]
        known = {y: v for y, v in values.items() if v is not None}
        return known.get(year, known[min(known, key=lambda y: abs(y - year))])

    neet, unknown = published("16-17 NEET"), published("16-17_not known")
    figures = {
        "NEET_percent": neet,
        "Notknown_percent": unknown,
        "NEET_not_known_percent": neet + unknown,
        _PARTICIPATION: published("16-17Ed&Training"),
        "September_guarantee_Offer_made_percent": published("Sept_Guarantee"),
        # What the scorecard tells of attainment is a year older than the scorecard.
        "avg_att8": published("AVG_Attain8_Score"),
    }
    for name, (level, spread, better) in _OWN.items():
        figures[name] = level
        if place.is_authority:
            standing = standings(f"nccis {name}", name, better, place, seed, YEARS)
            figures[name] = max(0.1, level + spread * standing.get(year, 0.0))
    figures["Full_time_education_percent"] = (
        figures[_PARTICIPATION]
        - figures["Apprenticeship_percent"]
        - figures["Other_education_and_training_percent"]
    )
    figures["cohort_noSEN_percent"] = (
        100 - figures["cohort_EHCP_percent"] - figures["cohort_SENDsupport_percent"]
    )
    chance = Random(f"{seed}:nccis:{place.code}:{year}")
    for name, times in _WORSE.items():
        figures[name] = min(60.0, (neet + unknown) * times * chance.lognormvariate(0, 0.12))
    often = 5 * chance.lognormvariate(0, 0.2)
    figures["VG_NEET_NK_percentage"] = min(90.0, (neet + unknown) * often)
    cohort = 8700 * _weight(place, seed)
    figures["Cohort_DJFavg"] = float(round(cohort / 10) * 10)
    figures["cohort_March"] = float(round(cohort * 1.001 / 10) * 10)
    figures["VG_cohort_DJF_avg"] = cohort * figures["VG_cohort_percentage"] / 100
    return figures


def _weight(place: Place, seed: int) -> float:
    if place.is_authority:
        return place.size
    inside = (p for p in places(seed) if p.is_authority and p.closed is None)
    return sum(p.size for p in inside if place.kind == "country" or p.region == place.code)


_CHANGES = {
    "annual_change_ppts_NEET_not_known": "NEET_not_known_percent",
    "annualchange_NEET": "NEET_percent",
    "annualchange_notknown": "Notknown_percent",
    "annual_change_Participation_in_education_training": _PARTICIPATION,
    "annual_change_FTE": "Full_time_education_percent",
    "annual_change_apprenticeship": "Apprenticeship_percent",
    "annual_change_other_education_training": "Other_education_and_training_percent",
    "September_guarantee_annual_change_ppts": "September_guarantee_Offer_made_percent",
}

#: Fifths of the authorities: 1 is best. Name in the file: figure, and whether more is better.
_FIFTHS = {
    "NEET_NK": ("NEET_not_known_percent", -1),
    "NEET": ("NEET_percent", -1),
    "Notknown": ("Notknown_percent", -1),
    "Participation_ET": (_PARTICIPATION, 1),
    "Sep_guarantee": ("September_guarantee_Offer_made_percent", 1),
}


def _changes(now: dict[str, float], then: dict[str, float]) -> dict[str, str]:
    return {name: plain(now[figure] - then[figure]) for name, figure in _CHANGES.items()}


def _quintiles(
    areas: list[Place], figures: dict[str, dict[str, float]]
) -> dict[tuple[str, str], str]:
    found = {}
    for name, (figure, better) in _FIFTHS.items():
        cuts = quantiles([-better * figures[a.code][figure] for a in areas], n=5)
        for area in areas:
            value = -better * figures[area.code][figure]
            found[area.code, name] = str(1 + sum(value > cut for cut in cuts))
    return found
