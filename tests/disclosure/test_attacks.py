"""Attacks: subtract parts from totals, compare releases, add up groups, try everything."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import polars as pl
from county_figures import REGISTER, TODAY, counts, fact, shares, shown, table
from hypothesis import given, settings
from hypothesis import strategies as st

from foreland.disclosure import Collected, Protected, protect
from foreland.disclosure.audit import recoverable
from foreland.disclosure.cells import cells_of, facts_of
from foreland.disclosure.relations import Tree, relations

DISTRICTS = ("D1", "D2", "D3", "D4")
INSIDE = {"C": DISTRICTS, "A1": ("D1", "D2"), "A2": ("D3", "D4")}


def safe(*frames: pl.DataFrame) -> list[pl.DataFrame]:
    made = protect(
        [Collected(f"table {n}", frame) for n, frame in enumerate(frames)],
        register=REGISTER,
        today=TODAY,
    )
    return [made.table(f"table {n}") for n in range(len(frames))]


def left_out(*tables: Collected) -> Protected:
    return protect(list(tables), register=REGISTER, today=TODAY)


def hidden(frame: pl.DataFrame, column: str = "area") -> set[str]:
    return set(frame.filter(pl.col("value").is_null())[column])


# -- subtraction -------------------------------------------------------------------------------


def test_total_40_of_31_6_and_3_hides_the_6_with_the_3() -> None:
    (frame,) = safe(counts(C=40, D1=31, D2=6, D3=3))
    assert hidden(frame) == {"D2", "D3"}


def test_the_total_in_another_table_is_no_way_round() -> None:
    total, parts = safe(counts(C=40), counts(D1=31, D2=6, D3=3))
    assert hidden(parts) == {"D2", "D3"}
    assert shown(total) == {"C": 40}


def test_a_level_between_does_not_give_a_district_away() -> None:
    """D1 hides with D2, its neighbour in the north; C less A2 less D2 would else be D1."""
    (frame,) = safe(counts(C=60, A1=23, A2=37, D1=3, D2=20, D3=7, D4=30))
    assert hidden(frame) == {"D1", "D2"}


def test_company_within_one_area_is_found_where_the_county_alone_would_do() -> None:
    """D2 and D3 are two of the county's, but each is alone in its area."""
    (frame,) = safe(counts(C=60, A1=23, A2=37, D1=20, D2=3, D3=4, D4=33))
    assert hidden(frame) == {"D1", "D2", "D3", "D4"}


def test_a_small_total_hides_a_part_where_the_parts_would_add_up_to_it() -> None:
    (frame,) = safe(counts(A1=4, D1=4, D2=0))
    assert hidden(frame) == {"A1", "D1"}


def test_two_ones_whose_sum_is_two_have_company() -> None:
    """Withheld counts are of one or more, so that two of them that make 2 are 1 and 1."""
    (frame,) = safe(counts(C=60, D1=1, D2=1, D3=20, D4=38))
    assert hidden(frame) == {"D1", "D2", "D3"}


def test_percentages_are_subtracted_by_their_counts() -> None:
    """The county's 60 of 100 less 25 of 40 and 27 of 30 is 8 of 30; the 27 of 30 gives it away."""
    (frame,) = safe(shares(C=(60, 100), D1=(25, 40), D2=(27, 30), D3=(8, 30)))
    assert hidden(frame) == {"D2", "D3"}
    assert set(frame.filter(pl.col("area") == "D3")["denominator"]) == {None}


def test_nobody_of_a_total_tells_that_there_is_nobody_in_a_small_part() -> None:
    """0 of 30 in the county: then 0 of the 4 in a district, whether it is withheld or not."""
    (frame,) = safe(shares(C=(0, 30), D1=(0, 4), D2=(0, 26)))
    assert {"C", "D1", "D2"} == hidden(frame)


def test_what_a_publisher_withheld_alone_is_not_given_away() -> None:
    frame = table(
        [
            fact("C", 60),
            fact("D1", None, status="suppressed", symbol="c"),
            fact("D2", 20),
            fact("D3", 11),
            fact("D4", 26),
        ]
    )
    assert hidden(safe(frame)[0]) == {"D1", "D3"}


def test_an_area_of_no_row_does_not_open_a_way() -> None:
    """One person of no known district: 40 less 30 less 6 is 4, as good as the 3 that it is."""
    (frame,) = safe(counts(C=40, D1=30, D2=6, D3=3))
    assert hidden(frame) == {"D2", "D3"}


def test_figures_that_only_share_a_county_are_no_parts_of_it() -> None:
    """Two districts of four, far from the whole: nothing can be subtracted."""
    (frame,) = safe(counts(C=400, D1=3, D2=6))
    assert hidden(frame) == {"D1"}


def test_company_that_is_printed_already_protects_nothing() -> None:
    """The area printed its other district; so the withheld one must go, and the rest with it."""
    own = counts(A1=23, D1=3)
    printed = table([fact("D2", 20, status="quoted")])
    made = left_out(Collected("own", own), Collected("printed", printed))
    assert hidden(made.table("own")) == {"A1", "D1"}
    assert shown(made.table("printed")) == {"D2": 20}


def test_an_indicator_that_cannot_be_protected_is_left_out_and_said() -> None:
    own = table([fact("D1", 3), fact("A1", 23, status="quoted"), fact("D2", 20, status="quoted")])
    made = left_out(Collected("own", own))
    assert shown(made.table("own")) == {"A1": 23, "D2": 20}
    assert [o.table for o in made.left_out] == ["pupils"]


# -- groups and periods ------------------------------------------------------------------------


def test_girls_and_boys_are_subtracted_from_all() -> None:
    rows = [fact("C", 40), fact("C", 37, group="sex=girls"), fact("C", 3, group="sex=boys")]
    (frame,) = safe(table(rows))
    assert hidden(frame, "group") == {"sex=girls", "sex=boys"}


def test_a_member_that_holds_others_is_no_part_beside_them() -> None:
    rows = [
        fact("C", 100),
        fact("C", 80, group="sen=none"),
        fact("C", 20, group="sen=all"),
        fact("C", 17, group="sen=support"),
        fact("C", 3, group="sen=ehc-plan"),
    ]
    (frame,) = safe(table(rows))
    assert {"sen=support", "sen=ehc-plan"} <= hidden(frame, "group")


def test_terms_are_subtracted_from_their_year() -> None:
    terms = [
        (date(2024, 9, 1), date(2024, 12, 31), 20),
        (date(2025, 1, 1), date(2025, 4, 15), 12),
        (date(2025, 4, 16), date(2025, 8, 31), 4),
    ]
    rows = [
        fact("C", value, period_start=start, period_end=end, period_kind="term")
        for start, end, value in terms
    ]
    (frame,) = safe(table([fact("C", 36), *rows]))
    assert frame["value"].to_list() == [36, 20, None, None]


# -- releases ----------------------------------------------------------------------------------


def test_a_cell_withheld_now_is_withheld_in_an_earlier_release() -> None:
    """Revised from 7 to 5: the earlier file must not show the 7 beside the withheld 5."""
    before = Collected("before", counts(D1=7), vintage="2024")
    now = Collected("now", counts(D1=5))
    made = left_out(before, now)
    assert made.table("before")["value"].to_list() == [None]
    assert made.table("now")["value"].to_list() == [None]


def test_two_releases_cannot_be_compared_to_find_what_each_withholds() -> None:
    """First 31 + 9 + 3 = 43, then 31 + 9 + 8 = 48: 9 is withheld in both, so 8 and 3 stay safe."""
    before = Collected("before", counts(A1=43, D1=40, D2=3), vintage="2024")
    now = Collected("now", counts(A1=48, D1=40, D2=8))
    made = left_out(before, now)
    assert hidden(made.table("before")) == {"D1", "D2"}
    assert hidden(made.table("now")) == {"D1", "D2"}


# -- everything --------------------------------------------------------------------------------


def solutions(
    truth: Mapping[str, int], unknown: list[str], lowest: Mapping[str, int], highest: int
) -> Iterator[dict[str, int]]:
    """Every reading of the withheld counts with which all additions still hold."""
    gaps = {p: truth[p] - sum(truth[d] for d in parts) for p, parts in INSIDE.items() if p in truth}
    for values in product(*(range(lowest[name], highest + 1) for name in unknown)):
        all_values = {**truth, **dict(zip(unknown, values, strict=True))}
        if all(
            all_values[p] - sum(all_values[d] for d in INSIDE[p]) == gap for p, gap in gaps.items()
        ):
            yield all_values


@settings(max_examples=60, deadline=None)
@given(
    districts=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    levels=st.sampled_from([("C",), ("A1", "A2"), ("C", "A1", "A2"), ("C", "A1")]),
)
def test_no_withheld_count_has_only_one_reading(
    districts: list[int], levels: tuple[str, ...]
) -> None:
    truth = dict(zip(DISTRICTS, districts, strict=True))
    truth |= {level: sum(truth[d] for d in INSIDE[level]) for level in levels}
    (frame,) = safe(counts(**truth))
    unknown = sorted(hidden(frame))
    assert all(not 1 <= truth[name] <= 5 for name in set(truth) - set(unknown))
    # Noughts are shown, so that a withheld one is at least 1, unless a nought had to go too.
    lowest = dict.fromkeys(unknown, 0 if any(truth[n] == 0 for n in unknown) else 1)
    districts_only = [n for n in unknown if n in DISTRICTS]
    totals = [n for n in unknown if n not in DISTRICTS]
    readings: dict[str, set[int]] = {name: set() for name in unknown}
    fixed = {n: v for n, v in truth.items() if n not in totals}
    for reading in solutions(fixed, districts_only, lowest, 12):
        sums = {t: sum(reading[d] for d in INSIDE[t]) for t in totals}
        if any(sums[t] < lowest[t] for t in totals):
            continue
        for name in unknown:
            readings[name].add({**reading, **sums}[name])
    assert all(len(found) > 1 for found in readings.values()), (truth, unknown, readings)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=4, max_size=4))
def test_no_withheld_numerator_has_only_one_reading(parts: list[tuple[int, int]]) -> None:
    """The attacker knows every denominator."""
    truth = {d: (min(top, of), of) for d, (top, of) in zip(DISTRICTS, parts, strict=True)}
    for level, inside in INSIDE.items():
        truth[level] = (sum(truth[d][0] for d in inside), sum(truth[d][1] for d in inside))
    (frame,) = safe(shares(**truth))
    unknown = hidden(frame)
    tops = {name: top for name, (top, _) in truth.items()}
    readings: dict[str, set[int]] = {name: set() for name in unknown}
    for values in product(*(range(truth[d][1] + 1) for d in DISTRICTS)):
        reading = dict(zip(DISTRICTS, values, strict=True))
        reading |= {p: sum(reading[d] for d in inside) for p, inside in INSIDE.items()}
        if all(reading[n] == tops[n] for n in set(truth) - unknown):
            for name in unknown:
                readings[name].add(reading[name])
    assert all(len(found) > 1 for found in readings.values()), (truth, unknown, readings)
    few = {n for n, (top, of) in truth.items() if 1 <= top <= 5 or 1 <= of - top <= 5}
    assert few <= unknown


def test_the_audit_finds_what_is_not_protected() -> None:
    """Given only the small cell withheld, the audit must be able to say so."""
    cells = cells_of(facts_of([Collected("own", counts(C=40, D1=31, D2=6, D3=3))]))
    rules = relations(cells, Tree(REGISTER))
    place = {cell.place[1]: number for number, cell in enumerate(cells)}
    assert recoverable(cells, rules, [place["D3"]]) == [place["D3"]]
    assert recoverable(cells, rules, [place["D3"], place["D2"]]) == []
