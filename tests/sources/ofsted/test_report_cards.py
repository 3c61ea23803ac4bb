"""Ofsted's monthly file with report cards: three inspections a row, no overall grade, ever."""

import io
from datetime import date

import pytest
import tiny
import tiny_cards as made
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.ofsted.grades import (
    CARD_AREAS,
    CARD_WORDS,
    NO_WORD,
    SAFEGUARDING_WORDS,
)
from foreland.sources.ofsted.report_cards import AREAS
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))


def reading(data: bytes, name: str = made.NAME) -> Reading:
    opened = open_bytes(data, name)
    found = reader_of(opened)
    assert found is not None
    assert found.name == "ofsted-report-cards"
    return found.read(opened, CONTEXT)


def faults(read: Reading) -> list[tuple[int, str, str]]:
    return list(read.quarantine.select("row", "column", "found").iter_rows())


def test_each_word_of_a_card_is_a_row_and_there_is_no_grade() -> None:
    read = reading(made.cards([made.school(100001, made.card(100001, "18/11/2025"))]))
    cards = read.registers["report_cards"]
    assert cards["judged"].to_list() == ["Safeguarding", *CARD_AREAS]
    assert cards["judgement"].to_list() == [
        "Met",
        *["Expected standard"] * 5,
        "Not applicable",
        "Not applicable",
        "Expected standard",
    ]
    assert cards["judged_on"].unique().to_list() == [date(2025, 11, 18)]
    visit = read.registers["inspections"].row(0, named=True)
    assert (visit["regime"], visit["which"], visit["grade"]) == ("report card", "full", None)
    assert read.quarantine.height == 0


def test_a_card_stands_beside_the_grade_of_before_and_replaces_nothing_in_it() -> None:
    read = reading(
        made.cards(
            [
                made.school(
                    100002,
                    made.card(100002, "18/11/2025"),
                    made.before(100001, "2", "05/03/2019"),
                ),
                made.school(100003, made.before(100003, "Not judged", "05/03/2025")),
            ]
        )
    )
    assert read.registers["inspections"].select(
        "urn", "school", "which", "inspected", "regime", "grade"
    ).rows() == [
        ("100002", "100002", "full", date(2025, 11, 18), "report card", None),
        ("100001", "100002", "graded", date(2019, 3, 5), "overall effectiveness", 2),
        ("100003", "100003", "graded", date(2025, 3, 5), "four judgements", None),
    ]


def test_an_area_looked_at_again_has_the_day_of_its_own_grade() -> None:
    again = {AREAS["Inclusion"][1]: "20/01/2026"}
    read = reading(made.cards([made.school(100001, made.card(100001, "18/11/2025"), again)]))
    days = dict(read.registers["report_cards"].select("judged", "judged_on").iter_rows())
    assert days["Inclusion"] == date(2026, 1, 20)
    assert days["Achievement"] == date(2025, 11, 18)


def test_not_judged_in_a_card_is_kept_as_it_is_said() -> None:
    card = made.card(100001, "18/11/2025", achievement="Not judged")
    words = dict(
        reading(made.cards([made.school(100001, card)]))
        .registers["report_cards"]
        .select("judged", "judgement")
        .iter_rows()
    )
    assert words["Achievement"] == "Not judged"


def test_an_unknown_word_costs_its_own_area_and_no_other() -> None:
    card = made.card(100001, "18/11/2025", inclusion="Splendid", safeguarding="Exceptional")
    read = reading(made.cards([made.school(100001, card)]))
    assert faults(read) == [
        (2, "Safeguarding standards", "Exceptional"),
        (2, "Inclusion", "Splendid"),
    ]
    assert "Urgent improvement" in read.quarantine["expected"].to_list()[1]
    assert read.registers["report_cards"]["judged"].to_list() == list(CARD_AREAS)[1:]


def test_one_visit_under_two_regimes_is_refused_in_both() -> None:
    read = reading(
        made.cards(
            [
                made.school(
                    100001,
                    made.card(100001, "18/11/2025"),
                    made.before(100001, "Not judged", "18/11/2025"),
                )
            ]
        )
    )
    assert read.registers["inspections"].height == 0
    assert read.registers["report_cards"].height == 0
    assert read.registers["ofsted_schools"].height == 1
    assert faults(read) == [
        (2, "Inspection number of latest full inspection", "2100001 on 18/11/2025")
    ]
    assert "two regimes" in read.quarantine["expected"][0]


@pytest.mark.parametrize(
    ("part", "column"),
    [
        (made.card(100001, "09/11/2025"), "Inspection start date"),
        (
            made.before(100001, "Not judged", "10/11/2025"),
            "Inspection start date of latest OEIF graded inspection",
        ),
        (made.before(100001, "2", "01/09/2024"), "Latest OEIF overall effectiveness"),
        (made.before(100001, "Not judged", "31/08/2024"), "Latest OEIF overall effectiveness"),
    ],
)
def test_an_inspection_lies_within_the_days_of_its_regime(
    part: dict[str, object], column: str
) -> None:
    read = reading(made.cards([made.school(100001, part)]))
    assert read.registers["inspections"].height == 0
    assert read.registers["report_cards"].height == 0
    assert [fault[1] for fault in faults(read)] == [column]


def test_a_visit_before_the_school_opened_is_set_aside() -> None:
    opened = {"School open date": "01/12/2025"}
    rows = [
        made.school(100001, made.card(100001, "18/11/2025"), opened),
        made.school(100002, made.card(100009, "18/11/2025"), opened),
    ]
    read = reading(made.cards(rows))
    assert read.registers["inspections"]["school"].to_list() == ["100002"]
    assert faults(read) == [(2, "Inspection start date", "18/11/2025")]


def test_the_day_is_that_of_the_files_name_else_the_newest_inspections_month() -> None:
    data = made.cards([made.school(100001, made.card(100001, "18/11/2025"))])
    assert reading(data).registers["ofsted_schools"]["as_at"].to_list() == [date(2026, 1, 31)]
    other = reading(data, "schools.csv")
    assert other.registers["ofsted_schools"]["as_at"].to_list() == [date(2025, 11, 30)]


def test_a_title_above_the_names_is_passed_over_and_rows_keep_their_numbers() -> None:
    card = made.card(100001, "18/11/2025", inclusion="Splendid")
    data = made.cards([made.school(100001, card)], title='"State-funded schools, inspections",,')
    read = reading(data)
    assert read.registers["ofsted_schools"]["row"].to_list() == [3]
    assert faults(read) == [(3, "Inclusion", "Splendid")]


def test_a_missing_column_is_named() -> None:
    data = made.cards([], less=["Achievement", "Publication date"])
    with pytest.raises(ForelandError) as told:
        reading(data)
    assert "Publication date, Achievement" in told.value.problems[0].found


def test_nothing_about_the_words_can_be_put_in_numbers() -> None:
    read = reading(made.cards([made.school(100001, made.card(100001, "18/11/2025"))]))
    numeric = [n for n, t in read.registers["report_cards"].schema.items() if t.is_numeric()]
    assert numeric == ["row"]


def test_the_workbooks_second_sheet_is_the_same_table() -> None:
    row = made.school(
        100001, made.card(100001, "18/11/2025"), made.before(100001, "2", "05/03/2019")
    )
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        book.add_worksheet("Cover").write_row(0, 0, ["Management information"])
        sheet = book.add_worksheet("D2_Most_recent_inspections")
        sheet.write_row(0, 0, ["A title"])
        sheet.write_row(1, 0, made.COLUMNS)
        sheet.write_row(2, 0, [row.get(name, "NULL") for name in made.COLUMNS])
    read = reading(packed.getvalue(), "as at 31 January 2026.xlsx")
    text = reading(made.cards([row], title="A title"))
    for name, frame in text.registers.items():
        assert read.registers[name].equals(frame)


_CELLS = st.one_of(
    st.sampled_from([*CARD_WORDS, *NO_WORD, "Met", "Not met", "NULL", "", "expected standard"]),
    st.text(alphabet="abcXYZ é-", max_size=12),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=9, max_size=9), min_size=1, max_size=4))
def test_each_word_is_kept_or_told_and_none_twice(cards: list[list[str]]) -> None:
    rows, said = [], 0
    for number, words in enumerate(cards, start=100001):
        row = made.school(number, made.card(number, "18/11/2025"))
        for (column, _), word in zip(AREAS.values(), words, strict=True):
            row[column] = word
            said += word.strip() not in ("", "NULL", "NA")
        rows.append(row)
    read = reading(made.cards(rows))
    kept = read.registers["report_cards"]
    assert kept.height + read.quarantine.height == said
    assert kept.select("urn", "judged").is_duplicated().sum() == 0
    assert set(kept["judgement"]) <= {*CARD_WORDS, *NO_WORD, *SAFEGUARDING_WORDS}
    assert read.registers["inspections"]["grade"].null_count() == len(cards)
