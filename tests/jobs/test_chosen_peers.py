"""Peers that an area chooses in ``area.yaml`` are an edition of the neighbours: ``chosen``."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from command import Cli

from foreland.jobs.folder import Folder
from foreland.model.problems import ForelandError

FACTS = [
    ("Readers", "2024", number, value)
    for number, value in ((970, "60"), (801, "50"), (802, "40"), (803, "70"), (804, "64"))
]


def choose(area: Path, peers: str) -> None:
    file = area / "area.yaml"
    file.write_text(file.read_text("utf-8") + f"peers: {peers}\n", encoding="utf-8")


@pytest.mark.parametrize("named", ['["Birchford", "Coldwater"]', '["802", "E06000903"]'])
def test_compare_answers_with_the_mean_and_median_of_the_peers(
    area: Path, cli: Cli, write: Callable[[str, bytes], Path], named: str
) -> None:
    choose(area, named)
    write("dictionary.csv", tiny.dictionary_csv({"Readers": ("High", "N")}))
    assert cli("ingest", write("long.csv", tiny.long_csv(FACTS)).parent).status == 0
    (row,) = cli("compare", "lait:Readers", "--model", "chosen", "--format", "json").json
    assert (row["neighbours_model"], row["neighbours_n"]) == ("chosen", 2)
    assert (row["neighbours_mean"], row["neighbours_used"]) == (55, "Birchford; Coldwater")


@pytest.mark.parametrize(
    ("peers", "said"),
    [
        ('["Ashmere"]', "other authorities"),
        ('["Southmark"]', "other authorities"),
        ('["Birchford", "802"]', "each area once"),
        ("Birchford", "a list of ONS codes"),
        ("[802]", "a list of ONS codes"),
        ('["Birchfort"]', "Birchford"),
    ],
)
def test_a_peer_that_is_none_is_named_with_its_line(area: Path, peers: str, said: str) -> None:
    choose(area, peers)
    with pytest.raises(ForelandError) as fault:
        Folder.open(area)
    assert said in str(fault.value)
    assert "line 3" in str(fault.value)
