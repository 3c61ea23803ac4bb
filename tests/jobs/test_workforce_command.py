"""``foreland schools workforce``: the area's own, by phase, subject, district; and the season."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from command import Cli

from foreland.insight.workforce_measures import MEASURES, leaving_days, school_year_of
from foreland.sources.local.templates import layout_named

Write = Callable[[str, bytes], Path]

HEADER = (
    "time_period,time_identifier,geographic_level,new_la_code,locality_code,indicator,group,"
    "value,numerator,denominator,unit,published\n"
)
CENSUS = "November (snapshot),Local authority,E10000901,,teacher_vacancies"
DISTRICT = "November (snapshot),Locality,E10000901,D1,teacher_vacancies"
ROWS = f"""\
2024,{CENSUS},all,1.5,15,1000,percent,2025-01-01
2025,{CENSUS},all,2,20,1000,percent,2026-01-01
2025,{CENSUS},subject=mathematics,5,10,200,percent,2026-01-01
2025,{DISTRICT},all,3,12,400,percent,2026-01-01
2025-11-03,Day,Local authority,E10000901,,ep_in_post,all,9.5,,,fte,2026-01-01
"""


@pytest.fixture
def own(cli: Cli, write: Write, area: Path) -> Cli:
    with (area / "area.yaml").open("a") as settings:
        settings.write("localities: localities.csv\n")
    (area / "localities.csv").write_text("code,name,kind,parent\nD1,Northway,district,E10000901\n")
    told = cli("ingest", write("own.csv", (HEADER + ROWS).encode()))
    assert "0 rows quarantined" in told.err
    return cli


def test_figures_stand_by_group_and_district_with_what_they_were(own: Cli) -> None:
    told = own("schools", "workforce", "--format", "json")
    found = [r for r in told.json if r["measure"] == "teacher_vacancies"]
    names = ("area", "group", "value", "previous", "change", "change_unit", "audience")
    assert [tuple(row[name] for name in names) for row in found] == [
        ("E10000901", "all", 2.0, 1.5, 0.5, "percentage points", "internal"),
        ("E10000901", "subject=mathematics", 5.0, None, None, None, "internal"),
        ("D1", "all", 3.0, None, None, None, "internal"),
    ]
    assert next(r for r in told.json if r["measure"] == "ep_in_post")["value"] == 9.5
    assert "not to be published" in told.err


def test_what_nobody_has_is_not_available_with_the_reason(cli: Cli) -> None:
    told = cli("schools", "workforce", "--format", "json").json
    assert [r["measure"] for r in told] == [one.name for one in MEASURES]
    assert {r["status"] for r in told} == {"not-available"}
    assert all(r["value"] is None and r["reason"] for r in told)
    heads = next(r for r in told if r["measure"] == "headteacher_changes")
    assert "the layout school-workforce takes" in heads["reason"]


@pytest.mark.parametrize("one", [m for m in MEASURES if m.layout], ids=lambda m: m.name)
def test_every_measure_of_the_areas_own_is_in_its_layout_in_its_unit(one) -> None:  # type: ignore[no-untyped-def]
    rows = {row.code: row.unit.value for row in layout_named(one.layout).rows}
    assert rows[one.code] == one.unit


def test_february_has_its_last_day_in_a_leap_year() -> None:
    spring = leaving_days(2023)[1]
    assert (spring.teachers_by, spring.heads_by, spring.leaves) == (
        date(2024, 2, 29),
        date(2024, 1, 31),
        date(2024, 4, 30),
    )
    assert leaving_days(2024)[1].teachers_by == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2025, 8, 31), 2024), (date(2025, 9, 1), 2025), (date(2026, 1, 1), 2025)]
)
def test_a_school_year_begins_in_september(day: date, year: int) -> None:
    assert school_year_of(day) == year


def test_the_season_counts_the_days_that_are_left(cli: Cli) -> None:
    told = cli(
        "schools", "workforce", "--show", "season", "--today", "2025-10-31", "--format", "json"
    ).json
    names = ("term", "teachers_by", "heads_by", "days_left_for_teachers", "days_left_for_heads")
    assert [tuple(row[name] for name in names) for row in told] == [
        ("autumn", "2025-10-31", "2025-09-30", 0, None),
        ("spring", "2026-02-28", "2026-01-31", 120, 92),
        ("summer", "2026-05-31", "2026-04-30", 212, 181),
    ]
    assert "Burgundy Book" in told[0]["source"]
    assert cli("schools", "workforce", "--show", "season", "--format", "json").json == []


def test_without_a_table_there_are_no_ratios(cli: Cli) -> None:
    told = cli("schools", "workforce", "--show", "schools", "--format", "json")
    assert (told.status, told.json) == (0, [])
