"""The data-quality page: findings with what to do, publications compared, and nothing internal."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import tiny

from foreland.indicators.catalogue import Catalogue

Cli = Callable[..., Any]
Write = Callable[[str, bytes], Path]

NEET = Catalogue.load().get("neet").series[0].code

PLAN = """\
title: "A plan"
area: "E10000901"
priorities:
  - {id: P1, title: "Learning and work"}
measures:
  - {id: neet, title: "Neither learning nor working", priority: P1, indicator: neet,
     beside: ["local:neet"]}
"""
OWN = (
    "time_period,time_identifier,geographic_level,new_la_code,indicator,group,value,numerator,"
    "denominator,unit,audience\n"
)


def own(value: float, counted: int, of: int, audience: str) -> bytes:
    """Ashmere's own figure for December 2023 to February 2024."""
    return (
        f"{OWN}2024,3 months to February,Local authority,E10000901,neet,all,{value},{counted},{of},"
        f"percent,{audience}\n"
    ).encode()


@pytest.fixture
def ashmere(area: Path, cli: Cli, write: Write) -> Path:
    """LAIT has 3.0 for Ashmere; its dictionary says that an update was due in April 2026."""
    (area / "plan").mkdir()
    (area / "plan" / "plan.yaml").write_text(PLAN)
    figures = [(NEET, "2024", place, "3.0") for place in (801, 802, 803)]
    figures += [(NEET, "2025", place, "4.0") for place in (802, 803)]
    long = write("long.csv", tiny.long_csv(figures))
    rows = list(csv.reader(io.StringIO(tiny.dictionary_csv({NEET: ("Low", "NA")}).decode())))
    out = io.StringIO()
    csv.writer(out).writerows([[*rows[0], "Next Update"], [*rows[1], "46113"]])
    dictionary = write("dictionary.csv", out.getvalue().encode())
    assert cli("ingest", long, dictionary, "--published", "2026-06-09").status == 0
    return area


def page(cli: Cli, out: Path, name: str = "data-quality/index.html", audience: str = "") -> str:
    words = ["--audience", audience] if audience else []
    told = cli("build", "--out", out, *words)
    assert told.status == 0, told.err
    text = (out / "current" / name).read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", text[text.index("<main") :]).split())


@pytest.mark.usefixtures("ashmere")
def test_each_finding_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    said = page(cli, tmp_path / "site")
    assert "overdue by 40 days: the publisher named 2026-04-30" in said
    assert "What to do: The publisher's own file lacks it still" in said.replace("&#39;", "'")
    assert "Missing where others have a figure" in said


def test_an_accepted_finding_stands_with_its_reason(
    cli: Cli, ashmere: Path, tmp_path: Path
) -> None:
    page(cli, tmp_path / "site")
    rows = list(csv.DictReader((tmp_path / "site/current/downloads/findings.csv").open()))
    one = next(row["id"] for row in rows if row["kind"] == "freshness")
    (ashmere / "quality.yaml").write_text(
        f"accepted:\n  - finding: {one}\n    reason: The publisher promised it for autumn.\n"
        "    by: head of data\n    until: 2027-03-31\n"
    )
    said = page(cli, tmp_path / "site")
    assert "Accepted The publisher promised it for autumn. (head of data, until 31 March 2027)" in (
        said.replace(" )", ")")
    )
    assert one in said


@pytest.mark.usefixtures("ashmere")
def test_a_file_that_no_reader_knows_is_not_named_in_public(
    cli: Cli, write: Write, tmp_path: Path
) -> None:
    cli("ingest", write("notes on one school.txt", b"nothing that a reader knows"))
    assert "notes on one school" not in page(cli, tmp_path / "site")
    assert "notes on one school" in page(cli, tmp_path / "inside", audience="internal")


@pytest.mark.usefixtures("ashmere")
def test_what_an_internal_file_holds_is_told_to_the_area_alone(
    cli: Cli, write: Write, tmp_path: Path
) -> None:
    faulty = own(6.5, 130, 2000, "") + b"2099,3 months to Smarch,Local authority,E10000901\n"
    cli("ingest", write("own early figures.csv", faulty))
    for name in ("data-quality/index.html", "indicators/neet.html", "sources/index.html"):
        said = page(cli, tmp_path / "site", name)
        assert "own early figures" not in said, name
        assert "6.5" not in said, name
    everything = b"".join(tiny.tree(tmp_path / "site" / "current").values())
    assert b"own early figures" not in everything
    assert "own early figures" in page(cli, tmp_path / "inside", audience="internal")


@pytest.mark.usefixtures("ashmere")
def test_both_publications_stand_on_the_page_where_the_plan_asks(
    cli: Cli, write: Write, tmp_path: Path
) -> None:
    cli("ingest", write("own.csv", own(6.5, 130, 2000, "public")))
    said = page(cli, tmp_path / "site", "indicators/neet.html")
    assert "As another publication has it" in said
    assert "December 2023 to February 2024 3.0% 6.5%" in said
    assert "of 1 figure that both give, 0 are equal, 0 agree within rounding and 1 differ" in said
    quality = page(cli, tmp_path / "site")
    assert "Two publications that differ" in quality
    assert "where lait:" in quality


@pytest.mark.usefixtures("ashmere")
def test_a_withheld_figure_is_in_no_finding(cli: Cli, write: Write, tmp_path: Path) -> None:
    """3 of 2,000 people: too few to be told of, in the finding as in the table beside it."""
    cli("ingest", write("own.csv", own(0.15, 3, 2000, "public")))
    page(cli, tmp_path / "site")
    everything = b"".join(tiny.tree(tmp_path / "site" / "current").values())
    assert b"0.15" not in everything
    found = pl.read_csv(tmp_path / "site/current/downloads/reconciled.csv", infer_schema=False)
    assert found.filter(pl.col("second") == "local:neet")["second_value"].to_list() == [None]
