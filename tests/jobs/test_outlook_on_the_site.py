"""Forecasts on the site: a fan and its table, chances only where published, and our own record."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from forty import HEADER, PLAN, figures, ready

from foreland.disclosure import Protected
from foreland.jobs.build import material_of
from foreland.jobs.expecting import LIMITS
from foreland.jobs.folder import Folder
from foreland.jobs.gathering import gather
from foreland.report.material import Material

Cli = Callable[..., Any]

PUBLISHED = PLAN.replace("    indicator: readers\n    targets:", "    indicator: readers\n"
                         "    publish: true\n    targets:")  # fmt: skip


@pytest.fixture
def forty(area: Path, cli: Cli, write: Callable[[str, bytes], Path]) -> Path:
    """The forty authorities; what the made figures count is nobody, so nothing is withheld."""
    folder = ready(area, cli, write)
    file = folder / "indicators/invented.yaml"
    text = file.read_text("utf-8").replace(
        "unit: percent\n", "unit: percent\n    disclosure: none\n"
    )
    file.write_text(text, "utf-8")
    return folder


def plan(folder: Path, text: str) -> Path:
    (folder / "plan/plan.yaml").write_text(text, "utf-8")
    return folder


def material(folder: Path, audience: str = "public") -> Material:
    return material_of(gather(Folder.open(folder), None, None), audience)


def page(cli: Cli, out: Path, name: str = "indicators/readers.html") -> str:
    told = cli("build", "--out", out)
    assert told.status == 0, told.err
    return (out / "current" / name).read_text("utf-8")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_page_has_a_fan_its_table_and_a_file_to_take_away(
    forty: Path, cli: Cli, tmp_path: Path
) -> None:
    text = page(cli, tmp_path / "out")
    assert forty.is_dir()
    assert 'class="band b95"' in text
    assert ">forecast<" in text
    assert "A forecast by foreland, not a published figure" in text
    taken = re.search(r'href="([^"]*outlook[^"]*\.svg)"', text)
    assert taken is not None
    file = (tmp_path / "out/current/indicators" / taken[1]).read_text("utf-8")
    assert "forecast is foreland's own" in file.replace("&#39;", "'")
    assert 'class="band b50"' in file
    # The year that nobody will publish has no row.
    assert "2024/25 forecast" in words(text)
    assert "2026/27 forecast" not in words(text)


def test_a_series_without_a_forecast_says_why(forty: Path, cli: Cli, tmp_path: Path) -> None:
    text = words(page(cli, tmp_path / "out", "indicators/writers.html"))
    assert forty.is_dir()
    assert "No forecast: 3 figures since its last break, and 4 are needed." in text


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_no_chance_reaches_a_table_without_publish(forty: Path, audience: str) -> None:
    made = material(forty, audience)
    assert made.expected
    assert made.chances == {}
    for name in made.tables.names:
        assert "p_met" not in made.tables.table(name).columns or name == "chances"


def test_no_word_of_a_chance_without_publish(forty: Path, cli: Cli, tmp_path: Path) -> None:
    assert "areas like this one" not in words(page(cli, tmp_path / "a"))
    assert "chance of reaching" not in words(page(cli, tmp_path / "a", "priorities/P1.html"))
    plan(forty, PUBLISHED)
    text = words(page(cli, tmp_path / "b"))
    assert "By our forecast the chance of reaching it is fewer than 1 in 20" in text
    assert "None of the areas like this one got there" in text
    assert "The newest figure meets it already, so no chance is told." in text
    text = words(page(cli, tmp_path / "b", "priorities/P1.html"))
    assert "Target 60% for 2024/25: a chance of fewer than 1 in 20; none of the areas" in text
    assert "Target 30% for 2025/26: met already by the newest figure" in text


def test_a_measure_that_is_not_for_the_public_takes_its_chance_with_it(forty: Path) -> None:
    plan(
        forty,
        PUBLISHED.replace("    publish: true\n", "    publish: true\n    audience: internal\n"),
    )
    assert material(forty).chances == {}
    assert set(material(forty, "internal").chances) == {"readers"}


def test_a_chance_told_is_the_one_that_the_command_tells(forty: Path, cli: Cli) -> None:
    plan(forty, PUBLISHED)
    found = {r["period"]: r for r in material(forty).chances["readers"]}
    told = [r for r in cli("outlook", "--format", "json").json if r["comparator"] is None]
    assert {r["period"]: r["p_met"] for r in told} == {
        period: row["p_met"] for period, row in found.items()
    }


def few(folder: Path, cli: Cli, write: Callable[[str, bytes], Path], last: int) -> Protected:
    """Counts of excluded children: the county's ``last`` in the newest year, others forty."""
    extra = (
        (folder / "indicators/invented.yaml").read_text("utf-8")
        + """
  - id: few
    title: Children who were excluded
    definition: How many children were excluded.
    unit: count
    precision: 0
    polarity: lower
    series:
      - {source: local, code: few}
"""
    )
    (folder / "indicators/invented.yaml").write_text(extra, "utf-8")
    lines = [HEADER]
    codes = sorted({line.split(",")[3] for line in figures().decode().splitlines()[1:]})
    for year in range(2017, 2025):
        for number, code in enumerate(codes):
            value = last if code.startswith("E10") and year == 2024 else 40 + (number * year) % 7
            lines.append(
                f"{year - 1}{year % 100:02d},Academic year,Local authority,{code},few,{value},"
                "count,2025-01-15,public\n"
            )
    assert cli("ingest", write("few.csv", "".join(lines).encode())).status == 0
    return material(folder).tables


def test_a_forecast_from_a_withheld_series_is_withheld(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path]
) -> None:
    tables = few(forty, cli, write, last=3)
    rows = tables.table("expected").filter(pl.col("indicator") == "few")
    for column in ("expected", "last_value", *LIMITS):
        assert rows[column].null_count() == rows.height, column
    assert "chances" in tables.names


def test_a_forecast_of_many_is_shown(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path]
) -> None:
    rows = few(forty, cli, write, last=43).table("expected").filter(pl.col("indicator") == "few")
    assert rows.height == 3
    assert rows["expected"].null_count() == 0


def test_a_withheld_forecast_says_so_on_its_page(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    few(forty, cli, write, last=3)
    text = page(cli, tmp_path / "out", "indicators/few.html")
    assert "count too few people, which are withheld" in words(text)
    assert 'class="band' not in text


# -- our own record ---------------------------------------------------------------------------


def test_a_record_begins_with_honest_words(forty: Path, cli: Cli, tmp_path: Path) -> None:
    record = "our-record/index.html"
    assert "None has been kept here yet" in words(page(cli, tmp_path / "a", record))
    assert cli("outlook", "--store").status == 0
    assert forty.is_dir()
    text = words(page(cli, tmp_path / "a", record))
    assert "None scored yet. 4 forecasts were kept, the first of 15 January 2025" in text
    assert "4 wait for their figures to be published" in text


def test_kept_forecasts_are_scored_when_the_truth_comes(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    assert cli("outlook", "--store").status == 0
    assert cli("ingest", write("later.csv", figures(2025, 2025, "2026-01-15"))).status == 0
    made = material(forty)
    (whole,) = [r for r in made.record if not r["theme"] and r["horizon"] == 1]
    assert (whole["scored"], whole["hindsight"], whole["series"]) == (2, 0, 2)
    scored = [r for r in cli("outlook", "--scores", "--format", "json").json
              if r["state"] == "scored"]  # fmt: skip
    assert whole["inside80"] == sum(r["inside80"] for r in scored)
    # Where the last value was right to the digit there is nothing to be better than.
    ratios = [
        abs(r["error"] / r["error_of_last_value"]) for r in scored if r["error_of_last_value"]
    ]
    assert whole["compared"] == len(ratios) == 1
    assert whole["ratio"] == pytest.approx(ratios[0])
    text = words(page(cli, tmp_path / "out", "our-record/index.html"))
    assert "4 forecasts kept, the first of 15 January 2025; 2 scored, 2 waiting" in text


def test_what_was_made_with_hindsight_is_no_proof(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    assert cli("ingest", write("later.csv", figures(2025, 2025, "2026-01-15"))).status == 0
    assert cli("outlook", "--store", "--as-of", "2025-06-30").status == 0
    (whole,) = [r for r in material(forty).record if not r["theme"] and r["horizon"] == 1]
    assert (whole["scored"], whole["hindsight"]) == (0, 2)
    text = words(page(cli, tmp_path / "out", "our-record/index.html"))
    assert "which proves nothing" in text


def test_as_of_an_earlier_day_a_later_forecast_is_not_there(forty: Path, cli: Cli) -> None:
    assert cli("outlook", "--store").status == 0
    gathered = gather(Folder.open(forty), date(2025, 1, 14), None)
    assert gathered.tables["scores"].height == 0


def test_a_record_of_withheld_figures_tells_nothing_of_them(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path]
) -> None:
    few(forty, cli, write, last=43)
    assert cli("outlook", "--store", "--indicator", "few").status == 0
    line = "202425,Academic year,Local authority,E10000901,few,3,count,2026-01-15,public\n"
    assert cli("ingest", write("now.csv", f"{HEADER}{line}".encode())).status == 0
    made = material(forty)
    scores = made.tables.table("scores")
    assert scores["value"].null_count() == scores.height
    assert scores["error"].null_count() == scores.height
    assert [r for r in made.record if r["scored"]] == []


# -- what is kept -----------------------------------------------------------------------------


def test_what_is_kept_is_read_again_and_hangs_on_published_targets(forty: Path) -> None:
    plan(forty, PUBLISHED)
    folder = forty / "store/kept/outlook"
    first = material(forty).tables.table("expected")
    lists = sorted(folder.glob("*.json"))
    assert len(lists) == 1
    assert material(forty).tables.table("expected").equals(first)
    assert sorted(folder.glob("*.json")) == lists
    plan(forty, PUBLISHED.replace("value: 60", "value: 48"))
    changed = material(forty)
    assert changed.chances["readers"][0]["target"] == 48
    assert changed.tables.table("expected").equals(first)


def test_a_forecast_that_was_kept_twice_counts_once_and_as_made_ahead(
    forty: Path, cli: Cli, write: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    assert cli("outlook", "--store").status == 0
    assert cli("ingest", write("later.csv", figures(2025, 2025, "2026-01-15"))).status == 0
    assert cli("outlook", "--store", "--as-of", "2025-06-30").status == 0
    assert len(list((forty / "outlooks").iterdir())) == 2
    text = words(page(cli, tmp_path / "out", "our-record/index.html"))
    assert "4 forecasts kept, the first of 15 January 2025; 2 scored, 2 waiting" in text
    assert "All themes 1 2 0" in text
    assert "made when the figure was out already" not in text
