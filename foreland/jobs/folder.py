"""An area folder: where it is, whose it is, and the register of areas that it uses."""

import csv
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError, Problem


@dataclass(frozen=True)
class Folder:
    """An opened area folder. Paths are absolute; none but ``area.yaml`` need exist."""

    path: Path
    area: Area
    register: Register
    synthetic: bool = False
    site: dict[str, Any] = field(default_factory=dict)
    #: Areas that this one chose to stand beside, in its own order: codes.
    peers: tuple[str, ...] = ()

    @property
    def store(self) -> Path:
        return self.path / "store"

    @property
    def plan(self) -> Path:
        return self.path / "plan"

    @property
    def indicators(self) -> Path:
        return self.path / "indicators"

    @property
    def mappings(self) -> Path:
        """The area's own mappings of Explore Education Statistics files."""
        return self.path / "mappings"

    @property
    def data(self) -> Path:
        return self.path / "data"

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Read ``area.yaml``. Raises ForelandError that names the file, the line and the mend."""
        path = path.resolve()
        file = path / "area.yaml"
        if not file.is_file():
            raise ForelandError(
                Problem(
                    str(file),
                    "no such file",
                    "an area folder, which holds area.yaml",
                    "Make one with: foreland new DIR --area AREA; or name it with --folder DIR.",
                )
            )
        settings = _settings(file)
        register = Register.load(_beside(file, settings, "register"))
        localities = _beside(file, settings, "localities")
        if localities is not None:
            register = register.with_localities(_localities(localities))
        code = settings.get("area")
        if not isinstance(code, str):
            raise ForelandError(
                Problem(
                    str(file),
                    f"area: {code!r}",
                    'an ONS code, a DfE number or a name, as text in quotes: area: "E10000016"',
                    "Quote it; YAML reads a bare number as a number.",
                    line=_line(settings, "area"),
                )
            )
        own = _area(file, settings, register, code)
        return cls(
            path=path,
            area=own,
            register=register,
            peers=_peers(file, settings, register, own),
            synthetic=bool(settings.get("synthetic", False)),
            site=dict(settings.get("site") or {}),
        )


def _area(file: Path, settings: Any, register: Register, code: str, key: str = "area") -> Area:
    try:
        return register.find(code)
    except ForelandError as fault:
        line = _line(settings, key)
        raise ForelandError(
            [replace(problem, file=str(file), line=line) for problem in fault.problems]
        ) from None


def _peers(file: Path, settings: Any, register: Register, own: Area) -> tuple[str, ...]:
    """The codes of the chosen peers. Each is an authority, named once, and not the area itself."""
    named = settings.get("peers") or []
    found: list[str] = []
    problems: list[Problem] = []
    for name in named if isinstance(named, list) else [named]:
        told, code = "", ""
        if not isinstance(named, list) or not isinstance(name, str):
            told = "a list of ONS codes, DfE numbers or names, each as text in quotes"
        else:
            area = _area(file, settings, register, name, "peers")
            code = area.code
            if not area.is_authority or code == own.code:
                told = "other authorities"
            elif code in found:
                told = "each area once"
        if told:
            problems.append(
                Problem(str(file), f"peers: {name!r}", told,
                        'Write it as: peers: ["886", "Medway"]', line=_line(settings, "peers"))
            )  # fmt: skip
        found.append(code)
    if problems:
        raise ForelandError(problems)
    return tuple(found)


_KEYS = {"area", "register", "localities", "synthetic", "site", "peers"}


def _settings(file: Path) -> Any:
    try:
        settings = YAML(typ="rt").load(file.read_text(encoding="utf-8-sig"))
    except (YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise ForelandError(
            Problem(
                str(file),
                str(getattr(fault, "problem", None) or "text that is not UTF-8"),
                "YAML",
                "Mend the line.",
                line=mark.line + 1 if mark else None,
            )
        ) from None
    if not isinstance(settings, dict):
        raise ForelandError(
            Problem(str(file), "no settings", 'at least: area: "E10000016"', "Add the line.")
        )
    unknown = [key for key in settings if key not in _KEYS]
    if unknown:
        raise ForelandError(
            [
                Problem(
                    str(file),
                    f"the setting {key!r}",
                    f"one of {', '.join(sorted(_KEYS))}",
                    "Correct its name or take it out.",
                    line=_line(settings, key),
                )
                for key in unknown
            ]
        )
    return settings


def _line(settings: Any, key: str) -> int | None:
    try:
        return int(settings.lc.key(key)[0]) + 1
    except (AttributeError, KeyError):
        return None


def _beside(file: Path, settings: Any, key: str) -> Path | None:
    name = settings.get(key)
    if name is None:
        return None
    path = file.parent / str(name)
    if not path.is_file():
        raise ForelandError(
            Problem(
                str(file),
                f"{key}: {name}, which is not there",
                "a file beside area.yaml",
                "Add the file or take the setting out.",
                line=_line(settings, key),
            )
        )
    return path


def _localities(path: Path) -> list[Area]:
    """Districts and other localities: ``code, name, kind, parent`` (an authority's code)."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        missing = [
            c for c in ("code", "name", "kind", "parent") if c not in (rows.fieldnames or ())
        ]
        if missing:
            raise ForelandError(
                Problem(
                    str(path),
                    f"no column {', '.join(missing)}",
                    "the columns code, name, kind, parent",
                    "Add the missing columns.",
                    row=1,
                )
            )
        return [
            Area(code=row["code"], name=row["name"], kind=row["kind"], region=row["parent"] or None)
            for row in rows
        ]
