"""``foreland demo``: write the synthetic county, read its files, build its site. Offline.

Refuses to write over a folder that is not its own: the area folder is made anew each time.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from foreland.model.problems import ForelandError, Problem
from foreland.synthetic import SEED, write


def demo(out: Path, seed: int = SEED, progress: Callable[[str], None] = lambda _: None) -> Path:
    """Write ``out/area`` and build ``out/site``; the site's folder. Raises ForelandError.

    The same seed gives the same bytes. Files that have not changed are not read again.
    """
    from foreland.jobs.build import build
    from foreland.jobs.folder import Folder
    from foreland.jobs.ingest import ingest

    area, site = out / "area", out / "site"
    progress("Inventing Forelandshire and the England around it")
    _write_anew(area, seed)
    progress("Reading its files")
    folder = Folder.open(area)
    ingest(folder, [folder.data], progress=progress)
    progress("Building its site")
    build(area, site)
    return site


def _write_anew(area: Path, seed: int) -> None:
    """Replace the folder of an earlier demo. Its store is kept if its inbox is the same."""
    if area.exists() and not _is_ours(area):
        raise ForelandError(
            Problem(
                str(area),
                "a folder that the demo did not write",
                "a new folder, or one of an earlier demo",
                "Name another with --out.",
            )
        )
    fresh = area.with_name(area.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    write(fresh, seed)
    kept = area / "store"
    if kept.is_dir() and _releases(area) == _releases(fresh):
        kept.rename(fresh / "store")
    shutil.rmtree(area, ignore_errors=True)
    fresh.rename(area)


def _is_ours(area: Path) -> bool:
    settings = area / "area.yaml"
    return settings.is_file() and "synthetic: true" in settings.read_text("utf-8").splitlines()


def _releases(area: Path) -> bytes | None:
    """The list of the inbox, which holds every file's digest."""
    listing = area / "data" / "releases.csv"
    return listing.read_bytes() if listing.is_file() else None
