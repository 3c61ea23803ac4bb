"""Trusts of Kent and England from the register's extracts: counts that the raw files give too."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.trust_moves import movement, moves
from foreland.jobs.trust_results import results
from foreland.jobs.trusts import members, trusts, without_trust

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/schools"
APRIL_2018, MAY_2019, JULY_2022, AUGUST_2025 = (
    date(2018, 4, 26),
    date(2019, 5, 2),
    date(2022, 7, 1),
    date(2025, 8, 31),
)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="no schools data beside the checkout"),
]


@pytest.fixture(scope="module")
def kent(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("trusts") / "kent"
    new_folder(path, "Kent")
    wanted = ("gias", "ofsted", "characteristics", "similar", "performance")
    ingest(Folder.open(path), [DATA / name for name in wanted])
    return Folder.open(path)


def raw(name: str) -> Iterator[dict[str, str]]:
    """The academy trusts' open rows of an extract, without 16 to 19 academies."""
    text = gzip.decompress((DATA / "gias" / name).read_bytes()).decode("cp1252")
    for row in csv.DictReader(io.StringIO(text)):
        of_age = "16" not in row["TypeOfEstablishment (name)"]
        if "academy trust" in row["Group Type"] and row["Group Status"] == "Open" and of_age:
            yield row


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        (APRIL_2018, "grouplinks_edubaseallacademiesandfree20180501.csv.gz", 230),
        (JULY_2022, "gias_group_links_2022-07.csv.gz", 284),
    ],
)
def test_members_on_an_extracts_day_are_the_extracts_rows(
    kent: Folder, day: date, name: str, expected: int
) -> None:
    counts = Counter(row["URN"] for row in raw(name) if row["LA (code)"] == "886")
    assert len(counts) == expected
    assert movement(kent, "Kent", day, day)["at_start"].sum() == expected


def test_movement_in_kent_adds_up_and_is_dated_where_the_register_is(kent: Folder) -> None:
    found = movement(kent, "Kent", APRIL_2018, JULY_2022)
    names = ("at_start", "opened", "joined", "left", "closed", "at_end", "undated")
    assert found.select(*names).sum().row(0) == (230, 11, 57, 14, 0, 284, 0)
    assert found["trust"].str.to_lowercase().is_sorted()
    later = movement(kent, "Kent", JULY_2022, AUGUST_2025)
    assert later.select(*names[:-1]).sum().row(0) == (284, 4, 41, 22, 1, 306)


def test_a_school_that_changed_its_trust_left_and_joined_on_one_day(kent: Folder) -> None:
    """Brook Learning Trust's schools went to Leigh Academies Trust on 1 September 2021."""
    found = moves(kent, "Kent", APRIL_2018, JULY_2022)
    brook = found.filter((pl.col("move") == "left") & (pl.col("trust") == "BROOK LEARNING TRUST"))
    assert brook.select("other_trust", "day", "day_certain").unique().rows() == [
        ("LEIGH ACADEMIES TRUST", date(2021, 9, 1), True)
    ]
    assert sorted(brook["urn"]) == ["136349", "137581", "138236"]
    back = found.filter((pl.col("move") == "joined") & pl.col("urn").is_in(brook["urn"].implode()))
    assert back.select("trust", "other_trust").unique().rows() == [
        ("LEIGH ACADEMIES TRUST", "BROOK LEARNING TRUST")
    ]


def test_england_in_the_year_to_may_2019(kent: Folder) -> None:
    found = movement(kent, "England", APRIL_2018, MAY_2019)
    names = ("at_start", "opened", "joined", "left", "closed", "at_end")
    assert found.select(*names).sum().row(0) == (7689, 63, 1178, 328, 22, 8580)


def test_every_school_of_kent_is_in_a_trust_or_in_none(kent: Folder) -> None:
    every = trusts(kent, "Kent", AUGUST_2025)
    alone = without_trust(kent, "Kent", AUGUST_2025)
    assert (every.height, every["schools_in_area"].sum(), alone.height) == (95, 306, 292)
    assert alone["note"].null_count() == 292  # no academy is without the name of its trust
    file = pl.read_parquet(DATA / "ofsted/ofsted_state_funded_schools_2025-08-31.parquet")
    rows = file.filter(pl.col("Local authority") == "Kent")
    assert rows.height == 306 + 292
    # The file names multi-academy trusts alone; academies in trusts of one are known from 2022.
    assert rows["Multi-academy trust UID"].count() < 306


def test_size_and_spread_are_of_the_whole_trust(kent: Folder) -> None:
    united = trusts(kent, "Kent", AUGUST_2025).filter(pl.col("uid") == "5143").row(0, named=True)
    inside = members(kent, "Kent", AUGUST_2025, "5143")
    assert united["schools"] == inside.height > united["schools_in_area"] > 0
    assert united["authorities"] == inside["school_area"].n_unique()
    assert united["pupils"] == inside["pupils"].sum()
    file = pl.read_parquet(DATA / "ofsted/ofsted_state_funded_schools_2025-08-31.parquet")
    own = file.filter(pl.col("Multi-academy trust UID").cast(pl.String).str.starts_with("5143"))
    assert own.height == united["schools"]


def test_results_stand_beside_matched_schools_outside_the_trust(kent: Folder) -> None:
    found = results(kent, "Kent", AUGUST_2025)
    secondary = found.filter(pl.col("phase") == "secondary")
    assert secondary.height == 52
    told = secondary.filter(pl.col("status") == "final")
    inside = told["progress8_difference"].is_between(
        told["progress8_difference_lower"], told["progress8_difference_upper"]
    )
    assert inside.drop_nulls().all()
    primary = found.filter(pl.col("phase") == "primary")
    assert primary["status"].unique().to_list() == ["not-available"]
    assert primary["attainment8_difference"].null_count() == primary.height
    united = secondary.filter(pl.col("uid") == "5143").row(0, named=True)
    # DfE's own figure of the trust, from its file of 2022-23.
    assert (united["published_progress8"], united["published_schools"]) == (0.24, 43)
