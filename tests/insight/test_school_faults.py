"""Faults that show only where one file of schools is held against another."""

from datetime import date

import polars as pl

from foreland.insight import school_faults as told
from foreland.insight.school_quality import INSPECTION_SCHEMA, latest

OPENED, CLOSED = date(2017, 9, 1), date(2017, 8, 31)
OVERALL, FOUR = "overall effectiveness", "four judgements"


def faults(
    before: tuple[tuple[str, str], ...] = (),
    dates: tuple[tuple[str, date | None, date | None], ...] = (),
    visits: tuple[tuple[str, date, str, int | None], ...] = (),
    members: tuple[tuple[str, str, str], ...] = (),
) -> list[tuple[str, str]]:
    day = date(2022, 7, 1)
    found = told.faults(
        pl.DataFrame(before, schema={"urn": pl.String, "before": pl.String}, orient="row"),
        pl.DataFrame(
            dates, schema={"urn": pl.String, "opened": pl.Date, "closed": pl.Date}, orient="row"
        ),
        pl.DataFrame(visits, schema=INSPECTION_SCHEMA, orient="row"),
        pl.DataFrame(
            [(*m, day) for m in members],
            schema={"urn": pl.String, "uid": pl.String, "trust": pl.String, "newest": pl.Date},
            orient="row",
        ),
    )
    assert found.schema == pl.Schema(told.FAULT_SCHEMA)
    assert found.null_count().sum_horizontal()[0] == 0
    return list(found.select("fault", "urn").iter_rows())


def test_what_is_in_order_is_not_told() -> None:
    assert (
        faults(
            (("b", "a"),),
            (("a", None, CLOSED), ("b", OPENED, None)),
            (("a", date(2015, 1, 1), OVERALL, 2), ("b", OPENED, OVERALL, 2)),
            (("b", "1", "Elm"), ("c", "1", "Elm")),
        )
        == []
    )


def test_circular_predecessors() -> None:
    assert faults((("b", "a"), ("a", "b"))) == [(told.CIRCLE, "a"), (told.CIRCLE, "b")]


def test_overlapping_numbers_of_one_school_and_of_no_merger() -> None:
    dates = (("a", None, date(2018, 1, 1)), ("b", OPENED, None), ("c", None, CLOSED))
    assert faults((("b", "a"),), dates) == [(told.OVERLAP, "b")]
    assert faults((("b", "a"), ("b", "c")), dates) == []


def test_inspections_out_of_their_schools_time() -> None:
    dates = (("a", None, CLOSED), ("b", OPENED, None))
    visits = (("a", OPENED, OVERALL, 2), ("b", CLOSED, OVERALL, 2))
    assert faults((), dates, visits) == [(told.LATE, "a"), (told.EARLY, "b")]


def test_two_words_for_one_visit_and_which_counts() -> None:
    visits = (("a", OPENED, OVERALL, 2), ("a", OPENED, OVERALL, 3), ("a", OPENED, OVERALL, 2))
    assert faults((), (), visits) == [(told.TWO_WORDS, "a")]
    frame = pl.DataFrame(visits, schema=INSPECTION_SCHEMA, orient="row")
    assert latest(frame, OPENED)["grade"].to_list() == [3]
    regimes = (("a", OPENED, OVERALL, 4), ("a", OPENED, FOUR, None))
    assert faults((), (), regimes) == [(told.TWO_WORDS, "a")]
    frame = pl.DataFrame(regimes, schema=INSPECTION_SCHEMA, orient="row")
    assert latest(frame, OPENED)["grade"].to_list() == [None]


def test_a_school_in_two_trusts_of_one_extract() -> None:
    assert faults(members=(("a", "1", "Elm"), ("a", "2", "Oak"))) == [(told.TWO_TRUSTS, "a")]
