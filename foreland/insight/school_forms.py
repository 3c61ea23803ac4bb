"""Which schools stood on a day, and in which form: a school outlives its number.

A conversion, merger or amalgamation closes one number (URN) and opens another. A school of a list
that opened after the day is looked for among those that came before it. Lists and links are given;
circles in the links are walked once.
"""

from datetime import date

import polars as pl

#: A chain of conversions is two or three long; beyond this it is a circle.
LONGEST_CHAIN = 8

#: A school of a list, in the form that it had on the day. ``urn`` is the number of the day,
#: ``school`` that of the list; ``new`` says that the list has it as a new school
#: (``school_types.NEW_SCHOOLS``).
FORM_SCHEMA: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "school": pl.String,
    "area": pl.String,
    "name": pl.String,
    "phase": pl.String,
    "type": pl.String,
    "new": pl.Boolean,
    "opened": pl.Date,
}


def predecessors(links: pl.DataFrame) -> pl.DataFrame:
    """``urn, before``: what came before each school, once each, from links seen from either end."""
    if not links.height:
        return pl.DataFrame(schema={"urn": pl.String, "before": pl.String})
    back = links.filter(pl.col("link").str.starts_with("Predecessor"))
    return (
        back.select("urn", pl.col("other").alias("before"))
        .unique()
        .filter(pl.col("urn") != pl.col("before"))
        .sort("urn", "before")
    )


def circles(before: pl.DataFrame) -> list[str]:
    """The schools that come before themselves, by any chain of links."""
    start = before.rename({"urn": "school"})
    found: set[str] = set()
    reached = start
    for _ in range(LONGEST_CHAIN):
        found.update(reached.filter(pl.col("school") == pl.col("before"))["school"])
        reached = (
            reached.filter(pl.col("school") != pl.col("before"))
            .join(before, left_on="before", right_on="urn", suffix="_next")
            .select("school", pl.col("before_next").alias("before"))
            .unique()
        )
    return sorted(found)


def forms(
    listed: pl.DataFrame, before: pl.DataFrame, dates: pl.DataFrame, day: date, *, closing: bool
) -> pl.DataFrame:
    """The schools of ``listed`` that stood on ``day``: ``FORM_SCHEMA``, sorted by ``urn``.

    ``listed`` has ``urn, area, name, phase, type, new, opened, closed``; ``dates`` has ``urn, name,
    opened, closed`` of all schools. A school without an opening day has always been open.

    ``closing``: a school that closes on the day is no longer open at its end, nor is what opens on
    the morrow. Without it, a school stands in its old form until the new one opens: for a list of
    schools that are all known to have gone on.
    """
    stood = (pl.col("opened") <= day).fill_null(True)
    gone = pl.col("closed") <= day if closing else pl.col("closed") < day
    here = listed.filter(stood & ~gone.fill_null(False)).with_columns(pl.col("urn").alias("school"))
    ahead = listed.filter(~stood).with_columns(pl.col("urn").alias("school"))
    found = [here]
    known = dates.select("urn", "name", "opened", "closed")
    seen = ahead.select("urn")
    for _ in range(LONGEST_CHAIN):
        if not ahead.height:
            break
        back = (
            ahead.drop("name", "opened", "closed")
            .join(before, on="urn")
            .drop("urn")
            .rename({"before": "urn"})
            # What the list has for itself stands for itself.
            .join(listed.select("urn"), on="urn", how="anti")
            .join(seen, on="urn", how="anti")
            .sort("urn", "school")
            .unique("urn", keep="first", maintain_order=True)
            .join(known, on="urn", how="left", maintain_order="left")
        )
        seen = pl.concat([seen, back.select("urn")])
        found.append(back.filter(stood & ~gone.fill_null(False)))
        ahead = back.filter(~stood)
    return (
        pl.concat([part.select(FORM_SCHEMA.keys()) for part in found])
        .unique("urn", keep="first", maintain_order=True)
        .sort("urn")
    )
