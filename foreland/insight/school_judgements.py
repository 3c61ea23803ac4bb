"""What inspections without an overall grade said: how many schools had which word, area by area.

    share of a word = schools with it / schools in which that area was judged, one regime at a time

Words are counted and never ordered into a score, added up or turned into a grade; one regime's
words are set beside no other's (``inspection_regimes``). A school stands under the regime of its
latest inspection alone. Safeguarding is met or not met.
"""

from datetime import date

import polars as pl

from foreland.insight.school_types import PHASES
from foreland.sources.ofsted.grades import (
    CARD_AREAS,
    CARD_WORDS,
    CARDS,
    FOUR,
    KEY_JUDGEMENTS,
    NO_WORD,
    SAFEGUARDING,
    SAFEGUARDING_WORDS,
    WORDS,
)

#: Which words an area may have, in the publisher's order, by regime.
WORDS_OF: dict[tuple[str, str], tuple[str, ...]] = {
    **{(FOUR, name): tuple(WORDS.values()) for name in KEY_JUDGEMENTS.values()},
    (CARDS, SAFEGUARDING): SAFEGUARDING_WORDS,
    **{(CARDS, name): CARD_WORDS for name in CARD_AREAS},
}

_PLACES = {judged: place for place, (_, judged) in enumerate(WORDS_OF)}

#: ``inspected_urn, inspected`` say of which visit; ``judged_on`` is later where one area was
#: looked at again.
WORD_SCHEMA: dict[str, type[pl.DataType]] = {
    "inspected_urn": pl.String,
    "inspected": pl.Date,
    "regime": pl.String,
    "judged": pl.String,
    "judgement": pl.String,
    "judged_on": pl.Date,
}

TALLY_SCHEMA: dict[str, type[pl.DataType]] = {
    "regime": pl.String,
    "phase": pl.String,
    "judged": pl.String,
    "judgement": pl.String,
    "value": pl.Float64,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "inspected": pl.Int64,
    "open": pl.Int64,
}


def words(inspections: pl.DataFrame, cards: pl.DataFrame) -> pl.DataFrame:
    """``WORD_SCHEMA``: every word of the two regimes without an overall grade.

    ``inspections`` are whole ones with the key judgements as numbers (8 and 9: does not apply, or
    not judged: no word); ``cards`` has a row an area with its word.
    """
    four = inspections.filter(pl.col("regime") == FOUR)
    key = [
        four.select(
            pl.col("urn").alias("inspected_urn"),
            "inspected",
            "regime",
            pl.lit(name).alias("judged"),
            pl.col(column)
            .cast(pl.Int64)
            .replace_strict(WORDS, default=None, return_dtype=pl.String)
            .alias("judgement"),
            pl.col("inspected").alias("judged_on"),
        ).drop_nulls("judgement")
        for column, name in KEY_JUDGEMENTS.items()
    ]
    card = cards.filter(~pl.col("judgement").is_in(NO_WORD)).select(
        pl.col("urn").alias("inspected_urn"),
        "inspected",
        pl.lit(CARDS).alias("regime"),
        "judged",
        "judgement",
        "judged_on",
    )
    found = pl.concat([pl.DataFrame(schema=WORD_SCHEMA), *key, card])
    return found.unique(maintain_order=True)


def of_schools(schools: pl.DataFrame, said: pl.DataFrame, day: date) -> pl.DataFrame:
    """The words of each school's latest inspection: ``urn, phase`` and ``WORD_SCHEMA``.

    ``schools`` is ``school_quality.graded``'s; ``said`` is ``words``'. A word given after ``day``
    has replaced one that is not known, and is left out.
    """
    return (
        schools.select("urn", "phase", "inspected_urn", "inspected", "regime")
        .join(said, on=["inspected_urn", "inspected", "regime"], maintain_order="left_right")
        .filter(pl.col("judged_on") <= day)
        # Of an area looked at again the last word by the day, where files of both times were read.
        .sort("judged_on", maintain_order=True)
        .unique(["urn", "judged"], keep="last", maintain_order=True)
        .sort("urn", pl.col("judged").replace_strict(_PLACES, return_dtype=pl.Int64))
    )


def tally(schools: pl.DataFrame, said: pl.DataFrame, day: date) -> pl.DataFrame:
    """``TALLY_SCHEMA``: a row a regime, phase, area and word, in the publisher's order.

    ``denominator`` counts the schools in which the area was judged, ``inspected`` those whose
    latest inspection was under the regime, ``open`` all. Words that no school has are 0.
    """
    found = of_schools(schools, said, day)
    rows: list[tuple[object, ...]] = []
    for phase in PHASES:
        here = pl.lit(True) if phase == "all" else pl.col("phase") == phase
        some, judged_here = schools.filter(here), found.filter(here)
        visits = dict(some.group_by("regime").len().iter_rows())
        counts = {
            (regime, judged, word): n
            for regime, judged, word, n in judged_here.group_by("regime", "judged", "judgement")
            .len()
            .iter_rows()
        }
        for (regime, judged), known in WORDS_OF.items():
            of = sum(counts.get((regime, judged, word), 0) for word in known)
            for word in known if of else ():
                n = counts.get((regime, judged, word), 0)
                about = (n, of, visits.get(regime, 0), some.height)
                rows.append((regime, phase, judged, word, 100 * n / of, *about))
    return pl.DataFrame(rows, schema=TALLY_SCHEMA, orient="row")
