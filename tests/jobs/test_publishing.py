"""A site is switched in whole: killed anywhere, the link leads to a whole one, old or new."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from foreland.evidence import files
from foreland.jobs import publishing
from foreland.jobs.publishing import publish
from foreland.model.problems import ForelandError

OLD = {"index.html": b"old", "a/page.html": b"old page"}
NEW = {"index.html": b"new", "a/page.html": b"new page", "b/chart.svg": b"<svg/>"}


class Killed(BaseException):
    """What ends the program; nothing clears up after it."""


def standing(out: Path) -> Mapping[str, bytes] | None:
    current = out / "current"
    if not current.is_symlink():
        return None
    return {
        p.relative_to(current).as_posix(): p.read_bytes()
        for p in sorted(current.rglob("*"))
        if p.is_file()
    }


def steps(tmp_path: Path, patch: pytest.MonkeyPatch) -> int:
    """How many write steps the second build of a folder has."""
    seen = []
    publish(tmp_path / "count", OLD, {})
    with patch.context() as patched:
        patched.setattr(files, "checkpoint", seen.append)
        publish(tmp_path / "count", NEW, {})
    return len(seen)


def test_killed_at_any_step_the_site_is_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = steps(tmp_path, monkeypatch)
    assert total >= 12
    found = set()
    for last in range(total):
        out = tmp_path / f"out{last}"
        publish(out, OLD, {})
        left = last

        def kill(_: str) -> None:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1

        with monkeypatch.context() as patched:
            patched.setattr(files, "checkpoint", kill)
            with pytest.raises(Killed):
                publish(out, NEW, {})
        assert standing(out) in (OLD, NEW)
        found.add(standing(out) == NEW)
        publish(out, NEW, {})
        assert standing(out) == NEW
        assert not list((out / "builds").glob(".part-*"))
    assert found == {True, False}


def test_the_link_is_relative_so_that_the_folder_may_move(tmp_path: Path) -> None:
    publish(tmp_path / "out", OLD, {})
    (tmp_path / "out").rename(tmp_path / "moved")
    assert standing(tmp_path / "moved") == OLD


def test_the_last_three_builds_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    places = [publish(out, {"index.html": b"%d" % n}, {}) for n in range(5)]
    assert [p.is_dir() for p in places] == [False, False, True, True, True]
    publish(out, {"index.html": b"2"}, {})  # back to an older one: nothing of it is lost
    assert standing(out) == {"index.html": b"2"}


def test_the_same_site_is_the_same_build(tmp_path: Path) -> None:
    assert publish(tmp_path / "a", OLD, {}).name == publish(tmp_path / "b", dict(OLD), {}).name


def test_a_real_folder_named_current_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "mine.txt").write_text("mine")
    with pytest.raises(ForelandError, match="did not make"):
        publish(tmp_path, NEW, {})
    assert (tmp_path / "current" / "mine.txt").read_text() == "mine"


def test_the_record_names_every_file_and_what_it_was_made_of(tmp_path: Path) -> None:
    place = publish(tmp_path, NEW, {"inputs": "abc"})
    record = json.loads((tmp_path / "builds" / f"{place.name}.json").read_text())
    assert record["inputs"] == "abc"
    assert sorted(record["files"]) == sorted(NEW)


def test_a_file_that_stays_the_same_is_not_written_again(tmp_path: Path) -> None:
    old = publish(tmp_path, OLD | {"same.css": b"a{}"}, {})
    new = publish(tmp_path, NEW | {"same.css": b"a{}"}, {})
    assert (new / "same.css").stat().st_ino == (old / "same.css").stat().st_ino
    assert (new / "index.html").stat().st_ino != (old / "index.html").stat().st_ino
    assert standing(tmp_path) == NEW | {"same.css": b"a{}"}


def test_a_file_that_was_changed_by_hand_is_written_anew(tmp_path: Path) -> None:
    old = publish(tmp_path, OLD, {})
    (old / "index.html").write_bytes(b"OLD")  # of the same length
    assert publish(tmp_path, OLD | {"more.html": b"more"}, {}) != old
    assert standing(tmp_path) == OLD | {"more.html": b"more"}


def test_where_a_disk_knows_no_second_names_files_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(publishing.os, "link", refuse)
    publish(tmp_path, OLD, {})
    publish(tmp_path, OLD | {"more.html": b"more"}, {})
    assert standing(tmp_path) == OLD | {"more.html": b"more"}


def test_files_are_taken_as_they_are_made_and_a_fault_leaves_the_old_site(tmp_path: Path) -> None:
    publish(tmp_path, OLD, {})

    def pages() -> Iterator[tuple[str, bytes]]:
        yield from NEW.items()
        raise RuntimeError("a page that cannot be made")

    with pytest.raises(RuntimeError):
        publish(tmp_path, pages(), {})
    assert standing(tmp_path) == OLD
    assert not list((tmp_path / "builds").glob(".part-*"))
    publish(tmp_path, iter(NEW.items()), {})
    assert standing(tmp_path) == NEW


def test_a_fault_while_writing_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, OLD, {})

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publishing.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            publish(tmp_path, NEW, {})
    assert standing(tmp_path) == OLD
    publish(tmp_path, NEW, {})
    assert standing(tmp_path) == NEW


def test_every_file_and_folder_is_synced_before_the_switch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    switched: list[set[int]] = []
    fsync = publishing.os.fsync

    def note(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        fsync(handle)

    def seen(step: str) -> None:
        if step == "before switch":
            switched.append(set(synced))

    monkeypatch.setattr(publishing.os, "fsync", note)
    monkeypatch.setattr(files, "checkpoint", seen)
    place = publish(tmp_path, NEW, {})
    wanted = {p.stat().st_ino for p in [place, *place.rglob("*")]}
    assert wanted <= switched[0]


def test_two_files_of_one_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"index\.html"):
        publish(tmp_path, [("index.html", b"1"), ("index.html", b"2")], {})
    assert standing(tmp_path) is None
