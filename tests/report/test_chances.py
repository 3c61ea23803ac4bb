"""The words of a chance and of what others reached: share, count, sign and size agree."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.change_words import size_in_words
from foreland.model.units import Unit
from foreland.report.chances import (
    HIGHEST,
    Reached,
    chance_words,
    gain_words,
    reached_words,
    share_words,
)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "none"), (0.001, "fewer than 1 in 20"), (0.0499, "fewer than 1 in 20"),
        (0.05, "1 in 10"), (0.149, "1 in 10"), (0.15, "2 in 10"), (0.3, "3 in 10"),
        (0.349, "3 in 10"), (0.5, "5 in 10"), (0.94, "9 in 10"), (0.95, "9 in 10"),
        (0.951, "more than 19 in 20"), (1, "all"),
    ],
)  # fmt: skip
def test_a_share_in_words(share: float, words: str) -> None:
    assert share_words(share) == words


@given(st.floats(0.05, 0.95))
def test_the_tenth_that_is_told_is_the_nearest(share: float) -> None:
    found = re.fullmatch(r"(\d) in 10", share_words(share))
    assert found is not None
    assert abs(int(found[1]) / 10 - share) <= 0.05 + 1e-6


@given(st.floats(0, 1), st.integers(1, 3))
def test_no_chance_is_told_above_what_the_evidence_bears(p: float, years: int) -> None:
    """Never none, never all, never a percentage, and at the cap it says that it is the cap."""
    told = chance_words(min(p, HIGHEST[years]), years)
    assert not re.search(r"none|all\b|%|per cent", told)
    tenths = re.search(r"(\d+) in (\d+)", told)
    assert tenths is not None
    assert int(tenths[1]) / int(tenths[2]) <= HIGHEST[years] + 0.05
    assert ("the highest that is told" in told) == (p >= HIGHEST[years])


def test_a_chance_at_the_cap() -> None:
    assert chance_words(0.75, 1) == "about 3 in 4, the highest that is told 1 year ahead"
    assert chance_words(0.6, 3) == "about 6 in 10, the highest that is told 3 years ahead"
    assert chance_words(0.0, 2) == "fewer than 1 in 20"


def reached(of: int, got: int, **others: object) -> Reached:
    return Reached(**({"starts": of, "reached": got, "spans": 4, "years": 2, "usual_gain": 2.1,
                       "everyone_gain": 0.6} | others))  # type: ignore[arg-type]  # fmt: skip


def test_three_in_ten_areas_like_this_one() -> None:
    assert reached_words(reached(137, 41), "Kent") == (
        "3 in 10 areas like this one got there: of 137 times that an area stood about where Kent "
        "stands now, 41 were there 2 years later (4 starting years)."
    )


def test_one_is_one_and_none_is_said() -> None:
    words = reached_words(reached(20, 1, spans=1, years=1), "Kent")
    assert "1 was there 1 year later (1 starting year)" in words
    assert reached_words(reached(25, 0), "Kent").startswith("None of the areas like this one got")
    assert reached_words(reached(25, 25), "Kent").startswith("All of the areas like this one got")


def test_a_target_that_is_met_already_is_told_as_one_to_hold() -> None:
    assert "still stood there or better" in reached_words(reached(40, 30, met_already=True), "Kent")


@given(st.integers(20, 500), st.data())
def test_the_share_and_the_count_agree(starts: int, data: st.DataObject) -> None:
    got = data.draw(st.integers(0, starts))
    words = reached_words(reached(starts, got), "Kent")
    assert f"of {starts:,} times" in words
    assert f"{got:,} w" in words
    if found := re.match(r"(\d) in 10 areas", words):
        assert abs(int(found[1]) / 10 - got / starts) <= 0.05 + 1e-6


_AMOUNT = st.floats(-30, 30).map(lambda v: round(v, 3))


@given(_AMOUNT, _AMOUNT, st.sampled_from(list(Unit)), st.integers(0, 2))
def test_gains_keep_their_sign_their_size_and_their_unit(
    usual: float, everyone: float, unit: Unit, precision: int
) -> None:
    words = gain_words(
        reached(50, 9, usual_gain=usual, everyone_gain=everyone), unit.value, precision
    )
    such, rest = words.split("; areas in general ")
    general, _, why = rest.partition(" What lies between ")
    for part, value in ((such, usual), (general, everyone)):
        assert ("did not move" in part) == (value == 0)
        assert ("better" in part) == (value > 0)
        assert ("worse" in part) == (value < 0)
        if value:
            assert size_in_words(value, unit.value, precision) in part
    assert not re.search(r"\d ?%|\d per cent", words)
    assert "bad year" not in why or usual > everyone
    assert "good year" not in why or usual < everyone


def test_what_is_nobodys_doing_is_set_apart() -> None:
    assert gain_words(reached(137, 41), "percent", 1) == (
        "Typically such areas became 2.1 percentage points better in 2 years; areas in general "
        "became 0.6 percentage points better. What lies between is mostly that a bad year passes, "
        "which is nobody's doing."
    )
    assert "bad year" not in gain_words(reached(9, 3, everyone_gain=2.1), "percent", 1)
    assert "1 percentage point better" in gain_words(reached(9, 3, usual_gain=1.0), "percent", 0)
