"""Numbers and symbols of tidy files."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.model.units import Unit
from foreland.sources.ees.cells import SYMBOLS, missing, numbers


def one(text: str, unit: Unit = Unit.COUNT) -> float | None:
    return numbers(pl.Series("x", [text.strip()]), unit)[0]


def meaning(text: str) -> str | None:
    frame = pl.DataFrame(
        {"text": [text], "end": [None]}, schema={"text": pl.String, "end": pl.Date}
    )
    return frame.select(missing(pl.col("text"), pl.col("end"), "x", ())).item()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" 41.128", 41.128),
        ("  9.0909", 9.0909),
        ("85.700000000000", 85.7),
        ("1,071", 1071.0),
        ("-1,234,567.5", -1234567.5),
        ("4.75E-05", 0.0000475),
        ("452.72", 452.72),
        ("0", 0.0),
    ],
)
def test_number_is_read_as_published(text: str, value: float) -> None:
    assert one(text) == value


@pytest.mark.parametrize(
    "text", ["1,07", "12,34", "1_000", "0x10", "nan", "inf", "1.2.3", "5%", "£5"]
)
def test_anything_else_is_no_number(text: str) -> None:
    assert one(text) is None


def test_percent_sign_stands_only_after_a_percentage() -> None:
    assert one("58.7%", Unit.PERCENT) == 58.7
    assert one("58.7%", Unit.COUNT) is None


@pytest.mark.parametrize(
    ("symbol", "status"),
    [
        ("c", "suppressed"),
        ("z", "not-applicable"),
        ("x", "not-available"),
        ("u", "not-available"),
        ("low", "low"),
        ("k", "low"),
        ("", "not-available"),
        ("..", "not-available"),
        ("-", "not-available"),
        ("NA", "not-available"),
        ("n/a", "not-available"),
        ("NULL", "not-available"),
        ("ten", None),
    ],
)
def test_symbol_says_why_there_is_no_value(symbol: str, status: str | None) -> None:
    assert meaning(symbol) == status


def test_no_symbol_is_ever_zero() -> None:
    for symbol in SYMBOLS:
        assert one(symbol) is None


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_printed_number_is_read_back(value: float) -> None:
    assert one(repr(value)) == value


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_number_with_commas_is_read_back(value: int) -> None:
    assert one(f"{value:,}") == float(value)


@given(st.text(max_size=12))
def test_any_text_is_a_number_a_symbol_or_neither_but_never_both(text: str) -> None:
    number, status = one(text), meaning(text.strip())
    assert number is None or status is None
