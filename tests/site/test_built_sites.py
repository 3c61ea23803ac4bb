"""The demo's site and the real Kent's, checked file by file, without a browser."""

import pytest
import site_checks as checks
from site_pages import SiteFiles

KINDS = {
    "home", "priority", "indicator", "theme", "plan", "methods", "glossary", "our-record",
    "accessibility", "privacy",
}  # fmt: skip

#: Of a site whose store has a list of schools.
SCHOOL_KINDS = {
    "schools", "schools-district", "schools-phase", "schools-ladder", "schools-regimes", "school",
    "trusts", "trust", "trusts-without",
}  # fmt: skip


def told(faults: list[str]) -> str:
    """Enough of the faults to mend them by."""
    return "\n".join([f"{len(faults)} faults:", *faults[:20]])


@pytest.fixture(
    scope="session",
    params=["demo", pytest.param("kent", marks=[pytest.mark.slow, pytest.mark.real])],
)
def site(request: pytest.FixtureRequest) -> SiteFiles:
    found: SiteFiles = request.getfixturevalue(f"{request.param}_site")
    return found


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_every_page_passes(check: checks.Check, site: SiteFiles) -> None:
    faults = check(site)
    assert not faults, told(faults)


def test_the_site_has_every_kind_of_page(site: SiteFiles) -> None:
    assert {page.kind for page in site.pages} >= KINDS


def test_every_page_of_the_demo_says_that_it_is_synthetic(demo_site: SiteFiles) -> None:
    faults = checks.says_synthetic(demo_site)
    assert not faults, told(faults)


@pytest.mark.slow
@pytest.mark.real
def test_a_real_area_does_not_say_that_it_is_synthetic(kent_site: SiteFiles) -> None:
    said = [page.path for page in kent_site.pages if "synthetic" in page.text.lower()]
    assert said == []


def test_the_demo_has_every_kind_of_page_of_schools(demo_site: SiteFiles) -> None:
    assert {page.kind for page in demo_site.pages} >= SCHOOL_KINDS


def test_no_public_page_of_schools_calls_one_weak(site: SiteFiles) -> None:
    """Nor tells what is for internal readers alone."""
    words = ("weak", "failing", "worst", "underperform", "league table", "more children are in")
    said = [
        (page.path, word)
        for page in site.pages
        if page.kind in SCHOOL_KINDS
        for word in words
        if word in page.text.lower()
    ]
    assert said == []


def test_lists_of_schools_are_sorted_by_name(site: SiteFiles) -> None:
    """By the names as they are written, whatever inspectors said."""
    for page in site.pages:
        if page.kind == "schools-district":
            rows = [tr.find("th") for tr in page.main.iterfind(".//tbody/tr")]
            names = ["".join(th.itertext()).lower() for th in rows if th is not None]
            assert names == sorted(names), page.path
