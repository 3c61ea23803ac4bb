"""How numbers and dates are printed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.report import formats


@pytest.mark.parametrize(
    ("value", "precision", "text"),
    [
        (2.5, 0, "3"),  # half away from zero, not to even
        (44.45, 1, "44.5"),  # the decimal as written, not the binary number below it
        (-0.04, 1, "0.0"),  # no minus before zero
        (-1234.5, 1, "−1,234.5"),
        (17.600000000000001, 1, "17.6"),
        (44.449999999999996, 1, "44.5"),  # float noise of 44.45
    ],
)
def test_rounds_half_away_from_zero(value: float, precision: int, text: str) -> None:
    assert formats.plain(value, precision) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (68.9, "percent", "68.9%"),
        (45.1, "per-10000", "45.1 per 10,000"),
        (-2.0, "pounds", "−£2.0"),
        (3.0, "percentage-points", "3.0 percentage points"),
    ],
)
def test_a_number_carries_its_unit(value: float, unit: str, text: str) -> None:
    assert formats.number(value, unit, 1) == text


def test_a_change_of_a_percentage_is_in_percentage_points() -> None:
    assert formats.change(2.8, "percent", 1) == "+2.8 percentage points"
    assert formats.change(-3, "count", 0) == "−3"


def test_a_change_that_rounds_to_nothing_is_not_called_nothing() -> None:
    assert formats.change(0.04, "percent", 1) == "less than 0.1"
    assert formats.change(0, "percent", 1) == "no change (0.0 percentage points)"


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_the_print_is_within_half_a_unit_of_the_value(value: float, precision: int) -> None:
    printed = float(formats.plain(value, precision).replace(",", "").replace("−", "-"))
    assert abs(printed - value) <= 0.5000001 * 10.0**-precision + abs(value) * 1e-11


def test_dates_ordinals_and_plurals() -> None:
    assert formats.day(date(2026, 4, 8)) == "8 April 2026"
    assert formats.day(None) == "not dated"
    assert [formats.ordinal(n) for n in (1, 2, 3, 11, 12, 21, 113)] == [
        "1st", "2nd", "3rd", "11th", "12th", "21st", "113th",
    ]  # fmt: skip
    assert formats.count(1, "measure") == "1 measure"
    assert formats.count(1200, "measure") == "1,200 measures"
    assert formats.joined(["a", "b", "c"]) == "a, b and c"
    assert formats.joined([]) == ""
