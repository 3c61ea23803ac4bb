"""A stray quotation mark costs its own line, and none of those below it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.sources.text import ROW, read_table

ROWS = [["E10000016", "2024", "5.1"], ["E10000017", "2024", "6.2"], ["E10000018", "2024", "7.3"]]


def text_of(rows: list[list[str]]) -> str:
    return "\n".join([",".join(row) for row in [["code", "year", "value"], *rows]]) + "\n"


@pytest.mark.parametrize("column", [0, 1, 2])
@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_mark_that_opens_and_never_closes(row: int, column: int) -> None:
    rows = [list(each) for each in ROWS]
    rows[row][column] = '"' + rows[row][column]
    table = read_table(text_of(rows), "file")
    kept = dict(zip(table.rows[ROW], table.rows.drop(ROW).rows(), strict=True))
    for number, whole in enumerate(ROWS):
        if number != row:
            assert kept[number + 2] == tuple(whole)
    assert (row + 2 in table.quarantine["row"].to_list()) or row == 2


def test_two_marks_far_apart_swallow_nothing_between_them() -> None:
    rows = [list(each) for each in ROWS]
    rows[0][2], rows[2][2] = '"5.1', '"7.3'
    table = read_table(text_of(rows), "file")
    assert (3, tuple(ROWS[1])) in zip(table.rows[ROW], table.rows.drop(ROW).rows(), strict=True)


def test_a_cell_over_several_lines_stays_one_cell() -> None:
    table = read_table('code,note\nA,"one,\ntwo"\nB,"say ""so"""\n', "file")
    assert table.rows.rows() == [("A", "one,\ntwo", 2), ("B", 'say "so"', 3)]
    assert table.quarantine.height == 0


def test_blank_lines_count_as_rows_with_and_without_marks() -> None:
    for mark in ("", '"'):
        table = read_table(f"a,b\n{mark}1{mark},2\n\n3,4\n", "file")
        assert table.rows.rows() == [("1", "2", 2), ("3", "4", 4)]


@given(st.integers(0, 200), st.integers(0, 2**16))
def test_wherever_the_mark_falls_every_other_line_is_kept(place: int, seed: int) -> None:
    rows = [[f"E{seed + number:08}", "2024", f"{number}.5"] for number in range(9)]
    whole = text_of(rows)
    place = len("code,year,value\n") + place % (len(whole) - len("code,year,value\n"))
    table = read_table(whole[:place] + '"' + whole[place:], "file")
    line = whole[:place].count("\n") - 1
    kept = set(table.rows.drop(ROW).rows())
    assert {tuple(row) for number, row in enumerate(rows) if number != line} <= kept
