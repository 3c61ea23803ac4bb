"""A disk that fills up stops the run with a word, and spoils nothing."""

import errno
from pathlib import Path

import polars as pl
import pytest
import tiny
from command import Cli
from mutating import faults

from foreland.evidence import files, tables
from foreland.evidence.store import Store
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.model.problems import ForelandError

OLD = [("PriTotAbs", "2023", 801, "5.1"), ("PriTotAbs", "2024", 801, "5.2")]
NEW = [("PriTotAbs", "2024", 801, "5.3"), ("PriTotAbs", "2025", 801, "-"), ("X", "1", 801, "1")]


def test_at_each_write_step_the_store_is_as_before_and_the_next_run_completes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.os, "fsync", lambda _: None)
    new, old = tmp_path / "new.csv", tmp_path / "old.parquet"
    new.write_bytes(tiny.long_csv(NEW))
    old.write_bytes(tiny.long_parquet(OLD))
    undisturbed = Folder.open(tiny.folder(tmp_path / "undisturbed"))
    ingest(undisturbed, [old])
    before = Store(undisturbed.store).observations().rows()
    ingest(undisturbed, [new])
    after = Store(undisturbed.store).observations().rows()
    stopped = 0
    for last in range(1, 40):
        folder = Folder.open(tiny.folder(tmp_path / f"area-{last}"))
        ingest(folder, [old])
        said = _on_a_disk_full_from(monkeypatch, last, folder, new)
        if said is None:
            break
        stopped += 1
        assert "No space left on device" in said
        assert "run the same again" in said
        assert Store(folder.store).observations().rows() in (before, after)
        ingest(folder, [new])
        assert tiny.tree(folder.store) == tiny.tree(undisturbed.store)
    assert 12 <= stopped < 39


def _on_a_disk_full_from(
    monkeypatch: pytest.MonkeyPatch, last: int, folder: Folder, new: Path
) -> str | None:
    """What the run said; None where it ended before the disk was full."""
    with monkeypatch.context() as patched:
        faults.full_from(patched, last)
        try:
            ingest(folder, [new])
        except ForelandError as fault:
            return str(fault)
    return None


def test_a_table_that_does_not_fit_is_told_as_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polars tells it in words of its own, as if the file were out of its specification."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full, the disk that is always full, on this system")
    whole = pl.DataFrame.write_parquet

    def write(frame: pl.DataFrame, _: Path, **how: object) -> None:
        whole(frame, "/dev/full", **how)  # type: ignore[arg-type]

    monkeypatch.setattr(pl.DataFrame, "write_parquet", write)
    with pytest.raises(OSError, match="No space left") as caught:
        tables.save(Path("table.parquet"), pl.DataFrame({"a": range(10_000)}))
    assert caught.value.errno == errno.ENOSPC
    assert not Path("table.parquet").exists()


def test_the_command_tells_a_full_disk_without_a_trace(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long.csv").write_bytes(tiny.long_csv(OLD))
    faults.full_from(monkeypatch, 5)
    said = cli("ingest", tmp_path / "long.csv")
    assert said.status == 1
    assert "No space left on device" in said.err
