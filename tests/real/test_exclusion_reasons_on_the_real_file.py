"""The published file of exclusions by reason: all rows, the two Dorsets, the suppressed."""

from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Register
from foreland.sources.exclusion_reasons import read
from foreland.sources.opening import open_file
from foreland.sources.reading import Context, Reading

FILE = (
    Path(__file__).resolve().parents[2].parent
    / "shared/data/published/exclusions_2017/clean_la_exclusions_data.csv"
)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FILE.is_file(), reason="no published data beside the checkout"),
]


@pytest.fixture(scope="module")
def told() -> Reading:
    return read(open_file(FILE), Context(Register.load()))


def test_nothing_is_set_aside_and_the_two_authorities_that_ended_in_2009_are_kept(
    told: Reading,
) -> None:
    assert told.quarantine.height == 0
    assert told.observations.height == 6564 * 24
    ended = told.observations.filter(pl.col("area").is_in(["E10000001", "E10000004"]))
    assert ended["period_end"].dt.year().unique().sort().to_list() == [2007, 2008]


def test_every_x_is_suppressed(told: Reading) -> None:
    assert told.observations.filter(pl.col("status") == "suppressed").height > 20000
    assert (
        told.observations["value"].null_count()
        == told.observations.filter(pl.col("symbol") == "x").height
    )


def test_dorset_is_the_county_that_ended_in_2019(told: Reading) -> None:
    areas = set(told.observations["area"])
    assert "E10000009" in areas
    assert "E06000059" not in areas


def test_kent_s_permanent_exclusions_for_disruption(told: Reading) -> None:
    found = told.observations.filter(
        (pl.col("area") == "E10000016")
        & (pl.col("code") == "perm_persistent_disruptive")
        & (pl.col("published_period") == "201617")
    )
    values = dict(found.select("group", "value").iter_rows())
    assert (values["phase=primary"], values["phase=secondary"]) == (6, 10)
