"""Degrees and metres: the Ordnance Survey's own worked example, and what must hold anywhere."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from foreland.model.grid import projected, to_grid


def test_the_ordnance_surveys_worked_example() -> None:
    """A guide to coordinate systems in Great Britain, annex C: Caister water tower."""
    lat = np.radians(np.array([52 + 39 / 60 + 27.2531 / 3600]))
    lon = np.radians(np.array([1 + 43 / 60 + 4.5177 / 3600]))
    easting, northing = projected(lat, lon)
    assert round(float(easting[0]), 3) == 651409.903
    assert round(float(northing[0]), 3) == 313177.270


def test_a_place_known_both_ways_agrees_to_five_metres() -> None:
    """Greenwich, the transit circle: TQ 38877 77341 by the Ordnance Survey's maps."""
    easting, northing = to_grid(np.array([51.477883]), np.array([-0.001519]))
    assert abs(easting[0] - 538_881) < 10
    assert abs(northing[0] - 177_330) < 20


@given(st.floats(50.0, 58.5), st.floats(-5.0, 1.5))
def test_north_is_up_and_east_is_right(latitude: float, longitude: float) -> None:
    easting, northing = to_grid(
        np.array([latitude, latitude + 0.01, latitude]),
        np.array([longitude, longitude, longitude + 0.01]),
    )
    assert northing[1] - northing[0] > 1_100
    assert 500 < easting[2] - easting[0] < 750
