"""The regimes of inspection explained; and, internal, what it would take for more good schools."""

from collections import Counter
from dataclasses import dataclass

from foreland.insight.school_next import FIRST, sentence
from foreland.report import formats
from foreland.report.material import Row
from foreland.report.pages import school_rows as rows
from foreland.report.pages.page import Page
from foreland.report.pages.school_lists import CRUMBS
from foreland.report.pages.school_rows import PHASE_NAMES, Schools

NEXT = "schools/next.html"


@dataclass(frozen=True)
class RegimesPage:
    area_name: str
    on: str
    counts: tuple[tuple[str, int], ...]
    not_judged: int
    never: int


@dataclass(frozen=True)
class NextLine:
    name: str
    path: str
    phase: str
    district: str
    grade: str
    pupils: str
    so_far: str


@dataclass(frozen=True)
class NextPage:
    area_name: str
    on: str
    sentence: str
    lines: tuple[NextLine, ...]
    total: str
    not_judged: int


def regimes(schools: Schools) -> Page:
    area = schools.material.about.area_name
    by = Counter(row["regime"] for row in schools.all if row["inspected"] is not None)
    context = RegimesPage(
        area_name=area,
        on=formats.day(schools.on),
        counts=tuple((name, by[name]) for name in ("overall effectiveness", "four judgements",
                                                   "report card")),
        not_judged=sum(1 for r in schools.all if r["grade"] == rows.NOT_JUDGED),
        never=sum(1 for r in schools.all if r["inspected"] is None),
    )  # fmt: skip
    return Page(
        "schools/regimes.html",
        "schools-regimes",
        "How schools are inspected",
        "Three regimes of inspection: what each gives, and what may not be compared.",
        "school_regimes.html",
        context,
        "schools",
        CRUMBS,
    )


def next_page(schools: Schools) -> Page | None:
    """For internal readers alone: None where the table was kept back, or is empty."""
    found = schools.material.rows("school_next")
    if not found:
        return None
    context = NextPage(
        area_name=schools.material.about.area_name,
        on=formats.day(schools.on),
        sentence=_sentence(found),
        lines=tuple(
            NextLine(
                row["name"],
                rows.path_of(row["urn"]),
                PHASE_NAMES[row["phase"]],
                row["district_name"] or rows.UNKNOWN_NAME,
                f"{row['grade']}, {formats.day(row['inspected'])}",
                "not known" if row["pupils"] is None else f"{row['pupils']:,}",
                "–" if row["so_far"] is None else f"{row['so_far']:,}",
            )
            for row in found
        ),
        total=f"{max((r['so_far'] or 0) for r in found):,}",
        not_judged=sum(1 for r in schools.all if r["grade"] == rows.NOT_JUDGED),
    )
    return Page(
        NEXT,
        "schools-next",
        "If these schools improve",
        "How many more children would be in a good school. For internal readers.",
        "school_next.html",
        context,
        "schools",
        CRUMBS,
    )


def _sentence(found: list[Row]) -> str:
    """Of the first three, which have the most pupils."""
    first = [row for row in found if row["pupils"] is not None][:FIRST]
    return sentence([r["name"] for r in first], first[-1]["so_far"]) if first else ""
