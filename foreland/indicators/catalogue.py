"""The catalogue: the packaged themes and an area's own additions, validated before any run."""

import difflib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path

from foreland.indicators.schema import Indicator, Theme
from foreland.indicators.validations import RULES
from foreland.model.documents import Document
from foreland.model.problems import ForelandError, Problem

#: The order in which a reader meets the themes; an area's own follow.
THEMES = (
    "early-years",
    "school-quality",
    "attainment",
    "progress",
    "destinations",
    "attendance-exclusion",
    "early-help-social-care",
    "children-in-care",
    "send",
    "neet-participation",
    "post-16",
    "wellbeing-safeguarding",
    "workforce",
    "places",
    "finance",
    "context",
)


class Catalogue:
    """All indicators known to one folder."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.themes: tuple[Theme, ...] = tuple(themes)
        self.indicators: tuple[Indicator, ...] = tuple(
            sorted((i for t in self.themes for i in t.indicators), key=lambda i: i.id)
        )
        self._by_id = {indicator.id: indicator for indicator in self.indicators}

    @classmethod
    def load(cls, extra: Path | None = None) -> "Catalogue":
        """The packaged catalogue and the YAML files of ``extra``.

        Raises ForelandError with every fault of every file, each with its line.
        """
        files = sorted(extra.glob("*.yaml")) if extra is not None and extra.is_dir() else []
        if not files:
            return _packaged()
        problems: list[Problem] = []
        texts = [_text(path, problems) for path in files]
        own = [
            (d, t)
            for d, t in (
                _theme(text, str(p), problems) for p, text in zip(files, texts, strict=True)
            )
            if t is not None
        ]
        catalogue = _joined(_packaged(), own, problems)
        if problems:
            raise ForelandError(sorted(problems))
        return catalogue

    def get(self, name: str) -> Indicator:
        """By id. Raises KeyError."""
        return self._by_id[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_id

    def find(self, text: str) -> Indicator:
        """By id or title. Raises ForelandError that suggests the nearest."""
        wanted = text.strip()
        if wanted in self._by_id:
            return self._by_id[wanted]
        for indicator in self.indicators:
            if wanted.casefold() in (indicator.title.casefold(), indicator.short.casefold()):
                return indicator
        raise ForelandError(
            Problem(
                "",
                f"no indicator {text!r}",
                "an indicator of the catalogue, or a publisher's code such as lait:PriTotAbs",
                self.suggestion(wanted),
            )
        )

    def suggestion(self, text: str) -> str:
        """What the writer may have meant."""
        near = difflib.get_close_matches(text, list(self._by_id), n=1, cutoff=0.5)
        return f"Did you mean {near[0]}?" if near else "Run: foreland indicators"

    def theme(self, name: str) -> Theme:
        return next(theme for theme in self.themes if theme.id == name)

    def source_codes(self) -> list[str]:
        """Every ``source:code`` that the catalogue reads."""
        return sorted({f"{s.source}:{s.code}" for i in self.indicators for s in i.series})


def _text(path: Path, problems: list[Problem]) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(str(path), "text that is not UTF-8", "UTF-8", "Save it again."))
        return ""


def _theme(text: str, file: str, problems: list[Problem]) -> tuple[Document | None, Theme | None]:
    try:
        document = Document(text, file)
    except ForelandError as fault:
        problems.extend(fault.problems)
        return None, None
    theme, faults = document.checked(Theme)
    problems.extend(faults)
    if theme is None:
        return document, None
    for place, indicator in enumerate(theme.indicators):
        for rule in RULES:
            for path, found, expected, remedy in rule(indicator):
                problems.append(
                    document.problem(("indicators", place, *path), found, expected, remedy)
                )
    indicators = tuple(i.model_copy(update={"theme": theme.id}) for i in theme.indicators)
    return document, theme.model_copy(update={"indicators": indicators})


def _joined(
    base: "Catalogue | None", own: list[tuple[Document | None, Theme]], problems: list[Problem]
) -> Catalogue:
    """The themes of ``base`` with ``own`` added; an id twice is a fault unless it ``replaces``."""
    themes = {theme.id: theme for theme in base.themes} if base else {}
    where = {i.id: t.id for t in themes.values() for i in t.indicators}
    for document, theme in own:
        known = themes.get(theme.id)
        kept = list(known.indicators) if known else []
        for place, indicator in enumerate(theme.indicators):
            if indicator.id in where and not indicator.replaces and document:
                problems.append(
                    document.problem(
                        ("indicators", place, "id"),
                        f"the indicator {indicator.id!r} a second time",
                        "an id of its own, or replaces: true",
                        "Rename it, or say that it replaces the other.",
                    )
                )
            elif indicator.id in where:
                other = themes[where[indicator.id]]
                rest = tuple(i for i in other.indicators if i.id != indicator.id)
                themes[other.id] = other.model_copy(update={"indicators": rest})
                kept = [i for i in kept if i.id != indicator.id]
            where[indicator.id] = theme.id
            kept.append(indicator)
        about = known or theme
        themes[theme.id] = about.model_copy(update={"indicators": tuple(kept)})
    return Catalogue(themes.values())


@cache
def _packaged() -> Catalogue:
    folder = resources.files("foreland.indicators").joinpath("catalogue")
    problems: list[Problem] = []
    found = []
    for name in THEMES:
        text = folder.joinpath(f"{name}.yaml").read_text("utf-8")
        document, theme = _theme(text, f"catalogue/{name}.yaml", problems)
        if theme is not None:
            found.append((document, theme))
    catalogue = _joined(None, found, problems)
    if problems:
        raise ForelandError(problems)
    return catalogue
