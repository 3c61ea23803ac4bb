"""Write the demo county's area folder: settings, register, inbox, own indicators and plan.

The files lie in ``data`` in publishers' layouts, with ``releases.csv`` beside them saying when
each was published. Everything is drawn from the seed: the same seed, the same bytes.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

from foreland.synthetic.ees import write_ees
from foreland.synthetic.lait import write_lait
from foreland.synthetic.local import write_local
from foreland.synthetic.nccis import write_nccis
from foreland.synthetic.neighbours import write_neighbours
from foreland.synthetic.places import SEED, text
from foreland.synthetic.plan import write_plan
from foreland.synthetic.school_places import write_boundaries
from foreland.synthetic.school_results import write_results
from foreland.synthetic.schools import write_schools
from foreland.synthetic.services import write_services

_WRITERS: tuple[Callable[[Path, int], list[tuple[Path, date, str]]], ...] = (
    write_lait,
    write_neighbours,
    write_nccis,
    write_ees,
    write_local,
    write_schools,
    write_results,
    write_boundaries,
    write_services,
)

#: An address that can never lead anywhere (RFC 2606).
ADDRESS = "https://synthetic.example/"


def write(out: Path, seed: int = SEED) -> list[Path]:
    """Write the area folder into ``out`` and give its files, in order of their names."""
    inbox = out / "data"
    inbox.mkdir(parents=True, exist_ok=True)
    settings = ("area.yaml", "areas.csv", "localities.csv", "services.yaml")
    for name in settings:
        (out / name).write_text(text(name), encoding="utf-8", newline="")
    indicators = out / "indicators" / "forelandshire.yaml"
    indicators.parent.mkdir(exist_ok=True)
    indicators.write_text(text("indicators.yaml"), encoding="utf-8", newline="")
    made = [one for writer in _WRITERS for one in writer(inbox, seed)]
    _releases(inbox / "releases.csv", made)
    plan = write_plan(out / "plan", seed)
    listed = [*(out / name for name in settings), indicators]
    return sorted([*listed, inbox / "releases.csv", *(path for path, _, _ in made), *plan])


def _releases(path: Path, made: list[tuple[Path, date, str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("digest", "published", "title", "address"))
    for file, day, title in made:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        writer.writerow((digest, day.isoformat(), title, f"{ADDRESS}{file.name}"))
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
