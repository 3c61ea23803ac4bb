"""The series that the synthetic files hold: what each looks like, not what it says.

Reads ``data/series.csv``. Refuses a row that it cannot read, at once: the table ships with us.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from foreland.model.published_periods import Basis, parse_published
from foreland.sources.lait.long import codes
from foreland.synthetic.places import rows

Kind = Literal["share", "rate", "score", "size"]


@dataclass(frozen=True)
class Series:
    """One code of LAIT. ``family`` is the indicator whose groups move together."""

    code: str
    family: str
    title: str
    topic: str
    polarity: str
    label: str
    first: int
    last: int
    gaps: frozenset[int]
    decimals: int
    kind: Kind
    level: float
    spread: float
    change: float
    shifts: dict[int, float]
    missing: float
    basis: Basis
    unit: str

    def label_of(self, year: int) -> str:
        """The publisher's label of the year that ends in ``year``: 2025, 2024/25, 2024-25 (OT)."""
        if "y" not in self.label:
            return self.label.replace("Y", str(year))
        if self.label == "Y/y-y/y":  # three years joined
            return f"{year - 3}/{(year - 2) % 100:02d}-{(year - 1) % 100:02d}/{year % 100:02d}"
        back = 2 if self.basis is Basis.CALENDAR else 1
        return self.label.replace("Y", str(year - back)).replace("y", f"{year % 100:02d}")

    def ends(self, year: int) -> date:
        """The last day that a label speaks of."""
        return parse_published(self.label_of(year), self.basis).period.end

    @property
    def better(self) -> int:
        """1 where a higher figure is better, -1 where a lower one is, 0 where neither."""
        return {"High": 1, "Low": -1}.get(self.polarity, 0)


@cache
def all_series() -> tuple[Series, ...]:
    """Every series, in the order of the file."""
    known = {row[0]: row for row in codes().select("code", "basis", "unit").iter_rows()}
    return tuple(_series(row, *known[row["code"]][1:]) for row in rows("series.csv"))


def _series(row: dict[str, str], basis: str, unit: str) -> Series:
    shifts = (shift.split(":") for shift in row["shifts"].split())
    return Series(
        code=row["code"],
        family=row["family"],
        title=row["title"],
        topic=row["topic"],
        polarity=row["polarity"],
        label=row["label"],
        first=int(row["first"]),
        last=int(row["last"]),
        gaps=frozenset(int(year) for year in row["gaps"].split()),
        decimals=int(row["decimals"]),
        kind=cast(Kind, row["kind"]),
        level=float(row["level"]),
        spread=float(row["spread"]),
        change=float(row["change"]),
        shifts={int(year): float(by) for year, by in shifts},
        missing=float(row["missing"]),
        basis=Basis(basis),
        unit=unit,
    )
