"""Delimited text as a table of strings, each record with its number; bad records set aside.

Handles a byte-order mark, CRLF, UTF-8, UTF-16 and Windows-1252. A record's number is the row
that a spreadsheet shows: the header is row 1, and a line break inside quotes starts no new row.
"""

import csv
import io
import re
from dataclasses import dataclass

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.records import records, well_quoted

ROW = "__row"


@dataclass(frozen=True)
class Table:
    """``rows`` has one text column a name, and ``__row``, the record's number (UInt32)."""

    columns: tuple[str, ...]
    rows: pl.DataFrame
    quarantine: pl.DataFrame


QUARANTINE_SCHEMA: dict[str, type[pl.DataType]] = {
    "row": pl.UInt32,
    "column": pl.String,
    "found": pl.String,
    "expected": pl.String,
}


def no_quarantine() -> pl.DataFrame:
    return pl.DataFrame(schema=QUARANTINE_SCHEMA)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text and its encoding. Raises ForelandError naming the first byte that is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as fault:
        bad = fault.start
    if not _MANY_BYTES.search(data):  # else it is UTF-8 that was damaged, and not an older code
        try:
            return data.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            pass
    raise ForelandError(
        Problem(
            name,
            f"a byte that is no text, {data[bad]:#04x}",
            "UTF-8 (or Windows-1252) text",
            "Save the file again as UTF-8.",
            row=data[:bad].count(b"\n") + 1,
        )
    )


#: A letter that UTF-8 writes in several bytes. In Windows-1252 it would be an odd run of signs.
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def header(head: str) -> tuple[str, ...]:
    """The names in a text's first record, as they stand; for recognising, not for reading."""
    try:
        return tuple(cell.strip() for cell in next(csv.reader(io.StringIO(head, newline="")), []))
    except csv.Error:
        return ()


def read_table(text: str, name: str) -> Table:
    """Read a comma-separated text. Raises ForelandError for a faulty header.

    A record with too many or too few cells goes to the quarantine; the others are kept.
    """
    first_line = text.split("\n", 1)[0].rstrip("\r")
    names = header(first_line) if first_line.count('"') % 2 == 0 else ()
    quick = _quick(text, list(names)) if names else None
    rows, quarantine = quick if quick is not None else _careful(text, name)
    columns = tuple(column for column in rows.columns if column != ROW)
    return Table(columns, rows, quarantine)


def _header(cells: list[str], name: str) -> list[str]:
    names = [cell.strip() for cell in cells]
    if not any(names):
        raise ForelandError(
            Problem(name, "an empty first row", "a row of column names", "Add it.", row=1)
        )
    return [n or f"column {i}" for i, n in enumerate(names, start=1)]


def _apart(names: list[str], records: list[list[str]], name: str) -> list[str]:
    """Each column under a name of its own. Raises ForelandError where one stands twice.

    A copy with nothing in it (ONS prints an empty second ``notes``) is told apart by a number.
    """
    apart, problems = list(names), []
    for repeated in sorted({n for n in names if names.count(n) > 1}):
        places = [i for i, n in enumerate(names) if n == repeated]
        filled = [i for i in places if any(record[i].strip() for record in records)]
        if len(filled) > 1 or not records:
            problems.append(
                Problem(
                    name,
                    f"the column {repeated!r} {len(places)} times",
                    "each column once",
                    "Take out or rename the copies.",
                    row=1,
                    column=repeated,
                )
            )
        kept = (filled or places)[0]
        for number, place in enumerate([i for i in places if i != kept], start=2):
            apart[place] = f"{repeated} ({number})"
    if problems:
        raise ForelandError(problems)
    return apart


def _quick(text: str, names: list[str]) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """The fast way, for a text without a fault in its shape; None where it has one."""
    if not all(names) or len(set(names)) != len(names) or "\x00" in text:
        return None
    if text.count("\r") != text.count("\r\n") or ('"' in text and not well_quoted(text)):
        return None
    try:
        rows = pl.read_csv(
            io.BytesIO(text.encode()),
            has_header=False,
            skip_rows=1,
            new_columns=names,
            schema=dict.fromkeys(names, pl.String),
            empty_string_is_null=False,
            ignore_errors=False,
            truncate_ragged_lines=False,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    # Polars fills short records with nothing and drops blank lines without a word; where the
    # commas do not add up the careful way finds out which record it was.
    body = text.rstrip("\r\n")
    lines = body.count("\n")
    quoted = '"' in text
    if not quoted and (rows.height != lines or text.count(",") != (lines + 1) * (len(names) - 1)):
        return None
    if quoted and not _even(body, rows.height, len(names)):
        return None
    return rows.with_row_index(ROW, offset=2).select(*names, ROW), no_quarantine()


def _even(body: str, height: int, width: int) -> bool:
    """Whether every record of a text with quotes has as many cells as the header."""
    try:
        widths = [len(record) for record in csv.reader(io.StringIO(body, newline=""))]
    except csv.Error:
        return False
    return len(widths) == height + 1 and all(found == width for found in widths)


def _careful(text: str, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = records(text.replace("\x00", "\ufffd"))
    try:
        names = _header(next(found, []), name)
        good: list[list[str]] = []
        numbers: list[int] = []
        faults: list[tuple[int, str, str, str]] = []
        for number, record in enumerate(found, start=2):
            if len(record) == len(names):
                good.append(record)
                numbers.append(number)
            elif record:
                faults.append(
                    (number, "", f"{len(record)} cells", f"{len(names)} cells, as in the header")
                )
    except csv.Error as fault:
        raise ForelandError(
            Problem(name, f"text that is no table ({fault})", "comma-separated text", "Mend it.")
        ) from None
    names = _apart(names, good, name)
    columns = list(zip(*good, strict=True)) if good else [()] * len(names)
    rows = pl.DataFrame(
        {n: list(c) for n, c in zip(names, columns, strict=True)},
        schema=dict.fromkeys(names, pl.String),
    ).with_columns(pl.Series(ROW, numbers, dtype=pl.UInt32))
    return rows, pl.DataFrame(faults, schema=QUARANTINE_SCHEMA, orient="row")
