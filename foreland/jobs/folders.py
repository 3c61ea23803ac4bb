"""``foreland new``: an area folder to begin with."""

from pathlib import Path

from foreland.evidence.files import write_bytes
from foreland.model.areas import Register
from foreland.model.problems import ForelandError, Problem

_SETTINGS = """\
# The area whose plan this is: its ONS code, in quotes.
area: "{code}"  # {name}

# site:
#   title: Our plan
#   contact: plan@example.org
"""

_PLAN = """\
# The plan as data. See the how-to "Write a plan". Check it with: foreland plan check
title: "{name}: vision and priorities for improvement"
area: "{code}"
priorities: []
measures: []
"""


def new_folder(directory: Path, area: str) -> list[Path]:
    """Make ``directory`` an area folder; the paths made. Raises ForelandError if it is in use."""
    found = Register.load().find(area)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ForelandError(
            Problem(
                str(directory),
                "a folder that holds something, or a file",
                "a new or an empty folder",
                "Choose another name.",
            )
        )
    made = []
    for name in ("plan", "indicators", "data", "store"):
        (directory / name).mkdir(parents=True, exist_ok=True)
        made.append(directory / name)
    for name, text in (("area.yaml", _SETTINGS), ("plan/plan.yaml", _PLAN)):
        write_bytes(directory / name, text.format(code=found.code, name=found.name).encode())
        made.append(directory / name)
    return sorted(made)
