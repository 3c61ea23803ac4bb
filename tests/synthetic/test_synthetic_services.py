"""The invented county's services, notes and workforce: readable, labelled, and without effect."""

import csv
from pathlib import Path

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.service_effect import effect
from foreland.jobs.services import logged, services
from foreland.jobs.trust_notes import supported
from foreland.jobs.workforce import workforce
from foreland.synthetic import SEED
from foreland.synthetic.folder import write
from foreland.synthetic.school_facts import TRUSTS, schools


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("services") / "demo"
    write(path)
    ingest(Folder.open(path), [path / "data"])
    return Folder.open(path)


def test_every_row_of_the_log_stands(demo: Folder) -> None:
    found = logged(demo)
    assert found.rows.height > 40
    assert found.problems() == []
    told = services(demo)
    assert told["entries"].sum() == found.rows.height
    assert all("(invented)" in provider for provider in told["provider"])
    assert told["audience"].unique().to_list() == ["internal"]


def test_numbers_of_schools_and_trusts_are_invented(demo: Folder) -> None:
    known = {number for s in schools(SEED) for number in (s.urn, s.former)}
    with (demo.data / "service_log.csv").open(encoding="utf-8") as file:
        urns = {row["urn"] for row in csv.DictReader(file)}
    assert urns <= known
    assert all(urn.startswith("9") for urn in urns)
    with (demo.data / "trust_notes.csv").open(encoding="utf-8") as file:
        assert {row["uid"] for row in csv.DictReader(file)} <= set(TRUSTS)
    assert "Synthetic" in (Path(demo.path) / "services.yaml").read_text("utf-8")


def test_no_service_has_an_effect_and_none_is_claimed(demo: Folder) -> None:
    found = effect(demo)
    assert found.height == 4
    told = found.filter(pl.col("status") == "estimated")
    assert told.height >= 3
    assert ((told["lower"] < 0) & (told["upper"] > 0)).all()


def test_the_newest_word_on_support_of_a_trust_stands(demo: Folder) -> None:
    assert supported(demo).select("uid", "supported").rows() == [("90001", "yes"), ("90002", "no")]


def test_the_countys_own_workforce_is_internal(demo: Folder) -> None:
    found = workforce(demo).filter(pl.col("measure").is_in(["headteacher_changes", "ep_in_post"]))
    assert found["value"].null_count() == 0
    assert found["audience"].unique().to_list() == ["internal"]
