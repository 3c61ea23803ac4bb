"""Commentary: what people say about a figure. One file a measure and period, context and action
apart.

``commentary/MEASURE/PERIOD.md``, where PERIOD is the printed period in lower case with dashes
(``2024-25.md``, ``12-months-to-december-2024.md``). Writes nothing and judges no words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foreland.model.periods import MONTHS, TERMS, Period
from foreland.model.problems import Problem
from foreland.plan.files import read_text

_HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_AUTHOR = re.compile(r"^By: *(.+?)\s*$", re.MULTILINE)
_BRACKETED = ("snapshot", "August to July")


@dataclass(frozen=True)
class Commentary:
    """What was said of one figure. ``context`` says why it is so, ``action`` what is done."""

    measure: str
    period: str
    context: str
    action: str
    file: str
    author_role: str | None = None


def file_name(label: str) -> str:
    """The file for a printed period: ``2024/25`` is ``2024-25.md``."""
    return re.sub(r"[()]", "", label).replace("/", "-").replace(" ", "-").lower() + ".md"


def labels_of(name: str) -> tuple[str, ...]:
    """The printed periods for which a file may be named so; ``2024-25`` has two."""
    text = " ".join(name.removesuffix(".md").split("-"))
    for word in (*MONTHS, *TERMS):
        text = re.sub(rf"\b{word}\b", word, text, flags=re.IGNORECASE)
    for words in _BRACKETED:
        text = re.sub(rf" {words}$", f" ({words})", text, flags=re.IGNORECASE)
    found = []
    for sign in ("/", "-"):
        label = re.sub(r"\b(\d{4}) (\d{2})\b", rf"\1{sign}\2", text)
        try:
            label = Period.parse(label).label
        except ValueError:
            continue
        if file_name(label) == name and label not in found:
            found.append(label)
    return tuple(found)


def read_commentary(
    folder: Path, choose: Callable[[str, tuple[str, ...]], str], problems: list[Problem]
) -> dict[tuple[str, str], Commentary]:
    """All commentary under ``folder``. ``choose`` says which period of a name a measure means."""
    found: dict[tuple[str, str], Commentary] = {}
    for path in sorted(folder.glob("*/*.md")):
        labels = labels_of(path.name)
        if not labels:
            problems.append(
                Problem(
                    str(path),
                    f"a file named {path.name}",
                    "a printed period in lower case with dashes, such as 2024-25.md, "
                    "december-2024.md or 12-months-to-december-2024.md",
                    "Rename it.",
                )
            )
            continue
        text = read_text(path, problems)
        if text is None:
            continue
        measure = path.parent.name
        label = choose(measure, labels)
        found[measure, label] = _parsed(text, measure, label, str(path), problems)
    return found


def _parsed(text: str, measure: str, label: str, file: str, problems: list[Problem]) -> Commentary:
    parts = _HEADING.split(text)
    said: dict[str, str] = {}
    line = parts[0].count("\n") + 1
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        key = name.casefold()
        if key not in ("context", "action") or key in said:
            problems.append(
                Problem(
                    file,
                    f"the heading {name!r}" + (" a second time" if key in said else ""),
                    "## Context and ## Action, once each",
                    "Put what it says under one of the two.",
                    line=line,
                )
            )
        said.setdefault(key, body.strip())
        line += body.count("\n")
    for key in ("context", "action"):
        if not said.get(key):
            problems.append(
                Problem(
                    file,
                    f"nothing under ## {key.capitalize()}",
                    "## Context (why the figure is so) and ## Action (what is done about it)",
                    "Say both, apart.",
                    level="warning",
                )
            )
    author = _AUTHOR.search(parts[0])
    return Commentary(
        measure=measure,
        period=label,
        context=said.get("context", ""),
        action=said.get("action", ""),
        file=file,
        author_role=author[1] if author else None,
    )
