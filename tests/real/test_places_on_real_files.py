"""The four published scorecards of school places, against each other."""

from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Register
from foreland.sources.opening import open_file
from foreland.sources.places.scorecard import read
from foreland.sources.reading import KEY, Context, Reading

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/published/school_places"
KENT = "E10000016"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="no published data beside the checkout"),
]


@pytest.fixture(scope="module")
def files() -> dict[str, Reading]:
    context = Context(Register.load())
    return {
        file.stem: read(open_file(file), context) for file in sorted(DATA.glob("scorecard*.csv"))
    }


def test_nothing_of_the_real_files_is_set_aside(files: dict[str, Reading]) -> None:
    assert {name: told.quarantine.height for name, told in files.items()} == dict.fromkeys(files, 0)


def test_every_year_of_every_area_is_there(files: dict[str, Reading]) -> None:
    for name, told in files.items():
        counted = told.observations.filter(pl.col("code") == "Quan_P_UP")
        assert (
            counted.height
            == {
                "scorecard_data_2025_2023": 462,
                "scorecard_data_2024_2023": 308,
                "scorecards_data_2023": 154,
                "scorecards_data_2022": 153,
            }[name]
        )


def test_kent_s_unfilled_places_of_2025(files: dict[str, Reading]) -> None:
    found = files["scorecard_data_2025_2023"].observations.row(
        by_predicate=(pl.col("area") == KENT)
        & (pl.col("code") == "Quan_P_UP")
        & (pl.col("published_period") == "2024/25"),
        named=True,
    )
    assert (found["value"], found["denominator"]) == (9.336983847, 138428)


def test_a_layout_without_a_year_tells_the_year_that_the_next_release_says(
    files: dict[str, Reading],
) -> None:
    older = files["scorecards_data_2023"].observations
    newer = files["scorecard_data_2024_2023"].observations
    both = older.join(newer, on=list(KEY), suffix="_new").drop_nulls(["value", "value_new"])
    unfilled = both.filter(pl.col("code") == "Quan_P_UP")
    assert unfilled.height == 153
    assert unfilled.filter((pl.col("value") - pl.col("value_new")).abs() < 1e-6).height > 140


def test_the_next_entry_of_one_year_is_the_current_of_the_next(files: dict[str, Reading]) -> None:
    def preferences(name: str, code: str) -> pl.DataFrame:
        found = files[name].observations.filter(pl.col("code") == code)
        return found.select("area", "period_end", "value")

    early = preferences("scorecards_data_2022", "Pref_S_1_NY")
    late = preferences("scorecards_data_2023", "Pref_S_1_CY")
    both = early.join(late, on=["area", "period_end"], suffix="_later").drop_nulls()
    assert both.height > 145
    assert both.filter(pl.col("value") == pl.col("value_later")).height > 140
