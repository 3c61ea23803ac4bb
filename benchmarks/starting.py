"""Commands from the outside, each in a new process: starting up, and a build with nothing to do."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import side_by_side, told
from foreland.jobs.demo import demo


def command(*words: str) -> Callable[[], object]:
    """The command in a new process; a failure stops the benchmark."""

    def run() -> object:
        return subprocess.run(
            [sys.executable, "-m", "foreland", *words], check=True, capture_output=True
        )

    return run


def run(_: Path) -> str:
    """The table to print. Needs no published data: the demo is made for it."""
    with tempfile.TemporaryDirectory(prefix="foreland-bench-") as name:
        room = Path(name)
        site = demo(room)
        area = str(room / "area")
        timed = side_by_side(
            {
                "python -c pass": lambda: subprocess.run(
                    [sys.executable, "-c", "pass"], check=True
                ),
                "foreland --help": command("--help"),
                "foreland rate (the demo county)": command("rate", "--folder", area),
                "foreland build, nothing changed": command(
                    "build", "--folder", area, "--out", str(site)
                ),
            }
        )
    return told(
        "Starting up, a new process each",
        timed,
        "(aim: nothing changed under 0.5 s)",
        ratios=False,
    )
