"""Files are written whole or not at all; one writer at a time; the manifest is switched last."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.evidence import files, manifest, tables
from foreland.evidence.delta import letters
from foreland.evidence.files import new_file, sweep, write_bytes
from foreland.evidence.lock import writing
from foreland.evidence.manifest import FORMAT, FileRecord, Manifest, Release
from foreland.model.problems import ForelandError


class Stopped(BaseException):
    pass


def steps_of(write: Callable[[], None], patch: pytest.MonkeyPatch) -> list[str]:
    steps: list[str] = []
    with patch.context() as patched:
        patched.setattr(files, "checkpoint", steps.append)
        write()
    return steps


def test_a_reader_sees_the_old_file_or_the_new_at_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deep" / "file"
    steps = steps_of(lambda: write_bytes(path, b"old"), monkeypatch)
    assert [step.split()[0] for step in steps] == ["before", "written", "synced", "renamed"]
    for last, expected in zip(steps, [b"old", b"old", b"old", b"new"], strict=True):

        def stop(step: str, last: str = last) -> None:
            if step == last:
                raise Stopped

        with monkeypatch.context() as patched:
            patched.setattr(files, "checkpoint", stop)
            with pytest.raises(Stopped):
                write_bytes(path, b"new")
        assert path.read_bytes() == expected
        assert [p.name for p in path.parent.iterdir()] == ["file"]
        write_bytes(path, b"old")


def test_a_file_that_a_library_writes_is_switched_in_whole(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(b"old")
    with pytest.raises(FileNotFoundError), new_file(path) as temporary:
        temporary.write_bytes(b"half") and Path("no such folder/file").read_bytes()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["table"]
    with new_file(path) as temporary:
        temporary.write_bytes(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o644


def test_what_a_killed_run_left_half_written_is_swept(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / ".part-abc").write_bytes(b"half")
    (tmp_path / "whole").write_bytes(b"kept")
    sweep(tmp_path)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["deep", "whole"]
    sweep(tmp_path / "not-there")


def test_the_second_writer_is_refused_and_the_next_is_not(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(ForelandError, match="one writer"), writing(tmp_path):
        pass
    with writing(tmp_path):
        pass


def test_a_writer_that_failed_leaves_no_lock(tmp_path: Path) -> None:
    with pytest.raises(Stopped), writing(tmp_path):
        raise Stopped
    with writing(tmp_path):
        pass


# -- the manifest --------------------------------------------------------------------------


def release(name: str, published: date | None, last: date | None = None) -> Release:
    return Release(
        id=name,
        source="lait",
        dataset="lait",
        title="A title",
        digest=name * 8,
        file="long.csv",
        published=published,
        covers="all",
        audience="public",
        tables={"observations": f"releases/{name}/observations.parquet"},
        last_period_end=last,
    )


def test_a_manifest_reads_back_to_itself(tmp_path: Path) -> None:
    record = FileRecord("ab" * 32, "long.csv", 10, "read", "lait-long:1:x", "r1", None, ("note",))
    one = Manifest().with_file(record).with_dataset("lait", [release("r1", date(2026, 4, 8))])
    manifest.save(one, tmp_path)
    assert manifest.load(tmp_path) == one
    assert (tmp_path / "format").read_text() == f"{FORMAT}\n"


def test_without_a_store_there_is_an_empty_manifest(tmp_path: Path) -> None:
    assert manifest.load(tmp_path / "store") == Manifest()


def test_releases_stand_in_the_order_in_which_they_became_known() -> None:
    may, june = release("b", date(2025, 5, 1)), release("a", date(2025, 6, 1))
    undated = release("c", None, date(2025, 5, 15))
    found = Manifest().with_dataset("lait", [june, undated, may]).of_dataset("lait")
    assert [r.id for r in found] == ["b", "c", "a"]


def test_a_file_met_again_replaces_its_record() -> None:
    first = FileRecord("ab" * 32, "long.csv", 10, "unclaimed", "x")
    second = FileRecord("ab" * 32, "long.csv", 10, "read", "lait-long:1")
    known = Manifest().with_file(first).with_file(second)
    assert known.files == (second,)
    assert known.file("ab" * 32) == second
    assert known.file("cd" * 32) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3, "releases": []}', '{"files": []}'])
def test_a_manifest_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ForelandError, match="Restore it from a backup"):
        manifest.load(tmp_path)


@pytest.mark.parametrize("text", [f"{FORMAT + 1}\n", "soon\n", ""])
def test_a_newer_format_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "format").write_text(text)
    with pytest.raises(ForelandError, match="newer foreland"):
        manifest.load(tmp_path)


# -- tables --------------------------------------------------------------------------------


def test_a_table_reads_back_to_itself_and_a_damaged_one_is_told_by_name(tmp_path: Path) -> None:
    frame = pl.DataFrame({"code": ["a", "b"], "value": [1.5, None]})
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    for path in (good, bad):
        tables.save(path, frame)
    assert tables.read(good).equals(frame)
    bad.write_bytes(bad.read_bytes()[:40])
    with pytest.raises(ForelandError, match=r"bad\.parquet") as told:
        tables.collect([pl.scan_parquet(good), pl.scan_parquet(bad)], [good, bad])
    assert len(told.value.problems) == 1
    with pytest.raises(ForelandError, match=r"gone\.parquet"):
        tables.read(tmp_path / "gone.parquet")


@pytest.mark.parametrize(
    ("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")]
)
def test_a_column_has_a_spreadsheets_letters(number: int, text: str) -> None:
    assert letters(number) == text
