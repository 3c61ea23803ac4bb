"""The ladder: the share of schools good or outstanding, by phase and district and over the years.

By schools and by pupils, with those that have no grade shown; by both rules; a line is never drawn
across a change of list or of regime.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import escape

from foreland.report import formats, wording
from foreland.report.charts import line
from foreland.report.charts.svg import px
from foreland.report.material import Row
from foreland.report.pages import school_rows as rows
from foreland.report.pages.chart_of import Chart, Drawing, Legend
from foreland.report.pages.page import Page
from foreland.report.pages.school_lists import CRUMBS
from foreland.report.pages.school_rows import PHASE_NAMES, PHASES, Schools

RULE, OWN = "predecessor", "own"
RULE_NAMES = {RULE: "Today's rule", OWN: "The rule until 2018"}


@dataclass(frozen=True)
class Bar:
    """Schools in four parts, as wide as there are of each; said in the row that it stands in."""

    parts: tuple[tuple[str, int], ...]

    def __html__(self) -> str:
        total = sum(n for _, n in self.parts)
        if not total:
            return ""
        found, x = [], 0.0
        for style, n in self.parts:
            width = 100 * n / total
            if n:
                found.append(
                    f'<rect class="rung rung--{escape(style)}" x="{px(x)}%" '
                    f'width="{px(width)}%" height="18"/>'
                )
            x += width
        return (
            f'<svg class="rungs" width="160" height="18" aria-hidden="true">{"".join(found)}</svg>'
        )


@dataclass(frozen=True)
class Rung:
    name: str
    path: str
    share: str
    pupils: str
    good: int
    rest: int
    not_judged: int
    not_graded: int
    total: int
    bar: Bar


@dataclass(frozen=True)
class Year:
    on: str
    regime: str
    shares: tuple[str, ...]
    good: str
    not_graded: int
    breaks: str


@dataclass(frozen=True)
class LadderPage:
    area_name: str
    on: str
    note: str
    phases: tuple[Rung, ...]
    england: tuple[Rung, ...]
    districts: tuple[tuple[str, str, tuple[Rung, ...]], ...]
    chart: Chart | None
    years: tuple[Year, ...]
    year_phases: tuple[tuple[str, str, tuple[Year, ...]], ...]
    rules: tuple[str, str]
    guessed: int


def page(schools: Schools) -> Page | None:
    """None where no share is known."""
    own = [r for r in schools.ladder if r["place"] == "area"]
    if not own:
        return None
    newest = [r for r in own if r["on"] == schools.on and r["rule"] == RULE]
    area = schools.material.about.area_name
    country = [
        r for r in schools.ladder
        if r["place"] == "england" and r["on"] == schools.on and r["rule"] == RULE
    ]  # fmt: skip
    phases = [p for p in PHASES if any(r["phase"] == p for r in newest)]
    context = LadderPage(
        area_name=area,
        on=formats.day(schools.on),
        note=_sentence(newest[0]["note"] if newest else None),
        phases=tuple(_rung(r, PHASE_NAMES[r["phase"]], "") for r in _ordered(newest)),
        england=tuple(_rung(r, PHASE_NAMES[r["phase"]], "") for r in _ordered(country)),
        districts=tuple(
            (phase, PHASE_NAMES[phase], tuple(_districts(schools, phase)))
            for phase in ("all", *phases)
        ),
        chart=_chart([r for r in own if r["phase"] == "all"], area),
        years=tuple(_years([r for r in own if r["phase"] == "all"])),
        year_phases=tuple(
            (phase, PHASE_NAMES[phase], tuple(_years([r for r in own if r["phase"] == phase])))
            for phase in phases
        ),
        rules=(RULE_NAMES[RULE], RULE_NAMES[OWN]),
        guessed=sum(1 for r in schools.all if r["district_by"] == "postcode sector"),
    )
    return Page(
        "schools/ladder.html",
        "schools-ladder",
        "Good or outstanding schools",
        f"The share of schools of {area} that are good or outstanding: by phase, district, year.",
        "school_ladder.html",
        context,
        "schools",
        CRUMBS,
    )


def _sentence(text: str | None) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _ordered(found: Sequence[Row]) -> list[Row]:
    order = list(PHASE_NAMES)
    return sorted(found, key=lambda r: order.index(r["phase"]))


def _rung(row: Row, name: str, path: str) -> Rung:
    rest = row["graded"] - row["good"]
    never = row["not_graded"] - row["not_judged"]
    return Rung(
        name,
        path,
        share(row["value"], row["status"]),
        share(row["pupils_value"], row["pupils_status"], row["pupils_symbol"]),
        row["good"],
        rest,
        row["not_judged"],
        never,
        row["open"],
        Bar(
            (
                ("good", row["good"]),
                ("rest", rest),
                ("unjudged", row["not_judged"]),
                ("none", never),
            )
        ),
    )


def share(value: float | None, status: str | None, symbol: str | None = None) -> str:
    """``94.8%``; ``94.8% (few graded)``; the reason for none."""
    if value is None:
        why = wording.missing(status) if status else "not available"
        return f"{why} ({symbol})" if symbol else why
    few = status == "unreliable"
    return f"{formats.plain(value, 1)}%" + (" (few graded)" if few else "")


def _districts(schools: Schools, phase: str) -> list[Rung]:
    wanted = {
        r["place"]: r
        for r in schools.ladder
        if r["phase"] == phase and r["rule"] == RULE and r["on"] == schools.on
    }
    return [
        _rung(wanted[code], name, rows.district_path(code, name))
        for code, name, _ in schools.districts
        if code in wanted
    ]


def _by_day(found: Sequence[Row]) -> list[tuple[date, dict[str, Row]]]:
    days: dict[date, dict[str, Row]] = {}
    for row in found:
        days.setdefault(row["on"], {})[row["rule"]] = row
    return sorted(days.items())


def _why_broken(before: Row, after: Row) -> str:
    """Why two days' shares may not be compared; empty where they may."""
    if before["regime"] != after["regime"]:
        return "overall grades ended in September 2024"
    if before["schools_of"] != after["schools_of"]:
        return "another list of schools"
    return ""


def _years(found: Sequence[Row]) -> list[Year]:
    made: list[Year] = []
    before: Row | None = None
    for day, both in _by_day(found):
        row = both.get(RULE) or both[OWN]
        own = both.get(OWN)
        why = _why_broken(before, row) if before is not None else ""
        made.append(
            Year(
                formats.day(day),
                row["regime"].capitalize(),
                (
                    share(row["value"], row["status"]),
                    share(row["pupils_value"], row["pupils_status"], row["pupils_symbol"]),
                    share(own["value"], own["status"]) if own else "not available",
                ),
                f"{row['good']:,} of {row['graded']:,}",
                row["not_graded"],
                why,
            )
        )
        before = row
    return made


def _chart(found: Sequence[Row], area: str) -> Chart | None:
    days = _by_day(found)
    lines = []
    for rule, style in ((RULE, "own"), (OWN, "comparator")):
        points = tuple(
            line.Point(
                day,
                f"Aug {day.year}" if day.month == 8 else formats.day(day),
                both[rule]["value"],
                open=both[rule]["status"] != "final",
            )
            for day, both in days
            if rule in both
            and both[rule]["value"] is not None
            and both[rule]["status"] != "unreliable"
        )
        if points:
            lines.append(line.Line(RULE_NAMES[rule], style, points, marked=True))
    if not lines or all(len(each.points) < 2 for each in lines):
        return None
    breaks = tuple(
        (before + (after - before) / 2, why)
        for (before, one), (after, other) in pairwise(days)
        if RULE in one and RULE in other and (why := _why_broken(one[RULE], other[RULE]))
    )
    said = " ".join(
        f"{each.name}: {formats.plain(each.points[0].value, 1)}% in {each.points[0].label}, "
        f"{formats.plain(each.points[-1].value, 1)}% in {each.points[-1].label}."
        for each in lines
    )
    drawing = Drawing(
        line.LineChart(tuple(lines), breaks=breaks, bounds=(0.0, 100.0), suffix="%"),
        "ladder",
        f"Schools good or outstanding, {area}",
        f"{said} The lines are broken where shares may not be compared. Every figure stands in "
        "the table below.",
    )
    legend = [Legend(each.style, each.name) for each in lines]
    legend.append(Legend("open", "Rebuilt from what is known of the schools of the day"))
    return Chart(drawing, tuple(legend))
