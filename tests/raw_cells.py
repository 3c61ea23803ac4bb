"""Cells of published files, read without foreland's readers or calamine.

Texts by the standard library's ``csv``; workbooks by their XML; Parquet by Polars, as it is, cell
by cell; JSON as a list of objects. What stands in a cell, and what number a person reads in it: the
tests hold the store against this.
"""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

#: The rows of a sheet; of a text and a workbook the header is one of them, of the others not.
Rows = list[list[str]]


@dataclass(frozen=True)
class Raw:
    """A file's cells. ``form`` is ``text``, ``workbook``, ``parquet`` or ``json``.

    ``names`` are the columns of a Parquet or JSON file, whose rows have no header.
    """

    form: str
    sheets: list[Rows]
    names: list[str]

    def cell(self, sheet: int, row: int, column: int) -> str:
        """The text at an id's sheet, row and column. Raises IndexError outside the file."""
        if min(row, column) < 1:
            raise IndexError((sheet, row, column))
        return self.sheets[max(sheet - 1, 0)][row - 1][column - 1]


def read(path: Path) -> Raw:
    """The cells of a file, of whatever form. Raises ValueError for a form that is none of them."""
    data = path.read_bytes()
    if data[:4] == b"PAR1":
        names, rows = _parquet(path)
        return Raw("parquet", [rows], names)
    return of_bytes(data)


def of_bytes(data: bytes) -> Raw:
    """As ``read``, of the bytes of a text, a workbook or JSON, packed or not."""
    if data[:2] == b"\x1f\x8b":
        return of_bytes(gzip.decompress(data))
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                return Raw("workbook", list(_xlsx(archive)), [])
            if "content.xml" in names:
                return Raw("workbook", list(_ods(archive)), [])
            inside = [n for n in names if n.endswith(".csv") and ".meta." not in n]
            return of_bytes(archive.read(inside[0]))
    text = decoded(data)
    if text.lstrip()[:1] == "[":
        names, rows = _json(text)
        return Raw("json", [rows], names)
    return Raw("text", [list(csv.reader(io.StringIO(text, newline="")))], [])


def text_of(data: bytes) -> str:
    """The text inside a text file, packed or not."""
    if data[:2] == b"\x1f\x8b":
        return text_of(gzip.decompress(data))
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return decoded(archive.read(next(n for n in archive.namelist() if n.endswith(".csv"))))
    return decoded(data)


def by_line(lines: list[str]) -> Rows:
    """Each line a row of its own, whatever stray quotation marks may stand in it."""
    rows = []
    for line in lines:
        odd = "\x00" in line or "\r" in line  # the library would refuse them
        found = [line.split(",")] if odd else list(csv.reader([line]))
        rows.append(found[0] if found else [])
    return rows


def decoded(data: bytes) -> str:
    """The text of bytes. Raises UnicodeDecodeError where they are none."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def number(text: str) -> float | None:
    """What number a person reads in a cell; None where there is none."""
    bare = text.strip()
    if bare.endswith("%"):
        bare = bare[:-1].rstrip()
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _NUMBER.fullmatch(bare):
        return None
    found = float(bare)
    return found if abs(found) != float("inf") else None


def _parquet(path: Path) -> tuple[list[str], Rows]:
    found = pl.read_parquet(path)
    return found.columns, [[_said(cell) for cell in row] for row in found.iter_rows()]


def _said(cell: object) -> str:
    return "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell)


def _json(text: str) -> tuple[list[str], Rows]:
    objects = json.loads(text)
    names = list(dict.fromkeys(name for one in objects for name in one))
    return names, [[_said(one.get(name)) for name in names] for one in objects]


_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _xlsx(archive: zipfile.ZipFile) -> Iterator[Rows]:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in archive.namelist():
        for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")):
            shared.append("".join(part.text or "" for part in item.iter(f"{_SHEET}t")))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_SHEET}sheet"):
        target = targets[sheet.get(_LINK)].removeprefix("/xl/")
        yield _xlsx_rows(archive.read(f"xl/{target}"), shared)


def _xlsx_rows(data: bytes, shared: list[str]) -> Rows:
    rows: Rows = []
    for row in ElementTree.fromstring(data).iter(f"{_SHEET}row"):
        number = int(row.get("r") or len(rows) + 1)
        rows += [[] for _ in range(number - len(rows))]
        cells = rows[number - 1]
        for cell in row.iter(f"{_SHEET}c"):
            place = _place(cell.get("r")) if cell.get("r") else len(cells) + 1
            cells += [""] * (place - len(cells))
            value = cell.findtext(f"{_SHEET}v") or ""
            if cell.get("t") == "s":
                value = shared[int(value)]
            elif cell.get("t") == "inlineStr":
                value = "".join(part.text or "" for part in cell.iter(f"{_SHEET}t"))
            cells[place - 1] = value
    return rows


def _place(reference: str | None) -> int:
    place = 0
    for letter in (reference or "").rstrip("0123456789"):
        place = place * 26 + ord(letter) - 64
    return place


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def _ods(archive: zipfile.ZipFile) -> Iterator[Rows]:
    for table in ElementTree.fromstring(archive.read("content.xml")).iter(f"{_TABLE}table"):
        rows: Rows = []
        for row in table.iter(f"{_TABLE}table-row"):
            cells: list[str] = []
            for cell in row:
                if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    continue
                text = cell.get(f"{_OFFICE}value") or "\n".join(
                    "".join(part.itertext()) for part in cell.iter(f"{_TEXT}p")
                )
                times = int(cell.get(f"{_TABLE}number-columns-repeated") or 1)
                cells += [text] * (times if text or times < 1000 else 1)
            times = int(row.get(f"{_TABLE}number-rows-repeated") or 1)
            rows += [list(cells) for _ in range(times if any(cells) or times < 1000 else 1)]
        yield rows
