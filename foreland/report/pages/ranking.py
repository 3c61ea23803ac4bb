"""Priorities by what is at stake: children short of the target, with the parts to argue with.

Statutory duties and small groups stand first, unranked. What cannot be counted in children is not
ranked, and why. Children of two measures are never added up: they may be the same.
"""

from dataclasses import dataclass
from math import ceil

from foreland.model.periods import Period
from foreland.report import formats
from foreland.report.charts.range import Range
from foreland.report.material import Material, Row
from foreland.report.pages.page import Page, path_of


@dataclass(frozen=True)
class Stake:
    """One measure: what is at stake, the parts that give it, and how far it may be out."""

    title: str
    path: str
    priority: str
    priority_path: str
    place: str
    between: str
    children: str
    now: str
    spread: str
    sensitivity: str
    figure: str
    figure_words: str
    target: str
    cohort: str
    cohort_from: str
    weight: str
    reason: str
    range: Range | None


@dataclass(frozen=True)
class Unranked:
    reason: str
    measures: tuple[Stake, ...]


@dataclass(frozen=True)
class OfPriority:
    title: str
    path: str
    place: str


@dataclass(frozen=True)
class RankingPage:
    first: tuple[Stake, ...]
    ranked: tuple[Stake, ...]
    unranked: tuple[Unranked, ...]
    priorities: tuple[OfPriority, ...]
    weighted: bool
    published: bool


def page(material: Material) -> list[Page]:
    """The page, where the ranking is for this audience."""
    plan = material.plan
    if plan is None or not material.ranking:
        return []
    most = max((r["children_high"] or 0.0 for r in material.ranking), default=0.0)
    by_standing: dict[str, list[Stake]] = {"first": [], "ranked": [], "unranked": []}
    for row in material.ranking:
        by_standing[row["standing"]].append(_stake(material, row, most))
    reasons: dict[str, list[Stake]] = {}
    for stake in by_standing["unranked"]:
        reasons.setdefault(stake.reason, []).append(stake)
    return [
        Page(
            "priorities/at-stake.html",
            "ranking",
            "What is at stake",
            f"The measures of {plan.title} by how many children are short of their targets.",
            "ranking.html",
            RankingPage(
                tuple(by_standing["first"]),
                tuple(by_standing["ranked"]),
                tuple(Unranked(why, tuple(stakes)) for why, stakes in reasons.items()),
                _priorities(material),
                any(r["weight"] is not None for r in material.ranking),
                plan.publish_priorities,
            ),
            "priorities",
            (("index.html", "Home"), ("priorities/index.html", "Priorities")),
        )
    ]


def _priorities(material: Material) -> tuple[OfPriority, ...]:
    found = {
        (r["priority_place"], r["priority"]): r["priority_title"]
        for r in material.ranking
        if r["priority_place"] is not None
    }
    return tuple(
        OfPriority(title, f"priorities/{name}.html", str(place))
        for (place, name), title in sorted(found.items())
    )


def _whole(value: float | None) -> str:
    """Children are whole, and a part of one is one who is short."""
    return "" if value is None else f"{ceil(round(value, 6)):,}"


def _stake(material: Material, row: Row, most: float) -> Stake:
    entry = material.by_id[row["indicator"]]
    digits = entry.precision
    counted = row["children"] is not None
    value = row["expected"] if row["expected"] is not None else row["value"]
    edges = [row[n] for n in ("target", "target_low", "target_high") if row[n] is not None]
    # Where both print alike, one more place tells them apart.
    if counted and row["children"] and value is not None:
        printed = formats.number(value, row["unit"], digits)
        digits += any(printed == formats.number(e, row["unit"], digits) for e in edges)
    low, high = row["children_low"], row["children_high"]
    spread = counted and low is not None and low != high
    best, worst = row["place_best"], row["place_worst"]
    return Stake(
        title=row["title"],
        path=path_of(entry),
        priority=row["priority_title"],
        priority_path=f"priorities/{row['priority']}.html",
        place=str(row["place"] or ""),
        between=f"{best} to {worst}" if best is not None and best != worst else "",
        children=_whole(row["children"]),
        now=_whole(row["children_now"]) if row["expected"] is not None else "",
        spread=f"{_whole(low)} to {_whole(high)}" if spread else "",
        sensitivity=row["sensitivity"] or "",
        figure="" if value is None else formats.number(value, row["unit"], digits),
        figure_words=_when(row, value),
        target=" to ".join(formats.number(edge, row["unit"], digits) for edge in edges),
        cohort=_whole(row["cohort"]) if row["per"] else "",
        cohort_from=row["cohort_from"] or "",
        weight="" if row["weight"] is None else f"{row['weight']:g}",
        reason=row["reason"] or "",
        range=Range(low, row["children"], high, most) if counted and most else None,
    )


def _when(row: Row, value: float | None) -> str:
    if value is None:
        return ""
    aim = f"for {Period.parse(row['target_for']).label}" if row["target_for"] else ""
    if row["expected"] is not None:
        return f"expected {aim}".strip()
    return f"in {row['period']}"
