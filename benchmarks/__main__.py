"""``python -m benchmarks`` or ``make bench``: all of it in one run. ``ingest``, ``build``,
``start``, ``forecast`` or ``schools`` after it does one part."""

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

import polars as pl

PUBLISHED = Path(__file__).resolve().parents[2] / "shared/data/published"

PARTS = {
    "ingest": "ingesting",
    "build": "building",
    "start": "starting",
    "forecast": "forecasting",
    "schools": "schooling",
    "everything": "everything",
}


def main(chosen: list[str]) -> None:
    if unknown := set(chosen) - set(PARTS):
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    print(
        f"Python {platform.python_version()}, polars {pl.__version__}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    for name, module in PARTS.items():
        if not chosen or name in chosen:
            print(import_module(f"benchmarks.{module}").run(PUBLISHED), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
