"""The packaged catalogue as JSON beside its YAML, because reading YAML takes half a second.

Each theme carries the digest of the YAML that it was made from: one that has changed since is
read from its YAML, so what is compiled can be missing or old but never wrong. After a change of
the catalogue write it anew with ``python -m foreland.indicators.compiled``.
"""

import hashlib
import json
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

NAME = "compiled.json"


def folder() -> Traversable:
    """Where the packaged themes are."""
    return resources.files("foreland.indicators").joinpath("catalogue")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def compiled() -> dict[str, Any]:
    """Theme by digest of its YAML; nothing where nothing was compiled."""
    file = folder().joinpath(NAME)
    if not file.is_file():
        return {}
    found = json.loads(file.read_text("utf-8"))
    return found if isinstance(found, dict) else {}


def compile_all() -> str:
    """The text of the compiled catalogue: a theme a line, checked first."""
    from foreland.indicators.catalogue import THEMES, read_theme
    from foreland.model.problems import ForelandError, Problem

    problems: list[Problem] = []
    lines = []
    for name in THEMES:
        text = folder().joinpath(f"{name}.yaml").read_text("utf-8")
        document, theme = read_theme(text, f"catalogue/{name}.yaml", problems)
        if document is not None and theme is not None:
            data = json.dumps(document.data, ensure_ascii=False, separators=(",", ":"))
            lines.append(f'"{digest(text)}":{data}')
    if problems:
        raise ForelandError(problems)
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    Path(str(folder().joinpath(NAME))).write_text(compile_all(), "utf-8")
