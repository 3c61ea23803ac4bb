"""The published ONS local indicators: nothing lost, school years right."""

from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Register
from foreland.sources.ons.local_indicators import read
from foreland.sources.opening import open_file
from foreland.sources.reading import Context, Reading

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/published/ons_local_indicators"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="no published data beside the checkout"),
]


@pytest.fixture(scope="module")
def files() -> dict[str, Reading]:
    context = Context(Register.load())
    return {file.stem: read(open_file(file), context) for file in sorted(DATA.glob("*.csv"))}


def test_all_eleven_files_are_read_and_every_row_accounted_for(files: dict[str, Reading]) -> None:
    assert len(files) == 11
    for name, told in files.items():
        rows = open_file(DATA / f"{name}.csv").table.rows.height
        passed = sum(int(note.split()[0]) for note in told.notes)
        assert told.observations.height + told.quarantine.height + passed == rows, name


def test_nothing_is_set_aside(files: dict[str, Reading]) -> None:
    assert [name for name, told in files.items() if told.quarantine.height] == []


def test_persistent_absence_in_england_of_2022_23(files: dict[str, Reading]) -> None:
    found = files["persistent-absences-for-all-pupils"].observations.row(
        by_predicate=(pl.col("area") == "E92000001")
        & (pl.col("period_end") == pl.date(2023, 8, 31)),
        named=True,
    )
    assert round(found["value"], 1) == 21.2  # DfE, Pupil absence in schools, 2022/23
