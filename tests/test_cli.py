"""The command line is a contract: names, JSON keys, exit states, and what goes to which stream."""

import io
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import tiny
from command import Cli

#: Of every observation, in this order.
OBSERVATION = [
    "id",
    "indicator",
    "source_code",
    "area",
    "area_name",
    "dfe_number",
    "period",
    "period_kind",
    "period_start",
    "period_end",
    "published_period",
    "group",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "symbol",
    "source",
    "release",
    "as_of",
    "in_latest",
    "file",
    "cell",
]
#: In every row of every command about an indicator.
ALWAYS = [
    "indicator",
    "area",
    "area_name",
    "dfe_number",
    "published_period",
    "period_start",
    "period_end",
]
COMPARED = [
    "value",
    "england",
    "region",
    "neighbours_mean",
    "neighbours_median",
    "neighbours_n",
    "neighbours_model",
    "rank",
    "ranked",
    "band",
]

CODE = "PriTotAbs"


@pytest.fixture
def filled(cli: Cli, write: Callable[[str, bytes], Path]) -> Cli:
    """Ashmere with two years of one indicator, its dictionary and its neighbours."""
    facts: list[tiny.Fact] = [
        (CODE, "2024", 970, "5.5"),
        (CODE, "2024", 981, "5.7000000000000002"),
        (CODE, "2024", 801, "5.1"),
        (CODE, "2024", 802, "6.2"),
        (CODE, "2024", 803, "-"),
        (CODE, "2025", 801, "4.7980000000000002E-2"),
    ]
    for name, data in {
        "long.csv": tiny.long_csv(facts),
        "dictionary.csv": tiny.dictionary_csv({CODE: ("Low", "NA")}),
        "neighbours_May_2025.xlsx": tiny.neighbours_xlsx({801: [802, 803]}),
    }.items():
        assert cli("ingest", write(name, data), "--published", "2026-04-08").status == 0
    return cli


def rows(cli: Cli, *arguments: object) -> list[dict[str, Any]]:
    told = cli(*arguments, "--format", "json")
    assert told.status == 0
    found = told.json
    assert isinstance(found, list)
    for row in found:
        assert all(not isinstance(cell, dict | list) for cell in row.values()), "flat objects"
        assert not any(isinstance(cell, float) and math.isnan(cell) for cell in row.values())
    return found


# -- the keys ------------------------------------------------------------------------------


def test_an_observation_has_these_keys(filled: Cli) -> None:
    found = rows(filled, "observations", "--indicator", f"lait:{CODE}", "--area", "Ashmere")
    assert [list(row) for row in found] == [OBSERVATION, OBSERVATION]
    first = found[0]
    assert first | {"id": "", "release": ""} == {
        "id": "",
        "indicator": f"lait:{CODE}",
        "source_code": f"lait:{CODE}",
        "area": "E10000901",
        "area_name": "Ashmere",
        "dfe_number": "801",
        "period": "2023/24",
        "period_kind": "academic",
        "period_start": "2023-09-01",
        "period_end": "2024-08-31",
        "published_period": "2024",
        "group": "all",
        "value": 5.1,
        "numerator": None,
        "denominator": None,
        "unit": "percent",
        "status": "final",
        "symbol": None,
        "source": "lait",
        "release": "",
        "as_of": "2026-04-08",
        "in_latest": True,
        "file": "long.csv",
        "cell": "E4",
    }


def test_numbers_are_unrounded_and_the_missing_are_null_with_their_reason(filled: Cli) -> None:
    found = rows(filled, "observations", "--indicator", f"lait:{CODE}")
    values = {(row["area_name"], row["published_period"]): row["value"] for row in found}
    assert values["Southmark", "2024"] == 5.7
    assert values["Ashmere", "2025"] == 0.04798
    missing = [row for row in found if row["value"] is None]
    assert [(m["area_name"], m["status"], m["symbol"]) for m in missing] == [
        ("Coldwater", "not-available", "-")
    ]
    assert {r["area_name"]: r["dfe_number"] for r in found if r["dfe_number"] is None} == {
        "England": None,
        "Southmark": None,
    }


def test_compare_gives_a_row_a_period_with_these_keys(filled: Cli) -> None:
    found = rows(filled, "compare", f"lait:{CODE}", "--area", "801")
    assert len(found) == 2
    assert set(ALWAYS) | set(COMPARED) <= set(found[0])
    assert {key: found[0][key] for key in COMPARED} == {
        "value": 5.1,
        "england": 5.5,
        "region": 5.7,
        "neighbours_mean": 6.2,
        "neighbours_median": 6.2,
        "neighbours_n": 1,
        "neighbours_model": "2025-05",
        "rank": 1,
        "ranked": 2,
        "band": "A",
    }
    assert found[1]["neighbours_n"] == 0
    assert found[1]["england"] is None


def test_what_a_comparison_is_computed_from_can_be_traced(filled: Cli) -> None:
    row = rows(filled, "compare", f"lait:{CODE}", "--area", "801")[0]
    ids = [row["id"], row["england_id"], row["region_id"], *row["neighbours_ids"].split()]
    walked = rows(filled, "trace", *ids)
    assert [walk["text"] for walk in walked] == ["5.1", "5.5", "5.7000000000000002", "6.2"]
    assert [walk["id"] for walk in walked] == ids


def test_ingest_says_for_each_file_what_became_of_it(
    cli: Cli, write: Callable[[str, bytes], Path]
) -> None:
    write("long.csv", tiny.long_csv([(CODE, "2024", 801, "5.1"), (CODE, "2024", 7, "1")]))
    path = write("other.csv", b"a,b\n1,2\n")
    told = cli("ingest", path.parent, "--format", "json")
    assert [(row["file"], row["outcome"], row["quarantined"]) for row in told.json] == [
        ("long.csv", "read", 1),
        ("other.csv", "unclaimed", None),
    ]
    assert "2 files: 1 read, 1 unclaimed; 1 rows quarantined." in told.err
    assert "1 of 2: long.csv" in told.err


# -- the questions -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["E10000901", "801", "Ashmere", "ashmere"])
def test_an_area_is_asked_by_code_number_or_name(filled: Cli, name: str) -> None:
    found = rows(filled, "observations", "--indicator", f"lait:{CODE}", "--area", name)
    assert {row["area_name"] for row in found} == {"Ashmere"}


@pytest.mark.parametrize("period", ["2024", "2023/24", "2023-09-01/2024-08-31"])
def test_a_period_is_asked_by_label_print_or_days(filled: Cli, period: str) -> None:
    found = rows(filled, "observations", "--indicator", f"lait:{CODE}", "--period", period)
    assert {row["published_period"] for row in found} == {"2024"}
    assert len(found) == 5


def test_without_an_area_all_areas_answer_and_several_can_be_asked(filled: Cli) -> None:
    ask = ("observations", "--indicator", f"lait:{CODE}", "--period", "2024")
    assert len(rows(filled, *ask)) == 5
    assert len(rows(filled, *ask, "--area", "801", "--area", "802")) == 2
    assert len(rows(filled, *ask, "--area", "all")) == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["--indicator", "lait:NoSuchCode"],
        ["--indicator", f"lait:{CODE}", "--period", "1999"],
        ["--indicator", f"lait:{CODE}", "--group", "fsm=yes"],
        ["--indicator", f"lait:{CODE}", "--as-of", "2026-04-07"],
        ["--indicator", f"lait:{CODE}", "--area", "Dunholm"],
    ],
)
def test_a_question_with_no_facts_answers_with_an_empty_list(
    filled: Cli, arguments: list[str]
) -> None:
    told = filled("observations", *arguments, "--format", "json")
    assert (told.status, told.json) == (0, [])


def test_an_empty_store_answers_with_an_empty_list(cli: Cli) -> None:
    for words in (["observations"], ["observations", "--indicator", f"lait:{CODE}"]):
        told = cli(*words, "--format", "json")
        assert (told.status, told.json) == (0, [])
    assert cli("compare", f"lait:{CODE}", "--format", "json").json == []


def test_an_answer_is_one_row_a_key_and_sorted(filled: Cli) -> None:
    found = rows(filled, "observations", "--indicator", f"lait:{CODE}")
    keys = [(r["indicator"], r["group"], r["area"], r["period_start"]) for r in found]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


# -- forms and streams ---------------------------------------------------------------------


def test_csv_json_and_parquet_say_the_same(filled: Cli, area: Path) -> None:
    ask = ("observations", "--indicator", f"lait:{CODE}")
    as_json = rows(filled, *ask)
    as_csv = pl.read_csv(io.StringIO(filled(*ask, "--format", "csv").out), infer_schema_length=0)
    assert as_csv.columns == OBSERVATION
    assert [None if v is None else float(v) for v in as_csv["value"]] == [
        row["value"] for row in as_json
    ]
    done = subprocess.run(
        [sys.executable, "-m", "foreland", *ask, "--folder", area, "--format", "parquet"],
        capture_output=True,
        check=True,
    )
    packed = pl.read_parquet(io.BytesIO(done.stdout))
    assert json.loads(packed.write_json()) == as_json


def test_only_the_answer_goes_to_the_standard_output(filled: Cli, area: Path) -> None:
    told = filled("ingest", area.parent / "inbox", "--format", "json")
    assert json.loads(told.out)
    assert "files:" in told.err
    told = filled(
        "observations", "--indicator", f"lait:{CODE}", "--as-of", "2030-01-01", "--format", "json"
    )
    json.loads(told.out)


def test_a_table_for_people_shows_every_value(filled: Cli) -> None:
    out = filled("observations", "--indicator", f"lait:{CODE}").out
    for text in ("Ashmere", "Birchford", "5.1", "6.2", "0.04798", "not-available"):
        assert text in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["observation"], "observations"),
        (["observations", "--indicatr", "x"], "indicatr"),
        (["observations", "--format", "xml"], "xml"),
        (["observations", "--as-of", "yesterday"], "yesterday"),
        (["compare"], "indicator"),
        (["trace"], "ids"),
        (["ingest"], "paths"),
        (["new", "somewhere"], "area"),
    ],
)
def test_wrong_usage_is_told_on_the_standard_error_with_exit_2(
    cli: Cli, arguments: list[str], said: str
) -> None:
    told = cli(*arguments)
    assert (told.status, told.out) == (2, "")
    assert said in told.err.lower()
    assert "foreland --help" in told.err


# -- new -----------------------------------------------------------------------------------


def test_new_makes_a_folder_that_opens(cli: Cli, tmp_path: Path) -> None:
    made = tmp_path / "kent"
    told = cli("new", made, "--area", "Kent")
    assert (told.status, told.out) == (0, "")
    assert {p.name for p in made.iterdir()} == {"area.yaml", "plan", "indicators", "data", "store"}
    assert cli("observations", folder=made).status == 0
    assert cli("plan", "check", folder=made).status == 0


def test_new_refuses_a_folder_in_use_and_an_unknown_area(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").touch()
    told = cli("new", tmp_path / "used", "--area", "Kent")
    assert (told.status, told.out) == (1, "")
    assert "a folder that holds something" in told.err
    told = cli("new", tmp_path / "kint", "--area", "Kint")
    assert told.status == 1
    assert "Did you mean Kent?" in told.err
    assert not (tmp_path / "kint").exists()


# -- start-up, and the world outside -------------------------------------------------------


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("words", [["--help"], ["observations", "--help"], ["--version"]])
def test_help_starts_without_heavy_imports(words: list[str]) -> None:
    code = f"""
import sys
from foreland.cli import run
run({words!r})
heavy = {{"polars", "pydantic", "jinja2", "ruamel", "xlsxwriter", "python_calamine"}}
print("HEAVY", sorted(heavy & set(sys.modules)))
"""
    assert "HEAVY []" in python(code).stdout


@pytest.mark.usefixtures("filled")
def test_a_reader_that_stops_reading_ends_the_answer_quietly(area: Path) -> None:
    words = [sys.executable, "-m", "foreland", "observations", "--folder", str(area)]
    reader = subprocess.Popen(["true"], stdin=subprocess.PIPE)
    done = subprocess.run(
        [*words, "--format", "csv"], stdout=reader.stdin, stderr=subprocess.PIPE, check=False
    )
    reader.communicate()
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_the_same_files_give_the_same_store_in_any_surroundings(tmp_path: Path) -> None:
    """Threads, time zone, language and hash seed are not among the inputs."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    facts = [
        (CODE, str(year), number, f"{year % 7}.{number}")
        for year in range(2016, 2026)
        for number in (970, 981, 801, 802, 803, 804)
    ]
    (inbox / "a.csv").write_bytes(tiny.long_csv(facts))
    (inbox / "b.parquet").write_bytes(tiny.long_parquet([*facts[3:-2], (CODE, "2025", 99, "1")]))
    (inbox / "c.csv").write_bytes(tiny.dictionary_csv({CODE: ("Low", "NA")}))
    (inbox / "d_May_2025.xlsx").write_bytes(tiny.neighbours_xlsx({801: [802, 803]}))
    (inbox / "e.csv").write_bytes(b"")
    trees, answers = [], []
    for number, (threads, zone, language, seed) in enumerate(
        [
            ("1", "UTC", "C", "0"),
            ("2", "Pacific/Auckland", "C.UTF-8", "1"),
            ("2", "America/New_York", "tr_TR.UTF-8", "random"),
        ]
    ):
        folder = tiny.folder(tmp_path / f"{number}")
        surroundings = {
            "POLARS_MAX_THREADS": threads,
            "TZ": zone,
            "LANG": language,
            "LC_ALL": language,
            "PYTHONHASHSEED": seed,
        }
        for words in (["ingest", str(inbox)], ["compare", f"lait:{CODE}", "--format", "json"]):
            done = subprocess.run(
                [sys.executable, "-m", "foreland", *words, "--folder", str(folder)],
                capture_output=True,
                check=True,
                env={**os.environ, **surroundings},
            )
        answers.append(done.stdout)
        trees.append(tiny.tree(folder / "store"))
    assert trees[0] == trees[1] == trees[2]
    assert answers[0] == answers[1] == answers[2]
    assert len(json.loads(answers[0])) == 10
