"""A gap as pages show it: both lines, the same gap in England and among the neighbours, and why.

Names the group, its comparator, the cohort and the vintage. A gap may narrow because the others
fell, so both lines always stand beside it.
"""

from dataclasses import dataclass

from foreland.indicators.schema import Gap, Indicator
from foreland.insight.gap_words import gap_change_in_words, gap_in_words
from foreland.report import formats, wording
from foreland.report.charts.line import Line, Point
from foreland.report.charts.pair import Pair
from foreland.report.material import Material, Row
from foreland.report.pages import chart_of, figures
from foreland.report.pages.figures import Figure
from foreland.report.pages.page import path_of

#: A neighbours' gap needs so many of them.
FEWEST_NEIGHBOURS = 3


@dataclass(frozen=True)
class GapYear:
    period: str
    group: Figure
    comparator: Figure
    gap: Figure
    england: Figure
    neighbours: Figure
    neighbours_n: str
    because: str


@dataclass(frozen=True)
class Whose:
    """One row of the newest year: the area, England, the similar areas."""

    name: str
    group: Figure
    comparator: Figure
    gap: Figure
    remark: str
    moved: str


@dataclass(frozen=True)
class GapBlock:
    """``sentence`` says the newest gap, ``moved`` whether it closes, why, and how sure that is."""

    ident: str
    name: str
    group: str
    comparator: str
    indicator: str
    path: str
    period: str
    sentence: str
    moved: str
    verdict: str
    vintage: str
    newest: tuple[Whose, ...]
    chart: Pair | None
    rows: tuple[GapYear, ...]
    whole: bool
    unit: str
    behind: str


def gap_block(material: Material, indicator: Indicator, gap: Gap, n: int) -> GapBlock:
    own = [
        r
        for r in material.gaps.get(indicator.id, [])
        if r["group"] == gap.group
        and r["comparator"] == gap.comparator
        and r["comparator_of"] == "area"
    ]
    row = next((r for r in reversed(own) if r["gap"] is not None), None)
    group, comparator = wording.group(gap.group), _others(gap.comparator)
    digits = indicator.precision
    return GapBlock(
        ident=f"gap{n}",
        name=gap.name or f"{group} and {comparator.lower()}",
        group=group,
        comparator=comparator,
        indicator=indicator.title,
        path=path_of(indicator),
        period=row["period"] if row else "",
        sentence=_sentence(material, indicator, row) if row else "",
        moved=_moved(row, indicator) if row else "",
        verdict=_verdict(row) if row else "",
        vintage=_vintage(material, row) if row else "",
        newest=tuple(_newest(material, indicator, row)) if row else (),
        chart=_chart(material, indicator, own, group, comparator, f"gap{n}"),
        rows=tuple(_year(r, indicator) for r in reversed(own) if r["gap"] is not None),
        whole=digits == 0,
        unit=formats.UNIT_NAMES[indicator.unit.of_change],
        behind="Behind by" if indicator.polarity in ("higher", "lower") else "Difference",
    )


def _others(comparator: str) -> str:
    return "All pupils" if comparator == "all" else wording.group(comparator)


def _measured(row: Row, place: str) -> float | None:
    """How far behind; of an indicator of which neither more nor less is better, the difference."""
    name = f"{place}_" if place else ""
    behind: float | None = row[f"{name}behind"]
    gap: float | None = row[f"{name}gap"]
    return behind if behind is not None else gap


def _sentence(material: Material, indicator: Indicator, row: Row) -> str:
    unit, digits = indicator.unit, indicator.precision
    words = gap_in_words(row["behind"], row["gap"], unit, digits, row["plus_minus"] is not None)
    now = formats.number(row["group_value"], unit, digits)
    other = formats.number(row["comparator_value"], unit, digits)
    said = f"{row['period']}, {material.about.area_name}: {words} ({now} against {other})."
    beside = []
    if row["england_gap"] is not None:
        england = gap_in_words(row["england_behind"], row["england_gap"], unit, digits)
        beside.append(f"England: {england}")
    if row["neighbours_gap"] is not None and row["neighbours_n"] >= FEWEST_NEIGHBOURS:
        near = gap_in_words(row["neighbours_behind"], row["neighbours_gap"], unit, max(1, digits))
        beside.append(
            f"mean of {row['neighbours_n']} of {row['neighbours_of']} similar areas: {near}"
        )
    return said + (f" {'; '.join(beside)}." if beside else "")


def _moved(row: Row, indicator: Indicator) -> str:
    words = gap_change_in_words(
        row["change"], indicator.unit, indicator.precision, row["change_from"], row["because"],
        row["direction"], row["certainty"],
    )  # fmt: skip
    return "" if words == "no earlier figure" else words[:1].upper() + words[1:] + "."


def _verdict(row: Row) -> str:
    """Whether it closes, in few words: a direction only of what passed the rule."""
    if row["change"] is None:
        return "No earlier figure"
    if row["direction"] in ("better", "worse"):
        because = (row["because"] or "").partition(": ")[2]
        way = "Narrower" if row["change"] < 0 else "Wider"
        return f"{way}: {because}" if because else way
    return "No change" if row["change"] == 0 else "No clear change"


def _newest(material: Material, indicator: Indicator, row: Row) -> list[Whose]:
    unit, digits = indicator.unit, indicator.precision
    near = max(1, digits)

    def whose(name: str, place: str, places: int, remark: str = "", moved: str = "") -> Whose:
        before = f"{place}_" if place else ""
        group = row["group_value"] if not place else row[f"{before}group"]
        other = row["comparator_value"] if not place else row[f"{before}comparator"]
        return Whose(
            name,
            figures.figure(group, None, unit, places),
            figures.figure(other, None, unit, places),
            figures.figure(_measured(row, place), None, unit.of_change, places),
            remark,
            moved,
        )

    rows = [whose(material.about.area_name, "", digits, "", row["because"] or "")]
    if row["england_gap"] is not None:
        rows.append(whose("England", "england", digits, "", row["england_because"] or ""))
    if row["neighbours_gap"] is not None and row["neighbours_n"] >= FEWEST_NEIGHBOURS:
        median = row["neighbours_behind_median"]
        median = row["neighbours_gap_median"] if median is None else median
        told = formats.number(median, unit.of_change, near, short=True)
        remark = f"mean; median of the gaps {told}; {row['neighbours_n']} of {row['neighbours_of']}"
        rows.append(whose("Similar areas", "neighbours", near, remark))
    return rows


def _year(r: Row, indicator: Indicator) -> GapYear:
    unit, digits = indicator.unit, indicator.precision
    enough = (r["neighbours_n"] or 0) >= FEWEST_NEIGHBOURS
    return GapYear(
        r["period"],
        figures.figure(r["group_value"], None, unit, digits),
        figures.figure(r["comparator_value"], None, unit, digits),
        figures.figure(_measured(r, ""), r["status"], unit.of_change, digits),
        figures.figure(_measured(r, "england"), None, unit.of_change, digits),
        figures.figure(
            _measured(r, "neighbours") if enough else None, None, unit.of_change, max(1, digits)
        ),
        f"{r['neighbours_n']} of {r['neighbours_of']}" if enough else "",
        (r["because"] or "").removeprefix("unchanged: "),
    )


def _vintage(material: Material, row: Row) -> str:
    """When both figures became known, from which publication, how firm."""
    releases = [
        material.release[name]
        for name in dict.fromkeys((row["release"], row["comparator_release"]))
        if name in material.release
    ]
    titles = formats.joined(sorted({r.title for r in releases}))
    known = f"known since {formats.day(row['as_of'])}" if row["as_of"] else "not dated"
    firm = wording.standing(row["status"]) or row["status"].replace("-", " ")
    return f"{titles or 'Source not named'}: {firm}, {known}."


def _points(rows: list[Row], column: str) -> tuple[Point, ...]:
    return tuple(
        Point(r["period_end"], r["period"], r[column])
        for r in rows
        if r[column] is not None and r["gap"] is not None
    )


def _chart(
    material: Material,
    indicator: Indicator,
    rows: list[Row],
    group: str,
    comparator: str,
    ident: str,
) -> Pair | None:
    own = _points(rows, "group_value")
    if len(own) < 2:
        return None
    lines = (
        Line(group, "own", own, marked=True),
        Line(comparator, "comparator", _points(rows, "comparator_value"), marked=True),
        Line("England", "england", _points(rows, "england_group")),
        Line("England", "england", _points(rows, "england_comparator")),
    )
    values = [p.value for line in lines for p in line.points]
    _, suffix = chart_of.around(indicator.unit)
    there = [r for r in rows if r["gap"] is not None]
    said = " ".join(
        f"{r['period']}: {formats.number(r['group_value'], indicator.unit, indicator.precision)} "
        f"against {formats.number(r['comparator_value'], indicator.unit, indicator.precision)}."
        for r in (there[0], there[-1])
    )
    return Pair(
        tuple(line for line in lines if line.points),
        chart_of.breaks_of(indicator),
        chart_of.bounds_of(indicator.unit, values),
        ident,
        f"{indicator.short}: {group} and {comparator[:1].lower()}{comparator[1:]}, "
        f"{material.about.area_name}",
        f"{said} Every figure stands in a table.",
        suffix,
    )
