"""Figures of another publication on an indicator's page, where the plan asks for both."""

from dataclasses import dataclass
from datetime import date

from foreland.indicators.schema import Indicator
from foreland.report.material import Material, Row
from foreland.report.pages import figures
from foreland.report.pages.figures import NO_FIGURE, Figure


@dataclass(frozen=True)
class BesideRow:
    """One period: the figure that is shown here, and the other publication's."""

    period: str
    own: Figure
    other: Figure
    id: str
    release: str


@dataclass(frozen=True)
class BesideBlock:
    """One other publication."""

    code: str
    title: str
    group: str
    rows: tuple[BesideRow, ...]


def blocks(material: Material, indicator: Indicator) -> tuple[BesideBlock, ...]:
    """By publisher's code; periods of either, newest first. The same days stand in one row."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in material.rows("beside"):
        if row["indicator"] == indicator.id:
            found.setdefault((row["source_code"], row["group"]), []).append(row)
    made = []
    for (code, group), others in sorted(found.items()):
        release = material.release.get(others[-1]["release"])
        title = release.title if release else code
        made.append(BesideBlock(code, title, group, _rows(material, indicator, group, others)))
    return tuple(made)


def _rows(
    material: Material, indicator: Indicator, group: str, others: list[Row]
) -> tuple[BesideRow, ...]:
    own = {_days(row): row for row in material.own.get((indicator.id, group), [])}
    other = {_days(row): row for row in others}
    made = []
    for days in sorted(own.keys() | other.keys(), key=lambda d: (d[1], d[0]), reverse=True):
        mine, theirs = own.get(days), other.get(days)
        made.append(
            BesideRow(
                (mine or theirs or {})["period"],
                figures.own(mine, indicator) if mine else NO_FIGURE,
                _other(theirs, indicator) if theirs else NO_FIGURE,
                theirs["id"] if theirs else "",
                theirs["release"] if theirs else "",
            )
        )
    return tuple(made)


def _days(row: Row) -> tuple[date, date]:
    return row["period_start"], row["period_end"]


def _other(row: Row, indicator: Indicator) -> Figure:
    """In its own unit: another publication may count what this one gives a share of."""
    digits = max(indicator.precision, 1) if row["unit"] == indicator.unit else 2
    return figures.figure(row["value"], row["status"], row["unit"], digits)
