"""The log of 93 attendance releases: each version equals the rows of its day, cell by cell."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Register
from foreland.sources.attendance.releases import MEASURES, versions
from foreland.sources.opening import Opened, open_file
from foreland.sources.reading import Context, Version

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def log(published: Path) -> Opened:
    return open_file(published / "attendance" / "ytd_release_vintages.parquet")


@pytest.fixture(scope="module")
def told(log: Opened) -> list[Version]:
    return versions(log, Context(Register.load()))


def test_all_releases_are_kept_and_nothing_is_set_aside(told: list[Version]) -> None:
    assert len(told) == 93
    assert (told[0].published, told[-1].published) == (date(2022, 9, 28), date(2026, 7, 23))
    assert sum(v.quarantine.height for v in told) == 0


@pytest.mark.parametrize("number", [0, 13, 26, 49, 72, 92])
def test_a_version_holds_the_rows_of_its_day(log: Opened, told: list[Version], number: int) -> None:
    version = told[number]
    rows = log.frame.filter(pl.col("release_date") == str(version.published))
    end = date(int(rows["time_period"][0][:4]) + 1, 8, 31)
    whole = version.whole().observations
    assert (whole.height, whole["value"].null_count()) == (version.observations, version.missing)
    now = whole.filter(pl.col("period_end") == end)
    assert now.height == rows.height * len(MEASURES)
    for code in MEASURES:
        values = now.filter(pl.col("code") == code)["value"].sort(nulls_last=True)
        assert values.to_list() == rows[code].sort(nulls_last=True).to_list()


def test_persistent_absence_is_null_before_late_january(told: list[Version]) -> None:
    december = next(v for v in told if v.published == max(
        v.published for v in told if v.published and v.published < date(2026, 1, 1)))  # fmt: skip
    facts = december.whole().observations
    now = facts.filter((pl.col("code") == "pa_perc") & (pl.col("period_end") == date(2026, 8, 31)))
    assert now["status"].unique().to_list() == ["not-available"]
