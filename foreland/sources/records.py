"""The records of a comma-separated text whose quotation marks may be faulty.

A stray quotation mark opens a cell that swallows the lines below it. Where a record over several
lines is no whole record, its first line alone is the fault, and reading goes on with the next.
"""

import csv
import io
from collections.abc import Iterator


class _Lines:
    """The lines of a text, and how far a reader has come in them."""

    def __init__(self, lines: list[str], start: int) -> None:
        self.lines = lines
        self.at = start

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def records(text: str) -> Iterator[list[str]]:
    """Each record's cells, the header's first; a blank line is a record without cells.

    A line that cannot begin a whole record is given as it stands, its one cell too few or too
    many. Raises ``csv.Error`` for a cell beyond the limit of the library.
    """
    lines = list(io.StringIO(text, newline=""))
    place, width = 0, 0
    while place < len(lines):
        source = _Lines(lines, place)
        reader = csv.reader(source)
        for record in reader:
            taken = lines[place : source.at]
            if len(taken) > 1 and not _whole(taken):
                yield _alone(lines[place], width)
                place += 1
                break
            width = width or len(record)
            place = source.at
            yield record
        else:
            place = len(lines)


def _whole(lines: list[str]) -> bool:
    """Whether the lines are one record by the letter of the form."""
    try:
        return sum(1 for _ in csv.reader(lines, strict=True)) == 1
    except csv.Error:
        return False


def _alone(line: str, width: int) -> list[str]:
    """The cells of a faulty line; never as many as a whole record has."""
    cells = line.rstrip("\r\n").split(",")
    return [line.rstrip("\r\n")] if len(cells) == width else cells


def well_quoted(text: str) -> bool:
    """Whether each line of a text closes each quotation mark that it opens."""
    return all(line.count('"') % 2 == 0 for line in text.split("\n"))
