"""Archives that lie of their size or unpack without end, and sheets with a cell far off."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from mutating import faults
from mutating.samples import zipped

from foreland.sources import archives, taking
from foreland.sources.archives import Unreadable
from foreland.sources.opening import open_bytes

MUCH = b"a,b\n" + b"0" * 40_000_000


def told(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        open_bytes(data, "file")
    return str(caught.value)


@pytest.mark.parametrize(
    "data",
    [gzip.compress(MUCH), zipped({"data.csv": MUCH}), zipped({"xl/workbook.xml": MUCH})],
    ids=["gzip", "zip", "workbook"],
)
def test_what_unpacks_to_far_more_than_tables_do_is_refused(data: bytes) -> None:
    said = told(data)
    assert "unpacks to over 200 times it" in said
    assert "Leave it out" in said


def test_the_limit_counts_what_is_unpacked_and_not_what_is_promised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000_000)
    assert "512 MiB" in told(zipped({"data.csv": MUCH}))
    false = bytearray(zipped({"data.csv": MUCH}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", false, false.index(mark) + place, 100)
    assert "damaged" in told(bytes(false))


def test_an_archive_in_an_archive_and_one_of_two_tables_say_what_to_do() -> None:
    inside = zipped({"data.csv": b"a,b\n1,2\n"})
    for data in (zipped({"inside.zip": inside}), zipped({"one.csv": b"a", "two.csv": b"b"})):
        said = told(data)
        assert "an archive of one CSV" in said
        assert "Unpack it" in said


def test_an_archive_with_a_password_says_so() -> None:
    locked = bytearray(zipped({"data.csv": b"a,b\n1,2\n"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    assert "locked with a password" in told(bytes(locked))


def test_a_changed_byte_of_a_sheet_is_found_by_its_checksum() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<v>12.5</v>")
    assert "damaged" in told(packed.getvalue().replace(b"12.5", b"13.5", 1))


def test_a_cell_at_the_far_end_of_a_sheet_ends_no_run() -> None:
    """It asks for more memory than there is, which would end the program at once."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "LA num")
        sheet.write(1_048_575, 16_383, "x")
    assert "damaged" in told(packed.getvalue())


def test_a_damaged_utf_8_text_is_not_taken_for_an_older_code() -> None:
    text = "name,value\nCôte,1\nHigh School,2\n".encode()
    opened = open_bytes(text.replace(b"High", b"H\xffgh"), "file")
    with pytest.raises(Exception, match="row 3"):
        _ = opened.table
    assert open_bytes("name,value\nCôte,1\n".encode("cp1252"), "file").text[1] == "Windows-1252"


@pytest.mark.parametrize("how", faults.MEANWHILE)
def test_a_file_that_is_written_to_while_it_is_read_is_never_half(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 1000)
    with monkeypatch.context() as patched:
        faults.written_meanwhile(patched, how, 1)
        if how == "removed":
            with pytest.raises(Unreadable, match="no file any more"):
                taking.whole(path)
            return
        assert taking.whole(path) == path.read_bytes()
    faults.written_meanwhile(monkeypatch, how, 1000)
    with pytest.raises(Unreadable, match="changed while it was read"):
        taking.whole(path)
