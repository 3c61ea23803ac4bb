"""Similar schools on the published files: DfE's groups made again, and ours with their balance."""

from pathlib import Path

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.similar import Show, similar_schools

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/schools"
COHORTS = "performance/ks4_information_about_schools_2023-24_final.csv.gz"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="no schools data beside the checkout"),
]


@pytest.fixture(scope="module")
def kent(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("similar") / "kent"
    new_folder(path, "Kent")
    ingest(Folder.open(path), [DATA / "similar", DATA / COHORTS])
    return Folder.open(path)


def row(folder: Folder, method: str) -> dict[str, object]:
    found = similar_schools(folder, show="check")
    return found.filter(pl.col("method") == method).row(0, named=True)


def test_dfes_primary_groups_are_made_again_exactly(kent: Folder) -> None:
    """All 1,445 printed pairs whose inputs are printed, by weights learnt on other schools."""
    found = row(kent, "DfE's inputs, weights learnt on the other schools")
    assert (found["pairs"], found["reproduced"]) == (1445, 1445)
    assert (found["members"], found["found"], found["wrong"]) == (1445, 1445, 0)


def test_equal_weights_would_find_four_in_five(kent: Folder) -> None:
    assert row(kent, "DfE's inputs, equal weights")["found"] == 1166


def test_ours_share_a_quarter_with_dfes_secondary_inputs_where_chance_is_a_27th(
    kent: Folder,
) -> None:
    found = row(kent, "ours, of 2023-24")
    assert found["members"] == 1331 * 50
    assert 24.5 < float(str(found["overlap_percent"])) < 26


def test_published_groups_have_fifty_each(kent: Folder) -> None:
    found = similar_schools(kent, show="published")
    assert found.height == 93 * 50
    assert similar_schools(kent, urn="100171", show="published").height == 50


def test_kents_grammar_and_other_schools_stand_apart(kent: Folder) -> None:
    found = similar_schools(kent, area="Kent")
    assert found.height == 104
    matched = found.filter(pl.col("neighbours") == 20)
    assert dict(matched["stratum"].value_counts().iter_rows()) == {
        "selective": 32,
        "non-selective": 65,
    }
    means = dict(matched.group_by("stratum").agg(pl.col("attainment8").mean()).iter_rows())
    assert round(means["selective"]) == 67
    assert round(means["non-selective"]) == 40
    for school in matched.filter(pl.col("stratum") == "selective")["urn"].head(3):
        group = similar_schools(kent, urn=school)
        assert group["stratum"].unique().to_list() == ["selective"]


def test_matching_brings_every_input_of_kents_schools_nearer(kent: Folder) -> None:
    found = similar_schools(kent, area="Kent", show="balance")
    assert found.height == 16
    assert (found["after_size"] < found["before_size"]).all()
    others = found.filter(pl.col("stratum") == "non-selective")
    assert others["after"].abs().max() < 0.12
    prior = others.filter(pl.col("input") == "prior_attainment").row(0, named=True)
    assert (round(prior["before"], 2), round(prior["after"], 2)) == (-0.71, -0.11)


def test_whole_england_is_matched_and_the_same_twice(kent: Folder) -> None:
    show: Show = "schools"
    one = similar_schools(kent, area="England", show=show)
    assert one.filter(pl.col("neighbours") == 20).height == 2884 + 163
    assert one.equals(similar_schools(kent, area="England", show=show))


def test_kents_schools_with_published_inputs_are_matched_as_dfe_does(kent: Folder) -> None:
    found = similar_schools(kent, area="Kent", by="dfe")
    assert found.filter(pl.col("status") == "final").height == 16
    balance = similar_schools(kent, area="Kent", show="balance", by="dfe")
    assert (balance["after_size"] < balance["before_size"]).all()
