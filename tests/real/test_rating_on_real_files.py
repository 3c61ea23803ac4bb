"""The Kent examples rated with LAIT beside them: what kent-facts says came of each target."""

import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from foreland.insight import change
from foreland.insight.movement import moved
from foreland.jobs.comparing import sound
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.gapping import gaps_asked
from foreland.jobs.ingest import ingest
from foreland.jobs.rates import rates

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def kent(published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Folder]:
    found = {}
    for year in ("2017", "2024"):
        path = tmp_path_factory.mktemp("kent") / year
        shutil.copytree(ROOT / "examples" / "kent" / year, path)
        found[year] = Folder.open(path)
        ingest(found[year], [published / "lait", found[year].data])
    return found


def rated(folder: Folder) -> dict[str, dict[str, Any]]:
    return {row["measure"]: row for row in rates(folder).iter_rows(named=True)}


@pytest.mark.parametrize(
    ("measure", "rating", "value", "target", "floor"),
    [
        ("ehc_20_weeks", "floor-missed", 34, 60, 55),
        ("annual_reviews", "met", 35, 50, 60),
        ("ehc_independent", "floor-met", 10.5, 9, 10.5),
        ("permanent_exclusions", "floor-met", 0.04, 0.02, 0.04),
        ("first_time_entrants", "met", 175, 180, 240),
    ],
)
def test_the_targets_of_2024_are_rated_as_the_report_rates_them(
    kent: dict[str, Folder], measure: str, rating: str, value: float, target: float, floor: float
) -> None:
    row = rated(kent["2024"])[measure]
    assert (row["rating"], row["value"], row["target"], row["floor"]) == (
        rating, value, target, floor,
    )  # fmt: skip


def test_the_targets_of_2017_came_out_as_kent_said(kent: dict[str, Folder]) -> None:
    found = rated(kent["2017"])
    good, excluded, neet = (
        found[name] for name in ("good_schools", "permanent_exclusions", "neet_16_18")
    )
    assert (good["rating"], good["value"], good["target_for"]) == ("met", 91, "July 2017")
    assert (excluded["rating"], excluded["value"], excluded["target"]) == ("missed", 106, 50)
    assert (neet["rating"], neet["value"], neet["target"]) == ("not-rated", 2.9, 1)
    assert neet["reason"].startswith("other period")


def test_what_is_not_recovered_is_not_rated(kent: dict[str, Folder]) -> None:
    found = rated(kent["2017"])
    assert found["ks2_rwm"]["reason"] == "target not known: not recovered"
    assert found["ks2_rwm"]["value"] == 62


def test_neet_of_2025_went_up_by_2_8_percentage_points_more_than_is_usual(
    kent: dict[str, Folder],
) -> None:
    row = rated(kent["2024"])["neet"]
    assert (row["change"], row["change_unit"]) == (2.8, "percentage-points")
    assert (row["direction"], row["certainty"]) == ("worse", "more than usual movement")


def test_the_attainment_8_gap_of_2025_is_18_6_against_15(kent: dict[str, Folder]) -> None:
    found = gaps_asked(kent["2024"], "attainment8").filter(
        (pl.col("group") == "fsm=eligible") & (pl.col("period") == "2024/25")
    )
    assert dict(found.select("area_name", "behind").iter_rows()) == {"Kent": 18.6, "England": 15.0}


@pytest.mark.slow
def test_the_change_rule_notices_few_movements_and_these_mostly_stay(
    lait_folder: Folder,
) -> None:
    """Of all 434 codes: 8 % of movements beyond what is usual, and a third of each fades."""
    folder = lait_folder
    known = sound(facts(folder))
    authorities = [a.code for a in folder.register.authorities]
    breaks = pl.DataFrame(schema=change.BREAKS_SCHEMA)
    found = moved(change.changes(known, breaks), folder.register.country.code, authorities)
    judged = found.filter(
        pl.col("area").is_in(authorities) & pl.col("against").is_not_null()
    ).with_columns((pl.col("change") - pl.col("national_change")).alias("apart"))
    series = ["indicator", "group", "area"]
    after = judged.sort(*series, "period_end").with_columns(
        pl.col("apart").shift(-1).over(series).alias("next"),
        pl.col("before_period_end").shift(-1).over(series).alias("from"),
    ).filter(pl.col("from") == pl.col("period_end"))  # fmt: skip
    flagged = after.filter(pl.col("against").abs() > 1)
    share = judged.filter(pl.col("against").abs() > 1).height / judged.height
    assert 0.06 < share < 0.10
    stays = ((flagged["apart"] + flagged["next"]) * flagged["apart"] > 0).mean()
    of_any = ((after["apart"] + after["next"]) * after["apart"] > 0).mean()
    assert isinstance(stays, float)
    assert isinstance(of_any, float)
    assert stays > of_any + 0.1
    fading = (-flagged["next"] / flagged["apart"]).median()
    assert isinstance(fading, float)
    assert 0.2 < fading < 0.4
