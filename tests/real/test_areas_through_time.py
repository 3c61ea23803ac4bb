"""Northamptonshire and Cumbria after they were divided, and why Dorset has no past of its own."""

from pathlib import Path

import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.succeeding import facts_with_predecessors, told
from foreland.jobs.tracing import trace

pytestmark = pytest.mark.real

TIMELY = "ees:ehc_timeliness.PC_plans_issued_20_weeks_ex"


@pytest.fixture(scope="module")
def plans(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("time") / "kent"
    new_folder(path, "Kent")
    ingest(Folder.open(path), [published / "ehc_plans_2025" / "timeliness_20_week.csv"])
    return Folder.open(path)


def test_northamptonshire_goes_on_by_its_successors_counts(plans: Folder) -> None:
    rows, _ = facts_with_predecessors(plans, TIMELY, "Northamptonshire", group="all")
    by_year = {row["period"]: row for row in rows.iter_rows(named=True)}
    assert by_year["2020"]["value"] == 24.9
    assert by_year["2020"]["note"] is None
    built = by_year["2022"]
    assert (built["numerator"], built["denominator"]) == (407, 1307)
    assert built["value"] == pytest.approx(100 * 407 / 1307)
    # 2021 reaches past 1 April 2021: nothing is built.
    assert "2021" not in by_year
    parts = trace(plans, [built["id"]])
    assert parts["text"].to_list() == [
        text for cell in built["inputs"].split(" ") for text in trace(plans, [cell])["text"]
    ]


def test_dorset_has_a_break_in_2019_and_nothing_is_apportioned(plans: Folder) -> None:
    rows, breaks = facts_with_predecessors(plans, TIMELY, ["838", "839"], group="all")
    assert rows["inputs"].null_count() == rows.height
    assert all("nothing of it is apportioned" in line for line in told(breaks))
