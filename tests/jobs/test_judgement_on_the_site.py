"""What a built site says in judgement, for both audiences: at stake, the brief, gaps, parts."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Cli

ASHMERE = "E10000901"
HEADER = (
    "time_period,time_identifier,geographic_level,new_la_code,locality_code,indicator,group,value,"
    "numerator,denominator,unit,published,audience\n"
)
INDICATORS = """
id: invented
title: Invented
indicators:
  - id: readers
    title: Children who read well
    definition: Out of every 100 children of the place, how many read well.
    unit: percent
    polarity: higher
    people: children
    series:
      - {source: local, code: readers}
      - {source: local, code: readers, group: sex=girls, source_group: sex=girls}
      - {source: local, code: readers, group: sex=boys, source_group: sex=boys}
    gaps:
      - {group: sex=boys, comparator: sex=girls, name: Boys and girls}
  - id: carers
    title: Children in care who read well
    definition: Out of every 100 children in care of the place, how many read well.
    unit: percent
    polarity: higher
    series:
      - {source: local, code: carers}
"""
PLAN = """
title: A plan
area: "E10000901"
priorities:
  - {id: P1, title: Reading}
  - {id: P2, title: Care, duty: true}
measures:
  - id: reading
    title: Reading well
    priority: P1
    indicator: readers
    targets: [{for: "2025/26", value: 70, set: 2025-05-01}]
  - id: secret
    title: A measure of the house
    priority: P1
    indicator: readers
    group: sex=boys
    audience: internal
    targets: [{for: "2025/26", value: 80, set: 2025-05-01}]
  - id: care
    title: Reading in care
    priority: P2
    indicator: carers
    targets: [{for: "2025/26", value: 60, set: 2025-05-01}]
"""


def line(year: int, counted: int, of: int, group: str = "all", code: str = "readers") -> str:
    return (
        f"{year - 1}{year % 100:02d},Academic year,Local authority,{ASHMERE},,{code},{group},"
        f"{counted / of * 100},{counted},{of},percent,2025-11-01,public\n"
    )


#: 60 % of 1,000, then 50 %: 200 short of 70. The girls fell from 70 to 55, the boys from 50 to 45.
ROWS = (
    line(2024, 600, 1000), line(2024, 350, 500, "sex=girls"), line(2024, 250, 500, "sex=boys"),
    line(2025, 500, 1000), line(2025, 275, 500, "sex=girls"), line(2025, 225, 500, "sex=boys"),
    line(2025, 90, 200, code="carers"),
)  # fmt: skip

Site = Callable[[str], Callable[[str], str]]


@pytest.fixture
def site(area: Path, cli: Cli, write: Callable[[str, bytes], Path], tmp_path: Path) -> Site:
    for name, text in (("indicators", INDICATORS), ("plan", PLAN)):
        (area / name).mkdir()
        (area / name / f"{name}.yaml").write_text(text, encoding="utf-8")

    def build(audience: str, rows: tuple[str, ...] = ROWS) -> Callable[[str], str]:
        file = write("own.csv", (HEADER + "".join(rows)).encode())
        assert cli("ingest", file).status == 0
        told = cli("build", "--out", tmp_path / audience, "--audience", audience)
        assert told.status == 0, told.err

        def read(path: str) -> str:
            page = tmp_path / audience / "current" / path
            if not page.is_file():
                return ""
            text = re.sub(r"<[^>]+>", "", page.read_text("utf-8").partition("<main")[2])
            return " ".join(html.unescape(text).split())

        return read

    return build


STAKE = "priorities/at-stake.html"


def test_what_is_at_stake_stays_in_the_house(site: Site) -> None:
    assert "200 short" in site("internal")(STAKE)
    public = site("public")
    assert public(STAKE) == ""
    for page in ("index.html", "priorities/index.html"):
        assert "at stake" not in public(page).lower()


def test_a_plan_that_publishes_it_shows_it_to_all(site: Site, area: Path) -> None:
    plan = area / "plan" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8") + "publish_priorities: true\n", "utf-8")
    public, internal = site("public"), site("internal")
    assert "200 short" in public(STAKE)
    assert "What is at stake" in public("index.html")
    # A measure of the house is neither told nor does it leave a place empty.
    assert "A measure of the house" not in public(STAKE)
    assert "A measure of the house" in internal(STAKE)
    assert "Internal." not in public(STAKE)


def test_a_duty_stands_first_unranked_and_the_parts_are_shown(site: Site) -> None:
    page = site("internal")(STAKE)
    first, _, ranked = page.partition("By children short of the target")
    assert "Reading in care" in first
    assert "Reading in care" not in ranked
    for part in ("50.0% in 2024/25", "70.0%", "1,000", "the figure's own denominator"):
        assert part in ranked, part


def test_the_home_page_says_the_brief(site: Site, cli: Cli) -> None:
    home = site("internal")("index.html")
    rows = cli("brief", "--format", "json").json
    said = [
        r["sentence"]
        for r in rows
        if r["section"] != "quarter" and not r["sentence"].startswith("The evidence has")
    ]
    assert any("which is worse: more than chance would move it" in s for s in said)
    for sentence in said:
        assert sentence in home, sentence


def test_the_public_brief_names_no_measure_of_the_house(site: Site) -> None:
    assert "A measure of the house" in site("internal")("index.html")
    assert "A measure of the house" not in site("public")("index.html")


def test_a_gap_shows_both_lines_and_why_it_moved(site: Site) -> None:
    page = site("public")("gaps/sex.html")
    assert "10.0 percentage points behind (45.0% against 55.0%)" in page
    assert "10.0 percentage points narrower since 2023/24" in page
    assert "both got worse, the others more" in page


def test_what_the_change_is_made_of_sums_to_it(site: Site) -> None:
    page = site("public")("indicators/readers.html")
    made = page.partition("What the change is made of")[2].partition("Gaps")[0]
    assert "down 10.00 percentage points since 2023/24" in made
    assert "Girls70.0%55.0%−7.50" in made
    assert "Boys50.0%45.0%−2.50" in made
    assert "All together−10.00" in made


def test_of_a_split_with_one_part_of_few_nothing_is_told(site: Site) -> None:
    """3 boys of 500: the girls' part and the whole would give them away."""
    few = (
        *ROWS[:3],
        line(2025, 300, 1000), line(2025, 297, 500, "sex=girls"), line(2025, 3, 500, "sex=boys"),
    )  # fmt: skip
    public, internal = site("public", few), site("internal", few)
    assert "What the change is made of" in internal("indicators/readers.html")
    page = public("indicators/readers.html")
    assert "What the change is made of" not in page
    assert not re.search(r"\b0\.6%|\b3 of 500|59\.4%", page)
    assert "0.6%" not in public("gaps/sex.html")
