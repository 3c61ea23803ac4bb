"""outlook and targets as a user asks them: forty invented authorities, eight school years."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from forty import figures, level, ready

#: One command, as a user types it.
Cli = Callable[..., Any]


@pytest.fixture
def forty(area: Path, cli: Cli, write: Callable[[str, bytes], Path]) -> Path:
    return ready(area, cli, write)


def rows(told: Any) -> list[dict[str, Any]]:
    assert told.status == 0, told.err
    found: list[dict[str, Any]] = told.json
    return found


@pytest.mark.usefixtures("forty")
def test_a_row_a_horizon_with_the_columns_of_the_contract(cli: Cli) -> None:
    found = [r for r in rows(cli("outlook", "--format", "json")) if r["comparator"] is None]
    assert [r["period"] for r in found] == ["2024/25", "2025/26"]
    assert [r["horizon"] for r in found] == [1, 2]
    row = found[0]
    assert list(row)[:4] == ["indicator", "area", "area_name", "dfe_number"]
    contract = {
        "horizon", "period", "period_end", "last_period", "last_value", "expected", "lower80",
        "upper80", "lower95", "upper95", "target", "p_met", "method", "published_period",
        "period_start",
    }  # fmt: skip
    assert contract <= set(row)
    assert (row["last_period"], row["last_value"]) == ("2023/24", level(0, 2024))
    assert 0 <= row["lower95"] < row["lower80"] < row["expected"] < row["upper80"] < row["upper95"]
    assert (row["period_start"], row["period_end"]) == ("2024-09-01", "2025-08-31")


@pytest.mark.usefixtures("forty")
def test_the_chance_of_a_target_is_told_only_where_it_is_not_met_yet(cli: Cli) -> None:
    first, second = (
        r for r in rows(cli("outlook", "--format", "json")) if r["comparator"] is None
    )  # fmt: skip
    assert first["target"] == 60
    assert 0 <= first["p_met"] < 0.05  # twenty points above an area that moves by two
    assert (second["target"], second["p_met"]) == (30, None)


@pytest.mark.usefixtures("forty")
def test_a_gap_of_the_plan_has_an_outlook_of_how_far_the_group_is_behind(cli: Cli) -> None:
    gap = [r for r in rows(cli("outlook", "--format", "json")) if r["comparator"] is not None]
    assert [r["period"] for r in gap] == ["2024/25", "2025/26"]
    assert gap[0]["last_value"] == 10  # everywhere it is 10 in one year and 8 in the next
    assert 8 < gap[0]["expected"] < 9.5
    assert (gap[0]["unit"], gap[0]["polarity"]) == ("percentage-points", "lower")
    assert gap[0]["target"] == 5


@pytest.mark.usefixtures("forty")
def test_a_year_that_nobody_will_publish_has_no_outlook(cli: Cli) -> None:
    found = rows(cli("outlook", "--indicator", "readers", "--format", "json"))
    assert {r["period"] for r in found} == {"2024/25", "2025/26"}
    assert len(found) == 2 * 4  # all, either group, and the gap


@pytest.mark.usefixtures("forty")
def test_a_series_without_outlook_says_why(cli: Cli) -> None:
    told = cli("outlook", "--indicator", "writers", "--format", "json")
    assert rows(told) == []
    assert "writers (all): 3 figures since its last break, and 4 are needed" in told.err


@pytest.mark.usefixtures("forty")
def test_as_of_a_day_before_the_figures_there_is_no_outlook(cli: Cli) -> None:
    assert rows(cli("outlook", "--as-of", "2025-01-14", "--format", "json")) == []


def test_a_kept_outlook_is_scored_when_the_truth_comes(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path]
) -> None:
    assert cli("outlook", "--store").status == 0
    (file,) = (forty / "outlooks").iterdir()
    assert file.name.startswith("outlook-2025-01-15-")
    bytes_before = file.read_bytes()
    awaited = rows(cli("outlook", "--scores", "--format", "json"))
    assert {r["state"] for r in awaited} == {"awaited"}
    truth = figures(2025, 2025, "2026-01-15")
    assert cli("ingest", write("later.csv", truth)).status == 0
    told = cli("outlook", "--scores", "--format", "json")
    scored = [r for r in rows(told) if r["state"] == "scored"]
    plain = next(r for r in scored if r["comparator"] is None)
    assert (plain["period"], plain["value"]) == ("2024/25", level(0, 2025))
    assert plain["error"] == pytest.approx(plain["expected"] - level(0, 2025))
    assert plain["error_of_last_value"] == level(0, 2024) - level(0, 2025)
    assert (plain["met"], plain["made_ahead"]) == (False, True)
    assert "of them scored" in told.err
    assert file.read_bytes() == bytes_before


def test_the_same_outlook_is_kept_once_and_another_beside_it(forty: Path, cli: Cli) -> None:
    assert "kept: " in cli("outlook", "--store").err
    assert "was kept before" in cli("outlook", "--store").err
    assert cli("outlook", "--store", "--area", "all").status == 0
    kept = sorted((forty / "outlooks").iterdir())
    assert len(kept) == 2
    assert {pl.read_parquet(f)["area"].n_unique() for f in kept} == {1, 40}


@pytest.mark.usefixtures("forty")
def test_an_outlook_made_with_hindsight_says_so(
    cli: Cli, write: Callable[[str, bytes], Path]
) -> None:
    assert cli("ingest", write("later.csv", figures(2025, 2025, "2026-01-15"))).status == 0
    assert cli("outlook", "--store", "--as-of", "2025-06-30").status == 0
    told = cli("outlook", "--scores", "--format", "json")
    assert {r["made_ahead"] for r in rows(told) if r["state"] == "scored"} == {False}
    assert "no proof" in told.err


def test_scores_without_any_outlook_say_how_to_keep_one(cli: Cli) -> None:
    told = cli("outlook", "--scores", "--format", "json")
    assert rows(told) == []
    assert "foreland outlook --store" in told.err


@pytest.mark.usefixtures("forty")
def test_targets_of_the_plan_are_set_beside_what_others_reached(cli: Cli) -> None:
    found = rows(cli("targets", "--format", "json"))
    plain = [r for r in found if r["measure"] == "readers"]
    assert [(r["period"], r["target"], r["years"]) for r in plain] == [
        ("2024/25", 60, 1),
        ("2025/26", 30, 2),
    ]
    assert (plain[0]["reached"], plain[0]["share"]) == (0, 0)
    assert plain[0]["likely"] <= plain[0]["ambitious"] <= plain[0]["hardly_ever"]
    assert "met already" in plain[1]["reason"]


@pytest.mark.usefixtures("forty")
def test_a_target_may_be_tried(cli: Cli) -> None:
    (row,) = rows(
        cli("targets", "--indicator", "readers", "--group", "all", "--target", "41", "--by",
            "2025/26", "--format", "json")
    )  # fmt: skip
    assert (row["years"], row["target"]) == (2, 41)
    assert row["gain_needed"] == 41 - level(0, 2024)
    assert row["spans"] == 6  # from 2016/17 to 2021/22
    told = cli("targets", "--indicator", "readers", "--by", "next year")
    assert told.status == 1
    assert "2027/28" in told.err


def test_a_gap_that_only_the_plan_knows_is_scored_too(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path]
) -> None:
    """The catalogue names no such gap, so that only the plan tells which two groups it is of."""
    file = forty / "indicators/invented.yaml"
    text = file.read_text("utf-8")
    begin, end = text.index("    gaps:"), text.index("    series:")
    file.write_text(text[:begin] + text[end:], "utf-8")
    assert cli("outlook", "--store").status == 0
    assert cli("ingest", write("later.csv", figures(2025, 2025, "2026-01-15"))).status == 0
    found = rows(cli("outlook", "--scores", "--format", "json"))
    gap = [r for r in found if r["comparator"] is not None and r["period"] == "2024/25"]
    assert [r["state"] for r in gap] == ["scored"]


def test_nothing_is_expected_of_figures_of_years_to_come(forty: Path, cli: Cli) -> None:
    """As of a day before the newest school year began, its figure is what somebody expects."""
    lines = (
        (forty.parent / "inbox/figures.csv").read_text("utf-8").replace("2025-01-15", "2023-06-30")
    )
    assert cli("ingest", _again(forty, lines)).status == 0
    told = cli("outlook", "--as-of", "2023-07-31", "--format", "json")
    assert rows(told) == []
    assert "themselves what somebody expects" in told.err


def _again(folder: Path, text: str) -> Path:
    path = folder.parent / "inbox/earlier.csv"
    path.write_text(text, "utf-8")
    return path
