"""Both Kent examples pass the check, and the targets of 2024/25 are those of the report."""

from pathlib import Path

import pytest

from foreland.indicators.catalogue import Catalogue
from foreland.plan.folder import check, load

KENT = Path(__file__).resolve().parents[2] / "examples" / "kent"


@pytest.mark.parametrize("year", ["2017", "2024"])
def test_the_example_has_no_error(year: str) -> None:
    folder = KENT / year
    _, problems = check(folder, Catalogue.load(folder / "indicators"), area="E10000016")
    assert [str(p) for p in problems if p.level == "error"] == []
    assert {p.found.rsplit(" without ")[-1] for p in problems} == {"an owner"}


@pytest.mark.parametrize("year", ["2017", "2024"])
def test_the_example_has_the_ten_priorities(year: str) -> None:
    folder = KENT / year
    plan = load(folder, Catalogue.load(folder / "indicators")).plan
    assert [p.id for p in plan.priorities] == [f"P{n}" for n in range(1, 11)]


def test_targets_and_floors_of_2024_are_those_of_the_report() -> None:
    folder = KENT / "2024"
    plan = load(folder, Catalogue.load(folder / "indicators")).plan
    stated = {
        m.id: (t.period, t.value, t.floor, t.holds)
        for m in plan.measures
        for t in m.targets
        if t.withdrawn is None
    }
    assert stated == {
        "ehc_20_weeks": ("2024-25", 60.0, 55.0, "within"),
        "annual_reviews": ("2024-25", 50.0, 60.0, "within"),
        "ehc_independent": ("2024-25", 9.0, 10.5, "within"),
        "permanent_exclusions": ("2024-25", 0.02, 0.04, "within"),
        "first_time_entrants": ("2024-25", 180.0, 240.0, "within"),
    }


def test_the_example_of_2024_has_the_commentary_of_its_red_figure() -> None:
    folder = KENT / "2024"
    loaded = load(folder, Catalogue.load(folder / "indicators"))
    said = loaded.commentary_for("ehc_20_weeks", "12 months to December 2024")
    assert said is not None
    assert "68 per cent" in " ".join(said.context.split())
    assert said.action
