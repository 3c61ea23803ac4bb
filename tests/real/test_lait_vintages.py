"""``--as-of`` a day equals LAIT's version of that day, cell by cell.

The versions are rebuilt here by themselves from the change log, row by row, in plain Python.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from foreland.evidence.store import Store
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.tracing import trace

pytestmark = pytest.mark.real

VERSIONS = "bds_long_vintages.parquet"

Key = tuple[str, str, int]
#: Two versions of one day count once: the last is what was known at its end.
DAYS = 20

#: Labelled ``0``: no period, and no values.
NO_PERIOD = "0"


@pytest.fixture(scope="module")
def log(published: Path) -> pl.DataFrame:
    text = ("short_desc", "years", "op")
    return (
        pl.read_parquet(published / "lait" / VERSIONS)
        .with_columns(pl.col(name).cast(pl.String) for name in text)
        .with_row_index("row", offset=1)
    )


@pytest.fixture(scope="module")
def days(published: Path) -> dict[int, date]:
    with (published / "lait" / "vintages.csv").open(encoding="utf-8", newline="") as handle:
        return {
            int(row["vintage"]): date.fromisoformat(row["commit_date"][:10])
            for row in csv.DictReader(handle)
        }


@pytest.fixture(scope="module")
def versions(log: pl.DataFrame) -> dict[int, dict[Key, tuple[str, int]]]:
    """Of each version: the text and the log's row of each key. Deltas, as all would be too much."""
    changed: dict[int, dict[Key, tuple[str, int]]] = {}
    columns = ("vintage", "short_desc", "years", "la_number", "op", "value", "row")
    for vintage, code, label, number, op, text, row in log.select(columns).iter_rows():
        told = changed.setdefault(vintage, {})
        told[code, label, number] = ("" if op == "remove" else text, row)
    return changed


def _rebuilt(
    changed: dict[int, dict[Key, tuple[str, int]]], days: dict[int, date]
) -> Iterator[tuple[date, dict[Key, tuple[str, int]]]]:
    """Each day on which a version came out, and what was in force at its end."""
    force: dict[Key, tuple[str, int]] = {}
    for vintage in sorted(days):
        force.update(changed.get(vintage, {}))
        for key in [key for key, (text, _) in changed.get(vintage, {}).items() if not text]:
            del force[key]
        if days.get(vintage + 1) != days[vintage]:
            yield days[vintage], force


def _said(answer: pl.DataFrame, folder: Folder) -> dict[Key, tuple[float | None, str | None]]:
    numbers = {a.code: int(a.lait_number) for a in folder.register if a.lait_number}
    columns = ("source_code", "published_period", "area", "value", "symbol")
    return {
        (code.removeprefix("lait:"), label, numbers[area]): (value, symbol)
        for code, label, area, value, symbol in answer.select(columns).iter_rows()
    }


@pytest.mark.slow
def test_as_of_a_day_equals_the_version_of_that_day_cell_by_cell(
    vintages_folder: Folder,
    versions: dict[int, dict[Key, tuple[str, int]]],
    days: dict[int, date],
) -> None:
    store = Store(vintages_folder.store)
    checked = 0
    wanted = sorted(set(days.values()))
    # The first and the last, those around the roll-back and the rolled year, and others between.
    chosen = {wanted[place * (len(wanted) - 1) // (DAYS - 1)] for place in range(DAYS)}
    chosen |= {days[v] for v in (0, 2, 5, 6, 13, 34)}
    for day, force in _rebuilt(versions, days):
        if day not in chosen:
            continue
        # As it was until the next version: the day after says the same.
        later = day + timedelta(days=1)
        as_of = later if checked % 2 and later not in days.values() else day
        answer = store.observations(as_of=as_of).filter("in_latest", pl.col("source") == "lait")
        texts = {key: text for key, (text, _) in force.items() if key[1] != NO_PERIOD}
        expected = {
            key: (None, text) if text in ("-", "c", "..") else (float(text), None)
            for key, text in texts.items()
        }
        assert _said(answer, vintages_folder) == expected, day
        checked += 1
    assert checked >= DAYS


def test_the_newest_file_leads_with_its_cells_and_each_figure_keeps_its_first_day(
    vintages_folder: Folder, published: Path
) -> None:
    now = Store(vintages_folder.store).observations().filter("in_latest")
    cells = pl.read_parquet(published / "lait" / "bds_long_0.parquet").filter(
        pl.col("Years") != NO_PERIOD
    )
    assert set(now["file"]) == {"bds_long_0.parquet"}
    assert now.height == cells.height == now["id"].n_unique()
    assert now.unique(["source_code", "area", "period_start", "period_end"]).height == now.height
    # Known since the first version that had it so, though the cell is the newest file's.
    assert now["as_of"].min() == date(2024, 11, 19)
    assert now["as_of"].null_count() == 0


def test_a_year_that_rolled_out_of_the_window_is_kept_and_marked(vintages_folder: Folder) -> None:
    kent = facts(vintages_folder, "lait:%_2yr_olds", "Kent", period="2015")
    assert kent.select("in_latest", "file").row(0) == (False, VERSIONS)
    before = facts(vintages_folder, "lait:%_2yr_olds", "Kent", "2015", as_of=date(2025, 6, 22))
    assert before["in_latest"].to_list() == [True]
    assert before["value"].to_list() == kent["value"].to_list()


def test_a_roll_back_by_accident_is_not_what_was_known_at_the_days_end(
    vintages_folder: Folder, versions: dict[int, dict[Key, tuple[str, int]]]
) -> None:
    # Version 6 undid version 5 on 14 February 2025, and version 7 did it again that day.
    undone = {
        key: text for key, (text, _) in versions[6].items() if text and key not in versions[7]
    }
    again = {key: text for key, (text, _) in versions[7].items() if text and key in versions[5]}
    assert len(again) > 1000
    assert not undone
    code, label, _ = next(key for key in sorted(again) if key[2] == 886)
    on = [
        facts(vintages_folder, f"lait:{code}", "Kent", label, as_of=date(2025, 2, day))
        for day in (13, 14)
    ]
    assert on[0]["value"].to_list() == on[1]["value"].to_list()


@pytest.mark.slow
def test_trace_finds_the_cell_of_every_version_and_its_text_is_the_value(
    vintages_folder: Folder, days: dict[int, date]
) -> None:
    store = Store(vintages_folder.store)
    for day in sorted(set(days.values()))[::6]:
        then = store.observations(as_of=day)
        asked = then.sample(200, seed=day.toordinal())
        walked = trace(vintages_folder, asked["id"])
        values = [float(t) if t not in ("-", "c", "..") else None for t in walked["text"]]
        assert values == asked["value"].to_list()
        assert walked["release"].to_list() == asked["release"].to_list()


@pytest.mark.slow
def test_either_order_gives_the_same_bytes(published: Path, tmp_path: Path) -> None:
    lait = published / "lait"
    for name, order in {
        "one": ("bds_long_0.parquet", VERSIONS),
        "two": (VERSIONS, "bds_long_0.parquet"),
    }.items():
        new_folder(tmp_path / name, "Kent")
        for file in order:
            ingest(Folder.open(tmp_path / name), [lait / file])
    trees = [
        {
            file.relative_to(tmp_path / name): file.read_bytes()
            for file in (tmp_path / name / "store").rglob("*")
            if file.is_file() and file.name != "lock"
        }
        for name in ("one", "two")
    ]
    assert trees[0] == trees[1]
    size = sum(len(data) for path, data in trees[0].items() if "releases" in path.parts)
    # 35 whole copies would be 90 MB; one file alone is 3 MB.
    assert size < 12_000_000
