"""What a new release did to figures known before: told apart, sized, and with what it moved.

A revision is a number that became another number. None is a relabel (``2025 (prov)`` to ``2025``),
a re-rounding (the two differ only by the rounding of the coarser), a change of unit (a power of
ten for a whole indicator), or a release that undid the one before by accident and the one that
mended that. Says nothing of why a figure was revised.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from foreland.insight.change import changes
from foreland.insight.compare import MEANT_DIGITS

#: The kinds of a step, and what each means.
KINDS = {
    "revision": "a number became another number",
    "relabel": "the same number under another label or sign",
    "reround": "the same number printed to more or fewer places",
    "fill": "a number where there was none",
    "blank": "no number any more",
    "unit": "the whole indicator in another unit, by a power of ten",
    "rollback": "a release that undid the one before as a whole, or the one that did it again",
    "roll": "left the publisher's window; kept",
    "withdraw": "withdrawn",
    "add": "not known before",
}

#: A release undoes the one before, or changes the unit, where so much of it says so.
_WHOLE = 0.9
#: How far a factor may be from a power of ten, in logarithms: values are printed to few places.
_NEAR = 0.005
_PLACES = 10

_SERIES = ["source_code", "indicator", "group"]
_FACT = [*_SERIES, "area", "period_start", "period_end"]
#: A series' figures of one period, of all areas.
_LINE = [*_SERIES, "period_start", "period_end"]

_EARLIER = pl.col("at") < pl.col("turn")
_BY_THEN = pl.col("at") <= pl.col("turn")


def narrow(steps: pl.DataFrame) -> pl.DataFrame:
    """What is needed of all steps to judge some of them."""
    return steps.select(*_FACT, "turn", "op", "value")


def touched(steps: pl.DataFrame) -> pl.DataFrame:
    """The steps of the facts that any release after the first of their data set touched."""
    return steps.filter(pl.col("turn").max().over(_FACT) > 0)


def judged(steps: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Steps of facts (``evidence.history``, with ``indicator``) with ``kind`` (``KINDS``).

    The first day of a data set is no step: nothing was known before it. ``known``: all steps of
    all areas (``narrow``), for what happened to an indicator as a whole. Where the unit changed
    ``power`` is the power of ten.
    """
    value, before = pl.col("value"), pl.col("before_value")
    stood = pl.col("before_op").is_not_null() & (pl.col("before_op") != "withdraw")
    same = _meant(value).eq_missing(_meant(before))
    simple = (
        pl.when(pl.col("op") == "withdraw").then(pl.lit("withdraw"))
        .when(pl.col("op") == "roll").then(pl.lit("roll"))
        .when(~stood).then(pl.lit("add"))
        .when(value.is_not_null() & before.is_null()).then(pl.lit("fill"))
        .when(value.is_null() & before.is_not_null()).then(pl.lit("blank"))
        .when(same).then(pl.lit("relabel"))
        .when(_rounded(value, before, _places(value), _places(before))).then(pl.lit("reround"))
        .otherwise(pl.lit("revision"))
    )  # fmt: skip
    found = steps.sort(*_FACT, "turn").with_columns(simple.fill_null("add").alias("kind"))
    # Of several publications of one value the day tells them apart: noise behind the tenth
    # digit under the same label is a re-rounding.
    plain = (pl.col("published_period") == pl.col("before_published_period")) & (
        pl.col("status") == pl.col("before_status")
    )
    noise = (pl.col("kind") == "relabel") & plain & value.is_not_null()
    found = found.with_columns(
        pl.when(noise).then(pl.lit("reround")).otherwise("kind").alias("kind")
    )
    return _rolled_back(_rescaled(_as_printed(found, known), known)).filter(pl.col("turn") > 0)


def _meant(value: pl.Expr) -> pl.Expr:
    return value.round_sig_figs(MEANT_DIGITS)


def _places(value: pl.Expr) -> pl.Expr:
    """To how many places a number is printed."""
    noise = value.abs().clip(1) * 10.0**-MEANT_DIGITS
    return pl.coalesce(
        *[
            pl.when((value - value.round(places)).abs() <= noise).then(places)
            for places in range(_PLACES)
        ],
        pl.lit(_PLACES),
    )


def _rounded(value: pl.Expr, before: pl.Expr, places: pl.Expr, before_places: pl.Expr) -> pl.Expr:
    """Whether one of two numbers is the other, rounded to fewer places."""
    half = pl.lit(0.5) * pl.lit(10.0).pow(-pl.min_horizontal(places, before_places))
    return (places != before_places) & ((value - before).abs() <= half * (1 + 1e-6))


def _as_printed(found: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Re-roundings judged again by how the whole series was printed on either side.

    7 in a series of one place is 7.0, and becomes 7.4 by a revision.
    """
    rounded = found.filter(pl.col("kind") == "reround")
    asked = rounded.select(*_LINE, "turn").unique()
    sides = []
    for name, then in (("series_before", _EARLIER), ("series_after", _BY_THEN)):
        told = _standing(known, asked, then).with_columns(_places(pl.col("told")).alias("places"))
        sides.append(
            # Three quarters: a country printed finer than its authorities is not the series.
            told.group_by(*_LINE, "turn").agg(
                pl.col("places").quantile(0.75, interpolation="nearest").alias(name)
            )
        )
    for side in sides:
        rounded = rounded.join(side, on=[*_LINE, "turn"], how="left")
    value, before = pl.col("value"), pl.col("before_value")
    still = _rounded(
        value,
        before,
        pl.max_horizontal(_places(value), "series_after"),
        pl.max_horizontal(_places(before), "series_before"),
    ) | _meant(value).eq_missing(_meant(before))
    return _renamed(
        found, rounded.filter(~still).select(*_FACT, "turn", pl.lit("revision").alias("now"))
    )


def _standing(known: pl.DataFrame, asked: pl.DataFrame, then: pl.Expr) -> pl.DataFrame:
    """What was told of all areas of a series (``_LINE``) at a ``turn``: ``told``, by ``area``."""
    steps = known.select(
        *_LINE,
        "area",
        pl.col("turn").alias("at"),
        pl.when(pl.col("op") != "withdraw").then(_meant(pl.col("value"))).alias("told"),
    )
    return (
        asked.join(steps, on=_LINE, how="inner")
        .filter(then)
        .sort("at", maintain_order=True)
        .unique([*_LINE, "turn", "area"], keep="last", maintain_order=True)
        .filter(pl.col("told").is_not_null())
    )


def _rescaled(found: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Steps by one power of ten of all that an indicator had are a change of its unit."""
    size = (pl.col("value") / pl.col("before_value")).log10()
    moved = found.filter(pl.col("kind").is_in(["revision", "reround"])).with_columns(
        size.round(0).cast(pl.Int32, strict=False).alias("power"), size.alias("size")
    )
    fits = moved.filter(
        (pl.col("power") != 0) & ((pl.col("size") - pl.col("power")).abs() <= _NEAR)
    )
    groups = (
        fits.group_by("source_code", "turn", "power")
        .len("fitting")
        .join(moved.group_by("source_code", "turn").len("moved"), on=["source_code", "turn"])
        .filter(pl.col("fitting") >= _WHOLE * pl.col("moved"))
        .sort("source_code", "turn")
    )
    whole = [
        (code, turn, power)
        for code, turn, power, fitting, _ in groups.iter_rows()
        if fitting >= _WHOLE * _numbers_before(known, code, turn)
    ]
    schema = {"source_code": pl.String, "turn": pl.Int32, "power": pl.Int32}
    powers = pl.DataFrame(whole, schema=schema, orient="row")
    unit = fits.join(powers, on=list(schema), how="semi").select(
        *_FACT, "turn", pl.lit("unit").alias("now")
    )
    return _renamed(found, unit).join(
        powers, on=["source_code", "turn"], how="left", maintain_order="left"
    )


def _numbers_before(known: pl.DataFrame, code: str, turn: int) -> int:
    """How many numbers, nought apart, an indicator had before a step."""
    earlier = known.filter((pl.col("source_code") == code) & (pl.col("turn") < turn))
    last = earlier.sort("turn", maintain_order=True).unique(_FACT, keep="last")
    return last.filter((pl.col("op") == "add") & (pl.col("value") != 0)).height


def _rolled_back(found: pl.DataFrame) -> pl.DataFrame:
    """Steps of a release that undid the one before as a whole, and of the one that mended it."""
    first = pl.struct(_FACT).is_first_distinct()
    earlier = found.with_columns(
        pl.when(~first).then(pl.col("before_value").shift(1)).alias("two_before"),
        pl.when(~first).then(pl.col("kind").shift(1)).alias("kind_before"),
    )
    numbers = ["revision", "reround"]
    next_turn = pl.col("before_turn") == pl.col("turn") - 1
    back = (
        pl.col("kind").is_in(numbers)
        & pl.col("kind_before").is_in(numbers)
        & next_turn
        & _meant(pl.col("value")).eq_missing(_meant(pl.col("two_before")))
    )
    undone = earlier.filter(back)
    shares = (
        undone.group_by("dataset", "turn").len("back")
        .join(
            earlier.filter(pl.col("kind").is_in(numbers))
            .group_by("dataset", (pl.col("turn") + 1).alias("turn")).len("changed"),
            on=["dataset", "turn"],
        )
        .filter(pl.col("back") >= _WHOLE * pl.col("changed"))
        .sort("dataset", "turn")
    )  # fmt: skip
    turns: list[tuple[str, int]] = []
    for dataset, turn in shares.select("dataset", "turn").iter_rows():
        # What mends a roll-back is none itself: it says again what was known.
        if (dataset, turn - 1) not in turns:
            turns.append((dataset, turn))
    both = [*turns, *((dataset, turn + 1) for dataset, turn in turns)]
    schema = {"dataset": pl.String, "turn": pl.Int32}
    named = pl.DataFrame(both, schema=schema, orient="row").unique()
    now = undone.join(named, on=["dataset", "turn"], how="semi").select(
        *_FACT, "turn", pl.lit("rollback").alias("now")
    )
    return _renamed(found, now)


def _renamed(found: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    return (
        found.join(now, on=[*_FACT, "turn"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("now", "kind").alias("kind"))
        .drop("now")
    )


def usual_moves(
    facts: pl.DataFrame, breaks: pl.DataFrame, authorities: Iterable[str]
) -> pl.DataFrame:
    """``indicator, group, usual_move``: the median size of a yearly change, over authorities.

    Never across a break in a definition (``change.changes``).
    """
    own = facts.filter(pl.col("area").is_in(list(authorities)))
    moved = changes(own, breaks).filter("year_earlier")
    return (
        moved.group_by("indicator", "group")
        .agg(pl.col("change").abs().median().alias("usual_move"))
        .sort("indicator", "group")
    )


def ranks(
    known: pl.DataFrame,
    revised: pl.DataFrame,
    polarity: pl.DataFrame,
    spans: Iterable[tuple[str, date | None, date | None]],
) -> pl.DataFrame:
    """``revised`` with ``rank_before`` and ``rank_after``, of an authority among all then known.

    ``known``: all steps of all areas (``narrow``). ``polarity``: ``indicator, polarity``.
    ``spans``: of each authority its code, first and last day: only those that existed in the
    period are ranked.
    """
    schema = {"area": pl.String, "opened": pl.Date, "closed": pl.Date}
    existed = pl.DataFrame(list(spans), schema=schema, orient="row")
    asked = revised.select(*_LINE, "turn").unique().join(polarity, on="indicator", how="left")
    asked = asked.filter(pl.col("polarity").is_in(["higher", "lower"]))
    ranked = known.join(existed, on="area", how="inner").filter(
        (pl.col("opened").is_null() | (pl.col("opened") <= pl.col("period_end")))
        & (pl.col("closed").is_null() | (pl.col("closed") >= pl.col("period_start")))
    )
    best_first = (
        pl.when(pl.col("polarity") == "higher").then(-pl.col("told")).otherwise(pl.col("told"))
    )
    found = revised
    for name, then in (("rank_before", _EARLIER), ("rank_after", _BY_THEN)):
        rank = best_first.rank("min").over([*_LINE, "turn"]).cast(pl.Int64)
        standing = _standing(ranked, asked, then).select(*_LINE, "turn", "area", rank.alias(name))
        found = found.join(standing, on=[*_LINE, "turn", "area"], how="left", maintain_order="left")
    return found


def rescaled(found: pl.DataFrame) -> pl.DataFrame:
    """``source_code, rescaled``: the last turn in which an indicator's unit changed."""
    unit = found.filter(pl.col("kind") == "unit")
    return unit.group_by("source_code").agg(pl.col("turn").max().alias("rescaled"))


def sized(revised: pl.DataFrame, usual: pl.DataFrame, last: pl.DataFrame) -> pl.DataFrame:
    """``revised`` with ``change``, ``change_unit``, ``usual_move`` and ``share_of_usual``.

    ``last``: as ``rescaled`` says. What was revised in such a release is measured in the new
    unit; what was revised before it has no usual move, as today's is in another unit.
    """
    number = pl.col("kind").is_in(["revision", "reround", "rollback"])
    before = pl.col("before_value") * pl.lit(10.0).pow(pl.col("power").fill_null(0))
    same_unit = pl.col("rescaled").is_null() | (pl.col("turn") >= pl.col("rescaled"))
    return (
        revised.join(usual, on=["indicator", "group"], how="left", maintain_order="left")
        .join(last, on="source_code", how="left", maintain_order="left")
        .with_columns(
            pl.when(number).then((pl.col("value") - before).round(MEANT_DIGITS)).alias("change"),
            pl.when(pl.col("unit") == "percent")
            .then(pl.lit("percentage-points"))
            .otherwise("unit")
            .alias("change_unit"),
            pl.when(number & same_unit).then("usual_move").alias("usual_move"),
        )
        .with_columns(
            pl.when(pl.col("usual_move") > 0)
            .then(pl.col("change").abs() / pl.col("usual_move"))
            .alias("share_of_usual")
        )
        .drop("rescaled")
    )
