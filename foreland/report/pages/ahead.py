"""What to expect of a series, on its page: the fan, its table, and what is published of targets."""

from collections.abc import Iterable
from dataclasses import dataclass

from foreland.indicators.schema import Indicator
from foreland.model.units import Unit
from foreland.plan.schema import Measure
from foreland.report import formats, wording
from foreland.report.charts.fan import BANDS, Ahead, FanChart
from foreland.report.charts.line import Line
from foreland.report.material import Material, Row
from foreland.report.pages import chart_of
from foreland.report.pages.chart_of import Chart, Drawing, Legend, TakeAway
from foreland.report.pages.page import file_name
from foreland.report.pages.target_chances import Chance, Key, chances, key_of, unit_of


@dataclass(frozen=True)
class AheadRow:
    period: str
    expected: str
    #: By share, the narrowest first: from and to.
    ranges: tuple[str, ...]


@dataclass(frozen=True)
class AheadBlock:
    """``rows`` are empty where there is no forecast; ``why`` then says so."""

    ident: str
    title: str
    heading: str
    whose: str
    since: str
    chart: Chart | None
    rows: tuple[AheadRow, ...]
    chances: tuple[Chance, ...]
    why: str


_BAND_WORDS = {50: "half of all cases", 80: "8 in 10", 95: "19 in 20"}
_WITHHELD = "it would be made from figures that count too few people, which are withheld"


def blocks(
    material: Material, indicator: Indicator
) -> tuple[tuple[AheadBlock, ...], dict[str, TakeAway]]:
    """A block for all pupils, one for each group and gap of the plan; and the charts as files."""
    measures = [m for m in material.measures if m.indicator == indicator.id and m.area is None]
    keys: dict[Key, list[Measure]] = {(indicator.id, "all", None): []}
    for measure in measures:
        keys.setdefault(key_of(measure), []).append(measure)
    made: list[AheadBlock] = []
    files: dict[str, TakeAway] = {}
    for key, own in keys.items():
        block = _block(material, indicator, key, own, len(made))
        if block is None:
            continue
        if block.chart is not None:
            path = f"indicators/{file_name(indicator)}-outlook{len(made) or ''}.svg"
            files[path] = TakeAway(
                block.chart.svg,
                f"{block.title}: what to expect",
                formats.UNIT_NAMES[unit_of(indicator, key)],
                f"{indicator.publisher or 'see the page of the indicator'}; "
                "the forecast is foreland's own",
                material.about,
            )
        made.append(block)
    return tuple(made), files


def _block(
    material: Material, indicator: Indicator, key: Key, measures: list[Measure], n: int
) -> AheadBlock | None:
    told = material.expected.get(key, [])
    rows = [r for r in told if r["expected"] is not None]
    why = material.unforeseen.get(key, "")
    if not rows and told:
        why = _WITHHELD
    if not rows and not why:
        return None
    unit, digits = unit_of(indicator, key), indicator.precision
    title = _title(indicator, key)
    ident = "outlook" if n == 0 else f"outlook-{n}"
    return AheadBlock(
        ident,
        title,
        _first_up(title.removeprefix(f"{indicator.title}: ")) if n else "All",
        material.about.area_name,
        rows[0]["last_period"] if rows else "",
        _chart(material, indicator, key, measures, rows, ident, title) if rows else None,
        tuple(_row(r, unit, digits) for r in rows),
        tuple(c for m in measures for c in chances(material, m, indicator)),
        why,
    )


def _first_up(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _title(indicator: Indicator, key: Key) -> str:
    _, group, comparator = key
    if comparator is not None:
        name = next(
            (g.name for g in indicator.gaps if (g.group, g.comparator) == (group, comparator)),
            None,
        )
        words = name or f"{wording.group(group)} behind {wording.group(comparator).lower()}"
        return f"{indicator.title}: gap, {words[:1].lower()}{words[1:]}"
    if group != "all":
        return f"{indicator.title}: {wording.group(group).lower()}"
    return indicator.title


def _row(row: Row, unit: Unit, digits: int) -> AheadRow:
    return AheadRow(
        row["period"],
        formats.number(row["expected"], unit, digits, short=True),
        tuple(between(row, share, unit, digits) for share in reversed(BANDS)),
    )


def between(row: Row, share: int, unit: Unit, digits: int) -> str:
    """``66.1% to 74.2%``."""
    low, high = (
        formats.number(row[f"{side}{share}"], unit, digits, short=True)
        for side in ("lower", "upper")
    )
    return f"{low} to {high}"


def sentence(material: Material, measure: Measure, indicator: Indicator) -> str:
    """One measure's next period in a line; empty where there is no forecast."""
    key = key_of(measure)
    rows = [r for r in material.expected.get(key, []) if r["expected"] is not None]
    if not rows or measure.area is not None:
        return ""
    row, unit = rows[0], unit_of(indicator, key)
    expected = formats.number(row["expected"], unit, indicator.precision)
    return (
        f"Forecast for {row['period']}: {expected}; in 8 cases of 10 between "
        f"{between(row, 80, unit, indicator.precision).replace(' to ', ' and ')}"
    )


def anchor(material: Material, measure: Measure) -> str:
    """The place of a measure's fan on the indicator's page."""
    order: dict[Key, None] = {(measure.indicator, "all", None): None}
    for other in material.measures:
        if other.indicator == measure.indicator and other.area is None:
            order.setdefault(key_of(other))
    shown = [
        key
        for key in order
        if material.expected.get(key) or material.unforeseen.get(key) is not None
    ]
    if key_of(measure) not in shown:
        return ""
    place = shown.index(key_of(measure))
    return "outlook" if place == 0 else f"outlook-{place}"


def _own(material: Material, key: Key, last: Row, of: str) -> Line:
    """The figures that the forecast goes on from: of its kind of period, up to its last."""
    name, group, comparator = key
    if comparator is None:
        rows: Iterable[Row] = material.compared.get((name, group), [])
        points = chart_of.points(_before(rows, last))
    else:
        gaps = [
            r
            for r in material.gaps.get(name, [])
            if (r["area"], r["group"], r["comparator"], r["comparator_of"])
            == (material.about.area, group, comparator, of)
        ]
        points = chart_of.points([{**r, "value": r["behind"]} for r in _before(gaps, last)])
    return Line(material.about.area_name, "own", points, marked=True)


def _before(rows: Iterable[Row], last: Row) -> list[Row]:
    kept = [
        r
        for r in rows
        if r["period_kind"] == last["period_kind"] and r["period_end"] < last["period_end"]
    ]
    return sorted(kept, key=lambda r: (r["period_end"], r["period_start"]))


def _chart(
    material: Material,
    indicator: Indicator,
    key: Key,
    measures: list[Measure],
    rows: list[Row],
    ident: str,
    title: str,
) -> Chart | None:
    of = next((m.gap.of for m in measures if m.gap is not None), "area")
    own = _own(material, key, rows[0], of)
    if not own.points or own.points[-1].value != rows[0]["last_value"]:
        return None  # the figure that it begins at is not shown: the table stands alone
    goals = chart_of.goals(row for m in measures for row in material.targets.get(m.id, []))
    unit = unit_of(indicator, key)
    ahead = tuple(
        Ahead(
            r["horizon"],
            r["period_end"],
            r["period"],
            r["expected"],
            {share: (r[f"lower{share}"], r[f"upper{share}"]) for share in BANDS},
        )
        for r in rows
    )
    prefix, suffix = chart_of.around(unit)
    values = [p.value for p in own.points] + [r["lower95"] for r in rows]
    chart = FanChart(
        own, ahead, goals, chart_of.breaks_of(indicator), chart_of.bounds_of(unit, values),
        suffix=suffix, prefix=prefix,
    )  # fmt: skip
    name = material.about.area_name
    legend = [Legend("own", name), Legend("expected", "Expected")]
    legend += [Legend(f"b{share}", _first_up(_BAND_WORDS[share])) for share in reversed(BANDS)]
    if goals:
        legend.append(Legend("target", "Target"))
        if any(g.floor is not None for g in goals):
            legend.append(Legend("floor", "Floor"))
    said = " ".join(
        f"{r['period']}: {formats.number(r['expected'], unit, indicator.precision)} expected, "
        f"in 8 cases of 10 {between(r, 80, unit, indicator.precision)}."
        for r in rows
    )
    description = (
        f"The figures up to {rows[0]['last_period']}, then a forecast. {said} "
        "All of it stands in the table below."
    )
    drawing = Drawing(chart, f"{ident}-c", f"{title}, {name}: what to expect", description)
    file = f"{file_name(indicator)}-outlook{ident.removeprefix('outlook').removeprefix('-')}.svg"
    return Chart(drawing, tuple(legend), file)
