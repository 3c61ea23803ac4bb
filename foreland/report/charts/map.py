"""A map as SVG: outlines of districts, and a mark for each school, told apart by its shape.

Marks are strokes of no length that keep their size on a phone: round or square, full, ringed or
dotted. The map is a picture with a title and a description; the list beside it says all of it.
Squares (``C4``) lead from the list to the map. Places come in metres; nothing else is computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markupsafe import escape

from foreland.report.charts.svg import px

WIDTH = 1000
#: A map is so many squares wide, and about as many as fit high.
SQUARES = 8
_SIDE = WIDTH // SQUARES
_MARGIN = 22

#: The shapes of marks by phase, in the order in which they are drawn: few on top of many.
STYLES = ("primary", "secondary", "special", "nursery", "alternative-provision")

#: Shapes drawn of two strokes, one on the other: a ring, and what it has in the middle.
_RINGED = frozenset({"special", "nursery", "alternative-provision"})


@dataclass(frozen=True)
class Shape:
    """An area: ``rings`` as ``x,y x,y;x,y ...`` in metres, and where its name stands."""

    code: str
    name: str
    rings: str
    easting: float
    northing: float


@dataclass(frozen=True)
class Mark:
    style: str
    easting: float
    northing: float


@dataclass(frozen=True)
class View:
    """From metres to the picture: what must be seen, with a margin around."""

    left: float
    top: float
    scale: float
    height: int

    @classmethod
    def around(cls, shapes: Sequence[Shape]) -> "View":
        points = [p for shape in shapes for ring in rings(shape) for p in ring]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        low, high = min(y for _, y in points), max(y for _, y in points)
        scale = min(
            (WIDTH - 2 * _MARGIN) / max(right - left, 1.0),
            (WIDTH - 2 * _MARGIN) / max(high - low, 1.0),
        )
        height = round((high - low) * scale) + 2 * _MARGIN
        aside = (WIDTH - (right - left) * scale) / 2
        return cls(left - aside / scale, high + _MARGIN / scale, scale, height)

    @property
    def rows(self) -> int:
        return max(1, round(self.height / _SIDE))

    @property
    def step(self) -> float:
        """How high a square is."""
        return self.height / self.rows

    def across(self, easting: float) -> float:
        return (easting - self.left) * self.scale

    def down(self, northing: float) -> float:
        return (self.top - northing) * self.scale

    def square(self, easting: float, northing: float) -> str:
        """The square of a place: a letter from west to east, a number from north to south."""
        column = min(SQUARES - 1, max(0, int(self.across(easting) // _SIDE)))
        row = min(self.rows - 1, max(0, int(self.down(northing) // self.step)))
        return f"{letters()[column]}{row + 1}"


def letters() -> str:
    return "ABCDEFGHIJKLMNOP"[:SQUARES]


def rings(shape: Shape) -> Iterable[list[tuple[float, float]]]:
    for ring in shape.rings.split(";"):
        pairs = [point.split(",") for point in ring.split(" ") if point]
        if pairs:
            yield [(float(x), float(y)) for x, y in pairs]


# The small map of every school's page is of the same land: it is drawn once.


@lru_cache(maxsize=64)
def _seen(shapes: tuple[Shape, ...]) -> View:
    return View.around(shapes)


@lru_cache(maxsize=64)
def _land(shapes: tuple[Shape, ...]) -> str:
    view, parts = _seen(shapes), []
    for shape in shapes:
        d = "".join(
            "M" + "L".join(f"{view.across(x):.0f} {view.down(y):.0f}" for x, y in ring[:-1]) + "Z"
            for ring in rings(shape)
        )
        parts.append(f'<path class="land" d="{d}"/>')
    return "".join(parts)


@dataclass(frozen=True)
class Map:
    """Drawn when the page is: the template engine asks for ``__html__``."""

    shapes: tuple[Shape, ...]
    marks: tuple[Mark, ...]
    ident: str
    title: str
    description: str
    named: bool = False
    gridded: bool = True
    css: str = "map"

    @cached_property
    def view(self) -> View:
        return _seen(self.shapes)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(letters())

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(range(1, self.view.rows + 1))

    def __html__(self) -> str:
        view = self.view
        return (
            f'<svg class="{self.css}" role="img" aria-labelledby="{self.ident}-t {self.ident}-d" '
            f'viewBox="0 0 {WIDTH} {view.height}" width="100%">'
            f'<title id="{self.ident}-t">{escape(self.title)}</title>'
            f'<desc id="{self.ident}-d">{escape(self.description)}</desc>'
            f"{self.land}{self._grid() if self.gridded else ''}{self._marks()}"
            f"{self._names() if self.named else ''}</svg>"
        )

    @property
    def land(self) -> str:
        return _land(self.shapes)

    def _grid(self) -> str:
        down = "".join(f"M{n * _SIDE} 0V{self.view.height}" for n in range(1, SQUARES))
        across = "".join(f"M0 {px(n * self.view.step)}H{WIDTH}" for n in range(1, self.view.rows))
        return f'<path class="squares" d="{down}{across}"/>'

    def _marks(self) -> str:
        view, parts = self.view, []
        for style in STYLES:
            d = "".join(
                f"M{px(view.across(m.easting))} {px(view.down(m.northing))}h0"
                for m in self.marks
                if m.style == style
            )
            if d:
                parts.append(f'<g data-phase="{style}">{strokes(style, d)}</g>')
        return "".join(parts)

    def _names(self) -> str:
        view = self.view
        return "".join(
            f'<text class="map__name" x="{view.across(s.easting):.0f}" '
            f'y="{view.down(s.northing):.0f}" text-anchor="middle">{escape(s.name)}</text>'
            for s in self.shapes
        )


def strokes(style: str, d: str) -> str:
    """The strokes of one kind of mark, the lower one first."""
    found = f'<path class="mark mark--{style}" d="{d}"/>'
    if style in _RINGED:
        found += f'<path class="mark mark--inner mark--in-{style}" d="{d}"/>'
    return found


@dataclass(frozen=True)
class Key:
    """One kind of mark as it stands in the legend."""

    style: str

    def __html__(self) -> str:
        return (
            '<svg class="map-key" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">'
            f"{strokes(self.style, 'M9 9h0')}</svg>"
        )
