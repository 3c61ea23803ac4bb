"""``foreland observations --with-predecessors``: what is built, its trace, and the breaks."""

from collections.abc import Callable
from pathlib import Path

from command import Cli

HEADER = (
    "time_period,time_identifier,geographic_level,new_la_code,indicator,value,unit,numerator,"
    "denominator"
)
#: Eastmoor was divided into two on 1 April 2021: together they are what it was.
ROWS = [
    "202122,Academic year,Local authority,E06000906,late_plans,10,percent,10,100",
    "202122,Academic year,Local authority,E06000907,late_plans,40,percent,80,200",
    "201819,Academic year,Local authority,E10000905,late_plans,25,percent,50,200",
]
Write = Callable[[str, bytes], Path]


def filled(cli: Cli, write: Write) -> None:
    text = "\n".join([HEADER, *ROWS, ""])
    told = cli("ingest", write("own.csv", text.encode()), "--published", "2023-01-01")
    assert told.status == 0, told.err


def test_a_divided_area_goes_on_from_counts_and_trace_finds_both_cells(
    cli: Cli, write: Write
) -> None:
    filled(cli, write)
    asked = ("observations", "--indicator", "local:late_plans", "--area", "Eastmoor")
    plain = cli(*asked, "--format", "json").json
    assert [row["value"] for row in plain] == [25]
    rows = cli(*asked, "--with-predecessors", "--format", "json").json
    assert [(row["period"], row["value"]) for row in rows] == [("2018/19", 25), ("2021/22", 30)]
    assert [row["numerator"] for row in rows] == [50, 90]
    assert rows[1]["note"] == "from the counts of North Eastmoor and South Eastmoor added up"
    walked = cli("trace", rows[1]["id"], "--format", "json").json
    assert [row["text"] for row in walked] == ["10", "40"]


def test_a_successor_of_a_divided_area_has_a_break_that_says_why(cli: Cli, write: Write) -> None:
    filled(cli, write)
    told = cli(
        "observations", "--indicator", "local:late_plans", "--area", "North Eastmoor",
        "--with-predecessors", "--format", "json",
    )  # fmt: skip
    assert [row["period"] for row in told.json] == ["2021/22"]
    assert "North Eastmoor: a break at 2021-04-01 in 1 series: Eastmoor was divided" in told.err


def test_what_was_not_yet_known_builds_nothing(cli: Cli, write: Write) -> None:
    filled(cli, write)
    told = cli(
        "observations", "--area", "Eastmoor", "--with-predecessors", "--as-of", "2022-12-31",
        "--format", "json",
    )  # fmt: skip
    assert told.json == []
