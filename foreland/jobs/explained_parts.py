"""The rows of a split: the whole, its parts with their effects, and what rounding leaves.

How a change is split is the rule of ``insight/explain``; here its rows are made of facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from foreland.indicators.catalogue import Catalogue
from foreland.insight import movement
from foreland.insight.change_words import size_in_words
from foreland.insight.explain import ABOUT, SUMS, Effect, Part, Remainder, exact, remainder, split
from foreland.insight.explain import places as places_of
from foreland.model.areas import Area
from foreland.model.groups import ALL
from foreland.model.units import Unit
from foreland.plan.brief import figure

#: The columns of the answer, in order. ``split``: whole, parts, authority, a kind of locality, or
#: a dimension of groups; the effects of one split sum to the change of the whole.
EXPLAIN_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "indicator": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "period": pl.String,
    "published_period": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "change_from": pl.String,
    "split": pl.String,
    "part": pl.String,
    "part_name": pl.String,
    "value": pl.Float64,
    "before": pl.Float64,
    "size": pl.Float64,
    "size_before": pl.Float64,
    "effect": pl.Float64,
    "rate_effect": pl.Float64,
    "mix_effect": pl.Float64,
    "unit": pl.String,
    "effect_unit": pl.String,
    "sentence": pl.String,
    "id": pl.String,
    "before_id": pl.String,
    "source": pl.String,
    "release": pl.String,
    "as_of": pl.Date,
}

Row = dict[str, Any]
TOTALS = tuple(Unit(name) for name in movement.TOTALS)


@dataclass(frozen=True)
class Whole:
    """The figure that is explained, beside the one it moved from."""

    row: Row
    known: pl.DataFrame
    catalogue: Catalogue

    @property
    def unit(self) -> Unit:
        return Unit(self.row["unit"])

    @property
    def per(self) -> int:
        return self.unit.per or 1

    @property
    def pair(self) -> tuple[float, float]:
        return self.row["value"], self.row["before_value"]

    def of(self, indicator: str, area: str, group: str) -> tuple[Row | None, Row | None]:
        """A part's rows in the two periods."""
        rows = self.known.filter(
            (pl.col("indicator") == indicator)
            & (pl.col("area") == area)
            & (pl.col("group") == group)
            & pl.col("value").is_not_null()
        )
        found = []
        for start, end in (
            (self.row["period_start"], self.row["period_end"]),
            (self.row["before_period_start"], self.row["before_period_end"]),
        ):
            same = rows.filter((pl.col("period_start") == start) & (pl.col("period_end") == end))
            found.append(same.row(0, named=True) if same.height else None)
        return found[0], found[1]

    def had(self, area: Area) -> bool:
        """Whether the area existed in either period."""
        row = self.row
        return area.existed(row["period_start"], row["period_end"]) or area.existed(
            row["before_period_start"], row["before_period_end"]
        )

    def says(self, effect: Fraction) -> str:
        size = size_in_words(float(effect), self.unit, 0 if self.unit in TOTALS else 2)
        return f"{'adds' if effect > 0 else 'takes off' if effect < 0 else 'gives'} {size}"

    def line(self, kind: str, part: str, name: str, now: Row | None, then: Row | None) -> Row:
        row = {n: self.row.get(n) for n in EXPLAIN_SCHEMA} | dict.fromkeys(
            ("size", "size_before", "rate_effect", "mix_effect")
        )
        return row | {
            "split": kind,
            "part": part,
            "part_name": name,
            "value": now["value"] if now else None,
            "before": then["value"] if then else None,
            "effect_unit": self.unit.of_change.value,
            "id": now["id"] if now else None,
            "before_id": then["id"] if then else None,
            "source": now["source"] if now else None,
            "release": now["release"] if now else None,
            "as_of": now["as_of"] if now else None,
        }


Parts = Sequence[tuple[str, str, tuple[Row | None, Row | None]]]


def listed(whole: Whole, name: str, place: Area) -> Parts:
    titles = whole.catalogue
    return [
        (one, titles.get(one).short if one in titles else one, whole.of(one, place.code, ALL))
        for one in SUMS[name]
    ]


def of_whole(whole: Whole) -> Row:
    row = whole.row
    line = whole.line("whole", ALL, row["area_name"] or row["area"], row, None)
    size = exact(whole.pair[0]) - exact(whole.pair[1])
    places = 0 if whole.unit in TOTALS else 2
    way = "up" if size > 0 else "down" if size < 0 else "no change,"
    told = size_in_words(float(size), whole.unit, places)
    shown = min(2, max(places_of(value) for value in whole.pair))
    now, was = (figure(value, whole.unit, shown) for value in whole.pair)
    return line | {
        "before": row["before_value"],
        "before_id": row["before_id"],
        "size": row["denominator"],
        "size_before": row["before_denominator"],
        "effect": float(size),
        "sentence": f"{row['area_name']}, {row['period']}: {way} {told} since "
        f"{row['change_from']}, from {was} to {now}.",
    }


def summed(whole: Whole, kind: str, parts: Parts, silences: list[str]) -> list[Row]:
    """Parts of which the whole is the sum: the change of each is its effect."""
    pairs = [(now, then) for _, _, (now, then) in parts if now and then]
    if len(pairs) < len(parts):
        silences.append(_lacking(kind, parts))
        return []
    rows, given = [], Fraction()
    for part, name, (now, then) in parts:
        assert now is not None
        assert then is not None
        effect = exact(now["value"]) - exact(then["value"])
        given += effect
        about = f" ({ABOUT[part]})" if part in ABOUT else ""
        rows.append(
            whole.line(kind, part, name, now, then)
            | {"effect": float(effect), "sentence": f"{name}{about}: {whole.says(effect)}."}
        )
    printed = [(now["value"], then["value"]) for now, then in pairs]
    rest = remainder(whole.pair, given, [whole.pair, *printed])
    return _ordered(rows) + _rest(whole, kind, rest)


def parted(whole: Whole, kind: str, parts: Parts, silences: list[str]) -> list[Row]:
    """Parts of different people: rate and mix effects; of a count, plain changes."""
    there = [(p, n, now, then) for p, n, (now, then) in parts if now and then]
    if not there:
        return []  # the indicator has no such parts
    if whole.unit in TOTALS:
        return summed(whole, kind, parts, silences)
    if len(there) < len(parts):
        silences.append(_lacking(kind, parts))
        return []
    made = [_part(whole, part, now, then) for part, _, now, then in there]
    sizes = [part for part in made if part is not None]
    if len(sizes) < len(parts):
        silences.append(f"Not split by {kind}: it is not known of how many each figure is.")
        return []
    if not _is_whole(whole, sizes):
        silences.append(f"Not split by {kind}: the parts do not make up the whole.")
        return []
    found = split(sizes)
    rows = [
        _effect(whole, kind, name, effect, now, then)
        for (_, name, now, then), effect in zip(there, found.effects, strict=True)
    ]
    rounded = [(now["value"], then["value"]) for _, _, now, then in there if _rounded(now, then)]
    rest = remainder(whole.pair, found.change * whole.per, [whole.pair, *rounded])
    return _ordered(rows) + _rest(whole, kind, rest)


def _rounded(*rows: Row) -> bool:
    return any(row["numerator"] is None for row in rows)


def _part(whole: Whole, name: str, now: Row, then: Row) -> Part | None:
    if now["denominator"] is None or then["denominator"] is None:
        return None
    figures = []
    for row in (now, then):
        size = exact(row["denominator"])
        counted = row["numerator"]
        share = exact(row["value"]) / whole.per * size
        figures += [exact(counted) if counted is not None else share, size]
    try:
        return Part(name, *figures)
    except ValueError:
        return None


def _is_whole(whole: Whole, parts: Sequence[Part]) -> bool:
    """The sizes give the whole's, or where that is unknown the rates give its figure."""
    for size, counted, asked, value in (
        (
            sum((p.size for p in parts), Fraction()),
            sum((p.counted for p in parts), Fraction()),
            whole.row["denominator"],
            whole.row["value"],
        ),
        (
            sum((p.size_before for p in parts), Fraction()),
            sum((p.counted_before for p in parts), Fraction()),
            whole.row["before_denominator"],
            whole.row["before_value"],
        ),
    ):
        if not size:
            return False
        if asked is not None and abs(size - exact(asked)) > Fraction(len(parts), 2):
            return False
        if abs(counted / size * whole.per - exact(value)) > Fraction(whole.per, 1000):
            return False
    return True


def _effect(whole: Whole, kind: str, name: str, effect: Effect, now: Row, then: Row) -> Row:
    rate, mix = effect.rate * whole.per, effect.mix * whole.per
    sentence = f"{name}: {whole.says(rate + mix)} (its own rate {whole.says(rate)}"
    sentence += f", its share of the whole {whole.says(mix)})." if mix else ")."
    return whole.line(kind, effect.name, name, now, then) | {
        "size": now["denominator"],
        "size_before": then["denominator"],
        "effect": float(rate + mix),
        "rate_effect": float(rate),
        "mix_effect": float(mix),
        "sentence": sentence,
    }


def _rest(whole: Whole, kind: str, rest: Remainder) -> list[Row]:
    if not rest.size:
        return []
    why = (
        "each published figure was rounded by itself"
        if rest.is_rounding
        else "more than rounding can make: the published parts and the whole do not agree"
    )
    line = whole.line(kind, "rounding", "Rounding" if rest.is_rounding else "Not in the parts",
                      None, None)  # fmt: skip
    return [
        line
        | {
            "effect": float(rest.size),
            "sentence": f"{line['part_name']}: {whole.says(rest.size)}; {why}.",
        }
    ]


def _ordered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-abs(row["effect"]), row["part"]))


def _lacking(kind: str, parts: Parts) -> str:
    missing = [name for _, name, (now, then) in parts if now is None or then is None]
    return (
        f"Not split by {kind}: {len(missing)} of {len(parts)} have no figure in one of the two "
        f"periods ({', '.join(missing[:3])}{', ...' if len(missing) > 3 else ''})."
    )
