"""Outlines: two squares that share a border, in TopoJSON's way of numbering lines."""

import json
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.outlines import bounds, centre, inside, outline, thinned, used

#: Squares from 0 to 1 and from 1 to 2; line 0 is the border between them, walked upwards.
LINES = {
    0: np.array([[1.0, 0], [1, 1]]),
    1: np.array([[1.0, 1], [0, 1], [0, 0], [1, 0]]),
    2: np.array([[1.0, 0], [2, 0], [2, 1], [1, 1]]),
}
LEFT = outline("L", "Left", [[0, 1]], LINES)
RIGHT = outline("R", "Right", [[[2, -1]]], LINES)


def test_a_line_walked_backwards_closes_the_ring() -> None:
    for area in (LEFT, RIGHT):
        (ring,) = area.rings
        assert (ring[0] == ring[-1]).all()
        assert len(ring) == 5


def test_a_place_is_inside_one_of_two_neighbours() -> None:
    places = np.array([[0.5, 0.5], [1.5, 0.5], [3, 0.5]])
    assert inside(LEFT, places).tolist() == [True, False, False]
    assert inside(RIGHT, places).tolist() == [False, True, False]


def test_a_hole_is_outside() -> None:
    hole = np.array([[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6], [0.4, 0.4]])
    area = outline("H", "Holed", [[0, 1], [3]], {**LINES, 3: hole})
    assert inside(area, np.array([[0.5, 0.5], [0.1, 0.1]])).tolist() == [False, True]


def test_thinning_keeps_ends_and_what_stands_out() -> None:
    line = np.array([[0, 0], [1, 0.01], [2, 0], [3, 1.0], [4, 0]])
    assert thinned(line, 0.1).tolist() == [[0, 0], [2, 0], [3, 1], [4, 0]]


def test_an_island_is_never_thinned_to_a_point() -> None:
    ring = np.array([[0, 0], [1, 0], [1, 1], [0, 0.0]])
    assert len(thinned(ring, 100)) >= 3


@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=2, max_size=40))
def test_no_thinned_point_lies_farther_off_than_asked(found: list[tuple[int, int]]) -> None:
    line = np.array(found, dtype=np.float64)
    kept = thinned(line, 5.0)
    assert (kept[0] == line[0]).all()
    assert (kept[-1] == line[-1]).all()
    for point in line:
        nearest = min(_off(point, a, b) for a, b in pairwise(kept))
        assert nearest <= 5.0 + 1e-9


def _off(point: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:  # type: ignore[type-arg]
    along = b - a
    length = float(along @ along)
    share = 0.0 if length == 0 else min(1.0, max(0.0, float((point - a) @ along) / length))
    return float(np.hypot(*(point - (a + share * along))))


def test_a_name_stands_inside_its_area() -> None:
    for area in (LEFT, RIGHT):
        assert inside(area, np.array([centre(area)])).all()


def test_the_lines_of_an_area_are_counted_once() -> None:
    assert used(json.loads("[[[0, -2]], [[-1]]]")) == {0, 1}
    assert bounds([LEFT, RIGHT]) == (0, 0, 2, 1)
