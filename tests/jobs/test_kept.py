"""What is kept beside the store is what would be made now, or is made anew: never an old answer."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import tiny

from foreland.evidence import files
from foreland.evidence.lock import writing
from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs import inputs, kept
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest

OWN = """id: ours
title: Ours
indicators:
  - id: ours
    title: Our own
    short_title: Ours
    definition: What we count ourselves.
    unit: count
    polarity: higher
    precision: 0
    period: academic
    series: [{source: local, code: ours}]
"""


class Killed(BaseException):
    """What ends the program; nothing clears up after it."""


class Maker:
    """Makes another table each time, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, pl.DataFrame]:
        self.times += 1
        number = pl.Series("n", [self.times, None], dtype=pl.Int64)
        text = pl.Series("text", ["a", "b"])
        return {"first": pl.DataFrame([number, text]), "none": pl.DataFrame(schema={"d": pl.Date})}


def asked(
    folder: Folder, make: Callable[[], kept.Tables], name: str = "x", also: object = None
) -> kept.Kept:
    return kept.kept(
        folder, name, also, make,
        store=Store(folder.store), catalogue=Catalogue.load(folder.indicators),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    opened = Folder.open(tiny.folder(tmp_path / "area"))
    fill(opened, "5.1")
    return opened


def fill(folder: Folder, value: str, name: str = "a.csv") -> None:
    file = folder.path / name
    file.write_bytes(tiny.long_csv([("PriTotAbs", "2023", 801, value)]))
    ingest(folder, [file])
    file.unlink()


def names(folder: Folder, name: str = "x") -> list[str]:
    return sorted(p.name for p in (folder.store / "kept" / name).iterdir())


def test_made_once_and_read_as_it_was_made(folder: Folder) -> None:
    make = Maker()
    first, second = asked(folder, make), asked(folder, make)
    assert make.times == 1
    assert first.names == second.names == ("first", "none")
    for table in first.names:
        assert first.frame(table).equals(second.frame(table))
        assert first.frame(table).schema == second.frame(table).schema
    assert second.scan("first").filter(pl.col("text") == "b").collect().rows() == [(None, "b")]


def test_other_inputs_give_another_answer_and_both_stay(folder: Folder) -> None:
    make = Maker()
    for day in (date(2024, 1, 1), date(2025, 1, 1), date(2024, 1, 1)):
        asked(folder, make, also={"as_of": day.isoformat()})
    assert make.times == 2


def test_other_evidence_gives_another_answer_and_the_old_goes(folder: Folder) -> None:
    make = Maker()
    asked(folder, make)
    before = names(folder)
    fill(folder, "5.2", "b.csv")
    assert asked(folder, make).frame("first")["n"][0] == 2
    assert len(names(folder)) == len(before)
    assert not set(names(folder)) & set(before)


def test_an_indicator_of_the_area_s_own_gives_another_answer(folder: Folder) -> None:
    make = Maker()
    asked(folder, make)
    folder.indicators.mkdir()
    (folder.indicators / "ours.yaml").write_text(OWN)
    asked(folder, make)
    (folder.indicators / "ours.yaml").write_text(OWN.replace("higher", "lower"))
    asked(folder, make)
    assert make.times == 3


def test_another_area_and_another_register_give_another_answer(folder: Folder) -> None:
    make = Maker()
    asked(folder, make)
    settings = folder.path / "area.yaml"
    other = next(a for a in folder.register.authorities if a.code != folder.area.code)
    settings.write_text(f'area: "{other.code}"\nregister: areas.csv\n')
    asked(Folder.open(folder.path), make)
    (folder.path / "inside.csv").write_text(
        f"code,name,kind,parent\nX1,Inside,district,{other.code}\n"
    )
    with settings.open("a") as handle:
        handle.write("localities: inside.csv\n")
    asked(Folder.open(folder.path), make)
    assert make.times == 3


def test_another_program_gives_another_answer(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Maker()
    asked(folder, make)
    monkeypatch.setattr(kept, "program", lambda: "another")
    asked(folder, make)
    assert make.times == 2


def test_a_changed_module_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "foreland"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.setattr(inputs.foreland, "__file__", str(package / "__init__.py"))
    bare = inputs.program.__wrapped__
    found = {bare()}
    (package / "more.py").write_text("x = 1")
    found.add(bare())
    (package / "more.py").write_text("x = 2")
    found.add(bare())
    monkeypatch.setattr(inputs.metadata, "version", lambda _: "0")
    found.add(bare())
    assert len(found) == 4


@pytest.mark.parametrize("harm", ["cut", "changed", "gone", "list"])
def test_what_is_damaged_is_made_anew(folder: Folder, harm: str) -> None:
    make = Maker()
    asked(folder, make)
    place = folder.store / "kept" / "x"
    table = next(place.glob("*.first.parquet"))
    if harm == "cut":
        table.write_bytes(table.read_bytes()[:-9])
    elif harm == "changed":
        data = bytearray(table.read_bytes())
        data[len(data) // 2] ^= 1
        table.write_bytes(data)
    elif harm == "gone":
        table.unlink()
    else:
        next(place.glob("*.json")).write_text("[]")
    assert asked(folder, make).frame("first")["n"][0] == 2
    assert asked(folder, make).frame("first")["n"][0] == 2  # and it is whole again


def test_no_more_than_a_few_stay(folder: Folder) -> None:
    make = Maker()
    for number in range(kept.STAY + 3):
        asked(folder, make, also=number)
    lists = [n for n in names(folder) if n.endswith(".json")]
    assert len(lists) == kept.STAY
    asked(folder, make, also=kept.STAY + 2)
    assert make.times == kept.STAY + 3  # the newest is among them


def test_what_another_program_is_writing_is_left_to_it(folder: Folder) -> None:
    make = Maker()
    with writing(folder.store / "kept"):
        assert asked(folder, make).frame("first")["n"][0] == 1
    assert not (folder.store / "kept" / "x").exists()


def test_a_disk_that_refuses_costs_only_time(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "write_bytes", full)
    make = Maker()
    assert asked(folder, make).frame("first")["n"][0] == 1
    assert asked(folder, make).frame("first")["n"][0] == 2


def test_an_empty_store_keeps_nothing(tmp_path: Path) -> None:
    opened = Folder.open(tiny.folder(tmp_path / "area"))
    asked(opened, Maker())
    assert not opened.store.exists()


def test_killed_at_any_step_the_next_build_is_right(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where what is there is of older evidence, which must not be taken for the new."""
    seen: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(files, "checkpoint", seen.append)
        asked(folder, Maker(), name="count")
    assert len(seen) >= 12
    for last in range(len(seen)):
        fill(folder, f"9.{last}", f"more-{last}.csv")
        make = Maker()
        make.times = last * 10

        left = last

        def kill(_: str) -> None:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1

        with monkeypatch.context() as patched:
            patched.setattr(files, "checkpoint", kill)
            patched.setattr(Path, "unlink", lambda *_, **__: None)  # nothing is cleared up
            with pytest.raises(Killed):
                asked(folder, make)
        after = asked(folder, make).frame("first")["n"][0]
        assert after in (last * 10 + 1, last * 10 + 2)
        assert asked(folder, make).frame("first")["n"][0] == after
        place = folder.store / "kept" / "x"
        assert not list(place.glob(".part-*"))
        # Killed before it could clear up it leaves the old ones to the next that writes.
        assert len(names(folder)) in (3, 6)
    fill(folder, "1.1", "last.csv")
    asked(folder, Maker())
    assert len(names(folder)) == 3
