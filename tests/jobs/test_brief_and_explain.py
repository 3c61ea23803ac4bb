"""brief, explain and priorities as a user asks them, on a folder with the area's own figures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

#: One command, as a user types it.
Cli = Callable[..., Any]

HEADER = (
    "time_period,time_identifier,geographic_level,new_la_code,locality_code,indicator,group,value,"
    "numerator,denominator,unit,published\n"
)
ASHMERE = "E10000901"

INDICATORS = """
id: invented
title: Invented
indicators:
  - id: readers
    title: Children who read well
    definition: Out of every 100 children of the place, how many read well.
    unit: percent
    polarity: higher
    series:
      - {source: local, code: readers}
      - {source: local, code: readers, group: sex=girls, source_group: sex=girls}
      - {source: local, code: readers, group: sex=boys, source_group: sex=boys}
"""
PLAN = """
title: A plan
area: "E10000901"
priorities:
  - {id: P1, title: Reading, owner: Director}
measures:
  - id: readers
    priority: P1
    indicator: readers
    targets:
      - {for: "2023/24", value: 70, floor: 65, set: 2023-05-01}
      - {for: "2025/26", value: 75, set: 2025-05-01}
actions:
  - {id: X1, priority: P1, text: Buy books, due: 2024-06-30, state: on-track, owner: Librarian}
"""
LOCALITIES = f"code,name,kind,parent\nD1,North,district,{ASHMERE}\nD2,South,district,{ASHMERE}\n"


def line(year: int, counted: int, of: int, where: str = "", group: str = "all") -> str:
    label = f"{year - 1}{year % 100:02d}"
    level = "Locality" if where else "Local authority"
    return (
        f"{label},Academic year,{level},{ASHMERE},{where},readers,{group},{counted / of * 100},"
        f"{counted},{of},percent,2024-11-01\n"
    )


@pytest.fixture
def ashmere(area: Path, cli: Cli, write: Callable[[str, bytes], Path]) -> Path:
    for name, text in (("indicators", INDICATORS), ("plan", PLAN)):
        (area / name).mkdir()
        (area / name / f"{name}.yaml").write_text(text, encoding="utf-8")
    (area / "localities.csv").write_text(LOCALITIES, encoding="utf-8")
    settings = (area / "area.yaml").read_text(encoding="utf-8")
    (area / "area.yaml").write_text(settings + "localities: localities.csv\n", encoding="utf-8")
    # 80 of 100 in the north, 100 of 200 in the south: 60 %. Then the north reads worse.
    rows = [
        line(2023, 180, 300), line(2023, 80, 100, "D1"), line(2023, 100, 200, "D2"),
        line(2024, 140, 300), line(2024, 40, 100, "D1"), line(2024, 100, 200, "D2"),
        line(2024, 70, 150, "", "sex=girls"), line(2024, 70, 150, "", "sex=boys"),
        line(2023, 90, 150, "", "sex=girls"),
    ]  # fmt: skip
    assert cli("ingest", write("own.csv", (HEADER + "".join(rows)).encode())).status == 0
    return area


def asked(cli: Cli, *words: object) -> list[dict[str, Any]]:
    told = cli(*words, "--format", "json")
    assert told.status == 0, told.err
    return list(told.json)


@pytest.mark.usefixtures("ashmere")
def test_a_districts_rate_explains_the_change_of_the_whole(cli: Cli) -> None:
    whole, north, south, *rounding = asked(cli, "explain", "readers", "--by", "district")
    assert (whole["split"], whole["effect"]) == ("whole", pytest.approx(-40 / 3))
    assert (north["part"], north["part_name"]) == ("D1", "North")
    assert (north["rate_effect"], north["mix_effect"]) == (pytest.approx(-40 / 3), 0)
    assert (south["part"], south["effect"]) == ("D2", 0)
    assert all(abs(row["effect"]) < 1e-9 for row in rounding)


@pytest.mark.usefixtures("ashmere")
def test_explain_reads_as_sentences(cli: Cli) -> None:
    told = cli("explain", "readers", "--by", "district")
    assert told.out.splitlines()[:4] == [
        "Ashmere, 2023/24: down 13.33 percentage points since 2022/23, from 60.00% to 46.67%.",
        "",
        "By district",
        "- North: takes off 13.33 percentage points (its own rate takes off 13.33 percentage "
        "points).",
    ]


@pytest.mark.usefixtures("ashmere")
def test_a_split_that_there_is_not_is_told(cli: Cli) -> None:
    told = cli("explain", "readers", "--by", "colour")
    assert "Not split by colour any further: no such parts have figures." in told.err


@pytest.mark.usefixtures("ashmere")
def test_a_split_that_lacks_a_part_is_not_made_and_says_so(cli: Cli) -> None:
    told = cli("explain", "readers", "--by", "sex", "--format", "json")
    assert [row["split"] for row in told.json] == ["whole"]
    assert "Not split by sex: 1 of 2 have no figure in one of the two periods (boys)." in told.err


@pytest.mark.usefixtures("ashmere")
def test_a_place_without_two_figures_has_nothing_to_explain(cli: Cli) -> None:
    told = cli("explain", "readers", "--area", "Birchford", "--format", "json")
    assert (told.status, told.json) == (0, [])
    assert "no figure beside another" in told.err


@pytest.mark.usefixtures("ashmere")
def test_the_brief_says_what_got_worse_and_what_is_to_be_watched(cli: Cli) -> None:
    found = asked(cli, "brief", "--today", "2024-12-01")
    by_section: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        by_section.setdefault(row["section"], []).append(row)
    assert by_section["better"][0]["sentence"] == "None. No measure passed the rule."
    (worse,) = by_section["worse"]
    assert (worse["measure"], worse["direction"]) == ("readers", "worse")
    assert worse["change"] == pytest.approx(-40 / 3)
    said = [row["sentence"] for row in by_section["watch"]]
    assert said[0] == (
        "Children who read well is red for 2023/24 (46.7%), and nobody has said why, or what is "
        "done."
    )
    assert said[1] == "An action was due on 30 June 2024 and is on track: Buy books."
    assert said[2] == (
        "Children who read well: the target for 2025/26 is 75.0%, due by 31 August 2026; the "
        "newest figure is 46.7% (2023/24)."
    )


@pytest.mark.usefixtures("ashmere")
def test_the_brief_reads_as_a_page(cli: Cli) -> None:
    told = cli("brief", "--today", "2024-12-01")
    assert told.out.startswith("Ashmere: brief of 1 December 2024\n\nWhat got better\n- None.")
    assert max(len(text) for text in told.out.splitlines()) <= 96


@pytest.mark.usefixtures("ashmere")
def test_another_areas_brief_has_nothing_of_this_plan(cli: Cli) -> None:
    found = asked(cli, "brief", "--area", "Birchford", "--today", "2024-12-01")
    assert {row["area_name"] for row in found} == {"Birchford"}
    assert not any(row["measure"] for row in found)


@pytest.mark.usefixtures("ashmere")
def test_before_anything_was_known_the_brief_says_so(cli: Cli) -> None:
    found = asked(cli, "brief", "--as-of", "2020-01-01")
    assert found[0]["sentence"] == "None. There is no figure to look at."


@pytest.mark.usefixtures("ashmere")
def test_priorities_are_ranked_by_children_short_and_stay_in_the_house(cli: Cli) -> None:
    (row,) = asked(cli, "priorities", "--today", "2024-12-01")
    # 75 per cent of 300 children are 225; 140 read well.
    assert (row["place"], row["target"]) == (1, 75)
    assert row["children"] == pytest.approx(85)
    assert row["cohort_from"] == "the figure's own denominator, 2023/24"
    assert row["audience"] == "internal"
    told = cli("priorities", "--today", "2024-12-01")
    assert told.out.startswith("1. Children who read well: 85 short of the target for 2025/26")
    assert "its plan does not publish it" in told.err
    assert asked(cli, "priorities", "--area", "Birchford") == []


def test_priorities_without_a_plan_say_so(cli: Cli) -> None:
    told = cli("priorities")
    assert told.status == 1
    assert "no plan" in told.err


def test_no_day_is_said_where_nothing_is_known(cli: Cli, area: Path, tmp_path: Path) -> None:
    told = cli("brief")
    assert told.out.splitlines()[0] == "Ashmere: brief"
    assert "2000" not in told.out
    assert cli("build", "--out", tmp_path / "site", folder=area).status == 0
    for page in (tmp_path / "site" / "current").rglob("*.html"):
        assert "2000" not in page.read_text(encoding="utf-8"), page.name
