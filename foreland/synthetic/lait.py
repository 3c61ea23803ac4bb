"""Write LAIT's long file, in two dated versions, and its dictionary.

The layout is the tool's own: seven columns of text but for the area's number, ``-`` for whatever
is missing, Excel's float noise in some series, authorities by name, then the country and the
regions. The earlier version is what was known half a year before: newest figures provisional or
not there yet, some older ones not yet revised, and one year more at the old end of the window.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import polars as pl

from foreland.sources.lait.long import COLUMNS
from foreland.synthetic.places import COUNTY, Place, places
from foreland.synthetic.series import Series
from foreland.synthetic.values import Truth, truth

EARLIER, LATER = date(2025, 11, 27), date(2026, 4, 9)

MISSING = "-"

#: Series whose newest figures are still provisional in the later version too.
STILL_PROVISIONAL = frozenset({"phonics"})


@dataclass(frozen=True)
class Version:
    """What one version says of one series: its years, each with its label."""

    labels: dict[int, str]
    #: Years whose figures are not the final ones yet.
    unrevised: frozenset[int] = frozenset()


def write_lait(folder: Path, seed: int) -> list[tuple[Path, date, str]]:
    """Both versions of the long file, and the dictionary. Gives path, date and title of each."""
    series = list(truth(seed).values())
    made = []
    for day, name, number in ((EARLIER, "bds_long_2025-11", 0), (LATER, "bds_long_2026-04", 1)):
        path = folder / f"{name}.parquet"
        frame = pl.concat([_rows(t, versions(t.series, seed)[number], seed) for t in series])
        # Small groups of rows, as in the real file; one thread's bytes are everybody's bytes.
        frame.write_parquet(path, compression="snappy", row_group_size=32768)
        made.append((path, day, "Synthetic: Local Authority Interactive Tool, long file"))
    dictionary = folder / "lait_data_dictionary.csv"
    dictionary.write_text(_dictionary([t.series for t in series]), encoding="utf-8", newline="")
    made.append((dictionary, LATER, "Synthetic: Local Authority Interactive Tool, dictionary"))
    return made


def versions(series: Series, seed: int) -> tuple[Version, Version]:
    """What the earlier and the later version hold of a series."""
    chance = Random(f"{seed}:version:{series.family}")
    fate = chance.random()
    labels = {
        y: series.label_of(y) for y in range(series.first, series.last + 1) if _shown(series, y)
    }
    newest = series.last
    if newest < 2025 or "OT" in series.label:
        return Version(labels), Version(labels)
    if series.family in STILL_PROVISIONAL:
        now = {**labels, newest: f"{series.label_of(newest)} (prov)"}
        return Version(now, frozenset({newest})), Version(now)
    if fate < 0.4:  # provisional half a year ago, revised now
        before = {**labels, newest: f"{series.label_of(newest)} (prov)"}
        now = {**labels, newest: f"{series.label_of(newest)} (Rev)"} if fate < 0.2 else labels
        return Version(before, frozenset({newest, newest - 1})), Version(now)
    if fate < 0.7:  # not out half a year ago; the window then began a year earlier
        early = series.first - 1
        before = {early: series.label_of(early), **labels}
        del before[newest]
        return Version(before, frozenset({newest - 1})), Version(labels)
    return Version(labels), Version(labels)


def _shown(series: Series, year: int) -> bool:
    """The two pandemic summers have rows without figures; other gaps have no rows."""
    return year not in series.gaps or year in (2020, 2021)


def _rows(told: Truth, version: Version, seed: int) -> pl.DataFrame:
    areas = listed(seed)
    noisy = Random(f"{seed}:noise:{told.series.code}").random() < 0.2
    texts: list[str] = []
    for year in version.labels:
        chance = Random(f"{seed}:revision:{told.series.code}:{year}")
        unrevised = year in version.unrevised
        for area in areas:
            value = told.published(area.code, year) if year in told.values[area.code] else None
            if value is not None and unrevised:
                value = _before(told.series, value, area, chance)
            texts.append(MISSING if value is None else printed(value, noisy))
    count, years = len(areas), len(version.labels)
    data = {
        "Short Desc": [told.series.code] * (count * years),
        "Data item": [told.series.title] * (count * years),
        "Years": [label for label in version.labels.values() for _ in range(count)],
        "LA and Regions": [name_in_lait(area) for area in areas] * years,
        "Values": texts,
        "LA Number": [float(area.number) for area in areas] * years,
        "Region": [region_of(area, areas) for area in areas] * years,
    }
    return pl.DataFrame(data).select(COLUMNS)


def _before(series: Series, value: float, area: Place, chance: Random) -> float:
    """The figure before it was revised: mostly the same, sometimes a little off."""
    moved = chance.gauss(0, 0.12) if area.is_authority else chance.gauss(0, 0.03)
    size = abs(value) * 0.05 if series.kind in ("rate", "size") else series.spread
    if chance.random() < 0.35 and area.code != COUNTY:
        return value
    return round(_bounded(series, value + moved * size), series.decimals)


def _bounded(series: Series, value: float) -> float:
    if series.kind == "share":
        return min(100.0, max(0.0, value))
    return value if series.kind == "score" else max(0.0, value)


def printed(value: float, noisy: bool) -> str:
    """A number as the tool prints it; with Excel's noise 17.6 is 17.600000000000001."""
    if not noisy:
        return repr(value).removesuffix(".0")
    if value and abs(value) < 0.1:
        mantissa, exponent = f"{value:.16e}".split("e")
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent)}"
    return f"{value:.17g}"


def listed(seed: int) -> list[Place]:
    """Authorities by name, then the country, then the regions, as the tool lists them."""
    everywhere = places(seed)
    wider = [place for place in everywhere if not place.is_authority]
    local = [place for place in everywhere if place.is_authority]
    return sorted(local, key=lambda p: p.name) + sorted(wider, key=lambda p: p.number)


def name_in_lait(area: Place) -> str:
    """Sub-regions are turned about: Inner Capital is "Capital (Inner)"."""
    if area.kind != "sub-region":
        return area.name
    first, second = area.name.split()
    return f"{second} ({first})"


def region_of(area: Place, areas: list[Place]) -> str:
    if not area.is_authority:
        return "NA"
    return next(a.name for a in areas if a.code == (area.sub_region or area.region))


#: The dictionary's columns, in its order.
DICTIONARY = (
    "Measure_code",
    "Topic",
    "Measure",
    "Chart_title",
    "Measure_short",
    "Polarity",
    "y_axis_name",
    "state_funded_flag",
    "Table_status",
    "Description",
    "Last Update",
    "Next Update",
    "Data Owner (DO) /Supplier and Contact Details",
    "Methodology",
    "Hyperlink(s)",
    "dps",
    "Year_Type",
    "No_Quartile",
)

_AXES = {
    "percent": "% of children",
    "percentage-points": "Gap (percentage points)",
    "per-1000": "Rate per 1000",
    "per-10000": "Rate per 10,000",
    "per-100000": "Rate per 100,000",
    "count": "Number",
    "fte": "FTE",
    "pounds": "Spend",
    "ratio": "Ratio",
}

_YEAR_TYPES = {
    "academic": "Academic Year",
    "financial": "Financial Year",
    "calendar": "Calendar Year",
    "at-30-september": "Annual (end of Sept)",
    "in-january": "Annual - January",
    "at-31-march": "Annual",
    # The tool files these two under the financial year; the reader knows better.
    "december-to-february": "Financial Year",
    "in-march": "Financial Year",
}

#: Excel's serial number of the day of the later version.
_SERIAL = (LATER - date(1899, 12, 30)).days


def _dictionary(series: list[Series]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(DICTIONARY)
    for number, one in enumerate(series, start=1):
        writer.writerow(_described(number, one))
    # The real file writes NA without quotes.
    return text.getvalue().replace('"NA"', "NA")


def _described(number: int, series: Series) -> list[str]:
    status = "Discontinued" if series.last < 2022 else "None standard - manual process"
    return [
        str(number),
        series.topic,
        series.title,
        f"{series.title} (synthetic)",
        series.code,
        series.polarity,
        _AXES.get(series.unit, "Score"),
        "NA",
        status,
        f"Invented figures.\r\r\nThey have the shape of the real series {series.code}.",
        str(_SERIAL) if series.last >= 2025 else str(_SERIAL - 180),
        "TBC" if series.last < 2025 else str(_SERIAL + 365),
        "The generator of the demo",
        "Drawn from a seed.\r\r\nNo figure was published by anybody.",
        "NA",
        str(series.decimals) if number % 3 == 0 else "NA",
        _YEAR_TYPES.get(series.basis.value, "Academic Year"),
        "N" if series.polarity != "-" and number % 29 == 0 else "NA",
    ]
