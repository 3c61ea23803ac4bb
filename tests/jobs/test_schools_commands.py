"""``foreland schools`` as a user meets it, on six schools of an invented county."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tiny_schools as made
from command import Cli

Write = Callable[[str, bytes], Path]
KEPT = ("numerator", "denominator", "not_graded", "open")


@pytest.fixture
def schools(cli: Cli, write: Write) -> Cli:
    """100002 was 100003 until September 2016, the sponsor-led 100004 was 100005."""
    rows = [
        made.listed(100001, SCHNAME="Beech School"),
        made.listed(100002, made.CONVERTER, SCHNAME="ash school"),
        made.listed(100004, made.SPONSORED, ISPRIMARY="0", ISSECONDARY="1"),
        made.listed(100006, CLOSEDATE=date(2019, 8, 31)),
        made.listed(100007, "Other independent school"),
    ]
    files = {
        "spine.xlsx": made.spine(rows),
        "links.csv": made.links("100002,100003,Predecessor", "100004,100005,Predecessor"),
        "names.csv": made.dates(
            "100002,01-09-2016,",
            "100003,,31-08-2016",
            "100004,01-09-2016,",
            "100005,,31-08-2016",
        ),
        "history.csv": made.history(
            "100001,Good,20150105",
            "100003,Requires Improvement,20140105",
            "100005,Inadequate,20160105",
        ),
        "england_census_2018-19.csv": made.census("100001,200", "100002,100", "100004,900"),
        "ofsted.parquet": made.ofsted(
            [
                made.school(
                    100001, made.inspected(100001, "Not judged", "01/10/2024", "20/09/2025")
                ),
                made.school(100002, made.inspected(100002, "2", "01/10/2019"), trust="Ash Trust"),
            ]
        ),
    }
    told = cli("ingest", *[write(name, data) for name, data in files.items()])
    assert "6 read" in told.err
    return cli


def row(rows: list[dict[str, Any]], phase: str, weight: str) -> dict[str, Any]:
    return next(r for r in rows if (r["phase"], r["weight"]) == (phase, weight))


@pytest.mark.parametrize(
    ("rule", "by_schools", "by_pupils"),
    [("own", (1, 2, 2, 4), (200, 300)), ("predecessor", (1, 3, 1, 4), (200, 1200))],
)
def test_the_share_by_either_rule(
    schools: Cli, rule: str, by_schools: tuple[int, ...], by_pupils: tuple[int, int]
) -> None:
    told = schools("schools", "quality", "--on", "2017-03-31", "--rule", rule, "--format", "json")
    found = row(told.json, "all", "schools")
    assert tuple(found[name] for name in KEPT) == by_schools
    assert found["value"] == pytest.approx(100 * by_schools[0] / by_schools[1])
    assert (found["area"], found["area_name"], found["dfe_number"]) == (
        "E10000901",
        "Ashmere",
        "801",
    )
    pupils = row(told.json, "all", "pupils")
    assert (pupils["numerator"], pupils["denominator"]) == by_pupils
    places = row(told.json, "all", "places")
    assert (places["value"], places["status"]) == (None, "not-available")


def test_england_and_the_region_are_their_authorities(schools: Cli) -> None:
    for area in ("England", "Southmark", "801"):
        told = schools(
            "schools", "quality", "--on", "2017-03-31", "--area", area, "--format", "json"
        )
        assert row(told.json, "all", "schools")["denominator"] == 3
    elsewhere = schools("schools", "quality", "--area", "Birchford", "--format", "json")
    assert elsewhere.json == []
    assert "No list of schools" in elsewhere.err
    assert elsewhere.status == 0


def test_without_a_day_it_is_the_newest_files(schools: Cli) -> None:
    told = schools("schools", "quality", "--format", "json")
    found = row(told.json, "all", "schools")
    assert found["on"] == "2025-08-31"
    assert tuple(found[name] for name in KEPT) == (1, 1, 1, 2)
    assert found["not_judged"] == 1
    assert found["status"] == "final"


def test_the_list_is_by_name_with_the_grade_that_each_school_carries(schools: Cli) -> None:
    told = schools("schools", "list", "--on", "2017-03-31", "--format", "json")
    assert [(r["name"], r["grade"], r["inspected_urn"], r["predecessor"]) for r in told.json] == [
        ("ash school", "Requires improvement", "100003", "100003"),
        ("Beech School", "Good", "100001", None),
        ("School 100004", "Inadequate", "100005", "100005"),
        ("School 100006", None, None, None),
    ]
    now = schools("schools", "list", "--format", "json").json
    assert [(r["urn"], r["grade"], r["trust"]) for r in now] == [
        ("100001", "Not judged", None),
        ("100002", "Good", "Ash Trust"),
    ]


def test_what_closed_is_gone_from_its_closing_day_on(schools: Cli) -> None:
    def urns(day: str) -> list[str]:
        told = schools("schools", "list", "--on", day, "--format", "json")
        return sorted(r["urn"] for r in told.json)

    assert urns("2016-08-30") == ["100001", "100003", "100005", "100006"]
    assert urns("2019-08-30") == ["100001", "100002", "100004", "100006"]
    assert urns("2019-08-31") == ["100001", "100002", "100004"]


def test_trusts_are_counted(schools: Cli) -> None:
    told = schools("schools", "trusts", "--format", "json").json
    assert [(r["trust"], r["schools_in_area"], r["primary"]) for r in told] == [("Ash Trust", 1, 1)]


def test_an_unknown_area_and_an_empty_store_are_told(cli: Cli) -> None:
    assert cli("schools", "quality", "--area", "Nowhere").status == 1
    for command in ("quality", "list", "trusts"):
        told = cli("schools", command, "--on", "2017-03-31", "--format", "json")
        assert (told.status, told.json) == (0, [])
    assert cli("schools", "quality", "--format", "json").json == []
    assert cli("schools", "quality", "--rule", "other").status == 2
