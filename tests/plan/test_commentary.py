"""Commentary is found by measure and printed period, context and action apart."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreland.indicators.catalogue import Catalogue
from foreland.model.periods import Period
from foreland.plan.commentary import file_name, labels_of
from foreland.plan.folder import LoadedPlan, check, load, red_without_commentary

PLAN = """\
title: "T"
area: "E10000016"
priorities:
  - {id: P1, title: One, owner: Director}
measures:
  - {id: readers, priority: P1, indicator: readers}
  - {id: exclusions, priority: P1, indicator: exclusions}
  - {id: good, priority: P1, indicator: good}
"""
BOTH = "By: Head of reading\n\n## Context\n\nIt fell.\n\n## Action\n\nWe act.\n"


def _folder(tmp_path: Path, files: dict[str, str]) -> Path:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.yaml").write_text(PLAN, "utf-8")
    for name, text in files.items():
        path = tmp_path / "plan" / "commentary" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


_years = st.integers(2000, 2090)
_periods = st.one_of(
    st.builds(Period.academic, _years),
    st.builds(Period.further_education, _years),
    st.builds(Period.financial, _years),
    st.builds(Period.calendar, _years),
    st.builds(Period.month, _years, st.integers(1, 12)),
    st.builds(Period.snapshot_month, _years, st.integers(1, 12)),
    st.builds(Period.rolling_12, _years, st.integers(1, 12)),
    st.builds(Period.three_months, _years, st.integers(1, 12)),
    st.builds(Period.term, st.sampled_from(["Autumn term", "Autumn and spring terms"]), _years),
    st.builds(Period.snapshot, st.dates(date(2000, 1, 1), date(2090, 1, 1))),
)


@given(_periods)
def test_every_printed_period_is_found_again_by_its_file(period: Period) -> None:
    assert period.label in labels_of(file_name(period.label))


def test_a_file_of_two_years_means_the_measures_own_kind(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    folder = _folder(tmp_path, {"readers/2024-25.md": BOTH, "exclusions/2024-25.md": BOTH})
    loaded = load(folder, catalogue)
    assert set(loaded.commentary) == {("readers", "2024/25"), ("exclusions", "2024-25")}


def test_context_action_and_author_are_read_apart(tmp_path: Path, catalogue: Catalogue) -> None:
    loaded = load(_folder(tmp_path, {"readers/2024-25.md": BOTH}), catalogue)
    said = loaded.commentary["readers", "2024/25"]
    assert (said.context, said.action, said.author_role) == (
        "It fell.",
        "We act.",
        "Head of reading",
    )


@pytest.mark.parametrize(
    ("name", "text", "level", "line", "words"),
    [
        ("readers/summer.md", BOTH, "error", None, "a printed period"),
        ("reader/2024-25.md", BOTH, "error", None, "Did you mean readers?"),
        ("readers/2024-25.md", "## Context\n\nIt fell.\n", "warning", None, "## Action"),
        ("readers/2024-25.md", BOTH + "\n## Wishes\n\nMore.\n", "error", 11, "'Wishes'"),
        ("readers/2024-25.md", BOTH + "\n## Action\n\nMore.\n", "error", 11, "a second time"),
    ],
)
def test_a_faulty_file_is_told(
    tmp_path: Path,
    catalogue: Catalogue,
    name: str,
    text: str,
    level: str,
    line: int | None,
    words: str,
) -> None:
    _, problems = check(_folder(tmp_path, {name: text}), catalogue)
    assert [(p.level, p.line) for p in problems] == [(level, line)]
    assert words in str(problems[0])


def test_text_that_is_not_utf8_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    folder = _folder(tmp_path, {"readers/2024-25.md": BOTH})
    (folder / "plan" / "commentary" / "readers" / "2024-25.md").write_bytes(b"\xff\xfe## Context")
    _, problems = check(folder, catalogue)
    assert ["UTF-8" in str(p) for p in problems] == [True]


@pytest.fixture
def explained(tmp_path: Path, catalogue: Catalogue) -> LoadedPlan:
    return load(_folder(tmp_path, {"good/july-2017.md": BOTH}), catalogue)


def _rated(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    schema = dict.fromkeys(("measure", "rating", "period"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_red_without_commentary_is_a_warning_at_the_measure(explained: LoadedPlan) -> None:
    ratings = _rated(
        ("readers", "floor-missed", "2024/25"),
        ("exclusions", "missed", "2024-25"),
        ("good", "floor-missed", "July 2017 (snapshot)"),
    )
    told = red_without_commentary(ratings, explained)
    assert [(p.level, p.line) for p in told] == [("warning", 7), ("warning", 6)]
    assert "commentary/readers/2024-25.md" in told[1].remedy


@pytest.mark.parametrize("rating", ["met", "floor-met", "not-due", "not-rated"])
def test_only_red_needs_commentary(explained: LoadedPlan, rating: str) -> None:
    assert red_without_commentary(_rated(("readers", rating, "2024/25")), explained) == []
