"""The indicators by theme: one page that leads to the themes, and a page a theme."""

from dataclasses import dataclass

from foreland.indicators.schema import Indicator
from foreland.report import wording
from foreland.report.charts.small import Spark
from foreland.report.material import Material
from foreland.report.pages import figures
from foreland.report.pages.figures import NO_FIGURE, Figure
from foreland.report.pages.page import Page, path_of


@dataclass(frozen=True)
class IndicatorLine:
    id: str
    path: str
    title: str
    polarity: str
    period: str
    own: Figure
    england: Figure
    neighbours: Figure
    rank: str
    spark: Spark
    in_plan: bool


@dataclass(frozen=True)
class AbsentLine:
    """An indicator of which neither a publication nor the area has a figure, and why."""

    id: str
    title: str
    definition: str
    reason: str
    would_fill: str
    template: str | None


@dataclass(frozen=True)
class ThemePage:
    name: str
    about_theme: str
    lines: tuple[IndicatorLine, ...]
    area_name: str
    absent: tuple[AbsentLine, ...]


@dataclass(frozen=True)
class ThemeLink:
    title: str
    about: str
    path: str
    lines: tuple[IndicatorLine, ...]
    id: str = ""


@dataclass(frozen=True)
class IndicatorsPage:
    themes: tuple[ThemeLink, ...]
    total: int


def links(material: Material) -> tuple[ThemeLink, ...]:
    themes = [(t.id, t.title, t.description) for t in material.catalogue.themes]
    if any(not i.theme for i in material.shown):
        themes.append(("published", "Publishers' own", "Indicators that the plan names by code."))
    found = []
    for theme, title, about in themes:
        lines = tuple(
            _line(material, i) for i in material.shown if (i.theme or "published") == theme
        )
        if lines:
            found.append(
                ThemeLink(title, " ".join(about.split()), f"themes/{theme}.html", lines, theme)
            )
    return tuple(found)


def absent(material: Material, theme: str | None = None) -> tuple[AbsentLine, ...]:
    """What nobody publishes and the area has not given, of one theme or of all."""
    filled = {name for name, _ in (*material.compared, *material.quoted, *material.localities)}
    return tuple(
        AbsentLine(i.id, i.title, i.definition, i.absent.reason, i.absent.would_fill,
                   i.absent.template)
        for i in material.catalogue.indicators
        if i.absent is not None and i.id not in filled and theme in (None, i.theme)
    )  # fmt: skip


def pages(material: Material, themes: tuple[ThemeLink, ...]) -> list[Page]:
    total = sum(len(t.lines) for t in themes)
    made = [
        Page(
            "indicators/index.html",
            "indicators",
            "Indicators by theme",
            f"{total} indicators of education for {material.about.area_name}, by theme.",
            "indicators.html",
            IndicatorsPage(themes, total),
            "indicators",
            (("index.html", "Home"),),
        )
    ]
    for theme in themes:
        made.append(
            Page(
                theme.path,
                "theme",
                f"{theme.title}: all indicators",
                theme.about or f"Indicators of {theme.title.lower()}.",
                "theme.html",
                ThemePage(
                    theme.title,
                    theme.about,
                    theme.lines,
                    material.about.area_name,
                    absent(material, theme.id),
                ),
                "indicators",
                (("index.html", "Home"), ("indicators/index.html", "Indicators")),
            )
        )
    return made


def _line(material: Material, indicator: Indicator) -> IndicatorLine:
    rows = material.compared.get((indicator.id, "all"), [])
    row = next((r for r in reversed(rows) if r["value"] is not None), rows[-1] if rows else None)
    quoted = material.quoted.get((indicator.id, "all"), [])
    digits = figures.neighbours_precision(indicator)
    if row is None:
        last = quoted[-1] if quoted else None
        own = figures.own(last, indicator) if last else NO_FIGURE
        england = neighbours = NO_FIGURE
        period, rank = (last["period"] if last else ""), ""
    else:
        own = figures.own(row, indicator)
        england = figures.beside(row, "england", indicator)
        neighbours = figures.beside(row, "neighbours_mean", indicator, precision=digits)
        period, rank = row["period"], figures.rank_words(row)
    return IndicatorLine(
        indicator.id,
        path_of(indicator),
        indicator.title,
        wording.POLARITY[indicator.polarity],
        period,
        own,
        england,
        neighbours,
        rank,
        figures.run_of(rows or quoted, indicator),
        any(m.indicator == indicator.id for m in material.measures),
    )
