"""Where Kent's schools lie and what their pages are made of, from the published files."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.school_points import Locator
from foreland.jobs.school_registers import Registers
from foreland.jobs.school_site import school_tables
from foreland.jobs.schools import listing, quality
from foreland.model.grid import to_grid

SHARED = Path(__file__).resolve().parents[2].parent / "shared/data"
AUGUST_2025 = date(2025, 8, 31)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not SHARED.is_dir(), reason="no published data beside the checkout"),
]


@pytest.fixture(scope="module")
def kent(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("school-site") / "kent"
    new_folder(path, "Kent")
    published = SHARED / "published"
    ingest(Folder.open(path), [SHARED / "schools", published / "boundaries", published / "lookups"])
    return Folder.open(path)


@pytest.fixture(scope="module")
def tables(kent: Folder) -> dict[str, pl.DataFrame]:
    return school_tables(kent, Store(kent.store), Catalogue.load(kent.indicators), None)


def test_every_open_school_is_there_once(kent: Folder, tables: dict[str, pl.DataFrame]) -> None:
    assert tables["schools"]["urn"].sort().to_list() == listing(kent)["urn"].sort().to_list()
    assert tables["schools"].height == 598


def test_nineteen_in_twenty_schools_lie_on_the_map_in_twelve_districts(
    tables: dict[str, pl.DataFrame],
) -> None:
    schools = tables["schools"]
    assert schools["easting"].is_not_null().sum() == 567
    assert schools["district"].n_unique() == 13
    by = dict(schools.group_by("district_by").len().iter_rows())
    assert by == {"point": 567, "postcode sector": 23, None: 8}
    assert tables["school_outlines"].height == 12


def test_two_publications_put_a_school_in_one_place(kent: Folder) -> None:
    """Degrees of 2018-19 and metres of March 2026: a quarter within five metres, half within 60."""
    store = Store(kent.store)
    later = store.register("secondary_schools").select("urn", "easting", "northing")
    degrees = store.register("school_points").filter(pl.col("latitude").is_not_null())
    both = (
        degrees.select("urn", "latitude", "longitude")
        .unique("urn", keep="first", maintain_order=True)
        .join(later.drop_nulls(), on="urn")
    )
    easting, northing = to_grid(both["latitude"].to_numpy(), both["longitude"].to_numpy())
    apart = np.hypot(easting - both["easting"].to_numpy(), northing - both["northing"].to_numpy())
    assert both.height > 2_000
    assert np.quantile(apart, 0.25) < 5
    assert np.quantile(apart, 0.5) < 60


def test_the_postcodes_sector_tells_the_district_of_a_school_that_has_a_point(
    kent: Folder,
) -> None:
    """Asked of each school with a point as if it had none: 98 in 100 right in Kent."""
    store = Store(kent.store)
    locator = Locator.read(kent, store, Registers.read(store), kent.area, AUGUST_2025, None)
    sector = pl.col("postcode").str.extract(r"^(\S+ \d)[A-Z]{2}$").alias("sector")
    known = locator.everyone.with_columns(sector).select("urn", "sector", "district").drop_nulls()
    pairs = known.join(known, on="sector", suffix="_other").filter(
        pl.col("urn") != pl.col("urn_other")
    )
    told = (
        pairs.group_by("urn", "district")
        .agg(pl.len().alias("n"), pl.col("district_other").unique().alias("others"))
        .filter((pl.col("n") >= 2) & (pl.col("others").list.len() == 1))
    )
    right = told.filter(pl.col("others").list.first() == pl.col("district")).height
    assert told.height > 250
    assert right / told.height > 0.98


@pytest.mark.parametrize("rule", ["own", "predecessor"])
def test_the_ladder_is_what_the_command_answers(
    rule: str, kent: Folder, tables: dict[str, pl.DataFrame]
) -> None:
    for day in (date(2017, 8, 31), date(2024, 8, 31), AUGUST_2025):
        asked = quality(kent, on=day, rule="own" if rule == "own" else "predecessor")
        rows = tables["school_ladder"].filter(
            (pl.col("place") == "area") & (pl.col("on") == day) & (pl.col("rule") == rule)
        )
        for weight, value in (("schools", "value"), ("pupils", "pupils_value")):
            told = asked.filter(pl.col("weight") == weight).select("phase", "value")
            joined = rows.select("phase", pl.col(value).alias("ours")).join(told, on="phase")
            seen = joined.filter(pl.col("ours").is_not_null())
            assert seen.height >= joined.height - 1  # a phase with a roll of 1 to 5
            assert seen["ours"].to_list() == seen["value"].to_list()


def test_what_it_would_take_adds_up(tables: dict[str, pl.DataFrame]) -> None:
    found = tables["school_next"]
    assert found.height == 26
    assert found["pupils"][:3].to_list() == [1984, 1388, 1325]
    assert found["so_far"][2] == 4697


def test_results_stand_under_the_number_of_their_day(tables: dict[str, pl.DataFrame]) -> None:
    """The Canterbury Academy's Attainment 8: 38.7 in 2022/23, 38.0 in 2023/24."""
    found = tables["school_results"].filter(
        (pl.col("school") == "136302")
        & (pl.col("measure") == "attainment_8")
        & (pl.col("group") == "all")
    )
    by = dict(found.select("period_end", "value").iter_rows())
    assert by[date(2023, 8, 31)] == 38.7
    assert by[date(2024, 8, 31)] == 38.0
    older = tables["school_results"].filter(pl.col("school") != pl.col("urn"))
    assert older.height > 1_000
