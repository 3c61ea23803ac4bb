"""All files of both data folders, read in one process, beside a bare scan of the same bytes.

The scan reads every file with the engines (Parquet by DuckDB, texts by Polars, workbooks by
calamine), unpacking what is packed, and keeps nothing. Each runs
in a process of its own, so that its greatest memory is its own; and sources at 1, 3 and 10 copies
of their rows show whether time grows in line with rows.
"""

import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import Timed, told

#: The memory that an ingest of everything may take.
MOST_MIB = 1536
_RUNS = 3
_COPIES = (1, 3, 10)

#: Each with how many years its rows tell: a copy is of as many years later.
_SOURCES = {
    "csc_outcomes/absence_la.csv": 7,
    "ehc_plans_2025/timeliness_20_week.csv": 6,
    "lait/bds_long_0.parquet": 0,
}


def run(published: Path) -> str:
    """The tables to print, or why there are none."""
    if not published.is_dir():
        return "\nEverything read: left out, for the published data is not there."
    with tempfile.TemporaryDirectory(prefix="foreland-bench-") as name:
        return "\n".join([_beside(published, Path(name)), _growth(published, Path(name))])


def _beside(published: Path, room: Path) -> str:
    folders = [str(published), str(published.parent / "schools")]
    found: dict[str, list[dict[str, float]]] = {"ingest": [], "scan": []}
    for number in range(_RUNS):
        for task, results in found.items():
            results.append(_child(task, str(room / f"{task}-{number}"), *folders))
    ingest, scan = found["ingest"], found["scan"]
    table = told(
        f"Everything read: {ingest[0]['files']:,.0f} files, {scan[0]['bytes']:,.0f} bytes "
        f"unpacked, {ingest[0]['figures']:,.0f} figures kept",
        [
            Timed("foreland ingest", tuple(one["seconds"] for one in ingest)),
            Timed("bare scan by the engines", tuple(one["seconds"] for one in scan)),
        ],
    )
    most = {task: max(one["mib"] for one in results) for task, results in found.items()}
    verdict = "under" if most["ingest"] < MOST_MIB else "OVER"
    return (
        f"{table}\n  greatest memory: ingest {most['ingest']:,.0f} MiB ({verdict} the limit of "
        f"{MOST_MIB:,}), scan {most['scan']:,.0f} MiB"
    )


def _growth(published: Path, room: Path) -> str:
    lines = [
        "\nTime by rows: a source at 1, 3 and 10 copies of its rows, ingested alone",
        f"  {'':<36}{'rows':>12}{'figures':>13}{'seconds':>9}{'s a million':>13}{'MiB':>7}",
    ]
    for name, years in _SOURCES.items():
        path = published / name
        if not path.is_file():
            lines.append(f"  {path.name:<36} not there")
            continue
        times = []
        for copies in _COPIES:
            out = room / f"{copies}-{path.name}"
            done = min(
                (_child("copies", str(out), str(path), str(copies), str(years)) for _ in range(2)),
                key=lambda one: one["seconds"],
            )
            times.append((done["figures"], done["seconds"]))
            label = f"{path.name} x {copies}"
            lines.append(
                f"  {label:<36}{done['rows']:>12,.0f}{done['figures']:>13,.0f}"
                f"{done['seconds']:>9.2f}{done['seconds'] / done['figures'] * 1e6:>13.2f}"
                f"{done['mib']:>7,.0f}"
            )
        lines.append(f"  {'':<36}seconds grow with figures to the power {_power(times):.2f}")
    return "\n".join(lines)


def _power(times: list[tuple[float, float]]) -> float:
    """The slope of log seconds on log rows, by least squares: 1 is in line with rows."""
    points = [(math.log(rows), math.log(seconds)) for rows, seconds in times]
    middle = [sum(point[axis] for point in points) / len(points) for axis in (0, 1)]
    up = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return up / sum((x - middle[0]) ** 2 for x, _ in points)


def _child(task: str, *words: str) -> dict[str, float]:
    """A task in a process of its own; what it measured."""
    program = [sys.executable, "-m", "benchmarks.everything_tasks", task, *words]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found
