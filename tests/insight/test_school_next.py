"""More children in a good school: who is counted, in which order, and how it is said."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.school_next import not_yet_good, sentence

SCHEMA = {"urn": pl.String, "grade": pl.String, "pupils": pl.Int32}


def schools(*rows: tuple[str, str | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_good_ungraded_and_judged_without_a_grade_are_in_no_sum() -> None:
    found = not_yet_good(
        schools(
            ("1", "Good", 100),
            ("2", "Outstanding", 100),
            ("3", "Not judged", 100),
            ("4", None, 100),
            ("5", "Inadequate", 30),
            ("6", "Requires improvement", 50),
        )
    )
    assert found.select("urn", "pupils", "so_far").rows() == [("6", 50, 50), ("5", 30, 80)]


def test_a_roll_that_is_not_known_adds_nothing_and_comes_last() -> None:
    found = not_yet_good(schools(("1", "Inadequate", None), ("2", "Inadequate", 7)))
    assert found.select("urn", "so_far").rows() == [("2", 7), ("1", None)]


GRADES = st.sampled_from(["Outstanding", "Good", "Requires improvement", "Inadequate", None])
ROWS = st.lists(st.tuples(GRADES, st.one_of(st.none(), st.integers(0, 3000))), max_size=20)


@given(ROWS)
def test_the_last_total_is_the_sum_of_all(rows: list[tuple[str | None, int | None]]) -> None:
    found = not_yet_good(schools(*((str(n), g, p) for n, (g, p) in enumerate(rows))))
    known = [p for g, p in rows if p is not None and g in ("Requires improvement", "Inadequate")]
    assert (found["so_far"].max() or 0) == sum(known)
    assert found["pupils"].drop_nulls().to_list() == sorted(known, reverse=True)


def test_a_sentence_agrees_with_what_it_counts() -> None:
    assert sentence([], 0) == ""
    assert sentence(["A"], 1) == "If A improves, 1 more child is in a good school."
    assert sentence(["A", "B"], 1204) == (
        "If A and B improve, 1,204 more children are in a good school."
    )
    assert sentence(["A", "B", "C"], 2).startswith("If A, B and C improve, 2 more children are")
