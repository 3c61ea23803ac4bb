"""The glossary: what the words of these pages mean, made of the manual's own words."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from foreland.model.statuses import MEANING
from foreland.report.pages.page import Page

#: Written by ``make docs`` from ``docs/terms.yaml``.
FILE = "glossary.json"


@dataclass(frozen=True)
class Term:
    ident: str
    term: str
    means: str


@dataclass(frozen=True)
class GlossaryPage:
    terms: tuple[Term, ...]
    states: tuple[tuple[str, str], ...]


@cache
def terms() -> tuple[Term, ...]:
    """In the order of the alphabet."""
    raw = json.loads(resources.files("foreland.report").joinpath("assets", FILE).read_text("utf-8"))
    return tuple(
        Term(each["term"].replace(" ", "-").lower(), each["term"], each["means"]) for each in raw
    )


def page() -> Page:
    return Page(
        "glossary/index.html",
        "glossary",
        "Glossary",
        "What the words on this website mean: one word for one thing.",
        "glossary.html",
        GlossaryPage(
            terms(), tuple((s.value.replace("-", " "), meaning) for s, meaning in MEANING.items())
        ),
        "glossary",
        (("index.html", "Home"), ("methods/index.html", "Methods")),
    )
