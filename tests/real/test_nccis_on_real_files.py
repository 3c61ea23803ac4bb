"""The five published scorecards of NEET and participation, against what the rules of the field
quote and against LAIT, which publishes some of the same figures."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Register
from foreland.sources.lait import long
from foreland.sources.nccis.scorecard import read
from foreland.sources.opening import open_file
from foreland.sources.reading import Context, Reading

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/published"
KENT, ENGLAND, LUTON = "E10000016", "E92000001", "E06000032"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="no published data beside the checkout"),
]


@pytest.fixture(scope="module")
def scorecards() -> dict[int, Reading]:
    context = Context(Register.load())
    files = sorted((DATA / "nccis_neet").glob("*.csv"))
    return {2021 + place: read(open_file(file), context) for place, file in enumerate(files)}


def value(reading: Reading, code: str, area: str) -> object:
    return reading.observations.row(
        by_predicate=(pl.col("code") == code) & (pl.col("area") == area), named=True
    )["value"]


@pytest.mark.parametrize(
    ("area", "code", "expected"),
    [
        (KENT, "NEET_not_known_percent", 8.1),
        (KENT, "NEET_percent", 3.8),
        (KENT, "Notknown_percent", 4.2),
        (KENT, "annual_change_ppts_NEET_not_known", 2.8),
        (KENT, "annualchange_notknown", 2.3),
        (KENT, "Cohort_DJFavg", 38780),
        (KENT, "TOTAL_participating_in_education_and_training_percent", 89.2),
        (KENT, "September_guarantee_Offer_made_percent", 95.4),
        (ENGLAND, "NEET_not_known_percent", 5.6),
        (ENGLAND, "NEET_percent", 3.4),
        (ENGLAND, "Notknown_percent", 2.2),
        (ENGLAND, "TOTAL_participating_in_education_and_training_percent", 92.0),
    ],
)
def test_quoted_figures_of_2025(
    scorecards: dict[int, Reading], area: str, code: str, expected: float
) -> None:
    assert value(scorecards[2025], code, area) == expected


def test_participation_of_luton_in_2025_is_suppressed(scorecards: dict[int, Reading]) -> None:
    found = scorecards[2025].observations.row(
        by_predicate=(pl.col("area") == LUTON)
        & (pl.col("code") == "TOTAL_participating_in_education_and_training_percent"),
        named=True,
    )
    assert (found["value"], found["status"], found["symbol"]) == (None, "suppressed", "c")


def test_only_invented_rows_and_left_over_figures_are_set_aside(
    scorecards: dict[int, Reading],
) -> None:
    told = {year: reading.quarantine.height for year, reading in scorecards.items()}
    assert told == {2021: 11, 2022: 0, 2023: 0, 2024: 0, 2025: 0}
    assert set(scorecards[2021].quarantine["row"]) == {2, 161, 162}


def test_the_figures_set_aside_in_2021_are_those_of_the_2022_scorecard(
    scorecards: dict[int, Reading],
) -> None:
    for _, column, found, _ in scorecards[2021].quarantine.filter(pl.col("row") == 2).iter_rows():
        assert value(scorecards[2022], column, ENGLAND) == float(found)


def test_every_declared_cell_of_every_real_area_is_an_observation(
    scorecards: dict[int, Reading],
) -> None:
    for year, reading in scorecards.items():
        cells = reading.observations.height + (
            reading.quarantine.filter(pl.col("row") == 2).height if year == 2021 else 0
        )
        areas = reading.observations["area"].n_unique()
        assert areas == {2021: 159, 2022: 160, 2023: 160}.get(year, 161)
        assert cells == areas * reading.observations["code"].n_unique()


def test_retired_authorities_stand_in_the_years_that_were_theirs(
    scorecards: dict[int, Reading],
) -> None:
    areas = {y: set(reading.observations["area"]) for y, reading in scorecards.items()}
    assert [y for y in areas if "E10000021" in areas[y]] == [2021]  # Northamptonshire
    assert [y for y in areas if "E10000006" in areas[y]] == [2021, 2022, 2023]  # Cumbria


#: LAIT's code and the column of the scorecard. LAIT prints some with more decimals.
SAME = [
    ("16-17_not known_NEET", "NEET_not_known_percent"),
    ("16-17 NEET", "NEET_percent"),
    ("16-17_not known", "Notknown_percent"),
    ("16-17Ed&Training", "TOTAL_participating_in_education_and_training_percent"),
    ("Sept_Guarantee", "September_guarantee_Offer_made_percent"),
]


@pytest.mark.parametrize(("lait", "column"), SAME)
def test_lait_gives_the_same_figure_for_the_same_dates(
    scorecards: dict[int, Reading], lait: str, column: str
) -> None:
    file = open_file(DATA / "lait/bds_long_0.parquet")
    key = ["area", "period_start", "period_end"]
    theirs = (
        long.read(file, Context(Register.load()))
        .observations.filter(pl.col("code") == lait)
        .select(*key, pl.col("value").alias("lait"))
    )
    ours = pl.concat([r.observations for r in scorecards.values()]).filter(pl.col("code") == column)
    both = ours.join(theirs, on=key).drop_nulls(["value", "lait"])
    near = both.filter((pl.col("value") - pl.col("lait")).abs() <= 0.051)
    assert both.height > 600
    assert near.height / both.height > 0.98
    assert date(2019, 1, 1) < both["period_start"].min() < both["period_start"].max()  # type: ignore[operator]
