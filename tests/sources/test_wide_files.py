"""Melting: whatever the frame, each observation's cell says its value."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.wide import Measure, melt, number, periods

SYMBOLS = {"c": Status.SUPPRESSED, "z": Status.NOT_APPLICABLE, "": Status.NOT_AVAILABLE}
MEASURES = (
    Measure("a", Unit.PERCENT, "year", denominator="n"),
    Measure("b", Unit.PERCENT, "year", group="sex=girls"),
    Measure("n", Unit.COUNT, "year"),
)
KNOWN = periods([("2025", "year", Period.calendar(2025))])

cells = st.one_of(
    st.sampled_from(["c", "z", "", " c", "~", "nan", "inf", "1_0", "٣", "1,000", "-0.5", "4.8E-2"]),
    st.floats(-1e6, 1e6, allow_nan=False).map(repr),
    st.integers(-9999, 9999).map(str),
    st.text(alphabet="0123456789.-+e c", max_size=5),
)
frames = st.lists(st.fixed_dictionaries({"a": cells, "b": cells, "n": cells}), min_size=1)


@given(frames, st.permutations(["a", "b", "n", "other"]))
def test_every_cell_is_read_or_set_aside_and_says_what_was_read(
    rows: list[dict[str, str]], order: list[str]
) -> None:
    table = pl.DataFrame(
        [
            {**row, "other": "x", "area": f"X{i}", "published_period": "2025", "row": i}
            for i, row in enumerate(rows, start=2)
        ],
        schema_overrides={"row": pl.UInt32},
    )
    found, aside = melt(table, MEASURES, tuple(order), KNOWN, SYMBOLS)
    for cell in found.iter_rows(named=True):
        assert order[cell["column"] - 1] == cell["code"]
        text = rows[cell["row"] - 2][cell["code"]]
        if cell["value"] is None:
            assert (text.strip(), Status(cell["status"])) in SYMBOLS.items()
        else:
            assert float(text) == cell["value"]
    told = [(line["row"], line["column"]) for line in aside.iter_rows(named=True)]
    assert sorted([*told, *found.select("row", "code").iter_rows()]) == sorted(
        (i, code) for i in range(2, len(rows) + 2) for code in ("a", "b", "n")
    )


@given(st.text(max_size=6))
def test_only_a_number_is_a_number(text: str) -> None:
    value = pl.select(number(pl.lit(text))).item()
    if value is not None:
        assert float(text) == value
        assert text.strip().strip("+-.0123456789eE") == ""


def test_rows_of_one_fact_that_agree_are_one_and_that_differ_are_none() -> None:
    table = pl.DataFrame(
        {
            "a": ["1", "1.0", "2"],
            "b": ["5", "5", "5"],
            "area": ["X", "X", "X"],
            "published_period": ["2025"] * 3,
            "row": [2, 3, 4],
        }
    )
    found, aside = melt(table.head(2), MEASURES, ("a", "b"), KNOWN, SYMBOLS)
    assert found.select("code", "row").rows() == [("a", 2), ("b", 2)]
    assert aside["row"].to_list() == [3, 3]
    found, aside = melt(table, MEASURES, ("a", "b"), KNOWN, SYMBOLS)
    assert found.select("code", "row").rows() == [("b", 2)]
    assert aside.filter(pl.col("column") == "a")["row"].to_list() == [2, 3, 4]
    assert found["period_end"].to_list() == [date(2025, 12, 31)]
