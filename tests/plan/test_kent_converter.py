"""The Kent example of 2017 is what its converter writes, and holds only what was sourced."""

import csv
import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from foreland.indicators.catalogue import Catalogue
from foreland.plan.folder import LoadedPlan, load

ROOT = Path(__file__).resolve().parents[2]
KENT = ROOT / "examples" / "kent"
RECOVERED = ROOT.parent / "shared" / "kent-plan-2017.yaml"


@pytest.fixture(scope="module")
def converter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kent_convert", KENT / "convert.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def plan_2017() -> LoadedPlan:
    return load(KENT / "2017", Catalogue.load(KENT / "2017" / "indicators"), area="E10000016")


def test_the_committed_example_is_the_converters_output(
    converter: ModuleType, tmp_path: Path
) -> None:
    if not RECOVERED.is_file():
        pytest.skip("kent-plan-2017.yaml is not beside the checkout")
    made = converter.convert(RECOVERED, KENT / "letter-2017.yaml", tmp_path)
    names = {path.relative_to(tmp_path) for path in made}
    committed = {
        path.relative_to(KENT / "2017")
        for path in (KENT / "2017").rglob("*")
        if path.is_file() and "store" not in path.parts
    }
    assert names == committed
    for name in names:
        assert (tmp_path / name).read_bytes() == (KENT / "2017" / name).read_bytes(), name


@pytest.mark.parametrize(
    ("text", "printed"),
    [("2017-07", "July 2017"), ("2014/15", "2014/15"), ("2018", "2018"), (2018, "2018")],
)
def test_a_period_keeps_its_kind(converter: ModuleType, text: object, printed: str) -> None:
    assert converter.period(text) == printed


def test_an_unknown_period_is_refused(converter: ModuleType) -> None:
    with pytest.raises(ValueError, match="no period"):
        converter.period("summer 2017")


def test_only_sourced_targets_have_figures(plan_2017: LoadedPlan) -> None:
    stated = [
        (m.id, t.period, t.value, t.source)
        for m in plan_2017.plan.measures
        for t in m.targets
        if t.value is not None and t.withdrawn is None and t.unknown is None
    ]
    assert stated == [
        ("good_schools", "July 2017", 90.0, "du160913"),
        ("good_schools", "July 2018", 93.0, "du180125"),
        ("neet_16_18", "January 2017", 1.0, "du151210"),
        ("permanent_exclusions", "2014/15", 50.0, "du160224"),
    ]
    assert all(t.floor is None for m in plan_2017.plan.measures for t in m.targets)


def test_a_superseded_target_is_withdrawn_and_kept(plan_2017: LoadedPlan) -> None:
    schools = plan_2017.plan.measure("good_schools")
    assert schools is not None
    assert [(t.period, bool(t.withdrawn)) for t in schools.targets][:2] == [
        ("2018", True),
        ("July 2017", False),
    ]


def test_every_sentence_of_the_letter_is_mapped(plan_2017: LoadedPlan) -> None:
    assert plan_2017.plan.vision is not None
    sentences = plan_2017.plan.vision.sentences
    assert len(sentences) == 18
    assert all(s.priorities and (s.measures or s.none_because) for s in sentences)


def test_every_printed_figure_is_quoted_and_dated_as_its_document() -> None:
    folder = KENT / "2017" / "data" / "quoted"
    listed = {row["digest"]: row for row in _rows(folder / "releases.csv")}
    files = sorted(path for path in folder.glob("*.csv") if path.name != "releases.csv")
    assert len(files) == len(listed)
    for path in files:
        release = listed[hashlib.sha256(path.read_bytes()).hexdigest()]
        for row in _rows(path):
            assert row["status"] == "quoted"
            assert row["document"]
            assert row["document_date"] == release["published"]


def test_no_official_figure_is_copied() -> None:
    codes = {
        row["indicator"]
        for path in (KENT / "2017" / "data" / "quoted").glob("*.csv")
        for row in _rows(path)
        if "indicator" in row
    }
    assert codes == {
        "good_schools",
        "good_primary",
        "good_secondary",
        "good_early_years",
        "gld_fsm_gap",
        "neet_16_18",
        "permanent_exclusions",
    }


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))
