"""A folder that was just made answers every command: with nothing, never with a traceback."""

from pathlib import Path

import pytest

from foreland.cli import run

COMMANDS = (
    "rate --format json",
    "gaps --format json",
    "change --format json",
    "compare gld --format json",
    "compare lait:PriTotAbs --format json",
    "observations --format json",
    "observations --indicator gld --format json",
    "outlook --format json",
    "outlook --scores --format json",
    "targets --format json",
    "quality --format json",
    "quality --reconcile --format json",
    "revisions --format json",
    "news --since 2025-01-01 --format json",
    "plan show --format json",
    "schools quality --area Surrey --on 2017-03-31 --format json",
    "schools list --area Surrey --format json",
    "schools trusts --area Surrey --format json",
)


@pytest.fixture(scope="module")
def surrey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "surrey"
    assert run(["new", str(folder), "--area", "Surrey"]) == 0
    return folder


@pytest.mark.parametrize("words", COMMANDS)
def test_a_question_without_facts_answers_nothing(
    surrey: Path, capfd: pytest.CaptureFixture[str], words: str
) -> None:
    capfd.readouterr()
    status = run([*words.split(), "--folder", str(surrey)])
    out, err = capfd.readouterr()
    assert (status, out.strip()) == (0, "[]")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words", ["brief", "priorities", "explain gld", "plan check", "indicators"]
)
def test_a_page_without_facts_says_so(
    surrey: Path, capfd: pytest.CaptureFixture[str], words: str
) -> None:
    assert run([*words.split(), "--folder", str(surrey)]) == 0
    assert "Traceback" not in capfd.readouterr().err


def test_a_folder_without_evidence_can_be_built(surrey: Path, tmp_path: Path) -> None:
    assert run(["build", "--folder", str(surrey), "--out", str(tmp_path / "site")]) == 0
    assert (tmp_path / "site" / "current" / "index.html").is_file()
