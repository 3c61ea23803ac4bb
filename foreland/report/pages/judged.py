"""What an indicator's page says in judgement: its change, where it stands, what a change is of."""

from dataclasses import dataclass

from foreland.indicators.schema import Indicator
from foreland.insight.change_words import change_in_words
from foreland.insight.distance_words import BEST_TENTH, MEDIAN, distance_in_words
from foreland.insight.explain import ABOUT, SUMS
from foreland.model.groups import ALL
from foreland.report import formats, wording
from foreland.report.charts.effects import Effects
from foreland.report.material import Material, Row
from foreland.report.pages import figures
from foreland.report.pages.figures import Figure
from foreland.report.pages.gap_blocks import GapBlock, gap_block


@dataclass(frozen=True)
class EditionRow:
    """The neighbours by one edition of who they are: the mean as in LAIT, the median as in DfE's
    children's social care dashboard."""

    name: str
    mean: Figure
    median: Figure
    n: int
    of: int
    used: str


@dataclass(frozen=True)
class EffectRow:
    name: str
    now: Figure
    before: Figure
    effect: str
    rate: str
    mix: str


@dataclass(frozen=True)
class SplitBlock:
    """What a change is made of, by one kind of part; the effects sum to it."""

    ident: str
    title: str
    rows: tuple[EffectRow, ...]
    total: str
    mixed: bool
    chart: Effects


@dataclass(frozen=True)
class Level:
    """One part of a figure that is the sum of others, here and elsewhere."""

    name: str
    period: str
    own: Figure
    england: Figure
    neighbours: Figure


@dataclass(frozen=True)
class Judged:
    """``change``: the newest one in words, with its mark. ``distances`` are whole sentences."""

    change: str
    mark: str
    distances: tuple[str, ...]
    editions: tuple[EditionRow, ...]
    whole: str
    splits: tuple[SplitBlock, ...]
    gaps: tuple[GapBlock, ...]
    levels: tuple[Level, ...]
    levels_words: str


def judged(material: Material, indicator: Indicator) -> Judged:
    words, mark = _change(material, indicator)
    rows = [r for r in material.explained if r["indicator"] == indicator.id]
    return Judged(
        change=words,
        mark=mark,
        distances=_distances(material, indicator),
        editions=_editions(material, indicator),
        whole=next((r["sentence"] for r in rows if r["split"] == "whole"), ""),
        splits=_splits(indicator, rows),
        gaps=tuple(gap_block(material, indicator, gap, n) for n, gap in enumerate(indicator.gaps)),
        levels=_levels(material, indicator),
        levels_words=LEVELS.get(indicator.id, ""),
    )


#: What is to be known of a figure that is the sum of others.
LEVELS = {
    "neet_or_not_known": "The headline adds two things that ask for different work: young people "
    "known to be without education, a job or training, and those whom nobody has traced. A rise "
    "of the second is about tracking first. Each part is rounded by itself, so the parts may "
    "miss the whole by 0.1. By special educational needs the publisher gives only the sum: see "
    "the gaps.",
}


def _levels(material: Material, indicator: Indicator) -> tuple[Level, ...]:
    parts = [n for n in SUMS.get(indicator.id, ()) if n in material.by_id]
    if not parts:
        return ()
    found = []
    for name in (*parts, indicator.id):
        rows = [r for r in material.compared.get((name, ALL), []) if r["value"] is not None]
        if not rows:
            return ()
        row, entry = rows[-1], material.by_id[name]
        about = f" ({ABOUT[name]})" if name in ABOUT else ""
        found.append(
            Level(
                "Both together" if name == indicator.id else f"{entry.short}{about}",
                row["period"],
                figures.own(row, entry),
                figures.beside(row, "england", entry),
                figures.beside(row, "neighbours_mean", entry),
            )
        )
    # Parts of another period than the whole do not make it up.
    return tuple(found) if len({level.period for level in found}) == 1 else ()


def _change(material: Material, indicator: Indicator) -> tuple[str, str]:
    row = material.looks.get((indicator.id, ALL, None))
    if row is None or row["value"] is None or row["direction"] is None:
        return "", ""
    words = change_in_words(
        row["change"], indicator.unit, indicator.precision, row["change_from"], row["direction"],
        row["certainty"],
    )  # fmt: skip
    return words[:1].upper() + words[1:], wording.DIRECTIONS.get(row["direction"], ("", ""))[1]


def _distances(material: Material, indicator: Indicator) -> tuple[str, ...]:
    row = material.standing.get(indicator.id)
    if row is None or row["to_median"] is None or not indicator.comparable:
        return ()
    compared = material.compared.get((indicator.id, ALL), [])
    own = next((r for r in reversed(compared) if r["period_end"] == row["period_end"]), None)
    if own is None or own["value"] is None or (own["ranked"] or 0) < figures.FEWEST_RANKED:
        return ()
    name, unit = material.about.area_name, indicator.unit
    digits = figures.neighbours_precision(indicator)
    said = []
    for edge, where, figure in (
        ("median", MEDIAN, row["median"]),
        ("best_tenth", BEST_TENTH, row["best_tenth"]),
    ):
        count = row[f"children_to_{edge}"]
        people = (
            (count, row["people_of"], indicator.people)
            if count is not None and row["people_of"] is not None and indicator.people
            else None
        )
        words = distance_in_words(
            row[f"to_{edge}"], where, formats.number(figure, unit, digits), unit, digits,
            indicator.polarity, people,
        )  # fmt: skip
        if words:
            said.append(f"In {own['period']} {name} was {words}.")
    best, worst = row["rank_best"], row["rank_worst"]
    if own["rank"] is not None and best is not None and best != worst:
        said.append(
            f"Its rank, {figures.rank_words(own)}, is not sure: by the noise of such figures it "
            f"may be anything from {formats.ordinal(best)} to {formats.ordinal(worst)}."
        )
    return tuple(said)


def _editions(material: Material, indicator: Indicator) -> tuple[EditionRow, ...]:
    if not indicator.comparable:
        return ()
    digits = figures.neighbours_precision(indicator)
    return tuple(
        EditionRow(
            wording.edition(r["edition"]),
            figures.figure(r["mean"], None, indicator.unit, digits),
            figures.figure(r["median"], None, indicator.unit, digits),
            r["n"],
            r["of"],
            "; ".join(sorted((r["used"] or "").split("; "))),
        )
        for r in material.editions.get(indicator.id, [])
        if r["mean"] is not None
    )


def _splits(indicator: Indicator, rows: list[Row]) -> tuple[SplitBlock, ...]:
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        if row["split"] != "whole":
            kinds.setdefault(row["split"], []).append(row)
    total = next((r["effect"] for r in rows if r["split"] == "whole"), None)
    return tuple(
        _split(indicator, n, kind, parts, total) for n, (kind, parts) in enumerate(kinds.items())
    )


_TITLES = {"parts": "its parts", "district": "district", "authority": "authority", "sex": "sex"}


def _split(
    indicator: Indicator, n: int, kind: str, parts: list[Row], total: float | None
) -> SplitBlock:
    unit, digits = indicator.unit, max(2 if indicator.unit.per else 0, indicator.precision)

    def size(value: float | None) -> str:
        return "–" if value is None else formats.signed(value, digits)

    named = [(_part_name(r), r) for r in parts]
    return SplitBlock(
        f"made-of-{n}",
        "Its parts" if kind == "parts" else f"By {_TITLES.get(kind, wording.dimension(kind))}",
        tuple(
            EffectRow(
                name,
                figures.figure(r["value"], None, unit, indicator.precision),
                figures.figure(r["before"], None, unit, indicator.precision),
                size(r["effect"]),
                size(r["rate_effect"]),
                size(r["mix_effect"]),
            )
            for name, r in named
        ),
        size(total),
        any(r["mix_effect"] for r in parts),
        Effects(
            tuple((name, r["effect"], size(r["effect"])) for name, r in named),
            f"effects-{n}",
            f"What each part gives to the change of {indicator.short}",
        ),
    )


def _part_name(row: Row) -> str:
    if "=" in row["part"]:
        return wording.group(row["part"])
    return str(row["part_name"])
