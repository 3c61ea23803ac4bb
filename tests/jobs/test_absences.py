"""What nobody publishes: answered with its reason, counted nowhere, filled by the area's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tiny

from foreland.indicators.catalogue import Catalogue
from foreland.sources.local.templates import layouts

Cli = Callable[..., Any]
Write = Callable[[str, bytes], Path]

HEADER = (
    "time_period,time_identifier,geographic_level,new_la_code,locality_code,indicator,group,value,"
    "numerator,denominator,unit,audience\n"
)
OWN = (
    "2025,November (snapshot),Local authority,E10000901,,teacher_vacancies,all,2.5,25,1000,percent,"
    "public\n"
)
ABSENT = [one for one in Catalogue.load().indicators if one.absent is not None]


def asked(cli: Cli, *words: object) -> list[dict[str, Any]]:
    told = cli(*words, "--format", "json")
    assert told.status == 0, told.err
    return list(told.json)


@pytest.mark.parametrize("entry", ABSENT, ids=lambda entry: entry.id)
def test_what_is_absent_names_a_layout_that_asks_for_it(entry: Any) -> None:
    asks = {row.code: row.unit for one in layouts() for row in one.rows}
    assert entry.absent.template in {one.name for one in layouts()}
    assert asks[entry.id] is entry.unit


def test_the_absences_that_are_known_are_in_the_catalogue() -> None:
    assert {
        "primary_capacity",
        "primary_pupils_forecast",
        "teacher_vacancies",
        "teacher_turnover",
        "pupil_teacher_ratio",
        "post16_places",
        "childcare_sufficiency",
    } <= {entry.id for entry in ABSENT}


@pytest.mark.parametrize("name", ["primary_capacity", "teacher_vacancies", "post16_places"])
def test_an_absence_is_one_row_with_its_reason_and_no_value(cli: Cli, name: str) -> None:
    (row,) = asked(cli, "observations", "--indicator", name, "--area", "Ashmere")
    assert (row["indicator"], row["area"], row["dfe_number"]) == (name, "E10000901", "801")
    assert (row["status"], row["value"], row["symbol"], row["id"]) == (
        "not-available",
        None,
        None,
        None,
    )
    assert "What would fill it: " in row["reason"]
    assert "Layout: foreland template " in row["reason"]


def test_without_an_area_every_area_of_today_is_answered(cli: Cli) -> None:
    rows = asked(cli, "observations", "--indicator", "primary_capacity")
    names = [row["area_name"] for row in rows]
    assert names == sorted(set(names), key=names.index)
    assert set(names) == {
        "England", "Southmark", "Ashmere", "Birchford", "Coldwater", "Dunholm", "North Eastmoor",
        "South Eastmoor",
    }  # fmt: skip


def test_a_period_that_is_asked_for_stands_in_the_row(cli: Cli) -> None:
    words = ("--indicator", "primary_capacity", "--area", "801", "--period", "2024/25")
    (row,) = asked(cli, "observations", *words)
    assert (row["period"], row["period_start"], row["status"]) == (
        "2024/25",
        "2024-09-01",
        "not-available",
    )


def test_a_year_in_which_nothing_was_collected_says_so(cli: Cli) -> None:
    """The catalogue knows why there is none; another year without figures answers nothing."""
    words = ("--indicator", "gld", "--area", "801", "--period")
    (row,) = asked(cli, "observations", *words, "2019/20")
    assert (row["status"], row["value"]) == ("not-available", None)
    assert row["reason"]
    assert asked(cli, "observations", *words, "2018/19") == []


def test_no_indicator_that_has_a_publisher_is_ever_absent(cli: Cli) -> None:
    assert asked(cli, "observations", "--indicator", "gld", "--area", "801") == []
    assert asked(cli, "compare", "gld") == []


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "primary_capacity"),
        ("change", "--indicator", "primary_capacity"),
        ("gaps", "--indicator", "primary_capacity"),
        ("outlook", "--indicator", "primary_capacity"),
        ("targets", "--indicator", "primary_capacity"),
    ],
)
def test_every_judgement_of_an_absence_says_why_there_is_none(
    cli: Cli, words: tuple[str, ...]
) -> None:
    told = cli(*words, "--format", "json")
    assert told.status == 0, told.err
    (row,) = told.json
    assert (row["indicator"], row["area"], row["status"]) == (
        "primary_capacity",
        "E10000901",
        "not-available",
    )
    assert "school capacity survey" in row["reason"]
    assert "primary_capacity is not available: " in told.err
    numbers = {k: v for k, v in row.items() if isinstance(v, int | float) and v is not None}
    assert numbers == {}


def test_the_areas_own_layout_fills_an_absence(cli: Cli, write: Write) -> None:
    assert cli("ingest", write("own.csv", (HEADER + OWN).encode())).status == 0
    (row,) = asked(cli, "observations", "--indicator", "teacher_vacancies", "--area", "801")
    assert (row["value"], row["status"]) == (2.5, "final")
    assert "reason" not in row
    everywhere = asked(cli, "observations", "--indicator", "teacher_vacancies")
    assert [r["area_name"] for r in everywhere if r["value"] is not None] == ["Ashmere"]
    assert {r["status"] for r in everywhere if r["value"] is None} == {"not-available"}


def test_an_absence_is_counted_nowhere(cli: Cli, write: Write) -> None:
    """Not as filled, not in a rank, not in a mean."""
    listed = {row["indicator"]: row for row in asked(cli, "indicators")}
    one = listed["teacher_vacancies"]
    assert (one["fillable"], one["periods"], one["status"]) == (False, 0, "not-available")
    assert "foreland template vacancies" in one["reason"]
    assert (listed["gld"]["status"], listed["gld"]["reason"]) == (None, None)
    cli("ingest", write("own.csv", (HEADER + OWN).encode()))
    listed = {row["indicator"]: row for row in asked(cli, "indicators")}
    one = listed["teacher_vacancies"]
    assert (one["fillable"], one["periods"], one["status"]) == (True, 1, None)
    (row,) = asked(cli, "compare", "teacher_vacancies")
    assert row["ranked"] in (None, 1)
    assert row["england"] is None
    assert row["neighbours_n"] in (None, 0)


PLAN = """\
title: "A plan"
area: "E10000901"
priorities: [{id: P1, title: "Places"}]
measures:
  - id: places
    priority: P1
    indicator: teacher_vacancies
    targets: [{for: "November 2024 (snapshot)", value: 2, set: 2024-01-01}]
"""


@pytest.fixture
def planned(area: Path, cli: Cli, write: Write) -> Path:
    (area / "plan").mkdir()
    (area / "plan" / "plan.yaml").write_text(PLAN)
    cli("ingest", write("long.csv", tiny.long_csv([("PriTotAbs", "2024/25", 801, "5.1")])),
        "--published", "2026-03-01")  # fmt: skip
    return area


@pytest.mark.usefixtures("planned")
def test_a_measure_of_an_absence_is_not_rated_and_says_why(cli: Cli) -> None:
    (row,) = asked(cli, "rate")
    assert (row["rating"], row["value"]) == ("not-rated", None)
    assert row["reason"].startswith("not available: The school workforce census")
    (finding,) = asked(cli, "quality", "--kind", "completeness")
    assert finding["found"].startswith("not available: The school workforce census")
    assert finding["remedy"].startswith("Count it yourselves")


@pytest.mark.usefixtures("planned")
def test_the_site_says_what_is_not_available(cli: Cli, tmp_path: Path) -> None:
    assert cli("build", "--out", tmp_path / "site").status == 0
    site = tmp_path / "site" / "current"
    quality = (site / "data-quality" / "index.html").read_text(encoding="utf-8")
    assert "Not available from anybody" in quality
    assert "Places in primary schools" in quality
    page = (site / "indicators" / "teacher_vacancies.html").read_text(encoding="utf-8")
    assert "Not available: The school workforce census" in page
    assert not (site / "indicators" / "teacher_turnover.html").exists()
