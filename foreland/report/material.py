"""What a build hands to the pages: the plan, the catalogue and protected tables. Data alone.

Every table of figures comes out of ``Protected``; nothing here computes a figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from foreland.disclosure import Protected
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator
from foreland.model.periods import NO_DAY
from foreland.model.statuses import Status
from foreland.plan.schema import Measure, Plan

Row = Mapping[str, Any]


@dataclass(frozen=True)
class About:
    """Whose site it is, for whom it was built, and on which day it rates."""

    title: str
    area: str
    area_name: str
    region_name: str | None
    synthetic: bool
    audience: str
    today: date
    contact: str | None = None
    feedback: str | None = None
    version: str = ""
    neighbours_model: str | None = None

    @property
    def dated(self) -> bool:
        """Whether ``today`` is a day: with nothing ingested none is known."""
        return self.today != NO_DAY


@dataclass(frozen=True)
class ReleaseAbout:
    """One release that figures come from."""

    id: str
    title: str
    source: str
    file: str
    published: date | None
    observations: int
    missing: int
    quarantined: int
    first: date | None
    last: date | None
    audience: str
    dataset: str = ""


#: What is shown of another authority's figure.
OTHERS = ("indicator", "area", "period", "period_end", "value", "neighbour")


@dataclass(frozen=True)
class Said:
    """Commentary on one measure and period."""

    measure: str
    period: str
    context: str
    action: str


@dataclass(frozen=True)
class Material:
    """All that the pages are made of."""

    about: About
    catalogue: Catalogue
    tables: Protected
    releases: tuple[ReleaseAbout, ...]
    plan: Plan | None = None
    commentary: tuple[Said, ...] = ()
    quarantine: tuple[Row, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    unsound: Mapping[tuple[str, str], str] = field(default_factory=dict)
    #: The brief, a row a line: ``section, sentence, title, indicator``, and what it counts.
    brief: tuple[Row, ...] = ()
    #: The plan's measures by what is at stake; empty where it is not for this audience.
    ranking: tuple[Row, ...] = ()
    #: Our own record: a row a theme and number of years ahead (``insight.record``).
    record: tuple[Row, ...] = ()
    #: What changes are made of: wholes and their parts, a row each.
    explained: tuple[Row, ...] = ()

    # -- tables as rows, once ---------------------------------------------------------------

    def _grouped(self, table: str) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows(table):
            found.setdefault((row["indicator"], row["group"]), []).append(row)
        return found

    def by_id_of(self, ids: Iterable[str]) -> dict[str, Row]:
        """The observations shown that have one of these ids."""
        wanted = list(ids)
        found: dict[str, Row] = {}
        for name in ("own", "localities", "open_data"):
            frame = self.tables.table(name)
            if frame.width:
                kept = frame.filter(pl.col("id").is_in(wanted))
                found |= {row["id"]: row for row in kept.iter_rows(named=True)}
        return found

    def rows(self, table: str) -> list[Row]:
        """A table's rows: the same list each time, not to be changed."""
        if table not in self._rows:
            frame = self.tables.table(table)
            self._rows[table] = list(frame.iter_rows(named=True)) if frame.width else []
        return self._rows[table]

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        return {}

    @cached_property
    def compared(self) -> dict[tuple[str, str], list[Row]]:
        """By indicator and group: a row a period, oldest first, as ``foreland compare`` answers."""
        return self._grouped("compared")

    @cached_property
    def own(self) -> dict[tuple[str, str], list[Row]]:
        """The area's own observations, by indicator and group, each with its cell."""
        return self._grouped("own")

    @cached_property
    def quoted(self) -> dict[tuple[str, str], list[Row]]:
        """Figures that the area printed itself, by indicator and group."""
        return {
            key: kept
            for key, rows in self.own.items()
            if (kept := [r for r in rows if r["status"] == Status.QUOTED.value])
        }

    @cached_property
    def localities(self) -> dict[tuple[str, str], list[Row]]:
        return self._grouped("localities")

    @cached_property
    def others(self) -> dict[str, list[Row]]:
        """The newest period's values of all authorities, by indicator (all pupils only)."""
        frame = self.tables.table("others")
        if not frame.width:
            return {}
        # Many rows, of which little is shown: a place on a strip.
        found: dict[str, list[Row]] = {}
        for row in frame.select(OTHERS).to_dicts():
            found.setdefault(row["indicator"], []).append(row)
        return found

    @cached_property
    def ratings(self) -> dict[str, Row]:
        """By measure: the rating that counts today."""
        return {row["measure"]: row for row in self.rows("ratings")}

    @cached_property
    def targets(self) -> dict[str, list[Row]]:
        """By measure: a row a target, rated against the figure of its own period."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("targets"):
            found.setdefault(row["measure"], []).append(row)
        return found

    @cached_property
    def looks(self) -> dict[tuple[str, str, str | None], Row]:
        """By indicator, group and comparator: how the newest figure moved, and how sure that is."""
        return {(r["indicator"], r["group"], r["comparator"]): r for r in self.rows("looks")}

    @cached_property
    def standing(self) -> dict[str, Row]:
        """By indicator: how far the middle and the best tenth are, of the newest figure."""
        return {row["indicator"]: row for row in self.rows("standing")}

    @cached_property
    def editions(self) -> dict[str, list[Row]]:
        """By indicator: a row an edition of the neighbours, of the newest figure."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("editions"):
            found.setdefault(row["indicator"], []).append(row)
        return found

    @cached_property
    def gaps(self) -> dict[str, list[Row]]:
        """By indicator: a row a gap and period, England's and the neighbours' beside it."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("gaps"):
            found.setdefault(row["indicator"], []).append(row)
        return found

    @cached_property
    def expected(self) -> dict[tuple[str, str, str | None], list[Row]]:
        """By indicator, group and comparator: a row a year to come, as ``foreland outlook``."""
        found: dict[tuple[str, str, str | None], list[Row]] = {}
        for row in self.rows("expected"):
            key = (row["indicator"], row["group"], row["comparator"])
            found.setdefault(key, []).append(row)
        return found

    @cached_property
    def unforeseen(self) -> dict[tuple[str, str, str | None], str]:
        """Why a series has no forecast, in words."""
        return {
            (row["indicator"], row["group"], row["comparator"]): row["reason"]
            for row in self.rows("unforeseen")
            if row["reason"] is not None
        }

    @cached_property
    def chances(self) -> dict[str, list[Row]]:
        """By measure: a row a published target to come, and how often others got as far."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("chances"):
            found.setdefault(row["measure"], []).append(row)
        return found

    @cached_property
    def shown(self) -> tuple[Indicator, ...]:
        """The indicators that have a page: those with a figure here, or named by the plan."""
        named = {m.indicator for m in self.measures}
        filled = {indicator for indicator, _ in (*self.compared, *self.quoted, *self.localities)}
        order = {
            i.id: n for n, i in enumerate(i for t in self.catalogue.themes for i in t.indicators)
        }
        chosen = [i for i in self.indicators if i.id in filled or i.id in named]
        return tuple(sorted(chosen, key=lambda i: order.get(i.id, len(order))))

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        return {i.id: i for i in self.indicators}

    @cached_property
    def release(self) -> dict[str, ReleaseAbout]:
        return {r.id: r for r in self.releases}

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The plan's measures that this audience may see, in the plan's order."""
        return self.plan.measures if self.plan else ()

    def said(self, measure: str) -> list[Said]:
        """Commentary on a measure, as the plan holds it."""
        return [s for s in self.commentary if s.measure == measure]
