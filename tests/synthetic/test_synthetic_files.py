"""The synthetic files: the same bytes from the same seed, nothing real, readable by our readers."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Register
from foreland.sources import registry
from foreland.sources.lait.dictionary import READER as DICTIONARY
from foreland.sources.lait.long import READER as LONG
from foreland.sources.lait.neighbours import READER as NEIGHBOURS
from foreland.sources.opening import open_file
from foreland.sources.reading import Context
from foreland.synthetic import SEED, write
from foreland.synthetic.lait import printed
from foreland.synthetic.places import COUNTY, authorities, rows
from foreland.synthetic.series import all_series
from foreland.synthetic.values import SUMS, truth


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    write(out)
    return out


@pytest.fixture(scope="module")
def register(folder: Path) -> Register:
    return Register.load(folder / "areas.csv")


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_same_seed_gives_the_same_bytes_in_another_process(
    folder: Path, tmp_path: Path, hash_seed: str
) -> None:
    script = "import sys, pathlib, foreland.synthetic as s; s.write(pathlib.Path(sys.argv[1]))"
    settings = {
        "PYTHONHASHSEED": hash_seed,
        "POLARS_MAX_THREADS": "1" if hash_seed == "0" else "2",
        "TZ": "Pacific/Auckland",
    }
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], check=True, env=os.environ | settings
    )
    assert _digests(tmp_path) == _digests(folder)


def test_another_seed_gives_other_figures(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, SEED + 1)
    first, second = _digests(folder), _digests(tmp_path)
    assert first.keys() == second.keys()
    assert first["areas.csv"] == second["areas.csv"]
    for name in ("data/bds_long_2026-04.parquet", "data/local.csv", "data/sn_may_2025.xlsx"):
        assert first[name] != second[name]


def test_write_gives_every_file_that_it_made(tmp_path: Path) -> None:
    given = write(tmp_path)
    assert given == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_no_code_number_or_name_is_a_real_one() -> None:
    real = Register.load()
    names = {name.casefold() for a in real for name in (a.name, *a.other_names)}
    for row in rows("areas.csv"):
        assert real.code(row["code"]) is None
        assert row["code"].startswith("X")
        assert not row["dfe_number"] or real.dfe(row["dfe_number"]) is None
        assert not row["dfe_number"] or 500 <= int(row["dfe_number"]) <= 699
        assert row["name"].casefold() not in names
    for row in rows("localities.csv"):
        assert row["name"].casefold() not in names
        assert row["code"].startswith("X")


def test_every_code_number_and_name_is_one_area_only() -> None:
    areas = rows("areas.csv") + rows("localities.csv")
    for column in ("code", "name"):
        values = [row[column] for row in areas]
        assert len(set(values)) == len(values)
    numbers = [row["lait_number"] for row in rows("areas.csv")]
    assert len(set(numbers)) == len(numbers)


def test_there_are_twelve_districts_in_four_areas_and_150_other_authorities() -> None:
    local = rows("localities.csv")
    areas = {row["code"] for row in local if row["kind"] == "area"}
    districts = [row for row in local if row["kind"] == "district"]
    assert (len(areas), len(districts)) == (4, 12)
    assert {row["parent"] for row in districts} == areas
    in_force = [area for area in authorities(SEED) if area.closed is None]
    assert len(in_force) == 151
    assert sum(row["kind"] == "region" for row in rows("areas.csv")) == 9
    assert sum(row["kind"] == "sub-region" for row in rows("areas.csv")) == 2


def test_a_closed_authority_has_two_successors_that_take_up_its_figures(
    folder: Path, register: Register
) -> None:
    closed = [area for area in register.authorities if area.closed]
    assert [len(area.successors) for area in closed] == [2]
    facts = LONG.read(
        open_file(folder / "data" / "bds_long_2026-04.parquet"), Context(register)
    ).observations.filter(pl.col("value").is_not_null())
    last_old = facts.filter(pl.col("area") == closed[0].code)["period_end"].max()
    new = facts.filter(pl.col("area").is_in(list(closed[0].successors)))
    assert closed[0].closed is not None
    assert last_old is not None
    assert last_old <= closed[0].closed
    assert new["period_end"].min() > closed[0].closed


def test_long_file_is_read_whole_with_nothing_set_aside(folder: Path, register: Register) -> None:
    for name in ("bds_long_2025-11.parquet", "bds_long_2026-04.parquet"):
        opened = open_file(folder / "data" / name)
        reading = LONG.read(opened, Context(register))
        assert reading.quarantine.height == 0
        assert reading.observations.height == opened.frame.height
        assert set(reading.observations["code"]) == {series.code for series in all_series()}


def test_county_has_its_figure_wherever_the_country_has_one(
    folder: Path, register: Register
) -> None:
    facts = LONG.read(
        open_file(folder / "data" / "bds_long_2026-04.parquet"), Context(register)
    ).observations.filter(pl.col("value").is_not_null())
    key = ["code", "published_period"]
    country = facts.filter(pl.col("area") == "X92000001").select(key)
    county = facts.filter(pl.col("area") == COUNTY).select(key)
    assert country.sort(key).equals(county.sort(key))


def test_nothing_was_assessed_in_the_two_pandemic_summers(folder: Path, register: Register) -> None:
    facts = LONG.read(
        open_file(folder / "data" / "bds_long_2026-04.parquet"), Context(register)
    ).observations.filter(
        pl.col("code") == "KS2RWM_Expected_STD", pl.col("published_period").is_in(["2020", "2021"])
    )
    assert facts.height == 2 * len(rows("areas.csv"))
    assert facts["value"].null_count() == facts.height
    assert set(facts["symbol"]) == {"-"}


def test_later_version_revises_adds_and_drops(folder: Path, register: Register) -> None:
    def facts(name: str) -> pl.DataFrame:
        read = LONG.read(open_file(folder / "data" / name), Context(register)).observations
        return read.select("code", "area", "period_start", "period_end", "value", "status")

    key = ["code", "area", "period_start", "period_end"]
    before, after = facts("bds_long_2025-11.parquet"), facts("bds_long_2026-04.parquet")
    both = before.join(after, on=key, suffix="_after")
    assert both.filter(pl.col("value") != pl.col("value_after")).height > 1000
    assert both.filter(
        pl.col("status") == "provisional", pl.col("status_after").is_in(["final", "revised"])
    ).height
    assert after.join(before, on=key, how="anti").height  # late figures
    assert before.join(after, on=key, how="anti").height  # years out of the window


def test_figures_that_are_sums_of_others_are_so() -> None:
    told = truth(SEED)
    checked = 0
    for whole, parts in SUMS.items():
        if whole not in told:
            continue
        for year, value in told[whole].values[COUNTY].items():
            if value is not None:
                by_hand = sum(sign * (told[p].values[COUNTY][year] or 0) for p, sign in parts)
                assert value == pytest.approx(by_hand)
                checked += 1
    assert checked


def test_shares_lie_between_0_and_100() -> None:
    for told in truth(SEED).values():
        if told.series.kind == "share":
            values = [v for by_year in told.values.values() for v in by_year.values()]
            assert all(0 <= v <= 100 for v in values if v is not None), told.series.code


@pytest.mark.parametrize(
    ("value", "noisy", "expected"),
    [
        (17.6, False, "17.6"),
        (17.6, True, "17.600000000000001"),
        (62.0, False, "62"),
        (62.0, True, "62"),
        (0.04798, True, "4.7980000000000002E-2"),
        (0.0, True, "0"),
    ],
)
def test_numbers_are_printed_as_in_the_real_file(value: float, noisy: bool, expected: str) -> None:
    assert printed(value, noisy) == expected
    assert float(printed(value, noisy)) == value


def test_dictionary_describes_every_code_of_the_long_file(folder: Path, register: Register) -> None:
    opened = open_file(folder / "data" / "lait_data_dictionary.csv")
    found = DICTIONARY.read(opened, Context(register)).registers["dictionary"]
    assert set(found["code"]) == {series.code for series in all_series()}
    assert b"\r\r\n" in opened.data


@pytest.mark.parametrize(
    ("name", "model"), [("sn_april_2021.xlsx", "2021-04"), ("sn_may_2025.xlsx", "2025-05")]
)
def test_every_authority_of_a_model_has_ten_neighbours(
    folder: Path, register: Register, name: str, model: str
) -> None:
    reading = NEIGHBOURS.read(open_file(folder / "data" / name), Context(register))
    found = reading.registers["neighbours"]
    assert reading.quarantine.height == 0
    assert set(found["model"]) == {model}
    assert set(found.group_by("area").len()["len"]) == {10}
    assert found.filter(pl.col("area") == pl.col("neighbour")).height == 0


def test_the_two_models_disagree_about_the_county(folder: Path, register: Register) -> None:
    def neighbours(name: str) -> set[str]:
        reading = NEIGHBOURS.read(open_file(folder / "data" / name), Context(register))
        found = reading.registers["neighbours"].filter(pl.col("area") == COUNTY)
        return set(found["neighbour"])

    assert 0 < len(neighbours("sn_april_2021.xlsx") & neighbours("sn_may_2025.xlsx")) < 10


def test_releases_name_every_file_of_the_inbox_and_its_date(folder: Path) -> None:
    inbox = folder / "data"
    listed = pl.read_csv(inbox / "releases.csv")
    assert listed.columns == ["digest", "published", "title", "address"]
    files = {p.name: p for p in inbox.iterdir() if p.name != "releases.csv"}
    digests = {hashlib.sha256(p.read_bytes()).hexdigest() for p in files.values()}
    assert set(listed["digest"]) == digests
    assert all(title.startswith("Synthetic") for title in listed["title"])
    assert set(listed["published"].str.to_date().is_null()) == {False}


def test_every_file_of_the_inbox_has_one_reader(folder: Path) -> None:
    for path in sorted((folder / "data").iterdir()):
        if path.name != "releases.csv":
            reader = registry.reader_of(open_file(path))
            if reader is None and len(registry.READERS) < 6:
                pytest.skip("the readers of nccis, ees and local data are not there yet")
            assert reader is not None, path.name
