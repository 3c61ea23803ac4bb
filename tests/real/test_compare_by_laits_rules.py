"""``compare`` equals LAIT's own rules, for every indicator with a polarity and every period.

The reference is plain Python on the published file, dictionary and workbooks: exact fractions
of the printed decimals, no float. LAIT's file carries the float noise of a spreadsheet
(93.199999999999989 beside 93.2), so a printed number is taken to ten significant digits.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from foreland.jobs.comparing import compared
from foreland.jobs.folder import Folder

pytestmark = pytest.mark.real

#: Kent; a borough of inner London; a county that closed and one that followed it; a unitary that
#: opened anew under another number; a city; the smallest authority.
AREAS = (886, 202, 928, 940, 838, 383, 420)
ENGLAND = 970
#: DfE numbers, and the last and the first day.
CLOSED = {
    835: "2019-03-31",
    836: "2019-03-31",
    837: "2019-03-31",
    928: "2021-03-31",
    909: "2023-03-31",
}
OPENED = {
    838: "2019-04-01",
    839: "2019-04-01",
    940: "2021-04-01",
    941: "2021-04-01",
    942: "2023-04-01",
    943: "2023-04-01",
}
TEN_DIGITS = Context(prec=10)


def number(text: str) -> Fraction | None:
    return None if text == "-" else Fraction(TEN_DIGITS.create_decimal(Decimal(text)))


def quantile(values: list[Fraction], share: Fraction) -> Fraction:
    """R's type 7, of sorted values."""
    place = (len(values) - 1) * share
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


@dataclass
class Reference:
    """LAIT's files, and its rules in as few words as may be."""

    folder: Path

    @cached_property
    def values(self) -> dict[tuple[str, str], dict[int, Fraction | None]]:
        """(code, label): the number of each area."""
        found: dict[tuple[str, str], dict[int, Fraction | None]] = defaultdict(dict)
        rows = pl.read_parquet(self.folder / "bds_long_0.parquet").select(
            "Short Desc", "Years", pl.col("LA Number").cast(pl.Int64), "Values"
        )
        for code, label, area, text in rows.iter_rows():
            found[code, label][area] = number(text)
        return found

    @cached_property
    def dictionary(self) -> dict[str, tuple[str, bool]]:
        with (self.folder / "lait_data_dictionary.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        # Of a code under two topics, what one of them opts out of.
        out = {r["Measure_short"] for r in rows if r["No_Quartile"] == "N"}
        return {r["Measure_short"]: (r["Polarity"], r["Measure_short"] in out) for r in rows}

    def neighbours(self, book: str) -> dict[int, tuple[str, list[int]]]:
        """An authority's region as LAIT's table has it, and its neighbours, nearest first."""
        sheet = CalamineWorkbook.from_path(self.folder / book).get_sheet_by_name("LA SN Groups")
        rows = sheet.to_python(skip_empty_area=False)[3:]
        return {
            int(row[0]): (str(row[4]), [int(n) for n in row[5:25:2] if isinstance(n, float)])
            for row in rows
            if isinstance(row[0], float)
        }

    @cached_property
    def region_numbers(self) -> dict[str, int]:
        rows = pl.read_parquet(
            self.folder / "bds_long_0.parquet", columns=["LA Number", "LA and Regions"]
        ).unique()
        return {name: int(n) for n, name in rows.iter_rows() if n >= ENGLAND}


@pytest.fixture(scope="module")
def reference(published: Path) -> Reference:
    return Reference(published / "lait")


def existed(area: int, start: str, end: str) -> bool:
    return OPENED.get(area, "0") <= end and CLOSED.get(area, "9") >= start


def expected(
    reference: Reference, row: dict[str, Any], area: int, near: list[int], region: str
) -> dict[str, Any]:
    """What LAIT's rules say of one area in one period."""
    code = row["indicator"].removeprefix("lait:")
    values = reference.values[code, row["published_period"]]
    polarity, no_band = reference.dictionary[code]
    span = row["period_start"].isoformat(), row["period_end"].isoformat()
    own = values.get(area)
    others = [values[n] for n in near if values.get(n) is not None]
    answer: dict[str, Any] = {
        "value": own,
        # England's row of this one is the sum of its regions: no rate, and never compared with.
        "england": None if code == "FirstYJS" else values.get(ENGLAND),
        "region": values.get(_region(reference, code, region)),
        "neighbours_n": len(others),
        "neighbours_mean": sum(others, Fraction(0)) / len(others) if others else None,
        "rank": None,
        "ranked": None,
        "band": None,
    }
    ranked = sorted(
        v for n, v in values.items() if n < ENGLAND and v is not None and existed(n, *span)
    )
    if polarity not in ("High", "Low") or not ranked:
        return answer
    answer["ranked"] = len(ranked)
    if own is None or not existed(area, *span):
        return answer
    better = (lambda v: v > own) if polarity == "High" else (lambda v: v < own)
    answer["rank"] = 1 + sum(map(better, ranked))
    if not no_band:
        quarter = sum(own > quantile(ranked, Fraction(i, 4)) for i in (1, 2, 3))
        answer["band"] = ("DCBA" if polarity == "High" else "ABCD")[quarter]
    return answer


def _region(reference: Reference, code: str, name: str) -> int:
    """Inner or outer London only where the indicator has a figure for it in any year."""
    place = reference.region_numbers[name]
    has = any(v.get(place) is not None for (c, _), v in reference.values.items() if c == code)
    return reference.region_numbers["London"] if name.startswith("London") and not has else place


def close(got: float | None, want: Fraction | None) -> bool:
    if got is None or want is None:
        return got is None and want is None
    return abs(Fraction(got) - want) <= abs(want) * Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("area", "model"),
    [
        pytest.param(area, model, marks=() if area == 886 else pytest.mark.slow)
        for area in AREAS
        for model in ("2025-05", "2021-04")
    ],
)
def test_compare_equals_laits_rules(
    lait_folder: Folder, reference: Reference, area: int, model: str
) -> None:
    book = {"2025-05": "sn_may_2025.xlsx", "2021-04": "sn_april_2021.xlsx"}[model]
    region, near = reference.neighbours(book)[area]
    codes = sorted(c for c, (p, _) in reference.dictionary.items() if p in ("High", "Low"))
    assert len(codes) > 300
    got = compared(lait_folder, [f"lait:{c}" for c in codes], str(area), model)
    answered = {(r[0], r[1]) for r in got.select("indicator", "published_period").iter_rows()}
    assert answered == {
        (f"lait:{code}", label)
        for (code, label), values in reference.values.items()
        if code in codes and area in values and label != "0"
    }
    wrong = []
    for row in got.iter_rows(named=True):
        want = expected(reference, row, area, near, region)
        for name in ("value", "england", "region", "neighbours_mean"):
            if not close(row[name], want[name]):
                wrong.append(
                    (row["indicator"], row["published_period"], name, row[name], want[name])
                )
        for name in ("neighbours_n", "rank", "ranked", "band"):
            if row[name] != want[name]:
                wrong.append(
                    (row["indicator"], row["published_period"], name, row[name], want[name])
                )
    assert not wrong, f"{len(wrong)}: {wrong[:8]}"


def test_a_retired_authority_is_in_no_rank_after_it_closed(
    lait_folder: Folder, reference: Reference
) -> None:
    """Northamptonshire (928, to March 2021) still carries values for 2025."""
    got = compared(lait_folder, [f"lait:{c}" for c in reference.dictionary], "928")
    late = got.filter(pl.col("period_start") > pl.date(2021, 3, 31))
    assert late["value"].is_not_null().any()
    assert late["rank"].null_count() == late.height
    assert late["band"].null_count() == late.height


def test_indicators_that_opt_out_have_a_rank_and_no_band(
    lait_folder: Folder, reference: Reference
) -> None:
    out = [
        c for c, (p, no_band) in reference.dictionary.items() if no_band and p in ("High", "Low")
    ]
    assert len(out) == 9
    got = compared(lait_folder, [f"lait:{c}" for c in out], "Kent")
    assert got["rank"].is_not_null().any()
    assert got["band"].null_count() == got.height
