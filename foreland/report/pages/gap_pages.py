"""Pages of gaps: one that leads to all kinds, and a page a kind of group with both lines of each.

Kinds are groups of children as publishers define them; disadvantage and free school meals are two
kinds, and neither is pupil premium.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from foreland.report import wording
from foreland.report.charts.pair import Pair
from foreland.report.material import Material
from foreland.report.pages.gap_blocks import GapBlock, gap_block
from foreland.report.pages.page import Page

#: A kind: its file, its title, and the groups that belong to it.
KINDS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("disadvantaged", "Disadvantaged pupils", lambda g: g.startswith("disadvantaged=")),
    ("free-school-meals", "Children eligible for free school meals",
     lambda g: g.startswith("fsm=")),
    ("in-care", "Children in care", lambda g: g == "care=looked-after"),
    ("in-need", "Children in need",
     lambda g: g.startswith("care=") and g != "care=looked-after"),
    ("sen-support", "Pupils with SEN support", lambda g: g == "sen=support"),
    ("ehc-plan", "Pupils with an EHC plan", lambda g: g == "sen=ehc-plan"),
    ("sex", "Girls and boys", lambda g: g.startswith("sex=")),
    ("ethnicity", "Ethnicity", lambda g: g.startswith("ethnicity=")),
    ("other", "Other groups", lambda _: True),
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    path: str
    #: Who is meant by the groups and by those that they stand beside.
    meanings: tuple[str, ...]
    blocks: tuple[GapBlock, ...]


@dataclass(frozen=True)
class GapsPage:
    kinds: tuple[Kind, ...]
    area_name: str
    neighbours: str


@dataclass(frozen=True)
class GapKindPage:
    this: Kind
    kinds: tuple[Kind, ...]
    area_name: str
    neighbours: str


def kinds(material: Material) -> tuple[Kind, ...]:
    """Every kind of which this area has a gap with a figure."""
    found: dict[str, list[tuple[GapBlock, str, str]]] = {}
    for indicator in material.shown:
        for n, gap in enumerate(indicator.gaps):
            block = gap_block(material, indicator, gap, n)
            if block.rows:
                name = next(name for name, _, has in KINDS if has(gap.group))
                found.setdefault(name, []).append((block, gap.group, gap.comparator))
    made = []
    for name, title, _ in KINDS:
        if name not in found:
            continue
        blocks = tuple(
            replace(block, ident=f"{name}-{n}", chart=_named(block, f"{name}-{n}"))
            for n, (block, _, _) in enumerate(found[name])
        )
        sides = [side for _, group, other in found[name] for side in (group, other)]
        meanings = tuple(
            wording.MEANINGS[side] for side in dict.fromkeys(sides) if side in wording.MEANINGS
        )
        made.append(Kind(name, title, f"gaps/{name}.html", meanings, blocks))
    return tuple(made)


def _named(block: GapBlock, ident: str) -> Pair | None:
    return replace(block.chart, ident=ident) if block.chart else None


def pages(material: Material, found: tuple[Kind, ...]) -> list[Page]:
    if not found:
        return []
    area = material.about.area_name
    model = material.about.neighbours_model
    neighbours = wording.edition(model) if model else ""
    made = [
        Page(
            "gaps/index.html",
            "gaps",
            "Gaps between groups of children",
            f"How far groups of children in {area} are behind others, beside England and similar "
            "areas, and whether the gaps close.",
            "gaps.html",
            GapsPage(found, area, neighbours),
            "gaps",
            (("index.html", "Home"),),
        )
    ]
    for kind in found:
        made.append(
            Page(
                kind.path,
                "gap-kind",
                f"Gaps: {kind.title[:1].lower()}{kind.title[1:]}",
                f"{kind.title} in {area} beside others: both lines, and why each gap moved.",
                "gap-kind.html",
                GapKindPage(kind, found, area, neighbours),
                "gaps",
                (("index.html", "Home"), ("gaps/index.html", "Gaps")),
            )
        )
    return made
