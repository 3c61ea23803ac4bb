"""Two publications of one measure on the published files, and their printed figures again."""

from pathlib import Path

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.reconciling import reconciled

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def told(published: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("reconciled") / "kent"
    new_folder(path, "Kent")
    folder = Folder.open(path)
    files = ["lait/lait_data_dictionary.csv", "lait/bds_long_0.parquet", "nccis_neet"]
    files += ["ehc_plans_2025/timeliness_20_week.csv", "ons_local_indicators", "exclusions_2017"]
    quoted = ROOT / "examples" / "kent" / "2017" / "data" / "quoted"
    ingest(folder, [*(published / name for name in files), quoted])
    return reconciled(folder)


def row(told: pl.DataFrame, first: str, second: str) -> dict[str, object]:
    named = (pl.col("first") == first) & pl.col("second").str.starts_with(second)
    return told.filter(named & (pl.col("group") == "all")).row(0, named=True)


def test_neet_in_lait_and_in_the_scorecards_is_the_same_in_every_area_and_year(
    told: pl.DataFrame,
) -> None:
    for code in ("NEET_percent", "NEET_not_known_percent"):
        found = told.filter(pl.col("second") == f"nccis:{code}").row(0, named=True)
        assert (found["compared"], found["equal"], found["different"]) == (801, 801, 0)


def test_plans_in_20_weeks_in_lait_and_in_sen2_are_the_same(told: pl.DataFrame) -> None:
    found = row(told, "lait:SEN_EHC_Excpt_20wks", "ees:ehc_timeliness.PC_plans")
    assert (found["compared"], found["equal"]) == (960, 960)


def test_absence_in_lait_and_at_the_ons_agrees_within_rounding(told: pl.DataFrame) -> None:
    found = row(told, "lait:TotPerAbNew", "ons:Persistent absences for all")
    assert (found["different"], found["largest"]) == (0, 0.005)
    assert int(str(found["compared"])) > 1400


def test_key_stage_2_differs_where_a_copy_is_older_than_the_revision(told: pl.DataFrame) -> None:
    found = row(told, "lait:KS2RWM_Expected_STD", "ons:Pupils meeting")
    assert (found["different"], found["largest"]) == (37, 1.0)
    assert "not in the catalogue" in str(found["rule"])


def test_kents_own_count_of_permanent_exclusions_is_above_the_census(told: pl.DataFrame) -> None:
    found = row(told, "local:permanent_exclusions", "exclusions:all reasons")
    assert (found["compared"], found["different"], found["area_name"]) == (3, 3, "Kent")
    # 2016/17: 68 printed; the reasons sum to 51, and two more hide one or two each.
    assert (found["period"], found["first_value"], found["second_value"]) == ("2016/17", 68, 54)


def test_every_printed_quintile_is_reproduced(told: pl.DataFrame) -> None:
    found = told.filter(pl.col("check") == "quintile")
    assert found.height == 5
    assert found["compared"].sum() == 3753
    assert found["different"].sum() == 0


def test_printed_sums_and_changes_agree_within_their_rounding(told: pl.DataFrame) -> None:
    found = told.filter(pl.col("check").is_in(["sum", "change"]))
    assert found.height == 9
    assert found["different"].sum() == 0
    assert found["largest"].max() == 0.1
