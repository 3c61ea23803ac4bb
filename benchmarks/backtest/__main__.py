"""``python -m benchmarks.backtest`` or ``make backtest``: the outlook on LAIT, and its rivals.

Prints every figure, and writes those that the site shows of our record into the package.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.backtest import kept, printed
from benchmarks.backtest.run import run

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/data/published"


def main() -> None:
    if not (PUBLISHED / "lait").is_dir():
        sys.exit(f"The published data of LAIT is not here: {PUBLISHED / 'lait'}")
    with tempfile.TemporaryDirectory() as folder:
        found = run(PUBLISHED, Path(folder) / "area", lambda words: print(words, flush=True))
    for line in printed.lines(found):
        print(line)
    print(kept.keep(found))


if __name__ == "__main__":
    main()
