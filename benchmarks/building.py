"""The Kent build beside rendering the same pages from ready contexts.

Three builds, for they do different work: the first after an ingest, which makes what is kept of
the evidence; one into a new place, which renders and writes every file; and one over the build
before with a commentary edited in between, which takes the files that are made of the same.
"""

import shutil
import tempfile
import time
from dataclasses import replace
from itertools import count
from pathlib import Path

from benchmarks.timing import Timed, side_by_side, told
from foreland.jobs import build as building
from foreland.jobs.folder import Folder
from foreland.jobs.gathering import gather
from foreland.jobs.ingest import ingest
from foreland.jobs.kept import PLACE
from foreland.jobs.publishing import publish
from foreland.report import downloads, site
from foreland.report.pages import texts

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/kent/2024"
RUNS = 5


def kent(published: Path, room: Path) -> Path | None:
    """Kent's area folder with all published files read; None where there is no example."""
    if not EXAMPLE.is_dir():
        return None
    area = room / "kent"
    shutil.copytree(EXAMPLE, area)
    folder = Folder.open(area)
    inbox = [folder.data] if folder.data.is_dir() else []
    ingest(folder, [published, *inbox])
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

    def first() -> float:
        shutil.rmtree(area / "store" / PLACE, ignore_errors=True)
        start = time.perf_counter()
        built()
        return time.perf_counter() - start

    def edited() -> None:
        _edit(area, next(numbers))
        building.build(area, room / "over")

    at_first = Timed("the first foreland build after an ingest", tuple(first() for _ in range(2)))
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

    rounds = side_by_side(
        {
            "foreland build, into a new place": built,
            "foreland build, a commentary edited": edited,
            "rendering ready contexts": rendered,
            "rendering and writing the same site": rendered_and_written,
        },
        RUNS,
    )
    new, over, alone, both = rounds
    # What a build into a new place does, each by itself: where the time goes.
    parts = side_by_side(
        {
            "gathering: the plan, what is kept, ratings": lambda: gather(
                Folder.open(area), None, None
            ),
            "protecting, and what is said of it": lambda: building.material_of(gathered, "public"),
            # A fresh material: its tables are read as rows once.
            "the contexts of the pages, charts drawn": lambda: site.contexts(replace(material)),
            "the workbook and the open data": lambda: downloads.files(replace(material)),
            f"writing and syncing {len(whole)} files": lambda: publish(
                room / f"written-{next(numbers)}", whole, {}
            ),
        },
        RUNS,
    )
    title = f"Build of Kent ({len(ready.pages)} pages, {rendered():,} bytes of HTML and charts)"
    lines = [told(title, [at_first, *rounds], ratios=False)]
    for build in (at_first, new, over):
        lines += [_times(build, other) for other in (alone, both)]
    lines.append("  (aim: at most 2 times rendering ready contexts)")
    return "\n".join(lines) + told("Where its time goes", parts, ratios=False)


def _times(build: Timed, other: Timed) -> str:
    ratios = f"{build.least / other.least:>8.2f}x{build.median / other.median:>8.2f}x"
    return f"  {build.name}:\n  {'  times ' + other.name:<44}{ratios}"


def _edit(area: Path, number: int) -> None:
    """Add to a commentary, as a council does all day."""
    file = next((area / "plan" / "commentary").rglob("*.md"))
    file.write_text(f"{file.read_text('utf-8').rstrip()} And {number} more words.\n", "utf-8")
