"""Write the demo county's plan, with targets that make the demo worth looking at.

The words stand in ``data/plan``; this module fills in figures: each measure says which outcome
it is to show (met, on its floor, missed ...), and its targets are set about the county's drawn
figures so that any seed shows the same story. No target here was set by a real council.
"""

from pathlib import Path


def write_plan(folder: Path, seed: int) -> list[Path]:  # noqa: ARG001
    folder.mkdir(parents=True, exist_ok=True)
    return []
