"""The published data beside the checkout, and a Kent folder into which LAIT was read."""

import fcntl
import zipfile
from pathlib import Path

import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest

#: The log of LAIT's versions.
VERSIONS = "bds_long_vintages.parquet"

PUBLISHED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "published"


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published files; a test that needs it skips where it is not."""
    if not PUBLISHED.is_dir():
        pytest.skip("the published data is not beside the checkout (../shared/data/published)")
    return PUBLISHED


@pytest.fixture(scope="session")
def lait_folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A Kent folder with LAIT's newest file, dictionary and neighbours. Only to be read."""
    files = [f for f in sorted((published / "lait").iterdir()) if f.name != VERSIONS]
    return _once(tmp_path_factory, "kent-with-lait", files)


@pytest.fixture(scope="session")
def vintages_folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A Kent folder with all of ``published/lait``, its versions too. Only to be read."""
    return _once(tmp_path_factory, "kent-with-vintages", [published / "lait"])


@pytest.fixture(scope="session")
def everything_folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A Kent folder with every published file, and one packed as a zip. Only to be read."""
    packed = tmp_path_factory.mktemp("packed") / "cla_numbers.zip"
    alone = published / "csc_outcomes" / "cla_number_and_rate_per_10k_children.csv"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(alone, alone.name)
    files = [f for f in sorted(published.parent.rglob("*")) if f.is_file() and f != alone]
    return _once(tmp_path_factory, "kent-with-everything", [*files, packed])


def _once(factory: pytest.TempPathFactory, name: str, paths: list[Path]) -> Folder:
    """A Kent folder into which ``paths`` were read, made once for all workers."""
    shared = factory.getbasetemp()
    if shared.name.startswith("popen-"):  # a worker's own folder: its parent is the run's
        shared = shared.parent
    done = shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not done.exists():
            new_folder(shared / name, "Kent")
            ingest(Folder.open(shared / name), paths)
            done.touch()
    return Folder.open(shared / name)
