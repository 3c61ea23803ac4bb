"""Where the invented districts and schools lie: in the North Sea, where nobody goes to school.

The county is a mesh of three rows and four columns; a district is a cell of it, its sides crooked
lines that it shares with its neighbours. Written as TopoJSON, as the ONS's boundaries are.
"""

import json
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from foreland.synthetic.places import COUNTY, county, rows

Point = tuple[float, float]

#: The county's corner, its cells' sizes in degrees, and the file's finest step.
_WEST, _SOUTH, _WIDE, _HIGH, _STEP = 0.55, 54.05, 0.27, 0.19, 0.0005
_COLUMNS, _ROWS = 4, 3

#: By column and row from the south-west: districts in the order of ``localities.csv``.
_CELLS = (
    (0, 2), (1, 2), (2, 2),  # North Shore
    (3, 2), (3, 1), (3, 0),  # Eastern Downs
    (1, 1), (2, 1), (2, 0),  # Mallow Valley
    (0, 1), (0, 0), (1, 0),  # Western Heath
)  # fmt: skip


def cells() -> dict[str, tuple[int, int]]:
    """Each district's column and row."""
    found = [row["code"] for row in rows("localities.csv") if row["kind"] == "district"]
    return dict(zip(found, _CELLS, strict=True))


@cache
def _node(seed: int, column: int, row: int) -> Point:
    chance = Random(f"{seed}:node:{column}:{row}")
    return (
        _WEST + _WIDE * (column + chance.uniform(-0.2, 0.2)),
        _SOUTH + _HIGH * (row + chance.uniform(-0.2, 0.2)),
    )


def place(seed: int, cell: tuple[int, int], across: float, up: float) -> Point:
    """A place in a district: shares of the way from its west to its east side, and up."""
    column, row = cell
    (x0, y0), (x1, y1) = _node(seed, column, row), _node(seed, column + 1, row)
    (x2, y2), (x3, y3) = _node(seed, column, row + 1), _node(seed, column + 1, row + 1)
    low = (x0 + (x1 - x0) * across, y0 + (y1 - y0) * across)
    high = (x2 + (x3 - x2) * across, y2 + (y3 - y2) * across)
    return (
        round(low[0] + (high[0] - low[0]) * up, 5),
        round(low[1] + (high[1] - low[1]) * up, 5),
    )


def _crooked(seed: int, name: str, start: Point, end: Point, rough: float) -> list[Point]:
    """A line whose middles were moved aside, again and again, by less and less."""
    chance = Random(f"{seed}:line:{name}")
    line = [start, end]
    for _ in range(5):
        bent = [line[0]]
        for before, after in pairwise(line):
            x, y = after[0] - before[0], after[1] - before[1]
            aside = chance.uniform(-rough, rough)
            bent += [
                ((before[0] + after[0]) / 2 - y * aside, (before[1] + after[1]) / 2 + x * aside),
                after,
            ]
        line = bent
    return line


@cache
def _arcs(seed: int) -> dict[tuple[str, int, int], tuple[int, list[Point]]]:
    """Each side of a cell by its direction and first node: its number and its line."""
    found: dict[tuple[str, int, int], tuple[int, list[Point]]] = {}
    for row in range(_ROWS + 1):
        for column in range(_COLUMNS):
            rough = 0.16 if row in (0, _ROWS) else 0.08
            line = _crooked(
                seed,
                f"h{column}{row}",
                _node(seed, column, row),
                _node(seed, column + 1, row),
                rough,
            )
            found["h", column, row] = (len(found), line)
    for column in range(_COLUMNS + 1):
        for row in range(_ROWS):
            rough = 0.16 if column in (0, _COLUMNS) else 0.08
            line = _crooked(
                seed,
                f"v{column}{row}",
                _node(seed, column, row),
                _node(seed, column, row + 1),
                rough,
            )
            found["v", column, row] = (len(found), line)
    return found


def _ring(seed: int, cell: tuple[int, int]) -> list[int]:
    """The numbers of a cell's sides, anticlockwise; a side walked backwards is ``~number``."""
    arcs, (column, row) = _arcs(seed), cell
    return [
        arcs["h", column, row][0],
        arcs["v", column + 1, row][0],
        ~arcs["h", column, row + 1][0],
        ~arcs["v", column, row][0],
    ]


def _coast(seed: int) -> list[int]:
    arcs = _arcs(seed)
    south = [arcs["h", c, 0][0] for c in range(_COLUMNS)]
    east = [arcs["v", _COLUMNS, r][0] for r in range(_ROWS)]
    north = [~arcs["h", c, _ROWS][0] for c in reversed(range(_COLUMNS))]
    west = [~arcs["v", 0, r][0] for r in reversed(range(_ROWS))]
    return [*south, *east, *north, *west]


def write_boundaries(folder: Path, seed: int) -> list[tuple[Path, date, str]]:
    """The districts and the county as TopoJSON; gives path, date and title."""
    named = {row["code"]: row["name"] for row in rows("localities.csv")}
    districts = [
        _shape(code, named[code], [_ring(seed, cell)]) for code, cell in sorted(cells().items())
    ]
    whole = _shape(COUNTY, county(seed).name, [_coast(seed)])
    topology = {
        "type": "Topology",
        "objects": {
            "ltla": {"type": "GeometryCollection", "geometries": districts},
            "utla": {"type": "GeometryCollection", "geometries": [whole]},
        },
        "arcs": [_steps(line) for _, line in sorted(_arcs(seed).values())],
        "transform": {"scale": [_STEP, _STEP], "translate": [_WEST - 0.2, _SOUTH - 0.2]},
    }
    path = folder / "boundaries.topo.json"
    path.write_text(json.dumps(topology, separators=(",", ":")), encoding="utf-8")
    return [(path, date(2025, 4, 1), "Synthetic: boundaries of Forelandshire's districts")]


def _shape(code: str, name: str, arcs: list[list[int]]) -> dict[str, Any]:
    return {
        "type": "Polygon",
        "arcs": arcs,
        "properties": {"areacd": code, "areanm": name, "start": None, "end": None},
    }


def _steps(line: list[Point]) -> list[list[int]]:
    """From point to point in whole steps, as TopoJSON stores a line."""
    whole = [(round((x - _WEST + 0.2) / _STEP), round((y - _SOUTH + 0.2) / _STEP)) for x, y in line]
    found, before = [], (0, 0)
    for point in whole:
        found.append([point[0] - before[0], point[1] - before[1]])
        before = point
    return found
