"""A built site, read for checking: its files, and every page parsed once.

Knows nothing of how the site is made: it looks at the files, as a reader's browser does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

_SPACES = ("{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}")


def parse(text: str) -> tuple[Element, list[str]]:
    """The tree, its tags without name spaces, and each parse error with its line."""
    parser = html5lib.HTMLParser()
    tree: Element = parser.parse(text)
    for element in tree.iter():
        if isinstance(element.tag, str):
            for space in _SPACES:
                element.tag = element.tag.removeprefix(space)
    errors = [
        f"line {line}: {code} {data or ''}".strip() for (line, _), code, data in parser.errors
    ]
    return tree, errors


def words(element: Element) -> str:
    """The text inside an element, spaces tidied."""
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


@dataclass
class Page:
    """One page. ``path`` is from the site's root."""

    path: str
    text: str

    @cached_property
    def _parsed(self) -> tuple[Element, list[str]]:
        return parse(self.text)

    @property
    def tree(self) -> Element:
        return self._parsed[0]

    @property
    def errors(self) -> list[str]:
        return self._parsed[1]

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.tree.iter() for child in parent}

    def above(self, element: Element) -> Iterator[Element]:
        """The element's parents, nearest first."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    def hidden(self, element: Element) -> bool:
        """Whether a screen reader is told to pass it by."""
        return any(e.get("aria-hidden") == "true" for e in (element, *self.above(element)))

    @cached_property
    def ids(self) -> list[str]:
        return [e.get("id", "") for e in self.tree.iter() if e.get("id")]

    @cached_property
    def title(self) -> str:
        found = self.tree.find("head/title")
        return "" if found is None else words(found)

    @cached_property
    def kind(self) -> str:
        for meta in self.tree.iterfind("head/meta"):
            if meta.get("name") == "foreland:kind":
                return meta.get("content", "")
        return ""

    @cached_property
    def main(self) -> Element:
        """The main part, or else the body."""
        found = self.tree.find("body//main")
        return found if found is not None else self.tree.find("body") or self.tree


@dataclass
class SiteFiles:
    """``root`` holds index.html."""

    root: Path
    _pages: list[Page] = field(default_factory=list)

    @property
    def pages(self) -> list[Page]:
        if not self._pages:
            self._pages = [
                Page(path, (self.root / path).read_text("utf-8"))
                for path in sorted(self.paths)
                if path.endswith(".html")
            ]
        return self._pages

    @cached_property
    def paths(self) -> set[str]:
        """Every file, from the root."""
        return {p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file()}

    @cached_property
    def page(self) -> dict[str, Page]:
        return {page.path: page for page in self.pages}

    def kinds(self, each: int = 1) -> list[Page]:
        """The first pages of every kind: the longest, since most goes wrong there."""
        by_kind: dict[str, list[Page]] = {}
        for page in sorted(self.pages, key=lambda p: (-len(p.text), p.path)):
            by_kind.setdefault(page.kind, []).append(page)
        return [page for kind in sorted(by_kind) for page in by_kind[kind][:each]]
