"""Ofsted's file of state-funded schools and the history: grades, regimes, numbers of the time."""

from datetime import date

import tiny
import tiny_schools as made

from foreland.model.areas import Register, _read
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))


def reading(data: bytes, reader: str = "ofsted-state-funded-schools") -> Reading:
    opened = open_bytes(data, "any")
    found = reader_of(opened)
    assert found is not None
    assert found.name == reader
    return found.read(opened, CONTEXT)


def faults(read: Reading) -> list[tuple[int, str, str]]:
    return list(read.quarantine.select("row", "column", "found").iter_rows())


def test_an_inspection_keeps_the_number_of_the_time() -> None:
    read = reading(
        made.ofsted(
            [
                made.school(
                    100002,
                    made.inspected(100002, "2", "05/03/2019"),
                    made.inspected(100001, "4", "10/01/2015", which="previous"),
                )
            ],
            blank=15,
        )
    )
    frame = read.registers["inspections"]
    assert frame.select("urn", "school", "which", "inspected", "grade").rows() == [
        ("100002", "100002", "latest", date(2019, 3, 5), 2),
        ("100001", "100002", "previous", date(2015, 1, 10), 4),
    ]
    assert read.registers["ofsted_schools"].select("urn", "area", "pupils").rows() == [
        ("100002", "E10000901", 100)
    ]
    assert read.quarantine.height == 0
    assert read.notes == ("15 blank rows at the end",)


def test_not_judged_is_neither_a_grade_nor_missing() -> None:
    read = reading(
        made.ofsted([made.school(100001, made.inspected(100001, "Not judged", "01/10/2024"))])
    )
    assert read.registers["inspections"].select("grade", "regime").rows() == [
        (None, "four judgements")
    ]
    assert read.quarantine.height == 0


def test_one_visit_has_one_regime() -> None:
    read = reading(
        made.ofsted(
            [
                made.school(100001, made.inspected(100001, "2", "01/10/2024")),
                made.school(100002, made.inspected(100002, "Not judged", "01/10/2023")),
            ]
        )
    )
    assert read.registers["inspections"].height == 0
    assert faults(read) == [
        (1, "Overall effectiveness", "2 on 2024-10-01"),
        (2, "Overall effectiveness", "Not judged on 2023-10-01"),
    ]
    assert read.registers["ofsted_schools"].height == 2


def test_an_unknown_grade_and_a_visit_before_the_opening_are_set_aside() -> None:
    read = reading(
        made.ofsted(
            [
                made.school(100001, made.inspected(100001, "5", "01/10/2020")),
                made.school(100002, made.inspected(100002, "2", "01/10/2020"), opened="01/09/2021"),
                made.school(100003, made.inspected(100009, "2", "01/10/2020"), opened="01/09/2021"),
            ]
        )
    )
    assert read.registers["inspections"]["school"].to_list() == ["100003"]
    assert faults(read) == [
        (2, "Inspection start date", "01/10/2020"),
        (1, "Overall effectiveness", "5"),
    ]


def test_a_negative_roll_a_second_row_and_an_unknown_authority_are_set_aside() -> None:
    read = reading(
        made.ofsted(
            [
                made.school(100001, pupils=-1.0),
                made.school(100002),
                made.school(100002),
                made.school(100003, authority="Nowhere", laestab=9992001.0),
            ]
        )
    )
    assert read.registers["ofsted_schools"].select("urn", "pupils").rows() == [
        ("100001", None),
        ("100002", 100),
    ]
    assert [(row, column) for row, column, _ in faults(read)] == [
        (3, "URN"),
        (4, "Local authority"),
        (1, "Total number of pupils"),
    ]


def test_a_school_lies_where_ofsted_says_though_another_maintains_it() -> None:
    read = reading(made.ofsted([made.school(100001, authority="Birchford")]))
    assert read.registers["ofsted_schools"]["area"].to_list() == ["E06000902"]


def test_the_files_day_is_the_end_of_the_month_before_its_newest_report() -> None:
    read = reading(
        made.ofsted([made.school(100001, made.inspected(100001, "2", "01/07/2024", "26/09/2024"))])
    )
    assert read.registers["ofsted_schools"]["as_at"].to_list() == [date(2024, 8, 31)]
    assert read.published is None


def test_the_history_reads_satisfactory_as_three_and_no_other_words() -> None:
    read = reading(
        made.history(
            "100001,Satisfactory,20100105",
            "100001,Requires Improvement,20140105",
            "100002,Splendid,20140105",
            "100002,Good,20141305",
        ),
        "ofsted-history",
    )
    assert read.registers["inspection_history"].select("urn", "grade", "inspected").rows() == [
        ("100001", 3, date(2010, 1, 5)),
        ("100001", 3, date(2014, 1, 5)),
    ]
    assert faults(read) == [(4, "Rating", "Splendid"), (5, "Inspection Date", "20141305")]
