"""An indicator's rows as a line chart, its legend, and the same as a file to take away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foreland.indicators.schema import Indicator
from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.report import formats
from foreland.report.charts import fan, line
from foreland.report.charts.fan import FanChart
from foreland.report.charts.svg import alone, inline
from foreland.report.material import About, Row

_OPEN = {Status.PROVISIONAL.value, Status.QUOTED.value, Status.ESTIMATED.value}


@dataclass(frozen=True)
class Legend:
    style: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """A line chart or a fan, drawn when the page is: the template engine asks for ``__html__``."""

    chart: line.LineChart | FanChart
    ident: str
    title: str
    description: str

    def inner(self) -> str:
        """The inside of the SVG."""
        return fan.drawn(self.chart) if isinstance(self.chart, FanChart) else line.drawn(self.chart)

    def __html__(self) -> str:
        height = line.HEIGHT + 28
        return inline(self.ident, self.title, self.description, height, self.inner(), "chart")


@dataclass(frozen=True)
class Chart:
    """A chart on its page, what its lines mean, and the file to take away."""

    svg: Drawing
    legend: tuple[Legend, ...]
    file: str | None = None


def points(rows: Iterable[Row], column: str = "value") -> tuple[line.Point, ...]:
    return tuple(
        line.Point(
            row["period_end"],
            row["period"],
            row[column],
            open=column == "value" and row["status"] in _OPEN,
        )
        for row in rows
        if row[column] is not None
    )


def goals(rows: Iterable[Row]) -> tuple[line.Goal, ...]:
    """Targets (``foreland rate``, a row a target) as marks; one without a period has no place."""
    found: dict[date, line.Goal] = {}
    for row in rows:
        if row["target_for"] and row["target"] is not None:
            period = Period.parse(row["target_for"])
            found[period.end] = line.Goal(period.end, period.label, row["target"], row["floor"])
    return tuple(found[end] for end in sorted(found))


def breaks_of(indicator: Indicator) -> tuple[tuple[date, str], ...]:
    """The middle of the first period of each new series, and why it is new."""
    found = []
    for each in indicator.breaks:
        period = Period.parse(each.start)
        found.append((period.start + (period.end - period.start) / 2, each.reason))
    return tuple(found)


def bounds_of(unit: Unit, values: Iterable[float]) -> tuple[float, float] | None:
    least = min(values, default=0.0)
    if unit is Unit.PERCENT and least >= 0:
        return (0.0, 100.0)
    return (0.0, float("inf")) if least >= 0 else None


def around(unit: Unit) -> tuple[str, str]:
    return ("£" if unit is Unit.POUNDS else "", "%" if unit is Unit.PERCENT else "")


def chart(
    indicator: Indicator,
    lines: tuple[line.Line, ...],
    targets: tuple[line.Goal, ...],
    *,
    ident: str,
    title: str,
    description: str,
) -> Chart | None:
    """The chart; None where there is nothing to draw."""
    lines = tuple(each for each in lines if each.points)
    if not lines:
        return None
    prefix, suffix = around(indicator.unit)
    values = [p.value for each in lines for p in each.points]
    drawing = line.LineChart(
        lines,
        targets,
        breaks_of(indicator),
        bounds_of(indicator.unit, values),
        suffix=suffix,
        prefix=prefix,
    )
    legend = [Legend(each.style, each.name) for each in lines]
    if targets:
        legend.append(Legend("target", "Target"))
        if any(g.floor is not None for g in targets):
            legend.append(Legend("floor", "Floor"))
    if any(p.open for each in lines for p in each.points):
        legend.append(Legend("open", "Not final (provisional, or printed by the area)"))
    return Chart(Drawing(drawing, ident, title, description), tuple(legend))


def described(lines: tuple[line.Line, ...], indicator: Indicator) -> str:
    """A chart's first and last figures in words; the whole stands in the table."""
    said = []
    for each in lines:
        if not each.points:
            continue
        first, last = each.points[0], each.points[-1]
        start = formats.number(first.value, indicator.unit, indicator.precision)
        end = formats.number(last.value, indicator.unit, indicator.precision)
        said.append(f"{each.name}: {start} in {first.label}, {end} in {last.label}.")
    return " ".join(said) + " Every figure stands in the table below."


@dataclass(frozen=True)
class TakeAway:
    """A chart as a file of its own, saying where it is from and, where so, that it is invented."""

    drawing: Drawing
    heading: str
    unit: str
    source: str
    about: About

    def bytes(self) -> bytes:
        foot = [f"Source: {self.source}", f"{self.about.title}, {formats.day(self.about.today)}"]
        if self.about.synthetic:
            foot.insert(0, "SYNTHETIC: every figure here is invented.")
        return alone(
            self.heading,
            f"{self.about.area_name}, {self.unit}",
            self.drawing.description,
            line.HEIGHT,
            self.drawing.inner(),
            foot,
        ).encode()
