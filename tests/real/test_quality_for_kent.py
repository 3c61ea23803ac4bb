"""What to mend in the evidence of Kent, on LAIT's file of 8 April 2026."""

from datetime import date

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.quality import quality

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def told(lait_folder: Folder) -> pl.DataFrame:
    return quality(lait_folder, None, ["freshness", "outlier"], today=date(2026, 4, 8))


def test_two_figures_of_kents_are_out_of_line(told: pl.DataFrame) -> None:
    found = told.filter((pl.col("kind") == "outlier") & (pl.col("area_name") == "Kent"))
    assert sorted(found.select("indicator", "period").iter_rows()) == [
        ("spend_childrens_centres", "2024-25"),
        ("spend_youth_services", "2024-25"),
    ]
    assert not found["accepted"].any()


def test_the_countrys_row_that_is_a_sum_of_rates_is_found_and_dealt_with(
    told: pl.DataFrame,
) -> None:
    found = told.filter((pl.col("kind") == "outlier") & (pl.col("area_name") == "England"))
    assert found["source_code"].unique().to_list() == ["lait:FirstYJS"]
    assert found.height == 9
    assert found["accepted"].all()
    assert found["reason"].str.contains("sum of nine regional rates").all()


def test_what_the_dictionary_promised_for_february_2026_is_overdue(told: pl.DataFrame) -> None:
    late = told.filter(pl.col("found").str.starts_with("overdue by 39 days"))
    assert {"alcohol_admissions", "development_review"} <= set(late["indicator"])
    # The newest file is later than the promised day and lacks the update: nothing to fetch.
    assert late["remedy"].str.contains("lacks it still").all()


def test_what_is_discontinued_is_told(told: pl.DataFrame) -> None:
    ended = told.filter(pl.col("found").str.contains("Discontinued"))
    assert "early_years_graduates" in ended["indicator"].to_list()
