"""Kent's social workers and pupils for each teacher: equal to the files they come from."""

import csv
import gzip
import io
from pathlib import Path

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.workforce import ratios, workforce

DATA = Path(__file__).resolve().parents[2].parent / "shared/data"
CSWW = DATA / "published/csc_outcomes/csww_indicators_2017_to_2025.csv"
SECONDARY = DATA / "schools/similar/england_secondary_schools_2026-03.csv.gz"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not CSWW.is_file(), reason="no published data beside the checkout"),
]


@pytest.fixture(scope="module")
def kent(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("workforce") / "kent"
    new_folder(path, "Kent")
    lait = DATA / "published/lait"
    wanted = [lait / "lait_data_dictionary.csv", lait / "bds_long_0.parquet", CSWW, SECONDARY]
    ingest(Folder.open(path), [*wanted, lait / "sn_may_2025.xlsx"])
    return Folder.open(path)


def test_social_workers_are_those_of_the_workforce_file(kent: Folder) -> None:
    found = workforce(kent).filter(pl.col("topic") == "social workers")
    with CSWW.open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["new_la_code"] == "E10000016"]
    by_year = {row["time_period"]: row for row in rows}
    columns = {
        "social_workers": "inpost_fte",
        "social_worker_vacancies": "vacancy_rate_fte",
        "social_worker_turnover": "turnover_rate_fte",
        "agency_social_workers": "agency_rate_fte",
        "social_worker_caseload": "caseload_fte",
        "social_workers_started": "starters_fte",
        "social_workers_left": "leavers_fte",
        "social_worker_absence": "absence_rate_fte",
        "agency_covering_vacancies": "agency_cover_rate_fte",
    }
    told = {row["measure"]: row for row in found.iter_rows(named=True)}
    assert set(told) == set(columns)
    for measure, column in columns.items():
        row = told[measure]
        assert row["period"] == "30 September 2025"
        assert row["value"] == pytest.approx(float(by_year["2025"][column]), abs=0.06)
        assert row["previous"] == pytest.approx(float(by_year["2024"][column]), abs=0.06)
    assert told["social_worker_turnover"]["value"] == 15.4
    assert told["social_worker_turnover"]["change_unit"] == "percentage points"
    # A total of England is nothing to set beside Kent's.
    assert told["social_workers"]["england"] is None


def test_teachers_heads_and_psychologists_are_not_available(kent: Folder) -> None:
    found = workforce(kent).filter(
        pl.col("topic").is_in(["teachers", "heads", "educational psychologists"])
    )
    assert found.height == 22
    assert found["value"].null_count() == 22
    assert found["reason"].null_count() == 0
    assert found["status"].unique().to_list() == ["not-available"]


def test_pupils_for_each_teacher_equal_the_table(kent: Folder) -> None:
    text = gzip.decompress(SECONDARY.read_bytes()).decode("utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(text)) if r["la_code"].startswith("886")]
    told = dict(ratios(kent).select("urn", "pupils_per_teacher").iter_rows())
    assert len(told) == len(rows) == 104
    for row in rows:
        cell = row["wf_pupil_to_qual_unqual_teacher_ratio"]
        assert told[row["URN"]] == (float(cell) if cell else None)
