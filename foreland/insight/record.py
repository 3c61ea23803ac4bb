"""Our own record: forecasts that were kept, beside what came, by theme and years ahead.

Only what was made before the truth was published counts. Errors are told over those of the last
value, summed by series first, so that no series leads by its unit. Of few forecasts it tells
little, and says how many there were. It judges no area.
"""

import polars as pl

#: A row a theme (or ``ALL_THEMES``) and number of years ahead.
RECORD_SCHEMA = {
    "theme": pl.String,
    "horizon": pl.Int64,
    "forecasts": pl.Int64,
    "scored": pl.Int64,
    "awaited": pl.Int64,
    "not_comparable": pl.Int64,
    "hindsight": pl.Int64,
    "series": pl.Int64,
    "ratio": pl.Float64,
    "better": pl.Int64,
    "compared": pl.Int64,
    "inside50": pl.Int64,
    "of50": pl.Int64,
    "inside80": pl.Int64,
    "inside95": pl.Int64,
}
ALL_THEMES = ""

_SERIES = ["indicator", "group", "comparator"]


def record(scores: pl.DataFrame) -> pl.DataFrame:
    """``scores``: as ``foreland outlook --scores`` answers, with ``theme``. ``RECORD_SCHEMA``.

    ``ratio`` is the median over series of total absolute error over that of the last value, and
    ``better`` counts the ``compared`` series in which it is below 1. ``inside80`` counts scored
    forecasts inside their interval.
    """
    if not scores.height:
        return pl.DataFrame(schema=RECORD_SCHEMA)
    done = (pl.col("state") == "scored") & pl.col("error").is_not_null()
    marked = scores.with_columns(
        pl.col("made_ahead").fill_null(False).alias("ahead"),
        done.alias("done"),
    )
    parts = [marked, marked.with_columns(pl.lit(ALL_THEMES).alias("theme"))]
    found = []
    for (theme, horizon), part in (
        pl.concat(parts).partition_by("theme", "horizon", as_dict=True).items()
    ):
        found.append((theme, horizon, *_of(part)))
    return pl.DataFrame(found, schema=RECORD_SCHEMA, orient="row").sort("theme", "horizon")


def _of(part: pl.DataFrame) -> tuple[int | float | None, ...]:
    proof = part.filter(pl.col("done") & pl.col("ahead"))
    state = part["state"]
    by = (
        proof.group_by(_SERIES)
        .agg(
            pl.col("error").abs().sort().sum().alias("ours"),
            pl.col("error_of_last_value").abs().sort().sum().alias("last"),
        )
        .filter(pl.col("last") > 0)
        .select(pl.col("ours") / pl.col("last"))
        .to_series()
    )
    inside = [int(proof[f"inside{share}"].fill_null(False).sum()) for share in (50, 80, 95)]
    middle = by.sort().median()
    return (
        part.height,
        proof.height,
        int((state == "awaited").sum()),
        int((state == "not comparable").sum()),
        part.filter(pl.col("done") & ~pl.col("ahead")).height,
        proof.select(pl.struct(_SERIES).n_unique()).item(),
        float(middle) if isinstance(middle, int | float) else None,
        int((by < 1).sum()),
        len(by),
        inside[0],
        int(proof["inside50"].is_not_null().sum()),
        inside[1],
        inside[2],
    )
