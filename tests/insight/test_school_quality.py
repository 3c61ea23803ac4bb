"""Forms of schools on a day, the grade that they carry, and the share good or outstanding."""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.inspection_regimes import REGIMES, bridge, note_on, regime_on
from foreland.insight.school_forms import FORM_SCHEMA, circles, forms, predecessors
from foreland.insight.school_quality import INSPECTION_SCHEMA, Rule, graded, shares
from foreland.insight.school_rolls import with_pupils
from foreland.insight.school_types import NEW_SCHOOLS, SPECIAL, STATE_FUNDED

DAY = date(2017, 3, 31)
BEFORE, ON, AFTER = date(2016, 9, 1), DAY, date(2017, 4, 1)
OVERALL = "overall effectiveness"


def before(*pairs: str) -> pl.DataFrame:
    """``B<A``: A came before B."""
    rows = [tuple(pair.split("<")) for pair in pairs]
    return pl.DataFrame(rows, schema={"urn": pl.String, "before": pl.String}, orient="row")


def listed(*rows: tuple[str, date | None, date | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(u, "A", u, "primary", "Community school", False, o, c) for u, o, c in rows],
        schema={**{n: t for n, t in FORM_SCHEMA.items() if n != "school"}, "closed": pl.Date},
        orient="row",
    )


def dates(*rows: tuple[str, date | None, date | None]) -> pl.DataFrame:
    schema = {"urn": pl.String, "name": pl.String, "opened": pl.Date, "closed": pl.Date}
    return pl.DataFrame([(u, u, o, c) for u, o, c in rows], schema=schema, orient="row")


def standing(
    schools: pl.DataFrame, links: pl.DataFrame, known: pl.DataFrame, *, closing: bool = True
) -> list[tuple[str, str]]:
    found = forms(schools, links, known, DAY, closing=closing)
    return list(found.select("urn", "school").iter_rows())


def test_a_school_stands_from_its_opening_to_the_day_before_its_closing() -> None:
    schools = listed(
        ("always", None, None),
        ("opens", ON, None),
        ("later", AFTER, None),
        ("closes", None, ON),
        ("gone", None, BEFORE),
        ("closing", None, AFTER),
    )
    assert standing(schools, before(), dates()) == [
        ("always", "always"),
        ("closing", "closing"),
        ("opens", "opens"),
    ]


def test_what_opened_later_stands_in_the_form_it_had_before() -> None:
    schools = listed(("c", date(2018, 9, 1), None))
    known = dates(("b", date(2017, 9, 1), date(2018, 8, 31)), ("a", None, date(2017, 8, 31)))
    assert standing(schools, before("c<b", "b<a"), known) == [("a", "c")]


def test_what_the_list_has_for_itself_is_not_counted_again() -> None:
    schools = listed(("b", AFTER, None), ("a", None, None))
    assert standing(schools, before("b<a"), dates(("a", None, None))) == [("a", "a")]


def test_a_merger_stands_as_both_of_its_schools_and_a_split_as_one() -> None:
    merged = standing(listed(("m", AFTER, None)), before("m<a", "m<b"), dates())
    assert merged == [("a", "m"), ("b", "m")]
    split = standing(listed(("x", AFTER, None), ("y", AFTER, None)), before("x<a", "y<a"), dates())
    assert split == [("a", "x")]


def test_a_school_that_closes_on_the_day_is_out_unless_its_list_goes_on() -> None:
    schools, links = listed(("b", AFTER, None)), before("b<a")
    known = dates(("a", None, ON))
    assert standing(schools, links, known) == []
    assert standing(schools, links, known, closing=False) == [("a", "b")]


def test_a_circle_of_predecessors_is_walked_once_and_named() -> None:
    links = before("b<a", "a<b", "c<b")
    assert circles(links) == ["a", "b"]
    known = dates(("a", AFTER, None), ("b", AFTER, None))
    assert standing(listed(("c", AFTER, None)), links, known) == []
    assert grades([school("c")], [], links, "predecessor") == [("c", None, None)]


def test_predecessors_are_read_from_either_kind_of_link_once() -> None:
    links = pl.DataFrame(
        {
            "urn": ["b", "b", "a", "c"],
            "other": ["a", "a", "b", "c"],
            "link": ["Predecessor", "Predecessor - merged", "Successor", "Predecessor"],
        }
    )
    assert predecessors(links).rows() == [("b", "a")]


def school(urn: str, of: str | None = None, *, new: bool = False) -> tuple[object, ...]:
    return (urn, of or urn, "A", urn, "primary", "type", new, None)


def visit(urn: str, day: date, grade: int | None) -> tuple[object, ...]:
    return (urn, day, OVERALL if grade else "four judgements", grade)


def inspections(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=INSPECTION_SCHEMA, orient="row")


def grades(
    schools: list[tuple[object, ...]],
    visits: list[tuple[object, ...]],
    links: pl.DataFrame,
    rule: Rule,
    told: pl.DataFrame | None = None,
) -> list[tuple[object, ...]]:
    frame = pl.DataFrame(schools, schema=FORM_SCHEMA, orient="row")
    found = graded(frame, inspections(visits), links, DAY, rule, told)
    return list(found.select("urn", "grade", "inspected_urn").iter_rows())


def test_the_grade_is_of_the_latest_inspection_by_the_day() -> None:
    visits = [visit("a", BEFORE, 3), visit("a", ON, 2), visit("a", AFTER, 4)]
    assert grades([school("a")], visits, before(), "own") == [("a", 2, "a")]


def test_a_converter_carries_its_predecessors_grade_under_both_rules() -> None:
    visits = [visit("a", BEFORE, 3)]
    for rule in ("own", "predecessor"):
        assert grades([school("b")], visits, before("b<a"), rule) == [("b", 3, "a")]


def test_a_sponsor_led_academy_counts_by_its_own_inspection_under_the_old_rule() -> None:
    visits, links = [visit("a", BEFORE, 4)], before("b<a")
    schools = [school("b", new=True)]
    assert grades(schools, visits, links, "own") == [("b", None, None)]
    assert grades(schools, visits, links, "predecessor") == [("b", 4, "a")]
    inspected = [*visits, visit("b", ON, 2)]
    assert grades(schools, inspected, links, "own") == [("b", 2, "b")]
    assert grades(schools, inspected, links, "predecessor") == [("b", 2, "b")]


def test_an_old_form_of_what_the_list_has_as_sponsor_led_is_not_its_own_inspection() -> None:
    schools = [school("a", of="b", new=True)]
    visits = [visit("a", BEFORE, 4)]
    assert grades(schools, visits, before("b<a"), "own") == [("a", None, None)]
    assert grades(schools, visits, before("b<a"), "predecessor") == [("a", 4, "a")]


def test_of_two_predecessors_the_one_inspected_last_gives_the_grade() -> None:
    visits = [visit("a", BEFORE, 1), visit("b", ON, 3)]
    assert grades([school("m")], visits, before("m<a", "m<b"), "predecessor") == [("m", 3, "b")]


def test_a_school_not_judged_overall_falls_back_on_no_older_grade() -> None:
    visits = [visit("a", BEFORE, 2), visit("a", ON, None)]
    frame = pl.DataFrame([school("a")], schema=FORM_SCHEMA, orient="row")
    found = graded(frame, inspections(visits), before(), DAY, "predecessor")
    assert found.select("grade", "inspected", "regime").rows() == [(None, ON, "four judgements")]


def test_the_inspectorates_own_word_on_a_schools_inspections_decides() -> None:
    told = inspections([visit("z", BEFORE, 2), visit("c", AFTER, 1)]).with_columns(
        pl.Series("school", ["b", "c"])
    )
    visits = [visit("a", ON, 4), visit("c", BEFORE, 3)]
    links = before("b<a", "d<a")
    assert grades([school("b"), school("c"), school("d")], visits, links, "predecessor", told) == [
        ("b", 2, "z"),  # its inspection is that of z, whatever the links say
        ("c", 3, "c"),  # told only of later ones: the history serves
        ("d", None, None),  # the file has no inspection for it
    ]


def frame(*rows: tuple[str, int | None, bool, int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(p, ON if seen else None, g, pupils, None) for p, g, seen, pupils in rows],
        schema={
            "phase": pl.String,
            "inspected": pl.Date,
            "grade": pl.Int8,
            "pupils": pl.Int32,
            "places": pl.Int64,
        },
        orient="row",
    )


def row(found: pl.DataFrame, phase: str, weight: str) -> dict[str, object]:
    chosen = found.filter((pl.col("phase") == phase) & (pl.col("weight") == weight))
    return dict(chosen.row(0, named=True))


def test_ungraded_schools_are_in_neither_part_and_shown() -> None:
    schools = frame(
        *[("primary", 2, True, 100)] * 84,
        *[("primary", 3, True, 100)] * 12,
        *[("primary", None, False, 100)] * 4,
    )
    found = row(shares(schools), "primary", "schools")
    assert (found["value"], found["numerator"], found["denominator"]) == (87.5, 84, 96)
    assert (found["not_graded"], found["not_judged"], found["open"]) == (4, 0, 100)


def test_by_pupils_is_another_figure() -> None:
    schools = frame(("primary", 2, True, 120), ("primary", 1, True, 120), ("primary", 3, True, 900))
    found = shares(schools)
    assert row(found, "all", "schools")["value"] == pytest.approx(200 / 3)
    assert row(found, "all", "pupils")["value"] == pytest.approx(100 * 240 / 1140)


def test_not_judged_is_counted_apart_and_is_not_bad() -> None:
    found = row(
        shares(frame(("primary", 2, True, 1), ("primary", None, True, 1))), "all", "schools"
    )
    assert (found["value"], found["denominator"]) == (100.0, 1)
    assert (found["not_graded"], found["not_judged"]) == (1, 1)
    assert found["status"] == "estimated"


def test_places_that_nobody_knows_are_not_available_and_not_nought() -> None:
    found = row(shares(frame(("primary", 2, True, 100))), "all", "places")
    assert (found["value"], found["numerator"], found["status"]) == (None, None, "not-available")


def test_pupils_known_for_too_few_schools_give_no_share() -> None:
    known = frame(*[("primary", 2, True, 100)] * 18, ("primary", 3, True, None))
    assert row(shares(known), "all", "pupils")["status"] == "not-available"


def test_few_graded_schools_make_the_share_unreliable() -> None:
    some = frame(*[("primary", 2, True, 1)] * 8, *[("primary", None, False, 1)] * 2)
    assert row(shares(some), "all", "schools")["status"] == "unreliable"


def test_no_graded_school_gives_no_share() -> None:
    found = row(shares(frame(("primary", None, False, 9))), "all", "schools")
    assert (found["value"], found["status"]) == (None, "not-available")


def test_all_bad_is_nought_per_cent() -> None:
    found = row(shares(frame(("primary", 4, True, 9))), "all", "schools")
    assert (found["value"], found["numerator"], found["denominator"]) == (0.0, 0, 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["nursery", "primary", "secondary", "special"]),
            st.sampled_from([None, 1, 2, 3, 4]),
            st.booleans(),
            st.integers(0, 2000),
        ),
        max_size=40,
    )
)
def test_parts_of_every_share_add_up(rows: list[tuple[str, int | None, bool, int]]) -> None:
    found = shares(frame(*[(p, g, seen or g is not None, n) for p, g, seen, n in rows]))
    by_schools = found.filter(pl.col("weight") == "schools").with_columns(
        pl.col("denominator").fill_null(0), pl.col("numerator").fill_null(0)
    )
    for line in by_schools.iter_rows(named=True):
        assert line["denominator"] + line["not_graded"] == line["open"]
        assert 0 <= line["not_judged"] <= line["not_graded"]
        assert line["numerator"] <= line["denominator"]
    parts = by_schools.filter(pl.col("phase") != "all")
    whole = by_schools.row(0, named=True)
    for name in ("numerator", "denominator", "not_graded", "open"):
        assert parts[name].sum() == whole[name]


def test_the_roll_is_of_the_nearest_census_that_knows_the_school_by_any_number() -> None:
    schools = pl.DataFrame([school("a", of="b"), school("c")], schema=FORM_SCHEMA, orient="row")
    rolls = pl.DataFrame(
        [
            ("b", date(2019, 1, 15), 210),
            ("b", date(2023, 1, 15), 300),
            ("c", date(2023, 1, 15), 90),
        ],
        schema={"urn": pl.String, "census": pl.Date, "pupils": pl.Int32},
        orient="row",
    )
    found = with_pupils(schools, rolls, before("b<a"), DAY)
    assert found.select("urn", "pupils", pl.col("census").dt.year()).rows() == [
        ("a", 210, 2019),
        ("c", 90, 2023),
    ]


def test_every_type_counted_apart_is_state_funded() -> None:
    assert NEW_SCHOOLS < STATE_FUNDED
    assert SPECIAL < STATE_FUNDED
    assert "other independent school" not in STATE_FUNDED


def test_regimes_follow_one_another_without_a_gap() -> None:
    for earlier, later in pairwise(REGIMES):
        assert earlier.end is not None
        assert later.start == earlier.end + timedelta(days=1)
    assert regime_on(date(2024, 8, 31)).name == OVERALL
    assert regime_on(date(2024, 9, 1)).name == "four judgements"
    assert regime_on(date(2025, 11, 10)).name == "report card"


def test_the_bridge_compares_within_the_overall_grade_only() -> None:
    assert bridge(date(2017, 3, 31), date(2024, 8, 31)).comparable
    for other in (date(2025, 8, 31), date(2026, 3, 31)):
        answer = bridge(date(2017, 3, 31), other)
        assert not answer.comparable
        assert "no change may be read" in answer.text
        assert bridge(other, date(2017, 3, 31)) == answer
    assert not bridge(date(2025, 1, 31), date(2025, 8, 31)).comparable
    assert note_on(date(2024, 8, 31)) is None
    assert "neither good nor bad" in (note_on(date(2025, 8, 31)) or "")
