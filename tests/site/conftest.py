"""The sites that are looked at, each built once a run, and the browser that looks."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from site_pages import SiteFiles

CHECKOUT = Path(__file__).resolve().parents[2]
PUBLISHED = CHECKOUT.parent / "shared/data/published"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def once(shared: Path, name: str, make: Callable[[Path], None]) -> Path:
    """``shared/name``, made by whichever worker comes first; the others wait for it."""
    shared.mkdir(parents=True, exist_ok=True)
    made = shared / name
    with open(shared / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / ".made").exists():
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            make(made)
            (made / ".made").touch()
    return made


@pytest.fixture(scope="session")
def shared_room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, the same for every worker of it."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sites"


@pytest.fixture(scope="session")
def demo_site(shared_room: Path) -> SiteFiles:
    """The demo county, as ``foreland demo`` builds it."""
    from foreland.jobs.demo import demo

    def make(room: Path) -> None:
        demo(room)

    return SiteFiles(once(shared_room, "demo", make) / "site/current")


@pytest.fixture(scope="session")
def kent_site(shared_room: Path) -> SiteFiles:
    """The real Kent, as ``make kent`` builds it."""
    if not PUBLISHED.is_dir():
        pytest.skip("the published data is not beside the checkout (../shared/data/published)")
    from foreland.jobs.build import build
    from foreland.jobs.folder import Folder
    from foreland.jobs.ingest import ingest

    def make(room: Path) -> None:
        area = room / "area"
        shutil.copytree(CHECKOUT / "examples/kent/2024", area)
        folder = Folder.open(area)
        inboxes = [PUBLISHED, PUBLISHED.parent / "schools", area / "data"]
        ingest(folder, [inbox for inbox in inboxes if inbox.is_dir()])
        build(area, room / "site")

    return SiteFiles(once(shared_room, "kent", make) / "site/current")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, never a download of playwright's own."""
    if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
        _absent("playwright is not installed: make setup-browser")
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        _absent("Chromium is not installed: apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium will not run as root inside its own sandbox.
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def _absent(reason: str) -> None:
    """On a newcomer's machine a skip; where CI has installed it, a failure."""
    if os.environ.get("FORELAND_CI"):
        pytest.fail(f"{reason} (FORELAND_CI is set, so this is no skip)")
    pytest.skip(reason)
