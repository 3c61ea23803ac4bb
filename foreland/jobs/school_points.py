"""Where each school lies: its point, its district, and the outlines that a map draws.

Tables of results and the table of secondary schools carry points. A school that they do not know
takes that of what it was before, else that of a school with the same postcode: each says so. A
district is the one whose outline holds the point; without a point, the one that all other schools
of the postcode's sector lie in, where at least two do (right for 99.1 % of the schools of England
that have a point, each asked as if it had none).
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foreland.evidence.store import Store
from foreland.insight.outlines import Outline, Points, centre, inside, outline, thinned, used
from foreland.insight.school_forms import LONGEST_CHAIN
from foreland.jobs.folder import Folder
from foreland.jobs.school_registers import Registers
from foreland.model.areas import Area
from foreland.model.grid import to_grid
from foreland.sources.lookups import boundaries
from foreland.sources.school_tables import points as places
from foreland.sources.schools_similar import secondary

POINTS: dict[str, type[pl.DataType]] = {
    "urn": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
    "point_of": pl.String,
    "district": pl.String,
    "district_name": pl.String,
    "district_by": pl.String,
}

#: ``rings`` as ``x,y x,y ...;x,y ...`` in whole metres; ``fine`` for a map of the one area.
OUTLINES: dict[str, type[pl.DataType]] = {
    "code": pl.String,
    "name": pl.String,
    "rings": pl.String,
    "fine": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
}

#: How far, in metres, a drawn border may lie from the published one: on all, and on one.
_COARSE, _FINE = 150.0, 50.0

#: An island smaller than this, in metres, is not drawn.
_SMALLEST = 300.0

#: Fewer others in a postcode's sector tell no district.
_FEWEST_OTHERS = 2


@dataclass(frozen=True)
class Locator:
    """All that is known of where schools lie, read once; ``of`` asks it."""

    place: Area
    held: Registers
    known: pl.DataFrame
    shapes: "_Shapes"
    everyone: pl.DataFrame

    @classmethod
    def read(
        cls,
        folder: Folder,
        store: Store,
        held: Registers,
        place: Area,
        day: date,
        as_of: date | None,
    ) -> "Locator":
        """For the districts of ``place`` as they stood on ``day``."""
        known = _known(store, as_of)
        shapes = _districts(folder, store, place, day, as_of)
        mine = held.ofsted.filter(pl.col("area").is_in([place.code, *place.other_codes]))
        everyone = mine.select("urn", "postcode").join(known, on="urn")
        return cls(place, held, known, shapes, _with_district(everyone, shapes.outlines(0.0)))

    def of(self, schools: pl.DataFrame) -> pl.DataFrame:
        """``POINTS``, a row a school; ``schools`` has ``urn`` and ``postcode``."""
        found = _points(schools, self.known, self.held)
        found = _by_sector(_with_district(found, self.shapes.outlines(0.0)), self.everyone)
        return (
            found.with_columns(
                pl.col("district")
                .replace_strict(self.shapes.names, default=None, return_dtype=pl.String)
                .alias("district_name")
            )
            .sort("urn")
            .select(pl.col(n).cast(t) for n, t in POINTS.items())
        )

    @property
    def outlines(self) -> pl.DataFrame:
        """The districts to be drawn, by name: ``OUTLINES``."""
        return _outlines(self.shapes)


def _known(store: Store, as_of: date | None) -> pl.DataFrame:
    """``urn, easting, northing`` of every school that a table places; the newest table's."""
    parts = [
        pl.DataFrame(schema={"urn": pl.String, "x": pl.Float64, "y": pl.Float64, "n": pl.Int32})
    ]
    tables = store.register(places.REGISTER, as_of)
    if tables.height:
        degrees = tables.filter(pl.col("latitude").is_not_null())
        easting, northing = to_grid(degrees["latitude"].to_numpy(), degrees["longitude"].to_numpy())
        parts.append(
            degrees.select(
                "urn", pl.Series("x", easting), pl.Series("y", northing), pl.col("year").alias("n")
            )
        )
        parts.append(
            tables.filter(pl.col("easting").is_not_null()).select(
                "urn",
                pl.col("easting").alias("x"),
                pl.col("northing").alias("y"),
                pl.col("year").alias("n"),
            )
        )
    later = store.register(secondary.REGISTER, as_of)
    if later.height:
        parts.append(
            later.filter(pl.col("easting").is_not_null()).select(
                "urn",
                pl.col("easting").alias("x"),
                pl.col("northing").alias("y"),
                pl.lit(9999, pl.Int32).alias("n"),
            )
        )
    return (
        pl.concat(parts)
        .sort("urn", "n", "x", "y")
        .unique("urn", keep="last", maintain_order=True)
        .select("urn", pl.col("x").alias("easting"), pl.col("y").alias("northing"))
    )


def _points(schools: pl.DataFrame, known: pl.DataFrame, held: Registers) -> pl.DataFrame:
    """``urn, postcode, easting, northing, point_of`` (``own``, ``before`` or ``postcode``)."""
    cursor = schools.select("urn", pl.col("urn").alias("number"))
    found = [
        pl.DataFrame(schema={n: POINTS[n] for n in ("urn", "easting", "northing", "point_of")})
    ]
    for step in range(LONGEST_CHAIN):
        hit = cursor.join(known.rename({"urn": "number"}), on="number").sort("urn", "number")
        found.append(
            hit.unique("urn", keep="first", maintain_order=True).select(
                "urn", "easting", "northing", pl.lit("before" if step else "own").alias("point_of")
            )
        )
        cursor = (
            cursor.join(hit, on="urn", how="anti")
            .join(held.before, left_on="number", right_on="urn")
            .select("urn", pl.col("before").alias("number"))
            .unique()
        )
        if not cursor.height:
            break
    placed = pl.concat(found)
    codes = pl.concat(
        [held.ofsted.select("urn", "postcode"), held.dates.select("urn", "postcode")]
    ).drop_nulls()
    by_code = (
        known.join(codes, on="urn")
        .sort("postcode", "urn")
        .unique("postcode", keep="first", maintain_order=True)
        .select("postcode", "easting", "northing", pl.lit("postcode").alias("point_of"))
    )
    rest = schools.select("urn", "postcode").join(placed, on="urn", how="anti")
    placed = pl.concat(
        [placed, rest.join(by_code, on="postcode").select(placed.columns)], how="vertical"
    ).unique("urn", keep="first", maintain_order=True)
    return schools.select("urn", "postcode").join(placed, on="urn", how="left")


@dataclass(frozen=True)
class _Shapes:
    """The districts of a year by code: name, numbers of lines; and those lines in metres."""

    names: dict[str, str]
    numbers: dict[str, Any]
    lines: dict[int, Points]

    def outlines(self, tolerance: float) -> tuple[Outline, ...]:
        """By name. Lines are thinned one by one, so that neighbours keep one border."""
        lines = self.lines
        if tolerance:
            lines = {number: thinned(line, tolerance) for number, line in lines.items()}
        return tuple(
            outline(code, self.names[code], self.numbers[code], lines) for code in self.names
        )


def _districts(folder: Folder, store: Store, place: Area, day: date, as_of: date | None) -> _Shapes:
    """The districts of ``place`` (or its own outline) that stood on ``day``."""
    areas, lines = store.register(boundaries.AREAS, as_of), store.register(boundaries.LINES, as_of)
    if not areas.height:
        return _Shapes({}, {}, {})
    year = pl.lit(day.year)
    shapes = areas.filter(
        (pl.col("layer") == "ltla")
        & pl.col("code").is_in(_codes(folder, store, place, as_of))
        & (pl.col("first_year") <= year).fill_null(True)
        & (pl.col("last_year") >= year).fill_null(True)
    ).sort("name", "code")
    numbers = {row["code"]: json.loads(row["lines"]) for row in shapes.iter_rows(named=True)}
    needed = {line for arcs in numbers.values() for line in used(arcs)}
    own = {
        row["line"]: _metres(row["points"])
        for row in lines.filter(pl.col("line").is_in(sorted(needed))).iter_rows(named=True)
    }
    return _Shapes(dict(shapes.select("code", "name").iter_rows()), numbers, own)


def _codes(folder: Folder, store: Store, place: Area, as_of: date | None) -> list[str]:
    """The codes of the districts of an authority: by the lists read, and by the folder's own."""
    codes = {place.code, *place.other_codes}
    listed = store.register("districts", as_of)
    if listed.height:
        codes |= set(listed.filter(pl.col("area") == place.code)["code"].drop_nulls())
    parents = {a.code: a.region for a in folder.register}
    for area in folder.register:
        above, steps = area.region, 0
        while area.kind == "district" and above and steps < LONGEST_CHAIN:
            if above == place.code:
                codes.add(area.code)
                break
            above, steps = parents.get(above), steps + 1
    return sorted(codes)


def _metres(points: str) -> Points:
    degrees = np.array(json.loads(points), dtype=np.float64)
    return np.column_stack(to_grid(degrees[:, 1], degrees[:, 0]))


def _with_district(found: pl.DataFrame, districts: tuple[Outline, ...]) -> pl.DataFrame:
    """``found`` with ``district``: the first outline that holds the point."""
    spots = found.select("easting", "northing").fill_null(-1.0).to_numpy().astype(np.float64)
    codes: list[str | None] = [None] * len(spots)
    for area in districts:
        for place in np.flatnonzero(inside(area, spots)):
            codes[int(place)] = codes[int(place)] or area.code
    return found.with_columns(pl.Series("district", codes, dtype=pl.String))


def _by_sector(found: pl.DataFrame, everyone: pl.DataFrame) -> pl.DataFrame:
    """Fill in the district of those without a point, where their postcode's sector tells it."""
    sector = pl.col("postcode").str.to_uppercase().str.extract(r"^(\S+ \d)[A-Z]{2}$")
    told = (
        everyone.group_by(sector.alias("sector"))
        .agg(pl.len().alias("others"), pl.col("district").drop_nulls().unique().alias("in"))
        .filter(
            pl.col("sector").is_not_null()
            & (pl.col("others") >= _FEWEST_OTHERS)
            & (pl.col("in").list.len() == 1)
        )
        .select("sector", pl.col("in").list.first().alias("near"))
    )
    point, near = pl.col("easting").is_not_null(), pl.col("near")
    return (
        found.with_columns(sector.alias("sector"))
        .join(told, on="sector", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("district").is_not_null())
            .then(pl.lit("point"))
            .when(~point & near.is_not_null())
            .then(pl.lit("postcode sector"))
            .alias("district_by"),
            pl.when(point)
            .then("district")
            .otherwise(pl.coalesce("district", near))
            .alias("district"),
        )
    )


def _outlines(shapes: _Shapes) -> pl.DataFrame:
    rows = []
    for coarse, fine in zip(shapes.outlines(_COARSE), shapes.outlines(_FINE), strict=True):
        x, y = centre(coarse)
        rows.append((coarse.code, coarse.name, _said(coarse), _said(fine), round(x), round(y)))
    return pl.DataFrame(rows, schema=OUTLINES, orient="row").sort("name", "code")


def _said(area: Outline) -> str:
    """The rings as text, in whole metres; those too small to be seen are left out."""
    rings = [ring for ring in area.rings if np.ptp(ring, axis=0).max() > _SMALLEST]
    return ";".join(" ".join(f"{x:.0f},{y:.0f}" for x, y in ring) for ring in rings)
