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


def drawn(
    folder: Folder, area: str, measure: str, years: tuple[int, int], phases: tuple[str, ...]
) -> list[int]:
    """How many of the draws showed an effect, printed, by phase."""
    found = placebo(folder, measure, years, area, draws=DRAWS)
    found = found.filter(pl.col("phase").is_in(list(phases)))
    assert found["phase"].to_list() == list(phases)
    for row in found.iter_rows(named=True):
        assert (row["expected_lower"], row["expected_upper"]) == (81, 120)
        print(
            f"{area}, {measure}, {row['phase']}: an effect in {row['shown']} of {row['draws']} "
            f"draws ({row['shown_percent']:.2f} %), {row['supported']} schools each, "
            f"{row['mean_pairs']:.1f} paired"
        )
    return found["shown"].to_list()


@pytest.mark.parametrize(
    ("measure", "years", "phases"),
    [
        ("absence", (2023, 2024), ("primary", "secondary")),
        ("progress_8", (2023, 2024), ("secondary",)),
        ("reading_writing_maths_expected", (2016, 2017), ("primary",)),
    ],
)
def test_support_at_random_shows_an_effect_in_one_draw_of_twenty(
    kent: Folder, measure: str, years: tuple[int, int], phases: tuple[str, ...]
) -> None:
    for shown in drawn(kent, "England", measure, years, phases):
        assert 81 <= shown <= 120


def test_within_one_county_the_share_is_near_that(kent: Folder) -> None:
    """One school in twenty at a time: the draws are made of the same schools again and again."""
    for shown in drawn(kent, "Kent", "absence", (2023, 2024), ("primary", "secondary")):
        assert 60 <= shown <= 140
