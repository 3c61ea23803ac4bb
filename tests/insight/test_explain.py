"""The parts of a change sum to it exactly, and rounding is said, never hidden in a part."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.explain import Part, exact, places, remainder, split


def part(name: str, now: tuple[int, int], then: tuple[int, int]) -> Part:
    """``now`` and ``then``: how many are counted, of how many."""
    return Part(name, *map(Fraction, now), *map(Fraction, then))


def test_where_only_a_rate_moved_there_is_no_mix() -> None:
    # Half of the whole goes from 10 % to 20 %: the whole from 15 % to 20 %.
    found = split([part("a", (20, 100), (10, 100)), part("b", (20, 100), (20, 100))])
    assert found.change == Fraction(5, 100)
    assert [(e.rate, e.mix) for e in found.effects] == [(Fraction(5, 100), 0), (0, 0)]


def test_where_only_the_sizes_moved_there_is_no_rate_effect() -> None:
    # Rates stay 10 % and 50 %; the second grows from half to three quarters: 30 % to 40 %.
    found = split([part("a", (5, 50), (10, 100)), part("b", (75, 150), (50, 100))])
    assert found.change == Fraction(1, 10)
    assert [e.rate for e in found.effects] == [0, 0]
    # Against the mean rate of 35 %: a, far below it, shrank; b, above it, grew. Both add.
    assert [e.mix for e in found.effects] == [Fraction(1, 16), Fraction(3, 80)]


def test_a_part_that_is_new_gives_mix_alone() -> None:
    found = split([part("old", (10, 100), (10, 100)), part("new", (50, 100), (0, 0))])
    assert found.change == Fraction(1, 5)
    assert found.effects[1].rate == 0
    assert sum(e.total for e in found.effects) == found.change


def test_parts_sum_to_the_change_exactly_in_ten_thousand_random_tables() -> None:
    draw = random.Random(20170328)
    for _ in range(10_000):
        parts = []
        for place in range(draw.randint(1, 14)):
            sizes = [draw.choice([0, draw.randint(1, 40_000)]) for _ in range(2)]
            if place == 0:
                sizes = [size + 1 for size in sizes]
            counted = [draw.randint(0, size) for size in sizes]
            parts.append(part(str(place), (counted[0], sizes[0]), (counted[1], sizes[1])))
        found = split(parts)
        now = Fraction(sum(p.counted for p in parts)) / sum(p.size for p in parts)
        then = Fraction(sum(p.counted_before for p in parts)) / sum(p.size_before for p in parts)
        assert found.change == now - then
        assert sum(e.rate + e.mix for e in found.effects) == found.change


@given(st.lists(st.tuples(*[st.integers(1, 500)] * 4), min_size=1, max_size=6))
def test_the_order_of_parts_does_not_matter(rows: list[tuple[int, int, int, int]]) -> None:
    parts = [part(str(n), (min(a, b), b), (min(c, d), d)) for n, (a, b, c, d) in enumerate(rows)]
    forward, backward = split(parts), split(parts[::-1])
    assert forward.effects == backward.effects[::-1]


def test_a_whole_without_anybody_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        split([part("a", (0, 0), (1, 2))])
    with pytest.raises(ValueError, match="nobody"):
        part("a", (1, 0), (1, 2))


def test_published_parts_that_do_not_give_the_total_leave_rounding() -> None:
    # 8.1 - 5.3 is 2.8; the parts give 0.4 and 2.29: 0.11 is between, and rounding can make 0.21.
    total, neet, unknown = (8.1, 5.3), (3.8, 3.4), (4.21, 1.92)
    given_by_parts = sum((exact(now) - exact(then) for now, then in (neet, unknown)), Fraction())
    rest = remainder(total, given_by_parts, [total, neet, unknown])
    assert (rest.size, rest.most) == (Fraction(11, 100), Fraction(21, 100))
    assert rest.is_rounding
    assert not remainder((9.1, 5.3), given_by_parts, [total, neet, unknown]).is_rounding


def test_places_are_those_that_are_printed() -> None:
    assert [places(v) for v in (4.21, 8.1, 34.0, 0.1 + 0.2, 120.0)] == [2, 1, 0, 1, 0]
