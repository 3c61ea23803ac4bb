"""The change flag: how often what it calls a change holds, and how often it cries wolf.

A flag says that a figure became better or worse against the year before. It is *confirmed* where
the figures of the years on either side, which the flag did not use, moved the same way: the year
after against the year before the year before. A *false alarm* is a flag where nothing changes.
"""

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from benchmarks.backtest import evidence
from benchmarks.backtest.measured import Row, rounded
from foreland.insight import change
from foreland.insight.panel import Array, Panel, mean, middle
from foreland.jobs.folder import Folder

#: What is to be reached.
CONFIRMED, ABOVE_ANY, FALSE_ALARMS = 0.70, 0.10, 0.06
_SERIES = ["indicator", "group", "area", "segment"]
_FLAGGED = ("better", "worse")


@dataclass(frozen=True)
class Rule:
    """Of all changes that could be judged: how many were flagged, how many of those confirmed."""

    judged: int
    flagged: int
    asked: int
    confirmed: float

    @property
    def share(self) -> float:
        return self.flagged / self.judged if self.judged else float("nan")


@dataclass(frozen=True)
class Alarms:
    """Flags where nothing changes, by how that was made."""

    how: str
    judged: int
    flagged: int

    @property
    def share(self) -> float:
        return self.flagged / self.judged if self.judged else float("nan")


def told(folder: Folder, facts: pl.DataFrame, signs: dict[str, str]) -> pl.DataFrame:
    """Every change of every authority, judged as on the site; ``signs``: the polarity."""
    authorities = [area.code for area in folder.register.authorities]
    names = sorted(facts["indicator"].unique())
    polarity = pl.DataFrame(
        [(name, signs.get(name, "none")) for name in names],
        schema={"indicator": pl.String, "polarity": pl.String},
        orient="row",
    )
    found = change.told(
        facts, evidence.breaks_by_code(folder), polarity, folder.register.country.code, authorities
    )
    return found.filter(
        pl.col("area").is_in(authorities)
        & pl.col("polarity").is_in(["higher", "lower"])
        & pl.col("change").is_not_null()
    )


def rule(found: pl.DataFrame, flag: pl.Expr) -> Rule:
    """``found`` as from ``told``. Confirmed by years that the flag did not use."""
    year = pl.col("period_end").dt.year()
    values = found.select(*_SERIES, year.alias("year"), "value").unique(
        [*_SERIES, "year"], keep="last", maintain_order=True
    )
    first = found.select(*_SERIES, pl.col("before_period_end").dt.year().alias("year"),
                         pl.col("before_value").alias("value"))  # fmt: skip
    every = pl.concat([values, first]).unique([*_SERIES, "year"], keep="first", maintain_order=True)

    def at(shift: int, name: str) -> pl.DataFrame:
        return every.select(*_SERIES, (pl.col("year") - shift).alias("year"),
                            pl.col("value").alias(name))  # fmt: skip

    flagged = found.filter(flag & pl.col("year_earlier")).with_columns(year.alias("year"))
    both = flagged.join(at(1, "after"), on=[*_SERIES, "year"]).join(
        at(-2, "before_that"), on=[*_SERIES, "year"]
    )
    same = (pl.col("after") - pl.col("before_that")).sign() == pl.col("change").sign()
    confirmed = both.select(same.mean()).item()
    return Rule(
        found.height,
        found.filter(flag).height,
        both.height,
        float(confirmed) if confirmed is not None else float("nan"),
    )


#: By name: which changes a rule calls one.
ANY = pl.col("change") != 0
FLAG = pl.col("direction").is_in(_FLAGGED)
AGAINST = pl.col("against").abs() > 1


def rules(found: pl.DataFrame) -> dict[str, Rule]:
    """Any change; the flag of the site; movement against the national one alone."""
    return {
        "any change": rule(found, ANY),
        "the flag": rule(found, FLAG),
        "beyond the area's usual movement against England": rule(found, AGAINST),
    }


def permuted(facts: pl.DataFrame, seed: int = 1) -> pl.DataFrame:
    """The figures of each series in another order: the same noise, and nothing that goes on.

    Each area is shuffled by itself, within one side of a break (``segment``) and among the years
    that have a figure: one that was never published stays without.
    """
    random = np.random.default_rng(seed)
    facts = facts.filter(pl.col("value").is_not_null())
    ordered = facts.sort(*_SERIES, "period_end", "period_start").with_columns(
        pl.Series("at", random.random(facts.height))
    )
    columns = ("value", "numerator", "denominator")
    order = pl.col("at").arg_sort().over(_SERIES)
    return ordered.with_columns(
        *[pl.col(name).gather(order).over(_SERIES).alias(name) for name in columns]
    ).drop("at", "segment")


def simulated(panel: Panel, facts: pl.DataFrame, seed: int = 1) -> pl.DataFrame:
    """Every series of the panel as its own mean and noise of its own size: nothing changes.

    The noise is normal, as wide as the figures of an authority of that indicator lie apart in the
    middle authority; what cannot be negative is held at nought.
    """
    random = np.random.default_rng(seed)
    values = panel.values
    level = mean(values, axis=2)[:, :, None]
    apart = np.sqrt(mean((values - level) ** 2, axis=2))
    wide = middle(apart, axis=1)[:, None, None]
    noise = random.normal(0, 1, values.shape) * wide
    made: Array = np.where(np.isfinite(values), level + noise, np.nan)
    made = np.clip(made, panel.lowest[:, None, None], panel.highest[:, None, None])
    place, area, year = np.nonzero(np.isfinite(made))
    drawn = pl.DataFrame(
        {
            "indicator": panel.series["indicator"].gather(place),
            "group": panel.series["group"].gather(place),
            "area": pl.Series(panel.areas, dtype=pl.String).gather(area),
            "year": np.array(panel.years, dtype=np.int32)[year],
            "drawn": np.round(made[place, area, year], 1),
        }
    )
    return (
        facts.with_columns(pl.col("period_end").dt.year().alias("year"))
        .join(drawn, on=["indicator", "group", "area", "year"], how="inner")
        .with_columns(
            pl.col("drawn").alias("value"),
            pl.lit(None, pl.Float64).alias("numerator"),
            pl.lit(None, pl.Float64).alias("denominator"),
        )
        .drop("year", "drawn")
    )


def counted(facts: pl.DataFrame, seed: int = 1) -> pl.DataFrame:
    """Percentages of 40 to 4,000 children that are drawn anew each year from one chance."""
    random = np.random.default_rng(seed)
    shares = facts.filter(pl.col("unit") == "percent")
    by = shares.select("indicator", "group", "area").unique().sort("indicator", "group", "area")
    by = by.with_columns(
        pl.Series("chance", random.uniform(0.05, 0.95, by.height)),
        pl.Series("denominator", np.round(np.exp(random.uniform(3.7, 8.3, by.height)))),
    )
    given = shares.drop("denominator").join(by, on=["indicator", "group", "area"])
    given = given.sort("indicator", "group", "area", "period_end", "period_start")
    drawn = random.binomial(given["denominator"].cast(pl.Int64).to_numpy(), given["chance"])
    return given.with_columns(pl.Series("numerator", drawn.astype(np.float64))).with_columns(
        (pl.col("numerator") / pl.col("denominator") * 100).round(1).alias("value")
    ).drop("chance")  # fmt: skip


def alarms(
    folder: Folder, panel: Panel, facts: pl.DataFrame, signs: dict[str, str]
) -> list[Alarms]:
    """Flags of the site where nothing changes, made in three ways."""
    cut = change.comparable(facts, evidence.breaks_by_code(folder)).drop("break_reason")
    cut = cut.drop("break_start", strict=False)
    made = {
        "the years of each series in another order": permuted(cut),
        "simulated, normal noise around a level": simulated(panel, facts),
        "simulated, children drawn anew each year from one chance": counted(facts),
    }
    found = []
    for how, invented in made.items():
        rows = told(folder, invented.select(facts.columns), signs)
        found.append(Alarms(how, rows.height, rows.filter(FLAG).height))
    return found


def as_rows(found: dict[str, Rule], wolf: list[Alarms]) -> dict[str, list[Row]]:
    """All of it as rows."""
    return {
        "rules": [
            rounded({"rule": name, **asdict(one), "share": one.share})
            for name, one in found.items()
        ],
        "alarms": [rounded({**asdict(each), "share": each.share}) for each in wolf],
    }
