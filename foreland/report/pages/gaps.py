"""A gap on an indicator's page: both lines, how far the group is behind, and why that moved."""

from dataclasses import dataclass

from foreland.indicators.schema import Gap, Indicator
from foreland.report import wording
from foreland.report.charts.line import Line
from foreland.report.material import Material
from foreland.report.pages import chart_of, figures
from foreland.report.pages.figures import Figure


@dataclass(frozen=True)
class GapYear:
    period: str
    group: Figure
    comparator: Figure
    gap: Figure
    england: Figure
    because: str


@dataclass(frozen=True)
class GapBlock:
    ident: str
    name: str
    group: str
    comparator: str
    chart: chart_of.Chart | None
    rows: tuple[GapYear, ...]
    whole: bool


def gap_block(material: Material, indicator: Indicator, gap: Gap, n: int) -> GapBlock:
    name = material.about.area_name
    mine = [
        r
        for r in material.gaps.get(indicator.id, [])
        if r["group"] == gap.group
        and r["comparator"] == gap.comparator
        and r["comparator_of"] == "area"
    ]
    own = [r for r in mine if r["area"] == material.about.area]
    england = {r["period_end"]: r for r in mine if r["area"] != material.about.area}
    lines = (
        Line(
            wording.group(gap.group),
            "own",
            chart_of.points(material.compared.get((indicator.id, gap.group), [])),
            marked=True,
        ),
        Line(
            wording.group(gap.comparator),
            "comparator",
            chart_of.points(material.compared.get((indicator.id, gap.comparator), [])),
            marked=True,
        ),
    )
    title = gap.name or f"{wording.group(gap.group)} and {wording.group(gap.comparator).lower()}"
    made = chart_of.chart(
        indicator,
        lines,
        (),
        ident=f"gap{n}",
        title=f"{indicator.short}: {title}, {name}",
        description=chart_of.described(lines, indicator),
    )
    unit = indicator.unit.of_change
    years = tuple(
        GapYear(
            r["period"],
            figures.figure(r["group_value"], None, indicator.unit, indicator.precision),
            figures.figure(r["comparator_value"], None, indicator.unit, indicator.precision),
            figures.figure(r["behind"], None, unit, indicator.precision),
            figures.figure(
                england[r["period_end"]]["behind"] if r["period_end"] in england else None,
                None,
                unit,
                indicator.precision,
            ),
            r["because"] or "",
        )
        for r in reversed(own)
    )
    return GapBlock(
        f"gap{n}",
        title,
        wording.group(gap.group),
        wording.group(gap.comparator),
        made if made and len([x for x in lines if x.points]) == 2 else None,
        years,
        indicator.precision == 0,
    )
