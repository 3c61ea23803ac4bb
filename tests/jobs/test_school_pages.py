"""Schools on the site of an invented county: what a page says, keeps back, and never says."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
import tiny_schools as made
from command import Cli

Write = Callable[[str, bytes], Path]

#: Two districts side by side, each a tenth of a degree wide: West and East.
TOPO = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [0.5, 51.0]},
    "arcs": [
        [[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]],
    ],
    "objects": {
        "ltla": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]],
                 "properties": {"areacd": "E07000901", "areanm": "West"}},
                {"type": "Polygon", "arcs": [[2, -1]],
                 "properties": {"areacd": "E07000902", "areanm": "East"}},
            ],
        }
    },
}  # fmt: skip

KS2 = "RECTYPE,URN,READPROG,WRITPROG,MATPROG,LATITUDE,LONGITUDE"


def _inbox(write: Write) -> list[Path]:
    """100001 and 100002 in the west, 100004 in the east, 100005 by its postcode, 100006 unknown."""
    at = {"postcode": "AS2 1AA"}
    rows = [
        made.school(100001, made.inspected(100001, "3", "01/10/2019"), name="Beech School",
                    pupils=200.0, postcode="AS1 1AA"),
        made.school(100002, made.inspected(100003, "2", "01/10/2015"), name="ash School",
                    pupils=400.0, postcode="AS1 1AB", trust="Ash Trust", trust_uid="900",
                    type="Academy Converter", opened="01/09/2016"),
        made.school(100004, made.inspected(100004, "Not judged", "01/10/2024", "20/09/2025"),
                    name="Cedar School", pupils=300.0, **at,
                    latest_quality_of_education="2"),
        made.school(100005, name="Damson Centre", phase="PRU", pupils=4.0, postcode="AS2 1AB"),
        made.school(100007, made.inspected(100007, "1", "01/10/2022"), name="Fig School",
                    pupils=90.0, postcode="AS2 1AC"),
        made.school(100006, name="Elm & Oak School", pupils=50.0, postcode="ZZ9 9ZZ"),
    ]  # fmt: skip
    files = {
        "ofsted.parquet": made.ofsted(rows),
        "links.csv": made.links("100002,100003,Predecessor"),
        "names.csv": made.dates("100002,01-09-2016,", "100003,,31-08-2016"),
        "england_ks2_selected_2018-19.csv": (
            f"{KS2}\n1,100001,1,1,1,51.05,0.55\n1,100003,SUPP,2,2,51.06,0.56\n"
            "1,100004,3,3,3,51.05,0.65\n1,100007,3,3,3,51.04,0.66\n"
        ).encode(),
        "topo.json": json.dumps(TOPO).encode(),
    }
    return [write(name, data) for name, data in files.items()]


@pytest.fixture
def area_folder(area: Path) -> Path:
    """Ashmere, with its two districts in the folder's own list of places."""
    (area / "localities.csv").write_text(
        "code,name,kind,parent\nE07000901,West,district,E10000901\n"
        "E07000902,East,district,E10000901\n",
        encoding="utf-8",
    )
    settings = area / "area.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}localities: localities.csv\n", "utf-8")
    return area


@pytest.fixture
def built(area_folder: Path, cli: Cli, write: Write, tmp_path: Path) -> Callable[..., Path]:
    assert area_folder.is_dir()
    told = cli("ingest", *_inbox(write), "--published", "2025-10-01")
    assert "5 read" in told.err, told.err

    def build(audience: str = "public") -> Path:
        out = tmp_path / audience
        told = cli("build", "--out", out, "--audience", audience)
        assert told.status == 0, told.err
        return out / "current"

    return build


def words(path: Path) -> str:
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", path.read_text("utf-8"), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_site_without_a_list_of_schools_says_nothing_of_schools(
    area: Path, cli: Cli, write: Write, tmp_path: Path
) -> None:
    assert area.is_dir()
    cli("ingest", write("long.csv", tiny.long_csv([("PriTotAbs", "2022/23", 801, "5.1")])))
    assert cli("build", "--out", tmp_path / "out").status == 0
    current = tmp_path / "out/current"
    assert not (current / "schools").exists()
    assert ">Schools</a>" not in (current / "index.html").read_text("utf-8")


def test_every_school_has_a_page_and_stands_in_the_lists_by_name(
    built: Callable[..., Path],
) -> None:
    site = built()
    assert {p.stem for p in (site / "schools").glob("1*.html")} == {
        "100001", "100002", "100004", "100005", "100006", "100007",
    }  # fmt: skip
    west = words(site / "schools/districts/west.html")
    assert west.index("ash School") < west.index("Beech School")
    assert "Schools</a>" in (site / "index.html").read_text("utf-8")


def test_a_district_is_told_by_the_point_else_by_the_postcode_else_not_at_all(
    built: Callable[..., Path],
) -> None:
    site = built()
    east = words(site / "schools/districts/east.html")
    assert "Cedar School" in east
    assert "Damson Centre" in east
    assert "district of 1 school is told by its postcode" in east
    assert "East (by its postcode)" in words(site / "schools/100005.html")
    assert "Elm &amp; Oak School" in (site / "schools/districts/unknown.html").read_text("utf-8")
    assert "Not known: no table places the school" in words(site / "schools/100006.html")


def test_a_roll_of_four_is_withheld_in_public_and_not_within(built: Callable[..., Path]) -> None:
    assert "Withheld (c)" in words(built() / "schools/100005.html")
    assert "Pupils 4, January 2025" in words(built("internal") / "schools/100005.html")


def test_a_suppressed_result_keeps_its_sign_and_the_number_of_its_day(
    built: Callable[..., Path],
) -> None:
    page = words(built() / "schools/100002.html")
    assert "Progress in reading withheld: small numbers (SUPP)" in page
    assert "Good, 1 October 2015, of the school that this was before, number 100003" in page


def test_a_school_judged_without_an_overall_grade_is_neither_good_nor_bad(
    built: Callable[..., Path],
) -> None:
    site = built()
    page = words(site / "schools/100004.html")
    assert "No overall grade, 1 October 2024" in page
    assert "Quality of education Good" in page
    assert "Not judged" not in page
    ladder = words(site / "schools/ladder.html")
    # Good: 100002 and 100007; graded: these and 100001. Three of the other five are too few.
    few = "(few graded)"
    assert f"All phases 66.7% {few} 71.0% {few} 2 1 1 2 6" in ladder


def test_a_roll_cannot_be_had_from_the_share_of_its_phase(built: Callable[..., Path]) -> None:
    rows = words(built() / "schools/ladder.html")
    assert "Alternative provision not available withheld: small numbers (c)" in rows


def test_what_it_would_take_is_for_internal_readers_alone(built: Callable[..., Path]) -> None:
    public = built()
    assert not (public / "schools/next.html").exists()
    said = [p for p in public.rglob("*.html") if "more children" in p.read_text("utf-8")]
    assert said == []
    page = words(built("internal") / "schools/next.html")
    assert "If Beech School improves, 200 more children are in a good school." in page
    assert "Cedar School" not in page


def test_public_pages_call_no_school_weak_and_rank_none(built: Callable[..., Path]) -> None:
    for page in (*(built() / "schools").rglob("*.html"), *(built() / "trusts").glob("*.html")):
        said = words(page).lower()
        for word in ("weak", "failing", "worst", "underperform", "league", "bottom", "poor "):
            assert word not in said, (page.name, word)


def test_a_trust_has_a_page_and_so_have_the_schools_without_one(
    built: Callable[..., Path],
) -> None:
    site = built()
    trust = words(site / "trusts/900.html")
    assert "Ash Trust" in trust
    assert "ash School" in trust
    without = words(site / "trusts/without.html")
    assert "5 schools of Ashmere are in no academy trust" in without
    assert "ash School" not in without


def test_the_same_evidence_gives_the_same_bytes_kept_or_made_anew(
    built: Callable[..., Path], area_folder: Path
) -> None:
    first = {p.name: p.read_bytes() for p in built().rglob("schools/**/*.html")}
    shutil.rmtree(area_folder / "store/kept")
    shutil.rmtree(built().parent)
    assert {p.name: p.read_bytes() for p in built().rglob("schools/**/*.html")} == first


def test_the_command_says_the_same_and_that_it_is_internal(
    built: Callable[..., Path], cli: Cli
) -> None:
    built("internal")
    told = cli("schools", "next", "--format", "json")
    assert [(r["name"], r["pupils"], r["so_far"], r["audience"]) for r in told.json] == [
        ("Beech School", 200, 200, "internal")
    ]
    assert "If Beech School improves, 200 more children are in a good school." in told.err
    assert "Internal: not to be published." in told.err
    wrong = cli("schools", "next", "--urn", "100002")
    assert wrong.status == 1
    assert "100002" in wrong.err
