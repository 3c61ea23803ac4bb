"""All pages of schools and trusts; none where the store has no list of schools."""

from foreland.report.material import Material
from foreland.report.pages import (
    school_districts,
    school_ladder,
    school_lists,
    school_page,
    school_rows,
    school_texts,
    trust_pages,
    trusts_without,
)
from foreland.report.pages.page import Page


def pages(material: Material) -> list[Page]:
    """A list with its map, a page a district and phase, the ladder, a page a school and trust."""
    schools = school_rows.of(material)
    if schools is None:
        return []
    ladder = school_ladder.page(schools)
    internal = school_texts.next_page(schools)
    return [
        *school_lists.pages(
            schools, ladder.path if ladder else None, internal.path if internal else None
        ),
        *school_districts.pages(schools),
        *([ladder] if ladder else []),
        school_texts.regimes(schools),
        *([internal] if internal else []),
        *trust_pages.pages(schools),
        trusts_without.page(schools),
        *school_page.pages(schools),
    ]
