"""From latitude and longitude to the metres of the National Grid, to about five metres.

Boundaries are published in degrees (WGS 84), schools' places in degrees or in metres; a map and a
distance need one of them. Formulas: Ordnance Survey, A guide to coordinate systems in Great
Britain, annexes B and C: a Helmert shift to the Airy 1830 ellipsoid, then its transverse Mercator
projection. Right to about five metres in Great Britain; not for other countries.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

#: Semi-axes of an ellipsoid in metres.
_WGS84: Final = (6_378_137.0, 6_356_752.3142)
_AIRY: Final = (6_377_563.396, 6_356_256.909)

#: WGS 84 to OSGB36: metres, parts per million, seconds of arc.
_SHIFT: Final = (-446.448, 125.157, -542.060)
_SCALE: Final = 20.4894
_TURN: Final = (-0.1502, -0.2470, -0.8421)

#: The grid's true origin, its scale there, and where that origin lies from the false one.
_LAT0, _LON0 = np.radians(49.0), np.radians(-2.0)
_F0, _E0, _N0 = 0.9996012717, 400_000.0, -100_000.0


def to_grid(latitude: Numbers, longitude: Numbers) -> tuple[Numbers, Numbers]:
    """Eastings and northings in metres of places in degrees (WGS 84)."""
    return projected(*_shifted(np.radians(latitude), np.radians(longitude)))


def _shifted(lat: Numbers, lon: Numbers) -> tuple[Numbers, Numbers]:
    """The same places on the Airy ellipsoid; radians."""
    a, b = _WGS84
    e2 = 1 - (b * b) / (a * a)
    nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    x = nu * np.cos(lat) * np.cos(lon)
    y = nu * np.cos(lat) * np.sin(lon)
    z = nu * (1 - e2) * np.sin(lat)
    s = 1 + _SCALE / 1e6
    rx, ry, rz = (np.radians(turn / 3600) for turn in _TURN)
    x, y, z = (
        _SHIFT[0] + s * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + s * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + s * z,
    )
    a, b = _AIRY
    e2 = 1 - (b * b) / (a * a)
    flat = np.hypot(x, y)
    lat = np.arctan2(z, flat * (1 - e2))
    for _ in range(5):  # settles to a millimetre in three
        nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + e2 * nu * np.sin(lat), flat)
    return lat, np.arctan2(y, x)


def projected(lat: Numbers, lon: Numbers) -> tuple[Numbers, Numbers]:
    """Eastings and northings of places on the Airy ellipsoid; radians. Annex C.1."""
    a, b = _AIRY
    e2 = 1 - (b * b) / (a * a)
    n = (a - b) / (a + b)
    sin, cos, tan = np.sin(lat), np.cos(lat), np.tan(lat)
    nu = a * _F0 / np.sqrt(1 - e2 * sin**2)
    rho = a * _F0 * (1 - e2) / (1 - e2 * sin**2) ** 1.5
    eta2 = nu / rho - 1
    less, more = lat - _LAT0, lat + _LAT0
    m = (
        b
        * _F0
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * less) * np.cos(2 * more)
            - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
        )
    )
    one = m + _N0
    two = nu / 2 * sin * cos
    three = nu / 24 * sin * cos**3 * (5 - tan**2 + 9 * eta2)
    three_a = nu / 720 * sin * cos**5 * (61 - 58 * tan**2 + tan**4)
    four = nu * cos
    five = nu / 6 * cos**3 * (nu / rho - tan**2)
    six = nu / 120 * cos**5 * (5 - 18 * tan**2 + tan**4 + 14 * eta2 - 58 * tan**2 * eta2)
    d = lon - _LON0
    northing = one + two * d**2 + three * d**4 + three_a * d**6
    easting = _E0 + four * d + five * d**3 + six * d**5
    return easting, northing
