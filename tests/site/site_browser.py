"""Checks of pages in a real browser: each gives the faults found, a sentence each.

The pages are served from memory under a strict content security policy, so that nothing can be
loaded from elsewhere and no script can run: the site must be whole without them.
"""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from site_pages import SiteFiles

ORIGIN = "http://site.test/"
WIDE, NARROW = 1280, 320
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

#: WCAG 1.4.12: text so spaced must stay whole.
SPACED = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}"""

_TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return null;
  const past = [...document.querySelectorAll('main *, header *, footer *, body > *')]
    .filter(e => !e.closest('.scroll, svg'))
    .filter(e => e.getBoundingClientRect().right > wide + 1 || e.scrollWidth > e.clientWidth + 1
      && getComputedStyle(e).display !== 'inline' && e.scrollWidth > wide - 40);
  const inmost = past.filter(e => !past.some(o => o !== e && e.contains(o)));
  return inmost.slice(0, 3).map(e => `${e.tagName.toLowerCase()}.${e.getAttribute('class')}`)
    .join(', ') || 'the page';
}"""

_LOOK = """e => {
  const s = getComputedStyle(e);
  const line = s.outlineStyle === 'none' || s.outlineWidth === '0px' ? '' :
    [s.outlineStyle, s.outlineWidth, s.outlineColor].join(' ');
  return [line, s.boxShadow, s.backgroundColor, s.color, s.textDecoration, s.borderBottom].join();
}"""

_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const r = e.getBoundingClientRect();
  e.dataset.seen = '1';
  const shown = r.width > 1 && r.height > 1 && r.right > 0 && r.left < innerWidth;
  return {name: (e.getAttribute('aria-label') || e.textContent || '').trim().slice(0, 40),
    tag: e.tagName.toLowerCase(), css: e.getAttribute('class') || '', shown};
}"""


@contextmanager
def opened(browser: Any, site: SiteFiles, width: int = WIDE, **options: Any) -> Iterator[Any]:
    """A tab in which the site is served; ``tab.faults`` collects what the browser complains of."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    tab = context.new_page()
    tab.faults = []

    def answer(route: Any) -> None:
        address = route.request.url.split("#")[0].split("?")[0]
        path = address.removeprefix(ORIGIN)
        if not address.startswith(ORIGIN) or path not in site.paths:
            tab.faults.append(f"asks for {address}")
            route.abort()
            return
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(
            body=(site.root / path).read_bytes(),
            headers={"content-type": f"{kind}; charset=utf-8", "content-security-policy": POLICY},
        )

    context.route("**/*", answer)
    tab.on("console", lambda m: m.type == "error" and tab.faults.append(f"console: {m.text}"))
    tab.on("pageerror", lambda e: tab.faults.append(f"error: {e}"))
    try:
        yield tab
    finally:
        context.close()


def visit(tab: Any, path: str) -> list[str]:
    """Open a page; what the browser complained of meanwhile."""
    tab.faults.clear()
    tab.goto(ORIGIN + path, wait_until="load")
    return list(tab.faults)


def accessible(tab: Any) -> list[str]:
    """axe-core's WCAG 2.2 A and AA rules on the open page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(
        tab, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    )
    return [
        f"axe {rule['id']}: {rule['help']}: {node['html'][:160]}"
        for rule in found.response["violations"]
        for node in rule["nodes"][:3]
    ]


def fits(tab: Any) -> list[str]:
    """Nothing makes the whole page scroll sideways, as it is and with WCAG's wider spacing."""
    faults = []
    if past := tab.evaluate(_TOO_WIDE):
        faults.append(f"scrolls sideways: {past}")
    # The page's policy forbids a style of its own; the test's tool may still add one.
    tab.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
        " document.adoptedStyleSheets = [s]; }",
        SPACED,
    )
    if not faults and (past := tab.evaluate(_TOO_WIDE)):
        faults.append(f"scrolls sideways with spaced text: {past}")
    tab.evaluate("() => { document.adoptedStyleSheets = []; }")
    return faults


def keyboard(tab: Any, most: int = 60) -> list[str]:
    """Tab reaches the skip link first, then the rest; each shows that it has the focus."""
    faults = []
    tab.keyboard.press("Tab")
    first = tab.evaluate(_FOCUS)
    if not first or "skip" not in first["name"].lower():
        return [f"Tab reaches {first and first['name']!r} first, not a skip link"]
    if not first["shown"]:
        faults.append("the skip link does not show when it has the focus")
    seen = 0
    while first and seen < most:
        seen += 1
        if not first["shown"]:
            faults.append(f"{first['tag']} {first['name']!r} has the focus and cannot be seen")
        focused = tab.evaluate(f"() => ({_LOOK})(document.activeElement)")
        plain = tab.evaluate(
            f"() => {{ const e = document.activeElement; e.blur(); const s = ({_LOOK})(e);"
            " e.focus({focusVisible: true}); return s; }"
        )
        if focused == plain:
            faults.append(f"{first['tag']} {first['name']!r} looks the same with the focus")
        tab.keyboard.press("Tab")
        first = tab.evaluate(_FOCUS)
    left = tab.evaluate(
        "() => [...document.querySelectorAll('a[href]:not([data-seen])')]"
        ".filter(e => e.checkVisibility()).length"
    )
    if left and seen < most:
        faults.append(f"{left} links are not reached by Tab")
    return faults


def skips(tab: Any) -> list[str]:
    """Enter on the skip link moves on to the main part."""
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    where = tab.evaluate("() => location.hash.slice(1)")
    main = tab.evaluate("() => document.querySelector('main')?.id")
    return (
        [] if where and where == main else [f"the skip link leads to {where!r}, not the main part"]
    )


def still(tab: Any) -> list[str]:
    """Nothing moves for a reader who asked for less motion."""
    tab.emulate_media(reduced_motion="reduce")
    moving = tab.evaluate("() => document.getAnimations().length")
    tab.emulate_media(reduced_motion="no-preference")
    return [f"{moving} animations run though less motion was asked for"] if moving else []


_CONTRAST = """() => {
  const light = c => {
    const parts = c.match(/[\\d.]+/g).slice(0, 3).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const against = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const faults = [];
  for (const e of document.querySelectorAll('.tag, .state')) {
    const s = getComputedStyle(e);
    if (s.borderTopStyle === 'none' || s.borderTopWidth === '0px')
      faults.push(`a rating has no edge: ${e.textContent.trim()}`);
  }
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'Canvas';
  const paper = getComputedStyle(probe).color;
  probe.remove();
  for (const e of document.querySelectorAll('svg.chart path:not(.g), svg.chart text')) {
    const s = getComputedStyle(e);
    const [colour, least] = e.tagName === 'text' ? [s.fill, 4.5] : [s.stroke, 3];
    const rest = colour.startsWith('rgb') && against(colour, paper) < least;
    if (rest && s.display !== 'none')
      faults.push(`${e.tagName}.${e.getAttribute('class')} of a chart is ${colour} on ${paper}`);
  }
  return [...new Set(faults)];
}"""


def forced_colours(tab: Any) -> list[str]:
    """With the reader's own colours, light or dark, ratings keep an edge and charts are seen."""
    faults: list[str] = []
    for scheme in ("light", "dark"):
        tab.emulate_media(forced_colors="active", color_scheme=scheme)
        faults += [f"{scheme}: {fault}" for fault in tab.evaluate(_CONTRAST)]
    tab.emulate_media(forced_colors="none", color_scheme="light")
    return faults


def printed(tab: Any) -> list[str]:
    """On paper: no navigation, the main part there, and nothing cut off at the side."""
    tab.emulate_media(media="print")
    faults = tab.evaluate("""() => {
      const shown = e => e && e.checkVisibility();
      const faults = [];
      if (!shown(document.querySelector('h1'))) faults.push('the heading is not printed');
      if (shown(document.querySelector('nav[aria-label=Main]')))
        faults.push('the navigation is printed');
      for (const e of document.querySelectorAll('details > :not(summary)'))
        if (!shown(e)) faults.push('a closed detail is not printed');
      return [...new Set(faults)];
    }""")
    paper = tab.pdf(format="A4", print_background=False)
    if len(paper) < 2_000:
        faults.append("the printed page is empty")
    tab.emulate_media(media="screen")
    return list(faults)
