"""Read the workbooks of statistical neighbours: ten authorities for each, and how close.

The real header is the sheet's third row. Two editions are in use, of April 2021 and May 2025;
the change matters (Kent keeps four of its ten neighbours), so each is kept under its own name.
"""

import re
from typing import Any

import polars as pl

from foreland.model.periods import MONTHS, last_day
from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.text import QUARANTINE_SCHEMA

_HEADER = ["LA num", "LA Name", "LA number"]

SCHEMA: dict[str, type[pl.DataType]] = {
    "model": pl.String,
    "area": pl.String,
    "rank": pl.UInt8,
    "neighbour": pl.String,
    "closeness": pl.String,
    "row": pl.UInt32,
}


def claims(opened: Opened) -> bool:
    if opened.form != "workbook" or "LA SN Groups" not in opened.sheet_names:
        return False
    rows = opened.sheet(opened.sheet_names.index("LA SN Groups"))
    return len(rows) > 3 and [str(cell) for cell in rows[2][:3]] == _HEADER


def read(opened: Opened, context: Context) -> Reading:
    rows = opened.sheet(opened.sheet_names.index("LA SN Groups"))
    header = [str(cell) for cell in rows[2]]
    places = [i for i, name in enumerate(header) if name.startswith("SN") and name != "SNP"]
    if len(places) != 10:
        raise ForelandError(
            Problem(
                opened.name,
                f"{len(places)} columns of neighbours",
                "ten, SN1 to SN10",
                "Fetch it again.",
                row=3,
            )
        )
    found, faults = [], []
    for number, row in enumerate(rows[3:], start=4):
        if _number(row[0]) is None:
            if sum(_number(row[place]) is not None for place in places) > 1:  # and no note
                faults.append((number, "LA num", str(row[0]), "the number of an authority"))
            continue
        area = context.register.lait(_number(row[0]) or "")
        if area is None:
            faults.append((number, "LA num", str(row[0]), "the number of an authority"))
            continue
        for rank, place in enumerate(places, start=1):
            if str(row[place]).strip() in ("", "-"):
                continue  # a new authority has no neighbours in the older model
            other = context.register.lait(_number(row[place]) or "")
            if other is None:
                faults.append((number, header[place], str(row[place]), "an authority's number"))
            else:
                found.append((area.code, rank, other.code, str(row[place + 1]).strip(), number))
    model = edition(opened.name, [closeness for _, _, _, closeness, _ in found])
    frame = pl.DataFrame([(model, *line) for line in found], schema=SCHEMA, orient="row")
    year, month = (int(part) for part in model.split("-"))
    return Reading(
        source="lait",
        dataset=f"lait-neighbours-{model}",
        title=f"Statistical neighbours, model of {MONTHS[month - 1]} {year}",
        registers={"neighbours": frame},
        quarantine=pl.DataFrame(faults, schema=QUARANTINE_SCHEMA, orient="row"),
        # The day is not published: the model counts as known from the end of its month.
        published=last_day(year, month),
    )


_NAMED = re.compile(rf"({'|'.join(MONTHS)})[_ -]?(\d{{4}})", re.IGNORECASE)


def edition(name: str, closeness: list[str]) -> str:
    """The model's edition, ``2021-04`` or ``2025-05``: year and month.

    The month stands in the published file's name. Where it does not, the workbooks are told
    apart by their words: only that of 2021 writes "Not Close" (DfE, neighbour models of April
    2021 and May 2025).
    """
    if match := _NAMED.search(name):
        return f"{match[2]}-{MONTHS.index(match[1].capitalize()) + 1:02d}"
    return "2021-04" if "Not Close" in closeness else "2025-05"


def _number(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text if text.isdigit() else None


READER = Reader(name="lait-neighbours", version=1, claims=claims, read=read, order=0)
