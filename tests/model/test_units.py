"""Units that tell of one thing in two scales, and those that must not be turned into each other."""

import pytest

from foreland.model.units import Unit, ratio


@pytest.mark.parametrize(
    ("given", "wanted", "by"),
    [
        (Unit.THOUSAND_POUNDS, Unit.POUNDS, 1_000),
        (Unit.MILLION_POUNDS, Unit.THOUSAND_POUNDS, 1_000),
        (Unit.PER_1000, Unit.PER_10000, 10),
        (Unit.PER_100000, Unit.PER_1000, 0.01),
    ],
)
def test_one_thing_in_two_scales(given: Unit, wanted: Unit, by: float) -> None:
    assert ratio(given, wanted) == pytest.approx(by)
    assert ratio(wanted, given) == pytest.approx(1 / by)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (Unit.PERCENT, Unit.PER_1000),
        (Unit.PERCENTAGE_POINTS, Unit.PERCENT),
        (Unit.POUNDS, Unit.PER_1000),
        (Unit.COUNT, Unit.PER_10000),
        (Unit.RATIO, Unit.PERCENT),
        (Unit.SCORE, Unit.POUNDS),
    ],
)
def test_nothing_else_is_turned(given: Unit, wanted: Unit) -> None:
    assert ratio(given, wanted) == 1
