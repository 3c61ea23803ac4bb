"""``python -m benchmarks.backtest`` or ``make backtest``: the outlook on LAIT, and its rivals."""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.backtest import dated, evidence, rows, scores
from benchmarks.backtest.rivals import RIVALS
from foreland.insight.intervals_of_forecasts import spreads
from foreland.insight.outlook import Fitted, fitted
from foreland.insight.panel import HORIZONS

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/published"

#: What is to be reached, for origins from ``SINCE``, at one, two and three years.
SINCE = 2022
REACH = {
    "median": (0.97, 0.97, 0.98),
    "ninth_decile": (1.10, 1.10, 1.15),
    "better": (0.70, 0.70, 0.60),
    "walk": (0.92, 0.92, 0.92),
    "skill": (0.08, 0.05, 0.0),
}
COVERED = (0.74, 0.87)


def main() -> None:
    if not (PUBLISHED / "lait").is_dir():
        sys.exit(f"The published data of LAIT is not here: {PUBLISHED / 'lait'}")
    with tempfile.TemporaryDirectory() as folder:
        for line in report(PUBLISHED, Path(folder) / "area"):
            print(line, flush=True)


def report(published: Path, folder: Path) -> Iterator[str]:
    opened = evidence.read(published, folder)
    panel, editions = evidence.panel_of(opened, evidence.known(opened))
    begun = time.perf_counter()
    fit = fitted(panel, editions)
    newest = spreads(fit, len(panel.years) - 2)
    seconds = time.perf_counter() - begun
    long = int((np.isfinite(panel.values).sum(axis=2) >= 8)[:, panel.pooled].sum())
    yield (
        f"{panel.series.height} indicators, {int(panel.pooled.sum())} authorities, {long:,} series "
        f"of 8 or more figures, {panel.years[0]} to {panel.years[-1]}."
    )
    yield (
        f"All forecast from every year as origin, and {len(newest)} intervals of one: "
        f"{seconds:.2f} s."
    )
    yield _leak(fit)
    every = rows.forecasts(fit)
    asked = rows.chances(fit, evidence.signs(opened, panel))
    held = pl.DataFrame(
        {"held": evidence.held_out(panel), "theme": evidence.themes(published, panel)}
    )
    held = held.with_row_index("place").with_columns(pl.col("place").cast(pl.Int32))
    every, asked = (frame.join(held, on="place") for frame in (every, asked))
    recent = pl.col("origin") >= SINCE
    for title, test in (
        (f"Origins from {SINCE}, all indicators", recent),
        (f"Origins from {SINCE}, the held-out quarter", recent & pl.col("held")),
        (f"Origins from {SINCE}, the rest, on which choices were made", recent & ~pl.col("held")),
        ("All origins, the pandemic's too", pl.lit(True)),
    ):
        yield f"\n{title}"
        yield from _table(every.filter(test), asked.filter(test))
    yield f"\nBeside others, origins from {SINCE}: error over that of the last value"
    yield from _rivals(every.filter(recent))
    yield f"\nBy theme, origins from {SINCE}"
    yield from _themes(every.filter(recent))
    yield f"\nTargets not yet met, origins from {SINCE}: told and come true"
    yield from _calibration(asked.filter(recent))
    yield f"\nRegions and England, origins from {SINCE}: inside their 80 % interval"
    wide = rows.forecasts(fit, rivals=False, beside=True).filter(recent)
    for horizon in HORIZONS:
        here = wide.filter(pl.col("horizon") == horizon)
        yield f"{horizon:7}{scores.coverage(here)[80]:7.1%} of {here.height:,}"
    yield "\nFrom what was published on a day, scored on what was published later"
    days = ", ".join(day.isoformat() for day in dated.DAYS)
    yield f"as of {days}"
    yield from _table(dated.rows(opened), None)


def _leak(fit: Fitted) -> str:
    """Destroys all that came after an origin and forecasts again: nothing may differ."""
    origin = len(fit.panel.years) - 4
    values = fit.panel.values.copy()
    values[:, :, origin + 1 :] = 12345.0
    panel = type(fit.panel)(**{**fit.panel.__dict__, "values": values})
    again = fitted(panel, ())
    plain = fitted(fit.panel, ())
    same = np.array_equal(
        plain.expected[: origin + 1], again.expected[: origin + 1], equal_nan=True
    )
    wide = all(
        np.array_equal(a.scale, b.scale, equal_nan=True)
        for a, b in zip(spreads(plain, origin), spreads(again, origin), strict=True)
    )
    return (
        f"With every figure after {fit.panel.years[origin]} destroyed the forecasts of it and "
        + ("before are the same, to the bit." if same and wide else "before DIFFER: A LEAK.")
    )


def _table(every: pl.DataFrame, asked: pl.DataFrame | None) -> Iterator[str]:
    yield (
        "  years  indicators  series  median  9th decile  better   50 %   80 %   95 %  "
        "interval score"
        + ("" if asked is None else "  targets  Brier skill  by kind  calibration  slope")
    )
    for number, horizon in enumerate(HORIZONS):
        here = every.filter(pl.col("horizon") == horizon)
        if not here.height:
            yield f"{horizon:7}  no later figures yet"
            continue
        error, inside = scores.errors(here), scores.coverage(here)
        if not error.indicators:
            yield f"{horizon:7}  too few later figures yet: {here.height}"
            continue
        walk = scores.interval_score(here)
        line = (
            f"{horizon:7}{error.indicators:12}{error.series:8,}"
            f"{_mark(error.median, REACH['median'][number], False):>8}"
            f"{_mark(error.ninth_decile, REACH['ninth_decile'][number], False):>12}"
            f"{_mark(error.better, REACH['better'][number], True, '.0%'):>8}"
            f"{inside[50]:7.1%}{inside[80]:7.1%}"
            f"{'' if COVERED[0] <= inside[80] <= COVERED[1] else '!'}{inside[95]:7.1%}"
            f"{_mark(walk, REACH['walk'][number], False):>16}"
        )
        if asked is not None:
            goal = scores.chances(asked.filter(pl.col("horizon") == horizon))
            line += (
                f"{goal.asked:9,}{_mark(goal.skill, REACH['skill'][number], True):>13}"
                f"{goal.by_target:9.3f}{goal.calibration_error:13.3f}{goal.slope:7.2f}"
            )
        yield line


def _mark(value: float, reach: float, more: bool, form: str = ".3f") -> str:
    """The figure, with ! where it falls short of what is to be reached."""
    return f"{value:{form}}" + ("" if (value >= reach if more else value <= reach) else "!")


def _rivals(every: pl.DataFrame) -> Iterator[str]:
    yield "  method                 years  median  9th decile  better  could not be fitted"
    for name in ("expected", *RIVALS):
        for horizon in HORIZONS:
            here = every.filter(pl.col("horizon") == horizon)
            found = scores.errors(here, name)
            title = "foreland" if name == "expected" else name
            yield (
                f"  {title:21}{horizon:7}{found.median:8.3f}{found.ninth_decile:12.2f}"
                f"{found.better:8.0%}{found.failed:13,} of {here.height:,}"
            )


def _themes(every: pl.DataFrame) -> Iterator[str]:
    yield f"  {'theme':40}  years  indicators  median  better   80 %  interval score"
    for (theme,), part in sorted(every.partition_by("theme", as_dict=True).items()):
        for horizon in HORIZONS:
            here = part.filter(pl.col("horizon") == horizon)
            if here.height:
                found = scores.errors(here)
                if not found.indicators:
                    continue
                yield (
                    f"  {str(theme)[:40]:40}{horizon:7}{found.indicators:12}{found.median:8.3f}"
                    f"{found.better:8.0%}{scores.coverage(here)[80]:7.1%}"
                    f"{scores.interval_score(here):16.3f}"
                )


def _calibration(asked: pl.DataFrame) -> Iterator[str]:
    yield "  years  told        came true  targets"
    for horizon in HORIZONS:
        tenths = (
            asked.filter(pl.col("horizon") == horizon)
            .group_by((pl.col("p") * 10).floor().clip(0, 9).alias("tenth"))
            .agg(pl.len().alias("rows"), pl.col("p").mean(), pl.col("met").mean())
            .sort("tenth")
        )
        for _, count, told, met in tenths.iter_rows():
            yield f"{horizon:7}{told:6.0%}{met:17.0%}{count:9,}"


if __name__ == "__main__":
    main()
