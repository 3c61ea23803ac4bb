"""The published files of level 2 and 3 by 19: the zeros of later cohorts, and LAIT."""

from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Register
from foreland.sources.attainment19.dashboard import read
from foreland.sources.lait import long
from foreland.sources.opening import open_file
from foreland.sources.reading import Context, Reading

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/published"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="no published data beside the checkout"),
]


@pytest.fixture(scope="module")
def wide() -> Reading:
    file = DATA / "attainment_age_19/LA_Dashboard_2022_without_Scilly.csv"
    return read(open_file(file), Context(Register.load()))


def test_every_cell_is_read(wide: Reading) -> None:
    assert wide.observations.height == 26384 * 10
    assert not wide.quarantine.height


def test_only_the_cohorts_of_2023_to_2025_are_filled_with_0(wide: Reading) -> None:
    missing = wide.observations.filter(pl.col("value").is_null())
    assert missing["published_period"].unique().sort().to_list() == ["2023", "2024", "2025"]
    assert missing["code"].n_unique() == 8
    assert missing.height == 8 * 3 * 1280


def test_the_two_files_agree(wide: Reading) -> None:
    file = DATA / "attainment_age_19/LA_Dashboard_2022_VB_without_Scilly.csv"
    told = read(open_file(file), Context(Register.load()))
    assert (told.observations.height, told.quarantine.height) == (2700, 0)
    rates = {"Level 2": "l2_by19_rate", "Level 3": "l3_by19_rate"}
    ours = told.observations.with_columns(pl.col("code").replace(rates))
    key = ["code", "area", "period_end", "group"]
    both = ours.join(wide.observations, on=key, suffix="_wide")
    assert both.height == 1800
    assert both.filter((pl.col("value") - pl.col("value_wide")).abs() > 1e-6).height == 0


def test_lait_has_the_figure_of_the_same_school_year(wide: Reading) -> None:
    theirs = (
        long.read(open_file(DATA / "lait/bds_long_0.parquet"), Context(Register.load()))
        .observations.filter((pl.col("code") == "Level3Age19") & (pl.col("area") == "E10000016"))
        .select("period_end", pl.col("value").alias("lait"))
    )
    chosen = (
        (pl.col("code") == "l3_by19_rate")
        & (pl.col("area") == "E10000016")
        & (pl.col("group") == "all")
    )
    both = wide.observations.filter(chosen).join(theirs, on="period_end").drop_nulls("value")
    assert both.height >= 5
    # LAIT's back series was revised since; a wrong year would be further off.
    assert both.select((pl.col("value") - pl.col("lait")).abs().max()).item() < 1.5
