"""The published data beside the checkout, and a Kent folder into which LAIT was read."""

import fcntl
from pathlib import Path

import pytest

from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest

PUBLISHED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "published"


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published files; a test that needs it skips where it is not."""
    if not PUBLISHED.is_dir():
        pytest.skip("the published data is not beside the checkout (../shared/data/published)")
    return PUBLISHED


@pytest.fixture(scope="session")
def lait_folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A Kent folder with all of ``published/lait``, made once for all workers. Only to be read."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):  # a worker's own folder: its parent is the run's
        shared = shared.parent
    path = shared / "kent-with-lait"
    done = shared / "kent-with-lait.done"
    with (shared / "kent-with-lait.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not done.exists():
            new_folder(path, "Kent")
            ingest(Folder.open(path), [published / "lait"])
            done.touch()
    return Folder.open(path)
