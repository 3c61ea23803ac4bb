"""Checks of a built site that need no browser: each gives the faults found, a sentence each.

An empty list is a pass. Every check is shown to catch a planted fault in test_site_checks.py.
"""

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from site_pages import Page, SiteFiles, classes, words

Check = Callable[[SiteFiles], list[str]]

PAGE_BYTES = 100_000
LOADED_BYTES = 100_000

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PHRASING_ONLY = {*_HEADINGS, "p", "span", "strong", "em", "b", "i", "code", "small", "abbr", "pre"}
_BLOCKS = {
    *_HEADINGS,
    *("p", "div", "ul", "ol", "dl", "table", "figure", "section", "article", "nav"),
    *("header", "footer", "main", "aside", "details", "blockquote", "form", "hr", "fieldset"),
}
_CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"th", "td"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
}
_PROGRAM = re.compile(
    r"\b(?:NaN|nan|Undefined|null)\b|\bNone(?= ?[%,;/)–]|$)|\{\{|\}\}|\{%|<[a-z]+>"
)
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")


def every_page(check: Callable[[Page], Iterator[str]]) -> Check:
    """A check of one page as a check of the site: each fault says its page."""

    def run(site: SiteFiles) -> list[str]:
        return [f"{page.path}: {fault}" for page in site.pages for fault in check(page)]

    run.__name__ = check.__name__
    return run


@every_page
def valid_html(page: Page) -> Iterator[str]:
    """No parse error, and the content rules that a parser does not look at."""
    yield from page.errors
    for element in page.tree.iter():
        tag = element.tag
        for child in element:
            if tag in _PHRASING_ONLY and child.tag in _BLOCKS:
                yield f"<{child.tag}> inside <{tag}>"
            if tag in _CHILDREN and child.tag not in _CHILDREN[tag] | {"script", "template"}:
                yield f"<{child.tag}> straight inside <{tag}>"
        if tag in _CHILDREN and (element.text or "").strip() and tag != "table":
            yield f"bare text in <{tag}>: {(element.text or '').strip()[:40]!r}"
        if tag == "img" and element.get("alt") is None:
            yield "an image without alt"
    for ident, times in Counter(page.ids).items():
        if times > 1:
            yield f"id {ident!r} stands {times} times"
        if not ident or re.search(r"\s", ident):
            yield f"id {ident!r} has a space"
    known = set(page.ids)
    for element in page.tree.iter():
        for name in _REFERENCES:
            for ident in element.get(name, "").split():
                if ident not in known:
                    yield f"{name} names {ident!r}, which is not on the page"


@every_page
def outline(page: Page) -> Iterator[str]:
    """Language, description, viewport, kind, one h1, and headings that skip no level."""
    if not page.tree.get("lang"):
        yield "no language"
    if not page.title:
        yield "no title"
    if not page.kind:
        yield "its kind is not said"
    named = {meta.get("name"): meta.get("content") for meta in page.tree.iterfind("head/meta")}
    if not named.get("description"):
        yield "no description"
    if "width=device-width" not in (named.get("viewport") or ""):
        yield "no viewport for small screens"
    if re.search("user-scalable=no|maximum-scale", named.get("viewport") or ""):
        yield "the viewport forbids zooming"
    heads = [e for e in page.tree.iter() if e.tag in _HEADINGS]
    if (ones := sum(e.tag == "h1" for e in heads)) != 1:
        yield f"{ones} h1"
    level = 0
    for head in heads:
        deep = int(head.tag[1])
        if deep > level + 1:
            yield f"{head.tag} {words(head)[:40]!r} after h{level}"
        if not words(head):
            yield f"an empty {head.tag}"
        level = deep
    mains = sum(e.tag == "main" for e in page.tree.iter())
    if mains != 1:
        yield f"{mains} main parts"


def unique_titles(site: SiteFiles) -> list[str]:
    """A tab or a bookmark tells one page from another."""
    times = Counter(page.title for page in site.pages)
    return [
        f"{page.path}: another page has the title {page.title!r}"
        for page in site.pages
        if times[page.title] > 1
    ]


def target(page: Page, href: str) -> tuple[str, str] | None:
    """The path in the site and the fragment that a link leads to; None if it leaves the site."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return page.path, unquote(parts.fragment)
    steps: list[str] = []
    for step in (PurePosixPath(page.path).parent / unquote(parts.path)).parts:
        if step == "..":
            if not steps:
                return "..", ""
            steps.pop()
        elif step != ".":
            steps.append(step)
    path = "/".join(steps)
    if parts.path.endswith("/") or not path:
        path = f"{path}/index.html".lstrip("/")
    return path, unquote(parts.fragment)


def links(site: SiteFiles) -> list[str]:
    """Every link and anchor leads somewhere, works in any folder, and has words."""
    faults = []
    for page in site.pages:
        for element in page.tree.iter("a"):
            href = element.get("href")
            said = words(element) or element.get("aria-label", "")
            if href is None:
                continue
            if not said:
                faults.append(f"{page.path}: a link without words, to {href}")
            if said.lower() in ("here", "click here", "more", "link", "read more"):
                faults.append(f"{page.path}: the link's words say nothing: {said!r}")
            if href.startswith("/") or href.strip().lower().startswith("javascript:"):
                faults.append(f"{page.path}: {href} works on no server or only on one")
                continue
            led = target(page, href)
            if led is None:
                continue
            path, fragment = led
            if path not in site.paths:
                faults.append(f"{page.path}: {href} leads nowhere")
            elif fragment and path in site.page and fragment not in site.page[path].ids:
                faults.append(f"{page.path}: {href}: the page has no such place")
    return faults


def reachable(site: SiteFiles) -> list[str]:
    """Every page is found by following links from the first one (a 404 page is not linked)."""
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = site.page.get(waiting.pop())
        if page is None:
            continue
        for element in page.tree.iter("a"):
            led = target(page, element.get("href", ""))
            if led and led[0] in site.page and led[0] not in seen:
                seen.add(led[0])
                waiting.append(led[0])
    return [f"{path}: no way leads to it" for path in sorted(set(site.page) - seen - {"404.html"})]


def _loaded(page: Page) -> Iterator[str]:
    """The addresses that a browser loads with a page."""
    for element in page.tree.iter():
        if element.tag in ("script", "img", "iframe", "source", "embed", "audio", "video", "track"):
            yield from filter(None, [element.get("src")])
            for choice in element.get("srcset", "").split(","):
                yield from choice.split()[:1]
        if element.tag == "link":
            yield element.get("href", "")
        if element.tag in ("use", "image"):
            yield from filter(
                None, [element.get("href"), element.get("{http://www.w3.org/1999/xlink}href")]
            )


def offline(site: SiteFiles) -> list[str]:
    """Nothing is loaded from elsewhere, and all that is loaded is there."""
    faults = []
    for page in site.pages:
        for address in _loaded(page):
            led = target(page, address)
            if led is None and not address.startswith("data:"):
                faults.append(f"{page.path}: loads {address}")
            elif led is not None and led[0] not in site.paths:
                faults.append(f"{page.path}: loads {address}, which is not there")
    for path in sorted(p for p in site.paths if p.endswith((".css", ".svg", ".js"))):
        text = (site.root / path).read_text("utf-8")
        for found in re.findall(
            r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)|@import\s+['\"]([^'\"]+)", text
        ):
            faults.append(f"{path}: loads {''.join(found)}")
        if "@font-face" in text:
            faults.append(f"{path}: brings a font of its own")
    return faults


def sizes(site: SiteFiles) -> list[str]:
    """A page's HTML stays under 100 kB, and under 100 kB gzipped with its styles and scripts."""
    packed: dict[str, int] = {}

    def gzipped(path: str) -> int:
        if path not in packed:
            packed[path] = len(gzip.compress((site.root / path).read_bytes(), 6, mtime=0))
        return packed[path]

    faults = []
    for page in site.pages:
        size = len(page.text.encode())
        if size > PAGE_BYTES:
            faults.append(f"{page.path}: {size} bytes of HTML")
        led = {target(page, address) for address in _loaded(page)}
        paths = {each[0] for each in led if each and each[0].endswith((".css", ".js"))}
        whole = gzipped(page.path) + sum(gzipped(p) for p in paths if p in site.paths)
        if whole > LOADED_BYTES:
            faults.append(f"{page.path}: {whole} bytes gzipped with styles and scripts")
    return faults


@every_page
def strict_policy(page: Page) -> Iterator[str]:
    """A strict content security policy breaks nothing: no script, style or handler in the page."""
    for element in page.tree.iter():
        for name in element.attrib:
            if name.lower().startswith("on"):
                yield f"<{element.tag}> has the handler {name}"
            if name == "style":
                yield f"<{element.tag}> has a style of its own: {element.get('style')!r}"
        if element.tag == "script" and not element.get("src"):
            yield "a script in the page"
        if element.tag == "style":
            yield "styles in the page"


@every_page
def charts(page: Page) -> Iterator[str]:
    """A drawing is hidden from screen readers, or a named, described picture with a table by it.

    A small drawing inside a table's row needs no table of its own: the row is it.
    """
    has_table = page.tree.find("body//table") is not None
    for svg in page.tree.iter("svg"):
        if page.hidden(svg) or any(e.tag == "svg" for e in page.above(svg)):
            continue
        if svg.get("role") != "img":
            yield "a drawing that is neither hidden nor said to be a picture"
            continue
        inside = {child.tag: words(child) for child in svg}
        named = svg.get("aria-label") or inside.get("title")
        if not named:
            yield "a picture without a title"
        if "chart" in classes(svg):
            if not inside.get("desc"):
                yield f"the chart {named!r} has no description"
            labelled = svg.get("aria-labelledby", "").split()
            if len(labelled) < 2:
                yield f"the chart {named!r} is not labelled by its title and description"
            if not has_table:
                yield f"the chart {named!r} has no table beside it"


@every_page
def colour_alone(page: Page) -> Iterator[str]:
    """A rating or a state is always said in words that a screen reader reads."""
    for element in page.tree.iter():
        if not classes(element) & {"tag", "govuk-tag", "state"}:
            continue
        said = "".join(_heard(element)).split()
        if not any(re.search("[A-Za-z]{3}", word) for word in said):
            yield f"{' '.join(sorted(classes(element)))} says nothing but a colour or a mark"


def _heard(element: Element) -> Iterator[str]:
    if element.get("aria-hidden") == "true":
        return
    yield element.text or ""
    for child in element:
        yield from _heard(child)
        yield child.tail or ""


@every_page
def tables(page: Page) -> Iterator[str]:
    """A table has a caption and says what its heads are heads of; a scrolled one takes focus."""
    for table in page.tree.iter("table"):
        caption = table.find("caption")
        name = "" if caption is None else words(caption)
        if not name:
            yield "a table without a caption"
        heads = list(table.iter("th"))
        if not heads:
            yield f"the table {name!r} has no heads"
        if any(th.get("scope") not in ("col", "row", "colgroup", "rowgroup") for th in heads):
            yield f"the table {name!r} has a head without scope"
        widths = {
            sum(int(cell.get("colspan", "1")) for cell in row)
            for row in table.iter("tr")
            if not any(cell.get("rowspan") for cell in row)
        }
        if len(widths) > 1 and not any(c.get("rowspan") for c in table.iter("th")):
            yield f"the table {name!r} has rows of {sorted(widths)} cells"
        for box in page.above(table):
            if "scroll" in classes(box) and not (
                box.get("tabindex") == "0" and box.get("role") and box.get("aria-label")
            ):
                yield f"the scrolled table {name!r} cannot be reached by keyboard, or has no name"


@every_page
def clean_text(page: Page) -> Iterator[str]:
    """No word of a program has leaked into what people read. "None of them" is English."""
    body = page.tree.find("body")
    for text in () if body is None else body.itertext():
        for found in _PROGRAM.findall(text.strip()):
            yield f"{found!r} in {' '.join(text.split())[:60]!r}"


@every_page
def says_synthetic(page: Page) -> Iterator[str]:
    """An invented county says so on every page: in its title and before its main part."""
    if "synthetic" not in page.title.lower():
        yield "the title does not say that it is synthetic"
    body = page.tree.find("body")
    before = "" if body is None else words(body).lower()
    if "synthetic" not in before.split(words(page.main).lower()[:60] or "\0")[0]:
        yield "the page does not say at its head that it is synthetic"


CHECKS: tuple[Check, ...] = (
    valid_html,
    outline,
    unique_titles,
    links,
    reachable,
    offline,
    sizes,
    strict_policy,
    charts,
    colour_alone,
    tables,
    clean_text,
)
