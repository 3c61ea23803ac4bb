"""What quality finds of the evidence, for its page: findings by kind, and publications compared.

Reads protected tables; says what they say, in the words of a page. Computes no figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foreland.indicators.schema import Indicator
from foreland.report.material import Material, Row
from foreland.report.pages.page import path_of


@dataclass(frozen=True)
class FindingLine:
    """One finding. ``path`` leads to the indicator's page, where there is one."""

    id: str
    about: str
    path: str | None
    found: str
    expected: str
    remedy: str
    accepted: bool
    reason: str | None
    by: str | None
    until: date | None


@dataclass(frozen=True)
class FindingKind:
    """Findings of one kind: those to look at first, then those that were accepted."""

    kind: str
    title: str
    means: str
    open: int
    accepted: int
    lines: tuple[FindingLine, ...]
    more: int


@dataclass(frozen=True)
class Held:
    """One pair of series, held against each other."""

    about: str
    path: str | None
    group: str
    first: str
    second: str
    rule: str
    compared: int
    equal: int
    within_rounding: int
    different: int
    largest: str | None


_KINDS = {
    "freshness": (
        "Late, due or ended",
        "An update is due within a month, overdue, or will never come; or a newest figure is old.",
    ),
    "completeness": (
        "Missing where others have a figure",
        "Half of the authorities have a figure, and this area has none.",
    ),
    "outlier": (
        "Out of line",
        "A value is out of line with the area's own history and with all areas, or outside what "
        "is possible. It may well be right.",
    ),
    "reconciliation": (
        "Two publications that differ",
        "Two publications give one measure, and differ by more than their rounding.",
    ),
    "quarantine": (
        "Rows that could not be read",
        "What stood there is neither a number nor a known symbol. The rest of the file was read.",
    ),
    "unclaimed": (
        "Files that were not read",
        "Either there is nothing in them to be shown, and the reason says why, or no reader "
        "knows them.",
    ),
    "undated": (
        "Releases without a day",
        "Nobody can say since when their figures were known, so they never answer for an "
        "earlier day.",
    ),
}

#: Of one kind a page lists so many, and of files and releases, a line each, more; all are in the
#: file beside it.
MOST, MOST_LINES = 15, 30

_CHECKS = {
    "quintile": "Fifths of the authorities",
    "sum": "Totals of printed parts",
    "change": "Yearly changes of printed figures",
    "total": "England as the sum of its authorities",
}


def kinds(material: Material) -> tuple[FindingKind, ...]:
    """The kinds of which there are findings, in the order in which they are told."""
    shown = {i.id: i for i in material.shown}
    by_kind: dict[str, list[Row]] = {}
    for row in material.rows("findings"):
        by_kind.setdefault(row["kind"], []).append(row)
    made = []
    for kind, (title, means) in _KINDS.items():
        rows = by_kind.get(kind, [])
        if not rows:
            continue
        accepted = sum(1 for row in rows if row["accepted"])
        ordered = sorted(rows, key=lambda row: bool(row["accepted"]))
        most = MOST_LINES if kind in ("unclaimed", "undated") else MOST
        lines = tuple(_line(row, material, shown) for row in ordered[:most])
        made.append(
            FindingKind(
                kind, title, means, len(rows) - accepted, accepted, lines, len(rows) - len(lines)
            )
        )
    return tuple(made)


def _line(row: Row, material: Material, shown: dict[str, Indicator]) -> FindingLine:
    entry = material.by_id.get(row["indicator"]) if row["indicator"] else None
    parts = [
        entry.title if entry else row["indicator"] or row["file"] or row["source_code"] or "",
        row["group"] if row["group"] not in (None, "all") else None,
        row["area_name"] if row["area"] not in (None, material.about.area) else None,
        row["period"],
    ]
    return FindingLine(
        row["id"],
        ", ".join(part for part in parts if part),
        path_of(entry) if entry and entry.id in shown else None,
        row["found"],
        row["expected"],
        row["remedy"],
        row["accepted"],
        row["reason"],
        row["by"],
        row["until"],
    )


def publications(material: Material) -> tuple[Held, ...]:
    """Two publications of one measure: the first leads."""
    return _held(material, (r for r in material.rows("reconciled") if r["indicator"]))


def printed(material: Material) -> tuple[Held, ...]:
    """What files print of their own figures, computed again."""
    return _held(material, (r for r in material.rows("reconciled") if not r["indicator"]))


def out_of_line(material: Material, name: str) -> tuple[str, ...]:
    """What a page of an indicator says of a value of the area's that is out of line."""
    said = []
    for row in material.rows("findings"):
        ours = row["indicator"] == name and row["area"] == material.about.area
        if row["kind"] == "outlier" and ours:
            tail = f"Accepted: {row['reason']}" if row["accepted"] else "It is to be looked at"
            said.append(f"Out of line: {row['found']}; expected {row['expected']}. {tail}.")
    return tuple(said)


def of_indicator(material: Material, name: str) -> tuple[Held, ...]:
    """The pairs of one indicator."""
    return tuple(
        _held(material, (r for r in material.rows("reconciled") if r["indicator"] == name))
    )


def _held(material: Material, rows: Iterable[Row]) -> tuple[Held, ...]:
    shown = {i.id for i in material.shown}
    made = []
    for row in rows:
        entry = material.by_id.get(row["indicator"]) if row["indicator"] else None
        check = str(row["check"])
        made.append(
            Held(
                entry.title if entry else _CHECKS.get(check, check),
                path_of(entry) if entry and entry.id in shown else None,
                row["group"],
                row["first"],
                row["second"],
                row["rule"],
                row["compared"],
                row["equal"],
                row["within_rounding"],
                row["different"],
                _largest(row),
            )
        )
    return tuple(made)


def _largest(row: Row) -> str | None:
    """Where the two lie furthest apart, where any differ."""
    if not row["different"]:
        return None
    if row["first_value"] is None or row["second_value"] is None:
        return "not shown: a figure is withheld"
    return (
        f"{row['area_name']}, {row['period']}: {row['first_value']:.10g} and "
        f"{row['second_value']:.10g}"
    )
