"""A table as an answer: for a person, or as CSV, JSON or Parquet for a program."""

import io
import sys
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
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not frame.height:
        console.print("Nothing found.")
        return
    shown = [name for name in frame.columns if frame[name].null_count() < frame.height]
    table = Table(box=None, pad_edge=False)
    for name in shown:
        number = frame[name].dtype.is_numeric()
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in frame.select(shown).iter_rows():
        table.add_row(*["" if cell is None else f"{cell}" for cell in row])
    console.print(table)
