"""Kent's twelve districts under our names: from the ONS's and DfE's files, exactly."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from foreland.indicators.catalogue import Catalogue
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest

DOVER = "E07000108"
KENT = "E10000016"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples/kent/2024"


@pytest.fixture(scope="module")
def kent(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("districts") / "kent"
    shutil.copytree(EXAMPLE, path)
    folder = Folder.open(path)
    files = [
        published / "lait/bds_long_0.parquet",
        *sorted((published / "ons_local_indicators").glob("*.csv")),
        published / "send_ap_inclusion/1_eyfsp_headline_measures_2022.csv",
    ]
    ingest(folder, files)
    return folder


def told(folder: Folder, name: str, area: str) -> dict[str, float]:
    found = facts(folder, name, area, group="all").drop_nulls("value")
    return dict(found.select("period", "value").iter_rows())


def test_a_districts_figures_stand_under_the_catalogues_names(kent: Folder) -> None:
    # Read off the files by eye: Dover's rows.
    rwm = told(kent, "ks2_rwm", DOVER)
    assert rwm == {"2018/19": 69, "2021/22": 52, "2022/23": 57, "2023/24": 55, "2024/25": 58}
    assert told(kent, "gld", DOVER) == {"2021/22": 65.6}


@pytest.mark.parametrize("name", ["ks2_rwm", "gld", "early_literacy", "child_poverty"])
def test_a_county_keeps_its_own_publishers_figures(kent: Folder, name: str) -> None:
    found = facts(kent, name, KENT, group="all").drop_nulls("value")
    assert set(found["source"]) == {"lait"}


def test_every_series_of_districts_is_filled_for_all_twelve(kent: Folder) -> None:
    districts = [a.code for a in kent.register if a.region == KENT]
    checked = 0
    for indicator in Catalogue.load().indicators:
        if not any(s.level == "district" or s.source == "ons" for s in indicator.series):
            continue
        found = facts(kent, indicator.id, districts, group="all").drop_nulls("value")
        assert found["area"].n_unique() == 12, indicator.id
        assert found.select(pl.struct("area", "period_start").is_duplicated().any()).item() is False
        checked += 1
    assert checked >= 10
