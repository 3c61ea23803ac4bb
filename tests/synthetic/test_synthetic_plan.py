"""The demo county's plan tells its story whatever the seed, passes the check and says it is
synthetic."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from foreland.indicators.catalogue import Catalogue
from foreland.model.areas import Register
from foreland.model.periods import Period
from foreland.plan.folder import LoadedPlan, check, load
from foreland.plan.schema import ActionState, Target
from foreland.synthetic import SEED
from foreland.synthetic.places import COUNTY, rows, text
from foreland.synthetic.plan import _drawn, write_plan
from foreland.synthetic.targets import TODAY

SEEDS = (SEED, 7)
TEMPLATE = YAML(typ="safe", pure=True).load(text("plan/plan.yaml"))
TELL: dict[str, dict[str, Any]] = {m["id"]: m for m in TEMPLATE["measures"]}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalogue, Register]:
    folder = tmp_path_factory.mktemp("own")
    (folder / "own.yaml").write_text(text("indicators.yaml"), "utf-8")
    (folder / "areas.csv").write_text(text("areas.csv"), "utf-8")
    register = Register.load(folder / "areas.csv")
    from foreland.model.areas import Area

    local = [
        Area(r["code"], r["name"], r["kind"], region=r["parent"]) for r in rows("localities.csv")
    ]
    return Catalogue.load(folder), register.with_localities(local)


@pytest.fixture(scope="module", params=SEEDS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("demo")
    write_plan(folder / "plan", request.param)
    return request.param, folder


def test_the_plan_passes_the_check_with_nothing_to_mend(
    written: tuple[int, Path], places: tuple[Catalogue, Register]
) -> None:
    _, problems = check(written[1], *places, area=COUNTY)
    assert [str(p) for p in problems] == []


@pytest.fixture
def loaded(written: tuple[int, Path], places: tuple[Catalogue, Register]) -> LoadedPlan:
    return load(written[1], *places)


def _outcome(value: float, target: Target, better: int) -> str:
    """The rule of a rating, written anew."""
    if target.low is not None and target.high is not None:
        assert target.floor_low is not None
        assert target.floor_high is not None
        if target.low <= value <= target.high:
            return "met"
        return "floor-met" if target.floor_low <= value <= target.floor_high else "floor-missed"
    assert target.value is not None
    if (value - target.value) * better >= 0:
        return "met"
    if target.floor is None:
        return "missed"
    return "floor-met" if (value - target.floor) * better >= 0 else "floor-missed"


_SHOWN = {
    "met": "met",
    "floor-met": "floor-met",
    "on-floor": "floor-met",
    "floor-missed": "floor-missed",
    "missed": "missed",
    "band-met": "met",
    "band-floor": "floor-met",
}


@pytest.mark.parametrize("name", [n for n, m in TELL.items() if m["tell"]["shows"] in _SHOWN])
def test_each_measure_shows_what_it_is_to_show(
    name: str, loaded: LoadedPlan, written: tuple[int, Path]
) -> None:
    measure = loaded.plan.measure(name)
    assert measure is not None
    drawn = _drawn(TELL[name], written[0])
    period, value = drawn.newest
    target = next(t for t in reversed(measure.targets) if t.period == Period.parse(period).label)
    assert _outcome(value, target, drawn.better) == _SHOWN[TELL[name]["tell"]["shows"]]


@pytest.mark.parametrize("name", [n for n, m in TELL.items() if m["tell"]["shows"] == "not-due"])
def test_a_target_not_due_is_for_a_period_that_has_not_ended(name: str, loaded: LoadedPlan) -> None:
    measure = loaded.plan.measure(name)
    assert measure is not None
    assert measure.targets
    for target in measure.targets:
        assert target.period is not None
        assert Period.parse(target.period).end > TODAY


def test_every_red_measure_but_one_is_explained(loaded: LoadedPlan) -> None:
    red = {n for n, m in TELL.items() if m["tell"]["shows"] in ("floor-missed", "missed")}
    explained = {measure for measure, _ in loaded.commentary}
    assert explained <= red
    assert red - explained == {"agency_social_workers"}
    assert all(said.context and said.action for said in loaded.commentary.values())


def test_commentary_has_no_place_left_unfilled(loaded: LoadedPlan) -> None:
    for said in loaded.commentary.values():
        assert not set("{}") & set(said.context + said.action)


def test_every_kind_of_thing_is_in_the_plan(loaded: LoadedPlan) -> None:
    plan = loaded.plan
    assert len(plan.priorities) == 10
    assert len(plan.measures) >= 45
    assert {a.state for a in plan.actions} == set(ActionState.__args__)
    assert any(m.gap and m.gap.of == "england" for m in plan.measures)
    assert any(m.area for m in plan.measures)
    assert any(m.proxy for m in plan.measures)
    assert any(m.group != "all" for m in plan.measures)
    assert {m.audience.partition(":")[0] for m in plan.measures} == {
        "public",
        "internal",
        "partner",
    }
    assert any(m.publish_from and m.publish_from > TODAY for m in plan.measures)
    counting = [m for m in plan.measures if m.counts_up]
    assert {bool(m.targets[0].profile) for m in counting} == {True, False}
    assert plan.vision is not None
    assert any(s.none_because for s in plan.vision.sentences)


def test_a_count_that_goes_up_is_on_its_step(loaded: LoadedPlan, written: tuple[int, Path]) -> None:
    measure = loaded.plan.measure("apprenticeships")
    assert measure is not None
    period, value = _drawn(TELL["apprenticeships"], written[0]).newest
    step = next(s for s in measure.targets[0].profile if s.by == period)
    assert measure.targets[0].value is not None
    assert step.value <= value < measure.targets[0].value


def test_the_withheld_district_has_no_newest_figure(written: tuple[int, Path]) -> None:
    drawn = _drawn(TELL["care_leavers_mallowmere"], written[0])
    assert drawn.figures == ()


def test_the_plan_says_that_it_is_synthetic(loaded: LoadedPlan) -> None:
    assert loaded.plan.about is not None
    assert "Synthetic" in loaded.plan.about
    assert all(s.title.startswith("Synthetic") for s in loaded.plan.sources.values())


def test_the_same_seed_writes_the_same_plan(tmp_path: Path, written: tuple[int, Path]) -> None:
    seed, folder = written
    for path in write_plan(tmp_path, seed):
        assert path.read_bytes() == (folder / "plan" / path.relative_to(tmp_path)).read_bytes()
