"""A school's places are a capacity of about that day, known under any number it has had."""

from datetime import date

import polars as pl

from foreland.insight.school_forms import FORM_SCHEMA
from foreland.insight.school_places import PLACES_SCHEMA, with_places

DAY = date(2025, 8, 31)
MARCH_2026, MAY_2025, MAY_2024 = date(2026, 3, 1), date(2025, 5, 1), date(2024, 5, 1)
NO_LINKS = pl.DataFrame(schema={"urn": pl.String, "before": pl.String})


def places(*rows: tuple[str, date, int | None], urns: str = "abc") -> list[tuple[object, ...]]:
    schools = pl.DataFrame(
        [(u, u, "A", u, "secondary", "type", False, None) for u in urns],
        schema=FORM_SCHEMA,
        orient="row",
    )
    known = pl.DataFrame(rows, schema=PLACES_SCHEMA, orient="row")
    links = pl.DataFrame({"urn": ["z"], "before": ["c"]})
    found = with_places(schools, known, links, DAY)
    return found.select("urn", "places", "places_on").rows()


def test_a_capacity_of_another_time_is_no_fact_of_the_day() -> None:
    assert places(("a", MAY_2024, 900)) == [("a", None, None), ("b", None, None), ("c", None, None)]


def test_one_days_capacities_are_used_and_never_a_mixture() -> None:
    mixed = [("a", MAY_2025, 100), ("a", MARCH_2026, 110), ("b", MARCH_2026, 200)]
    assert places(*mixed) == [("a", 110, MARCH_2026), ("b", 200, MARCH_2026), ("c", None, None)]


def test_the_nearer_day_serves_where_two_know_as_many() -> None:
    assert places(("a", MAY_2025, 100), ("a", MARCH_2026, 110), urns="a") == [("a", 100, MAY_2025)]


def test_a_school_that_changed_its_number_is_known_by_the_new_one() -> None:
    assert places(("z", MARCH_2026, 300), urns="c") == [("c", 300, MARCH_2026)]


def test_a_capacity_of_nought_was_not_entered() -> None:
    assert places(("a", MARCH_2026, 0), ("a", MAY_2025, None), urns="a") == [("a", None, None)]
