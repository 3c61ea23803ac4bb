"""A site is switched in whole: killed anywhere, the link leads to a whole one, old or new."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from foreland.evidence import files
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
