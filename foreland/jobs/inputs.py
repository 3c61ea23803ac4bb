"""The digest of all that a build is made of. Imports nothing heavy: it decides first."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path

import foreland

#: Libraries whose version may change a written byte.
_LIBRARIES = ("jinja2", "markdown-it-py", "numpy", "polars", "xlsxwriter")

_READ = ("area.yaml", "plan", "indicators", "mappings", "outlooks", "quality.yaml")


@cache
def program() -> str:
    """The digest of the program and of the libraries: what runs does not change as it runs."""
    whole = hashlib.sha256()
    for name in _LIBRARIES:
        whole.update(f"{name}={metadata.version(name)}\n".encode())
    package = Path(foreland.__file__).parent
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            data = path.read_bytes()
            whole.update(f"{path.relative_to(package).as_posix()}\x00{len(data)}\x00".encode())
            whole.update(data)
    return whole.hexdigest()


def digest(
    folder: Path, audience: str, as_of: date | None, today: date | None
) -> tuple[str, dict[str, str]]:
    """The digest of folder, options, code and libraries; and the options as text."""
    options = {
        "audience": audience,
        "as_of": as_of.isoformat() if as_of else "",
        "today": today.isoformat() if today else "",
        **{name: metadata.version(name) for name in _LIBRARIES},
    }
    whole = hashlib.sha256(json.dumps(options, sort_keys=True).encode())
    whole.update(program().encode())
    for name, data in _files(folder):
        whole.update(f"\x00{name}\x00{len(data)}\x00".encode())
        whole.update(data)
    return whole.hexdigest(), options


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(p for p in folder.glob("*.csv") if p.is_file()):
        yield path.name, path.read_bytes()
    for name in _READ:
        place = folder / name
        inside = [place] if place.is_file() else sorted(place.rglob("*")) if place.is_dir() else []
        for path in inside:
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_bytes()
    manifest = folder / "store" / "manifest.json"
    if manifest.is_file():
        yield "store/manifest.json", manifest.read_bytes()
