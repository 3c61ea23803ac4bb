"""The change flag's record: what confirms it, and worlds in which nothing changes."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks.backtest import flags, kept, measured
from benchmarks.backtest.run import Found
from foreland.insight.change import BREAKS_SCHEMA, told

NO_BREAK = pl.DataFrame(schema=BREAKS_SCHEMA)


def facts(figures: np.ndarray) -> pl.DataFrame:
    """``figures[area, year]`` as school years from 2016 on; of percentages without counts."""
    rows = [
        ("readers", f"A{area:02}", date(2015 + year, 9, 1), date(2016 + year, 8, 31),
         f"{2015 + year}/{16 + year}", float(value))
        for area, line in enumerate(figures)
        for year, value in enumerate(line)
    ]  # fmt: skip
    frame = pl.DataFrame(
        rows,
        schema=["indicator", "area", "period_start", "period_end", "period", "value"],
        orient="row",
    )
    return frame.with_columns(
        pl.lit("all").alias("group"), pl.lit("percent").alias("unit"),
        pl.lit("final").alias("status"), pl.lit("academic").alias("period_kind"),
        pl.lit("published").alias("id"), pl.lit(None, pl.Float64).alias("numerator"),
        pl.lit(None, pl.Float64).alias("denominator"),
    )  # fmt: skip


def judged(figures: np.ndarray) -> pl.DataFrame:
    polarity = pl.DataFrame({"indicator": ["readers"], "polarity": ["higher"]})
    names = [f"A{n:02}" for n in range(len(figures))]
    found = told(facts(figures), NO_BREAK, polarity, "E", names)
    return found.filter(pl.col("change").is_not_null())


def test_a_step_that_stays_is_confirmed_and_one_that_goes_is_not() -> None:
    """Forty flat areas; one rises for good in the fifth year, one only for that year."""
    figures = np.full((40, 9), 50.0) + np.tile([0.0, 0.2], 180).reshape(40, 9)
    figures[0, 4:] += 20
    figures[1, 4] += 20
    figures[1, 5:] -= 5
    found = judged(figures)
    risen = (pl.col("change") > 10) & (pl.col("area") == "A00")
    assert flags.rule(found, flags.FLAG & risen).confirmed == 1
    fallen = (pl.col("change") > 10) & (pl.col("area") == "A01")
    assert flags.rule(found, flags.FLAG & fallen).confirmed == 0


def test_confirming_uses_no_year_of_the_flag() -> None:
    """The two years of the change may be anything; only those on either side decide."""
    figures = np.full((40, 4), 50.0)
    figures[:, 1:3] = [[10.0, 90.0]] * 40  # down, then far up
    figures[:, 3] = 51.0
    found = judged(figures)
    up = flags.rule(found, (pl.col("change") > 0) & (pl.col("period") == "2017/18"))
    assert (up.asked, up.confirmed) == (40, 1)
    down = flags.rule(found, pl.col("change") < -20)
    assert down.asked == 0  # no year before the year before it


def test_a_permutation_keeps_every_series_its_own_figures() -> None:
    figures = np.arange(40 * 9, dtype=float).reshape(40, 9)
    given = facts(figures).with_columns(pl.lit(0).alias("segment"))
    made = flags.permuted(given)
    for (area,), part in made.partition_by("area", as_dict=True).items():
        own = given.filter(pl.col("area") == area)["value"]
        assert sorted(part["value"]) == sorted(own)
    assert not made.sort("area", "period_end")["value"].equals(given["value"])
    assert flags.permuted(given).equals(made)


def test_a_year_that_was_never_published_gets_no_figure_by_a_permutation() -> None:
    given = facts(np.arange(40 * 9, dtype=float).reshape(40, 9)).with_columns(
        pl.lit(0).alias("segment"),
        pl.when(pl.col("period") == "2019/20").then(None).otherwise("value").alias("value"),
    )
    made = flags.permuted(given)
    assert made.filter(pl.col("period") == "2019/20").height == 0
    assert made.height == 40 * 8


def test_pure_noise_is_flagged_about_as_rarely_as_the_rule_says() -> None:
    random = np.random.default_rng(3)
    found = judged(50 + random.normal(0, 3, (150, 10)))
    share = flags.rule(found, flags.FLAG).share
    assert 0.01 < share < 0.07


def found(median: float) -> Found:
    table = [measured.rounded({"years": 1, "median": median})]
    return Found("pooled-9", "LAIT", "2026-04-08", (), dict.fromkeys(kept.SHOWN, table))


def test_the_record_changes_its_day_only_when_a_figure_does(tmp_path: Path) -> None:
    file = tmp_path / "backtest.json"
    assert "Written" in kept.keep(found(0.951234), file, date(2026, 11, 1))
    before = file.read_bytes()
    assert b'"made": "2026-11-01"' in before
    assert b"0.9512" in before
    assert "as it was" in kept.keep(found(0.951234), file, date(2026, 12, 1))
    assert file.read_bytes() == before
    assert "Written" in kept.keep(found(0.96), file, date(2026, 12, 1))
    assert b'"made": "2026-12-01"' in file.read_bytes()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_written_as_none(value: float) -> None:
    assert measured.rounded({"median": value, "years": 1}) == {"median": None, "years": 1}
