"""A column that stands twice is an error, unless the copy is empty."""

import pytest

from foreland.model.problems import ForelandError
from foreland.sources.text import read_table


def test_an_empty_copy_is_told_apart_by_a_number() -> None:
    table = read_table("a,b,a,a\n,1,x,\n,2,,\n", "file.csv")
    assert table.columns == ("a (2)", "b", "a", "a (3)")
    assert table.rows["a"].to_list() == ["x", ""]


@pytest.mark.parametrize("text", ["a,a\n1,2\n", "a,b,a\n1,,\n,,2\n", "a,a\n"])
def test_two_columns_of_one_name_with_something_in_them_are_an_error(text: str) -> None:
    with pytest.raises(ForelandError, match="the column 'a' 2 times"):
        read_table(text, "file.csv")
