"""The scorecard as a workbook, in the columns that committees use. Computes no figure.

A sheet of words, the scorecard, every period's figures, the actions, and where each figure stands.
Every missing cell has its reason in words; ratings are words alone, never a colour.
"""

from collections.abc import Sequence

from foreland.indicators.schema import Indicator
from foreland.model.periods import PeriodKind
from foreland.model.statuses import MEANING
from foreland.plan.schema import Measure
from foreland.report import formats, wording
from foreland.report.material import Material, Row
from foreland.report.pages.priority import ACTION_STATES
from foreland.report.spreadsheet import Column, Content, Number, Sheet, written

POLARITY = {"higher": "H", "lower": "L", "band": "T", "none": "none"}

#: Data period codes, as English scorecards print them.
DATA_PERIODS: dict[PeriodKind, str] = {
    PeriodKind.ROLLING_12: "R12M",
    PeriodKind.MONTH: "MS",
    PeriodKind.SNAPSHOT: "MS",
    PeriodKind.THREE_MONTH: "Q",
    PeriodKind.TERM: "Term",
    PeriodKind.ACADEMIC: "A",
    PeriodKind.FINANCIAL: "A",
    PeriodKind.CALENDAR: "A",
    PeriodKind.WEEK: "Week",
}

LEGEND = (
    ("H", "the highest possible figure is best"),
    ("L", "the lowest possible figure is best"),
    ("T", "a figure inside the target's band is best"),
    ("R12M", "the twelve months that end with the period named"),
    ("MS", "as it stood in that month or on that day"),
    ("YTD", "counted up from the start of the year"),
    ("Q", "three months"),
    ("Term", "one school term"),
    ("Week", "one week"),
    ("A", "a year: academic, financial or calendar"),
)


def write_workbook(material: Material, book: Sequence[Sheet] | None = None) -> bytes:
    """The workbook's bytes; ``book`` are its ``sheets`` where they are at hand."""
    about = material.about
    return written(
        book or sheets(material),
        title=f"{_labelled(material)}: scorecard",
        subject=f"Measures, targets and actions of {about.area_name}",
        author=about.area_name,
        remark=f"Made by foreland for the audience {about.audience}.",
        day=about.today,
    )


def sheets(material: Material) -> tuple[Sheet, ...]:
    """The workbook as data."""
    lines = [_Line(material, m) for m in material.measures]
    return (
        _read_me(material),
        _scorecard(material, lines),
        _figures(material, lines),
        _actions(material),
        _sources(material, lines),
    )


def _labelled(material: Material) -> str:
    title = material.about.title
    return f"{title} (synthetic: everything is invented)" if material.about.synthetic else title


class _Line:
    """One measure with its rating and the run of its figures, oldest first."""

    def __init__(self, material: Material, measure: Measure) -> None:
        self.material = material
        self.measure = measure
        self.indicator: Indicator = material.by_id[measure.indicator]
        self.rating: Row = material.ratings.get(measure.id) or {}
        self.unit = self.indicator.unit.of_change if measure.gap else self.indicator.unit
        self.figures = self._figures()

    @property
    def title(self) -> str:
        return self.rating.get("title") or self.measure.title or self.indicator.title

    @property
    def data_period(self) -> str:
        return "YTD" if self.measure.counts_up else DATA_PERIODS[self.indicator.period]

    def _figures(self) -> list[Row]:
        measure, material = self.measure, self.material
        area = measure.area or material.about.area
        if measure.gap:
            gap = measure.gap
            return [
                {**row, "value": row["behind"], "id": row.get("group_id")}
                for row in material.gaps.get(measure.indicator, [])
                if row["area"] == area
                and (row["group"], row["comparator"]) == (gap.group, gap.comparator)
                and row.get("comparator_of") in (None, gap.of)
            ]
        key = (measure.indicator, measure.group)
        if area != material.about.area:
            return [r for r in material.localities.get(key, []) if r["area"] == area]
        return material.compared.get(key) or material.own.get(key) or []

    def of(self, period: str | None) -> Row:
        """The figure of a period; an empty row where there is none."""
        return next((r for r in self.figures if r["period"] == period), {})

    @property
    def before(self) -> Row:
        """The last figure before the rated one: that of the change, where one is named."""
        named = self.of(self.rating.get("change_from"))
        end = self.rating.get("period_end")
        earlier = [r for r in self.figures if end and r["period_end"] < end]
        return named or (earlier[-1] if earlier else {})

    def number(self, value: float | None, otherwise: str, more: int = 0) -> Content:
        if value is None:
            return otherwise
        return Number(value, self.indicator.precision + more)

    def figure(self, row: Row, otherwise: str = "no figure") -> Content:
        """The value, or why there is none."""
        status = row.get("status")
        return self.number(row.get("value"), wording.missing(status) if status else otherwise)

    def goal(self, name: str, otherwise: str) -> Content:
        """A target or floor with the decimals that it was set with; a band in words."""
        value = self.rating.get(name)
        low, high = self.rating.get(f"{name}_low"), self.rating.get(f"{name}_high")
        if value is None and low is not None and high is not None:
            return f"{low:.10g} to {high:.10g}"
        if value is None:
            return otherwise
        decimals = len(f"{value:.10g}".partition(".")[2])
        return Number(value, max(decimals, self.indicator.precision))


_SCORECARD = (
    ("Priority", 30), ("Measure", 44), ("Unit", 12), ("Polarity", 9), ("Data period", 9),
    ("Latest figure", 14), ("Latest period", 16), ("Standing", 14), ("Previous figure", 14),
    ("Previous period", 16), ("Direction of travel", 16), ("Change in words", 40),
    ("Target", 10), ("Target for", 14), ("Floor", 10), ("Rating", 14), ("Reason or note", 44),
    ("Distance on the worse side", 12), ("England", 12), ("Region", 12),
    ("Neighbours' mean", 12), ("Rank", 10), ("Ranked authorities", 11), ("Owner", 30),
    ("Source", 36), ("Id of the figure", 24),
)  # fmt: skip


def _scorecard(material: Material, lines: list[_Line]) -> Sheet:
    return Sheet(
        "Scorecard",
        f"{_labelled(material)}: scorecard",
        f"Rated on: {formats.day(material.about.today)}. A row a measure of the plan; "
        "the letters and words are explained on the sheet Read me.",
        _columns(_SCORECARD),
        [_scored(line) for line in lines],
    )


def _scored(line: _Line) -> tuple[Content, ...]:
    rating, before = line.rating, line.before
    beside = line.of(rating.get("period")) if line.measure.gap is None else {}
    words = wording.RATINGS[rating.get("rating") or "not-rated"]
    direction = wording.DIRECTIONS.get(rating.get("direction") or "", ("not told", ""))[0]
    status = rating.get("status")
    return (
        _priority(line.material, line.measure.priority),
        line.title,
        formats.UNIT_NAMES[line.unit],
        "L" if line.measure.gap else POLARITY[line.indicator.polarity],
        line.data_period,
        line.figure(rating),
        rating.get("period") or "no period",
        (wording.standing(status) or MEANING[status]) if rating.get("value") is not None and status
        else "no figure",
        line.figure(before, "no earlier figure"),
        before.get("period") or "no earlier figure",
        direction,
        rating.get("change_words") or "not told",
        line.goal("target", "no target"),
        rating.get("target_for") or "no target",
        line.goal("floor", "no floor"),
        words.name,
        " ".join(p for p in (rating.get("reason"), rating.get("note")) if p) or words.meaning,
        line.number(rating.get("distance"), "not rated", 1),
        line.number(beside.get("england"), _missing(beside, "england")),
        line.number(beside.get("region"), _missing(beside, "region")),
        line.number(beside.get("neighbours_mean"), "no figure", 1),
        _whole(beside.get("rank"), "not ranked"),
        _whole(beside.get("ranked"), "not ranked"),
        line.measure.owner or rating.get("owner") or "not named",
        _release(line.material, beside.get("release") or before.get("release")),
        rating.get("observation") or "no figure",
    )  # fmt: skip


_FIGURES = (
    ("Measure", 44), ("Indicator", 30), ("Group", 28), ("Area", 18), ("Period", 16),
    ("First day", 18), ("Last day", 18), ("Figure", 14), ("Unit", 12), ("Status", 30),
    ("England", 12), ("Region", 12), ("Neighbours' mean", 12), ("Neighbours with a figure", 11),
    ("Neighbours used", 40), ("Rank", 10), ("Ranked authorities", 11), ("Release", 36),
    ("Id of the figure", 24), ("Id of England's", 24), ("Id of the region's", 24),
    ("Ids of the neighbours'", 40),
)  # fmt: skip


def _figures(material: Material, lines: list[_Line]) -> Sheet:
    return Sheet(
        "Figures",
        f"{_labelled(material)}: every period of every measure",
        "A row a measure and period, oldest first. A figure that the area printed itself is not "
        "an official statistic, and is never ranked.",
        _columns(_FIGURES),
        [_figured(line, row) for line in lines for row in line.figures],
    )


def _figured(line: _Line, row: Row) -> tuple[Content, ...]:
    return (
        line.title,
        line.indicator.id,
        wording.group(line.measure.gap.group if line.measure.gap else line.measure.group),
        row.get("area_name") or row.get("area") or line.material.about.area_name,
        row["period"],
        row["period_start"],
        row["period_end"],
        line.figure(row),
        formats.UNIT_NAMES[line.unit],
        MEANING[row["status"]] if row.get("status") else "computed from two figures",
        line.number(row.get("england"), _missing(row, "england")),
        line.number(row.get("region"), _missing(row, "region")),
        line.number(row.get("neighbours_mean"), "no figure", 1),
        _whole(row.get("neighbours_n"), "none"),
        row.get("neighbours_used") or "none",
        _whole(row.get("rank"), "not ranked"),
        _whole(row.get("ranked"), "not ranked"),
        _release(line.material, row.get("release")),
        row.get("id") or "none",
        row.get("england_id") or "none",
        row.get("region_id") or "none",
        row.get("neighbours_ids") or "none",
    )


_ACTIONS = (
    ("Action", 8), ("What is done", 60), ("Priority", 30), ("Measures", 30), ("Owner", 30),
    ("Start", 18), ("Due", 18), ("State", 14), ("What is said of it", 44), ("Source", 24),
)  # fmt: skip


def _actions(material: Material) -> Sheet:
    titles = {m.id: m.title or material.by_id[m.indicator].title for m in material.measures}
    return Sheet(
        "Actions",
        f"{_labelled(material)}: actions",
        "A row an action of the plan, in the plan's order.",
        _columns(_ACTIONS),
        [
            (
                action.id,
                action.text,
                _priority(material, action.priority),
                "; ".join(titles.get(m, m) for m in action.measures) or "none named",
                action.owner or "not named",
                action.start or "not dated",
                action.due or "not dated",
                ACTION_STATES[action.state],
                action.state_note or "nothing",
                action.source or "not named",
            )
            for action in (material.plan.actions if material.plan else ())
        ],
    )


_SOURCES = (
    ("Id of the figure", 24), ("Indicator", 30), ("Area", 24), ("Group", 28), ("Period", 16),
    ("Publisher's code", 30), ("Release", 44), ("Published", 18), ("File", 40), ("Cell", 24),
)  # fmt: skip


def _sources(material: Material, lines: list[_Line]) -> Sheet:
    wanted: dict[str, None] = {}
    for line in lines:
        for row in line.figures:
            for name in ("id", "group_id", "comparator_id", "england_id", "region_id"):
                if row.get(name):
                    wanted[row[name]] = None
    facts = material.by_id_of(wanted)
    return Sheet(
        "Sources",
        f"{_labelled(material)}: where each figure stands",
        "A row a figure of the sheets before. To see a cell's own text: foreland trace ID.",
        _columns(_SOURCES),
        [_sourced(material, facts[name]) for name in wanted if name in facts],
        frozen=1,
    )


def _sourced(material: Material, row: Row) -> tuple[Content, ...]:
    release = material.release.get(row["release"])
    published = release.published if release else row["as_of"]
    return (
        row["id"],
        row["indicator"],
        row["area_name"] or row["area"],
        wording.group(row["group"]),
        row["period"],
        row["source_code"] or "none",
        _release(material, row["release"]),
        published or "not dated",
        (release.file if release else row["file"]) or "none",
        row["cell"] or "none",
    )


def _read_me(material: Material) -> Sheet:
    about = material.about
    rows: list[tuple[Content, ...]] = [
        ("What this is", f"The plan of {about.area_name} with its figures, targets and ratings"),
        ("For whom", f"audience: {about.audience}"),
        ("Rated on", formats.day(about.today)),
        ("Statistical neighbours", about.neighbours_model or "no list was read"),
        ("Questions to", about.contact or "not named"),
        ("Made with", f"foreland {about.version}".strip()),
    ]
    if about.synthetic:
        rows.insert(0, ("Synthetic", "Everything here is invented: area, figures, plan."))
    rows += [(f"Rating: {w.name}", w.meaning) for w in wording.RATINGS.values()]
    rows += [
        (f"{'Polarity' if len(code) == 1 and code in 'HLT' else 'Data period'}: {code}", meaning)
        for code, meaning in LEGEND
    ]
    rows += [(f"Missing: {wording.missing(s)}", MEANING[s]) for s in MEANING if not s.has_value]
    rows += [(f"Figure: {s.value}", MEANING[s]) for s in MEANING if s.has_value]
    rows += [
        ("Distance on the worse side", "how far short of the target; below zero: beyond it"),
        ("Percentage points", "the difference of two percentages; never called per cent"),
    ]
    rows += [(f"Left out: {what}", why) for what, why in material.left_out]
    return Sheet(
        "Read me",
        f"{_labelled(material)}: read me",
        "What the other sheets hold, for whom, and what their words and letters mean.",
        (Column("About", 40), Column("What it says", 90)),
        rows,
        frozen=1,
    )


def _columns(named: Sequence[tuple[str, int]]) -> tuple[Column, ...]:
    return tuple(Column(*pair) for pair in named)


def _priority(material: Material, name: str) -> str:
    found = [p for p in material.plan.priorities if p.id == name] if material.plan else []
    return f"{name} {found[0].title}" if found else name


def _missing(row: Row, name: str) -> str:
    status = row.get(f"{name}_status")
    # A status that has a value stands here where the figure was withheld with another.
    return wording.missing(status) if status and status not in _VALUED else "no figure"


_VALUED = frozenset(s.value for s in MEANING if s.has_value)


def _whole(value: int | None, otherwise: str) -> Content:
    return otherwise if value is None else int(value)


def _release(material: Material, name: str | None) -> str:
    release = material.release.get(name or "")
    return release.title if release else name or "none"
