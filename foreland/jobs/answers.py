"""A table as an answer: for a person, or as CSV, JSON or Parquet for a program."""

import io
import sys
from shutil import get_terminal_size
from typing import Literal

import polars as pl

Format = Literal["table", "csv", "json", "parquet"]


def answer(frame: pl.DataFrame, form: Format) -> None:
    """Write ``frame`` to the standard output. JSON is a list of flat objects, never NaN."""
    if form == "parquet":
        packed = io.BytesIO()
        frame.write_parquet(packed)
        sys.stdout.buffer.write(packed.getvalue())
    elif form == "json":
        print(frame.write_json() if frame.height else "[]")
    elif form == "csv":
        print(frame.write_csv(), end="")
    else:
        _table(frame)


def _table(frame: pl.DataFrame) -> None:
    """Side by side where that fits the terminal, else a row under the other: name and value."""
    if not frame.height:
        print("Nothing found.")
        return
    shown = [name for name in frame.columns if frame[name].null_count() < frame.height]
    rows = [[_cell(cell) for cell in row] for row in frame.select(shown).iter_rows()]
    columns = list(zip(*rows, strict=True))
    wide = [max(len(name), *map(len, cells)) for name, cells in zip(shown, columns, strict=True)]
    if sum(wide) + 2 * (len(wide) - 1) <= get_terminal_size().columns:
        right = [frame[name].dtype.is_numeric() for name in shown]
        for line in (shown, *rows):
            cells = [
                text.rjust(width) if number else text.ljust(width)
                for text, width, number in zip(line, wide, right, strict=True)
            ]
            print("  ".join(cells).rstrip())
        return
    longest = max(map(len, shown))
    for number, row in enumerate(rows):
        if number:
            print()
        for name, text in zip(shown, row, strict=True):
            if text:
                print(f"{name.ljust(longest)}  {text}")


def _cell(value: object) -> str:
    """As a person reads it: without the noise of binary fractions, and on one line."""
    if value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return " ".join(text.split())
