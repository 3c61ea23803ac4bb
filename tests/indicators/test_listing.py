"""``foreland indicators``: the catalogue, and which of it the store can fill, from when to when."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import tiny

from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.listing import LISTING_COLUMNS, indicators

Write = Callable[[str, bytes], Path]

FACTS = [
    ("FSP_NEW_GOODDEV", "2022", 801, "60"),
    ("FSP_NEW_GOODDEV", "2023", 801, "-"),
    ("FSP_NEW_GOODDEV", "2024", 801, "62"),
    ("FSP_NEW_GOODDEV", "2025 (prov)", 802, "70"),
    ("FSP_Gooddev_FSM", "2021", 801, "40"),  # a group: it does not widen the span of everyone
    ("LAC_Over_Abs", "2025", 801, "9"),  # no figure for everyone: the group fills it
    ("16-17 NEET", "2025", 801, "3"),
    ("Sept_Guarantee", "2024", 801, "-"),
]


@pytest.fixture
def filled(area: Path, write: Write) -> Folder:
    folder = Folder.open(area)
    ingest(folder, [write("long.csv", tiny.long_csv(FACTS))], date(2025, 11, 1))
    return folder


def row(folder: Folder, name: str, **asked: Any) -> dict[str, Any]:
    return indicators(folder, **asked).row(by_predicate=pl.col("indicator") == name, named=True)


def test_indicator_with_figures_says_from_when_to_when(filled: Folder) -> None:
    found = row(filled, "gld")
    assert found["fillable"] is True
    assert (found["first_period"], found["last_period"]) == ("2021/22", "2023/24")
    assert found["periods"] == 2  # the missing one in the middle is not counted
    assert found["published_period"] == "2024"
    assert (found["period_start"], found["period_end"]) == (date(2023, 9, 1), date(2024, 8, 31))
    assert found["area"] == "E10000901"
    assert (found["area_name"], found["dfe_number"]) == ("Ashmere", "801")


def test_missing_values_alone_fill_nothing(filled: Folder) -> None:
    found = row(filled, "september_guarantee")
    assert found["fillable"] is False
    assert found["periods"] == 0
    assert found["first_period"] is None


def test_indicator_is_filled_from_a_group_where_everyone_has_no_figure(filled: Folder) -> None:
    found = row(filled, "overall_absence")
    assert (found["first_period"], found["periods"]) == ("2024/25", 1)


def test_another_area_may_be_asked_for_by_name(filled: Folder) -> None:
    found = row(filled, "gld", area="Birchford")
    assert (found["area"], found["last_period"], found["periods"]) == ("E06000902", "2024/25", 1)


def test_as_of_a_day_before_the_release_nothing_is_filled(filled: Folder) -> None:
    assert not indicators(filled, as_of=date(2025, 10, 31))["fillable"].any()
    assert indicators(filled, as_of=date(2025, 11, 1))["fillable"].sum() == 3


def test_a_row_an_indicator_in_the_readers_order_whatever_the_store_holds(
    filled: Folder, area: Path
) -> None:
    found = indicators(filled)
    inside = [i.id for theme in Catalogue.load().themes for i in theme.indicators]
    assert tuple(found.columns) == LISTING_COLUMNS
    assert found["indicator"].to_list() == inside
    empty = indicators(Folder.open(tiny.folder(area.parent / "empty")))
    assert empty["indicator"].to_list() == inside
    assert empty["fillable"].sum() == 0
    assert empty.schema == found.schema


def test_one_theme_only(filled: Folder) -> None:
    found = indicators(filled, theme="neet-participation")
    assert set(found["theme"]) == {"neet-participation"}
    assert found.filter(found["fillable"])["indicator"].to_list() == ["neet"]


def test_own_additions_are_listed_and_an_empty_theme_is_no_fault(filled: Folder) -> None:
    filled.indicators.mkdir()
    (filled.indicators / "own.yaml").write_text('id: own\ntitle: "Ours"\nindicators: []\n', "utf-8")
    assert indicators(filled, theme="own").height == 0


def test_command_answers_json_and_tells_an_unknown_theme(cli: Any, filled: Folder) -> None:
    told = cli("indicators", "--theme", "early-years", "--format", "json")
    assert told.status == 0
    first = told.json[0]
    assert (first["indicator"], first["sources"], first["fillable"]) == ("gld", "lait, ees", True)
    assert first["period_end"] == "2024-08-31"
    told = cli("indicators", "--theme", "early-year")
    assert told.status == 1
    assert "Did you mean early-years?" in told.err
    assert filled.path.is_dir()


def test_command_tells_the_faults_of_own_additions(cli: Any, area: Path) -> None:
    (area / "indicators").mkdir()
    (area / "indicators" / "own.yaml").write_text("id: own\ntitle: 2024\n", "utf-8")
    told = cli("indicators")
    assert told.status == 1
    assert "own.yaml, line 2" in told.err
    assert "reads as a number" in told.err
