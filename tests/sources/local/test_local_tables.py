"""An area's own tables: what is read, and every fault with row and column."""

import csv
import io
from datetime import date

import polars as pl
import pytest
import tiny
import xlsxwriter

from foreland.jobs.table_templates import as_csv, as_xlsx
from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.local.declared_tables import LocalTable, local_table, local_tables
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))
LOG = local_table("service-log")
GOOD = {"service": "advice", "urn": "100001", "started": "2025-09-15"}


def text(table: LocalTable, *rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, table.header)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def reading(data: bytes, name: str = "any.csv") -> Reading:
    opened = open_bytes(data, name)
    found = reader_of(opened)
    assert found is not None
    return found.read(opened, CONTEXT)


def faults(read: Reading) -> list[tuple[int, str, str]]:
    return list(read.quarantine.select("row", "column", "found").iter_rows())


def test_a_log_is_kept_as_it_was_written_for_the_area_alone() -> None:
    read = reading(
        text(
            LOG,
            GOOD | {"school": "Ash", "amount": "1,200.5", "amount_unit": "Hours", "cost": "£90"},
            GOOD | {"urn": "100002", "started": "15/9/2025", "ended": "2025-09-15"},
        )
    )
    assert read.audience == "internal"
    frame = read.registers["service_log"]
    assert "school" not in frame.columns
    names = ("service", "urn", "started", "ended", "amount", "amount_unit", "cost", "row")
    day = date(2025, 9, 15)
    assert frame.select(*names).rows() == [
        ("advice", "100001", day, None, 1200.5, "hours", 90.0, 2),
        ("advice", "100002", day, day, None, None, None, 3),
    ]
    assert read.quarantine.height == 0


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        ({"urn": "12"}, "urn", "12"),
        ({"urn": ""}, "urn", "nothing"),
        ({"service": "two words"}, "service", "two words"),
        ({"started": "soon"}, "started", "soon"),
        ({"started": "2025-02-30"}, "started", "2025-02-30"),
        ({"ended": "2025-09-14"}, "ended", "2025-09-14"),
        ({"cost": "-5"}, "cost", "-5"),
        ({"cost": "1e999"}, "cost", "1e999"),
        ({"amount": "12"}, "amount_unit", "nothing"),
        ({"amount": "12", "amount_unit": "weeks"}, "amount_unit", "weeks"),
    ],
)
def test_each_fault_is_told_and_its_row_set_aside(
    cells: dict[str, str], column: str, found: str
) -> None:
    read = reading(text(LOG, GOOD | {"urn": "100009"}, GOOD | cells))
    assert read.registers["service_log"]["urn"].to_list() == ["100009"]
    assert (3, column, found) in faults(read)


def test_all_faults_of_a_row_are_told_at_once() -> None:
    read = reading(text(LOG, {"service": "", "urn": "x", "started": "soon", "cost": "-1"}))
    assert [column for _, column, _ in faults(read)] == ["service", "urn", "started", "cost"]


def test_a_row_that_stands_twice_is_kept_once() -> None:
    read = reading(text(LOG, GOOD, GOOD | {"started": "15/09/2025"}))
    assert read.registers["service_log"].height == 1
    assert faults(read) == [(3, "service", "advice 100001 2025-09-15")]


def test_a_missing_column_is_told_with_the_layout() -> None:
    data = text(LOG, GOOD).replace(b"started", b"begun")
    with pytest.raises(ForelandError, match=r"no column started.*foreland template service-log"):
        reading(data)


@pytest.mark.parametrize("table", local_tables(), ids=lambda table: table.name)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_layout_as_it_is_written_is_read_and_empty(table: LocalTable, form: str) -> None:
    data = as_csv(table) if form == "csv" else as_xlsx(table)
    assert data == (as_csv(table) if form == "csv" else as_xlsx(table))
    read = reading(data, f"any.{form}")
    assert read.registers[table.register].height == 0
    assert read.quarantine.height == 0
    assert dict(read.registers[table.register].schema) == table.kept


def test_a_workbook_with_a_title_above_is_read_with_its_rows_numbers() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        page = book.add_worksheet("Log")
        page.write_row(0, 0, ["Our services"])
        page.write_row(2, 0, ["Service", "URN", "Started", "Ended"])
        page.write_row(3, 0, ["advice", 100001])
        page.write_datetime(3, 2, date(2025, 9, 15), book.add_format({"num_format": "d/m/yyyy"}))  # type: ignore[arg-type]
        page.write_row(4, 0, ["advice", "abc", "2025-09-15"])
    read = reading(packed.getvalue(), "log.xlsx")
    frame = read.registers["service_log"]
    assert frame.select("urn", "started", "sheet", "row").rows() == [
        ("100001", date(2025, 9, 15), 1, 4)
    ]
    assert faults(read) == [(5, "urn", "abc")]


def test_notes_on_trusts_want_words_with_their_subject() -> None:
    notes = local_table("trust-notes")
    good = {"uid": "1234", "noted_on": "2025-11-03", "supported": "Yes"}
    read = reading(
        text(
            notes,
            good,
            good | {"noted_on": "2025-11-04", "about": "governance"},
            good | {"noted_on": "2025-11-05", "document_date": "2026-01-01"},
            {"uid": "1234", "noted_on": "2025-11-06", "about": "governance", "note": "Two seats."},
        )
    )
    assert faults(read) == [(3, "note", "nothing"), (4, "noted_on", "2025-11-05")]
    kept = read.registers["trust_notes"]
    assert kept.select("supported", "about", "note").rows() == [
        ("yes", None, None),
        (None, "governance", "Two seats."),
    ]
    assert isinstance(kept, pl.DataFrame)
