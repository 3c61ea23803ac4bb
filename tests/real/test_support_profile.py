"""The support profile of Kent's schools: figures equal their files, a missing one says why."""

import csv
import gzip
import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.insight.support_profile import PARTS
from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.supporting import support
from foreland.model.problems import ForelandError

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/schools"
AUGUST_2025 = date(2025, 8, 31)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="no schools data beside the checkout"),
]


@pytest.fixture(scope="module")
def kent(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("profile") / "kent"
    new_folder(path, "Kent")
    wanted = ("gias", "ofsted", "characteristics", "similar", "performance")
    ingest(Folder.open(path), [DATA / name for name in wanted])
    return Folder.open(path)


@pytest.fixture(scope="module")
def every(kent: Folder) -> pl.DataFrame:
    return support(kent)


def rows(name: str) -> list[dict[str, str]]:
    text = gzip.decompress((DATA / name).read_bytes()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_school_has_every_part_by_name_and_no_score(every: pl.DataFrame) -> None:
    assert every["urn"].n_unique() == 598
    parts = every.group_by("urn").agg(pl.col("part").n_unique().alias("parts"))
    assert parts["parts"].unique().to_list() == [len(PARTS)]
    assert not [name for name in every.columns if "score" in name or "rank" in name]
    assert every["audience"].unique().to_list() == ["internal"]
    first = every.unique("urn", keep="first", maintain_order=True)["name"].str.to_lowercase()
    assert first.to_list() == sorted(first.to_list())


def test_a_figure_has_its_source_and_day_and_a_missing_one_its_reason(every: pl.DataFrame) -> None:
    there = pl.col("value").is_not_null()
    known, none = every.filter(there), every.filter(~there)
    assert known.select("source", "release", "period").null_count().row(0) == (0, 0, 0)
    assert known["reason"].null_count() == known.height
    assert none["reason"].null_count() == 0
    assert set(none["status"]) == {"not-available"}


def test_absence_is_the_tables_own(every: pl.DataFrame) -> None:
    table = {
        row["URN"]: float(row["PERCTOT"].rstrip("%"))
        for row in rows("characteristics/england_abs_2023-24.csv.gz")
        if row["URN"].isdigit() and row["PERCTOT"].rstrip("%").replace(".", "").isdigit()
    }
    told = every.filter((pl.col("measure") == "absence") & pl.col("value").is_not_null())
    assert told.height > 550
    same = [
        table[urn] == value
        for urn, value in told.select("urn", "value").iter_rows()
        if urn in table
    ]
    assert all(same)
    assert len(same) > 540


def test_days_since_inspection_are_counted_from_the_inspectorates_file(every: pl.DataFrame) -> None:
    file = pl.read_parquet(DATA / "ofsted/ofsted_state_funded_schools_2025-08-31.parquet").filter(
        pl.col("Local authority") == "Kent"
    )
    dates = dict(
        file.select(
            pl.col("URN").cast(pl.Int64).cast(pl.String),
            pl.col("Inspection start date").str.to_date("%d/%m/%Y", strict=False),
        ).iter_rows()
    )
    told = every.filter(pl.col("measure") == "days_since_graded_inspection")
    assert told.height == 598
    for urn, value in told.select("urn", "value").iter_rows():
        day = dates[urn]
        assert value == (None if day is None else (AUGUST_2025 - day).days)


def test_pupils_for_each_teacher_are_of_secondary_schools(every: pl.DataFrame) -> None:
    table = {
        row["URN"]: row["wf_pupil_to_qual_unqual_teacher_ratio"]
        for row in rows("similar/england_secondary_schools_2026-03.csv.gz")
    }
    told = every.filter(pl.col("measure") == "pupils_per_teacher")
    known = told.filter(pl.col("value").is_not_null())
    assert known.height >= 95
    for urn, value in known.select("urn", "value").iter_rows():
        assert float(table[urn]) == value
    primary = told.filter(pl.col("phase") == "primary")
    assert primary["value"].null_count() == primary.height


def test_on_an_earlier_day_nothing_later_is_told(kent: Folder) -> None:
    found = support(kent, None, None, date(2019, 8, 31))
    ends = found["period_end"].drop_nulls()
    assert ends.max() <= date(2019, 8, 31)  # type: ignore[operator]
    change = found.filter(
        (pl.col("measure") == "progress_8_change") & pl.col("value").is_not_null()
    )
    assert change["period"].unique().to_list() == ["2017-18 to 2018-19"]


def test_a_school_of_another_area_is_refused(kent: Folder) -> None:
    with pytest.raises(ForelandError, match="a school of Kent on 2025-08-31"):
        support(kent, "100000")
