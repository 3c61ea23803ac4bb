"""Schools of Ashmere, an invented county (801), in the publishers' layouts. Checked in the head."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
import xlsxwriter

from foreland.sources.ofsted.kept import SCHOOL as _SCHOOL
from foreland.sources.ofsted.state_funded import LATEST as _LATEST
from foreland.sources.ofsted.state_funded import PREVIOUS as _PREVIOUS

SPINE = [
    "URN",
    "LA",
    "ESTAB",
    "LAESTAB",
    "SCHNAME",
    "OTHERSCHNAME",
    "STREET",
    "LOCALITY",
    "ADDRESS3",
    "TOWN",
    "POSTCODE",
    "TELNUM",
    "ICLOSE",
    "OPENDATE",
    "CLOSEDATE",
    "ISNEW",
    "MINORGROUP",
    "NFTYPE",
    "OTHERNFTYPE",
    "ISPRIMARY",
    "ISSECONDARY",
    "ISPOST16",
    "AGEL",
    "AGEH",
    "GENDER",
    "SIXFGENDER",
    "RELDENOM",
    "ADMPOL",
    "OTHERURN",
    "NEWACFLAG",
    "RE-BROKERED",
]

COMMUNITY, CONVERTER, SPONSORED = (
    "Community school",
    "Academy - Converter mainstream",
    "Academy sponsor led mainstream",
)


def listed(urn: int, type_: str = COMMUNITY, la: int = 801, **cells: Any) -> dict[str, Any]:
    """A row of the list of schools; a primary school if nothing else is said."""
    plain = {
        "URN": float(urn),
        "LA": float(la),
        "LAESTAB": float(la * 10000 + 2000 + urn % 1000),
        "SCHNAME": f"School {urn}",
        "NFTYPE": type_,
        "ISPRIMARY": "1",
        "ISSECONDARY": "0",
        "ISPOST16": "0",
    }
    return {**plain, **cells}


def spine(rows: Iterable[dict[str, Any]]) -> bytes:
    packed = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(packed, options) as book:
        sheet = book.add_worksheet("england")
        sheet.write_row(0, 0, SPINE)
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(SPINE):
                if name in row:
                    sheet.write(number, place, row[name])
    return packed.getvalue()


def text(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows, ""]).encode("cp1252")


def links(*rows: str) -> bytes:
    """``URN,LinkURN,LinkType``; names and a day are added."""
    cells = [row.split(",") for row in rows]
    header = '"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"'
    return text(header, *[f'{a},{b},"A school","{kind}","01-09-2016"' for a, b, kind in cells])


def dates(*rows: str) -> bytes:
    """``urn,open_date,close_date``."""
    cells = [row.split(",") for row in rows]
    header = "urn,name,open_date,close_date,town,postcode"
    return text(header, *[f"{u},School {u},{o},{c},Ashby,AS1 1AA" for u, o, c in cells])


def history(*rows: str) -> bytes:
    """``URN,Rating,yyyymmdd``."""
    return text("URN,Rating,Inspection Date", *rows)


def census(*rows: str) -> bytes:
    """``URN,NOR``."""
    header = "URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB,TSENELSE,PSENELSE"
    cells = [row.split(",") for row in rows]
    return text(header, *[f"{u},801,2001,State-funded primary,{n},,,0,0" for u, n in cells])


def ofsted(rows: Sequence[dict[str, Any]], blank: int = 0) -> bytes:
    """The file of state-funded schools as Parquet; each row by our names, ``latest_grade``."""
    columns: dict[str, list[Any]] = {"Local authority": []}
    for row in rows:
        columns["Local authority"].append(row.get("authority", "Ashmere"))
    named = dict(_SCHOOL)
    named |= {f"latest_{n}": c for n, c in _LATEST.items()}
    named |= {f"previous_{n}": c for n, c in _PREVIOUS.items()}
    for name, column in named.items():
        columns[column] = [row.get(name) for row in rows]
    types = {"URN": pl.Float64, "LAESTAB": pl.Float64}
    types |= {column: pl.Float64 for name, column in named.items() if name.endswith("_urn")}
    types["Total number of pupils"] = pl.Float64
    frame = pl.DataFrame(
        {n: [None if v is None else v for v in c] + [None] * blank for n, c in columns.items()},
        schema={n: types.get(n, pl.String) for n in columns},
    )
    packed = io.BytesIO()
    frame.write_parquet(packed)
    return packed.getvalue()


def inspected(
    urn: int, grade: str, day: str, published: str | None = None, which: str = "latest"
) -> dict[str, Any]:
    """One graded inspection of a row of ``ofsted``; days as 31/08/2017."""
    return {
        f"{which}_urn": float(urn),
        f"{which}_number": f"1{urn}",
        f"{which}_inspected": day,
        f"{which}_published_on": published or day,
        f"{which}_grade": grade,
    }


def school(urn: int, *inspections: dict[str, Any], **cells: Any) -> dict[str, Any]:
    """A row of ``ofsted``: a primary school of 100 pupils if nothing else is said."""
    row: dict[str, Any] = {
        "urn": float(urn),
        "laestab": float(8012000 + urn % 1000),
        "name": f"School {urn}",
        "phase": "Primary",
        "type": "Community School",
        "pupils": 100.0,
    }
    for one in inspections:
        row |= one
    return row | cells
