"""The brief on the home page: what changed and whether it is real, each line led by its title."""

from dataclasses import dataclass

from foreland.report.material import Material, Row
from foreland.report.pages.page import path_of


@dataclass(frozen=True)
class BriefLine:
    """A sentence; where it begins with a measure's title, that leads to its page."""

    title: str
    rest: str
    path: str


@dataclass(frozen=True)
class Quarter:
    """How many measures stand in a quarter of England's, now and three years before."""

    name: str
    now: int
    before: int
    of: int


@dataclass(frozen=True)
class Brief:
    better: tuple[BriefLine, ...]
    worse: tuple[BriefLine, ...]
    noise: tuple[BriefLine, ...]
    watch: tuple[BriefLine, ...]
    quarters: tuple[Quarter, ...]
    quarter_words: tuple[BriefLine, ...]
    neighbours: tuple[BriefLine, ...]


def brief(material: Material) -> Brief | None:
    """None where there is nothing to look at."""
    if not material.brief:
        return None
    parts: dict[str, list[BriefLine]] = {}
    for row in material.brief:
        parts.setdefault(row["section"], []).append(_line(material, row))

    def of(section: str) -> tuple[BriefLine, ...]:
        return tuple(parts.get(section, ()))

    return Brief(
        of("better"), of("worse"), of("noise"), of("watch"), _quarters(material),
        of("quarter"), of("neighbours"),
    )  # fmt: skip


def _quarters(material: Material) -> tuple[Quarter, ...]:
    rows = [r for r in material.brief if r["section"] == "quarter" and r["before"] is not None]
    return tuple(
        Quarter(name, row["count"], int(row["before"]), row["of"])
        for name, row in zip(("Best quarter", "Worst quarter"), rows, strict=False)
    )


def _line(material: Material, row: Row) -> BriefLine:
    sentence, title = row["sentence"], row["title"] or ""
    entry = material.by_id.get(row["indicator"] or "")
    if not title or entry is None or not sentence.startswith(title):
        return BriefLine("", sentence, "")
    shown = any(entry.id == i.id for i in material.shown)
    return BriefLine(title, sentence[len(title) :], path_of(entry) if shown else "")
