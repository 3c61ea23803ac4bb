"""A table for a person: side by side where it fits, else a row under the other."""

import polars as pl
import pytest

from foreland.jobs.answers import answer

FRAME = pl.DataFrame(
    {
        "measure": ["gld", "neet"],
        "value": [73.32000000000001, None],
        "reason": [None, "no figure yet"],
        "owner": [None, None],
    },
    schema={"measure": pl.String, "value": pl.Float64, "reason": pl.String, "owner": pl.String},
)


def printed(
    frame: pl.DataFrame,
    width: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    answer(frame, "table")
    return capsys.readouterr().out.splitlines()


def test_a_table_that_fits_stands_side_by_side_without_empty_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(FRAME, 60, monkeypatch, capsys) == [
        "measure  value  reason",
        "gld      73.32",
        "neet            no figure yet",
    ]


def test_a_table_that_does_not_fit_is_a_record_a_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(FRAME, 20, monkeypatch, capsys) == [
        "measure  gld",
        "value    73.32",
        "",
        "measure  neet",
        "reason   no figure yet",
    ]


def test_no_rows_are_said_to_be_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(FRAME.clear(), 80, monkeypatch, capsys) == ["Nothing found."]
