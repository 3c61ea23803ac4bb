"""Facts asked by our names have our group, unit and scale; the cell stays the publisher's."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tiny

from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest

OWN = """\
id: own
title: "Ours"
indicators:
  - id: caseload_of_ten
    title: "Cases for ten social workers"
    definition: "How many cases ten social workers have together, on average."
    unit: count
    polarity: lower
    precision: 0
    period: snapshot
    series:
      - {source: lait, code: "Work_Force_AvgNumCase_SW", group: sex=girls, factor: 10}
"""


@pytest.fixture
def folder(area: Path, write: Callable[[str, bytes], Path]) -> Folder:
    (area / "indicators").mkdir()
    (area / "indicators" / "own.yaml").write_text(OWN, "utf-8")
    cells = [("Work_Force_AvgNumCase_SW", "2025", 801, "17"), ("16-17 NEET", "2025", 801, "3.5")]
    opened = Folder.open(area)
    ingest(opened, [write("long.csv", tiny.long_csv(cells))])
    return opened


def test_factor_changes_the_value_and_the_unit_is_ours(folder: Folder) -> None:
    found = facts(folder, "caseload_of_ten").row(0, named=True)
    assert (found["value"], found["unit"], found["group"]) == (170.0, "count", "sex=girls")
    assert found["source_code"] == "lait:Work_Force_AvgNumCase_SW"


def test_by_the_publishers_code_all_is_as_published(folder: Folder) -> None:
    found = facts(folder, "lait:Work_Force_AvgNumCase_SW").row(0, named=True)
    assert (found["value"], found["unit"], found["group"]) == (17.0, "ratio", "all")


def test_one_code_may_serve_two_indicators_asked_together(folder: Folder) -> None:
    found = facts(folder, ["caseload_of_ten", "social_worker_caseload", "neet"])
    told = found.select("indicator", "value").rows()
    assert told == [("caseload_of_ten", 170.0), ("neet", 3.5), ("social_worker_caseload", 17.0)]
