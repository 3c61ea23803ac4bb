"""Neighbours, ranks and bands by LAIT's rules, in tables that can be checked in the head."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from foreland.insight.compare import compare
from foreland.model.areas import Area, Register
from foreland.model.periods import Period

START, END = Period.academic(2025).start, Period.academic(2025).end
MODEL = {"model": pl.String, "area": pl.String, "rank": pl.UInt8, "neighbour": pl.String}


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register.load(tiny.folder(tmp_path) / "areas.csv")


def england(count: int) -> Register:
    """So many counties, named by their numbers from 1."""
    country = Area("E92000001", "England", "country")
    return Register(
        [country, *(Area(f"C{i}", f"County {i}", "county") for i in range(1, count + 1))]
    )


def facts(
    register: Register,
    values: Mapping[str, float | None],
    end_year: int = 2025,
    status: str = "final",
) -> pl.DataFrame:
    """One figure an area, by name."""
    period = Period.academic(end_year)
    rows = [
        (
            f"id-{name}",
            "absence",
            "all",
            register.find(name).code,
            name,
            period.start,
            period.end,
            value,
            "not-available" if value is None else status,
        )
        for name, value in values.items()
    ]
    names = ["id", "indicator", "group", "area", "area_name", "period_start", "period_end"]
    types: dict[str, Any] = dict.fromkeys(names, pl.String)
    types |= {"period_start": pl.Date, "period_end": pl.Date}
    return pl.DataFrame(
        rows, schema={**types, "value": pl.Float64, "status": pl.String}, orient="row"
    )


def polarity(way: str, no_band: bool = False) -> pl.DataFrame:
    return pl.DataFrame({"indicator": ["absence"], "polarity": [way], "no_band": [no_band]})


def near(
    register: Register, area: str, names: Sequence[str], model: str = "2025-05"
) -> pl.DataFrame:
    code = register.find(area).code
    rows = [(model, code, i, register.find(n).code) for i, n in enumerate(names, start=1)]
    return pl.DataFrame(rows, schema=MODEL, orient="row")


def one(
    register: Register,
    values: Mapping[str, float | None],
    area: str = "Ashmere",
    way: str = "higher",
    neighbours: Sequence[str] = (),
    **more: Any,
) -> dict[str, Any]:
    found = compare(
        facts(register, values),
        polarity(way, more.get("no_band", False)),
        near(register, area, neighbours),
        register,
        register.find(area),
    )
    return found.row(0, named=True)


# -- neighbours ----------------------------------------------------------------------------


def test_the_neighbours_mean_is_unweighted_drops_what_is_missing_and_prints_how_many(
    register: Register,
) -> None:
    values = {"Ashmere": 50.0, "Birchford": 60.0, "Coldwater": None, "Dunholm": 70.0}
    row = one(register, values, neighbours=["Birchford", "Coldwater", "Dunholm"])
    assert (row["neighbours_mean"], row["neighbours_median"], row["neighbours_n"]) == (65, 65, 2)
    assert row["neighbours_used"] == "Birchford; Dunholm"
    assert row["neighbours_ids"] == "id-Birchford id-Dunholm"


def test_nine_of_ten_with_a_value_summing_to_576_have_a_mean_of_64() -> None:
    register = england(11)
    values: dict[str, float | None] = {f"County {i}": 64.0 for i in range(2, 11)}
    values |= {"County 1": 50.0, "County 11": None, "County 2": 60.0, "County 3": 68.0}
    row = one(register, values, "County 1", neighbours=[f"County {i}" for i in range(2, 12)])
    assert (row["neighbours_mean"], row["neighbours_n"]) == (64.0, 9)


def test_the_area_itself_is_in_no_average_of_its_neighbours(register: Register) -> None:
    row = one(register, {"Ashmere": 90.0, "Birchford": 60.0}, neighbours=["Birchford"])
    assert row["neighbours_mean"] == 60


def test_without_neighbours_there_is_no_mean_and_none_are_counted(register: Register) -> None:
    row = one(register, {"Ashmere": 90.0, "Birchford": 60.0})
    assert row["neighbours_mean"] is None
    assert row["neighbours_n"] == 0


def test_the_newest_model_leads_and_an_older_one_can_be_chosen(register: Register) -> None:
    both = pl.concat(
        [
            near(register, "Ashmere", ["Birchford"], "2021-04"),
            near(register, "Ashmere", ["Coldwater"], "2025-05"),
        ]
    )
    known = facts(register, {"Ashmere": 1.0, "Birchford": 2.0, "Coldwater": 3.0})
    area = register.find("Ashmere")
    for model, mean, named in ((None, 3, "2025-05"), ("2021-04", 2, "2021-04")):
        row = compare(known, polarity("higher"), both, register, area, model).row(0, named=True)
        assert (row["neighbours_mean"], row["neighbours_model"]) == (mean, named)


def test_a_mean_of_nothing_but_opposites_is_zero_and_not_beside_it(register: Register) -> None:
    values = {"Ashmere": 0.0, "Birchford": 0.1, "Coldwater": 0.2, "Dunholm": -0.3}
    row = one(register, values, neighbours=["Birchford", "Coldwater", "Dunholm"])
    assert row["neighbours_mean"] == 0


# -- ranks and bands -----------------------------------------------------------------------

FOUR = {"Ashmere": 10.0, "Birchford": 20.0, "Coldwater": 30.0, "Dunholm": 40.0}


@pytest.mark.parametrize(
    ("way", "name", "rank", "band"),
    [
        ("higher", "Ashmere", 4, "D"),
        ("higher", "Birchford", 3, "C"),
        ("higher", "Coldwater", 2, "B"),
        ("higher", "Dunholm", 1, "A"),
        ("lower", "Ashmere", 1, "A"),
        ("lower", "Birchford", 2, "B"),
        ("lower", "Coldwater", 3, "C"),
        ("lower", "Dunholm", 4, "D"),
    ],
)
def test_the_best_is_first_and_in_band_a(
    register: Register, way: str, name: str, rank: int, band: str
) -> None:
    """The rules' own example: quartiles 17.5, 25 and 32.5."""
    row = one(register, FOUR, name, way)
    assert (row["rank"], row["ranked"], row["band"]) == (rank, 4, band)


def test_ties_share_the_best_rank(register: Register) -> None:
    values = {"Ashmere": 20.0, "Birchford": 20.0, "Coldwater": 30.0, "Dunholm": 10.0}
    assert [one(register, values, name)["rank"] for name in values] == [2, 2, 1, 4]


def test_float_noise_is_no_difference(register: Register) -> None:
    """LAIT prints both of these for one figure."""
    values = {"Ashmere": 93.199999999999989, "Birchford": 93.2, "Coldwater": 95.0}
    assert (
        one(register, values, "Ashmere")["rank"] == one(register, values, "Birchford")["rank"] == 2
    )
    assert one(register, values, "Ashmere")["value"] == 93.199999999999989


def test_a_value_on_a_quartile_is_in_the_band_below_it(register: Register) -> None:
    """Five values: the quartiles are 20, 30 and 40, each an authority's own."""
    register = england(5)
    values = {f"County {i}": 10.0 * i for i in range(1, 6)}
    assert [one(register, values, name)["band"] for name in values] == ["D", "D", "C", "B", "A"]
    lower = [one(register, values, name, "lower")["band"] for name in values]
    assert lower == ["A", "A", "B", "C", "D"]


@pytest.mark.parametrize("way", ["none", "band"])
def test_without_a_direction_there_is_no_rank_and_no_band(register: Register, way: str) -> None:
    row = one(register, FOUR, way=way)
    assert (row["rank"], row["ranked"], row["band"]) == (None, None, None)
    assert row["value"] == 10


def test_an_indicator_that_opts_out_has_a_rank_and_no_band(register: Register) -> None:
    row = one(register, FOUR, no_band=True)
    assert (row["rank"], row["ranked"], row["band"]) == (4, 4, None)


def test_an_area_without_a_value_has_no_rank_and_the_others_are_counted(
    register: Register,
) -> None:
    row = one(register, {**FOUR, "Ashmere": None})
    assert (row["value"], row["rank"], row["ranked"], row["band"]) == (None, None, 3, None)


def test_england_and_regions_are_in_no_rank(register: Register) -> None:
    row = one(register, {**FOUR, "England": 99.0, "Southmark": 98.0}, "Dunholm")
    assert (row["rank"], row["ranked"]) == (1, 4)
    assert (row["england"], row["region"], row["region_name"]) == (99, 98, "Southmark")


def test_only_authorities_that_existed_in_the_period_are_ranked(register: Register) -> None:
    """Eastmoor closed in March 2021; its successors opened in April."""
    values = {"Ashmere": 10.0, "Eastmoor": 50.0, "North Eastmoor": 40.0}
    for end_year, ranked, first in ((2020, 2, "Eastmoor"), (2022, 2, "North Eastmoor")):
        known = facts(register, values, end_year)
        none = pl.DataFrame(schema=MODEL)
        for name in values:
            area = register.find(name)
            row = compare(known, polarity("higher"), none, register, area).row(0, named=True)
            existed = area.existed(date(end_year - 1, 9, 1), date(end_year, 8, 31))
            assert row["ranked"] == ranked
            assert (row["rank"] is not None) == existed == (row["band"] is not None)
            if name == first:
                assert row["rank"] == 1


def test_each_period_is_ranked_by_itself(register: Register) -> None:
    known = pl.concat(
        [
            facts(register, {"Ashmere": 1.0, "Birchford": 2.0}, 2024),
            facts(register, {"Ashmere": 3.0, "Birchford": 2.0, "Coldwater": 2.5}, 2025),
        ]
    )
    found = compare(
        known, polarity("higher"), pl.DataFrame(schema=MODEL), register, register.find("Ashmere")
    )
    assert found.select("rank", "ranked").rows() == [(2, 2), (1, 3)]


def test_a_figure_that_an_area_printed_itself_takes_no_part(register: Register) -> None:
    known = pl.concat(
        [
            facts(register, {"Ashmere": 1.0, "Birchford": 2.0}),
            facts(register, {"Coldwater": 9.0}, status="quoted"),
        ]
    )
    row = compare(
        known,
        polarity("higher"),
        near(register, "Ashmere", ["Coldwater"]),
        register,
        register.find("Ashmere"),
    ).row(0, named=True)
    assert (row["ranked"], row["neighbours_n"]) == (2, 0)


# -- the region ----------------------------------------------------------------------------


def london() -> Register:
    return Register(
        [
            Area("E92000001", "England", "country"),
            Area("L", "London", "region"),
            Area("I", "Inner London", "sub-region", region="L"),
            Area("B", "Camley", "London borough", region="L", sub_region="I"),
        ]
    )


def test_a_borough_is_beside_inner_london_where_the_indicator_has_it() -> None:
    row = one(london(), {"Camley": 1.0, "London": 2.0, "Inner London": 3.0}, "Camley")
    assert (row["region"], row["region_name"]) == (3, "Inner London")


def test_a_borough_is_beside_london_where_inner_london_has_no_figure_at_all() -> None:
    row = one(london(), {"Camley": 1.0, "London": 2.0, "Inner London": None}, "Camley")
    assert (row["region"], row["region_name"]) == (2, "London")


def test_a_boroughs_region_is_one_area_through_all_periods() -> None:
    register = london()
    known = pl.concat(
        [
            facts(register, {"Camley": 1.0, "London": 2.0, "Inner London": 3.0}, 2024),
            facts(register, {"Camley": 1.0, "London": 2.0, "Inner London": None}, 2025),
        ]
    )
    found = compare(
        known, polarity("higher"), pl.DataFrame(schema=MODEL), register, register.find("Camley")
    )
    assert found["region"].to_list() == [3, None]
    assert found["region_status"].to_list() == ["final", "not-available"]


# -- whatever the values -------------------------------------------------------------------


@settings(max_examples=40)
@given(st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=1, max_size=12))
def test_rank_and_band_equal_a_reading_of_the_rules_in_plain_python(
    printed: list[int | None],
) -> None:
    register = england(len(printed))
    values = {f"County {i}": None if v is None else v / 10 for i, v in enumerate(printed, start=1)}
    ranked = sorted(v for v in printed if v is not None)
    for way in ("higher", "lower"):
        for name, own in zip(values, printed, strict=True):
            row = one(register, values, name, way)
            assert row["ranked"] == (len(ranked) or None)
            if own is None:
                assert row["rank"] is row["band"] is None
                continue
            better = [v for v in ranked if (v > own if way == "higher" else v < own)]
            assert row["rank"] == len(better) + 1
            quarter = sum(4 * own > _quantile_by_4(ranked, i) for i in (1, 2, 3))
            assert row["band"] == ("DCBA" if way == "higher" else "ABCD")[quarter]


def _quantile_by_4(values: list[int], quarter: int) -> int:
    """Four times R's type 7 quantile, so that whole numbers suffice."""
    place, rest = divmod((len(values) - 1) * quarter, 4)
    above = values[min(place + 1, len(values) - 1)]
    return 4 * values[place] + rest * (above - values[place])
