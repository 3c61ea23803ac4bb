"""What was known when: revisions, relabels, withdrawals, rolled years, late and undated files.

Every timeline is two or three tiny releases of one figure or two.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import tiny
from command import Cli
from hypothesis import given, settings
from hypothesis import strategies as st

from foreland.evidence.store import Store
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest

MAY, JUNE, JULY = date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)
CODE = "PriTotAbs"

Facts = list[tuple[str, int, str]]
#: ``publish(day, [("2025", 801, "5.1")])``: one release of one indicator.
Publish = Callable[[date | None, Facts], dict[str, Any]]


@pytest.fixture
def folder(area: Path) -> Folder:
    return Folder.open(area)


@pytest.fixture
def publish(folder: Folder, tmp_path: Path) -> Publish:
    def put(day: date | None, cells: Facts) -> dict[str, Any]:
        return _ingest(folder, tmp_path, day, cells)

    return put


def _ingest(folder: Folder, inbox: Path, day: date | None, cells: Facts) -> dict[str, Any]:
    data = tiny.long_csv([(CODE, label, number, text) for label, number, text in cells])
    path = inbox / f"long-{day}-{len(data)}.csv"
    path.write_bytes(data)
    return ingest(folder, [path], day).row(0, named=True)


def known(folder: Folder, as_of: date | None = None) -> dict[tuple[str, str], float | None]:
    """(area, printed period): value."""
    found = facts(folder, f"lait:{CODE}", as_of=as_of)
    return {(a, p): v for a, p, v in found.select("area_name", "period", "value").iter_rows()}


def labels(folder: Folder, as_of: date | None = None) -> list[tuple[str, str]]:
    found = facts(folder, f"lait:{CODE}", as_of=as_of)
    return list(found.select("published_period", "status").iter_rows())


# -- one step at a time --------------------------------------------------------------------


def test_a_revision_replaces_and_the_day_before_answers_as_then(
    folder: Folder, publish: Publish
) -> None:
    publish(MAY, [("2024", 801, "5.1"), ("2024", 802, "6.2")])
    publish(JUNE, [("2024", 801, "5.4"), ("2024", 802, "6.2")])
    now = {("Ashmere", "2023/24"): 5.4, ("Birchford", "2023/24"): 6.2}
    assert known(folder) == known(folder, JUNE) == now
    assert known(folder, date(2025, 5, 31)) == {**now, ("Ashmere", "2023/24"): 5.1}
    assert known(folder, date(2025, 4, 30)) == {}


def test_an_unchanged_figure_is_known_since_its_first_release(
    folder: Folder, publish: Publish
) -> None:
    publish(MAY, [("2024", 801, "5.1"), ("2024", 802, "6.2")])
    publish(JUNE, [("2024", 802, "6.2"), ("2024", 801, "5.4")])
    found = facts(folder, f"lait:{CODE}").select("area_name", "as_of", "cell")
    assert found.rows() == [("Birchford", MAY, "E3"), ("Ashmere", JUNE, "E3")]


def test_a_relabel_replaces_and_says_what_changed(folder: Folder, publish: Publish) -> None:
    publish(MAY, [("2025 (prov)", 801, "5.1")])
    publish(JUNE, [("2025", 801, "5.1")])
    assert labels(folder) == [("2025", "final")]
    assert labels(folder, MAY) == [("2025 (prov)", "provisional")]


def test_a_withdrawn_cell_shows_only_under_an_earlier_day(folder: Folder, publish: Publish) -> None:
    publish(MAY, [("2023", 801, "4.9"), ("2024", 801, "5.1"), ("2023", 802, "6.2")])
    said = publish(JUNE, [("2024", 801, "5.1"), ("2023", 802, "6.2")])
    gone = ("Ashmere", "2022/23")
    assert gone not in known(folder)
    assert gone not in known(folder, JUNE)
    assert known(folder, MAY)[gone] == 4.9
    assert "1 figures of earlier releases stand in it no more" in said["reason"]


def test_a_figure_that_is_blanked_is_missing_with_its_sign(
    folder: Folder, publish: Publish
) -> None:
    publish(MAY, [("2024", 801, "5.1")])
    publish(JUNE, [("2024", 801, "c")])
    found = facts(folder, f"lait:{CODE}").select("value", "status", "symbol")
    assert found.rows() == [(None, "suppressed", "c")]
    assert known(folder, MAY) == {("Ashmere", "2023/24"): 5.1}


def test_a_year_that_rolled_out_of_the_window_is_kept_and_marked(
    folder: Folder, publish: Publish
) -> None:
    publish(MAY, [("2023", 801, "4.9"), ("2023", 802, "6.0"), ("2024", 801, "5.1")])
    said = publish(JUNE, [("2024", 801, "5.1"), ("2025", 801, "5.2")])
    found = facts(folder, f"lait:{CODE}").select("period", "value", "in_latest", "as_of", "cell")
    assert sorted(found.rows()) == [
        ("2022/23", 4.9, False, MAY, "E2"),
        ("2022/23", 6.0, False, MAY, "E3"),
        ("2023/24", 5.1, True, MAY, "E4"),
        ("2024/25", 5.2, True, JUNE, "E3"),
    ]
    assert said["reason"] is None
    assert facts(folder, f"lait:{CODE}", as_of=MAY)["in_latest"].all()


def test_a_rolled_year_stays_through_later_releases_and_may_come_back(
    folder: Folder, publish: Publish
) -> None:
    publish(MAY, [("2023", 801, "4.9"), ("2024", 801, "5.1")])
    publish(JUNE, [("2024", 801, "5.1")])
    publish(JULY, [("2024", 801, "5.3")])
    assert known(folder) == {("Ashmere", "2022/23"): 4.9, ("Ashmere", "2023/24"): 5.3}
    publish(date(2025, 8, 1), [("2023", 801, "4.9"), ("2024", 801, "5.3")])
    assert facts(folder, f"lait:{CODE}")["in_latest"].all()


def test_an_indicator_that_vanishes_whole_was_withdrawn(folder: Folder, tmp_path: Path) -> None:
    both = [(CODE, "2024", 801, "5.1"), ("InfMort", "2024", 801, "3.3")]
    for day, cells in ((MAY, both), (JUNE, both[:1])):
        path = tmp_path / f"{day}.csv"
        path.write_bytes(tiny.long_csv(cells))
        ingest(folder, [path], day)
    assert facts(folder, "lait:InfMort").height == 0
    assert facts(folder, "lait:InfMort", as_of=MAY)["value"].to_list() == [3.3]


# -- undated releases ----------------------------------------------------------------------


def test_an_undated_release_never_answers_as_of_and_is_counted(
    cli: Cli, publish: Publish, folder: Folder
) -> None:
    publish(None, [("2024", 801, "5.1")])
    assert known(folder) == {("Ashmere", "2023/24"): 5.1}
    told = cli(
        "observations", "--indicator", f"lait:{CODE}", "--as-of", "2030-01-01", "--format", "json"
    )
    assert told.json == []
    assert "1 undated release" in told.err
    assert "undated" not in cli("observations", "--indicator", f"lait:{CODE}").err


def test_what_a_dated_release_repeats_of_an_undated_one_answers_as_of_its_day(
    folder: Folder, publish: Publish
) -> None:
    publish(date(2024, 1, 1), [("2024", 801, "5.1")])
    publish(None, [("2024", 801, "5.5")])  # by what it speaks of it comes second
    publish(JUNE, [("2024", 801, "5.5")])
    assert known(folder) == known(folder, JUNE) == {("Ashmere", "2023/24"): 5.5}
    assert known(folder, MAY) == {("Ashmere", "2023/24"): 5.1}


def test_a_release_that_undoes_an_undated_one_is_in_force(folder: Folder, publish: Publish) -> None:
    publish(date(2024, 1, 1), [("2024", 801, "5.1")])
    publish(None, [("2024", 801, "5.5"), ("2024", 802, "9.9")])
    publish(JUNE, [("2024", 801, "5.1")])
    assert known(folder) == known(folder, JUNE) == {("Ashmere", "2023/24"): 5.1}


def test_a_day_given_later_dates_the_release(folder: Folder, publish: Publish) -> None:
    publish(None, [("2024", 801, "5.1")])
    assert publish(MAY, [("2024", 801, "5.1")])["outcome"] == "read"
    assert known(folder, MAY) == {("Ashmere", "2023/24"): 5.1}
    assert publish(MAY, [("2024", 801, "5.1")])["outcome"] == "unchanged"


def test_a_wrong_day_can_be_mended(folder: Folder, publish: Publish) -> None:
    publish(date(2205, 5, 1), [("2024", 801, "5.1")])
    publish(MAY, [("2024", 801, "5.1")])
    assert known(folder, MAY) == {("Ashmere", "2023/24"): 5.1}
    assert len(Store(folder.store).manifest.releases) == 1


def test_the_content_dates_a_file_before_anything_else(folder: Folder, tmp_path: Path) -> None:
    """The model of May 2025 is known from the end of its month, whatever is given."""
    path = tmp_path / "neighbours_May_2025.xlsx"
    path.write_bytes(tiny.neighbours_xlsx({801: [802]}))
    assert ingest(folder, [path], MAY)["published"].to_list() == [date(2025, 5, 31)]
    assert ingest(folder, [path], JUNE)["outcome"].to_list() == ["unchanged"]


def test_the_list_beside_the_files_dates_before_the_given_day(
    folder: Folder, tmp_path: Path
) -> None:
    import hashlib

    path = tmp_path / "long.csv"
    path.write_bytes(tiny.long_csv([(CODE, "2024", 801, "5.1")]))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (tmp_path / "releases.csv").write_text(
        f"digest,published,title,address\n{digest},2025-05-01,,\n"
    )
    assert ingest(folder, [path], JULY)["published"].to_list() == [MAY]
    (tmp_path / "releases.csv").write_text(
        f"digest,published,title,address\n{digest},2025-06-01,,\n"
    )
    assert ingest(folder, [path])["published"].to_list() == [JUNE]


# -- order and repetition ------------------------------------------------------------------


def test_an_older_file_ingested_late_takes_its_place(tmp_path: Path) -> None:
    releases: list[tuple[date, Facts]] = [
        (MAY, [("2023", 801, "4.9"), ("2024", 801, "5.1")]),
        (JUNE, [("2024", 801, "5.2"), ("2024", 802, "6.0")]),
        (JULY, [("2024", 801, "5.2"), ("2025", 802, "6.1")]),
    ]
    trees = []
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1])):
        folder = Folder.open(tiny.folder(tmp_path / f"{number}"))
        for place in order:
            _ingest(folder, tmp_path, *releases[place])
        trees.append(tiny.tree(folder.store))
    assert trees[0] == trees[1] == trees[2] == trees[3]


CELLS = st.lists(
    st.tuples(
        st.sampled_from(["2023", "2024", "2025", "2025 (prov)"]),
        st.sampled_from([801, 802]),
        st.sampled_from(["1", "2", "-"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), CELLS), min_size=1, max_size=4), st.randoms())
def test_every_day_answers_as_a_plain_reading_of_the_files_then_known(
    tmp_path_factory: pytest.TempPathFactory,
    releases: Sequence[tuple[bool, Facts]],
    random: Any,
) -> None:
    """Against a reference in a few lines of Python: dictionaries, a release after another."""
    room = tmp_path_factory.mktemp("timeline")
    folder = Folder.open(tiny.folder(room / "ashmere"))
    timeline = [(date(2026, month, 1), cells) for month, (_, cells) in enumerate(releases, start=1)]
    seen = set()
    unique = []
    for day, cells in timeline:
        if tuple(cells) not in seen:  # the same bytes again are the same file
            seen.add(tuple(cells))
            unique.append((day, cells))
    shuffled = list(unique)
    random.shuffle(shuffled)
    for day, cells in shuffled:
        _ingest(folder, room, day, cells)
    for day, _ in unique:
        assert _values(folder, day) == _reference([r for r in unique if r[0] <= day]), day


def _values(folder: Folder, day: date) -> dict[tuple[str, int], str]:
    found = facts(folder, f"lait:{CODE}", as_of=day)
    return {
        (row["period"], int(row["dfe_number"])): "-"
        if row["value"] is None
        else f"{row['value']:g}"
        for row in found.iter_rows(named=True)
    }


def _reference(releases: Sequence[tuple[date, Facts]]) -> dict[tuple[str, int], str]:
    years = {"2023": "2022/23", "2024": "2023/24", "2025": "2024/25", "2025 (prov)": "2024/25"}
    state: dict[tuple[str, int], str] = {}
    rolled: set[tuple[str, int]] = set()
    for _, cells in releases:
        file = {(years[label], number): text for label, number, text in cells}
        oldest = min(year for year, _ in file)
        for key in list(state):
            if key in file:
                rolled.discard(key)
            elif key in rolled or key[0] < oldest:
                rolled.add(key)
            else:
                del state[key]
        state |= file
    return state


def test_a_second_run_reads_nothing_again_and_says_so(
    cli: Cli, publish: Publish, tmp_path: Path, area: Path
) -> None:
    publish(MAY, [("2024", 801, "5.1"), ("2024", 777, "1")])
    (tmp_path / "unknown.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "empty.csv").write_bytes(b"")
    files = sorted(tmp_path.glob("*.csv"))
    cli("ingest", *files)
    before = tiny.tree(area / "store")
    told = cli("ingest", *files, "--format", "json")
    assert {row["outcome"] for row in told.json} == {"unchanged"}
    assert "Nothing was read again" in told.err
    assert "3 unchanged" in told.err
    assert tiny.tree(area / "store") == before
    assert cli("ingest", *files, "--strict").status == 1


def test_the_same_bytes_under_another_name_are_one_file(folder: Folder, tmp_path: Path) -> None:
    data = tiny.long_csv([(CODE, "2024", 801, "5.1")])
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(data)
    said = ingest(folder, [tmp_path / "a.csv", tmp_path / "b.csv"])
    assert said["outcome"].to_list() == ["read", "unchanged"]
    assert len(Store(folder.store).manifest.releases) == 1


# -- reading again -------------------------------------------------------------------------


def test_a_new_version_of_a_reader_reads_again(
    folder: Folder, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from foreland.sources import registry
    from foreland.sources.lait import long

    cells: Facts = [("2024", 801, "5.1")]
    publish(MAY, cells)
    newer = replace(long.READER, version=long.READER.version + 1)
    readers = tuple(newer if r is long.READER else r for r in registry.READERS)
    monkeypatch.setattr(registry, "READERS", readers)
    assert publish(MAY, cells)["outcome"] == "read"
    assert publish(MAY, cells)["outcome"] == "unchanged"
    assert len(Store(folder.store).manifest.releases) == 1
    assert known(folder) == {("Ashmere", "2023/24"): 5.1}


def test_a_dictionary_that_comes_later_frees_what_was_quarantined(
    folder: Folder, tmp_path: Path
) -> None:
    """As the quarantine's message advises: ingest the newest dictionary with the file."""
    long, dictionary = tmp_path / "long.csv", tmp_path / "dictionary.csv"
    long.write_bytes(tiny.long_csv([("NewCode", "2024", 801, "5.1")]))
    dictionary.write_bytes(tiny.dictionary_csv({"NewCode": ("High", "NA")}))
    assert ingest(folder, [long])["quarantined"].to_list() == [1]
    assert ingest(folder, [long])["outcome"].to_list() == ["unchanged"]
    ingest(folder, [dictionary, long])
    assert facts(folder, "lait:NewCode")["value"].to_list() == [5.1]
    assert Store(folder.store).quarantine().height == 0


def test_a_register_that_was_mended_frees_what_was_quarantined(area: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.csv"
    long.write_bytes(tiny.long_csv([(CODE, "2024", 808, "5.1"), (CODE, "2024", 801, "4.0")]))
    assert ingest(Folder.open(area), [long])["quarantined"].to_list() == [1]
    with (area / "areas.csv").open("a") as file:
        file.write("E06000908,Westmere,unitary authority,808,808,E12000901,,,,,,\n")
    assert ingest(Folder.open(area), [long])["quarantined"].to_list() == [0]


def test_a_lost_raw_file_is_kept_again_when_its_file_is_met(
    folder: Folder, publish: Publish
) -> None:
    cells: Facts = [("2024", 801, "5.1")]
    publish(MAY, cells)
    (raw,) = (folder.store / "raw").iterdir()
    raw.unlink()
    assert publish(MAY, cells)["outcome"] == "unchanged"
    assert raw.is_file()


def test_without_the_raw_bytes_of_a_later_release_an_older_one_waits(
    cli: Cli, folder: Folder, publish: Publish, tmp_path: Path
) -> None:
    publish(JUNE, [("2024", 801, "5.2")])
    (raw,) = (folder.store / "raw").iterdir()
    raw.unlink()
    path = tmp_path / "older.csv"
    path.write_bytes(tiny.long_csv([(CODE, "2024", 801, "5.1")]))
    told = cli("ingest", path, "--published", "2025-05-01")
    assert told.status == 1
    assert "no raw bytes in the store" in told.err
    assert known(folder) == {("Ashmere", "2023/24"): 5.2}
    publish(JUNE, [("2024", 801, "5.2")])
    assert cli("ingest", path, "--published", "2025-05-01").status == 0
    assert known(folder, MAY) == {("Ashmere", "2023/24"): 5.1}


def test_ids_are_derivable_and_walk_back_to_the_cell(
    cli: Cli, folder: Folder, publish: Publish
) -> None:
    publish(MAY, [("2024", 801, "5.10")])
    (record,) = Store(folder.store).manifest.files
    (fact,) = cli("observations", "--indicator", f"lait:{CODE}", "--format", "json").json
    assert fact["id"] == f"{record.digest[:12]}.0.2.5"
    (walk,) = cli("trace", fact["id"], "--format", "json").json
    assert walk["text"] == "5.10"
    assert (walk["row"], walk["column"], walk["cell"]) == (2, "Values", "E2")
    assert walk["file"] == record.name
    assert "LA and Regions: Ashmere" in walk["record"]


def test_registers_answer_as_of_a_day_too(folder: Folder, tmp_path: Path) -> None:
    for name, near in (("neighbours_April_2021.xlsx", [802]), ("neighbours_May_2025.xlsx", [803])):
        (tmp_path / name).write_bytes(tiny.neighbours_xlsx({801: near}))
    ingest(folder, [tmp_path / "neighbours_April_2021.xlsx", tmp_path / "neighbours_May_2025.xlsx"])
    store = Store(folder.store)
    assert set(store.register("neighbours")["model"]) == {"2021-04", "2025-05"}
    assert set(store.register("neighbours", date(2025, 5, 30))["model"]) == {"2021-04"}
    assert store.register("neighbours", date(2021, 4, 29)).height == 0


def test_rows_of_a_delta_stand_in_file_order(folder: Folder, publish: Publish) -> None:
    publish(MAY, [("2025", 802, "1"), ("2024", 801, "2"), ("2025", 801, "3")])
    (path,) = (folder.store / "releases").rglob("observations-*.parquet")
    assert pl.read_parquet(path)["row"].to_list() == [2, 3, 4]
