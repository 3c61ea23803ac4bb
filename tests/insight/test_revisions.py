"""What is a revision and what only looks like one: tiny timelines, named after the traps."""

from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight import revisions

#: (area, label, the number or None).
Cell = tuple[str, str, float | None]
Version = Sequence[Cell]

SCHEMA = {
    "source_code": pl.String,
    "indicator": pl.String,
    "group": pl.String,
    "area": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "unit": pl.String,
    "published_period": pl.String,
    "status": pl.String,
    "value": pl.Float64,
    "dataset": pl.String,
    "turn": pl.Int32,
    "op": pl.String,
    "before_op": pl.String,
    "before_value": pl.Float64,
    "before_published_period": pl.String,
    "before_status": pl.String,
    "before_turn": pl.Int32,
}


def steps(*versions: Version, rolls: bool = False) -> pl.DataFrame:
    """The steps of a history of whole versions: a row a figure and version that changed it."""
    rows = []
    last: dict[tuple[str, int], tuple[str, float | None, str, str, int]] = {}
    for turn, version in enumerate(versions):
        now = {(area, int(label[:4])): (label, value) for area, label, value in version}
        for key in sorted({*last, *now}):
            area, year = key
            before = last.get(key, (None, None, None, None, None))
            if key in now:
                label, value = now[key]
                status = "provisional" if "prov" in label else "final"
                told = ("add", value, label, status)
            elif before[0] == "add":
                told = ("roll" if rolls else "withdraw", before[1], before[2], before[3])
            else:
                continue
            if told == before[:4]:
                continue
            op, value, label, status = told
            days = (date(year - 1, 9, 1), date(year, 8, 31))
            rows.append(
                (
                    "x:A",
                    "a",
                    "all",
                    area,
                    *days,
                    "percent",
                    label,
                    status,
                    value,
                    "x",
                    turn,
                    op,
                    *before,
                )
            )
            last[key] = (*told, turn)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def kinds(*versions: Version, rolls: bool = False) -> list[tuple[str, int, str]]:
    """(area, version, kind) of each step after the first version."""
    told = steps(*versions, rolls=rolls)
    found = revisions.judged(told, revisions.narrow(told))
    return list(found.select("area", "turn", "kind").sort("turn", "area").iter_rows())


def test_a_number_that_became_another_is_a_revision() -> None:
    assert kinds([("A", "2024", 5.1)], [("A", "2024", 5.3)]) == [("A", 1, "revision")]


def test_a_relabel_is_not_a_revision() -> None:
    assert kinds([("A", "2025 (prov)", 5.1)], [("A", "2025", 5.1)]) == [("A", 1, "relabel")]


def test_a_relabel_with_another_number_is_a_revision() -> None:
    assert kinds([("A", "2025 (prov)", 5.1)], [("A", "2025", 5.2)]) == [("A", 1, "revision")]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (94.0, 93.7, "reround"),
        (93.7, 94.0, "reround"),
        (5.0951, 5.1, "reround"),
        (2.5, 3.0, "reround"),  # half away from zero, or to the even one: either is rounding
        (2.5, 2.0, "reround"),
        (94.0, 93.4, "revision"),
        (5.1, 5.2, "revision"),
        (0.5, 0.04, "revision"),
        (17.6, 17.600000000000001, "relabel-none"),
        (93.199999999, 93.2, "reround"),
    ],
)
def test_a_rerounding_differs_only_by_the_rounding_of_the_coarser(
    before: float, after: float, kind: str
) -> None:
    found = kinds([("A", "2024", before)], [("A", "2024", after)])
    assert found == ([] if kind == "relabel-none" else [("A", 1, kind)])


def test_a_whole_number_in_a_series_of_one_place_is_not_rounded() -> None:
    # 7 is 7.0 where its neighbours are printed as 5.1 and 6.2.
    old = [("A", "2024", 7.0), ("B", "2024", 5.1), ("C", "2024", 6.2)]
    assert kinds(old, [("A", "2024", 7.4), *old[1:]]) == [("A", 1, "revision")]


def test_a_series_printed_finer_is_rerounded_but_for_what_moved() -> None:
    whole = [("A", "2024", 7.0), ("B", "2024", 5.0), ("C", "2024", 6.0), ("D", "2024", 8.0)]
    finer = [("A", "2024", 7.4), ("B", "2024", 5.0), ("C", "2024", 6.9), ("D", "2024", 7.9)]
    assert kinds(whole, finer) == [("A", 1, "reround"), ("C", 1, "revision"), ("D", 1, "reround")]


def test_float_noise_is_a_rerounding() -> None:
    # 17.6 in one file, a spreadsheet's sum that prints the same in the next.
    assert kinds([("A", "2024", 17.6)], [("A", "2024", 17.600000000001)]) == [("A", 1, "reround")]


def test_a_unit_change_that_looks_like_a_revision_is_none() -> None:
    # Thousands of pounds became pounds for the whole indicator; one figure was revised too.
    thousands = [(a, "2024", 100.0 + n) for n, a in enumerate("ABCDEFGHIJKLMNOPQRST")]
    pounds = [(a, label, value * 1000) for a, label, value in thousands if value]
    pounds[3] = ("D", "2024", 160_000.0)
    found = {area: kind for area, _, kind in kinds(thousands, pounds)}
    assert found.pop("D") == "revision"
    assert set(found.values()) == {"unit"}


def test_one_figure_that_grew_tenfold_is_a_revision() -> None:
    old = [(a, "2024", 5.0) for a in "ABCDEFGHIJ"]
    assert kinds(old, [("A", "2024", 50.0), *old[1:]]) == [("A", 1, "revision")]


def test_a_revision_beside_a_change_of_unit_is_measured_in_the_new_unit() -> None:
    thousands = [(a, "2024", 100.0) for a in "ABCDEFGHIJKLMNOPQRST"]
    pounds = [(a, label, 100_000.0) for a, label, _ in thousands]
    pounds[0] = ("A", "2024", 160_000.0)
    told = steps(thousands, pounds)
    found = revisions.judged(told, revisions.narrow(told))
    usual = pl.DataFrame({"indicator": ["a"], "group": ["all"], "usual_move": [30_000.0]})
    sized = revisions.sized(found, usual, revisions.rescaled(found))
    own = sized.filter(pl.col("kind") == "revision").select("area", "change", "share_of_usual")
    assert own.rows() == [("A", 60_000.0, 2.0)]


def test_a_roll_back_published_by_accident_is_one_revision_in_all() -> None:
    old = [("A", "2024", 5.1), ("B", "2024", 7.0)]
    new = [("A", "2024", 5.3), ("B", "2024", 7.4)]
    assert kinds(old, new, old, new) == [
        ("A", 1, "revision"),
        ("B", 1, "revision"),
        ("A", 2, "rollback"),
        ("B", 2, "rollback"),
        ("A", 3, "rollback"),
        ("B", 3, "rollback"),
    ]


def test_one_figure_taken_back_is_a_revision_not_a_roll_back() -> None:
    old = [(a, "2024", 5.1) for a in "ABC"]
    new = [(a, "2024", 5.3) for a in "ABC"]
    assert kinds(old, new, [("A", "2024", 5.1), *new[1:]])[-1] == ("A", 2, "revision")


def test_a_rolling_window_is_no_revision() -> None:
    old = [("A", "2015", 5.0), ("A", "2016", 6.0)]
    assert kinds(old, [("A", "2016", 6.0)], rolls=True) == [("A", 1, "roll")]
    assert kinds(old, [("A", "2016", 6.0)]) == [("A", 1, "withdraw")]


def test_a_figure_that_came_or_went_is_told_by_its_kind() -> None:
    assert kinds([("A", "2024", None)], [("A", "2024", 5.0)]) == [("A", 1, "fill")]
    assert kinds([("A", "2024", 5.0)], [("A", "2024", None)]) == [("A", 1, "blank")]
    assert kinds([("A", "2024", 5.0)], [("A", "2024", 5.0), ("A", "2025", 6.0)]) == [
        ("A", 1, "add")
    ]


def test_what_was_withdrawn_and_came_again_is_new() -> None:
    assert kinds([("A", "2024", 5.0)], [], [("A", "2024", 6.0)]) == [
        ("A", 1, "withdraw"),
        ("A", 2, "add"),
    ]


def test_the_rank_is_that_among_all_then_known() -> None:
    old = [("A", "2024", 5.0), ("B", "2024", 6.0), ("C", "2024", 7.0)]
    told = steps(
        old, [("A", "2024", 6.5), *old[1:]], [("A", "2024", 6.5), old[1], ("C", "2024", 4.0)]
    )
    found = revisions.judged(told, revisions.narrow(told))
    polarity = pl.DataFrame({"indicator": ["a"], "polarity": ["higher"]})
    spans = [(area, None, None) for area in "ABC"]
    ranked = revisions.ranks(revisions.narrow(told), found, polarity, spans)
    assert ranked.sort("turn").select("area", "rank_before", "rank_after").rows() == [
        ("A", 3, 2),
        ("C", 1, 3),
    ]
    # An authority that had closed before the period is not ranked.
    closed = [("A", None, None), ("B", None, date(2020, 3, 31)), ("C", None, None)]
    ranked = revisions.ranks(revisions.narrow(told), found, polarity, closed)
    assert ranked.sort("turn")["rank_before"].to_list() == [2, 1]


_VALUES = st.one_of(st.none(), st.sampled_from([1.0, 1.1, 1.14, 2.0, 20.0, 1000.0]))
_VERSIONS = st.lists(
    st.dictionaries(st.tuples(st.sampled_from("AB"), st.sampled_from(["2024", "2025"])), _VALUES),
    min_size=1,
    max_size=4,
)


@given(_VERSIONS)
def test_every_step_has_one_kind_and_a_revision_is_a_number_for_a_number(
    versions: list[dict[tuple[str, str], float | None]],
) -> None:
    told = steps(*[[(*key, value) for key, value in v.items()] for v in versions])
    found = revisions.judged(told, revisions.narrow(told))
    assert found.height == told.filter(pl.col("turn") > 0).height
    assert set(found["kind"]) <= set(revisions.KINDS)
    revised = found.filter(pl.col("kind") == "revision")
    assert revised["value"].null_count() == revised["before_value"].null_count() == 0
    assert (revised["value"] != revised["before_value"]).all()
