"""The catalogue: the packaged themes and an area's own additions, validated before any run."""

import difflib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from foreland.indicators.compiled import compiled, digest, folder
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
        files = sorted(extra.glob("*.y*ml")) if extra is not None and extra.is_dir() else []
        if not files:
            return _packaged()
        problems: list[Problem] = []
        own: list[tuple[Document | None, Theme]] = []
        for path in files:
            text = _text(path, problems)
            document, theme = (
                (None, None) if text is None else read_theme(text, str(path), problems)
            )
            if theme is not None:
                own.append((document, theme))
        catalogue = _joined(_packaged(), own, problems)
        if problems:
            raise ForelandError(sorted(problems, key=_where))
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
        """What the writer may have meant: the nearest id, else the nearest title."""
        wanted = text.strip().casefold()
        spelt = wanted.replace(" ", "_").replace("-", "_")
        near = difflib.get_close_matches(spelt, list(self._by_id), n=1, cutoff=0.6)
        titles = {t.casefold(): i.id for i in self.indicators for t in (i.title, i.short)}
        near += [titles[t] for t in difflib.get_close_matches(wanted, list(titles), n=1)]
        # A short word may be the beginning of the name: "phonic", "neet 16".
        near += [name for name in self._by_id if spelt and name.startswith(spelt)]
        return f"Did you mean {near[0]}?" if near else "Run: foreland indicators"

    def theme(self, name: str) -> Theme:
        """By id or title. Raises ForelandError that suggests the nearest."""
        wanted = name.strip().casefold()
        for theme in self.themes:
            if wanted in (theme.id, theme.title.casefold()):
                return theme
        known = [theme.id for theme in self.themes]
        near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
        raise ForelandError(
            Problem(
                "",
                f"no theme {name!r}",
                f"one of {', '.join(known)}",
                f"Did you mean {near[0]}?" if near else "Name one of them.",
            )
        )

    def source_codes(self) -> list[str]:
        """Every ``source:code`` that the catalogue reads."""
        return sorted({f"{s.source}:{s.code}" for i in self.indicators for s in i.series})


def _where(problem: Problem) -> tuple[str, int, str]:
    return problem.file, problem.line or 0, problem.found


def _text(path: Path, problems: list[Problem]) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        found, remedy = "text that is not UTF-8", "Save it as UTF-8."
    except OSError as fault:
        found, remedy = f"{fault.strerror or fault}", "Make it readable, or take it out."
    problems.append(Problem(str(path), found, "a file of indicators, in UTF-8", remedy))
    return None


def read_theme(
    text: str, file: str, problems: list[Problem]
) -> tuple[Document | None, Theme | None]:
    """One YAML text as a theme, its faults added to ``problems``."""
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
    return document, _named(theme)


def _named(theme: Theme) -> Theme:
    """Each indicator knows its theme."""
    indicators = tuple(i.model_copy(update={"theme": theme.id}) for i in theme.indicators)
    return theme.model_copy(update={"indicators": indicators})


def _joined(
    base: "Catalogue | None", own: list[tuple[Document | None, Theme]], problems: list[Problem]
) -> Catalogue:
    """The themes of ``base`` with ``own`` added; an id twice is a fault unless it ``replaces``."""
    about = {theme.id: theme for theme in base.themes} if base else {}
    held = {t.id: {i.id: i for i in t.indicators} for t in about.values()}
    where = {name: theme for theme, inside in held.items() for name in inside}
    for document, theme in own:
        about.setdefault(theme.id, theme)
        held.setdefault(theme.id, {})
        for place, indicator in enumerate(theme.indicators):
            fault = _identity(indicator, where)
            if fault and document:
                problems.append(document.problem(("indicators", place, "id"), *fault))
            if indicator.id in where:
                del held[where[indicator.id]][indicator.id]
            held[theme.id][indicator.id] = indicator
            where[indicator.id] = theme.id
    return Catalogue(
        theme.model_copy(update={"indicators": tuple(held[theme.id].values())})
        for theme in about.values()
    )


def _identity(indicator: Indicator, where: dict[str, str]) -> tuple[str, str, str] | None:
    """What is wrong with its id among those before it: found, expected, remedy."""
    if indicator.id in where and not indicator.replaces:
        return (
            f"the indicator {indicator.id!r} a second time",
            "an id of its own, or replaces: true",
            f"Rename it, or say that it replaces the one of theme {where[indicator.id]}.",
        )
    if indicator.replaces and indicator.id not in where:
        near = difflib.get_close_matches(indicator.id, list(where), n=1, cutoff=0.5)
        return (
            f"{indicator.id!r} replacing no indicator",
            "the id of an indicator that is there",
            f"Did you mean {near[0]}?" if near else "Take replaces out.",
        )
    return None


@cache
def _packaged() -> Catalogue:
    ready = compiled()
    problems: list[Problem] = []
    found: list[tuple[Document | None, Theme]] = []
    for name in THEMES:
        text = folder().joinpath(f"{name}.yaml").read_text("utf-8")
        data = ready.get(digest(text))
        if data is not None:  # Made from this very text, and checked when it was made.
            found.append((None, _named(Theme.model_validate(data))))
            continue
        document, theme = read_theme(text, f"catalogue/{name}.yaml", problems)
        if theme is not None:
            found.append((document, theme))
    catalogue = _joined(None, found, problems)
    if problems:
        raise ForelandError(problems)
    return catalogue
