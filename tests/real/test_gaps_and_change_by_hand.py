"""Gaps, the neighbours' same gaps, and the change rule, worked out anew from LAIT's own file.

The reference is plain Python on the published values: it shares no line with the product. For
Kent, Medway, Leeds and Cornwall.
"""

import math
import statistics
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight.gaps_beside import gaps_beside
from foreland.jobs.changing import changes_asked
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import gaps_asked
from foreland.model.units import Unit

pytestmark = pytest.mark.real

AREAS = {"E10000016": 886, "E06000035": 887, "E08000035": 383, "E06000052": 908}
COUNTRY = "E92000001"

Values = dict[tuple[str, str, int], float]


@pytest.fixture(scope="module")
def values(published: Path) -> Values:
    """By code, label and LAIT's number; ten significant digits, as the float noise asks."""
    found: Values = {}
    names = ("Short Desc", "Years", "LA Number", "Values")
    raw = pl.read_parquet(published / "lait" / "bds_long_0.parquet").select(names)
    for code, label, number, text in raw.iter_rows():
        try:
            found[code, label, int(float(number))] = float(f"{float(text):.10g}")
        except (TypeError, ValueError):
            continue
    return found


@pytest.fixture(scope="module")
def of_lait(lait_folder: Folder) -> dict[tuple[str, str], str]:
    """By indicator and group: LAIT's code, where the first series is LAIT's own, unturned."""
    found: dict[tuple[str, str], str] = {}
    first: set[tuple[str, str]] = set()
    for entry in Catalogue.load(lait_folder.indicators).indicators:
        for series in entry.series:
            key = (entry.id, series.group)
            if key not in first and series.source == "lait" and series.factor == 1:
                found[key] = series.code
            first.add(key)
    return found


def test_every_gap_is_the_difference_of_two_published_cells(
    lait_folder: Folder, values: Values, of_lait: dict[tuple[str, str], str]
) -> None:
    names = [i.id for i in Catalogue.load(lait_folder.indicators).indicators if i.gaps]
    seen = 0
    for row in gaps_asked(lait_folder, names, list(AREAS)).iter_rows(named=True):
        sides = [of_lait.get((row["indicator"], row[side])) for side in ("group", "comparator")]
        cells = [values.get((c or "", row["published_period"], AREAS[row["area"]])) for c in sides]
        if None in sides or None in cells or row["published_period"] is None:
            continue
        group, other = cells
        assert group is not None
        assert other is not None
        assert row["gap"] == pytest.approx(group - other, abs=1e-9), row
        worse = other - group if row["polarity"] == "higher" else group - other
        assert row["behind"] == pytest.approx(worse, abs=1e-9), row
        seen += 1
    assert seen > 2_000


def test_the_neighbours_gap_is_the_mean_of_those_that_have_both(
    lait_folder: Folder, published: Path, values: Values, of_lait: dict[tuple[str, str], str]
) -> None:
    near = _neighbours(published / "lait" / "sn_may_2025.xlsx", 886)
    listed = Store(lait_folder.store).register("neighbours", None).filter(
        (pl.col("area") == "E10000016") & (pl.col("model") == "2025-05")
    )  # fmt: skip
    codes = listed.sort("rank")["neighbour"].to_list()
    numbers = [int(lait_folder.register.code(c).dfe_number or 0) for c in codes]  # type: ignore[union-attr]
    assert numbers == near
    found = gaps_beside(
        gaps_asked(lait_folder, ["ks2_rwm", "attainment8", "gld"], [*codes, "E10000016", COUNTRY]),
        listed.select("neighbour", pl.col("rank").alias("nearness")),
        "E10000016",
        COUNTRY,
    )
    seen = 0
    for row in found.filter(pl.col("gap").is_not_null()).iter_rows(named=True):
        one, two = (of_lait.get((row["indicator"], row[s])) for s in ("group", "comparator"))
        label = row["published_period"]
        if one is None or two is None or (one, label, 886) not in values:
            continue
        both = [
            values[one, label, n] - values[two, label, n]
            for n in near
            if (one, label, n) in values and (two, label, n) in values
        ]
        assert row["neighbours_n"] == len(both), row
        if both:
            assert row["neighbours_gap"] == pytest.approx(statistics.fmean(both), abs=1e-9)
            assert row["neighbours_gap_median"] == pytest.approx(statistics.median(both), abs=1e-9)
            seen += 1
    assert seen > 100


def _neighbours(workbook: Path, number: int) -> list[int]:
    """The ten of an authority, by the numbers that the workbook gives to their names."""
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
    start = next(n for n, row in enumerate(rows) if "SN1" in [str(cell).strip() for cell in row])
    head = [str(cell).strip() for cell in rows[start]]
    body = [row for row in rows[start + 1 :] if str(row[0]).replace(".", "").isdigit()]
    (own,) = [row for row in body if int(float(str(row[0]))) == number]
    return [int(float(str(own[head.index(f"SN{n}")]))) for n in range(1, 11)]


def test_the_change_rule_gives_the_same_verdicts(lait_folder: Folder) -> None:
    """Of indicators without a break: against England's move, beyond 1.96 of the area's own
    volatility, shrunk to that of all authorities."""
    chosen = [
        i
        for i in Catalogue.load(lait_folder.indicators).indicators
        if i.polarity in ("higher", "lower")
        and i.unit not in (Unit.COUNT, Unit.FTE, Unit.POUNDS)
        and not i.breaks
        and all(s.source == "lait" for s in i.series if s.group == "all")
    ][:30]
    names = [i.id for i in chosen]
    told = {
        (row["indicator"], row["area"]): row
        for row in changes_asked(lait_folder, names, list(AREAS), "all").iter_rows(named=True)
    }
    authorities = {a.code for a in lait_folder.register.authorities}
    seen = 0
    for entry in chosen:
        known = facts(lait_folder, entry.id, group="all").filter(pl.col("value").is_not_null())
        if known["numerator"].is_not_null().any() or entry.id == "first_time_entrants":
            continue
        verdicts = _verdicts(list(known.iter_rows(named=True)), authorities, entry.polarity)
        for area, (change, certainty, direction) in verdicts.items():
            row = told.get((entry.id, area))
            if area not in AREAS or row is None or row["change"] is None:
                continue
            assert row["change"] == pytest.approx(change, abs=1e-9), (entry.id, area)
            assert (row["certainty"], row["direction"]) == (certainty, direction), (entry.id, area)
            seen += 1
    assert seen > 60


Step = tuple[date, tuple[date, date, date], float, float]


def _verdicts(
    rows: list[dict[str, Any]], authorities: set[str], polarity: str
) -> dict[str, tuple[float, str, str]]:
    by_area: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_area[row["area"]].append(row)
    steps = {area: _steps(own) for area, own in by_area.items()}
    moves: dict[tuple[date, date, date], list[float]] = defaultdict(list)
    for area in sorted(steps):
        if area in authorities:
            for _, key, change, _ in steps[area]:
                moves[key].append(change)
    england = {key: change for _, key, change, _ in steps.get(COUNTRY, [])}
    national = {
        key: england.get(key, statistics.median(all_of_it))
        for key, all_of_it in moves.items()
        if len(all_of_it) >= 10
    }
    squares: dict[date, list[float]] = defaultdict(list)
    for area in sorted(steps):
        if area in authorities:
            for end, key, change, stretch in steps[area]:
                if key in national:
                    squares[end].append((change - national[key]) ** 2 / stretch)
    pooled: dict[date, float] = {}
    usual: list[float] = []
    for end in sorted(squares):
        if len(squares[end]) >= 10:
            middle = statistics.median(squares[end]) * 1.4826**2
            usual.append(middle if middle > 0 else statistics.fmean(squares[end]))
            pooled[end] = statistics.fmean(usual)
    return {
        area: verdict
        for area, own in steps.items()
        if area in AREAS and own and (verdict := _last(own, national, pooled, polarity))
    }


def _steps(rows: list[dict[str, Any]]) -> list[Step]:
    ordered = sorted(rows, key=lambda r: (r["period_end"], r["period_start"]))
    found: list[Step] = []
    for n, row in enumerate(ordered):
        start: date = row["period_start"]
        earlier = [
            r for r in ordered[:n] if r["period_start"] == start.replace(year=start.year - 1)
        ]
        before = earlier[-1] if earlier else ordered[n - 1] if n else None
        if before is not None:
            years = max(1, round((row["period_end"] - before["period_end"]).days / 365.25))
            key = (start, row["period_end"], before["period_start"])
            change = round(row["value"] - before["value"], 10)
            found.append((row["period_end"], key, change, 0.6 + 0.4 * years))
    return found


def _last(
    own: list[Step],
    national: dict[tuple[date, date, date], float],
    pooled: dict[date, float],
    polarity: str,
) -> tuple[float, str, str] | None:
    squares: list[float] = []
    verdict = None
    for end, key, change, stretch in own:
        certainty = "size only"
        spread = (6 * pooled.get(end, 0.0) + sum(squares)) / (6 + len(squares))
        if key in national and end in pooled and spread > 0:
            limit = 1.959963984540054 * math.sqrt(spread * stretch)
            size, against = change / limit, (change - national[key]) / limit
            if abs(size) > 1 and abs(against) > 1:
                same = (size > 0) == (against > 0)
                certainty = "more than usual movement" if same else "moved, but less than England"
            elif abs(size) > 1:
                certainty = "moved with England"
            else:
                certainty = "held while England moved" if abs(against) > 1 else "usual movement"
        if key in national:
            squares.append((change - national[key]) ** 2 / stretch)
        quiet = certainty in ("usual movement", "held while England moved") or not change
        better = (change > 0) == (polarity == "higher")
        direction = "no clear change" if quiet else "better" if better else "worse"
        verdict = (change, certainty, direction)
    return verdict
