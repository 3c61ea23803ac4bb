"""What is told of LAIT's revisions equals its change log, where that can be said plainly."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.jobs.revising import revised

pytestmark = [pytest.mark.real, pytest.mark.slow]

#: The day of version 2, which turned thousands of pounds into pounds.
IN_POUNDS = date(2024, 11, 25)


@pytest.fixture(scope="module")
def told(vintages_folder: Folder) -> pl.DataFrame:
    return revised(vintages_folder, all_kinds=True)


@pytest.fixture(scope="module")
def log(vintages_folder: Folder) -> pl.DataFrame:
    texts = ("short_desc", "years", "op")
    path = next(
        f for f in (vintages_folder.store / "raw").iterdir() if f.read_bytes()[:4] == b"PAR1"
        and "vintage" in pl.read_parquet_schema(f)
    )  # fmt: skip
    return pl.read_parquet(path).with_columns(pl.col(name).cast(pl.String) for name in texts)


def test_every_number_that_became_another_is_told_and_none_invented(
    told: pl.DataFrame, log: pl.DataFrame, published: Path, vintages_folder: Folder
) -> None:
    with (published / "lait" / "vintages.csv").open(encoding="utf-8", newline="") as handle:
        day = {int(row["vintage"]): row["commit_date"][:10] for row in csv.DictReader(handle)}
    numbers = {a.code: int(a.lait_number) for a in vintages_folder.register if a.lait_number}
    # Our own indicators may be in another scale than LAIT's.
    scaled = {
        f"{one.source}:{one.code}"
        for entry in Catalogue.load().indicators
        for one in entry.series
        if one.factor != 1
    }
    # Versions 6 and 7 came out on one day: two steps of the log are one, and often none.
    steps = log.filter(pl.col("op").is_in(["revise", "reround"]) & ~pl.col("vintage").is_in([6, 7]))
    columns = ("short_desc", "years", "la_number", "vintage", "old_value", "value")
    expected = {
        (f"lait:{code}", label, number, day[version], float(before), float(after))
        for code, label, number, version, before, after in steps.select(columns).iter_rows()
        if float(before) != float(after)
    }
    pairs = told.filter(
        pl.col("kind").is_in(["revision", "reround", "unit"])
        & (pl.col("known") != date(2025, 2, 14))
        & (pl.col("published_period") == pl.col("published_period_before"))
        & ~pl.col("source_code").is_in(sorted(scaled))
    )
    columns = ("source_code", "published_period", "area", "known", "before", "after")
    answered = {
        (code, label, numbers[area], known.isoformat(), before, after)
        for code, label, area, known, before, after in pairs.select(columns).iter_rows()
    }
    assert {row for row in expected if row[0] not in scaled} <= answered
    # What is told beside them had rolled out of the window, and came again as another number.
    gone = log.filter(pl.col("op") == "remove").select("short_desc", "years", "la_number")
    removed = {(f"lait:{code}", label, number) for code, label, number in gone.iter_rows()}
    assert {row[:3] for row in answered - expected} <= removed
    assert len(answered) > 80_000


def test_the_unit_change_of_version_2_is_no_revision(told: pl.DataFrame) -> None:
    spent = told.filter(pl.col("source_code") == "lait:C&YPExpenditure")
    day = spent.filter(pl.col("known") == IN_POUNDS)
    assert dict(day["kind"].value_counts().iter_rows()) == {
        "unit": 1308,
        "revision": 1,
    }
    # The one is a slip that the next version mended.
    own = spent.filter(pl.col("kind") == "revision").select("area_name", "known").rows()
    assert own == [
        ("Newcastle upon Tyne", IN_POUNDS),
        ("Newcastle upon Tyne", date(2024, 12, 18)),
    ]


def test_the_roll_back_of_version_6_is_nobodys_revision(told: pl.DataFrame) -> None:
    # Versions 6 and 7 came out on one day, so that at its end nothing had been undone.
    entrants = told.filter(
        (pl.col("source_code") == "lait:FirstYJS") & (pl.col("kind") == "revision")
    )
    assert date(2025, 2, 4) in entrants["known"].to_list()
    assert date(2025, 2, 14) not in entrants["known"].to_list()


def test_the_back_series_at_19_was_revised_in_may_2025(told: pl.DataFrame) -> None:
    at_19 = told.filter(
        (pl.col("kind") == "revision")
        & (pl.col("known") == date(2025, 5, 2))
        & pl.col("source_code").str.contains("(?i)age.?19")
    )
    by_code = at_19.group_by("source_code").len()
    assert by_code.height > 5
    assert by_code["len"].median() > 1000  # type: ignore[operator]


def test_provisional_figures_that_became_final_unchanged_are_relabels(told: pl.DataFrame) -> None:
    relabelled = told.filter(
        (pl.col("status_before") == "provisional")
        & (pl.col("status") == "final")
        & (pl.col("before") == pl.col("after"))
    )
    assert relabelled.height > 1000
    assert set(relabelled["kind"]) == {"relabel"}
