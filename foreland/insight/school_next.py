"""How many more children would be in a good school if some schools improved.

Counts the pupils of schools whose overall grade in force is neither good nor outstanding. A school
judged without an overall grade is neither good nor not good, and in no such sum. It says how many
children a better grade would reach, never how likely one is. For internal readers alone.
"""

from collections.abc import Sequence

import polars as pl

from foreland.sources.ofsted.grades import WORDS

GOOD = (WORDS[1], WORDS[2])

#: How many schools a sentence speaks of.
FIRST = 3


def not_yet_good(schools: pl.DataFrame) -> pl.DataFrame:
    """``schools`` (with ``urn, grade`` in words, ``pupils``) that are graded and not good.

    Those with the most pupils first, ties by number, unknown rolls last; ``so_far`` adds the rolls
    up. Null where the roll is not known.
    """
    worse = [word for word in WORDS.values() if word not in GOOD]
    return (
        schools.filter(pl.col("grade").is_in(worse))
        .with_columns(pl.col("pupils").cast(pl.Int64))
        .sort("pupils", "urn", descending=[True, False], nulls_last=True)
        .with_columns(
            pl.when(pl.col("pupils").is_not_null())
            .then(pl.col("pupils").fill_null(0).cum_sum())
            .alias("so_far")
        )
    )


def sentence(names: Sequence[str], children: int) -> str:
    """``If A and B improve, 1,204 more children are in a good school.``; empty without a name."""
    if not names:
        return ""
    *others, last = names
    who = f"{', '.join(others)} and {last}" if others else last
    improve = "improve" if others else "improves"
    more = "1 more child is" if children == 1 else f"{children:,} more children are"
    return f"If {who} {improve}, {more} in a good school."
