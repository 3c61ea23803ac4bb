"""Pages of words: methods, accessibility, privacy, reporting an error; and downloads."""

from dataclasses import dataclass

from foreland.report.material import Material
from foreland.report.pages.page import Page, file_name


@dataclass(frozen=True)
class Text:
    """A page whose words stand in its template."""

    measures: int


@dataclass(frozen=True)
class Download:
    path: str
    title: str
    about: str
    size: str


@dataclass(frozen=True)
class DownloadsPage:
    files: tuple[Download, ...]
    indicators: tuple[tuple[str, str], ...]


_TEXTS = (
    ("methods/index.html", "methods", "Methods",
     "How figures are read, compared, rated and told: the rules, in plain words.", "methods.html"),
    ("accessibility.html", "accessibility", "Accessibility statement",
     "How accessible this website is, how it was tested, and what to do if something fails.",
     "accessibility.html"),
    ("privacy.html", "privacy", "Privacy",
     "This website sets no cookies, runs no trackers and holds nothing about you.", "privacy.html"),
    ("report-an-error.html", "report-an-error", "Report an error",
     "What to do if a figure, a word or a page is wrong.", "report-an-error.html"),
    ("404.html", "not-found", "Page not found", "The page is not here.", "404.html"),
)  # fmt: skip


def pages(material: Material) -> list[Page]:
    return [
        Page(
            path,
            kind,
            title,
            about,
            template,
            Text(len(material.measures)),
            kind,
            (("index.html", "Home"),) if kind != "not-found" else (),
        )
        for path, kind, title, about, template in _TEXTS
    ]


def downloads(material: Material, files: tuple[Download, ...]) -> Page:
    return Page(
        "downloads/index.html",
        "downloads",
        "Downloads and open data",
        "The scorecard as a workbook, and every figure as open data.",
        "downloads.html",
        DownloadsPage(
            files, tuple((i.title, f"indicators/{file_name(i)}.csv") for i in material.shown)
        ),
        "downloads",
        (("index.html", "Home"),),
    )
