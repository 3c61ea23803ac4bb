"""The whole website as files in memory: every page, chart, data file and the workbook.

Renders only what ``Material`` holds, whose figures are protected. Computes no figure.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from foreland.report.anew import Maker, anew
from foreland.report.environment import environment, tidied
from foreland.report.material import About, Material
from foreland.report.pages import (
    gap_pages,
    glossary,
    home,
    indicator,
    our_record,
    plan,
    priority,
    quality,
    ranking,
    schools,
    texts,
    themes,
)
from foreland.report.pages.chart_of import TakeAway
from foreland.report.pages.page import Page

#: The main navigation: section, words, path. A plan's sections show only where there is a plan.
_PLAN_NAVIGATION = (
    ("home", "Home", "index.html"),
    ("priorities", "Priorities", "priorities/index.html"),
    ("promises", "Promises", "promises/index.html"),
    ("plan", "The plan", "plan/index.html"),
    ("gaps", "Gaps", "gaps/index.html"),
    ("indicators", "Indicators", "indicators/index.html"),
    ("schools", "Schools", "schools/index.html"),
    ("methods", "Methods", "methods/index.html"),
)


@dataclass(frozen=True)
class Site:
    """Pages ready to be rendered, and files ready to be written."""

    about: About
    pages: tuple[Page, ...]
    charts: dict[str, TakeAway]
    files: dict[str, bytes]


def contexts(material: Material) -> Site:
    """Every page's context, and every file that is no page."""
    measures = priority.all_measures(material)
    cards = priority.cards(material, measures)
    theme_links = themes.links(material)
    gap_kinds = gap_pages.kinds(material)
    made: list[Page] = [
        home.page(
            material,
            measures,
            cards,
            tuple((t.title, t.path, len(t.lines)) for t in theme_links),
            tuple((k.title, k.path) for k in gap_kinds),
        ),
        *priority.pages(material, cards),
        *plan.pages(material, measures, cards),
        *themes.pages(material, theme_links),
        *ranking.page(material),
        *gap_pages.pages(material, gap_kinds),
        *schools.pages(material),
        *quality.pages(material),
        our_record.page(material),
        glossary.page(),
        *texts.pages(material),
    ]
    files = {"assets/icon.svg": _asset("icon.svg"), stylesheet(): _styles()}
    charts: dict[str, TakeAway] = {}
    for each in material.shown:
        page, taken = indicator.page(material, each)
        made.append(page)
        charts |= taken
    return Site(material.about, tuple(made), charts, files)


def rendered(site: Site, maker: Maker = anew) -> Iterator[tuple[str, bytes]]:
    """Every page and every chart to take away as bytes, with its path."""
    paths = {page.path for page in site.pages}
    navigation = tuple(entry for entry in _PLAN_NAVIGATION if entry[2] in paths)
    templates: dict[str, Callable[..., str]] = {}
    for page in site.pages:
        names = page.names() | {
            "about": site.about,
            "navigation": navigation,
            "stylesheet": stylesheet(),
            "here": page.path,
        }

        def text(template: str = page.template, names: Mapping[str, Any] = names) -> bytes:
            if template not in templates:
                templates[template] = environment().get_template(template).render
            return tidied(templates[template](**names))

        yield page.path, maker(page.path, (page.template, names), text)
    for path, chart in site.charts.items():
        yield path, maker(path, chart, chart.bytes)


@cache
def _asset(name: str) -> bytes:
    return resources.files("foreland.report").joinpath("assets", name).read_bytes()


@cache
def _styles() -> bytes:
    """GOV.UK Frontend's styles and our own, one file."""
    return _asset("foreland-base.css") + b"\n" + _asset("foreland.css") + _asset("schools.css")


@cache
def stylesheet() -> str:
    """The stylesheet's path; its name changes with its content, so that no old copy is used."""
    return f"assets/style-{hashlib.sha256(_styles()).hexdigest()[:10]}.css"
