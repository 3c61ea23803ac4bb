"""A page: where it lies, what kind it is, and the context that its template declares."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from foreland.indicators.schema import Indicator


@dataclass(frozen=True)
class Page:
    """``path`` from the site's root; ``context`` is a dataclass whose fields the template uses."""

    path: str
    kind: str
    title: str
    description: str
    template: str
    context: Any
    section: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()

    @property
    def root(self) -> str:
        """The way from this page to the site's root: empty, or ``../`` as often as needed."""
        return "../" * self.path.count("/")

    def names(self) -> dict[str, Any]:
        """What the template may know: the page's own fields and the context's."""
        own = {
            "path": self.path,
            "kind": self.kind,
            "title": self.title,
            "description": self.description,
            "section": self.section,
            "crumbs": self.crumbs,
            "root": self.root,
        }
        if not is_dataclass(self.context):
            raise TypeError(f"{self.kind}: the context of a page is a dataclass")
        return own | {f.name: getattr(self.context, f.name) for f in fields(self.context)}


def file_name(indicator: Indicator) -> str:
    """The name of an indicator's files: its id; a publisher's code made fit for an address."""
    return "".join(c if c.isalnum() or c in "_-" else "-" for c in indicator.id)


def path_of(indicator: Indicator) -> str:
    """The path of an indicator's page."""
    return f"indicators/{file_name(indicator)}.html"
