"""A long list of schools is parted, whole and in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.report.pages.school_districts import MOST_LINES, SchoolLine, _parts, _span
from foreland.report.pages.school_rows import district_path, slug


def line(n: int) -> SchoolLine:
    return SchoolLine(f"School {n:04d}", "", "", "primary", "Primary", "", "", "", "", False)


@given(st.integers(0, 5 * MOST_LINES))
def test_no_part_is_too_long_and_nothing_is_lost(n: int) -> None:
    lines = [line(k) for k in range(n)]
    parts = _parts(lines)
    assert [one for part in parts for one in part] == lines
    assert all(len(part) <= MOST_LINES for part in parts)
    assert len(parts) == max(1, -(-n // MOST_LINES))


def test_a_part_says_from_which_name_to_which() -> None:
    assert _span([line(1), line(2), line(3)]) == "School 0001 to School 0003"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Tonbridge and Malling", "tonbridge-and-malling"),
        ("King's Lynn & West Norfolk", "king-s-lynn-west-norfolk"),
        ("Bristol, City of", "bristol-city-of"),
        ("???", "place"),
    ],
)
def test_a_districts_name_is_fit_for_an_address(name: str, found: str) -> None:
    assert slug(name) == found
    assert district_path("E07", name) == f"schools/districts/{found}.html"
