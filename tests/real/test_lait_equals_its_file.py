"""What the store answers is what LAIT's file holds: every value, every gap, nothing invented.

The file is read here by itself, cell by cell; Python's own ``float`` is the reference for a
number.
"""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from foreland.cli import run
from foreland.evidence.store import Store
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.tracing import trace

pytestmark = pytest.mark.real

CODES = 434
#: Years of one code that LAIT labels ``0``: no period, and no values.
NO_PERIOD = ("CINPermExclusion", "0")


@pytest.fixture(scope="module")
def cells(published: Path) -> pl.DataFrame:
    """The file's records with their numbers, the area as a person reads it."""
    return (
        pl.read_parquet(published / "lait" / "bds_long_0.parquet")
        .select(
            pl.col("Short Desc").alias("code"),
            pl.col("Years").alias("label"),
            pl.col("Values").alias("text"),
            pl.col("LA Number").cast(pl.Int64).alias("number"),
            pl.col("LA and Regions").alias("name"),
        )
        .with_row_index("row", offset=1)
        .with_columns(pl.col("row").cast(pl.Int64))
    )


@pytest.fixture(scope="module")
def answered(lait_folder: Folder, cells: pl.DataFrame) -> pl.DataFrame:
    names = [f"lait:{code}" for code in cells["code"].unique()]
    assert len(names) == CODES
    return facts(lait_folder, names).with_columns(
        pl.col("id").str.split(".").list.get(2).cast(pl.Int64).alias("row"),
        pl.col("source_code").str.strip_prefix("lait:").alias("code"),
    )


def test_every_cell_is_answered_once_and_none_invented(
    answered: pl.DataFrame, cells: pl.DataFrame
) -> None:
    wanted = cells.filter((pl.col("code") != NO_PERIOD[0]) | (pl.col("label") != NO_PERIOD[1]))
    assert answered["id"].n_unique() == answered.height
    assert sorted(answered["row"]) == sorted(wanted["row"])


def test_every_value_is_the_number_in_its_cell(answered: pl.DataFrame, cells: pl.DataFrame) -> None:
    both = answered.join(cells, on="row", how="left", suffix="_of_file")
    assert (both["code"] == both["code_of_file"]).all()
    assert (both["published_period"] == both["label"]).all()
    numbers = both.filter(pl.col("text") != "-")
    assert numbers.height > 500_000
    expected = [float(text) for text in numbers["text"]]
    assert numbers["value"].to_list() == expected
    assert set(numbers["status"]) <= {"final", "revised", "provisional"}
    assert numbers["symbol"].null_count() == numbers.height


def test_every_missing_value_keeps_its_sign_and_reason(
    answered: pl.DataFrame, cells: pl.DataFrame
) -> None:
    missing = answered.join(cells, on="row", how="left").filter(pl.col("text") == "-")
    assert missing.height > 90_000
    assert missing["value"].null_count() == missing.height
    assert set(missing["symbol"]) == {"-"}
    assert set(missing["status"]) == {"not-available"}


def test_every_area_is_the_one_that_the_file_names(
    answered: pl.DataFrame, cells: pl.DataFrame
) -> None:
    both = answered.join(cells, on="row", how="left")
    authorities = both.filter(pl.col("number") < 970)
    assert (authorities["dfe_number"] == authorities["number"].cast(pl.String)).all()
    others = both.filter(pl.col("number") >= 970)
    assert others["dfe_number"].null_count() == others.height
    # One area a number, one number an area.
    pairs = others.select("number", "area").unique()
    assert pairs["number"].n_unique() == pairs["area"].n_unique() == pairs.height == 12
    kent = both.filter(pl.col("area") == "E10000016")
    assert set(kent["name"]) == {"Kent"}


def test_what_was_not_read_is_in_the_quarantine(lait_folder: Folder, cells: pl.DataFrame) -> None:
    unread = cells.filter((pl.col("code") == NO_PERIOD[0]) & (pl.col("label") == NO_PERIOD[1]))
    assert set(unread["text"]) == {"-"}
    aside = Store(lait_folder.store).quarantine()
    assert sorted(aside["row"]) == sorted(unread["row"])
    assert set(aside["found"]) == {"0"}


def test_a_label_says_whether_a_figure_is_provisional_or_revised(answered: pl.DataFrame) -> None:
    with_value = answered.filter(pl.col("value").is_not_null())
    provisional = (
        with_value["published_period"].str.to_lowercase().str.contains("(prov", literal=True)
    )
    revised = with_value["published_period"].str.to_lowercase().str.contains("(rev", literal=True)
    assert provisional.any()
    assert revised.any()
    assert (with_value["status"] == "provisional").equals(provisional)
    assert (with_value["status"] == "revised").equals(revised)


def test_trace_prints_the_cells_own_text(
    lait_folder: Folder, answered: pl.DataFrame, cells: pl.DataFrame
) -> None:
    asked = answered.filter(pl.col("row") % 1499 == 7)
    assert asked.height > 400
    walked = trace(lait_folder, asked["id"])
    by_row = dict(cells.select("row", "text").iter_rows())
    assert set(walked["file"]) == {"bds_long_0.parquet"}
    assert set(walked["column"]) == {"Values"}
    assert walked["row"].to_list() == asked["row"].to_list()
    assert walked["text"].to_list() == [by_row[row] for row in asked["row"]]


@pytest.mark.slow
def test_the_command_answers_for_each_of_the_434_codes(
    lait_folder: Folder, cells: pl.DataFrame, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    said = _by_command(lait_folder, capsysbinary)
    for (code,), part in cells.group_by("code"):
        wanted = part.filter((pl.col("code") != NO_PERIOD[0]) | (pl.col("label") != NO_PERIOD[1]))
        got = said(str(code))
        texts = dict(wanted.select("row", "text").iter_rows())
        assert {row: value for row, value, _ in got} == {
            row: None if text == "-" else float(text) for row, text in texts.items()
        }, code
        assert {symbol for _, value, symbol in got if value is None} <= {"-"}


def _by_command(
    folder: Folder, capture: pytest.CaptureFixture[bytes]
) -> Callable[[str], list[tuple[int, float | None, str | None]]]:
    def said(code: str) -> list[tuple[int, float | None, str | None]]:
        words = ["observations", "--indicator", f"lait:{code}", "--folder", str(folder.path)]
        assert run([*words, "--format", "parquet"]) == 0
        frame = pl.read_parquet(capture.readouterr().out)
        rows = [int(name.split(".")[2]) for name in frame["id"]]
        return list(zip(rows, frame["value"], frame["symbol"], strict=True))

    return said
