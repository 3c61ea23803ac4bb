"""What a figure of a school is set beside, and why one is missing."""

import polars as pl

from foreland.insight import support_profile as profile


def values(count: int, phase: str = "primary") -> pl.DataFrame:
    return pl.DataFrame(
        [(f"{phase}{n}", phase, float(n)) for n in range(1, count + 1)],
        schema=["urn", "phase", "value"],
        orient="row",
    )


def test_the_middle_and_the_middle_eighty_in_a_hundred_by_phase() -> None:
    """R: quantile(1:21, c(.1, .5, .9)) is 3, 11, 19."""
    found = profile.middle(pl.concat([values(21), values(19, "special")]))
    assert found.rows() == [("primary", 11.0, 3.0, 19.0, 21)]


def test_a_missing_value_is_not_counted() -> None:
    one = values(20).with_columns(pl.when(pl.col("urn") != "primary1").then("value").alias("value"))
    assert profile.middle(one).height == 0


def test_a_change_needs_both_years() -> None:
    figures = pl.DataFrame(
        [("1", 2023, 5.0), ("1", 2024, 4.0), ("2", 2024, 4.0), ("3", 2022, 1.0), ("3", 2024, 2.0)],
        schema=["urn", "year", "value"],
        orient="row",
    )
    assert profile.changes(figures, (2023, 2024)).rows() == [("1", -1.0)]


def test_the_reason_is_that_of_the_phase() -> None:
    schools = pl.DataFrame(
        [("1", "primary"), ("2", "special"), ("3", "primary")],
        schema=["urn", "phase"],
        orient="row",
    )
    found = profile.without(schools, schools.head(1), {"primary": "none read", "*": "no results"})
    assert found.rows() == [("2", "special", "no results"), ("3", "primary", "none read")]


def test_what_it_must_not_be_used_for_is_said() -> None:
    assert len(profile.NOT_FOR) == 5
    assert any("rank" in sentence for sentence in profile.NOT_FOR)
