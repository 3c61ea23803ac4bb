"""Bad input gets a clear message and loses nothing: what was found, what was expected, what to do.

``cli`` fails on a traceback, whatever else a test asks.
"""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tiny
from command import Cli

from foreland.evidence.store import Store
from foreland.sources import archives

GOOD = [("PriTotAbs", "2024", 801, "5.1"), ("PriTotAbs", "2024", 802, "6.2")]

Write = Callable[[str, bytes], Path]


def report(cli: Cli, path: Path) -> dict[str, Any]:
    """Ingest one file, which always ends well; its row of the answer."""
    told = cli("ingest", path, "--format", "json")
    assert told.status == 0
    (row,) = told.json
    return dict(row)


def values(cli: Cli, code: str = "PriTotAbs") -> list[tuple[str, float]]:
    facts = cli("observations", "--indicator", f"lait:{code}", "--format", "json").json
    return [(fact["area_name"], fact["value"]) for fact in facts]


def quarantined(area: Path) -> list[tuple[int, str, str]]:
    aside = Store(area / "store").quarantine()
    return list(aside.select("row", "column", "found").iter_rows()) if aside.height else []


# -- the text ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        tiny.long_csv(GOOD),
        tiny.long_csv(GOOD, end="\r\n"),
        b"\xef\xbb\xbf" + tiny.long_csv(GOOD, end="\r\n"),
        tiny.long_csv(GOOD).decode().encode("utf-16"),
        tiny.long_csv(GOOD).replace(b"An item", "£ spent – a year".encode("cp1252")),
        tiny.long_csv(GOOD).replace(b"An item", b'"An ""item"",\non two lines"'),
        tiny.long_csv(GOOD).rstrip(b"\n"),
        tiny.long_csv(GOOD) + b"\n\n",
        gzip.compress(tiny.long_csv(GOOD)),
        tiny.long_parquet(GOOD),
    ],
    ids=[
        "plain",
        "crlf",
        "bom",
        "utf-16",
        "cp1252",
        "quoted",
        "no-end",
        "blank",
        "gzip",
        "parquet",
    ],
)
def test_the_same_facts_whatever_the_form_of_the_text(cli: Cli, write: Write, data: bytes) -> None:
    assert report(cli, write("long.csv", data))["observations"] == 2
    assert values(cli) == [("Birchford", 6.2), ("Ashmere", 5.1)]


def test_a_byte_that_is_no_text_is_named_with_its_row(cli: Cli, write: Write) -> None:
    said = report(cli, write("long.csv", tiny.long_csv(GOOD).replace(b"6.2", b"6.2\x81")))
    assert said["outcome"] == "unreadable"
    assert "row 3" in said["reason"]
    assert "0x81" in said["reason"]
    assert "Save the file again as UTF-8" in said["reason"]


@pytest.mark.parametrize(
    ("data", "found", "remedy"),
    [
        (b"", "an empty file", "Fetch it again"),
        (tiny.long_parquet(GOOD)[:-20], "a Parquet file cut short or damaged", "Fetch it again"),
        (tiny.long_parquet(GOOD)[:300], "a Parquet file cut short or damaged", "Fetch it again"),
        (gzip.compress(tiny.long_csv(GOOD))[:-12], "a gzip file cut short", "Fetch it again"),
        (tiny.neighbours_xlsx({801: [802]})[:2000], "a workbook that is damaged", "Fetch it again"),
    ],
    ids=["empty", "parquet", "parquet-half", "gzip", "workbook"],
)
def test_a_file_that_is_not_whole_says_so(
    cli: Cli, write: Write, data: bytes, found: str, remedy: str
) -> None:
    said = report(cli, write("file", data))
    assert said["outcome"] == "unreadable"
    assert found in said["reason"]
    assert remedy in said["reason"]


def test_a_parquet_file_with_damaged_pages_says_so(cli: Cli, write: Write) -> None:
    data = bytearray(tiny.long_parquet(GOOD))
    data[4:40] = b"\xff" * 36  # the first pages; the footer, which names the columns, is whole
    said = report(cli, write("long.parquet", bytes(data)))
    assert said["outcome"] == "unreadable"
    assert "cut short or damaged" in said["reason"]


def test_a_faulty_file_keeps_its_bytes_and_spoils_no_other(
    cli: Cli, write: Write, area: Path
) -> None:
    bad = write("bad.parquet", tiny.long_parquet(GOOD)[:300])
    write("good.csv", tiny.long_csv(GOOD))
    told = cli("ingest", bad.parent)
    assert told.status == 0
    assert "1 read, 1 unreadable" in told.err
    kept = [path.read_bytes() for path in (area / "store" / "raw").iterdir()]
    assert bad.read_bytes() in kept
    assert len(values(cli)) == 2
    assert cli("ingest", bad.parent, "--strict").status == 1


def test_an_archive_that_unpacks_without_end_is_refused(
    cli: Cli, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 100_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", b"0" * 1_000_000)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 1_000_000)
    for name, data in {
        "bomb.zip": packed.getvalue(),
        "bomb.gz": gzip.compress(b"0" * 1_000_000),
        "bomb.xlsx": book.getvalue(),
        "large.csv": b"0" * 200_000,
    }.items():
        said = report(cli, write(name, data))
        assert said["outcome"] == "unreadable", name
        assert "512 MiB" in said["reason"], name


def test_a_file_of_no_known_layout_is_kept_and_said(cli: Cli, write: Write) -> None:
    said = report(cli, write("colours.csv", b"colour,size\nred,2\n"))
    assert said["outcome"] == "unclaimed"
    assert said["reason"] == "no reader knows this layout"
    assert report(cli, write("picture.png", b"\x89PNG\x00\x00"))["outcome"] == "unclaimed"


# -- the columns ---------------------------------------------------------------------------


def test_a_missing_column_is_named(cli: Cli, write: Write) -> None:
    without = [name for name in tiny.HEADER if name != "Values"]
    said = report(
        cli, write("long.csv", tiny.long_csv([], without) + b"PriTotAbs,a,2024,b,801,c\n")
    )
    assert said["outcome"] == "unreadable"
    assert "no column Values" in said["reason"]


def test_a_repeated_column_is_named(cli: Cli, write: Write) -> None:
    header = ["Values" if name == "Region" else name for name in tiny.HEADER]
    said = report(cli, write("long.csv", tiny.long_csv(GOOD, header)))
    assert said["outcome"] == "unreadable"
    assert "the column 'Values' 2 times" in said["reason"]
    assert "row 1" in said["reason"]


def test_a_long_file_without_a_row_is_refused(cli: Cli, write: Write) -> None:
    """Read as a release it would say that every figure was withdrawn."""
    report(cli, write("long.csv", tiny.long_csv(GOOD)))
    for data in (tiny.long_csv([]), tiny.long_parquet([])):
        said = report(cli, write("later.csv", data))
        assert said["outcome"] == "unreadable"
        assert "no rows" in said["reason"]
    assert len(values(cli)) == 2


# -- the cells -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "column", "found", "expected"),
    [
        (("PriTotAbs", "2024", 777, "1"), "LA Number", "777", "the number of an authority"),
        (("PriTotAbs", "2024", "Kent", "1"), "LA Number", "Kent", "the number of an authority"),
        (("PriTotAbs", "Easter", 801, "1"), "Years", "Easter", "a period label"),
        (("PriTotAbs", "2024 (Guess)", 801, "1"), "Years", "2024 (Guess)", "a period label"),
        (("PriTotAbs", "2024", 803, "twelve"), "Values", "twelve", "a number"),
        (("PriTotAbs", "2024", 803, "1,234"), "Values", "1,234", "a number"),
        (("PriTotAbs", "2024", 803, "nan"), "Values", "nan", "a number"),
        (("PriTotAbs", "2024", 803, "inf"), "Values", "inf", "a number"),
        (("NoSuchCode", "2024", 803, "1"), "Short Desc", "NoSuchCode", "dictionary"),
    ],
)
def test_a_cell_that_cannot_be_read_is_set_aside_and_the_rest_kept(
    cli: Cli, write: Write, area: Path, bad: tiny.Fact, column: str, found: str, expected: str
) -> None:
    said = report(cli, write("long.csv", tiny.long_csv([GOOD[0], bad, GOOD[1]])))
    assert (said["outcome"], said["observations"], said["quarantined"]) == ("read", 2, 1)
    assert f"row 3, column {column}: found {found}; expected " in said["reason"]
    assert expected in said["reason"]
    assert quarantined(area) == [(3, column, found)]
    assert len(values(cli)) == 2


def test_two_rows_for_one_key_keep_the_last_and_name_the_other(
    cli: Cli, write: Write, area: Path
) -> None:
    facts = [GOOD[0], ("PriTotAbs", "2024", 801, "9.9"), GOOD[1]]
    said = report(cli, write("long.csv", tiny.long_csv(facts)))
    assert said["quarantined"] == 1
    assert values(cli) == [("Birchford", 6.2), ("Ashmere", 9.9)]
    assert quarantined(area) == [(2, "Values", "a second row for PriTotAbs 2024: 5.1")]


def test_a_record_with_a_cell_too_many_is_set_aside_with_its_row(
    cli: Cli, write: Write, area: Path
) -> None:
    lines = tiny.long_csv(GOOD).splitlines()
    lines.insert(2, b"PriTotAbs,An item,2024,Coldwater,7,803,Southmark,one more")
    said = report(cli, write("long.csv", b"\n".join(lines)))
    assert said["quarantined"] == 1
    assert quarantined(area)[0][0] == 3
    ids = cli("observations", "--indicator", "lait:PriTotAbs", "--format", "json").json
    assert sorted(fact["cell"] for fact in ids) == ["E2", "E4"]


def test_a_retired_authority_keeps_its_history(cli: Cli, write: Write) -> None:
    facts = [("PriTotAbs", "2020", 805, "7.7"), ("PriTotAbs", "2022", 806, "8.8")]
    assert report(cli, write("long.csv", tiny.long_csv(facts)))["quarantined"] == 0
    assert sorted(values(cli)) == [("Eastmoor", 7.7), ("North Eastmoor", 8.8)]


def test_every_fault_is_counted_once(cli: Cli, write: Write) -> None:
    facts: list[tiny.Fact] = [("NoSuchCode", "Easter", 777, "twelve"), GOOD[0]]
    said = report(cli, write("long.csv", tiny.long_csv(facts)))
    assert (said["observations"], said["quarantined"]) == (1, 1)


# -- the folder and its settings -----------------------------------------------------------


def told_on_opening(cli: Cli, area: Path, text: str | bytes) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    (area / "area.yaml").write_bytes(data)
    told = cli("observations", "--indicator", "lait:PriTotAbs")
    assert told.status == 1
    assert told.out == ""
    return told.err


def test_a_code_that_yaml_reads_as_a_number_says_to_quote_it(cli: Cli, area: Path) -> None:
    said = told_on_opening(cli, area, "# the area\narea: 886\n")
    assert "area.yaml, line 2" in said
    assert "found area: 886" in said
    assert "Quote it" in said


def test_an_unknown_area_suggests_the_nearest_and_says_where(cli: Cli, area: Path) -> None:
    said = told_on_opening(cli, area, 'area: "Ashmeer"\nregister: areas.csv\n')
    assert "area.yaml, line 1" in said
    assert "Did you mean Ashmere?" in said


def test_an_unknown_setting_is_named_with_its_line(cli: Cli, area: Path) -> None:
    said = told_on_opening(cli, area, 'area: "E10000901"\nregistre: areas.csv\n')
    assert "area.yaml, line 2" in said
    assert "registre" in said
    assert "register" in said


@pytest.mark.parametrize(
    "text",
    ["area: [1", "area: a: b", "", "just text", b"area: \xff\xfe\n", 'area: "x"\narea: "y"\n'],
)
def test_settings_that_are_no_yaml_are_told(cli: Cli, area: Path, text: str | bytes) -> None:
    assert "area.yaml" in told_on_opening(cli, area, text)


def test_a_folder_that_is_no_area_folder_is_told(cli: Cli, tmp_path: Path) -> None:
    told = cli("observations", "--indicator", "lait:PriTotAbs", folder=tmp_path)
    assert told.status == 1
    assert "foreland new" in told.err


def test_a_faulty_register_names_its_rows(cli: Cli, area: Path) -> None:
    (area / "areas.csv").write_text(tiny.REGISTER.replace("2021-03-31", "31 March 2021"))
    told = cli("observations", "--indicator", "lait:PriTotAbs")
    assert told.status == 1
    assert "areas.csv, row 8" in told.err


# -- the question --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["observations", "--indicator", "lite:PriTotAbs"], "lite"),
        (["observations", "--indicator", "ks2-rwm-expectd"], "Did you mean"),
        (["observations", "--indicator", "lait:PriTotAbs", "--area", "Ashmeer"], "Ashmere"),
        (["observations", "--indicator", "lait:PriTotAbs", "--group", "fsm"], "fsm"),
        (["compare", "lait:PriTotAbs", "--area", "999"], "999"),
        (["compare", "lait:PriTotAbs", "--model", "2019-01"], "2019-01"),
        (["trace", "not-an-id"], "not-an-id"),
        (["trace", "0123456789ab.0.1.1"], "0123456789ab"),
        (["ingest", "no-such-file.csv"], "no-such-file.csv"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    cli: Cli, write: Write, arguments: list[str], found: str
) -> None:
    report(cli, write("long.csv", tiny.long_csv(GOOD)))
    told = cli(*arguments)
    assert told.status == 1
    assert told.out == ""
    assert found in told.err
    assert "expected" in told.err


# -- the store -----------------------------------------------------------------------------


def test_a_faulty_list_of_releases_stops_the_run_and_spoils_no_file(cli: Cli, write: Write) -> None:
    path = write("long.csv", tiny.long_csv(GOOD))
    listing = write("releases.csv", b"digest,published\nabc,the first of May\n")
    told = cli("ingest", path)
    assert told.status == 1
    assert "releases.csv, row 2" in told.err
    listing.write_text("digest,when\n")
    assert "no column published" in cli("ingest", path).err
    listing.unlink()
    assert report(cli, path)["outcome"] == "read"


def test_a_manifest_or_a_table_that_was_spoilt_is_told(cli: Cli, write: Write, area: Path) -> None:
    report(cli, write("long.csv", tiny.long_csv(GOOD)))
    (table,) = (area / "store" / "releases").rglob("observations-*.parquet")
    whole = table.read_bytes()
    for data in (whole[:50], b"PAR1" + b"\xff" * len(whole)):
        table.write_bytes(data)
        told = cli("observations", "--indicator", "lait:PriTotAbs")
        assert told.status == 1
        assert table.name in told.err
    table.unlink()
    assert cli("observations", "--indicator", "lait:PriTotAbs").status == 1
    (area / "store" / "manifest.json").write_text('{"files": 3}')
    told = cli("observations", "--indicator", "lait:PriTotAbs")
    assert told.status == 1
    assert "manifest.json" in told.err


def test_raw_bytes_that_were_changed_are_not_traced(cli: Cli, write: Write, area: Path) -> None:
    report(cli, write("long.csv", tiny.long_csv(GOOD)))
    fact = cli("observations", "--indicator", "lait:PriTotAbs", "--format", "json").json[0]
    (raw,) = (area / "store" / "raw").iterdir()
    raw.write_bytes(raw.read_bytes().replace(b"6.2", b"6.3"))
    told = cli("trace", fact["id"])
    assert told.status == 1
    assert "changed" in told.err


def test_a_store_of_a_newer_foreland_is_refused(cli: Cli, write: Write, area: Path) -> None:
    report(cli, write("long.csv", tiny.long_csv(GOOD)))
    (area / "store" / "format").write_text("99\n")
    for words in (["observations", "--indicator", "lait:PriTotAbs"], ["ingest", area]):
        told = cli(*words)
        assert told.status == 1
        assert "use that one" in told.err


def test_a_second_writer_is_told_to_wait(cli: Cli, write: Write, area: Path) -> None:
    from foreland.evidence.lock import writing

    path = write("long.csv", tiny.long_csv(GOOD))
    with writing(area / "store"):
        told = cli("ingest", path)
        assert told.status == 1
        assert "one writer at a time" in told.err
        assert cli("observations", "--indicator", "lait:PriTotAbs").status == 0
    assert report(cli, path)["outcome"] == "read"


# -- the run -------------------------------------------------------------------------------


def test_a_workbook_with_a_damaged_sheet_ends_no_run(cli: Cli, write: Write) -> None:
    """Its sheets are looked into before any file is read, to see whose it is."""
    with zipfile.ZipFile(io.BytesIO(tiny.neighbours_xlsx({801: [802]}))) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as broken:
        for name, data in parts.items():
            broken.writestr(name, data[:-200] if "sheet1" in name else data)
    path = write("a-broken.xlsx", packed.getvalue())
    write("b-good.csv", tiny.long_csv(GOOD))
    told = cli("ingest", path.parent, "--format", "json")
    assert told.status == 0
    assert [row["outcome"] for row in told.json] == ["unreadable", "read"]
    assert len(values(cli)) == 2
