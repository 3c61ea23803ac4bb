"""Read the boundaries of areas (TopoJSON): each area with its years, and the lines they share.

Kept as published: an area is a list of numbers of lines, a line a list of points in degrees. Trap
handled, with its test: areas of all years are in one file, merged ones beside those that merged,
so that each has the years from and to which it stood; a map takes those of one year. Source:
ONS, Open Government Licence v3.0. Contains OS data, Crown copyright and database right.
"""

import json
from typing import Any

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened
from foreland.sources.reading import Context, Reader, Reading
from foreland.sources.text import QUARANTINE_SCHEMA

AREAS, LINES = "boundaries", "boundary_lines"

AREAS_SCHEMA: dict[str, type[pl.DataType]] = {
    "layer": pl.String,
    "code": pl.String,
    "name": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "kind": pl.String,
    "lines": pl.String,
    "area": pl.String,
    "row": pl.UInt32,
}
LINES_SCHEMA: dict[str, type[pl.DataType]] = {"line": pl.Int32, "points": pl.String}

_SHAPES = ("Polygon", "MultiPolygon")


def claims(opened: Opened) -> bool:
    head = opened.head[:200].replace(" ", "")
    return opened.form == "text" and head.startswith('{"type":"Topology"')


def read(opened: Opened, context: Context) -> Reading:
    """The areas and lines. Raises ForelandError for what is no TopoJSON."""
    try:
        topology = json.loads(opened.text[0])
        lines = _lines(topology)
        objects = topology["objects"]
        layers = {name: layer["geometries"] for name, layer in objects.items()}
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise ForelandError(
            Problem(opened.name, "no whole TopoJSON", "lines and layers of areas", "Fetch it again")
        ) from None
    found: list[tuple[Any, ...]] = []
    faults: list[tuple[int, str, str, str]] = []
    number = 0
    for layer, shapes in layers.items():
        for shape in shapes:
            number += 1
            row = _area(shape, layer, number, context, len(lines))
            if isinstance(row, str):
                faults.append((number, layer, row, "an area with code, name and lines"))
            else:
                found.append(row)
    return Reading(
        source="lookups",
        dataset="lookups-boundaries",
        title="Boundaries of areas, 2014 to 2025 (ONS)",
        registers={
            AREAS: pl.DataFrame(found, schema=AREAS_SCHEMA, orient="row"),
            LINES: pl.DataFrame(list(enumerate(lines)), schema=LINES_SCHEMA, orient="row"),
        },
        quarantine=pl.DataFrame(faults, schema=QUARANTINE_SCHEMA, orient="row"),
        notes=(
            "a row is an area in the file's order; take those of one year, or merged areas lie "
            "on those that merged",
        ),
        caveats=("Source: ONS, OGL v3.0. Contains OS data, Crown copyright and database right",),
    )


def _lines(topology: dict[str, Any]) -> list[str]:
    """Each line's points in degrees, to five places (about a metre)."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append([round(x * scale[0] + move[0], 5), round(y * scale[1] + move[1], 5)])
        found.append(json.dumps(points, separators=(",", ":")))
    return found


def _area(
    shape: Any, layer: str, number: int, context: Context, lines: int
) -> tuple[Any, ...] | str:
    """A row of ``AREAS_SCHEMA``, or what is wrong with the shape."""
    said = shape.get("properties") or {} if isinstance(shape, dict) else {}
    code, kind = said.get("areacd"), shape.get("type") if isinstance(shape, dict) else None
    if not isinstance(code, str) or kind not in _SHAPES:
        return f"{kind} {code}"
    if any(not -lines <= line < lines for line in _numbers(shape.get("arcs"))):
        return f"{code} with a line that is not in the file"
    area = context.register.code(code)
    return (
        layer,
        code,
        str(said.get("areanm") or ""),
        _year(said.get("start")),
        _year(said.get("end")),
        kind,
        json.dumps(shape.get("arcs"), separators=(",", ":")),
        area.code if area else None,
        number,
    )


def _numbers(arcs: Any) -> list[int]:
    if isinstance(arcs, int):
        return [arcs]
    return [n for part in arcs for n in _numbers(part)] if isinstance(arcs, list) else []


def _year(said: Any) -> int | None:
    text = str(said or "")[:4]
    return int(text) if text.isdigit() and len(text) == 4 else None


READER = Reader(name="boundaries", version=1, claims=claims, read=read, order=0)
