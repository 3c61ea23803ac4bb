"""Our own forecasts, checked: those that were kept here, and the back-test of the method."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from foreland.report import formats
from foreland.report.backtested import Backtest, backtest
from foreland.report.material import Material, Row
from foreland.report.pages.page import Page

#: Fewer forecasts than this are told by their count, without a share.
FEWEST = 10
#: A theme is said to fall short where its 80 % interval held less, or its error was as large.
LEAST_INSIDE = 0.74
NO_BETTER = 0.995


@dataclass(frozen=True)
class KeptRow:
    """Kept forecasts of one theme, so many years ahead."""

    theme: str
    years: int
    scored: int
    awaited: int
    error: str
    better: str
    inside50: str
    inside80: str
    inside95: str


@dataclass(frozen=True)
class TestRow:
    """A row of the back-test: ``name`` is a theme or a method, or empty."""

    name: str
    years: int
    indicators: str
    error: str
    ninth: str
    better: str
    inside50: str
    inside80: str
    inside95: str
    score: str
    failed: str
    skill: str


@dataclass(frozen=True)
class FlagRow:
    name: str
    flagged: str
    confirmed: str


@dataclass(frozen=True)
class OurRecordPage:
    kept: int
    scored: int
    awaited: int
    not_comparable: int
    hindsight: int
    first: date | None
    rows: tuple[KeptRow, ...]
    test: Backtest
    summary: str
    recent: tuple[TestRow, ...]
    held_out: tuple[TestRow, ...]
    every: tuple[TestRow, ...]
    dated: tuple[TestRow, ...]
    methods: tuple[TestRow, ...]
    themes: tuple[TestRow, ...]
    short: tuple[str, ...]
    flags: tuple[FlagRow, ...]
    alarms: tuple[tuple[str, str], ...]


def page(material: Material) -> Page:
    """The scoreboard."""
    themes = {t.id: t.title for t in material.catalogue.themes}
    of_all = [r for r in material.record if not r["theme"]]
    test = backtest()
    context = OurRecordPage(
        kept=_sum(of_all, "forecasts"),
        scored=_sum(of_all, "scored"),
        awaited=_sum(of_all, "awaited"),
        not_comparable=_sum(of_all, "not_comparable"),
        hindsight=_sum(of_all, "hindsight"),
        first=min((r["as_of"] for r in material.rows("scores") if r["as_of"]), default=None),
        rows=tuple(_kept(r, themes) for r in material.record if r["scored"]),
        test=test,
        summary=_summary(test.tables["recent"]),
        recent=_rows(test.tables["recent"]),
        held_out=_rows(test.tables["held_out"]),
        every=_rows(test.tables["all_origins"]),
        dated=_rows(test.tables["dated"]),
        methods=_rows(test.tables["methods"], "method"),
        themes=_rows(test.tables["themes"], "theme"),
        short=_short(test.tables["themes"]),
        flags=tuple(
            FlagRow(str(r["rule"]), _percent(r["share"], 1), _percent(r["confirmed"]))
            for r in test.tables["rules"]
        ),
        alarms=tuple((str(r["how"]), _percent(r["share"], 1)) for r in test.tables["alarms"]),
    )
    return Page(
        "our-record/index.html",
        "our-record",
        "Our forecasts, checked",
        "How good the forecasts on this website were: those that were kept, beside what came.",
        "our-record.html",
        context,
        "our-record",
        (("index.html", "Home"), ("methods/index.html", "Methods")),
    )


#: The themes of the tool's own profile in plain words.
_THEMES = {
    "NEET & participation": "Participation after 16",
    "SEND & EHCP": "Special educational needs",
    "absence & exclusion": "Absence and exclusion",
    "attainment KS1": "Attainment at 7",
    "attainment KS2": "Attainment at 11",
    "attainment KS4": "Attainment at 16",
    "context & poverty": "Context and poverty",
    "early help & CSC": "Early help and social care",
    "early years": "Early years",
    "finance": "Finance",
    "health & wellbeing": "Health and wellbeing",
    "other": "Other",
    "post-16 attainment": "Attainment after 16",
    "workforce (social work)": "Social workers",
    "youth justice": "Youth justice",
}


def _summary(rows: list[dict[str, Any]]) -> str:
    """The back-test in two sentences."""
    less = [formats.plain(100 * (1 - r["median"]), 0) + "%" for r in rows]
    inside = [_percent(r["inside80"]) for r in rows]
    ahead = formats.joined([str(r["years"]) for r in rows])
    return (
        f"In the middle indicator our error was {formats.joined(less)} less than that of saying "
        f"that nothing changes, {ahead} years ahead; what was meant to hold 80% of all figures "
        f"held {formats.joined(inside)}."
    )


def _sum(rows: list[Row], name: str) -> int:
    return sum(r[name] for r in rows)


def _kept(row: Row, themes: Mapping[str, str]) -> KeptRow:
    def inside(share: int) -> str:
        of = row["of50"] if share == 50 else row["scored"]
        return _of(row[f"inside{share}"], of) if of else "–"

    return KeptRow(
        themes.get(row["theme"], "Publishers' own") if row["theme"] else "All themes",
        row["horizon"],
        row["scored"],
        row["awaited"],
        "–" if row["ratio"] is None else f"{row['ratio']:.2f}",
        _of(row["better"], row["compared"]) if row["compared"] else "–",
        inside(50),
        inside(80),
        inside(95),
    )


def _of(part: int, whole: int) -> str:
    """``41 of 50 (82%)``; of few the count alone, since a share of few says nothing."""
    said = f"{part} of {whole}"
    return said if whole < FEWEST else f"{said} ({formats.plain(100 * part / whole, 0)}%)"


def _rows(rows: list[dict[str, Any]], name: str = "") -> tuple[TestRow, ...]:
    return tuple(
        TestRow(
            _named(str(row.get(name, ""))),
            row["years"],
            f"{row['indicators']:,}",
            _plain(row["median"]),
            _plain(row["ninth_decile"]),
            _percent(row["better"]),
            _percent(row.get("inside50")),
            _percent(row.get("inside80")),
            _percent(row.get("inside95")),
            _plain(row.get("interval_score")),
            f"{row['failed']:,} of {row['forecasts']:,}",
            _plain(row.get("skill")),
        )
        for row in rows
    )


def _named(name: str) -> str:
    words = _THEMES.get(name, name)
    return f"{words[:1].upper()}{words[1:]}" if words != "foreland" else "Ours"


def _short(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """Where the 80 % interval held too few, or the forecast did not beat the last value."""
    said = []
    for row in rows:
        where = f"{_named(row['theme'])}, {formats.count(row['years'], 'year')} ahead"
        inside, middle = row["inside80"], row["median"]
        if inside is not None and inside < LEAST_INSIDE:
            said.append(f"{where}: {_percent(inside)} inside what was meant to hold 80%")
        if middle is not None and middle >= NO_BETTER:
            said.append(f"{where}: no better than saying that nothing changes ({_plain(middle)})")
    return tuple(said)


def _plain(value: float | None) -> str:
    return "–" if value is None else formats.plain(value, 2)


def _percent(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{formats.plain(100 * value, digits)}%"
