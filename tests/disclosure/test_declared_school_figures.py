"""Every number of the tables of schools is declared, and small rolls are withheld."""

import polars as pl
import pytest
from county_figures import REGISTER, TODAY

from foreland.disclosure import Collected, protect
from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.school_site import FIGURES, school_tables
from foreland.synthetic import SEED
from foreland.synthetic.places import text
from foreland.synthetic.school_places import write_boundaries
from foreland.synthetic.school_results import write_results
from foreland.synthetic.schools import write_schools


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """The tables of the invented county's schools."""
    area = tmp_path_factory.mktemp("area")
    for name in ("area.yaml", "areas.csv", "localities.csv"):
        (area / name).write_text(text(name), encoding="utf-8")
    inbox = area / "data"
    inbox.mkdir()
    for write in (write_schools, write_results, write_boundaries):
        write(inbox, SEED)
    folder = Folder.open(area)
    ingest(folder, [inbox])
    return school_tables(folder, Store(folder.store), Catalogue.load(folder.indicators), None)


def declared(name: str) -> set[str]:
    return {
        column
        for f in FIGURES[name]
        for column in (f.value, f.numerator, f.denominator, *f.derived)
        if column
    }


def test_every_table_is_declared_and_every_declared_table_is_made(
    tables: dict[str, pl.DataFrame],
) -> None:
    assert set(tables) == set(FIGURES)


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_number_of_a_table_is_declared(name: str, tables: dict[str, pl.DataFrame]) -> None:
    frame = tables[name]
    numbers = {c for c, kind in frame.schema.items() if kind.is_numeric()}
    assert numbers <= declared(name)
    assert declared(name) <= set(frame.columns)


def test_a_small_roll_goes_from_every_table_of_what_is_public(
    tables: dict[str, pl.DataFrame],
) -> None:
    made = protect(
        [Collected(name, frame, FIGURES[name]) for name, frame in tables.items()],
        register=REGISTER,
        today=TODAY,
    )
    small = tables["schools"].filter(pl.col("pupils").is_between(1, 5))["urn"]
    assert len(small)
    for name, column in (("schools", "urn"), ("trust_members", "urn")):
        told = made.table(name).filter(pl.col(column).is_in(small.implode()))
        assert told["pupils"].drop_nulls().to_list() == []
    shown = made.table("schools").filter(pl.col("urn").is_in(small.implode())).row(0, named=True)
    assert (shown["pupils_status"], shown["pupils_symbol"]) == ("suppressed", "c")
    ladder = made.table("school_ladder")
    few = ladder.filter(
        (pl.col("phase") == "alternative-provision")
        & (pl.col("place") == "area")
        & (pl.col("on") == pl.col("on").max())
    )
    assert few["pupils_value"].to_list() == [None, None]
    whole = ladder.filter((pl.col("phase") == "all") & (pl.col("place") == "area"))
    newest = whole.filter(pl.col("on") == pl.col("on").max())
    assert newest["pupils_good"].to_list() == [None, None]
    assert newest["value"].null_count() == 0


def test_the_districts_schools_add_up_to_the_areas(tables: dict[str, pl.DataFrame]) -> None:
    ladder = tables["school_ladder"].filter(
        (pl.col("rule") == "predecessor") & (pl.col("on") == pl.col("on").max())
    )
    parts = ladder.filter(~pl.col("place").is_in(["area", "england"]))
    counts = ("good", "graded", "not_graded", "not_judged", "open")
    for phase in ladder["phase"].unique():
        whole = ladder.filter((pl.col("place") == "area") & (pl.col("phase") == phase))
        some = parts.filter(pl.col("phase") == phase)
        assert [some[c].sum() for c in counts] == [whole[c][0] for c in counts], phase


def test_running_totals_are_of_schools_that_are_not_good(tables: dict[str, pl.DataFrame]) -> None:
    found = tables["school_next"]
    assert found.height
    assert set(found["grade"]) <= {"Requires improvement", "Inadequate"}
    assert found["so_far"].to_list() == found["pupils"].cum_sum().to_list()
    assert found["audience"].unique().to_list() == ["internal"]
