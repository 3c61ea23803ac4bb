"""Words of inspections without an overall grade: counted by area and regime, never added up."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.insight.school_judgements import WORDS_OF, tally, words
from foreland.sources.ofsted.grades import CARDS, FOUR
from foreland.sources.ofsted.kept import INSPECTIONS_SCHEMA
from foreland.sources.ofsted.report_cards import SCHEMA

SPRING, WINTER, DAY = date(2025, 3, 5), date(2025, 11, 18), date(2026, 1, 31)


def four(urn: str, quality: int, early: int = 9) -> dict[str, object]:
    return {
        "urn": urn,
        "inspected": SPRING,
        "regime": FOUR,
        "quality_of_education": quality,
        "early_years": early,
    }


def card(urn: str, judged: str, word: str, again: date = WINTER) -> dict[str, object]:
    return {
        "urn": urn,
        "inspected": WINTER,
        "judged": judged,
        "judgement": word,
        "judged_on": again,
    }


def schools(*rows: tuple[str, str, date | None, str | None]) -> pl.DataFrame:
    """``urn, phase, inspected, regime``; each was inspected under its own number."""
    return pl.DataFrame(
        [(u, p, u, d, r) for u, p, d, r in rows],
        schema={
            "urn": pl.String,
            "phase": pl.String,
            "inspected_urn": pl.String,
            "inspected": pl.Date,
            "regime": pl.String,
        },
        orient="row",
    )


def counted(
    frame: pl.DataFrame, inspections: list[dict[str, object]], cards: list[dict[str, object]]
) -> dict[tuple[str, str, str], tuple[int, int]]:
    said = words(
        pl.DataFrame(inspections, schema=INSPECTIONS_SCHEMA), pl.DataFrame(cards, schema=SCHEMA)
    )
    found = tally(frame, said, DAY)
    return {
        (phase, judged, word): (top, of)
        for phase, judged, word, top, of in found.select(
            "phase", "judged", "judgement", "numerator", "denominator"
        ).iter_rows()
    }


def test_each_area_has_its_own_denominator() -> None:
    frame = schools(("a", "primary", SPRING, FOUR), ("b", "secondary", SPRING, FOUR))
    found = counted(frame, [four("a", 1, early=2), four("b", 3)], [])
    assert found["all", "Quality of education", "Outstanding"] == (1, 2)
    assert found["all", "Quality of education", "Requires improvement"] == (1, 2)
    assert found["all", "Early years provision", "Good"] == (1, 1)
    assert found["secondary", "Quality of education", "Outstanding"] == (0, 1)


def test_a_school_stands_under_the_regime_of_its_latest_inspection_alone() -> None:
    frame = schools(("a", "primary", WINTER, CARDS))
    found = counted(frame, [four("a", 1)], [card("a", "Inclusion", "Needs attention")])
    assert {judged for _, judged, _ in found} == {"Inclusion"}
    assert found["all", "Inclusion", "Needs attention"] == (1, 1)
    assert found["all", "Inclusion", "Exceptional"] == (0, 1)


def test_not_judged_and_not_applicable_are_in_neither_part() -> None:
    frame = schools(("a", "primary", WINTER, CARDS), ("b", "primary", WINTER, CARDS))
    cards = [
        card("a", "Post-16 provision", "Not applicable"),
        card("a", "Inclusion", "Not judged"),
        card("b", "Inclusion", "Strong standard"),
    ]
    found = counted(frame, [], cards)
    assert found["all", "Inclusion", "Strong standard"] == (1, 1)
    assert not any(judged == "Post-16 provision" for _, judged, _ in found)


def test_a_word_given_after_the_day_was_not_known_on_it() -> None:
    frame = schools(("a", "primary", WINTER, CARDS))
    later = card("a", "Inclusion", "Expected standard", again=date(2026, 2, 1))
    assert counted(frame, [], [later]) == {}


def test_of_an_area_looked_at_again_the_last_word_by_the_day_counts() -> None:
    frame = schools(("a", "primary", WINTER, CARDS))
    first = card("a", "Inclusion", "Needs attention")
    again = card("a", "Inclusion", "Expected standard", again=DAY)
    for cards in ([first, again], [again, first, first]):
        found = counted(frame, [], cards)
        assert found["all", "Inclusion", "Expected standard"] == (1, 1)
    beyond = card("a", "Inclusion", "Expected standard", again=date(2026, 2, 1))
    assert counted(frame, [], [first, beyond])["all", "Inclusion", "Needs attention"] == (1, 1)


def test_safeguarding_is_met_or_not_and_has_no_other_word() -> None:
    assert WORDS_OF[CARDS, "Safeguarding"] == ("Met", "Not met")


@given(st.lists(st.tuples(st.sampled_from(["primary", "special"]), st.sampled_from([1, 2, 3, 4]))))
def test_the_words_of_an_area_add_up_to_all_that_were_judged(rows: list[tuple[str, int]]) -> None:
    frame = schools(*[(str(n), phase, SPRING, FOUR) for n, (phase, _) in enumerate(rows)])
    said = words(
        pl.DataFrame(
            [four(str(n), grade) for n, (_, grade) in enumerate(rows)], schema=INSPECTIONS_SCHEMA
        ),
        pl.DataFrame(schema=SCHEMA),
    )
    found = tally(frame, said, DAY)
    for _, group in found.group_by("phase", "judged"):
        assert group["numerator"].sum() == group["denominator"][0]
        assert group["value"].sum() == pytest.approx(100)
    whole = found.filter(pl.col("phase") == "all")["numerator"].sum()
    assert found.filter(pl.col("phase") != "all")["numerator"].sum() == whole == len(rows)
