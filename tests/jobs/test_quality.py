"""``foreland quality`` over a folder: what each kind tells, and what was accepted."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
import tiny

from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.quality import QUALITY_COLUMNS, quality
from foreland.jobs.reconciling import reconciled
from foreland.model.problems import ForelandError, Problem

GLD = Catalogue.load().get("gld").series[0].code

PLAN = """\
title: "A plan"
area: "E10000901"
priorities:
  - {id: start, title: "A good start"}
measures:
  - {id: ready, title: "Ready for school", priority: start, indicator: gld}
"""


def dictionary(next_update: str) -> bytes:
    """LAIT's dictionary with the day of the next update."""
    rows = list(csv.reader(io.StringIO(tiny.dictionary_csv({GLD: ("High", "NA")}).decode())))
    out = io.StringIO()
    csv.writer(out).writerows([[*rows[0], "Next Update"], [*rows[1], next_update]])
    return out.getvalue().encode()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Ashmere's figure of 2024/25 is suppressed; two other areas have one."""
    path = tiny.folder(tmp_path / "ashmere")
    (path / "plan").mkdir()
    (path / "plan" / "plan.yaml").write_text(PLAN)
    data = path / "data"
    data.mkdir()
    figures = [(GLD, year, area, "70") for year in ("2024", "2025") for area in (802, 803)]
    figures += [(GLD, "2024", 801, "68.4"), (GLD, "2025", 801, "c"), (GLD, "0", 801, "1")]
    (data / "long.csv").write_bytes(tiny.long_csv(figures))
    (data / "dictionary.csv").write_bytes(dictionary("46113"))
    (data / "notes.txt").write_text("nothing that a reader knows")
    opened = Folder.open(path)
    ingest(opened, [data])
    return opened


def told(folder: Folder, kind: str, today: date = date(2026, 6, 9)) -> list[dict[str, object]]:
    return quality(folder, None, [kind], today=today).rows(named=True)


def test_a_publication_that_is_late_is_told_for_the_indicator(folder: Folder) -> None:
    (row,) = told(folder, "freshness")
    assert (row["indicator"], row["source_code"]) == ("gld", f"lait:{GLD}")
    assert str(row["found"]).startswith("overdue by 40 days: the publisher named 2026-04-30")


def test_a_publication_that_is_not_due_yet_is_not_told(folder: Folder) -> None:
    assert told(folder, "freshness", date(2026, 1, 1)) == []


def test_a_missing_figure_is_told_with_the_contracts_columns(folder: Folder) -> None:
    (row,) = told(folder, "completeness")
    assert str(row["found"]).startswith("no figure for 2024/25: suppressed")
    assert (row["area"], row["area_name"], row["dfe_number"]) == ("E10000901", "Ashmere", "801")
    assert (row["period_start"], row["period_end"]) == (date(2024, 9, 1), date(2025, 8, 31))
    assert row["published_period"] == "2025"


def test_quarantined_unclaimed_and_undated_files_are_told_each_once(folder: Folder) -> None:
    (row,) = told(folder, "quarantine")
    assert row["file"] == "long.csv"
    assert str(row["found"]).startswith("1 rows set aside, the first row 8, column Years: 0")
    assert [row["file"] for row in told(folder, "unclaimed")] == ["notes.txt"]
    assert [row["file"] for row in told(folder, "undated")] == ["long.csv"]


def test_only_the_plans_measures_are_looked_at(folder: Folder) -> None:
    found = quality(folder, today=date(2026, 6, 9))
    assert set(found["indicator"].drop_nulls()) == {"gld"}
    assert tuple(found.columns) == QUALITY_COLUMNS


def test_without_a_plan_the_whole_catalogue_is_looked_at(folder: Folder) -> None:
    (folder.plan / "plan.yaml").unlink()
    lacking = {row["indicator"] for row in told(folder, "completeness")}
    assert {"gld", "phonics"} <= lacking


def test_an_accepted_finding_is_shown_as_accepted(folder: Folder) -> None:
    (row,) = told(folder, "unclaimed")
    (folder.path / "quality.yaml").write_text(
        f"accepted:\n  - finding: {row['id']}\n    reason: notes of a meeting\n"
        "    by: head of data\n    until: 2027-03-31\n"
    )
    (row,) = told(folder, "unclaimed")
    assert (row["accepted"], row["reason"], row["by"]) == (
        True,
        "notes of a meeting",
        "head of data",
    )


def test_an_acceptance_of_nothing_is_a_warning(folder: Folder) -> None:
    (folder.path / "quality.yaml").write_text(
        "accepted:\n  - finding: outlier-0badf00d\n    reason: was checked with them\n"
        "    by: head of data\n    until: 2027-03-31\n"
    )
    warned: list[Problem] = []
    quality(folder, warn=warned.append)
    assert ["outlier-0badf00d" in problem.found for problem in warned] == [True]


def test_an_unknown_kind_is_refused(folder: Folder) -> None:
    with pytest.raises(ForelandError, match="the kind 'fresh'"):
        quality(folder, None, ["fresh"])


def test_the_command_answers_as_json_and_tells_a_faulty_file(folder: Folder, cli) -> None:  # type: ignore[no-untyped-def]
    said = cli("quality", "--kind", "undated", "--format", "json", folder=folder.path)
    assert said.status == 0
    assert [row["file"] for row in said.json] == ["long.csv"]
    assert "1 findings, 0 of them accepted." in said.err
    (folder.path / "quality.yaml").write_text("accepted:\n  - finding: x\n")
    said = cli("quality", folder=folder.path)
    assert said.status == 1
    assert "quality.yaml, line 2" in said.err


def test_a_store_without_anything_has_no_findings_but_lacks(area: Path) -> None:
    found = quality(Folder.open(area))
    assert set(found["kind"]) <= {"completeness"}


def test_an_early_result_is_held_against_the_published_one(folder: Folder) -> None:
    header = "time_period,time_identifier,geographic_level,new_la_code,indicator,value,unit\n"
    rows = "202324,Academic year,Local authority,E10000901,gld,67.0,percent\n"
    (folder.data / "early.csv").write_text(header + rows)
    ingest(folder, [folder.data / "early.csv"])
    row = reconciled(folder).row(0, named=True)
    assert (row["first"], row["second"]) == (f"lait:{GLD}", "local:gld")
    assert (row["compared"], row["different"], row["largest"]) == (1, 1, 1.4)
    assert (row["area_name"], row["published_period"]) == ("Ashmere", "2024")
    (finding,) = told(folder, "reconciliation")
    assert str(finding["found"]).startswith("1 of 1 figures differ beyond rounding")
    assert finding["observation"] == row["first_id"]


def test_the_command_counts_pairs(folder: Folder, cli) -> None:  # type: ignore[no-untyped-def]
    said = cli("quality", "--reconcile", "--format", "json", folder=folder.path)
    assert (said.status, said.json) == (0, [])
