"""A real file, cut to a few of its rows under its own header, as cells that can be damaged."""

import csv
import gzip
import io
import json
import random
import zipfile
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import raw_cells
import xlsxwriter
from python_calamine import CalamineWorkbook

#: Files with more rows than these are cut to a draw of them.
MOST_ROWS = 120


@dataclass(frozen=True)
class Sample:
    """Cells in a form. ``form`` is ``text``, ``gzip``, ``zip``, ``workbook``, ``parquet``,
    ``json`` or ``bytes`` (a file that is only ever damaged as a whole).

    ``sheets`` hold all rows, a text's header with them; of Parquet and JSON the columns are
    ``names``. A cell is text, or of a workbook's or a Parquet file's own type.
    """

    name: str
    form: str
    sheets: list[list[list[Any]]]
    names: list[str] = field(default_factory=list)
    types: dict[str, Any] = field(default_factory=dict)
    whole: bytes = b""

    @property
    def data(self) -> bytes:
        return self.whole or encoded(self)

    def having(self, sheet: int, rows: list[list[Any]]) -> "Sample":
        """This sample with the rows of one sheet replaced."""
        sheets = [rows if place == sheet else each for place, each in enumerate(self.sheets)]
        return replace(self, sheets=sheets, whole=b"")


def sample_of(path: Path, chance: random.Random) -> Sample:
    """A sample of a published file: its own rows, about ``MOST_ROWS`` of them."""
    data = path.read_bytes()
    if data[:4] == b"PAR1":
        frame = pl.read_parquet(path)
        if frame.height > MOST_ROWS:
            frame = frame[sorted(chance.sample(range(frame.height), MOST_ROWS))]
        rows = [list(row) for row in frame.iter_rows()]
        return Sample(path.name, "parquet", [rows], frame.columns, dict(frame.schema))
    if (data[:2] == b"PK" and path.suffix != ".zip") or data[:4] == b"\xd0\xcf\x11\xe0":
        return _workbook(path, data, chance)
    packed = data[:2] == b"\x1f\x8b"
    if data[:1] == b"{":
        return Sample(path.name, "bytes", [], whole=data)
    raw = raw_cells.of_bytes(data)
    if raw.form == "json":
        objects = json.loads(raw_cells.decoded(gzip.decompress(data) if packed else data))
        rows = _few([[one.get(name) for name in raw.names] for one in objects], 0, chance)
        return Sample(path.name, "json", [rows], raw.names)
    form = "gzip" if packed else "zip" if data[:2] == b"PK" else "text"
    (rows,) = raw.sheets
    titles = 12 if rows[0].count("") > len(rows[0]) / 2 else 1
    return Sample(path.name, form, [_few(rows, titles, chance)])


def _few(rows: list[list[Any]], titles: int, chance: random.Random) -> list[list[Any]]:
    body = [row for row in rows[titles:] if row]
    if len(body) > MOST_ROWS:
        body = [body[place] for place in sorted(chance.sample(range(len(body)), MOST_ROWS))]
    return [*rows[:titles], *body]


def _workbook(path: Path, data: bytes, chance: random.Random) -> Sample:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception:
        return Sample(path.name, "bytes", [], whole=data)
    sheets = [book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names]
    few = [_few(rows, 12, chance) for rows in sheets]
    return Sample(path.with_suffix(".xlsx").name, "workbook", few, list(book.sheet_names))


def encoded(sample: Sample) -> bytes:
    """The bytes of a sample in its form."""
    if sample.form == "workbook":
        return _xlsx(sample)
    (rows,) = sample.sheets
    if sample.form == "parquet":
        packed = io.BytesIO()
        pl.DataFrame(rows, schema=_types(sample), orient="row", strict=False).write_parquet(packed)
        return packed.getvalue()
    if sample.form == "json":
        return json.dumps([dict(zip(sample.names, r, strict=True)) for r in rows]).encode()
    text = csv_text(rows).encode()
    if sample.form == "gzip":
        return gzip.compress(text, mtime=0)
    return zipped({f"{Path(sample.name).stem}.csv": text}) if sample.form == "zip" else text


def csv_text(rows: list[list[Any]], end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(rows)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _types(sample: Sample) -> dict[str, Any]:
    """A column's own type; text where a cell was made one that the type cannot hold."""
    found = {}
    for place, name in enumerate(sample.names):
        dtype = sample.types.get(name, pl.String)
        texts = any(isinstance(row[place], str) for row in sample.sheets[0])
        found[name] = pl.String if texts else dtype
    return found


def _xlsx(sample: Sample) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in zip(sample.names, sample.sheets, strict=True):
            sheet = book.add_worksheet(name[:31])
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime | date):
                        sheet.write_datetime(number, place, cell, day)
                    elif isinstance(cell, bool):
                        sheet.write_boolean(number, place, cell)
                    elif isinstance(cell, int | float):
                        sheet.write_number(number, place, cell)
                    elif cell not in ("", None):
                        sheet.write_string(number, place, str(cell))
    return packed.getvalue()
