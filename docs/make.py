"""Write the reference pages from the code: ``python -m docs.make``, from the checkout's root.

A fact has one home, and the page is made from it: commands from their own help, the catalogue from
its YAML, the plan from its schema, the glossary from docs/terms.yaml and the words in the code.
A test fails when a page differs from what this would write.
"""

import ast
import inspect
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cyclopts import App
from pydantic import BaseModel
from rich.console import Console
from ruamel.yaml import YAML

from foreland.cli import app
from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator
from foreland.jobs.absences import reason_of
from foreland.model.periods import PeriodKind
from foreland.model.statuses import MEANING
from foreland.model.units import Unit
from foreland.plan import schema
from foreland.report import wording

DOCS = Path(__file__).parent
MADE = "<!-- Written by docs/make.py from the code: change the code, then run `make docs`. -->\n\n"


def commands() -> str:
    """Every command with its own help."""
    parts = [
        "# Commands\n\nOptions follow the command. The standard output holds only the answer; all "
        "else goes to the\nstandard error, so an answer can be piped on. Exit status 0: done; 1: "
        "something in the plan, the data\nor the question needs a person, and every fault is told "
        "at once; 2: wrong usage.\n"
    ]
    for path, command in _walk(app, ()):
        parts.append(f"\n## foreland {' '.join(path)}\n\n{_help(command, path)}")
    return "".join(parts)


def _walk(of: App, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], App]]:
    for name in sorted(n for n in of if not n.startswith("-")):
        inner = of[name]
        subs = [n for n in inner if not n.startswith("-")]
        if subs:
            yield from _walk(inner, (*path, name))
        else:
            yield (*path, name), inner


def _help(command: App, path: tuple[str, ...]) -> str:
    """The command's help as Markdown: the same words that ``--help`` prints."""
    out = io.StringIO()
    formatter = command.help_formatter
    command.help_formatter = "plain"
    try:
        console = Console(file=out, width=100_000, color_system=None, force_terminal=False)
        app.help_print(list(path), console=console)
    finally:
        command.help_formatter = formatter
    lines: list[str] = []
    for line in out.getvalue().splitlines():
        if line.startswith("Usage: "):
            lines += ["```", line.removeprefix("Usage: ").rstrip(), "```"]
        elif found := re.match(r"  (.+?): (.*)$", line):
            lines.append(f"- `{found[1]}`: {found[2]}")
        elif line.endswith(":") and not line.startswith(" "):
            lines += [line, ""]
        else:
            lines.append(line.strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def catalogue() -> str:
    """Every indicator of the packaged catalogue, by theme."""
    known = Catalogue.load()
    parts = [
        "# The catalogue\n\n"
        f"{len(known.indicators)} indicators in {len(known.themes)} themes. "
        "`foreland indicators` says which of them your\nstore can fill. An area adds its own: see "
        "[Add an indicator](../how-to/add-an-indicator.md). A publisher's code\nthat is not "
        "here answers by the code itself, such as `lait:PriTotAbs`.\n"
    ]
    for theme in known.themes:
        parts.append(f"\n## {theme.title}\n\n{theme.description.strip()}\n")
        parts += [_indicator(indicator) for indicator in theme.indicators]
    return "".join(parts)


def _indicator(of: Indicator) -> str:
    groups = ", ".join(f"`{group}`" for group in of.groups)
    codes = dict.fromkeys(f"{s.source}:{s.code}" for s in of.series)
    lines = [
        f"\n### {of.title}\n",
        f"`{of.id}` – {of.definition.strip()}\n",
        f"- Unit: {of.unit.value}; {wording.POLARITY[of.polarity].lower()}; period: "
        f"{of.period.value}",
        f"- Groups: {groups}",
        f"- Read from: {', '.join(f'`{code}`' for code in codes)}",
    ]
    lines += [f"- New series from {b.start}: {b.reason}" for b in of.breaks]
    lines += [f"- No figures for {', '.join(m.periods)}: {m.reason}" for m in of.missing]
    if of.absent:
        lines.append(f"- Not available: {' '.join(str(reason_of(of)).split())}")
    if of.publisher:
        lines.append(f"- Published by: {of.publisher}")
    if of.notes:
        lines.append(f"- Note: {' '.join(of.notes.split())}")
    return "\n".join(lines) + "\n"


PLAN_PARTS: tuple[type[BaseModel], ...] = (
    schema.Plan,
    schema.Vision,
    schema.Sentence,
    schema.Ambition,
    schema.Priority,
    schema.Theme,
    schema.Measure,
    schema.Gap,
    schema.Cohort,
    schema.Baseline,
    schema.Target,
    schema.Step,
    schema.Action,
    schema.Source,
    schema.Part,
)


def plan() -> str:
    """Every key of plan.yaml, from the schema and the comments above its fields."""
    parts = [
        "# The plan's files\n\n"
        "`plan/plan.yaml` holds a plan. Its actions may stand in `plan/actions.yaml`, its "
        "commentary in\n`plan/commentary/MEASURE/PERIOD.md`. A key that is not here is a fault, "
        "and so is a missing one that\nmust be there (*needed*). Periods are printed labels in "
        'quotes: `"2024/25"`. How to write one:\n[Write a plan](../how-to/write-a-plan.md).\n'
    ]
    for model in PLAN_PARTS:
        said = " ".join(inspect.cleandoc(model.__doc__ or "").split()).replace("``", "`")
        parts.append(f"\n## {model.__name__}\n\n")
        if said and model.__doc__ != schema.Entry.__doc__:
            parts.append(f"{said}\n\n")
        comments = _comments(model)
        parts.append("| key | what it takes | |\n|---|---|---|\n")
        for name, field in model.model_fields.items():
            needed = "needed. " if field.is_required() else ""
            told = f"{needed}{comments.get(name, '')}".strip()
            parts.append(f"| `{field.alias or name}` | {_type(model, name)} | {told} |\n")
    return "".join(parts)


def _class(model: type[BaseModel]) -> tuple[ast.ClassDef, list[str]]:
    lines = inspect.getsource(model).splitlines()
    found = ast.parse("\n".join(lines)).body[0]
    assert isinstance(found, ast.ClassDef)
    return found, lines


def _comments(model: type[BaseModel]) -> dict[str, str]:
    """The ``#:`` comment above each field."""
    found, lines = _class(model)
    told = {}
    for node in found.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            above = []
            for line in reversed(lines[: node.lineno - 1]):
                if not line.strip().startswith("#:"):
                    break
                above.insert(0, line.strip().removeprefix("#:").strip())
            told[node.target.id] = " ".join(above).replace("``", "`")
    return told


def _type(model: type[BaseModel], name: str) -> str:
    """The field's type as it is written, in words for people."""
    found, _ = _class(model)
    for node in found.body:
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == name:
            return _words(node.annotation)
    raise KeyError(name)


_TYPES = {
    "str": "text",
    "float": "a number",
    "bool": "true or false",
    "date": "a date",
    "Day": "a date",
    "Identifier": "a name of letters, digits, `_` and `-`",
    "Audience": "`public`, `internal` or `partner:ID`",
}


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.BinOp):
        sides = [_words(side) for side in (node.left, node.right)]
        return " or ".join(side for side in sides if side)
    if isinstance(node, ast.Constant):
        return ""
    if isinstance(node, ast.Subscript):
        inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if getattr(node.value, "id", "") == "Literal":
            return " or ".join(
                f"`{each.value}`" for each in inside if isinstance(each, ast.Constant)
            )
        if getattr(node.value, "id", "") == "dict":
            return f"names, each with {_words(inside[1])}"
        return f"a list, each {_words(inside[0])}"
    name = getattr(node, "id", "")
    if name == "ActionState":
        states = schema.ActionState.__args__  # type: ignore[attr-defined]
        return " or ".join(f"`{state}`" for state in states)
    if name in _TYPES:
        return _TYPES[name]
    return f"[{name}](#{name.lower()})"


def _terms() -> list[dict[str, Any]]:
    """docs/terms.yaml in the order of the alphabet."""
    terms: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
        (DOCS / "terms.yaml").read_text("utf-8")
    )
    return sorted(terms, key=lambda t: t["term"].removeprefix("to ").lower())


def site_glossary() -> str:
    """The words that the pages of a website use (``site: true``), for the glossary there."""
    shown = [
        {"term": entry["term"], "means": " ".join(entry["means"].replace("`", "").split())}
        for entry in _terms()
        if entry.get("site")
    ]
    return json.dumps(shown, indent=1, ensure_ascii=False) + "\n"


def glossary() -> str:
    """One term for one thing: docs/terms.yaml and the words that the code defines."""
    parts = ["# Glossary\n\nOne term for one thing, in the pages, the commands and the code.\n\n"]
    for entry in _terms():
        instead = entry.get("instead_of", ())
        said = f" Used here instead of: {', '.join(instead)}." if instead else ""
        parts.append(f"- **{entry['term']}**: {' '.join(entry['means'].split())}.{said}\n")
    listed: tuple[tuple[str, Iterable[tuple[str, str]]], ...] = (
        ("Ratings", ((k, f"{r.name}: {r.meaning}") for k, r in wording.RATINGS.items())),
        ("States of a figure", ((s.value, meaning) for s, meaning in MEANING.items())),
        ("Polarity", wording.POLARITY.items()),
        ("Bands", wording.BANDS.items()),
        ("Units", ((u.value, f"a change of it is in {u.of_change.value}") for u in Unit)),
        ("Kinds of period", ((k.value, "") for k in PeriodKind)),
    )
    for head, pairs in listed:
        parts.append(f"\n## {head}\n\n")
        parts += [f"- `{name}`{': ' if said else ''}{said}\n" for name, said in pairs]
    return "".join(parts)


PAGES = {
    "reference/commands.md": commands,
    "reference/catalogue.md": catalogue,
    "reference/plan.md": plan,
    "reference/glossary.md": glossary,
}


#: What the package holds of the manual, by its path from the checkout's root.
FILES = {"foreland/report/assets/glossary.json": site_glossary}


def main() -> None:
    for path, made in PAGES.items():
        (DOCS / path).parent.mkdir(exist_ok=True)
        (DOCS / path).write_text(MADE + made(), "utf-8")
        print(f"wrote docs/{path}")
    for path, made in FILES.items():
        (DOCS.parent / path).write_text(made(), "utf-8")
        print(f"wrote {path}")


if __name__ == "__main__":
    main()
