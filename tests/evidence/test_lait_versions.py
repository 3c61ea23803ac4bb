"""The versions that LAIT's log tells, kept as releases: what was known on each day.

Every timeline is a few tiny versions of one code, named after what the published log does.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import lait_log
import polars as pl
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st
from lait_log import Fact

from foreland.evidence.store import Store
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.tracing import trace

CODE = "PriTotAbs"
MARCH, APRIL, MAY, JUNE = (date(2025, month, 1) for month in (3, 4, 5, 6))
Versions = Mapping[date, Sequence[Fact]]


def read(area: Path, versions: Versions, listed: bool = True, name: str = "log") -> pl.DataFrame:
    inbox = area / f"inbox-{name}"
    inbox.mkdir(exist_ok=True)
    log, listing = lait_log.both(versions)
    (inbox / "log.parquet").write_bytes(log)
    if listed:
        (inbox / "vintages.csv").write_bytes(listing)
    return ingest(Folder.open(area), [inbox / "log.parquet"])


def said(area: Path, as_of: date | None = None, rolled: bool = False) -> dict[tuple[str, str], str]:
    """(area, label): the number or the sign, of what is in the newest version."""
    found = Store(area / "store").observations(as_of=as_of)
    found = found.filter(pl.col("in_latest") != rolled)
    columns = ("area", "published_period", "value", "symbol")
    return {
        (code, label): symbol if value is None else f"{value:g}"
        for code, label, value, symbol in found.select(columns).iter_rows()
    }


def ashmere(*cells: tuple[str, str]) -> list[Fact]:
    return [(CODE, label, 801, text) for label, text in cells]


def known(*cells: tuple[str, str]) -> dict[tuple[str, str], str]:
    return {("E10000901", label): text for label, text in cells}


def test_each_day_answers_as_its_version_did(area: Path) -> None:
    read(area, {MARCH: ashmere(("2024", "5.1")), MAY: ashmere(("2024", "5.3"), ("2025", "-"))})
    assert said(area, MARCH - timedelta(days=1)) == {}
    assert said(area, MARCH) == said(area, APRIL) == known(("2024", "5.1"))
    assert said(area, MAY) == said(area) == known(("2024", "5.3"), ("2025", "-"))


def test_a_relabel_is_one_figure_under_its_new_label(area: Path) -> None:
    read(area, {MARCH: ashmere(("2025 (prov)", "5.1")), MAY: ashmere(("2025", "5.1"))})
    assert said(area, MARCH) == known(("2025 (prov)", "5.1"))
    assert said(area) == known(("2025", "5.1"))
    statuses = [
        facts(Folder.open(area), f"lait:{CODE}", as_of=d)["status"][0] for d in (APRIL, MAY)
    ]
    assert statuses == ["provisional", "final"]


def test_a_rolling_window_that_drops_a_year_keeps_it_here_marked(area: Path) -> None:
    read(
        area,
        {
            MARCH: ashmere(("2015", "4"), ("2016", "5")),
            MAY: ashmere(("2016", "5"), ("2017", "6")),
        },
    )
    assert said(area) == known(("2016", "5"), ("2017", "6"))
    assert said(area, rolled=True) == known(("2015", "4"))
    assert said(area, APRIL) == known(("2015", "4"), ("2016", "5"))
    # It is traced to the version that still had it.
    kept = facts(Folder.open(area), f"lait:{CODE}", period="2015")
    assert kept["as_of"].to_list() == [MARCH]
    assert trace(Folder.open(area), kept["id"])["text"].to_list() == ["4"]


def test_a_year_taken_out_of_the_middle_is_withdrawn(area: Path) -> None:
    read(
        area,
        {MARCH: ashmere(("2015", "4"), ("2016", "5")), MAY: ashmere(("2015", "4"))},
    )
    assert said(area) == known(("2015", "4"))
    assert said(area, rolled=True) == {}
    assert said(area, APRIL) == known(("2015", "4"), ("2016", "5"))


def test_a_roll_back_published_by_accident_was_known_while_it_stood(area: Path) -> None:
    old = ashmere(("2024", "5.1"))
    new = ashmere(("2024", "5.3"), ("2025", "6"))
    read(area, {MARCH: old, APRIL: new, MAY: old, JUNE: new})
    assert said(area, APRIL) == known(("2024", "5.3"), ("2025", "6"))
    assert said(area, MAY) == known(("2024", "5.1"))
    assert said(area, JUNE) == said(area) == known(("2024", "5.3"), ("2025", "6"))


def test_of_two_versions_of_one_day_the_later_is_what_was_known(area: Path) -> None:
    log = lait_log.log([ashmere(("2024", "1")), ashmere(("2024", "2")), ashmere(("2024", "3"))])
    (area / "log.parquet").write_bytes(log)
    (area / "vintages.csv").write_bytes(lait_log.listing([MARCH, MAY, MAY]))
    ingest(Folder.open(area), [area / "log.parquet"])
    assert said(area, APRIL) == known(("2024", "1"))
    assert said(area, MAY) == known(("2024", "3"))


def test_a_version_that_changes_nothing_is_a_release_all_the_same(area: Path) -> None:
    same = ashmere(("2024", "5.1"))
    read(area, {MARCH: same, APRIL: same, MAY: ashmere(("2024", "5.2"))})
    assert said(area, APRIL) == known(("2024", "5.1"))
    days = [r.published for r in Store(area / "store").manifest.releases]
    assert days == [MARCH, APRIL, MAY]


def test_signs_of_missing_values_keep_their_reasons(area: Path) -> None:
    read(area, {MARCH: ashmere(("2023", "-"), ("2024", "c"), ("2025", ".."))})
    found = facts(Folder.open(area), f"lait:{CODE}")
    assert found["symbol"].to_list() == ["-", "c", ".."]
    assert found["status"].to_list() == ["not-available", "suppressed", "not-available"]


def test_the_label_0_is_no_period_and_is_told_once(area: Path) -> None:
    told = read(area, {MARCH: ashmere(("0", "-"), ("2024", "5")), MAY: ashmere(("2024", "5"))})
    assert told["quarantined"].to_list() == [1]
    assert said(area) == known(("2024", "5"))


def test_without_its_listing_the_newest_version_is_kept_undated_and_it_is_said(area: Path) -> None:
    versions = {MARCH: ashmere(("2024", "5.1")), MAY: ashmere(("2024", "5.3"))}
    told = read(area, versions, listed=False)
    assert "2 versions" in told["reason"][0]
    assert "undated" in told["reason"][0]
    assert said(area) == known(("2024", "5.3"))
    assert said(area, JUNE) == {}
    assert len(Store(area / "store").undated()) == 1
    # With the listing beside it the same bytes are read again, and dated.
    told = read(area, versions, listed=True)
    assert told["outcome"].to_list() == ["read"]
    assert said(area, APRIL) == known(("2024", "5.1"))
    assert Store(area / "store").undated() == []
    assert read(area, versions)["outcome"].to_list() == ["unchanged"]


def test_a_version_that_the_listing_does_not_date_is_told(area: Path) -> None:
    versions = [ashmere(("2024", "1")), ashmere(("2024", "2"))]
    (area / "log.parquet").write_bytes(lait_log.log(versions))
    (area / "vintages.csv").write_bytes(lait_log.listing([MARCH]))
    told = ingest(Folder.open(area), [area / "log.parquet"])
    assert told["outcome"].to_list() == ["unreadable"]
    assert "no day for the versions 1" in told["reason"][0]


def _file(area: Path, facts: Sequence[Fact], day: date) -> None:
    path = area / f"long-{day}.parquet"
    path.write_bytes(tiny.long_parquet(facts))
    ingest(Folder.open(area), [path], day)


NEWEST = {
    MARCH: ashmere(("2015", "4"), ("2016", "5"), ("2017", "6")),
    MAY: ashmere(("2016", "5"), ("2017", "6.5")),
}


def test_the_publishers_own_file_leads_with_its_cells_and_nothing_is_told_twice(
    area: Path,
) -> None:
    read(area, NEWEST)
    _file(area, NEWEST[MAY], MAY)
    found = facts(Folder.open(area), f"lait:{CODE}")
    assert found.select("published_period", "file", "as_of", "in_latest").rows() == [
        ("2015", "log.parquet", MARCH, False),
        ("2016", f"long-{MAY}.parquet", MARCH, True),
        ("2017", f"long-{MAY}.parquet", MAY, True),
    ]
    assert trace(Folder.open(area), found["id"])["text"].to_list() == ["4", "5", "6.5"]
    assert said(area, APRIL) == known(("2015", "4"), ("2016", "5"), ("2017", "6"))


def test_either_order_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = tiny.folder(tmp_path / "one"), tiny.folder(tmp_path / "two")
    read(one, NEWEST)
    _file(one, NEWEST[MAY], MAY)
    _file(two, NEWEST[MAY], MAY)
    read(two, NEWEST)
    assert tiny.tree(one / "store") == tiny.tree(two / "store")


def test_a_later_file_changes_only_what_differs(area: Path) -> None:
    read(area, NEWEST)
    _file(area, NEWEST[MAY], MAY)
    _file(area, ashmere(("2017", "6.5"), ("2018", "7")), JUNE)
    assert said(area) == known(("2017", "6.5"), ("2018", "7"))
    assert said(area, rolled=True) == known(("2015", "4"), ("2016", "5"))
    found = facts(Folder.open(area), f"lait:{CODE}").select("published_period", "as_of").rows()
    assert found == [("2015", MARCH), ("2016", MARCH), ("2017", MAY), ("2018", JUNE)]


_TEXTS = st.sampled_from(["1", "2", "2.5", "-", "c"])
_CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(["2015", "2016", "2016 (prov)", "2017"]), st.sampled_from([801, 802])
    ),
    _TEXTS,
    min_size=1,
)


def _sound(cells: dict[tuple[str, int], str]) -> list[Fact]:
    """One indicator never has two labels for one year."""
    return [
        (CODE, label, number, text)
        for (label, number), text in sorted(cells.items())
        if label != "2016 (prov)" or ("2016", number) not in cells
    ]


@settings(max_examples=40)
@given(versions=st.lists(_CELLS, min_size=1, max_size=5), own=st.integers(0, 5))
def test_any_history_is_answered_day_by_day(
    versions: list[dict[tuple[str, int], str]],
    own: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Also where a publisher's own file of some version lies between."""
    area = tiny.folder(tmp_path_factory.mktemp("any") / "ashmere")
    by_day = {MARCH + timedelta(days=n): _sound(cells) for n, cells in enumerate(versions)}
    days = sorted(by_day)
    if own < len(days):
        _file(area, by_day[days[own]], days[own])
    read(area, by_day)
    codes = {801: "E10000901", 802: "E06000902"}
    for day, version in by_day.items():
        expected = {(codes[number], label): text for _, label, number, text in version}
        assert said(area, day) == expected
    walked = Store(area / "store").observations()
    texts = trace(Folder.open(area), walked["id"])["text"].to_list()
    assert texts == [
        f"{v:g}" if v is not None else s
        for v, s in zip(walked["value"], walked["symbol"], strict=True)
    ]
