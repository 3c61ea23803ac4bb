"""One honest page on an area: what got better, what did not, what is noise, what to watch.

Only what passed the change rule is called better or worse; "none" is an answer. A size of which
nobody knows what is usual passes nothing, and where all of England leapt at once the figure is to
be looked at before it is believed. Of one theme at most two lines lead a list, so that one story
is not told five times. Computes no figure: it chooses, counts and says.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl

from foreland.insight import change as rules
from foreland.insight.change_words import change_in_words, size_in_words
from foreland.model.areas import Area
from foreland.model.units import Unit
from foreland.plan.grades import rounded

Row = dict[str, Any]

#: The columns, in order. ``section``: better, worse, noise, watch, quarter, neighbours.
BRIEF_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "section": pl.String,
    "place": pl.Int64,
    "measure": pl.String,
    "indicator": pl.String,
    "title": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "group": pl.String,
    "comparator": pl.String,
    "period": pl.String,
    "published_period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "value": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "polarity": pl.String,
    "before": pl.Float64,
    "change": pl.Float64,
    "change_unit": pl.String,
    "change_from": pl.String,
    "direction": pl.String,
    "certainty": pl.String,
    "national_change": pl.Float64,
    "usual_change": pl.Float64,
    "count": pl.Int64,
    "of": pl.Int64,
    "neighbours": pl.String,
    "sentence": pl.String,
    "id": pl.String,
    "before_id": pl.String,
    "source": pl.String,
    "release": pl.String,
    "as_of": pl.Date,
}

#: What a look is: a measure or indicator's newest figure, with what is told of its change.
LOOK_COLUMNS = (
    "measure", "indicator", "title", "theme", "precision", "group", "comparator", "period",
    "published_period", "period_start", "period_end", "value", "unit", "status", "polarity",
    "before", "change", "change_from", "direction", "certainty", "change_lower", "change_upper",
    "national_change", "usual_change", "id", "before_id", "source", "release", "as_of",
)  # fmt: skip

#: Certainties that a change rule gave: a size alone is none.
PASSED = tuple(name for name in rules.CLEAR if name != rules.SIZE_ONLY)
#: Said of changes that chance, usual movement or rounding can make.
NOISE = (
    rules.WITHIN_CHANCE, rules.USUAL, rules.UNLIKE_ENGLAND, rules.WITHIN_ROUNDING,
    rules.INSIDE_LIMITS,
)  # fmt: skip
_AS_ENGLAND = (rules.WITH_ENGLAND, rules.LESS_THAN_ENGLAND)
#: So many lines a list.
MOST = 5
#: So many of one theme in a list, where other themes have something to say.
OF_A_THEME = 2
#: The share of looks that the rule flags although nothing changed.
FALSE_ALARMS = 0.05
#: Beyond so many times what is usual, a movement of all England is a new definition till shown
#: not to be one.
LEAP = 2.0
#: A figure that ended more years ago says nothing of now.
OLD = 3

SECTIONS = {
    "better": "What got better",
    "worse": "What got worse",
    "noise": "What is noise",
    "watch": "What to watch",
    "quarter": "Against England",
    "neighbours": "Who like us did better",
}


def brief_rows(
    place: Area,
    looks: pl.DataFrame,
    quarter: pl.DataFrame | None = None,
    peers: pl.DataFrame | None = None,
    watch: Iterable[Row] = (),
    most: int = MOST,
) -> pl.DataFrame:
    """``BRIEF_SCHEMA``: the page, a row a line, each with its sentence.

    ``looks``: ``LOOK_COLUMNS``, a row a series of which more or less is better. ``quarter``:
    ``quarters`` gives it. ``peers``: the same looks at the neighbours, with ``area``, ``area_name``
    and ``nearness``. ``watch``: what else is to be watched, as rows of this page.
    """
    # A figure that was withheld for this audience has nothing to say, nor does its change.
    seen = looks.filter(pl.col("value").is_not_null())
    listed = [_look(row) for row in seen.iter_rows(named=True)]
    passed = [row for row in listed if _passed(row) and not _leapt(row)]
    better = [row for row in passed if row["direction"] == "better"]
    worse = [row for row in passed if row["direction"] == "worse"]
    rows = [
        *_moves("better", better, len(listed), most),
        *_moves("worse", worse, len(listed), most),
        *_noise(listed),
        *_watched([*(_leap(row) for row in listed if _leapt(row)), *watch]),
        *_quarter(quarter),
        *_peers(listed, peers, most),
    ]
    shared = {"area": place.code, "area_name": place.name, "dfe_number": place.dfe_number}
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["section"]] = row["place"] = counts.get(row["section"], 0) + 1
    return pl.DataFrame(
        [{n: (row | shared).get(n) for n in BRIEF_SCHEMA} for row in rows],
        schema=BRIEF_SCHEMA,
        orient="row",
    )


def _look(row: Row) -> Row:
    words = change_in_words(
        row["change"], row["unit"], row["precision"] or 0, row["change_from"], row["direction"],
        row["certainty"],
    )  # fmt: skip
    value = figure(row["value"], row["unit"], row["precision"] or 0)
    return row | {
        "change_unit": Unit(row["unit"]).of_change.value,
        "sentence": f"{row['title']}: {value} in {row['period']}, {words}.",
    }


def _passed(row: Row) -> bool:
    clear = row["direction"] in ("better", "worse") and row["certainty"] in PASSED
    return clear and row["change"] is not None


def _leapt(row: Row) -> bool:
    """Whether all of England moved at once, far beyond what is usual."""
    england, usual = row["national_change"], row["usual_change"]
    return bool(_passed(row) and england and usual and abs(england) > LEAP * usual)


def _strength(row: Row) -> float:
    """The change over what is usual, or over the half of its interval."""
    usual = row["usual_change"]
    if row["change_lower"] is not None and row["certainty"] == rules.BEYOND_CHANCE:
        usual = (row["change_upper"] - row["change_lower"]) / 2
    return abs(row["change"]) / usual if usual else 0.0


def _order(row: Row) -> tuple[bool, bool, float, str, str, str]:
    """The plan's own first, then what England did not do, then the strongest."""
    with_england = row["certainty"] in _AS_ENGLAND
    key = (row["indicator"], row["group"], row["comparator"] or "")
    return (row["measure"] is None, with_england, -_strength(row), *key)


def _moves(section: str, rows: Sequence[Row], looked: int, most: int) -> list[Row]:
    if not rows:
        none = "No measure passed the rule" if looked else "There is no figure to look at"
        return [_line(section, f"None. {none}.", 0, looked)]
    ordered = sorted(rows, key=_order)
    lead: list[Row] = []
    later: list[Row] = []
    seen: dict[str, int] = {}
    for row in ordered:
        theme = row["theme"] or ""
        seen[theme] = seen.get(theme, 0) + 1
        (later if theme and seen[theme] > OF_A_THEME else lead).append(row)
    shown = sorted((lead + later)[:most], key=_order) if len(lead) < most else lead[:most]
    told = [row | {"section": section} for row in shown]
    if all(row["certainty"] in _AS_ENGLAND for row in ordered):
        whose = "It" if len(ordered) == 1 else f"All {len(ordered)}"
        said = (
            f"{whose} moved with England: a change of the country before it is one of this place."
        )
        told.append(_line(section, said, len(ordered), looked))
    rest = [row for row in ordered if not any(row is one for one in shown)]
    if rest:
        names = "; ".join(row["title"] for row in rest[:most])
        more = f", and {len(rest) - most} more" if len(rest) > most else ""
        told.append(_line(section, f"Passed too: {names}{more}.", len(rest), looked))
    return told


def _noise(listed: Sequence[Row]) -> list[Row]:
    noise = [r for r in listed if r["certainty"] in NOISE or (r["change"] == 0 and not _passed(r))]
    judged = [r for r in listed if _passed(r)]
    looks = len(noise) + len(judged)
    unjudged = len(listed) - looks
    said = f"{_of(len(noise), looks)} moved within noise: chance, usual movement or rounding."
    if unjudged:
        said += f" {unjudged} more cannot be judged: no earlier figure, a break, or too few areas."
    rows = [_line("noise", said, len(noise), looks)]
    if looks:
        alarms = looks * FALSE_ALARMS
        expected = "fewer than 1" if alarms < 1 else f"up to about {round(alarms)}"
        told = f"With {looks} looks the rule flags {expected} although nothing changed; it flagged"
        told += f" {len(judged)}."
        if 0 < len(judged) <= alarms:
            told += " All that is called better or worse here may be such."
        rows.append(_line("noise", told, len(judged), looks))
    return rows


def _leap(row: Row) -> Row:
    size = size_in_words(row["national_change"], row["unit"], row["precision"] or 0)
    way = "up" if row["national_change"] > 0 else "down"
    told = f"{row['title']}: England itself went {way} by {size} since {row['change_from']}, far "
    told += "beyond what is usual. Look whether what is counted changed before the figure is used."
    return row | {"section": "watch", "sentence": told}


def _watched(rows: Sequence[Row]) -> list[Row]:
    if not rows:
        return [_line("watch", "Nothing was found to watch.", 0)]
    return [row | {"section": "watch"} for row in rows]


def _quarter(found: pl.DataFrame | None) -> list[Row]:
    if found is None:
        return []
    if not found.height:
        return [_line("quarter", "No measure is ranked both now and three years before.", 0, 0)]
    both = found.height
    rows = []
    for letter, name in (("A", "best"), ("D", "worst")):
        now = found.filter(pl.col("band") == letter).height
        then = found.filter(pl.col("band_before") == letter).height
        told = f"{_of(now, both)} ({_share(now, both)}) stand in England's {name} quarter by their"
        told += f" newest figures; three years before it was {then} ({_share(then, both)})."
        rows.append(
            _line("quarter", told, now, both) | {"before": float(then), "value": float(now)}
        )
    return rows


def _peers(listed: Sequence[Row], peers: pl.DataFrame | None, most: int) -> list[Row]:
    """For what did not get better here: neighbours whose own change was better and clear."""
    if peers is None:
        return []
    found = []
    asked = [r for r in listed if r["direction"] in ("worse", "no clear change") and not _leapt(r)]
    asked = [r for r in asked if r["measure"] is not None or _passed(r)]
    for row in asked:
        same = _same(peers, row)
        did = [p for p in same if p["direction"] == "better" and p["certainty"] in PASSED]
        if did:
            found.append((row, did, len(same)))
    if not found:
        told = f"None: no neighbour had a clear better move on {_count(len(asked), 'measure')} "
        return [_line("neighbours", told + "that did not get better here.", 0, len(asked))]
    found.sort(key=lambda one: (not _passed(one[0]), -len(one[1]), *_order(one[0])))
    return [_peer_line(row, did, n) for row, did, n in found[:most]]


def _same(peers: pl.DataFrame, row: Row) -> list[Row]:
    same = peers.filter(
        (pl.col("indicator") == row["indicator"])
        & (pl.col("group") == row["group"])
        & pl.col("comparator").eq_missing(pl.lit(row["comparator"], pl.String))
        & (pl.col("period_start") == row["period_start"])
        & (pl.col("period_end") == row["period_end"])
        & pl.col("change").is_not_null()
    )
    return list(same.sort("nearness", "area").iter_rows(named=True))


def _peer_line(row: Row, did: Sequence[Row], compared: int) -> Row:
    places = row["precision"] or 0
    told = []
    for one in did:
        way = "up" if one["change"] > 0 else "down"
        told.append(
            f"{one['area_name']} ({way} {size_in_words(one['change'], one['unit'], places)})"
        )
    sentence = f"{row['title']}, {row['period']}: {_and(told)} got clearly better, of {compared} "
    sentence += f"neighbours with a figure; here it is {_here(row, places)}."
    names = "; ".join(one["area_name"] for one in did)
    return row | {
        "section": "neighbours",
        "neighbours": names,
        "count": len(did),
        "of": compared,
        "sentence": sentence,
    }


def _here(row: Row, places: int) -> str:
    if not row["change"]:
        return "unchanged"
    way = "up" if row["change"] > 0 else "down"
    size = size_in_words(row["change"], row["unit"], places)
    sure = "which is worse" if row["direction"] == "worse" else "no clear change"
    return f"{way} {size}, {sure}"


def quarters(compared: pl.DataFrame, breaks: pl.DataFrame, today: date) -> pl.DataFrame:
    """``indicator, period, band, period_before, band_before``: the newest band, and three years on.

    ``compared``: ``compare``'s rows of one area. Only for all children, only figures of the last
    three years, and only where no break lies between the two.
    """
    key = ["indicator", "period_kind"]
    banded = rules.comparable(
        compared.filter(
            (pl.col("group") == "all")
            & pl.col("band").is_not_null()
            & (pl.col("period_end") <= today)
        ),
        breaks,
    ).sort("period_end", "period_start", *key, maintain_order=True)
    newest = (
        banded.unique("indicator", keep="last", maintain_order=True)
        .filter(pl.col("period_end") >= pl.lit(today).dt.offset_by(f"-{OLD}y"))
        .with_columns(pl.col("period_end").dt.month_start().dt.offset_by("-3y").alias("then"))
    )
    earlier = banded.select(
        *key, "segment",
        pl.col("period_end").dt.month_start().alias("then"),
        pl.col("period").alias("period_before"), pl.col("band").alias("band_before"),
    ).unique([*key, "segment", "then"], keep="last", maintain_order=True)  # fmt: skip
    return (
        newest.join(earlier, on=[*key, "segment", "then"], how="inner")
        .select("indicator", "period", "band", "period_before", "band_before")
        .sort("indicator")
    )


def _line(section: str, sentence: str, count: int, of: int | None = None) -> Row:
    return {"section": section, "sentence": sentence, "count": count, "of": of}


def figure(value: float, unit: str, precision: int) -> str:
    """A figure as the page prints it: ``68.9%``, ``45.1 per 10,000``, ``£1,200``."""
    if Unit(unit) is Unit.PERCENT:
        told = f"{abs(rounded(value, precision)):f}%"
    else:
        told = size_in_words(value, unit, precision)
    return f"−{told}" if value < 0 and rounded(value, precision) else told


def _of(n: int, of: int) -> str:
    return f"{n} of {_count(of, 'measure')}"


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _share(n: int, of: int) -> str:
    return f"{rounded(100 * n / of, 0)}%"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
