"""Spells in trusts from extracts of single days, and a trust's growth in four parts."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight import trust_history as history
from foreland.insight.trust_history import CLAIMS, MULTI, SINGLE, SPELLS
from foreland.insight.trust_movement import Days, counted, moves

MAY_18, MAY_19, JULY_22, AUGUST_25 = (
    date(2018, 5, 1),
    date(2019, 5, 1),
    date(2022, 7, 1),
    date(2025, 8, 31),
)
ASH, ELM = ("1", "Ash Trust"), ("2", "Elm Trust")
NONE_CLOSED = pl.DataFrame(schema={"urn": pl.String, "closed": pl.Date})


def claim(
    urn: str, trust: tuple[str, str], joined: date | None, as_at: date, kind: str = MULTI
) -> tuple[object, ...]:
    return (urn, *trust, kind, joined, as_at)


def claims(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=CLAIMS, orient="row")


def spells(
    *rows: tuple[object, ...], closed: pl.DataFrame = NONE_CLOSED
) -> list[tuple[object, ...]]:
    told = claims(*rows)
    found = history.spells(told, closed, history.same_trusts(told))
    assert dict(found.schema) == SPELLS
    return found.rows()


def test_a_school_that_moved_left_on_the_day_when_it_joined_the_next() -> None:
    assert spells(
        claim("100001", ASH, date(2015, 9, 1), MAY_18),
        claim("100001", ELM, date(2020, 9, 1), JULY_22),
    ) == [
        ("100001", "1", date(2015, 9, 1), date(2020, 9, 1), True, True),
        ("100001", "2", date(2020, 9, 1), None, True, None),
    ]


def test_a_move_without_a_day_lies_between_two_extracts_and_says_so() -> None:
    assert spells(
        claim("100001", ASH, date(2015, 9, 1), JULY_22), claim("100001", ELM, None, AUGUST_25)
    ) == [
        ("100001", "1", date(2015, 9, 1), AUGUST_25, True, False),
        ("100001", "2", AUGUST_25, None, False, None),
    ]


def test_a_school_that_closed_left_on_its_last_day() -> None:
    closed = pl.DataFrame([("100001", date(2018, 8, 31))], schema=NONE_CLOSED.schema, orient="row")
    found = spells(
        claim("100001", ASH, date(2015, 9, 1), MAY_18),
        claim("100002", ASH, date(2015, 9, 1), MAY_19),
        closed=closed,
    )
    assert found[0] == ("100001", "1", date(2015, 9, 1), date(2018, 8, 31), True, True)


def test_a_trust_of_one_that_grew_is_the_same_trust_under_a_new_number() -> None:
    told = claims(
        claim("100001", ASH, date(2012, 9, 1), MAY_18, SINGLE),
        claim("100001", ("9", "Ash Schools"), date(2012, 9, 1), MAY_19),
        claim("100002", ("9", "Ash Schools"), date(2018, 9, 1), MAY_19),
    )
    same = history.same_trusts(told)
    assert same == {"1": "9"}
    found = history.spells(told, NONE_CLOSED, same)
    assert found.filter(pl.col("urn") == "100001").rows() == [
        ("100001", "9", date(2012, 9, 1), None, True, None)
    ]
    named = history.labels(told, same, MAY_18)
    assert named.rows() == [("9", "Ash Trust", SINGLE)]
    assert history.labels(told, same, MAY_19).rows() == [("9", "Ash Schools", MULTI)]


def test_a_trust_that_still_stands_is_no_other_trust() -> None:
    told = claims(
        claim("100001", ASH, date(2012, 9, 1), MAY_18),
        claim("100002", ASH, date(2012, 9, 1), MAY_18),
        claim("100001", ELM, date(2012, 9, 1), MAY_19),
        claim("100002", ASH, date(2012, 9, 1), MAY_19),
    )
    assert history.same_trusts(told) == {}


def test_an_academy_without_a_multi_academy_trust_goes_on_in_its_trust_of_one() -> None:
    members = pl.DataFrame(
        [
            ("100001", "1", "Ash", SINGLE, date(2012, 9, 1), "Open", JULY_22),
            ("100002", "2", "Elm", MULTI, date(2012, 9, 1), "Open", JULY_22),
            ("100003", "3", "Oak", SINGLE, date(2012, 9, 1), "Open", JULY_22),
        ],
        schema=["urn", "uid", "trust", "kind", "joined", "state", "newest"],
        orient="row",
    )
    inspected = pl.DataFrame(
        [
            ("100001", None, None, None, AUGUST_25, True),
            ("100002", None, None, None, AUGUST_25, True),
            ("100003", None, None, None, AUGUST_25, False),
        ],
        schema={
            "urn": pl.String,
            "trust_uid": pl.String,
            "trust": pl.String,
            "opened": pl.Date,
            "as_at": pl.Date,
            "academy": pl.Boolean,
        },
        orient="row",
    )
    told = history.claims_of(members, inspected)
    now = history.within(history.spells(told, NONE_CLOSED, {}), AUGUST_25)
    assert now.select("urn", "uid").rows() == [("100001", "1")]


MEMBERS = st.dictionaries(
    st.integers(100001, 100012).map(str), st.sampled_from(["1", "2", "3"]), max_size=12
)
LINKS = st.lists(
    st.tuples(st.integers(100001, 100012).map(str), st.integers(100001, 100012).map(str)),
    max_size=10,
)


def links(pairs: list[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema={"urn": pl.String, "before": pl.String}, orient="row")


@given(MEMBERS, MEMBERS, LINKS)
def test_the_four_moves_always_add_up(
    start: dict[str, str], end: dict[str, str], pairs: list[tuple[str, str]]
) -> None:
    found = counted(moves(Days(start, end, set(start), set(end)), links(pairs)))
    added = found["at_start"] + found["opened"] + found["joined"] - found["left"] - found["closed"]
    assert added.to_list() == found["at_end"].to_list()
    for trust, had, has in found.select("uid", "at_start", "at_end").iter_rows():
        assert had == sum(1 for uid in start.values() if uid == trust)
        assert has == sum(1 for uid in end.values() if uid == trust)


@pytest.mark.parametrize(
    ("start", "end", "open_start", "open_end", "pairs", "expected"),
    [
        ({"1": "A"}, {"1": "A"}, "", "", [], (1, 0, 0, 0, 0, 1)),
        ({"1": "A"}, {"2": "A"}, "", "", [("2", "1")], (1, 0, 0, 0, 0, 1)),  # a new number
        ({}, {"2": "A"}, "1", "", [("2", "1")], (0, 0, 1, 0, 0, 1)),  # a conversion
        ({}, {"2": "A"}, "", "", [], (0, 1, 0, 0, 0, 1)),  # a new school
        ({"1": "A"}, {}, "", "1", [], (1, 0, 0, 1, 0, 0)),  # open still, in no trust
        ({"1": "A"}, {}, "", "", [], (1, 0, 0, 0, 1, 0)),
        ({"1": "A", "2": "A"}, {"3": "A"}, "", "", [("3", "1"), ("3", "2")], (2, 0, 0, 0, 1, 1)),
        ({"1": "A"}, {"2": "A", "3": "A"}, "", "", [("2", "1"), ("3", "1")], (1, 1, 0, 0, 0, 2)),
        ({"1": "A"}, {"1": "B"}, "", "", [], (1, 0, 0, 1, 0, 0)),
        ({"1": "A"}, {"1": "A"}, "", "", [("1", "1")], (1, 0, 0, 0, 0, 1)),  # a circle
    ],
)
def test_each_move_by_hand(
    start: dict[str, str],
    end: dict[str, str],
    open_start: str,
    open_end: str,
    pairs: list[tuple[str, str]],
    expected: tuple[int, ...],
) -> None:
    days = Days(start, end, {*start, *open_start}, {*end, *open_end})
    found = counted(moves(days, links(pairs))).filter(pl.col("uid") == "A")
    assert found.drop("uid").rows() == [expected]
