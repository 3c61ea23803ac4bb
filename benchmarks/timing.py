"""Time things side by side: in turns, so that what slows the machine slows them all."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

RUNS = 7


@dataclass(frozen=True)
class Timed:
    """The seconds of every run of one thing, in the order of the runs."""

    name: str
    seconds: tuple[float, ...]

    @property
    def least(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def side_by_side(things: Mapping[str, Callable[[], object]], runs: int = RUNS) -> list[Timed]:
    """Each thing once to warm up, then ``runs`` rounds in which each is timed once."""
    taken: dict[str, list[float]] = {name: [] for name in things}
    for thing in things.values():
        thing()
    for _ in range(runs):
        for name, thing in things.items():
            gc.collect()
            start = time.perf_counter()
            thing()
            taken[name].append(time.perf_counter() - start)
    return [Timed(name, tuple(seconds)) for name, seconds in taken.items()]


def told(title: str, timed: list[Timed], aim: str = "", ratios: bool = True) -> str:
    """A table; with ``ratios``, how many times the time of each other the first takes."""
    lines = [f"\n{title}", f"  {'':<44}{'least':>9}{'median':>9}  runs"]
    for one in timed:
        lines.append(f"  {one.name:<44}{one.least:>8.3f}s{one.median:>8.3f}s  {len(one.seconds)}")
    first, *others = timed
    for other in others if ratios else ():
        lines.append(
            f"  {'times ' + other.name:<44}{first.least / other.least:>8.2f}x"
            f"{first.median / other.median:>8.2f}x"
        )
    if aim:
        lines.append(f"  {aim}")
    return "\n".join(lines)
