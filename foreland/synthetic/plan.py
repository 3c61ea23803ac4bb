"""Write the demo county's plan, with targets that make the demo worth looking at.

The words stand in ``data/plan``; this module fills in figures: each measure says which outcome
it is to show (met, on its floor, missed ...), and its targets are set about the county's drawn
figures so that any seed shows the same story. No target here was set by a real council.
"""

import io
import re
from importlib import resources
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString

from foreland.synthetic import figures, targets
from foreland.synthetic.figures import Drawn
from foreland.synthetic.places import text

_HEADER = """\
# The plan of Forelandshire, an invented county. No target here was set by a real council.
# Check it with: foreland plan check
"""


def write_plan(folder: Path, seed: int) -> list[Path]:
    """``plan.yaml``, ``actions.yaml`` and the commentary; gives their paths."""
    plan = YAML(typ="safe", pure=True).load(text("plan/plan.yaml"))
    drawn = {m["id"]: _drawn(m, seed) for m in plan["measures"]}
    plan["measures"] = [_measure(m, drawn[m["id"]]) for m in plan["measures"]]
    files = {"plan.yaml": _HEADER + _dump(plan), "actions.yaml": text("plan/actions.yaml")}
    for measure in plan["measures"]:
        words = _commentary(measure["id"])
        if words is not None:
            name, filled = _filled(words, measure, drawn[measure["id"]])
            files[f"commentary/{measure['id']}/{name}"] = filled
    made = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
        made.append(path)
    return sorted(made)


def _drawn(measure: dict[str, Any], seed: int) -> Drawn:
    tell = measure["tell"]
    if "local" in tell:
        return figures.of_local(tell["local"], measure.get("area"), tell["better"], seed)
    if "comparator" in tell:
        england = bool(tell.get("england"))
        return figures.gap(tell["lait"], tell["comparator"], seed, england=england)
    return figures.of_lait(tell["lait"], seed, tell.get("better"))


def _measure(measure: dict[str, Any], drawn: Drawn) -> dict[str, Any]:
    """The measure with figures where it said what to show; notes last."""
    try:
        found = targets.told(drawn, measure["tell"])
    except ValueError as fault:
        raise ValueError(f"{measure['id']}: {fault}") from fault
    last = ("tell", "note")
    kept = {key: value for key, value in measure.items() if key not in last}
    return {**kept, **found, **({"note": measure["note"]} if "note" in measure else {})}


# -- commentary ----------------------------------------------------------------------------


def _commentary(measure: str) -> str | None:
    folder = resources.files("foreland.synthetic").joinpath("data", "plan", "commentary")
    path = folder.joinpath(f"{measure}.md")
    return path.read_text("utf-8") if path.is_file() else None


def _filled(words: str, measure: dict[str, Any], drawn: Drawn) -> tuple[str, str]:
    """The file's name and the words with their figures. One file a printed period."""
    period, value = drawn.newest
    target = next(t for t in reversed(measure["targets"]) if t["for"] == period)
    places = min(drawn.decimals, 1)
    printed = {
        "value": f"{value:.{places}f}",
        "target": f"{target['value']:g}",
        "floor": f"{target.get('floor', 0):g}",
        "before": f"{measure['baseline']['value']:.{places}f}",
    }
    name = re.sub(r"[()]", "", period).replace("/", "-").replace(" ", "-").lower()
    return f"{name}.md", words.format(**printed)


# -- writing -------------------------------------------------------------------------------


def _dump(plan: dict[str, Any]) -> str:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 96
    yaml.representer.ignore_aliases = lambda _: True
    out = io.StringIO()
    yaml.dump(_styled(plan), out)
    return out.getvalue()


def _styled(data: Any) -> Any:
    """Long texts in lines; texts that YAML might read as numbers in quotes."""
    if isinstance(data, dict):
        return {key: _styled(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_styled(value) for value in data]
    if isinstance(data, str) and len(data) > 70:
        return FoldedScalarString(data.strip())
    if isinstance(data, str) and re.match(r"\d|[A-Z]\d{8}$", data):
        return DoubleQuotedScalarString(data)
    return data
