"""rate, gaps and change as a user asks them, on a folder with an area's own figures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

#: One command, as a user types it.
Cli = Callable[..., Any]

HEADER = "time_period,time_identifier,geographic_level,new_la_code,indicator,value,unit,published\n"
ASHMERE, BIRCHFORD = "E10000901", "E06000902"

INDICATORS = """
id: invented
title: Invented
indicators:
  - id: readers
    title: Children who read well
    definition: Out of every 100 children of the place, how many read well.
    unit: percent
    polarity: higher
    gaps:
      - {group: disadvantaged=yes, comparator: disadvantaged=no, name: Disadvantaged and others}
    series:
      - {source: local, code: readers}
      - {source: local, code: readers_dis, group: disadvantaged=yes}
      - {source: local, code: readers_not, group: disadvantaged=no}
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
      - {for: "2023/24", value: 60, floor: 55, set: 2023-05-01}
      - {for: "2025/26", value: 65, set: 2025-05-01}
  - id: readers_gap
    priority: P1
    indicator: readers
    gap: {group: disadvantaged=yes, comparator: disadvantaged=no}
    targets:
      - {for: "2023/24", value: 20}
"""


def line(code: str, year: int, value: str, area: str = ASHMERE, published: str = "") -> str:
    label = f"{year - 1}{year % 100:02d}"
    return f"{label},Academic year,Local authority,{area},{code},{value},percent,{published}\n"


@pytest.fixture
def ashmere(area: Path, cli: Cli, write: Callable[[str, bytes], Path]) -> Path:
    for name, text in (("indicators", INDICATORS), ("plan", PLAN)):
        (area / name).mkdir()
        (area / name / f"{name}.yaml").write_text(text, encoding="utf-8")
    rows = [
        line("readers", 2023, "58", published="2023-11-01"),
        line("readers", 2024, "57", published="2024-11-01"),
        line("readers_dis", 2024, "45", published="2024-11-01"),
        line("readers_not", 2024, "68", published="2024-11-01"),
        line("readers", 2024, "80", BIRCHFORD, published="2024-11-01"),
    ]
    for n, day in enumerate(("2023-11-01", "2024-11-01")):
        kept = "".join(row for row in rows if day in row)
        assert cli("ingest", write(f"own{n}.csv", (HEADER + kept).encode())).status == 0
    return area


def asked(cli: Cli, *words: object) -> list[dict[str, Any]]:
    told = cli(*words, "--format", "json")
    assert told.status == 0, told.err
    return list(told.json)


CARRIED = ("indicator", "area", "area_name", "dfe_number", "published_period", "period_start",
           "period_end")  # fmt: skip


@pytest.mark.usefixtures("ashmere")
@pytest.mark.parametrize("command", ["rate", "gaps", "change"])
def test_every_row_says_what_where_and_when(cli: Cli, command: str) -> None:
    found = asked(cli, command)
    assert found
    assert all(name in row for row in found for name in CARRIED)
    assert {row["area_name"] for row in found} == {"Ashmere"}


@pytest.mark.usefixtures("ashmere")
def test_rate_answers_a_row_a_measure(cli: Cli) -> None:
    readers, gap = asked(cli, "rate")
    assert (readers["rating"], readers["value"], readers["distance"]) == ("floor-met", 57, 3)
    assert (gap["rating"], gap["value"], gap["reason"]) == ("missed", 23, None)
    assert [row["measure"] for row in asked(cli, "rate", "--measure", "readers_gap")] == [
        "readers_gap"
    ]


@pytest.mark.usefixtures("ashmere")
def test_rate_as_of_a_day_knows_no_later_figure_and_no_later_target(
    cli: Cli,
) -> None:
    readers, gap = asked(cli, "rate", "--as-of", "2024-01-01")
    assert (readers["rating"], readers["value"], readers["target"]) == ("not-due", 58, 60)
    assert (gap["rating"], gap["value"]) == ("not-due", None)


@pytest.mark.usefixtures("ashmere")
def test_today_says_which_targets_are_due(cli: Cli) -> None:
    (row,) = asked(cli, "rate", "--as-of", "2024-01-01", "--today", "2024-09-01", "--measure",
                   "readers")  # fmt: skip
    assert (row["rating"], row["reason"]) == ("not-rated", "no figure yet")


@pytest.mark.usefixtures("ashmere")
def test_a_measure_that_is_not_there_is_told_with_the_nearest(cli: Cli) -> None:
    told = cli("rate", "--measure", "reader")
    assert told.status == 1
    assert "Did you mean readers?" in told.err


@pytest.mark.usefixtures("ashmere")
def test_gaps_has_both_lines(cli: Cli) -> None:
    (row,) = asked(cli, "gaps")
    assert (row["group_value"], row["comparator_value"], row["gap"], row["behind"]) == (
        45, 68, -23, 23,
    )  # fmt: skip
    assert row["name"] == "Disadvantaged and others"


@pytest.mark.usefixtures("ashmere")
def test_a_gap_is_walked_back_to_the_cells_of_both_sides(cli: Cli) -> None:
    (row,) = asked(cli, "gaps")
    assert row["id"].startswith("calc:")
    found = asked(cli, "trace", row["id"])
    assert [r["text"] for r in found] == ["45", "68"]
    assert [r["id"] for r in found] == [row["group_id"], row["comparator_id"]]
    assert asked(cli, "rate")[1]["observation"] == row["id"]
    told = cli("trace", "calc:0123456789abcdef")
    assert told.status == 1
    assert "calc:0123456789abcdef" in told.err


@pytest.mark.usefixtures("ashmere")
def test_change_answers_the_newest_figure_of_each_series(cli: Cli) -> None:
    whole, gap = asked(cli, "change")
    assert (whole["change"], whole["change_from"], whole["change_unit"]) == (
        -1, "2022/23", "percentage-points",
    )  # fmt: skip
    assert whole["words"].startswith("down 1.0 percentage points since 2022/23, which is worse")
    assert (gap["comparator"], gap["direction"]) == ("disadvantaged=no", "no earlier figure")
    assert [row["period"] for row in asked(cli, "change", "--every", "--group", "all")] == [
        "2022/23", "2023/24",
    ]  # fmt: skip


@pytest.mark.usefixtures("ashmere")
def test_change_of_all_areas_and_of_a_publishers_code(cli: Cli) -> None:
    found = asked(cli, "change", "--indicator", "local:readers", "--area", "all")
    assert [(r["area_name"], r["change"]) for r in found] == [("Birchford", None), ("Ashmere", -1)]
    assert found[0]["indicator"] == "local:readers"


@pytest.mark.usefixtures("ashmere")
@pytest.mark.parametrize("command", ["gaps", "change"])
def test_a_question_without_facts_answers_an_empty_list(cli: Cli, command: str) -> None:
    assert asked(cli, command, "--area", "Coldwater") == []
    assert asked(cli, command, "--indicator", "local:nothing") == []


def test_a_folder_without_a_plan_is_told(cli: Cli) -> None:
    told = cli("rate")
    assert told.status == 1
    assert "plan.yaml" in told.err
