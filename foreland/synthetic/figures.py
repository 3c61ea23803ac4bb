"""The county's drawn figures, as its plan speaks of them: printed periods, values, which is better.

Reads what the files are written from, and no file.
"""

from dataclasses import dataclass

from foreland.model.periods import Period
from foreland.model.published_periods import parse_ees, parse_published
from foreland.synthetic.local import LOCAL, rows_of
from foreland.synthetic.places import COUNTY, places
from foreland.synthetic.series import Series
from foreland.synthetic.values import Truth, truth, years


@dataclass(frozen=True)
class Drawn:
    """A measure's figures, oldest first. ``better`` is 1, -1, or 0 for a band or neither.

    ``then`` are the next periods, ``usual`` how much areas differ, ``most`` the highest figure
    that there can be.
    """

    figures: tuple[tuple[str, float], ...]
    better: int
    decimals: int
    usual: float
    most: float | None
    then: tuple[str, ...] = ()

    @property
    def newest(self) -> tuple[str, float]:
        return self.figures[-1]


_BETTER = {"higher": 1, "lower": -1}


def of_lait(code: str, seed: int, better: str | None = None) -> Drawn:
    """``better`` where the publisher does not say which way is good."""
    told = truth(seed)[code]
    series = told.series
    found = []
    for year in _known(told):
        value = told.published(COUNTY, year)
        if value is not None:
            found.append((_label(series, year), value))
    return Drawn(
        figures=tuple(found),
        better=_BETTER[better] if better else series.better,
        decimals=series.decimals,
        usual=series.spread,
        most=100.0 if series.unit == "percent" else None,
        then=tuple(_label(series, series.last + n) for n in (1, 2, 3)),
    )


def gap(code: str, comparator: str, seed: int, *, england: bool = False) -> Drawn:
    """How far the group is behind its comparator, here or in England. Less is better."""
    group, other = truth(seed)[code], truth(seed)[comparator]
    country = next(p.code for p in places(seed) if p.kind == "country")
    here = of_lait(code, seed)
    found = []
    for year in _known(group):
        value = group.published(COUNTY, year)
        beside = other.published(country if england else COUNTY, year)
        if value is not None and beside is not None:
            behind = (beside - value) * group.series.better
            found.append((_label(group.series, year), round(behind, 6)))
    return Drawn(tuple(found), -1, here.decimals, here.usual * 0.6, None, here.then)


def of_local(code: str, district: str | None, better: str, seed: int) -> Drawn:
    """The county's own figures, of the whole or of one district; withheld ones left out."""
    one = next(indicator for indicator in LOCAL if indicator.code == code)
    rows = [
        (parse_ees(row["time_period"], row["time_identifier"]).label, row["value"])
        for row in rows_of(one, seed)
        if row["locality_code"] == (district or "")
    ]
    found = tuple((label, float(value)) for label, value in rows if value != "c")
    whole = one.unit == "count"
    values = [value for _, value in found]
    usual = 0.15 * (sum(values) / len(values)) if values else 1.0
    return Drawn(
        figures=found,
        better=_BETTER.get(better, 0),
        decimals=0 if whole else 1,
        usual=usual,
        most=None if whole else 100.0,
    )


def _known(told: Truth) -> list[int]:
    return [y for y in years(told.series) if told.series.first <= y <= told.series.last]


def _label(series: Series, year: int) -> str:
    period: Period = parse_published(series.label_of(year), series.basis).period
    return period.label
