"""The manual is true to the code: made pages are fresh, links lead somewhere, commands exist."""

import re
import shlex
from pathlib import Path

import pytest

from docs.make import FILES, MADE, PAGES
from foreland.cli import app

ROOT = Path(__file__).resolve().parents[2]
MANUAL = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^(?: {4}|\$ )((?:\.venv/bin/)?foreland .*|make .*)$", re.MULTILINE)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def printed(text: str) -> list[str]:
    """The commands that a page tells the reader to run, joined where a line goes on."""
    lines = [found[1] for found in INDENTED.finditer(text)]
    for language, code in FENCE.findall(text):
        if language in ("sh", "bash", "console"):
            lines += code.replace("\\\n", " ").splitlines()
    return [line.split(" #")[0].strip().removeprefix("$ ") for line in lines]


def commands() -> list[tuple[str, str]]:
    return [
        (name(path), line)
        for path in MANUAL
        for line in printed(path.read_text("utf-8"))
        if re.match(r"(\.venv/bin/)?foreland |make ", line)
    ]


@pytest.mark.parametrize("path", FILES)
def test_what_the_package_holds_of_the_manual_is_what_the_code_would_write(path: str) -> None:
    standing = (ROOT / path).read_text("utf-8")
    assert standing == FILES[path](), "The words have changed: run `make docs`."


@pytest.mark.parametrize("path", PAGES)
def test_a_made_page_is_fresh(path: str) -> None:
    standing = (ROOT / "docs" / path).read_text("utf-8")
    assert standing == MADE + PAGES[path](), "The code has changed: run `make docs`."


@pytest.mark.parametrize("path", MANUAL, ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text)):
        place, _, fragment = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        led = (path.parent / place).resolve() if place else path
        if not led.exists():
            lost.append(target)
        elif fragment and led.suffix == ".md":
            heads = re.findall(r"^#+ (.*)$", led.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}
            if fragment not in slugs:
                lost.append(target)
    assert lost == []


@pytest.mark.parametrize(("page", "line"), commands())
def test_every_printed_command_exists(page: str, line: str) -> None:
    if line.startswith("make "):
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        assert line.split()[1] in targets, page
        return
    words = shlex.split(re.split(r" [|>] ", line)[0])[1:]
    app.parse_args(words, exit_on_error=False, print_error=False)


def test_a_command_that_does_not_exist_would_be_found() -> None:
    with pytest.raises(Exception, match=r"(?i)unknown|unused|nonesuch"):
        app.parse_args(["rate", "--nonesuch", "x"], exit_on_error=False, print_error=False)


def test_the_pages_print_commands() -> None:
    assert len(commands()) > 20


def test_every_page_of_the_manual_is_in_its_index() -> None:
    index = (ROOT / "docs/README.md").read_text("utf-8")
    listed = {(ROOT / "docs" / t).resolve() for t in re.findall(r"\]\(([^)#\s]+)", index)}
    pages = {p for p in ROOT.glob("docs/**/*.md") if p.name != "README.md"}
    assert sorted(name(p) for p in pages - listed) == []


def test_the_readme_says_what_it_is_within_a_screen() -> None:
    head = (ROOT / "README.md").read_text("utf-8").splitlines()[:45]
    text = "\n".join(head)
    assert "make demo" in text
    assert "make test" in text
    assert "docs/pictures/demo.png" in text
