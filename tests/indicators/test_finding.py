"""An indicator is found by id or title; a slip suggests the one that was meant."""

import pytest

from foreland.indicators.catalogue import Catalogue
from foreland.model.problems import ForelandError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gld", "gld"),
        (" gld ", "gld"),
        ("Good level of development", "gld"),
        ("progress 8", "progress8"),
        ("Absence, primary", "primary_absence"),
    ],
)
def test_indicator_is_found_by_id_title_or_short_title(text: str, found: str) -> None:
    assert Catalogue.load().find(text).id == found


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("attainmnet8", "attainment8"),
        ("Attainment-8", "attainment8"),
        ("ks2_rmw", "ks2_rwm"),
        ("ehcp_20_weeks", "ehc_20_weeks"),
        ("persistent absense", "persistent_absence"),
        ("Septembre Guarantee", "september_guarantee"),
        ("phonic", "phonics"),
    ],
)
def test_slip_suggests_the_nearest(slip: str, meant: str) -> None:
    with pytest.raises(ForelandError, match=rf"Did you mean {meant}\?"):
        Catalogue.load().find(slip)


def test_name_like_none_says_where_to_look() -> None:
    with pytest.raises(ForelandError, match="Run: foreland indicators"):
        Catalogue.load().find("xyzzy 42")


def test_unknown_theme_suggests_the_nearest() -> None:
    with pytest.raises(ForelandError, match=r"no theme 'finances'.*Did you mean finance\?"):
        Catalogue.load().theme("finances")
    assert Catalogue.load().theme("School quality").id == "school-quality"


def test_get_of_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Catalogue.load().get("nothing")
