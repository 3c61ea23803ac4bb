"""The workbook, read back with another program's reader."""

import io
import os
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from foreland.disclosure import Collected, Figure, protect
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Theme
from foreland.model.areas import Area, Register
from foreland.plan.schema import Plan
from foreland.report.material import About, Material, ReleaseAbout
from foreland.report.workbook import write_workbook

TODAY = date(2026, 4, 8)
YEARS = {"2023/24": 2023, "2024/25": 2024}

CATALOGUE = Catalogue(
    [
        Theme.model_validate(
            {
                "id": "invented",
                "title": "Invented",
                "indicators": [
                    {
                        "id": "readers",
                        "title": "Children who read well",
                        "definition": "An invented indicator, for tests alone.",
                        "unit": "percent",
                        "polarity": "higher",
                        "series": [{"source": "local", "code": "readers"}],
                    },
                    {
                        "id": "exclusions",
                        "title": "Permanent exclusions",
                        "definition": "An invented indicator, for tests alone.",
                        "unit": "count",
                        "polarity": "lower",
                        "precision": 0,
                        "period": "rolling-12",
                        "series": [{"source": "local", "code": "exclusions"}],
                    },
                ],
            }
        )
    ]
)

PLAN = Plan.model_validate(
    {
        "title": "A plan",
        "area": "C",
        "priorities": [{"id": "P1", "title": "Early reading"}],
        "measures": [
            {"id": "m1", "priority": "P1", "indicator": "readers", "title": "=1+1"},
            {"id": "m2", "priority": "P1", "indicator": "exclusions", "owner": "Head of schools"},
        ],
        "actions": [
            {"id": "X1", "priority": "P1", "text": "+44 is how it begins", "measures": ["m1"]},
            {
                "id": "X2",
                "priority": "P1",
                "text": "Train every nursery",
                "owner": "@head",
                "start": date(2025, 9, 1),
                "state": "on-track",
            },
        ],
    }
)


def _fact(indicator: str, period: str, value: float, unit: str) -> dict[str, Any]:
    year = YEARS[period]
    return {
        "id": f"f00d.0.{year}.{len(indicator)}",
        "indicator": indicator,
        "area": "C",
        "area_name": "County",
        "group": "all",
        "period": period,
        "period_start": date(year, 9, 1),
        "period_end": date(year + 1, 8, 31),
        "value": value,
        "numerator": None,
        "denominator": None,
        "unit": unit,
        "status": "final",
        "symbol": None,
        "source": "lait",
        "source_code": f"lait:{indicator}",
        "release": "r1",
        "as_of": None,
        "file": "f00d",
        "cell": f"E{year}",
    }


OWN = [
    _fact("readers", "2023/24", 64.25, "percent"),
    _fact("readers", "2024/25", 66.66, "percent"),
    _fact("exclusions", "2023/24", 12, "count"),
    _fact("exclusions", "2024/25", 3, "count"),
]

COMPARED = [
    row
    | {
        "england": 65.0 if row["indicator"] == "readers" else None,
        "england_id": None,
        "region": None,
        "region_id": None,
        "region_status": "not-collected",
        "neighbours_mean": 61.5,
        "neighbours_n": 9,
        "rank": 12,
        "ranked": 150,
    }
    for row in OWN
]

RATINGS = [
    {
        "measure": measure,
        "title": None if measure == "m2" else "=1+1",
        "period": "2024/25",
        "period_end": date(2025, 8, 31),
        "value": value,
        "status": "final",
        "target": target,
        "target_low": None,
        "target_high": None,
        "target_for": "2024/25",
        "floor": floor,
        "floor_low": None,
        "floor_high": None,
        "rating": rating,
        "reason": None,
        "note": None,
        "distance": distance,
        "direction": "better",
        "change_words": "up 2.4 percentage points",
        "change_from": "2023/24",
        "observation": row["id"],
        "owner": None,
    }
    for measure, row, value, target, floor, rating, distance in (
        ("m1", OWN[1], 66.66, 70.0, 65.5, "floor-met", 3.34),
        ("m2", OWN[3], 3.0, 4.0, None, "met", -1.0),
    )
]


def material(plan: Plan | None = PLAN, synthetic: bool = True) -> Material:
    tables = {"own": OWN, "open_data": OWN, "compared": COMPARED, "ratings": RATINGS}
    return Material(
        about=About(
            title="A plan",
            area="C",
            area_name="County",
            region_name=None,
            synthetic=synthetic,
            audience="public",
            today=TODAY,
            version="1",
        ),
        catalogue=CATALOGUE,
        tables=protect(
            [
                Collected(name, pl.DataFrame(rows, infer_schema_length=None))
                for name, rows in tables.items()
                if name != "ratings"
            ]
            + [_ratings()],
            register=Register([Area("E", "England", "country"), Area("C", "County", "county")]),
            today=TODAY,
        ),
        releases=(
            ReleaseAbout(
                "r1", "A release", "lait", "long.csv", date(2026, 4, 1), 4, 0, 0, None, None,
                "public",
            ),
        ),
        plan=plan,
        indicators=CATALOGUE.indicators,
    )  # fmt: skip


def _ratings() -> Collected:
    figure = Figure(
        "value", None, None, None, ids=("observation",), derived=("distance",),
        says={"rating": "not-rated", "reason": "too few people"},
    )  # fmt: skip
    frame = pl.DataFrame(RATINGS, infer_schema_length=None)
    return Collected("ratings", frame, (figure,), keeps_rows=True)


@pytest.fixture(scope="module")
def book() -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(material())))


def rows(book: CalamineWorkbook, sheet: str) -> Iterator[dict[str, Any]]:
    """The rows under the header, which is the third row."""
    cells = book.get_sheet_by_name(sheet).to_python()
    for row in cells[3:]:
        yield dict(zip(cells[2], row, strict=True))


def test_the_sheets_stand_in_the_order_of_reading(book: CalamineWorkbook) -> None:
    assert book.sheet_names == ["Read me", "Scorecard", "Figures", "Actions", "Sources"]


def test_a_measure_is_a_row_in_the_committees_columns(book: CalamineWorkbook) -> None:
    first = next(rows(book, "Scorecard"))
    assert first["Priority"] == "P1 Early reading"
    assert (first["Unit"], first["Polarity"], first["Data period"]) == ("per cent", "H", "A")
    assert (first["Latest figure"], first["Latest period"]) == (66.66, "2024/25")
    assert (first["Previous figure"], first["Previous period"]) == (64.25, "2023/24")
    assert (first["Target"], first["Floor"], first["Rating"]) == (70.0, 65.5, "Floor met")
    assert (first["England"], first["Rank"], first["Ranked authorities"]) == (65.0, 12, 150)
    assert first["Source"] == "A release"
    assert first["Id of the figure"] == "f00d.0.2024.7"


def test_missing_cells_say_why(book: CalamineWorkbook) -> None:
    first, second = rows(book, "Scorecard")
    assert first["Region"] == "not collected"
    assert first["Owner"] == "not named"
    assert second["Floor"] == "no floor"
    for sheet in book.sheet_names:
        cells = book.get_sheet_by_name(sheet).to_python()
        assert all(cell != "" for row in cells[2:] for cell in row), sheet


def test_a_withheld_figure_is_nowhere_in_the_workbook(book: CalamineWorkbook) -> None:
    _, second = rows(book, "Scorecard")
    assert second["Latest figure"] == "withheld: small numbers"
    assert (second["Rating"], second["Reason or note"]) == ("Not rated", "too few people")
    assert second["Distance on the worse side"] == "not rated"
    figures = [r["Figure"] for r in rows(book, "Figures") if r["Indicator"] == "exclusions"]
    assert figures == [12.0, "withheld: small numbers"]


def test_every_figure_is_walked_back_to_its_cell(book: CalamineWorkbook) -> None:
    shown = {r["Id of the figure"] for r in rows(book, "Figures")}
    sources = {r["Id of the figure"]: r for r in rows(book, "Sources")}
    assert shown == set(sources)
    one = sources["f00d.0.2024.7"]
    assert (one["File"], one["Cell"], one["Release"]) == ("long.csv", "E2024", "A release")
    assert one["Published"] == date(2026, 4, 1)


def test_text_that_looks_like_a_formula_is_text(book: CalamineWorkbook) -> None:
    packed = zipfile.ZipFile(io.BytesIO(write_workbook(material())))
    sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 5
    assert all(b"<f>" not in packed.read(name) for name in sheets)
    assert next(rows(book, "Scorecard"))["Measure"] == "=1+1"
    first, second = rows(book, "Actions")
    assert first["What is done"] == "+44 is how it begins"
    assert (second["Owner"], second["State"]) == ("@head", "On track")
    assert (second["Start"], second["Due"]) == (date(2025, 9, 1), "not dated")


def test_what_is_synthetic_says_so_on_every_sheet(book: CalamineWorkbook) -> None:
    for sheet in book.sheet_names:
        assert "synthetic" in book.get_sheet_by_name(sheet).to_python()[0][0]
    real = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(material(synthetic=False))))
    assert "synthetic" not in real.get_sheet_by_name("Scorecard").to_python()[0][0]


def test_the_legend_explains_every_code_used(book: CalamineWorkbook) -> None:
    said = {r["About"] for r in rows(book, "Read me")}
    for row in rows(book, "Scorecard"):
        assert f"Polarity: {row['Polarity']}" in said
        assert f"Data period: {row['Data period']}" in said
        assert f"Rating: {row['Rating']}" in said


def test_headers_are_frozen_and_nothing_is_merged() -> None:
    packed = zipfile.ZipFile(io.BytesIO(write_workbook(material())))
    for number in range(1, 6):
        text = packed.read(f"xl/worksheets/sheet{number}.xml").decode()
        assert 'ySplit="3"' in text
        assert "mergeCell" not in text
        assert f"xl/tables/table{number}.xml" in packed.namelist()
    assert "A plan (synthetic" in packed.read("docProps/core.xml").decode()


def test_an_empty_table_says_none() -> None:
    bare = PLAN.model_copy(update={"measures": (), "actions": ()})
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(material(bare))))
    assert set(next(rows(book, "Actions")).values()) == {"none"}


def test_the_same_material_gives_the_same_bytes_in_another_time_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = write_workbook(material())
    packed = zipfile.ZipFile(io.BytesIO(first))
    assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert packed.read("docProps/core.xml").count(b"2026-04-08T00:00:00Z") == 2
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert write_workbook(material()) == first
    finally:
        monkeypatch.undo()
        time.tzset()
    assert os.environ.get("TZ") != "Pacific/Kiritimati"
