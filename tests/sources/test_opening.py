"""Files are known by their bytes; whatever the bytes, only an error that is told comes out."""

import gzip
import io
import zipfile
from typing import Any

import polars as pl
import pytest
import tiny
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreland.model.areas import Register
from foreland.model.problems import ForelandError, Problem
from foreland.sources import registry
from foreland.sources.opening import open_bytes
from foreland.sources.reading import READING_SCHEMA, Context
from foreland.sources.text import QUARANTINE_SCHEMA, ROW, decode, header, read_table

FACTS = [("PriTotAbs", "2024", 801, "5.1"), ("PriTotAbs", "2024", 802, "-")]
WHOLE = {
    "csv": tiny.long_csv(FACTS),
    "gzip": gzip.compress(tiny.long_csv(FACTS)),
    "parquet": tiny.long_parquet(FACTS),
    "dictionary": tiny.dictionary_csv({"PriTotAbs": ("Low", "NA")}),
    "neighbours": tiny.neighbours_xlsx({801: [802, 803]}),
    "utf-16": tiny.long_csv(FACTS).decode().encode("utf-16"),
}


def zipped(names: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (WHOLE["csv"], "text"),
        (WHOLE["gzip"], "text"),
        (WHOLE["utf-16"], "text"),
        (WHOLE["parquet"], "parquet"),
        (WHOLE["neighbours"], "workbook"),
        (zipped({"data.csv": WHOLE["csv"], "data.meta.csv": b"a,b"}), "text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "other"),
        (b"%PDF-1.7 \x00", "other"),
    ],
)
def test_the_form_is_seen_by_content(data: bytes, form: str) -> None:
    assert open_bytes(data, "any.name").form == form


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (WHOLE["csv"], "lait-long"),
        (WHOLE["gzip"], "lait-long"),
        (WHOLE["parquet"], "lait-long"),
        (WHOLE["dictionary"], "lait-dictionary"),
        (WHOLE["neighbours"], "lait-neighbours"),
        (b"a,b\n1,2\n", None),
        (b"\x00", None),
    ],
)
def test_a_file_is_claimed_by_its_content_whatever_its_name(
    data: bytes, reader: str | None
) -> None:
    found = registry.reader_of(open_bytes(data, "holiday.jpg"))
    assert (found.name if found else None) == reader


def test_every_reader_has_its_own_name() -> None:
    names = [reader.name for reader in registry.readers()]
    assert len(names) == len(set(names))
    assert not any(":" in name for name in names)


# -- whatever the bytes --------------------------------------------------------------------


def _try(data: bytes) -> None:
    """Open, claim and read: only a ForelandError may come out."""
    problems: list[Problem] = []
    try:
        opened = open_bytes(data, "file")
        reader = registry.reader_of(opened)
        reading = reader.read(opened, Context(Register.load())) if reader else None
    except ForelandError as fault:
        reading, problems = None, fault.problems
        assert problems, "an error that says nothing"
    assert all(p.found and p.expected and p.remedy for p in problems)
    if reading is not None:
        assert dict(reading.observations.schema) == READING_SCHEMA
        assert dict(reading.quarantine.schema) == QUARANTINE_SCHEMA


@given(st.binary(max_size=400))
def test_any_bytes_give_an_answer_or_an_error_that_is_told(data: bytes) -> None:
    _try(data)


@given(
    st.sampled_from([b"PAR1", b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe"]),
    st.binary(max_size=200),
)
def test_any_bytes_after_a_known_beginning(start: bytes, rest: bytes) -> None:
    _try(start + rest)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_whole_file_cut_short_or_with_bytes_changed(name: str, data: st.DataObject) -> None:
    whole = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    _try(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


@given(st.text(max_size=200))
def test_any_text_has_a_header_or_none(text: str) -> None:
    assert isinstance(header(text), tuple)


# -- the table -----------------------------------------------------------------------------

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=6)
ENDS = st.sampled_from(["\n", "\r\n"])


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5), ENDS)
def test_a_written_table_reads_back_cell_by_cell(rows: list[list[str]], end: str) -> None:
    import csv

    out = io.StringIO()
    write = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    write.writerow(["a", "b", "c"])
    write.writerows(rows)
    table = read_table(out.getvalue(), "file")
    assert table.columns == ("a", "b", "c")
    assert [list(row) for row in table.rows.select("a", "b", "c").iter_rows()] == rows
    assert table.rows[ROW].to_list() == list(range(2, len(rows) + 2))
    assert table.quarantine.height == 0


@given(st.lists(st.integers(1, 5), max_size=6), st.booleans())
def test_no_record_is_lost_whatever_its_length(lengths: list[int], quoted: bool) -> None:
    cell = '"x"' if quoted else "x"
    text = "a,b,c\n" + "".join(",".join([cell] * n) + "\n" for n in lengths)
    table = read_table(text, "file")
    good = [i for i, n in enumerate(lengths, start=2) if n == 3]
    bad = [i for i, n in enumerate(lengths, start=2) if n != 3]
    assert table.rows[ROW].to_list() == good
    assert table.quarantine["row"].to_list() == bad


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", [("1", "2")]),
        ("a,b\n1,2", [("1", "2")]),
        ("a,b\n1,\n", [("1", "")]),
        ('a,b\n"1\n1",2\n3,4\n', [("1\n1", "2"), ("3", "4")]),
        ('"a",b\n"x,y","say ""so"""\n', [("x,y", 'say "so"')]),
        ("a,b\n1,2\n\n3,4\n", [("1", "2"), ("3", "4")]),
        ("a,b\n NA ,-\n", [(" NA ", "-")]),
        ("a,b\n", []),
    ],
)
def test_texts_that_are_tables(text: str, rows: list[tuple[str, str]]) -> None:
    table = read_table(text, "file")
    assert table.rows.drop(ROW).rows() == rows


def test_a_blank_line_counts_as_a_row_of_the_file() -> None:
    table = read_table("a,b\n1,2\n\n3,4\n", "file")
    assert table.rows[ROW].to_list() == [2, 4]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "an empty first row"),
        ("\n1,2\n", "an empty first row"),
        ("a,b,a\n1,2,3\n", "the column 'a' 2 times"),
        ('a,b,"a"\n1,2,3\n', "the column 'a' 2 times"),
    ],
)
def test_a_faulty_header_is_told(text: str, found: str) -> None:
    with pytest.raises(ForelandError, match=found):
        read_table(text, "file")


def test_a_column_without_a_name_is_named_by_its_place() -> None:
    assert read_table("a,,c\n1,2,3\n", "file").columns == ("a", "column 2", "c")


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("é £".encode(), "é £", "UTF-8"),
        (b"\xef\xbb\xbfa", "a", "UTF-8"),
        ("é £".encode("utf-16"), "é £", "UTF-16"),
        ("é – £".encode("cp1252"), "é – £", "Windows-1252"),
    ],
)
def test_encodings(data: bytes, text: str, encoding: str) -> None:
    assert decode(data, "file") == (text, encoding)


def test_a_byte_of_no_encoding_is_told_with_its_row() -> None:
    with pytest.raises(ForelandError) as told:
        decode(b"a,b\n1,2\n3,\x81\n", "file.csv")
    (problem,) = told.value.problems
    assert (problem.row, problem.found) == (3, "a byte that is no text, 0x81")


def test_a_table_of_the_quick_way_equals_one_of_the_careful_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from foreland.sources import text as texts

    said = tiny.long_csv(FACTS).decode()
    quick = read_table(said, "file")
    monkeypatch.setattr(texts, "_quick", lambda *_: None)
    careful = read_table(said, "file")
    assert quick.rows.equals(careful.rows)
    assert dict(quick.rows.schema) == dict(careful.rows.schema)


def test_a_parquet_file_is_not_read_to_see_its_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, **__: Any) -> pl.DataFrame:
        raise AssertionError("the rows were read")

    monkeypatch.setattr(pl, "read_parquet", never)
    assert open_bytes(WHOLE["parquet"], "file").columns == tiny.HEADER


def test_an_ods_without_its_mimetype_entry_is_mended_on_opening_and_says_so() -> None:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f"""<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
      <m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>"""
    content = """<office:document-content
      xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
      <office:body><office:spreadsheet><table:table table:name="Allocations">
        <table:table-row><table:table-cell office:value-type="float" office:value="7">
          <text:p>7</text:p></table:table-cell></table:table-row>
      </table:table></office:spreadsheet></office:body></office:document-content>"""
    parts = {"content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    data = zipped(parts)
    opened = open_bytes(data, "grant.ods")
    assert opened.sheet_names == ("Allocations",)
    assert opened.sheet() == [[7.0]]
    assert opened.mended == "its archive lacks the entry mimetype"
    assert opened.data == data
    assert not open_bytes(zipped({"mimetype": kind.encode(), **parts}), "grant.ods").mended


def test_an_archive_without_mimetype_that_is_no_spreadsheet_stays_unreadable() -> None:
    parts = {"content.xml": b"<x/>", "META-INF/manifest.xml": b"<x/>"}
    with pytest.raises(ForelandError, match="not a workbook"):
        open_bytes(zipped(parts), "words.odt")


def test_a_sheet_that_is_damaged_is_told_and_no_reader_breaks_on_it() -> None:
    whole = zipfile.ZipFile(io.BytesIO(WHOLE["neighbours"]))
    parts = {name: whole.read(name) for name in whole.namelist()}
    broken = {
        name: data[: len(data) // 2] + b"<" if name.endswith("sheet1.xml") else data
        for name, data in parts.items()
    }
    opened = open_bytes(zipped(broken), "broken.xlsx")
    with pytest.raises(ForelandError, match="a damaged sheet, LA SN Groups"):
        opened.sheet()
