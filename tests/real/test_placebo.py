"""Support assigned at random to real schools shows an effect in 5 % of 2,000 draws.

Within what chance allows: 95 % of such counts lie between 81 and 120 (binomial), 4.0 to 6.0 %.
"""

from pathlib import Path

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.service_placebo import placebo

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/schools"
DRAWS = 2000

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="no schools data beside the checkout"),
]


@pytest.fixture(scope="module")
def kent(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("placebo") / "kent"
    new_folder(path, "Kent")
    wanted = ("gias", "ofsted", "characteristics", "similar", "performance")
    ingest(Folder.open(path), [DATA / name for name in wanted])
    return Folder.open(path)


@pytest.mark.parametrize(
    ("area", "measure", "years", "phases"),
    [
        ("Kent", "absence", (2023, 2024), ("primary", "secondary")),
        ("Kent", "reading_writing_maths_expected", (2016, 2017), ("primary",)),
        ("England", "progress_8", (2023, 2024), ("secondary",)),
        ("England", "absence", (2023, 2024), ("primary", "secondary")),
    ],
)
def test_support_at_random_shows_an_effect_in_one_draw_of_twenty(
    kent: Folder, area: str, measure: str, years: tuple[int, int], phases: tuple[str, ...]
) -> None:
    found = placebo(kent, measure, years, area, draws=DRAWS)
    found = found.filter(pl.col("phase").is_in(list(phases)))
    assert found["phase"].to_list() == list(phases)
    low, high = 81, 120
    for row in found.iter_rows(named=True):
        print(
            f"{area}, {measure}, {row['phase']}: an effect in {row['shown']} of {row['draws']} "
            f"draws ({row['shown_percent']:.2f} %), {row['supported']} schools each, "
            f"{row['mean_pairs']:.1f} paired"
        )
        assert low <= row["shown"] <= high
