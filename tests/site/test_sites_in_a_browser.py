"""Every kind of page of the demo and of the real Kent, in Chromium, on a phone and on a desk.

The pages are served under a policy that runs no script and loads nothing from elsewhere.
"""

from collections.abc import Callable
from typing import Any

import pytest
import site_browser as checks
from site_pages import SiteFiles

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="session", params=["demo", pytest.param("kent", marks=pytest.mark.real)])
def site(request: pytest.FixtureRequest) -> SiteFiles:
    found: SiteFiles = request.getfixturevalue(f"{request.param}_site")
    return found


def faults_of(
    browser: Any,
    site: SiteFiles,
    width: int,
    check: Callable[[Any], list[str]],
    each: int = 1,
) -> list[str]:
    """The faults on the longest pages of every kind, at one width."""
    faults = []
    with checks.opened(browser, site, width) as tab:
        for page in site.kinds(each):
            for fault in [*checks.visit(tab, page.path), *check(tab)]:
                faults.append(f"{page.path} ({page.kind}) at {width} px: {fault}")
    return faults


WIDTHS = pytest.mark.parametrize("width", [checks.NARROW, checks.WIDE])


@WIDTHS
def test_every_kind_of_page_is_accessible(browser: Any, site: SiteFiles, width: int) -> None:
    faults = faults_of(browser, site, width, checks.accessible)
    assert not faults, "\n".join(faults)


def test_no_page_scrolls_sideways_on_a_phone(browser: Any, site: SiteFiles) -> None:
    faults = faults_of(browser, site, checks.NARROW, checks.fits, each=1_000)
    assert not faults, "\n".join(faults)


@WIDTHS
def test_every_kind_of_page_works_by_keyboard(browser: Any, site: SiteFiles, width: int) -> None:
    faults = faults_of(browser, site, width, checks.keyboard)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "check", [checks.skips, checks.still, checks.forced_colours, checks.printed]
)
def test_every_kind_of_page_serves_every_reader(
    check: Callable[[Any], list[str]], browser: Any, site: SiteFiles
) -> None:
    faults = faults_of(browser, site, checks.WIDE, check)
    assert not faults, "\n".join(faults)
