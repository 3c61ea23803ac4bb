"""An area's own figures over time: corrected, sent in parts, taken back, made public."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.evidence.store import Store
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.tracing import trace

HEADER = (
    "time_period,time_identifier,geographic_level,new_la_code,locality_code,"
    "indicator,value,unit,published,audience\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "area.yaml").write_text('area: "E10000016"\nlocalities: localities.csv\n')
    (tmp_path / "localities.csv").write_text(
        "code,name,kind,parent\nD1,Northway,district,E10000016\nD2,Southway,district,E10000016\n"
    )
    (tmp_path / "data").mkdir()
    return Folder.open(tmp_path)


def row(value: str, locality: str = "D1", published: str = "", audience: str = "") -> str:
    where = f"2025,March,Locality,E10000016,{locality}"
    return f"{where},open_cases,{value},count,{published},{audience}\n"


def send(folder: Folder, name: str, *rows: str) -> dict[str, object]:
    path = folder.data / name
    path.write_text(HEADER + "".join(rows))
    return ingest(folder, [path]).row(0, named=True)


def known(folder: Folder, as_of: date | None = None) -> dict[str, object]:
    found = facts(folder, "local:open_cases", as_of=as_of)
    return dict(found.select("area", "value").iter_rows())


def test_a_corrected_re_issue_replaces_the_former_from_its_day_on(folder: Folder) -> None:
    send(folder, "cases.csv", row("10", published="2025-05-01"))
    send(folder, "cases.csv", row("12", published="2025-06-01"))
    assert known(folder) == {"D1": 12}
    assert known(folder, date(2025, 5, 31)) == {"D1": 10}


def test_the_order_in_which_files_arrive_does_not_matter(folder: Folder) -> None:
    send(folder, "june.csv", row("12", published="2025-06-01"))
    send(folder, "may.csv", row("10", published="2025-05-01"))
    assert known(folder) == {"D1": 12}


def test_districts_may_send_a_file_each(folder: Folder) -> None:
    send(folder, "north.csv", row("10", "D1", "2025-05-01"))
    send(folder, "south.csv", row("20", "D2", "2025-05-02"))
    assert known(folder) == {"D1": 10, "D2": 20}


def test_a_figure_is_taken_back_by_a_row_without_a_value(folder: Folder) -> None:
    send(folder, "cases.csv", row("10", published="2025-05-01"))
    send(folder, "cases.csv", row("x", published="2025-06-01"))
    assert known(folder) == {"D1": None}


def test_a_figure_that_is_made_public_is_public_though_it_is_the_same(folder: Folder) -> None:
    send(folder, "cases.csv", row("10", published="2025-05-01"))
    send(folder, "cases.csv", row("10", published="2025-06-01", audience="public"))
    found = facts(folder, "local:open_cases")
    assert found.height == 1
    release = Store(folder.store).manifest.release(found["release"][0])
    assert release is not None
    assert release.audience == "public"


def test_the_same_figure_again_is_no_new_one(folder: Folder) -> None:
    send(folder, "may.csv", row("10", published="2025-05-01"))
    send(folder, "june.csv", row("10", published="2025-06-01"), row("20", "D2", "2025-06-01"))
    assert facts(folder, "local:open_cases")["as_of"].to_list() == [
        date(2025, 5, 1),
        date(2025, 6, 1),
    ]


def test_a_second_run_reads_nothing_again(folder: Folder) -> None:
    send(folder, "cases.csv", row("10"))
    assert send(folder, "cases.csv", row("10"))["outcome"] == "unchanged"


def test_trace_walks_back_to_the_cell_and_its_document(folder: Folder) -> None:
    path = folder.data / "letter.csv"
    path.write_text(
        "time_period,time_identifier,geographic_level,new_la_code,indicator,value,unit,status,"
        "document,document_date\n"
        "2016,December,Local authority,E10000016,good,90.50,percent,quoted,A letter,2017-03-28\n"
    )
    ingest(folder, [path])
    found = facts(folder, "local:good")
    walked = trace(folder, found["id"].to_list()).row(0, named=True)
    assert (walked["row"], walked["column"], walked["text"]) == (2, "value", "90.50")
    assert "document: A letter; document_date: 2017-03-28" in walked["record"]


def test_a_file_with_faults_keeps_its_good_rows(folder: Folder) -> None:
    told = send(folder, "cases.csv", row("10"), row("many", "D2"))
    assert (told["outcome"], told["observations"], told["quarantined"]) == ("read", 1, 1)
    quarantine = Store(folder.store).quarantine()
    assert "row 3, column value: found many; expected a number" in str(told["reason"])
    assert quarantine.select("row", "column", "found").rows() == [(3, "value", "many")]
    assert quarantine.filter(pl.col("expected").str.contains("write c, z, x or -")).height == 1


def test_every_fault_is_listed_and_a_missing_day_of_publication_said(folder: Folder) -> None:
    told = send(folder, "cases.csv", row("many"), row("more", "D9"), row("5"))
    lines = str(told["reason"]).split("\n")
    assert [line.split(":")[0] for line in lines] == [
        "row 2, column value",
        "row 3, column locality_code",
        "row 3, column value",
        "no day of publication",
    ]
