"""An area's own figures: one tidy layout, every fault at once, codes kept as text."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.local.layout import COLUMNS, REQUIRED, SYMBOLS
from foreland.sources.local.reader import read
from foreland.sources.local.sheets import claims
from foreland.sources.opening import Opened, open_bytes
from foreland.sources.reading import READING_SCHEMA, Context, Reading

FIXTURE = Path(__file__).parents[2] / "fixtures/local/early-help.csv"
TEXT = FIXTURE.read_text()

REGISTER = Register(
    [
        Area("X92000001", "Foreland", "country"),
        Area("X12000001", "Near Region", "region"),
        Area("X10000001", "Aldershire", "county", dfe_number="901"),
        Area("X06000002", "Bexborough", "unitary authority", opened=date(2023, 4, 1)),
        Area("X10000003", "Oldshire", "county", closed=date(2023, 3, 31)),
        Area("N", "North", "area", region="X10000001"),
        Area("D1", "Northway", "district", region="N"),
        Area("D2", "Southway", "district", region="X10000001"),
    ]
)

ROW = {
    "time_period": "2025",
    "time_identifier": "Calendar year",
    "geographic_level": "Local authority",
    "new_la_code": "X10000001",
    "indicator": "open_cases",
    "value": "12",
    "unit": "count",
}


def csv_of(*rows: dict[str, str]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(names), *(",".join(row.get(n, "") for n in names) for row in rows)]
    return "\n".join(lines) + "\n"


def reading(data: str | bytes) -> Reading:
    opened = open_bytes(data.encode() if isinstance(data, str) else data, "figures")
    assert claims(opened)
    return read(opened, Context(REGISTER))


def faults(*rows: dict[str, str]) -> list[tuple[object, ...]]:
    return reading(csv_of(*rows)).quarantine.select("row", "column", "found").rows()


def only(**changed: str) -> dict[str, Any]:
    """The one observation of a row changed so."""
    found = reading(csv_of(ROW | changed))
    assert not found.quarantine.height, found.quarantine.rows()
    return found.observations.row(0, named=True)


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell, day)
                else:
                    sheet.write(number, place, cell)
    book.close()
    return out.getvalue()


def cells_of(row: dict[str, object]) -> list[list[object]]:
    return [list(row), list(row.values())]


def text_at(opened: Opened, cell: dict[str, Any]) -> str:
    """The cell's own text, found as ``trace`` finds it."""
    if cell["sheet"]:
        return str(opened.sheet(cell["sheet"] - 1)[cell["row"] - 1][cell["column"] - 1])
    rows = opened.table.rows.filter(pl.col("__row") == cell["row"])
    return str(rows.row(0)[cell["column"] - 1])


# -- what is read ------------------------------------------------------------------------------


def test_every_row_of_a_good_file_is_a_fact() -> None:
    told = reading(TEXT)
    assert dict(told.observations.schema) == READING_SCHEMA
    assert told.observations.height == 10
    assert not told.quarantine.height
    assert (told.source, told.dataset, told.covers) == ("local", "local", "cells")


def test_the_required_columns_are_enough() -> None:
    assert set(ROW) == set(REQUIRED)
    assert only()["value"] == 12


def test_every_level_answers_with_its_own_area() -> None:
    areas = reading(TEXT).observations["area"].to_list()[:5]
    assert areas == ["X92000001", "X12000001", "X10000001", "D1", "D2"]


@pytest.mark.parametrize(
    ("time_period", "identifier", "kind", "end", "label"),
    [
        ("202425", "Academic year", "academic", date(2025, 8, 31), "202425"),
        ("202425", "Financial year", "financial", date(2025, 3, 31), "202425"),
        ("2025", "Calendar year", "calendar", date(2025, 12, 31), "2025"),
        ("202425", "Autumn term", "term", date(2024, 12, 31), "202425 Autumn term"),
        ("2025", "March", "month", date(2025, 3, 31), "2025 March"),
        ("2025", "March (snapshot)", "snapshot", date(2025, 3, 31), "2025 March (snapshot)"),
        ("2024", "12 months to December", "rolling-12", date(2024, 12, 31), None),
        ("2025", "3 months to February", "three-month", date(2025, 2, 28), None),
        ("2025", "Week 2", "week", date(2025, 1, 12), "2025 Week 2"),
        ("2025-03-31", "Day", "snapshot", date(2025, 3, 31), "2025-03-31"),
    ],
)
def test_a_period_is_read_and_keeps_its_label(
    time_period: str, identifier: str, kind: str, end: date, label: str | None
) -> None:
    found = only(time_period=time_period, time_identifier=identifier)
    assert (found["period_kind"], found["period_end"]) == (kind, end)
    assert found["published_period"] == (label or f"{time_period} {identifier}")


@pytest.mark.parametrize(("symbol", "status"), [*SYMBOLS.items(), ("C", "suppressed")])
def test_a_symbol_is_a_reason_and_never_zero(symbol: str, status: str) -> None:
    found = only(value=symbol)
    assert (found["value"], found["status"], found["symbol"]) == (None, status, symbol)


def test_an_empty_value_needs_its_reason_in_the_status() -> None:
    found = only(value="", status="not-collected")
    assert (found["value"], found["status"], found["symbol"]) == (None, "not-collected", "")
    assert faults(ROW | {"value": ""}) == [(2, "value", "nothing")]


def test_a_status_may_say_more_exactly_why_there_is_no_value() -> None:
    assert only(value="-", status="suppressed")["status"] == "suppressed"


def test_names_of_columns_may_be_written_as_a_person_writes_them() -> None:
    assert reading(csv_of(ROW).replace("new_la_code", "New LA code")).observations.height == 1


def test_empty_rows_of_a_spreadsheet_are_passed_over() -> None:
    told = reading(csv_of(ROW) + ",,,,,,\n,,,,,,\n")
    assert (told.observations.height, told.quarantine.height) == (1, 0)


# -- workbooks ---------------------------------------------------------------------------------


def test_a_workbook_reads_as_its_text_does() -> None:
    rows: list[list[object]] = [list(line.split(",")) for line in TEXT.splitlines()]
    book = reading(workbook(("Figures", rows)))
    drop = ("sheet",)
    assert book.observations.drop(drop).equals(reading(TEXT).observations.drop(drop))
    assert set(book.observations["sheet"]) == {1}


def test_codes_that_a_spreadsheet_made_numbers_are_text_again() -> None:
    row: dict[str, object] = ROW | {
        "time_period": 202425,
        "time_identifier": "Academic year",
        "old_la_code": 901,
        "indicator": 17,
        "value": 81.4,
    }
    told = reading(workbook(("Figures", cells_of(row))))
    assert not told.quarantine.height
    found = told.observations.row(0, named=True)
    assert (found["code"], found["published_period"], found["value"]) == ("17", "202425", 81.4)


def test_a_date_in_a_cell_is_that_day() -> None:
    row: dict[str, object] = ROW | {
        "time_period": datetime(2025, 3, 31),
        "time_identifier": "Day",
        "published": datetime(2025, 5, 1),
    }
    told = reading(workbook(("Figures", cells_of(row))))
    assert told.observations["period_end"].to_list() == [date(2025, 3, 31)]
    assert told.published == date(2025, 5, 1)


def test_lines_of_title_and_sheets_of_notes_are_passed_over() -> None:
    title: list[list[object]] = [["Early help, draft"], []]
    data = workbook(
        ("Notes", [["Ask the team."]]), ("Figures", [*title, *cells_of({**ROW}), ["", ""]])
    )
    told = reading(data)
    found = told.observations.row(0, named=True)
    assert (found["sheet"], found["row"], found["column"]) == (2, 4, 6)
    assert text_at(open_bytes(data, "x"), found) == "12"


def test_every_sheet_of_the_layout_is_read_and_its_faults_name_it() -> None:
    bad = {**ROW, "value": "many", "time_period": "2024"}
    told = reading(workbook(("A", cells_of({**ROW})), ("B", cells_of({**bad}))))
    assert told.observations.height == 1
    assert told.quarantine.select("row", "column", "found").rows() == [(2, "B: value", "many")]


def test_an_open_document_sheet_is_read() -> None:
    def row(cells: list[str]) -> str:
        inside = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in cells
        )
        return f"<table:table-row>{inside}</table:table-row>"

    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    body = row(list(ROW)) + row(list(ROW.values()))
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Figures">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    assert reading(out.getvalue()).observations["value"].to_list() == [12]


# -- faults ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "column", "found"),
    [
        ({"value": "about forty"}, "value", "about forty"),
        ({"value": "1,234"}, "value", "1"),
        ({"value": "nan"}, "value", "nan"),
        ({"value": "1e999"}, "value", "1e999"),
        ({"value": "81.4%"}, "value", "81.4%"),
        ({"value": "12", "status": "suppressed"}, "value", "12"),
        ({"value": "c", "status": "final"}, "value", "c"),
        ({"status": "finall"}, "status", "finall"),
        ({"unit": "per cent"}, "unit", "per cent"),
        ({"unit": ""}, "unit", "nothing"),
        ({"indicator": ""}, "indicator", "nothing"),
        ({"group": "girls"}, "group", "girls"),
        ({"geographic_level": "Ward"}, "geographic_level", "Ward"),
        ({"new_la_code": "X1"}, "new_la_code", "X1"),
        ({"new_la_code": "901"}, "new_la_code", "901"),
        ({"new_la_code": "X12000001"}, "new_la_code", "X12000001"),
        ({"old_la_code": "902"}, "old_la_code", "902"),
        ({"geographic_level": "Locality"}, "locality_code", "nothing"),
        ({"geographic_level": "Locality", "locality_code": "D9"}, "locality_code", "D9"),
        (
            {"geographic_level": "Locality", "locality_code": "D1", "new_la_code": "X06000002"},
            "new_la_code",
            "X06000002",
        ),
        ({"geographic_level": "Regional"}, "region_code", "nothing"),
        ({"time_period": "202529"}, "time_period", "202529, Calendar year"),
        ({"time_period": "2_025"}, "time_period", "2_025, Calendar year"),
        ({"time_period": ""}, "time_period", "nothing"),
        ({"time_identifier": "Reporting year"}, "time_identifier", "Reporting year"),
        ({"time_identifier": "Fortnight"}, "time_period", "2025, Fortnight"),
        ({"new_la_code": "X10000003"}, "new_la_code", "X10000003 (Oldshire)"),
        (
            {"new_la_code": "X06000002", "time_period": "2022"},
            "new_la_code",
            "X06000002 (Bexborough)",
        ),
        ({"numerator": "some"}, "numerator", "some"),
        ({"denominator": "-4"}, "denominator", "-4"),
        ({"status": "quoted", "document_date": "2017-03"}, "document", "nothing"),
        ({"status": "quoted", "document": "A letter"}, "document_date", "nothing"),
        ({"document_date": "28/03/2017"}, "document_date", "28/03/2017"),
        ({"published": "2025-02-30"}, "published", "2025-02-30"),
        ({"audience": "everyone"}, "audience", "everyone"),
    ],
)
def test_a_fault_is_told_with_its_row_and_column_and_gives_no_fact(
    changed: dict[str, str], column: str, found: str
) -> None:
    row = ROW | changed
    if "," in row["value"]:  # a comma that nobody quoted makes a cell too many
        told = reading(csv_of(ROW, row))
        assert told.quarantine.select("row", "found").rows() == [(3, "8 cells")]
        return
    assert faults(row) == [(2, column, found)]
    assert not reading(csv_of(row)).observations.height


def test_all_faults_of_a_file_are_told_at_once() -> None:
    told = faults(
        ROW | {"value": "many", "unit": "heads", "new_la_code": "X1"},
        ROW,
        ROW | {"time_period": "soon"},
    )
    assert told == [
        (2, "new_la_code", "X1"),
        (2, "unit", "heads"),
        (2, "value", "many"),
        (4, "time_period", "soon, Calendar year"),
    ]


@pytest.mark.parametrize("name", [n for n in REQUIRED if n != "indicator"])
def test_a_missing_column_is_an_error_that_names_it(name: str) -> None:
    row = {key: cell for key, cell in ROW.items() if key != name}
    with pytest.raises(ForelandError, match=f"no column {name}"):
        reading(csv_of(row))


def test_several_missing_columns_are_told_at_once() -> None:
    row = {key: cell for key, cell in ROW.items() if key not in ("new_la_code", "value")}
    with pytest.raises(ForelandError) as told:
        reading(csv_of(row))
    assert [p.found for p in told.value.problems] == ["no column new_la_code", "no column value"]


def test_a_repeated_column_is_an_error() -> None:
    with pytest.raises(ForelandError, match="the column 'unit' 2 times"):
        reading(csv_of(ROW | {"x": "count"}).replace(",x", ",unit"))
    header: list[object] = [*ROW, "unit"]
    with pytest.raises(ForelandError, match="the column 'unit' 2 times"):
        reading(workbook(("A", [header, [*ROW.values(), "count"]])))


def test_a_column_that_is_not_read_is_said_with_the_nearest() -> None:
    notes = reading(csv_of(ROW | {"denominater": "5"})).notes
    assert any("'denominater'" in note and "denominator?" in note for note in notes)


def test_of_two_rows_that_disagree_on_one_fact_neither_is_kept() -> None:
    assert faults(ROW, ROW | {"value": "13"}) == [
        (2, "value", "12 of open_cases, one of 2 figures for one fact"),
        (3, "value", "13 of open_cases, one of 2 figures for one fact"),
    ]


def test_a_row_that_stands_twice_is_read_once_and_told() -> None:
    told = reading(csv_of(ROW, ROW))
    assert told.observations.height == 1
    assert told.quarantine["row"].to_list() == [3]


# -- value, numerator and denominator ----------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "unit", "right"),
    [
        ("75", "30", "40", "percent", True),
        ("66.7", "10", "15", "percent", True),
        ("67", "10", "15", "percent", True),
        ("66.8", "10", "15", "percent", False),
        ("66.67", "10", "15", "percent", True),
        ("66.6", "10", "15", "percent", False),
        ("0.75", "30", "40", "percent", False),
        ("16.8", "210", "1250", "per-100", True),
        ("2.5", "5", "2000", "per-1000", True),
        ("2.5", "5", "20000", "per-10000", True),
        ("17.4", "348", "20", "ratio", True),
        ("12", "5", "20", "count", True),
        ("0", "0", "0", "percent", False),
    ],
)
def test_a_value_is_what_its_own_parts_make_within_its_rounding(
    value: str, numerator: str, denominator: str, unit: str, right: bool
) -> None:
    parts = {"numerator": numerator, "denominator": denominator, "unit": unit}
    told = faults(ROW | parts | {"value": value})
    assert told == ([] if right else [(2, "value", value)])


def test_a_share_typed_for_a_percentage_is_told_how_to_write_it() -> None:
    parts = {"numerator": "30", "denominator": "40", "unit": "percent", "value": "0.75"}
    expected = reading(csv_of(ROW | parts)).quarantine["expected"][0]
    assert expected.startswith("75, which")
    assert "do not format the cell as a percentage" in expected


def test_a_percentage_beyond_a_hundred_is_read_and_told() -> None:
    told = reading(csv_of(ROW | {"unit": "percent", "value": "104"}))
    assert told.observations["value"].to_list() == [104]
    assert any("out of their range" in note for note in told.notes)


# -- quoted figures, audience, publication -----------------------------------------------------

QUOTED = {"status": "quoted", "document": "Director's letter", "document_date": "2017-03-28"}


def test_a_quoted_figure_keeps_its_document() -> None:
    told = reading(csv_of(ROW | QUOTED))
    assert told.observations["status"].to_list() == ["quoted"]
    documents = told.registers["documents"].row(0, named=True)
    assert documents["document"] == "Director's letter"
    assert (documents["document_date"], documents["row"]) == (date(2017, 3, 28), 2)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2017-03-28", date(2017, 3, 28)),
        ("2017-03", date(2017, 3, 31)),
        ("2017", date(2017, 12, 31)),
    ],
)
def test_a_quoted_figure_is_known_from_the_last_day_that_its_document_may_be_of(
    written: str, day: date
) -> None:
    assert reading(csv_of(ROW | QUOTED | {"document_date": written})).published == day


def test_local_figures_are_internal_unless_every_row_is_public_or_quoted() -> None:
    later = {"time_period": "2024"}
    assert reading(csv_of(ROW)).audience == "internal"
    assert reading(csv_of(ROW | {"audience": "public"})).audience == "public"
    assert reading(csv_of(ROW | QUOTED)).audience == "public"
    assert reading(csv_of(ROW | QUOTED, ROW | later | {"audience": "public"})).audience == "public"
    mixed = reading(csv_of(ROW | {"audience": "public"}, ROW | later))
    assert mixed.audience == "internal"
    assert any("1 of 2 rows" in note for note in mixed.notes)


def test_a_file_without_one_good_row_is_internal() -> None:
    assert reading(csv_of(ROW | QUOTED | {"value": "x y"})).audience == "internal"


def test_the_newest_day_of_publication_counts_and_none_is_none() -> None:
    assert reading(TEXT).published == date(2025, 5, 1)
    assert reading(csv_of(ROW)).published is None


# -- recognised by content ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "time_period,time_identifier,geographic_level,new_la_code,indicator_count,value_percent",
        "time_period,time_identifier,geographic_level,new_la_code,value",
        "areacd,period,indicator,value,unit",
        "Short Desc,Years,Values,LA Number",
    ],
)
def test_files_of_other_layouts_are_not_claimed(header: str) -> None:
    assert not claims(open_bytes(f"{header}\n1\n".encode(), "local.csv"))


# -- the cell ----------------------------------------------------------------------------------

values = st.one_of(
    st.integers(0, 99999).map(str),
    st.floats(0, 1e6, allow_nan=False).map(repr),
    st.sampled_from([*SYMBOLS, "many", "", " 7.50 ", "-3", "1_0", "0x1", "٣"]),
)


@given(st.lists(values, min_size=1, max_size=6), st.permutations(REQUIRED), st.booleans())
def test_whatever_the_file_each_fact_is_what_its_cell_says(
    texts: list[str], order: list[str], book: bool
) -> None:
    rows = [ROW | {"value": v, "indicator": f"i{n}"} for n, v in enumerate(texts)]
    ordered: list[list[object]] = [[row[name] for name in order] for row in rows]
    data = (
        workbook(("Figures", [list(order), *ordered]))
        if book
        else csv_of(*[{name: row[name] for name in order} for row in rows]).encode()
    )
    opened = open_bytes(data, "figures")
    told = read(opened, Context(REGISTER))
    for cell in told.observations.iter_rows(named=True):
        text = text_at(opened, cell)
        assert text == texts[int(cell["code"][1:])]
        if cell["value"] is None:
            assert SYMBOLS[text.strip()] == cell["status"]
        else:
            assert float(text) == cell["value"]
    assert {*told.observations["row"], *told.quarantine["row"]} == set(range(2, len(rows) + 2))


# -- the manual --------------------------------------------------------------------------------

PAGE = (Path(__file__).parents[3] / "docs/how-to/add-your-own-figures.md").read_text("utf-8")


def test_every_column_sign_status_and_unit_is_documented() -> None:
    missing = [s for s in Status if not s.has_value]
    words = [*COLUMNS, *Unit, *missing, *(s for s in SYMBOLS if s.isascii())]
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_example_of_the_manual_reads_without_a_fault() -> None:
    example = PAGE.split("```csv\n")[1].split("```")[0]
    localities = [Area(code, code, "district", region="E10000016") for code in ("ashford", "dover")]
    register = Register.load().with_localities(localities)
    told = read(open_bytes(example.encode(), "example.csv"), Context(register))
    assert told.observations.height == 5
    assert (told.quarantine.height, told.notes) == (0, ())
