"""The Kent build beside rendering the same pages from ready contexts."""

import shutil
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

from benchmarks.timing import side_by_side, told
from foreland.jobs import build as building
from foreland.jobs.folder import Folder
from foreland.jobs.gathering import gather
from foreland.jobs.ingest import ingest
from foreland.jobs.publishing import publish
from foreland.report import downloads, site
from foreland.report.pages import texts

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/kent/2024"


def kent(published: Path, room: Path) -> Path | None:
    """Kent's area folder with all published files read; None where there is no example."""
    if not EXAMPLE.is_dir():
        return None
    area = room / "kent"
    shutil.copytree(EXAMPLE, area)
    folder = Folder.open(area)
    inboxes = (published, published.parent / "schools", folder.data)
    ingest(folder, [inbox for inbox in inboxes if inbox.is_dir()])
    return area


def run(published: Path) -> str:
    """The table to print, or why there is none."""
    if not published.is_dir():
        return "\nBuild of Kent: left out, for the published data is not beside the checkout."
    with tempfile.TemporaryDirectory(prefix="foreland-bench-") as name:
        area = kent(published, Path(name))
        if area is None:
            return "\nBuild of Kent: left out, for its example is not there."
        return _compared(area, Path(name))


def _compared(area: Path, room: Path) -> str:
    numbers = count()

    def built() -> None:
        building.build(area, room / f"site-{next(numbers)}")

    gathered = gather(Folder.open(area), None, None)
    material = building.material_of(gathered, "public")
    taken = downloads.files(material)
    made = site.contexts(material)
    ready = replace(made, pages=(*made.pages, texts.downloads(material, downloads.listed(taken))))
    whole = dict(building.files_of(material))

    def rendered() -> int:
        return sum(len(page) for _, page in site.rendered(ready))

    def rendered_and_written() -> None:
        files = dict(site.rendered(ready)) | ready.files | downloads.files(material)
        publish(room / f"ready-{next(numbers)}", files, {})

    def written() -> None:
        publish(room / f"written-{next(numbers)}", whole, {})

    timed = side_by_side({"foreland build": built, "rendering ready contexts": rendered}, runs=5)
    same = side_by_side(
        {"foreland build": built, "rendering and writing the same site": rendered_and_written},
        runs=5,
    )
    # What a build does besides, each by itself: where the time goes.
    parts = side_by_side(
        {
            "gathering facts, comparisons and ratings": lambda: gather(
                Folder.open(area), None, None
            ),
            "protecting small numbers": lambda: building.material_of(gathered, "public"),
            "the contexts of the pages, charts drawn": lambda: site.contexts(material),
            "the workbook and the open data": lambda: downloads.files(material),
            f"writing and syncing {len(whole)} files": written,
        },
        runs=5,
    )
    title = f"Build of Kent ({len(ready.pages)} pages, {rendered():,} bytes of HTML)"
    return (
        told(title, timed, "(aim: at most 2 times)")
        + told("The same bytes", same)
        + told("Where its time goes", parts, ratios=False)
    )
