"""What is published of a measure's targets to come: how likely, and how often others got there."""

from collections.abc import Iterable
from dataclasses import dataclass

from foreland.indicators.schema import Indicator
from foreland.model.units import Unit
from foreland.plan.schema import Measure
from foreland.report.chances import (
    HIGHEST,
    Reached,
    chance_words,
    gain_words,
    reached_short,
    reached_words,
)
from foreland.report.material import Material, Row
from foreland.report.pages import figures

#: Indicator, group, and for a gap its comparator.
Key = tuple[str, str, str | None]


@dataclass(frozen=True)
class Chance:
    """What is told of one published target, in sentences."""

    title: str
    #: The same in a line, where there is little room.
    short: str
    sentences: tuple[str, ...]


def key_of(measure: Measure) -> Key:
    gap = measure.gap
    return (
        (measure.indicator, measure.group, None)
        if gap is None
        else (measure.indicator, gap.group, gap.comparator)
    )


def unit_of(indicator: Indicator, key: Key) -> Unit:
    return indicator.unit if key[2] is None else indicator.unit.of_change


def chances(material: Material, measure: Measure, indicator: Indicator) -> tuple[Chance, ...]:
    """What is published of a measure's targets to come; nothing without ``publish: true``."""
    if not measure.publish:
        return ()
    key = key_of(measure)
    unit, digits = unit_of(indicator, key), indicator.precision
    found = []
    for row in material.chances.get(measure.id, []):
        if row["target"] is None:
            continue
        target = figures.exact(row["target"], unit, indicator, short=False)
        found.append(
            Chance(
                f"Target {target} for {row['period']}",
                _short(row),
                tuple(_sentences(row, material.about.area_name, unit, digits)),
            )
        )
    return tuple(found)


def _short(row: Row) -> str:
    """``a chance of about 3 in 10; 2 in 10 areas like this one got there``."""
    if row["p_met"] is None and row["starts"] is None and row["reason"]:
        return f"nothing is told of it, {row['reason']}"
    said = []
    if row["p_met"] is not None:
        said.append(f"a chance of {chance_words(row['p_met'], row['years'])}")
    elif _met(row):
        said.append("met already by the newest figure")
    else:
        said.append("no forecast for that period")
    if row["starts"] is not None and row["reached"] is not None:
        said.append(reached_short(row["reached"] / row["starts"], _met(row)))
    return "; ".join(said)


def _met(row: Row) -> bool:
    return (row["reason"] or "").startswith("met already")


def _sentences(row: Row, area: str, unit: Unit, digits: int) -> Iterable[str]:
    if row["p_met"] is None and row["starts"] is None and row["reason"]:
        yield f"Nothing is told of it: {row['reason']}."
        return
    met = _met(row)
    if row["p_met"] is not None:
        chance = chance_words(row["p_met"], row["years"])
        yield f"By our forecast the chance of reaching it is {chance}."
    elif met:
        yield "The newest figure meets it already, so no chance is told."
    elif row["years"] > max(HIGHEST):
        yield f"No chance is told: our forecasts reach {max(HIGHEST)} years at most."
    else:
        yield "No chance is told: there is no forecast for that period."
    if row["starts"] is None or row["reached"] is None:
        yield f"How often others got that far is not told: {row['reason'] or 'not known'}."
        return
    reached = Reached(
        row["starts"], row["reached"], row["spans"], row["years"], row["usual_gain"],
        row["everyone_gain"], met,
    )  # fmt: skip
    yield reached_words(reached, area)
    yield gain_words(reached, unit, digits)
