"""Planned reorganisations are told as plans, and change no area."""

from foreland.model.announced import announced
from foreland.model.areas import Register


def test_a_plan_is_told_as_a_plan_and_no_number_is_claimed_for_kent() -> None:
    kent = next(one for one in announced() if one.area == "E10000016")
    assert kent.sentence("Kent") == (
        "Kent: planned to become unitary authorities on 1 April 2028, not confirmed "
        "(planned with Medway; their number is not confirmed)."
    )


def test_no_announced_area_has_ended_in_the_register() -> None:
    register = Register.load()
    for one in announced():
        area = register.code(one.area)
        assert area is not None
        assert (area.closed, area.successors) == (None, ())
