"""What cannot be so in the registers of schools taken together, and what is done about it.

A reader sets aside what a file says wrongly by itself; these show only where one file is held
against another. Nothing is repaired: each is told, and the rule that follows is fixed.
"""

import polars as pl

from foreland.insight.school_forms import circles

FAULT_SCHEMA: dict[str, type[pl.DataType]] = {
    "fault": pl.String,
    "urn": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "done": pl.String,
}

CIRCLE = "circular predecessors"
OVERLAP = "two numbers of one school at once"
EARLY = "an inspection before the opening"
LATE = "an inspection after the closing"
TWO_WORDS = "two grades or regimes for one visit"
TWO_TRUSTS = "a school in two trusts"


def faults(
    before: pl.DataFrame, dates: pl.DataFrame, inspections: pl.DataFrame, members: pl.DataFrame
) -> pl.DataFrame:
    """All of them: ``FAULT_SCHEMA``, by fault and number.

    ``before`` is ``urn, before``; ``dates`` ``urn, opened, closed``; ``inspections`` ``urn,
    inspected, regime, grade``; ``members`` ``urn, uid, trust, newest`` of academy trusts that are
    open on the extract's day.
    """
    parts = [
        _circular(before),
        _overlapping(before, dates),
        *_out_of_time(inspections, dates),
        _two_words(inspections),
        _two_trusts(members),
    ]
    return pl.concat([pl.DataFrame(schema=FAULT_SCHEMA), *parts]).sort("fault", "urn", "found")


def _told(
    frame: pl.DataFrame, fault: str, found: pl.Expr, expected: str, done: str
) -> pl.DataFrame:
    return frame.select(
        pl.lit(fault).alias("fault"),
        "urn",
        found.alias("found"),
        pl.lit(expected).alias("expected"),
        pl.lit(done).alias("done"),
    )


def _circular(before: pl.DataFrame) -> pl.DataFrame:
    rounds = pl.DataFrame({"urn": circles(before)}, schema={"urn": pl.String})
    known = before.group_by("urn").agg(pl.col("before").sort().str.join(" "))
    return _told(
        rounds.join(known, on="urn"),
        CIRCLE,
        pl.format("came after {}, which came after it", "before"),
        "each school after the other or before it, not both",
        "the links are walked once, so no grade or roll is counted twice",
    )


def _overlapping(before: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """One school under two numbers, where one came of one alone: mergers and splits may overlap."""
    alone = before.filter((pl.len().over("urn") == 1) & (pl.len().over("before") == 1))
    known = dates.select("urn", "opened", "closed")
    both = alone.join(known, on="urn").join(
        known.rename({"urn": "before", "opened": "was_opened", "closed": "was_closed"}), on="before"
    )
    ended = pl.col("was_closed").is_not_null() & (pl.col("was_closed") > pl.col("opened"))
    return _told(
        both.filter(ended & (pl.col("closed") > pl.col("opened")).fill_null(True)),
        OVERLAP,
        pl.format("opened {}, and {} that it came of closed {}", "opened", "before", "was_closed"),
        "the old number closed by the day on which the new one opened",
        "on a day between the two, both are counted as open",
    )


def _out_of_time(inspections: pl.DataFrame, dates: pl.DataFrame) -> list[pl.DataFrame]:
    known = inspections.unique().join(dates.select("urn", "opened", "closed"), on="urn")
    return [
        _told(
            known.filter(pl.col("inspected") < pl.col("opened")),
            EARLY,
            pl.format("inspected {}, opened {}", "inspected", "opened"),
            "a day after the school opened",
            "it counts for the number that it stands under; look up which school was inspected",
        ),
        _told(
            known.filter(pl.col("inspected") > pl.col("closed")),
            LATE,
            pl.format("inspected {}, closed {}", "inspected", "closed"),
            "a day before the school closed",
            "it counts for the number that it stands under; look up which school was inspected",
        ),
    ]


def _two_words(inspections: pl.DataFrame) -> pl.DataFrame:
    word = pl.concat_str(
        [pl.col("regime"), pl.col("grade").cast(pl.String)], separator=" ", ignore_nulls=True
    )
    visits = (
        inspections.unique()
        .group_by("urn", "inspected")
        .agg(word.unique().sort().alias("words"))
        .filter(pl.col("words").list.len() > 1)
    )
    return _told(
        visits,
        TWO_WORDS,
        pl.format("on {}: {}", "inspected", pl.col("words").list.join(", ")),
        "one regime and one grade a visit",
        "the one without an overall grade counts, else the worse, whatever the files' order",
    )


def _two_trusts(members: pl.DataFrame) -> pl.DataFrame:
    double = (
        members.group_by("urn", "newest")
        .agg(pl.col("trust").unique().sort().alias("trusts"), pl.col("uid").n_unique().alias("n"))
        .filter(pl.col("n") > 1)
    )
    return _told(
        double,
        TWO_TRUSTS,
        pl.format("in the extract of {}: {}", "newest", pl.col("trusts").list.join(", ")),
        "one academy trust a school",
        "the one joined last counts",
    )
