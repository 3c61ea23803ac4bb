"""The outlines of areas: made of the lines that they share, thinned for a map; what is inside.

Lines are thinned one by one and never an outline as a whole, so that two areas keep one border
between them. Draws nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Points as rows of x and y.
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Outline:
    """One area: its rings, each closed (the first point is the last)."""

    code: str
    name: str
    rings: tuple[Points, ...]


def outline(code: str, name: str, numbers: Any, lines: Mapping[int, Points]) -> Outline:
    """An area of TopoJSON's nested lists of line numbers; ``~n`` is line ``n`` walked backwards."""
    return Outline(code, name, tuple(_rings(numbers, lines)))


def _rings(numbers: Any, lines: Mapping[int, Points]) -> Iterable[Points]:
    if numbers and isinstance(numbers[0], int):
        parts = []
        for place, number in enumerate(numbers):
            line = lines[number] if number >= 0 else lines[~number][::-1]
            parts.append(line if place == 0 else line[1:])
        yield np.concatenate(parts)
        return
    for part in numbers:
        yield from _rings(part, lines)


def used(numbers: Any) -> set[int]:
    """The lines that nested lists of numbers name, each as it is walked forwards."""
    if isinstance(numbers, int):
        return {numbers if numbers >= 0 else ~numbers}
    return {line for part in numbers for line in used(part)}


def inside(area: Outline, places: Points) -> NDArray[np.bool_]:
    """Which places lie inside: a ray to the east crosses the rings an odd number of times."""
    found = np.zeros(len(places), dtype=bool)
    for ring in area.rings:
        low, high = ring.min(axis=0), ring.max(axis=0)
        near = np.flatnonzero(((places >= low) & (places <= high)).all(axis=1))
        if not near.size:
            continue
        x, y = places[near, 0][:, None], places[near, 1][:, None]
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        across = (y0 > y) != (y1 > y)
        rise = np.where(y1 == y0, 1.0, y1 - y0)
        found[near] ^= ((across & (x < (x1 - x0) * (y - y0) / rise + x0)).sum(axis=1) % 2) == 1
    return found


def thinned(line: Points, tolerance: float) -> Points:
    """The line without the points that lie within ``tolerance`` of it (Douglas and Peucker, 1973).

    Its ends stay, and of a closed line the point that is farthest from them.
    """
    kept = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        apart = _apart(line[first + 1 : last], line[first], line[last])
        far = int(np.argmax(apart))
        whole = (first, last) == (0, len(line) - 1)
        if apart[far] > tolerance or (whole and _closed(line)):
            middle = first + 1 + far
            kept.add(middle)
            parts += [(first, middle), (middle, last)]
    return line[sorted(kept)]


def _closed(line: Points) -> bool:
    return bool((line[0] == line[-1]).all())


def _apart(points: Points, start: Points, end: Points) -> NDArray[np.float64]:
    along = end - start
    length = float(np.hypot(*along))
    nearest: Points = start
    if length > 0:
        share = np.clip((points - start) @ along / length**2, 0.0, 1.0)
        nearest = start + share[:, None] * along
    off = points - nearest
    apart: NDArray[np.float64] = np.hypot(off[:, 0], off[:, 1])
    return apart


def centre(area: Outline) -> tuple[float, float]:
    """Where a name can stand: the middle of the widest level cut through the largest ring."""
    ring = max(area.rings, key=_size)
    low, high = ring[:, 1].min(), ring[:, 1].max()
    best = (0.0, float(ring[:, 0].mean()), float(ring[:, 1].mean()))
    for share in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = low + share * (high - low)
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        across = (y0 > y) != (y1 > y)
        cuts = np.sort((x1 - x0)[across] * (y - y0[across]) / (y1 - y0)[across] + x0[across])
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            if right - left > best[0] * 1.05:
                best = (float(right - left), float(left + right) / 2, float(y))
    return best[1], best[2]


def _size(ring: Points) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def bounds(areas: Sequence[Outline]) -> tuple[float, float, float, float]:
    """The least and the greatest x and y: left, bottom, right, top."""
    every = np.concatenate([ring for area in areas for ring in area.rings])
    left, bottom = every.min(axis=0)
    right, top = every.max(axis=0)
    return float(left), float(bottom), float(right), float(top)
