"""A tiny invented England, and files about it in the real shapes: values to check in the head."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

HEADER = ("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region")

DICTIONARY = (
    "Topic",
    "Measure",
    "Measure_short",
    "Polarity",
    "y_axis_name",
    "Last Update",
    "Year_Type",
    "No_Quartile",
)

#: LAIT's number: name, code. Eastmoor closed on 31 March 2021 and was split into two.
AREAS = {
    970: ("England", "E92000001"),
    981: ("Southmark", "E12000901"),
    801: ("Ashmere", "E10000901"),
    802: ("Birchford", "E06000902"),
    803: ("Coldwater", "E06000903"),
    804: ("Dunholm", "E06000904"),
    805: ("Eastmoor", "E10000905"),
    806: ("North Eastmoor", "E06000906"),
    807: ("South Eastmoor", "E06000907"),
}

REGISTER = """\
code,name,kind,dfe_number,lait_number,region,sub_region,opened,closed,successors,other_codes,other_names
E92000001,England,country,,970,,,,,,,
E12000901,Southmark,region,,981,E92000001,,,,,,
E10000901,Ashmere,county,801,801,E12000901,,,,,,
E06000902,Birchford,unitary authority,802,802,E12000901,,,,,,
E06000903,Coldwater,unitary authority,803,803,E12000901,,,,,,
E06000904,Dunholm,unitary authority,804,804,E12000901,,,,,,
E10000905,Eastmoor,county,805,805,E12000901,,,2021-03-31,E06000906 E06000907,,
E06000906,North Eastmoor,unitary authority,806,806,E12000901,,2021-04-01,,,,
E06000907,South Eastmoor,unitary authority,807,807,E12000901,,2021-04-01,,,,
"""

#: One cell: LAIT's code, the label of the year, the area's number, the text.
Fact = tuple[str, str, int | str, str]


def folder(path: Path, area: str = '"E10000901"') -> Path:
    """An area folder of Ashmere."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "areas.csv").write_text(REGISTER, encoding="utf-8")
    (path / "area.yaml").write_text(f"area: {area}\nregister: areas.csv\n", encoding="utf-8")
    return path


def _name(number: int | str) -> str:
    return AREAS[number][0] if isinstance(number, int) and number in AREAS else "Somewhere"


def long_csv(facts: Iterable[Fact], header: Sequence[str] = HEADER, end: str = "\n") -> bytes:
    """LAIT's long file as text."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator=end)
    write.writerow(header)
    for code, label, number, text in facts:
        write.writerow([code, "An item", label, _name(number), text, number, "Southmark"])
    return out.getvalue().encode()


def long_parquet(facts: Iterable[Fact]) -> bytes:
    """LAIT's long file as published: every value is text, the area's number a float."""
    rows = [
        (code, "An item", label, _name(number), text, float(number), "Southmark")
        for code, label, number, text in facts
    ]
    types = [pl.String] * 5 + [pl.Float64, pl.String]
    packed = io.BytesIO()
    pl.DataFrame(rows, schema=dict(zip(HEADER, types, strict=True)), orient="row").write_parquet(
        packed
    )
    return packed.getvalue()


def dictionary_csv(codes: Mapping[str, tuple[str, str]]) -> bytes:
    """The dictionary: a code's polarity (High, Low, -) and No_Quartile (N or NA)."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(DICTIONARY)
    for code, (polarity, no_quartile) in codes.items():
        write.writerow(
            ["A topic", code, code, polarity, "%", "45809", "Academic year", no_quartile]
        )
    return out.getvalue().encode()


def neighbours_xlsx(lists: Mapping[int, Sequence[int]]) -> bytes:
    """A workbook of statistical neighbours; the header is its third row."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet("LA SN Groups")
        sheet.write(0, 0, "Statistical neighbours")
        names = [name for i in range(1, 11) for name in (f"SN{i}", "SNP")]
        sheet.write_row(2, 0, ["LA num", "LA Name", "LA number", *names])
        for row, (number, near) in enumerate(lists.items(), start=3):
            cells: list[Any] = [number, _name(number), number]
            for other in near:
                cells += [other, "Close"]
            cells += ["-", ""] * (10 - len(near))
            sheet.write_row(row, 0, cells)
    return packed.getvalue()


def tree(path: Path) -> dict[str, bytes]:
    """Every file below ``path`` but the lock, by its name."""
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != "lock"
    }
