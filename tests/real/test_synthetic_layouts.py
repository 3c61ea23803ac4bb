"""The synthetic files have the columns, and the kinds of text, of the real ones."""

import csv
import gzip
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from foreland.synthetic import write

PUBLISHED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "published"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published data is not here"),
]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    write(out)
    return out / "data"


@pytest.mark.parametrize(
    ("ours", "real"),
    [
        ("lait_data_dictionary.csv", "lait/lait_data_dictionary.csv"),
        ("neet_scorecard_2023.csv", "nccis_neet/UD_NEETNK_LA_dashboard_2023_final.csv"),
        ("neet_scorecard_2024.csv", "nccis_neet/UD_NEETNK_LA_dashboard_2024_final.csv"),
        ("neet_scorecard_2025.csv", "nccis_neet/UD_NEETNK_LA_dashboard_2025_final.csv"),
        ("attendance_ytd_202425.csv", "attendance/EES_ytd_data_202425.csv"),
        ("attendance_ytd_202526.csv", "attendance/EES_ytd_data_202526.csv"),
        ("ehc_timeliness_20_week.csv", "ehc_plans_2025/timeliness_20_week.csv"),
    ],
)
def test_columns_are_those_of_the_real_file(inbox: Path, ours: str, real: str) -> None:
    def header(path: Path) -> list[str]:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return next(csv.reader(handle))

    assert header(inbox / ours) == header(PUBLISHED / real)
    mark = b"\xef\xbb\xbf"
    assert (inbox / ours).read_bytes().startswith(mark) == (
        PUBLISHED / real
    ).read_bytes().startswith(mark)


def test_long_file_has_the_schema_and_the_labels_of_the_real_one(inbox: Path) -> None:
    ours = pl.read_parquet(inbox / "bds_long_2026-04.parquet")
    real = pl.read_parquet(PUBLISHED / "lait" / "bds_long_0.parquet")
    assert ours.schema == real.schema
    forms = r"\d{4}"

    def shapes(frame: pl.DataFrame) -> pl.DataFrame:
        bare = pl.col("Years").str.replace(r" \((Rev|prov|Final)\)$", "")
        shape = bare.str.replace_all(forms, "Y").str.replace_all(r"\d\d", "y").alias("shape")
        return frame.select("Short Desc", shape).unique()

    only_ours = shapes(ours).join(shapes(real), on=["Short Desc", "shape"], how="anti")
    assert only_ours.height == 0


@pytest.mark.parametrize("name", ["sn_april_2021.xlsx", "sn_may_2025.xlsx"])
def test_neighbours_workbook_has_the_sheet_and_header_of_the_real_one(
    inbox: Path, name: str
) -> None:
    def top(path: Path) -> list[list[object]]:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("LA SN Groups")
        return [list(row[:25]) for row in sheet.to_python(skip_empty_area=False)[:3]]

    assert top(inbox / name) == top(PUBLISHED / "lait" / name)


def test_no_figure_of_the_country_follows_the_real_one(inbox: Path) -> None:
    """Plausible, but invented: a whole series equal to England's would be a copy."""

    def country(path: Path) -> pl.DataFrame:
        return (
            pl.read_parquet(path)
            .filter(pl.col("LA Number") == 970)
            .with_columns(pl.col("Values").cast(pl.Float64, strict=False))
            .drop_nulls("Values")
            .select("Short Desc", pl.col("Years").str.replace(r" \(.*", ""), "Values")
        )

    pairs = country(inbox / "bds_long_2026-04.parquet").join(
        country(PUBLISHED / "lait" / "bds_long_0.parquet"),
        on=["Short Desc", "Years"],
        suffix="_real",
    )
    same = pairs.group_by("Short Desc").agg(
        (pl.col("Values") == pl.col("Values_real")).all().alias("same"), pl.len()
    )
    assert same.filter("same", pl.col("len") > 3).height == 0


@pytest.mark.parametrize(
    ("ours", "real"),
    [
        ("school_links.csv", "gias/links_edubasealldata20250422.csv.gz"),
        ("school_names.csv", "gias/gias_names_open_close_dates.csv.gz"),
        ("trusts_2022-07.csv", "gias/gias_groups_2022-07.csv.gz"),
        ("trust_members_2022.csv", "gias/gias_group_links_2022-07.csv.gz"),
        ("census_2018-19.csv", "characteristics/england_census_2018-19.csv.gz"),
        ("absence_2023-24.csv", "characteristics/england_abs_2023-24.csv.gz"),
        ("ks2_2018.csv", "performance/ks2_perf_2018.csv.gz"),
        ("ks2_progress_2018-19.csv", "performance/england_ks2_selected_2018-19.csv.gz"),
        ("ks4_2018.csv", "performance/ks4_perf_2018.csv"),
        ("ks4_selected_2018-19.csv", "performance/england_ks4_selected_2018-19.csv.gz"),
        ("ks4_groups_2022-23.csv", "performance/england_ks4_joined_2022-23.csv.gz"),
        (
            "ks4_cohorts_2023-24.csv",
            "performance/ks4_information_about_schools_2023-24_final.csv.gz",
        ),
        ("secondary_schools_2026-03.csv", "similar/england_secondary_schools_2026-03.csv.gz"),
        ("inspection_history.csv", "ofsted/ofsted_inspection_history_2006_to_2020-02.csv.gz"),
    ],
)
def test_schools_have_the_columns_of_the_real_files(inbox: Path, ours: str, real: str) -> None:
    path = PUBLISHED.parent / "schools" / real
    unpacked = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    first = unpacked.decode("utf-8-sig", "replace").splitlines()[0]
    assert next(csv.reader((inbox / ours).open(encoding="utf-8"))) == next(csv.reader([first]))
