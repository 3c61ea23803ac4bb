"""The browser's checks themselves: a good page passes, and each catches a fault planted in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import site_browser as checks
from site_tiny import STYLE, tiny_site

pytestmark = pytest.mark.browser

ALL: tuple[Callable[[Any], list[str]], ...] = (
    checks.accessible,
    checks.fits,
    checks.keyboard,
    checks.skips,
    checks.still,
    checks.forced_colours,
    checks.printed,
)

SKIP = '<a href="#main-content" class="govuk-skip-link">Skip to main content</a>\n'
SMALL = '</h1><button aria-label="a"></button><br><button aria-label="b"></button>'
SMALL_STYLE = "button{width:9px;height:9px;padding:0;border:0;display:block}br{display:none}"
SPIN = "@keyframes spin{to{rotate:1turn}}h1{animation:spin 9s infinite}"

PLANTED = [
    ("no language", '<html lang="en">', "<html>", "", checks.accessible, "html-has-lang"),
    ("faint text", "", "", "h1{color:#ccc;background:#fff}", checks.accessible, "color-contrast"),
    ("small targets", "</h1>", SMALL, SMALL_STYLE, checks.accessible, "target-size"),
    ("too wide", "", "", "h1{width:400px}", checks.fits, "scrolls sideways: h1"),
    (
        "too wide when spaced",
        "<h1>Tiny",
        "<h1>Attendance, absence",
        "h1{white-space:nowrap;font-size:27px}",
        checks.fits,
        "spaced text",
    ),
    ("no skip link", SKIP, "", "", checks.keyboard, "not a skip link"),
    (
        "focus unseen",
        "",
        "",
        "nav a:focus{all:unset}nav a{all:unset}",
        checks.keyboard,
        "looks the same",
    ),
    ("a skip to nowhere", 'id="main-content"', 'id="main"', "", checks.skips, "not the main"),
    ("motion", "", "", SPIN, checks.still, "1 animations"),
    ("no edge", "", "", ".tag{border:0}", checks.forced_colours, "no edge"),
    ("a chart in the dark", "", "", "path{stroke:#135}", checks.forced_colours, "dark: path"),
    ("menus on paper", "", "", "nav{display:block!important}", checks.printed, "navigation"),
]


def test_a_good_page_passes_every_check(browser: Any, tmp_path: Path) -> None:
    with checks.opened(browser, tiny_site(tmp_path), checks.NARROW) as tab:
        for check in ALL:
            assert checks.visit(tab, "index.html") == []
            assert check(tab) == [], check.__name__


@pytest.mark.parametrize(
    ("old", "new", "style", "check", "said"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED]
)
def test_a_planted_fault_is_caught(
    old: str,
    new: str,
    style: str,
    check: Callable[[Any], list[str]],
    said: str,
    browser: Any,
    tmp_path: Path,
) -> None:
    site = tiny_site(tmp_path, old, new, STYLE + style)
    with checks.opened(browser, site, checks.NARROW) as tab:
        checks.visit(tab, "index.html")
        faults = check(tab)
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ('<img alt="" src="https://a.example/x.png">', "a.example"),
        ('<img alt="" src="gone.png">', "asks for http://site.test/gone.png"),
        ("<script>document.title = 'x'</script>", "console"),
        ('<p style="color:red">x</p>', "console"),
    ],
)
def test_what_a_strict_policy_forbids_is_told(
    new: str, said: str, browser: Any, tmp_path: Path
) -> None:
    site = tiny_site(tmp_path, "</main>", f"{new}</main>")
    with checks.opened(browser, site) as tab:
        faults = checks.visit(tab, "index.html")
    assert any(said in fault for fault in faults), faults
