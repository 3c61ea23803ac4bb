"""A page an indicator: meaning, chart and table, groups and gaps, and every source cell."""

from dataclasses import dataclass

from foreland.indicators.schema import Indicator, Missing
from foreland.model.statuses import Status
from foreland.plan.schema import Measure
from foreland.report import formats, wording
from foreland.report.charts.line import Line
from foreland.report.charts.small import Spark, Strip
from foreland.report.material import Material, Row
from foreland.report.pages import beside, chart_of, figures, findings
from foreland.report.pages.ahead import AheadBlock, blocks
from foreland.report.pages.beside import BesideBlock
from foreland.report.pages.figures import Figure
from foreland.report.pages.findings import Held
from foreland.report.pages.judged import Judged, judged
from foreland.report.pages.page import Page, file_name, path_of


@dataclass(frozen=True)
class YearRow:
    period: str
    own: Figure
    england: Figure
    region: Figure
    neighbours: Figure
    neighbours_n: int
    rank: str
    band: str | None


@dataclass(frozen=True)
class GroupRow:
    group: str
    words: str
    period: str
    own: Figure
    england: Figure
    neighbours: Figure
    rank: str
    spark: Spark


@dataclass(frozen=True)
class PlaceRow:
    name: str
    period: str
    own: Figure
    spark: Spark


@dataclass(frozen=True)
class OriginRow:
    period: str
    file: str
    cell: str
    id: str
    release: str
    published: str
    status: str


@dataclass(frozen=True)
class Use:
    """A measure of the plan that reads this indicator."""

    measure: Measure
    title: str
    rating: str
    reason: str
    priority_path: str
    priority_title: str


@dataclass(frozen=True)
class IndicatorPage:
    indicator: Indicator
    theme_title: str
    theme_path: str
    polarity: str
    unit: str
    area_name: str
    region_name: str | None
    newest: YearRow | None
    newest_when: str
    chart: chart_of.Chart | None
    strip: Strip | None
    strip_words: str
    years: tuple[YearRow, ...]
    quoted: tuple[Row, ...]
    groups: tuple[GroupRow, ...]
    judged: Judged
    change_unit: str
    places: tuple[PlaceRow, ...]
    uses: tuple[Use, ...]
    origins: tuple[OriginRow, ...]
    missing: tuple[Missing, ...]
    warnings: tuple[str, ...]
    neighbours_model: str | None
    csv: str
    outlook: tuple[AheadBlock, ...]
    compared_with_others: bool
    beside: tuple[BesideBlock, ...]
    held: tuple[Held, ...]


def page(material: Material, indicator: Indicator) -> tuple[Page, dict[str, chart_of.TakeAway]]:
    """The page, and the charts that it offers to take away, by path."""
    rows = material.compared.get((indicator.id, "all"), [])
    quoted = material.quoted.get((indicator.id, "all"), [])
    charts: dict[str, chart_of.TakeAway] = {}
    chart = _main_chart(material, indicator, rows, quoted)
    if chart is not None:
        charts[f"indicators/{file_name(indicator)}.svg"] = chart_of.TakeAway(
            chart.svg,
            indicator.title,
            figures.unit_name(indicator),
            indicator.publisher or "see the page of the indicator",
            material.about,
        )
        chart = chart_of.Chart(chart.svg, chart.legend, f"{file_name(indicator)}.svg")
    outlook, fans = blocks(material, indicator)
    charts |= fans
    years = tuple(_year(row, indicator) for row in reversed(rows))
    newest = next(
        (y for y, row in zip(years, reversed(rows), strict=True) if row["value"] is not None), None
    )
    theme = material.catalogue.theme(indicator.theme) if indicator.theme else None
    context = IndicatorPage(
        indicator=indicator,
        theme_title=theme.title if theme else "Publishers' own",
        theme_path=f"themes/{theme.id if theme else 'published'}.html",
        polarity=wording.POLARITY[indicator.polarity],
        unit=figures.unit_name(indicator),
        area_name=material.about.area_name,
        region_name=next((r["region_name"] for r in rows if r["region_name"]), None),
        newest=newest,
        newest_when=_when(rows),
        chart=chart,
        strip=_strip(material, indicator, rows),
        strip_words=_strip_words(material, indicator),
        years=years,
        quoted=tuple(quoted),
        groups=_groups(material, indicator),
        judged=judged(material, indicator),
        change_unit=formats.UNIT_NAMES[indicator.unit.of_change],
        places=_places(material, indicator),
        uses=tuple(_use(material, m) for m in material.measures if m.indicator == indicator.id),
        origins=tuple(_origins(material, indicator)),
        missing=indicator.missing,
        warnings=(*_warnings(material, indicator), *findings.out_of_line(material, indicator.id)),
        neighbours_model=material.about.neighbours_model,
        csv=f"{file_name(indicator)}.csv",
        outlook=outlook,
        compared_with_others=indicator.comparable
        and any(r["england"] is not None or r["neighbours_n"] for r in rows),
        beside=beside.blocks(material, indicator),
        held=findings.of_indicator(material, indicator.id),
    )
    shown = Page(
        path=path_of(indicator),
        kind="indicator",
        title=indicator.title,
        description=" ".join(indicator.definition.split()),
        template="indicator.html",
        context=context,
        section="indicators",
        crumbs=(
            ("index.html", "Home"),
            ("indicators/index.html", "Indicators"),
            (context.theme_path, context.theme_title),
        ),
    )
    return shown, charts


def _when(rows: list[Row]) -> str:
    newest = next((r for r in reversed(rows) if r["value"] is not None), None)
    if newest is None:
        return ""
    return formats.day(newest["as_of"]) if newest["as_of"] else ""


def _year(row: Row, indicator: Indicator) -> YearRow:
    digits = figures.neighbours_precision(indicator)
    return YearRow(
        period=row["period"],
        own=figures.own(row, indicator),
        england=figures.beside(row, "england", indicator),
        region=figures.beside(row, "region", indicator),
        neighbours=figures.beside(row, "neighbours_mean", indicator, precision=digits),
        neighbours_n=row["neighbours_n"],
        rank=figures.rank_words(row),
        band=row["band"],
    )


def _main_chart(
    material: Material, indicator: Indicator, rows: list[Row], quoted: list[Row]
) -> chart_of.Chart | None:
    name = material.about.area_name
    targets = [
        row
        for m in material.measures
        if m.indicator == indicator.id and m.group == "all" and m.gap is None and m.area is None
        for row in material.targets.get(m.id, [])
    ]
    region = next((r["region_name"] for r in rows if r["region_name"]), None)
    own = chart_of.points(rows) or chart_of.points(quoted)
    lines: tuple[Line, ...] = (Line(name, "own", own, marked=True),)
    if indicator.comparable:
        lines += (
            Line("England", "england", chart_of.points(rows, "england")),
            Line("Similar areas", "neighbours", chart_of.points(rows, "neighbours_mean")),
            Line(region or "Region", "region", chart_of.points(rows, "region")),
        )
    if not own:
        return None
    return chart_of.chart(
        indicator,
        lines,
        chart_of.goals(targets),
        ident="main",
        title=f"{indicator.title}, {name}",
        description=chart_of.described(lines, indicator),
    )


def _strip(material: Material, indicator: Indicator, rows: list[Row]) -> Strip | None:
    others = material.others.get(indicator.id, [])
    if len(others) < 20 or not indicator.comparable:
        return None
    end = others[0]["period_end"]
    mine = next((r for r in rows if r["period_end"] == end and r["value"] is not None), None)
    if mine is None:
        return None
    values = [o["value"] for o in others if o["area"] != material.about.area]
    near = tuple(o["value"] for o in others if o["neighbour"])
    prefix, suffix = chart_of.around(indicator.unit)
    name = material.about.area_name
    own = formats.number(mine["value"], indicator.unit, indicator.precision)
    rank = figures.rank_words(mine)
    said = f"{name} {own}" + (f", {rank}" if rank else "")
    if mine["england"] is not None:
        said += f"; England {formats.number(mine['england'], indicator.unit, indicator.precision)}"
    return Strip(
        tuple(values),
        mine["value"],
        mine["england"],
        near,
        prefix,
        suffix,
        chart_of.bounds_of(indicator.unit, values),
        "strip",
        f"{name} among {len(values) + 1} authorities, {mine['period']}",
        said + ".",
    )


def _strip_words(material: Material, indicator: Indicator) -> str:
    others = material.others.get(indicator.id, [])
    return others[0]["period"] if others else ""


def _groups(material: Material, indicator: Indicator) -> tuple[GroupRow, ...]:
    found = []
    for group in indicator.groups:
        rows = material.compared.get((indicator.id, group), [])
        row = next(
            (r for r in reversed(rows) if r["value"] is not None), rows[-1] if rows else None
        )
        if group == "all" or row is None:
            continue
        digits = figures.neighbours_precision(indicator)
        found.append(
            GroupRow(
                group,
                wording.group(group),
                row["period"],
                figures.own(row, indicator),
                figures.beside(row, "england", indicator),
                figures.beside(row, "neighbours_mean", indicator, precision=digits),
                figures.rank_words(row),
                figures.run_of(rows, indicator),
            )
        )
    return tuple(found)


def _places(material: Material, indicator: Indicator) -> tuple[PlaceRow, ...]:
    by_area: dict[str, list[Row]] = {}
    for row in material.localities.get((indicator.id, "all"), []):
        by_area.setdefault(row["area"], []).append(row)
    found = [
        PlaceRow(
            rows[-1]["area_name"],
            rows[-1]["period"],
            figures.own(rows[-1], indicator),
            figures.run_of(rows, indicator),
        )
        for rows in by_area.values()
    ]
    return tuple(sorted(found, key=lambda p: p.name))


def _use(material: Material, measure: Measure) -> Use:
    row = material.ratings.get(measure.id)
    plan = material.plan
    priority = (
        next((p for p in plan.priorities if p.id == measure.priority), None) if plan else None
    )
    return Use(
        measure,
        measure.title or material.by_id[measure.indicator].title,
        row["rating"] if row else "not-rated",
        (row["reason"] or "") if row else "no figure yet",
        f"priorities/{measure.priority}.html",
        priority.title if priority else measure.priority,
    )


def _origins(material: Material, indicator: Indicator) -> list[OriginRow]:
    """Of every figure of ours: the file, the cell, the release, the day. Newest first."""
    found = []
    for row in reversed(material.own.get((indicator.id, "all"), [])):
        found.append(
            OriginRow(
                row["period"],
                row["file"],
                row["cell"],
                row["id"],
                row["release"],
                formats.day(row["as_of"]),
                row["status"].replace("-", " ")
                + ("" if row["in_latest"] else ", no longer in the publisher's newest file")
                + (f" (printed as “{row['symbol']}”)" if row["symbol"] else ""),
            )
        )
    return found


def _warnings(material: Material, indicator: Indicator) -> tuple[str, ...]:
    said = []
    codes = {f"{s.source}:{s.code}" for s in indicator.series}
    for (code, _), why in material.unsound.items():
        if code in codes:
            said.append(f"England's figure is not shown: {why}.")
    rows = material.compared.get((indicator.id, "all"), [])
    if any(r["status"] == Status.PROVISIONAL.value for r in rows[-1:]):
        said.append("The newest figure is provisional: it may still be revised.")
    return tuple(said)
