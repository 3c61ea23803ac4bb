"""RO3, and the income and spending of schools: every cell, and what year it is of."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.sources.gias import names
from foreland.sources.opening import open_file
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

pytestmark = pytest.mark.real


def reading(path: Path, folder: Folder) -> Reading:
    opened = open_file(path)
    found = reader_of(opened)
    assert found is not None
    return found.read(opened, Context(folder.register))


@pytest.fixture(scope="module")
def ro3(published: Path, lait_folder: Folder) -> Reading:
    name = "RO3_LA_Data_2024-25_data_by_LA.ods"
    return reading(published / "csc_outcomes" / name, lait_folder)


def test_ro3_has_every_authority_and_the_country_and_nothing_is_lost(ro3: Reading) -> None:
    facts = ro3.observations
    assert facts["area"].n_unique() == 154
    assert facts["code"].n_unique() == 92
    assert facts.height == 154 * 92
    assert ro3.quarantine.height == 0
    counts = dict(facts.group_by("status").len().iter_rows())
    assert counts == {"final": 13772, "not-available": 305, "estimated": 91}


@pytest.mark.parametrize(
    ("area", "code", "value"),
    [
        ("E10000016", "ro3.cscsr-tot-exp", 320.0),
        ("E10000016", "ro3.csclkd-tot-exp", 230066.53),
        ("E10000016", "ro3.csclkd-net-cur-exp", 217184.6),
        ("E10000016", "ro3.csctot-tot-exp", 379205.76),
        ("E92000001", "ro3.cscsr-tot-exp", 593582.17764),
        ("E92000001", "ro3.csclkd-tot-exp", 8917040.34614),
    ],
)
def test_ro3_equals_its_sheet(ro3: Reading, area: str, code: str, value: float) -> None:
    found = ro3.observations.filter((pl.col("area") == area) & (pl.col("code") == code))
    assert found["value"].to_list() == [value]


def test_gateshead_could_not_split_its_children_in_care(ro3: Reading) -> None:
    rows = ro3.observations.filter(pl.col("symbol") == "[note 4]")
    assert rows["area"].unique().to_list() == ["E08000037"]
    assert rows.height == 28


@pytest.mark.parametrize(
    ("year", "schools"), [(2014, 17848), (2015, 16500), (2016, 16240), (2017, 15273), (2018, 13599)]
)
def test_a_files_year_is_the_financial_year_that_ends_in_its_march(
    published: Path, lait_folder: Folder, year: int, schools: int
) -> None:
    """By the list of schools: none opened after that 31 March, almost none closed before."""
    data = published.parent / "schools"
    read = reading(data / "finance" / f"financials_{year}.csv.gz", lait_folder)
    figures = read.registers["school_figures"]
    assert figures["period_end"].unique().to_list() == [date(year, 3, 31)]
    assert figures["urn"].n_unique() == schools
    listed = reading(data / "gias" / "gias_names_open_close_dates.csv.gz", lait_folder)
    dates = listed.registers[names.REGISTER].select("urn", "opened", "closed")
    here = figures.select("urn").unique().join(dates, on="urn", how="inner")
    assert here["opened"].max() <= date(year, 3, 31)  # type: ignore[operator]
    early = here.filter(pl.col("closed") < date(year, 1, 1))
    assert early.height <= 16
    late = here.filter(pl.col("closed").is_between(date(year, 1, 1), date(year, 3, 31)))
    assert late.height >= 100


def test_the_budgets_for_high_needs_are_those_set_on_the_plans_of_january_2021(
    published: Path, lait_folder: Folder
) -> None:
    """The plans beside the budgets are SEN2's of that January, so the budgets are of 2021-22."""
    name = "Outturn data 202122.xlsx"
    path = published / "send_ap_inclusion" / name
    read = reading(path, lait_folder)
    facts = read.observations
    kent = facts.filter(pl.col("area") == "E10000016")
    found = dict(kent.select("code", "value").iter_rows())
    assert found["s251_budget.place_funding"] == 58009420.67
    assert found["s251_budget.top_up_independent.special"] == 35335806.46
    assert found["s251_budget.therapies"] == 3462446.11
    assert facts["code"].n_unique() == 27
    assert read.quarantine.height == 0
    sheet = open_file(path).sheet()
    plans = next(row[6] for row in sheet if len(row) > 6 and str(row[3]) == "Kent")
    sen2 = reading(published / "ehc_plans_2025" / "caseload.csv.gz", lait_folder).observations
    official = sen2.filter(
        (pl.col("area") == "E10000016")
        & (pl.col("group") == "all")
        & (pl.col("published_period") == "202021")
        & (pl.col("code") == "ehc_caseload.ehcplans")
    )
    assert official["value"].to_list() == [plans]
