"""The figures of each measure in order of time, with what is told of their change.

A gap measure's figure is how far its group is behind. Rates nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from foreland.indicators.schema import Indicator
from foreland.insight import change
from foreland.insight.change_words import change_in_words
from foreland.insight.gaps import PAIRS_SCHEMA, as_facts, gaps
from foreland.model.areas import Register
from foreland.model.periods import Period, PeriodKind
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.plan.schema import Measure, Plan

#: What is told of a change, beside the figure.
MOVED = (
    "direction",
    "certainty",
    "change",
    "change_from",
    "change_lower",
    "change_upper",
    "national_change",
    "usual_change",
)
_POLARITY = {"indicator": pl.String, "polarity": pl.String}
_KEY = ("indicator", "group", "area", "period_kind", "period_start", "period_end")


@dataclass(frozen=True)
class About:
    """What a measure needs to know of its indicator."""

    title: str
    unit: Unit
    polarity: str
    precision: int = 1
    #: The first day of each new series, and why it is one.
    breaks: tuple[tuple[date, str], ...] = ()
    #: Printed periods for which nobody has figures, and why.
    missing: Mapping[str, str] = field(default_factory=dict)
    #: Why no publication has figures at all, where that is so.
    absent: str | None = None

    @classmethod
    def of(cls, indicator: Indicator) -> "About":
        return cls(
            indicator.title,
            indicator.unit,
            indicator.polarity,
            indicator.precision,
            tuple((Period.parse(b.start).start, b.reason) for b in indicator.breaks),
            {label: m.reason for m in indicator.missing for label in m.periods},
            " ".join(indicator.absent.reason.split()) if indicator.absent else None,
        )


@dataclass(frozen=True)
class Reading:
    """One figure of a measure, or why there is none, and how it moved."""

    period: Period
    published_period: str | None
    value: float | None
    status: str
    id: str | None
    #: A row of ``change.judged``; empty where no change is told.
    moved: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        return {
            "period": self.period.label,
            "published_period": self.published_period,
            "period_start": self.period.start,
            "period_end": self.period.end,
            "value": self.value,
            "status": self.status,
            "observation": self.id,
        }

    def movement(self, same_time_of_year: bool) -> dict[str, Any]:
        """``MOVED``, and ``clear``: whether the change passed the rule.

        Figures that count up through a year are only compared at the same time of the year.
        """
        row = {name: self.moved.get(name) for name in MOVED}
        if same_time_of_year and self.moved and not self.moved["year_earlier"]:
            known = row["direction"] == "not comparable"
            row = dict.fromkeys(MOVED) | {
                "direction": row["direction"] if known else "no earlier figure"
            }
        return row | {"clear": row["certainty"] in change.CLEAR}

    def words(self, row: Mapping[str, Any], about: About, gap: bool) -> str | None:
        if not self.moved:
            return None
        unit = about.unit.of_change if gap else about.unit
        return change_in_words(
            row["change"],
            unit.value,
            about.precision,
            row["change_from"],
            row["direction"],
            row["certainty"],
            self.moved.get("break_reason"),
        )


def readings(
    plan: Plan, facts: pl.DataFrame, about: Mapping[str, About], register: Register
) -> dict[str, list[Reading]]:
    """By measure: its readings, oldest first."""
    return of_tables(plan, moves(plan, facts, about, register), register)


def asked_of(plan: Plan, register: Register) -> dict[str, list[Any]]:
    """All of a plan that ``moves`` hangs on: its series, its gaps and their areas."""
    return {
        "plain": sorted({(m.indicator, m.group) for m in plan.measures if m.gap is None}),
        "gaps": sorted(
            {(m.indicator, g.group, g.comparator, g.of) for m in plan.measures if (g := m.gap)}
        ),
        "areas": sorted({_area(m, plan, register) for m in plan.measures}),
    }


def moves(
    plan: Plan, facts: pl.DataFrame, about: Mapping[str, About], register: Register
) -> dict[str, pl.DataFrame]:
    """The figures of the measures' series and gaps in their areas, and how each moved.

    ``facts``: of all areas, so that it is known what is usual.
    """
    country = register.country.code
    breaks = pl.DataFrame(
        [(name, day, why) for name, a in sorted(about.items()) for day, why in a.breaks],
        schema=change.BREAKS_SCHEMA,
        orient="row",
    )
    plain = _plain(plan, facts)
    pairs = _pairs(plan, about)
    behind = as_facts(gaps(facts, pairs, breaks, country)).drop("change", "change_from")
    polarity = [(name, a.polarity) for name, a in sorted(about.items())]
    areas = {_area(m, plan, register) for m in plan.measures}
    here = pl.col("area").is_in(sorted(areas))
    tables: dict[str, pl.DataFrame] = {}
    for name, part, better in (
        ("plain", plain, polarity),
        ("gaps", behind, [(name, "lower") for name, _ in polarity]),
    ):
        told = change.told(
            part,
            breaks,
            pl.DataFrame(better, schema=_POLARITY, orient="row"),
            country,
            [a.code for a in register.authorities],
            areas,
        )
        tables |= {name: part.filter(here), f"{name}_moves": told}
    return tables


def of_tables(
    plan: Plan, tables: Mapping[str, pl.DataFrame], register: Register
) -> dict[str, list[Reading]]:
    """As ``readings``, of what ``moves`` gave."""
    series = {
        key: found
        for name in ("plain", "gaps")
        for key, found in _series(tables[name], tables[f"{name}_moves"]).items()
    }
    return {
        m.id: series.get((m.indicator, _group(m), _area(m, plan, register)), [])
        for m in plan.measures
    }


def _area(measure: Measure, plan: Plan, register: Register) -> str:
    code = measure.area or plan.area
    area = register.code(code)
    return area.code if area else code


def _group(measure: Measure) -> str:
    gap = measure.gap
    return measure.group if gap is None else f"{gap.group} to {gap.comparator} of {gap.of}"


def _plain(plan: Plan, facts: pl.DataFrame) -> pl.DataFrame:
    wanted = pl.DataFrame(
        sorted({(m.indicator, m.group) for m in plan.measures if m.gap is None}),
        schema={"indicator": pl.String, "group": pl.String},
        orient="row",
    )
    return facts.join(wanted, on=["indicator", "group"], how="semi", maintain_order="left")


def _pairs(plan: Plan, about: Mapping[str, About]) -> pl.DataFrame:
    asked = {
        (m.indicator, m.gap.group, m.gap.comparator, m.gap.of)
        for m in plan.measures
        if m.gap is not None
    }
    return pl.DataFrame(
        [(*key, None, about[key[0]].polarity, about[key[0]].precision == 0)
         for key in sorted(asked)],
        schema=PAIRS_SCHEMA,
        orient="row",
    )  # fmt: skip


def _series(part: pl.DataFrame, moves: pl.DataFrame) -> dict[tuple[str, str, str], list[Reading]]:
    told = {tuple(row[name] for name in _KEY): row for row in moves.iter_rows(named=True)}
    found: dict[tuple[str, str, str], list[Reading]] = {}
    # Of figures of the same days the official one counts, then the one that has a value.
    rows = part.sort(
        "indicator", "group", "area", "period_end", "period_start",
        pl.col("status") != Status.QUOTED.value, pl.col("value").is_not_null(),
        maintain_order=True,
    )  # fmt: skip
    for row in rows.iter_rows(named=True):
        period = Period(PeriodKind(row["period_kind"]), row["period_start"], row["period_end"])
        found.setdefault((row["indicator"], row["group"], row["area"]), []).append(
            Reading(
                period,
                row["published_period"],
                row["value"],
                row["status"],
                row["id"],
                told.get(tuple(row[name] for name in _KEY), {})
                if row["status"] != Status.QUOTED.value
                else {},
            )
        )
    return found
