"""The map of schools: where a mark stands, which square it lies in, and what tells marks apart."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.report.charts.map import SQUARES, STYLES, WIDTH, Key, Map, Mark, Shape, View, letters

#: Ten kilometres wide, five high; an island two kilometres off its east side.
MAIN = Shape("A", "Ashby & Co", "0,0 10000,0 10000,5000 0,5000 0,0", 5000, 2500)
ISLE = Shape("B", "Isle", "12000,0 13000,0 13000,1000 12000,1000 12000,0", 12500, 500)


def drawn(*marks: Mark, named: bool = False) -> ElementTree.Element:
    return ElementTree.fromstring(
        Map((MAIN, ISLE), marks, "m", "Map of 2 < 3", "Said", named=named).__html__()
    )


def test_a_map_is_a_picture_with_a_title_and_a_description() -> None:
    svg = drawn(Mark("primary", 1, 1))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "m-t m-d"
    assert [child.text for child in svg if child.tag in ("title", "desc")] == [
        "Map of 2 < 3",
        "Said",
    ]


def test_north_is_up_and_east_is_right() -> None:
    view = View.around((MAIN, ISLE))
    assert view.across(10_000) > view.across(0)
    assert view.down(5000) < view.down(0)
    assert view.square(0, 5000) == "A1"
    assert view.square(13_000, 0) == f"{letters()[-1]}{view.rows}"


def test_a_tall_place_is_whole_too() -> None:
    tall = View.around((Shape("T", "Tall", "0,0 100,0 100,9000 0,9000 0,0", 50, 4500),))
    assert 0 <= tall.down(9000) < tall.down(0) <= tall.height
    assert tall.height <= WIDTH + 1


@given(st.floats(0, 13_000), st.floats(0, 5_000))
def test_every_place_has_a_square_of_the_map(easting: float, northing: float) -> None:
    view = View.around((MAIN, ISLE))
    found = re.fullmatch(r"([A-P])(\d+)", view.square(easting, northing))
    assert found is not None
    assert letters().index(found[1]) < SQUARES
    assert 1 <= int(found[2]) <= view.rows
    assert 0 <= view.across(easting) <= WIDTH
    assert 0 <= view.down(northing) <= view.height


def test_each_phase_has_marks_of_its_own_that_can_be_filtered() -> None:
    svg = drawn(*(Mark(style, 5000, 2500) for style in STYLES))
    groups = {g.get("data-phase"): g for g in svg.iter() if g.get("data-phase")}
    assert set(groups) == set(STYLES)
    looks = {tuple(sorted(path.get("class", "") for path in group)) for group in groups.values()}
    assert len(looks) == len(STYLES)


def test_a_phase_without_a_school_has_no_group() -> None:
    svg = drawn(Mark("primary", 1, 1), Mark("primary", 2, 2))
    (group,) = [g for g in svg.iter() if g.get("data-phase")]
    assert group[0].get("d", "").count("h0") == 2


def test_names_are_text_and_stand_only_where_asked_for() -> None:
    assert [t.text for t in drawn(named=True).iter() if t.tag == "text"] == ["Ashby & Co", "Isle"]
    assert [t for t in drawn().iter() if t.tag == "text"] == []


@pytest.mark.parametrize("style", STYLES)
def test_the_key_shows_the_mark_and_is_hidden_from_readers(style: str) -> None:
    key = ElementTree.fromstring(Key(style).__html__())
    assert key.get("aria-hidden") == "true"
    assert f"mark--{style}" in key[0].get("class", "")
