"""revisions and news as a user asks them, on LAIT's tiny versions of an invented England."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import lait_log
import pytest
import tiny

#: One command, as a user types it.
Cli = Callable[..., Any]

PLAN = """
title: A plan
area: "E10000901"
priorities:
  - {id: P1, title: Attendance, owner: Director}
measures:
  - id: absence
    title: Absence
    priority: P1
    indicator: primary_absence
    targets:
      - {for: "2023/24", value: 5.0, floor: 5.5, set: 2023-05-01}
"""
CODE = "PriTotAbs"
MARCH, MAY, JUNE = (date(2025, month, 1) for month in (3, 5, 6))


def england(ashmere: str, label: str = "2024") -> list[lait_log.Fact]:
    """Four authorities; the others moved by 0.2, 0.4 and 0.6 in the year."""
    others = {802: ("5.2", "5.4"), 803: ("5.0", "5.4"), 804: ("4.0", "4.6")}
    return [
        (CODE, "2023", 801, "5.0"),
        (CODE, label, 801, ashmere),
        *[
            (CODE, year, number, text)
            for number, pair in others.items()
            for year, text in zip(("2023", label), pair, strict=True)
        ],
    ]


@pytest.fixture
def ashmere(area: Path, cli: Cli, write: Callable[[str, bytes], Path]) -> Path:
    (area / "plan").mkdir()
    (area / "plan" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    log, listing = lait_log.both(
        {
            MARCH: england("5.0", "2024 (prov)"),
            MAY: england("5.6", "2024 (prov)"),
            JUNE: [*england("5.6"), (CODE, "2025", 801, "4.9")],
        }
    )
    write("vintages.csv", listing)
    assert cli("ingest", write("log.parquet", log)).status == 0
    return area


def asked(cli: Cli, *words: object) -> list[dict[str, Any]]:
    told = cli(*words, "--format", "json")
    assert told.status == 0, told.err
    return list(told.json)


def test_a_revision_has_its_size_its_rank_and_its_rating(ashmere: Path, cli: Cli) -> None:
    [row] = asked(cli, "revisions")
    assert ashmere.is_dir()
    assert (row["indicator"], row["source_code"]) == ("primary_absence", "lait:PriTotAbs")
    assert (row["area_name"], row["dfe_number"], row["period"]) == ("Ashmere", "801", "2023/24")
    assert (row["before"], row["after"], row["change"]) == (5.0, 5.6, 0.6)
    assert row["change_unit"] == "percentage-points"
    # Yearly moves as known now: 0.2, 0.4, 0.6, 0.6 and 0.7.
    assert row["usual_move"] == pytest.approx(0.6)
    assert row["share_of_usual"] == pytest.approx(1.0)
    # And as they were known in May: 0.2, 0.4, 0.6 and 0.6.
    [row] = asked(cli, "revisions", "--as-of", "2025-05-31")
    assert row["usual_move"] == pytest.approx(0.5)
    assert row["share_of_usual"] == pytest.approx(1.2)
    assert (row["kind"], row["known_before"], row["known"]) == (
        "revision",
        "2025-03-01",
        "2025-05-01",
    )
    assert (row["rank_before"], row["rank_after"]) == (2, 4)
    assert (row["measure"], row["rating_before"], row["rating_after"]) == (
        "absence",
        "met",
        "floor-missed",
    )
    assert row["release_before"] != row["release"]


def test_all_kinds_tells_relabels_and_new_figures_too(ashmere: Path, cli: Cli) -> None:
    assert ashmere.is_dir()
    rows = asked(cli, "revisions", "--area", "Ashmere", "--all-kinds")
    assert [(r["known"], r["kind"], r["period"]) for r in rows] == [
        ("2025-05-01", "revision", "2023/24"),
        ("2025-06-01", "relabel", "2023/24"),
        ("2025-06-01", "add", "2024/25"),
    ]


def test_days_areas_and_codes_choose(ashmere: Path, cli: Cli) -> None:
    assert ashmere.is_dir()
    assert asked(cli, "revisions", "--area", "Birchford") == []
    assert asked(cli, "revisions", "--since", "2025-05-02") == []
    assert asked(cli, "revisions", "--until", "2025-04-30") == []
    assert asked(cli, "revisions", "--as-of", "2025-04-30") == []
    [own] = asked(cli, "revisions", "--indicator", "lait:PriTotAbs", "--since", "2025-05-01")
    assert own["indicator"] == "lait:PriTotAbs"


def test_news_tells_rating_figure_and_rank_the_plans_measures_first(
    ashmere: Path, cli: Cli
) -> None:
    assert ashmere.is_dir()
    rows = asked(cli, "news", "--since", "2025-03-01", "--as-of", "2025-05-31")
    told = {row["kind"]: row for row in rows}
    assert [row["kind"] for row in rows] == ["rating changed", "revised", "rank changed"]
    assert {row["measure"] for row in rows} == {"absence"}
    assert (told["rating changed"]["before"], told["rating changed"]["after"]) == (
        "met",
        "floor-missed",
    )
    assert told["revised"]["sentence"] == (
        "Absence, primary, 2023/24: revised from 5.0% to 5.6%, 1.2 of a usual yearly move."
    )
    assert (told["rank changed"]["before"], told["rank changed"]["after"]) == (
        "2nd of 4",
        "4th of 4",
    )


def test_news_of_a_relabel_is_none(ashmere: Path, cli: Cli) -> None:
    assert ashmere.is_dir()
    rows = asked(cli, "news", "--since", "2025-05-01")
    assert [(r["kind"], r["period"]) for r in rows if r["kind"] != "rank changed"] == [
        ("new figure", "2024/25")
    ]
    assert asked(cli, "news", "--since", "2025-06-01") == []


def test_undated_releases_have_no_part_and_are_counted(
    ashmere: Path, cli: Cli, write: Callable[[str, bytes], Path]
) -> None:
    assert ashmere.is_dir()
    late = tiny.long_csv([(CODE, "2024", 801, "9.9")])
    assert cli("ingest", write("late.csv", late)).status == 0
    for words in (("revisions",), ("news", "--since", "2025-03-01")):
        told = cli(*words, "--format", "json")
        assert "9.9" not in told.out
        assert "1 undated release" in told.err
