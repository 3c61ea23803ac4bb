"""Schools of Kent beside those of all England: register, quality, similar schools, pages.

The same store answers for both, so what hangs on the size of the files alone is in both. Growth is
said as the power of the number of schools, by processor time, which what else runs does not change:
1 is in line with the schools, less is better. Pages are made from the tables of a build and
rendered as a build does it; there are as many as schools and trusts.
"""

import gc
import math
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from foreland.evidence.store import Store
from foreland.jobs import build as building
from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.gathering import gather
from foreland.jobs.ingest import ingest
from foreland.jobs.memory import uncollected
from foreland.jobs.school_facts import school_facts
from foreland.jobs.school_registers import Registers
from foreland.jobs.school_site import _made as made
from foreland.jobs.schools import quality
from foreland.jobs.similar import similar_schools
from foreland.report import site
from foreland.report.material import Material
from foreland.report.pages import schools as school_pages

_DAY = date(2017, 3, 31)
_RUNS = 3
_DATA = (
    "gias", "ofsted", "characteristics", "capacity", "similar", "performance", "meta",
)  # fmt: skip

#: By part of the work: what it does in a folder.
Parts = dict[str, Callable[[], object]]


def run(published: Path) -> str:
    """The table to print, or why there is none."""
    data = published.parent / "schools"
    if not data.is_dir():
        return "\nSchools: left out, for the published data of schools is not there."
    with tempfile.TemporaryDirectory(prefix="foreland-bench-") as name:
        room = Path(name)
        new_folder(room / "kent", "Kent")
        ingest(Folder.open(room / "kent"), [data / part for part in _DATA])
        new_folder(room / "england", "E92000001")
        shutil.copytree(room / "kent" / "store", room / "england" / "store", dirs_exist_ok=True)
        folders = [Folder.open(room / place) for place in ("kent", "england")]
        return _compared([_parts(folder) for folder in folders], [_count(f) for f in folders])


def _count(folder: Folder) -> int:
    return school_facts(folder).schools.height


def _parts(folder: Folder) -> Parts:
    store = Store(folder.store)
    material = building.material_of(gather(folder, None, None), "public")
    return {
        "the register on a day, with all that is known": lambda: school_facts(folder),
        "of which reading what the store has": lambda: Registers.read(store),
        f"quality on {_DAY}": lambda: quality(folder, on=_DAY, rule="own"),
        "quality on the newest day": lambda: quality(folder),
        "similar schools, of secondary schools": lambda: similar_schools(folder),
        "the tables of the pages": lambda: made(folder, store, None),
        "the pages, rendered": lambda: _rendered(material),
    }


def _rendered(material: Material) -> int:
    with uncollected():
        ready = site.Site(material.about, tuple(school_pages.pages(material)), {}, {})
        return sum(len(page) for _, page in site.rendered(ready))


def _compared(parts: list[Parts], counts: list[int]) -> str:
    few, many = counts
    lines = [
        f"\nSchools: Kent ({few:,} open) beside all England ({many:,}, {many / few:.1f} times)",
        f"  {'':<48}{'Kent':>9}{'England':>9}{'times':>8}{'power':>7}",
    ]
    for name in parts[0]:
        kent, england = _timed(parts[0][name], parts[1][name], 1 if "pages" in name else _RUNS)
        times = england[1] / kent[1]
        power = math.log(times) / math.log(many / few)
        lines.append(f"  {name:<48}{kent[0]:>8.3f}s{england[0]:>8.3f}s{times:>7.1f}x{power:>7.2f}")
    lines.append("  times and power are of processor time (aim: a power of 1 at most)")
    return "\n".join(lines)


def _timed(
    kent: Callable[[], object], england: Callable[[], object], runs: int
) -> list[tuple[float, float]]:
    """The least seconds by the clock and by the processor of each, in turns; Kent warms up."""
    kent()
    found: list[list[tuple[float, float]]] = [[], []]
    for _ in range(runs):
        for taken, work in zip(found, (kent, england), strict=True):
            gc.collect()
            clock, processor = time.perf_counter(), time.process_time()
            work()
            taken.append((time.perf_counter() - clock, time.process_time() - processor))
    return [(min(t[0] for t in taken), min(t[1] for t in taken)) for taken in found]
