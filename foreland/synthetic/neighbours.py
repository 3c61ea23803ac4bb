"""Write the two workbooks of statistical neighbours in the publisher's sheet.

Three rows of header, of which the third is the real one; the closed authority stands with its
old neighbours at the end. The two models weigh alikeness differently, so that they disagree as
the real ones do. The document's date is fixed: the same seed gives the same bytes.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path

import xlsxwriter

from foreland.synthetic.places import Place, authorities, places
from foreland.synthetic.series import all_series
from foreland.synthetic.values import truth

#: Name of the file, the model's day, and the weights of size, hardship, town and attainment.
MODELS = (
    ("sn_april_2021.xlsx", date(2021, 4, 30), (1.0, 0.6, 1.6, 0.3)),
    ("sn_may_2025.xlsx", date(2025, 5, 31), (0.5, 1.4, 0.9, 0.7)),
)

#: The publisher's words for how near a neighbour is; the older model writes them in capitals.
CLOSENESS = (
    (0.35, "Extremely close"),
    (0.7, "Very close"),
    (1.2, "Close"),
    (1.8, "Somewhat close"),
)

_ATTAINMENT = "KS2RWM_Expected_STD"


def write_neighbours(folder: Path, seed: int) -> list[tuple[Path, date, str]]:
    """Both workbooks; gives path, date and title of each."""
    made = []
    for name, day, weights in MODELS:
        path = folder / name
        _write(path, day, _sheet(day, weights, seed))
        made.append((path, day, f"Synthetic: statistical neighbours, model of {day:%B %Y}"))
    return made


def nearest(
    area: Place, others: list[Place], weights: tuple[float, ...], seed: int
) -> list[tuple[float, Place]]:
    """The ten areas most alike, nearest first, each with its distance."""
    here = _features(area, seed)
    ranked = sorted(
        (
            (
                sum(w * (a - b) ** 2 for w, a, b in zip(weights, here, there, strict=True)) ** 0.5,
                other.number,
                other,
            )
            for other in others
            if other.code != area.code
            for there in (_features(other, seed),)
        ),
        key=lambda found: found[:2],
    )
    return [(distance, other) for distance, _, other in ranked[:10]]


@cache
def _features(area: Place, seed: int) -> tuple[float, float, float, float]:
    told = truth(seed).get(_ATTAINMENT) or truth(seed)[all_series()[0].code]
    years = [v for v in told.values[area.code].values() if v is not None]
    attainment = (sum(years) / len(years) - told.series.level) / told.series.spread if years else 0
    return (min(3.0, area.size), area.hardship, 2 * area.town, attainment)


def _sheet(day: date, weights: tuple[float, ...], seed: int) -> list[list[object]]:
    header = ["LA num", "LA Name", "LA number", "GOInd", "GOReg"]
    header += [text for n in range(1, 11) for text in (f"SN{n}", "SNP")]
    rows: list[list[object]] = [
        [*"ABCDE", *range(3, 23)],
        list(range(1, 26)),
        list(header),
    ]
    there = [area for area in authorities(seed) if area.existed(day)]
    closed = [area for area in authorities(seed) if area.closed is not None]
    regions = [place for place in places(seed) if place.kind == "region"]
    for area in sorted(authorities(seed), key=lambda a: a.name):
        if area.closed is None or area in there:
            rows.append(_row(area, there, weights, regions, day, seed))
    rows += [[], ["", "Old SNs:"], []]
    former = [a for a in authorities(seed) if a.existed(date(2021, 4, 30))]
    rows += [
        _row(area, former, MODELS[0][2], regions, day, seed) for area in closed if area not in there
    ]
    return rows


def _row(
    area: Place,
    others: list[Place],
    weights: tuple[float, ...],
    regions: list[Place],
    day: date,
    seed: int,
) -> list[object]:
    region = next(place for place in regions if place.code == area.region)
    row: list[object] = [
        area.number,
        area.name,
        area.number,
        regions.index(region) + 1,
        region.name,
    ]
    if area not in others:  # founded after the model was made
        return row + ["-"] * 20
    for distance, other in nearest(area, others, weights, seed):
        word = next((word for limit, word in CLOSENESS if distance <= limit), "Not close")
        # Only the model of 2021 writes these with capitals.
        row += [other.number, word.title() if day.year == 2021 else word]
    return row


def _write(path: Path, day: date, rows: list[list[object]]) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties(
            {
                "title": "Synthetic statistical neighbours",
                "comments": "Invented by the generator of the demo.",
                "created": datetime(day.year, day.month, day.day),
            }
        )
        sheet = workbook.add_worksheet("LA SN Groups")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
