"""Write examples/kent/2017 from the plan as it was recovered (kent-plan-2017.yaml).

    python examples/kent/convert.py ../shared/kent-plan-2017.yaml examples/kent/2017

Only sourced facts go over. What the file calls unknown stays unknown; figures that Kent printed
become quoted observations, one file a document, dated as the document; official statistics are
left out, for they are read from their publisher. The sentences of the letter, and what answers
for them, stand in letter-2017.yaml.
"""

import csv
import hashlib
import io
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted
from ruamel.yaml.scalarstring import FoldedScalarString as Folded

from foreland.model.periods import MONTHS

AREA, COUNTRY = "E10000016", "E92000001"
NOT_RECOVERED = "not recovered"

#: The catalogue's indicator, and the gap, of each of the plan's own names.
INDICATORS: dict[str, dict[str, Any]] = {
    "good_schools": {"indicator": "good_schools"},
    "good_primary": {"indicator": "good_primary"},
    "good_secondary": {"indicator": "good_secondary"},
    "good_early_years": {"indicator": "good_early_years"},
    "gld": {"indicator": "gld"},
    "ks2_rwm": {"indicator": "ks2_rwm"},
    "attainment8": {"indicator": "attainment8"},
    "progress8": {"indicator": "progress8"},
    "gld_fsm_gap": {
        "indicator": "gld",
        "gap": {"group": "fsm=eligible", "comparator": "fsm=not-eligible"},
        "beside": ["local:gld_fsm_gap"],
    },
    "ks2_disadvantage_gap": {
        "indicator": "ks2_rwm",
        "gap": {"group": "disadvantaged=yes", "comparator": "disadvantaged=no"},
    },
    "a8_fsm_gap": {
        "indicator": "attainment8",
        "gap": {"group": "fsm=eligible", "comparator": "fsm=not-eligible"},
    },
    "neet_16_18": {"indicator": "neet_16_18"},
    "ehcp_20_weeks": {"indicator": "ehc_20_weeks"},
    "permanent_exclusions": {"indicator": "permanent_exclusions"},
    "surplus_places": {"indicator": "surplus_places"},
}

#: What stands in for something else, and is called so.
PROXIES = {
    "ehcp_20_weeks": (
        "Stands in for provision near home after 16, of which no figure was recovered: a plan in "
        "time is a condition of a place, not a place."
    ),
    "permanent_exclusions": (
        "Stands in for early help that works, of which no figure was recovered: fewer exclusions "
        "are one of its ends, and have other causes too."
    ),
}

#: Notes of ours on what was printed.
NOTES = {
    "gld_fsm_gap": (
        "Kent's own figures for a year disagree (18.0 and 20 for 2016; 10.1 and 22 for 2017), "
        "probably by two definitions. They stand beside the official gap and are not rated."
    ),
    "permanent_exclusions": (
        "Kent counts as schools report; the national census counts later and always differs (95, "
        "58 and 54 for 2014/15 to 2016/17)."
    ),
    "neet_16_18": "It rises every autumn: a January target is not held to a March figure.",
    "surplus_places": "Too few and parents lack choice; too many and schools cannot be run well.",
}

#: The edges of the aim for spare places are not said.
NO_EDGES = "a standing aim of 5; how far from it still counts, and for which years, is {}"

#: Titles without the names of people.
TITLES = {
    "letter": "Director's update: letter that announces the plan",
    "du181108": "Director's update, vulnerable groups",
}

PRIORITIES_WITHOUT = "No indicator of it could be recovered."

HEADER = """\
# Kent, Vision and Priorities for Improvement 2017-2020, as far as it could be recovered.
# Written by examples/kent/convert.py: change its sources, not this file.
# Kent's: every figure, every target with a source, the words that we paraphrase.
# Ours: ids, the grouping into priorities, short titles, the choice of indicators, proxies.
"""


def convert(source: Path, letter: Path, out: Path) -> list[Path]:
    """Write the area folder into ``out`` and give its files."""
    told = YAML(typ="safe", pure=True).load(source.read_text("utf-8"))
    sentences = YAML(typ="safe", pure=True).load(letter.read_text("utf-8"))["sentences"]
    files = {
        "area.yaml": AREA_YAML,
        "plan/plan.yaml": HEADER + _dump(_plan(told, sentences)),
        "plan/actions.yaml": HEADER + _dump({"actions": _actions(told)}),
        "indicators/kent.yaml": KENT_YAML,
        **_quoted(told),
    }
    made = []
    for name, text in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        made.append(path)
    return sorted(made)


# -- the plan ------------------------------------------------------------------------------


def _plan(told: dict[str, Any], sentences: list[dict[str, Any]]) -> dict[str, Any]:
    about = told["plan"]
    return {
        "title": about["title"],
        "short_title": about["short_title"],
        "area": Quoted(AREA),
        "edition": Quoted("2017"),
        "owner": about["owner"],
        "announced": about["announced"],
        "first_year": Quoted(about["horizon"]["from"]),
        "last_year": Quoted(about["horizon"]["to"]),
        "replaces": about["replaces"],
        "replaced_by": about["replaced_by"],
        "about": (
            "Recovered from the director's letter of 28 March 2017 and other dated updates, for "
            "the plan itself could not be read. The letter has no numbered priorities and no "
            "target table: ids, grouping and the choice of indicators are ours. What is not "
            "known is said to be not recovered."
        ),
        "layout": [_kept(part) for part in told["layout"]],
        "sources": {name: _source(name, one) for name, one in told["sources"].items()},
        "vision": {
            "text": told["vision"]["text"],
            "source": told["vision"]["source"],
            "sentences": [_kept({**one, "source": "letter"}) for one in sentences],
        },
        "ambitions": list(told["ambitions"]),
        "priorities": [_priority(one) for one in told["priorities"]],
        "measures": [_measure(name, told) for name in told["indicators"]],
    }


def _source(name: str, one: dict[str, Any]) -> dict[str, Any]:
    day = one["date"]
    return _kept(
        {
            "title": TITLES.get(name, one["title"]),
            "date": day if day is None or isinstance(day, date) else Quoted(day),
        }
    )


def _priority(one: dict[str, Any]) -> dict[str, Any]:
    return _kept(
        {
            "id": one["id"],
            "title": one["title"],
            "serves": one["serves"],
            "none_because": None if one["indicators"] else PRIORITIES_WITHOUT,
            "themes": [{**theme, "source": "letter"} for theme in one["themes"]],
        }
    )


def _measure(name: str, told: dict[str, Any]) -> dict[str, Any]:
    one = told["indicators"][name]
    priority = next(p["id"] for p in told["priorities"] if name in p["indicators"])
    return _kept(
        {
            "id": name,
            "priority": priority,
            "title": one["name"],
            **INDICATORS[name],
            "proxy": PROXIES.get(name),
            "baseline": _baseline(one),
            "targets": [_target(target, one) for target in one["targets"]],
            "note": NOTES.get(name),
        }
    )


def _target(target: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    unknown = target.get("gap")
    if one["polarity"] == "T" and target["value"] is not None:
        unknown = NO_EDGES.format(NOT_RECOVERED)
    note = target.get("note")
    superseded = note is not None and "superseded" in note
    return _kept(
        {
            "for": None if target["by"] is None else Quoted(period(target["by"])),
            "value": target["value"],
            "set": target.get("set"),
            "source": target.get("source"),
            "unknown": unknown,
            "withdrawn": "superseded before its date by a later target" if superseded else None,
            "note": note,
        }
    )


def _baseline(one: dict[str, Any]) -> dict[str, Any] | None:
    """The figure printed in the document that states the first target still in force."""
    stated = [t for t in one["targets"] if t["value"] is not None and t["by"] is not None]
    for target in stated:
        if "superseded" in target.get("note", ""):
            continue
        printed = [
            v
            for v in one["values"]
            if v.get("source") == target["source"] and str(v["period"]) < str(target["by"])
        ]
        if printed:
            value = printed[-1]
            return {
                "period": Quoted(period(value["period"])),
                "value": value["kent"],
                "known": target["set"],
                "source": target["source"],
            }
        return None
    return None


def _actions(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _kept(
            {
                "id": one["id"],
                "priority": one["priority"],
                "text": one["text"],
                "due": one["due"],
                "state": "unknown",
                "state_note": one["status"],
                "source": one["source"],
            }
        )
        for one in told["actions"]
    ]


def period(text: object) -> str:
    """A period of the recovered plan as foreland prints it: ``2017-07`` is July 2017."""
    said = str(text)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", said):
        return f"{MONTHS[int(match[2]) - 1]} {match[1]}"
    if re.fullmatch(r"\d{4}(/\d{2})?", said):
        return said
    raise ValueError(f"{said!r} is no period of the recovered plan")


# -- the figures that Kent printed ---------------------------------------------------------

COLUMNS = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "new_la_code",
    "la_name",
    "indicator",
    "value",
    "unit",
    "status",
    "document",
    "document_date",
)

UNITS = {"percent": "percent", "percentage points": "percentage-points", "pupils": "count"}


def _quoted(told: dict[str, Any]) -> dict[str, str]:
    """One file a document, and the list that says when each was published."""
    rows: dict[str, list[dict[str, str]]] = {}
    for name, one in told["indicators"].items():
        for value in one["values"]:
            if value["status"] == "quoted":
                rows.setdefault(value["source"], []).extend(_rows(name, one, value, told))
    files = {f"data/quoted/{source}.csv": _csv(COLUMNS, rows[source]) for source in sorted(rows)}
    listed = [
        {
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "published": told["sources"][Path(name).stem]["date"].isoformat(),
            "title": _title(Path(name).stem, told),
            "address": "",
        }
        for name, text in files.items()
    ]
    files["data/quoted/releases.csv"] = _csv(("digest", "published", "title", "address"), listed)
    return files


def _rows(
    name: str, one: dict[str, Any], value: dict[str, Any], told: dict[str, Any]
) -> list[dict[str, str]]:
    time_period, identifier = _published(str(value["period"]), one["period_type"])
    note = f" ({value['note']})" if "note" in value else ""
    shared = {
        "time_period": time_period,
        "time_identifier": identifier,
        "country_code": COUNTRY,
        "country_name": "England",
        "indicator": name,
        "unit": UNITS[one["unit"]],
        "status": "quoted",
        "document": _title(value["source"], told) + note,
        "document_date": told["sources"][value["source"]]["date"].isoformat(),
    }
    here = {"geographic_level": "Local authority", "new_la_code": AREA, "la_name": "Kent"}
    found = [shared | here | {"value": str(value["kent"])}]
    if value["england"] is not None:
        found.append(shared | {"geographic_level": "National", "value": str(value["england"])})
    return found


def _published(text: str, kind: str) -> tuple[str, str]:
    """The two columns of the local layout for a period of the recovered plan."""
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return match[1], MONTHS[int(match[2]) - 1]
    if match := re.fullmatch(r"(\d{4})/(\d{2})", text):
        return match[1] + match[2], "Academic year"
    if kind != "annual":
        raise ValueError(f"{text!r} of kind {kind!r}")
    return f"{int(text) - 1}{text[2:]}", "Academic year"


def _title(source: str, told: dict[str, Any]) -> str:
    return str(TITLES.get(source, told["sources"][source]["title"]))


# -- writing -------------------------------------------------------------------------------


def _csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _kept(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in (None, [], ())}


def _folded(data: Any) -> Any:
    """Long texts in lines, so that a person can read them and a change shows where it is."""
    if isinstance(data, dict):
        return {key: _folded(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_folded(value) for value in data]
    return Folded(data.strip()) if type(data) is str and len(data) > 70 else data


def _dump(data: Any) -> str:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 96
    yaml.representer.ignore_aliases = lambda _: True
    out = io.StringIO()
    yaml.dump(_folded(data), out)
    return out.getvalue()


AREA_YAML = """\
# Kent in 2017, as far as it could be recovered from public documents.
area: "E10000016"
site:
  title: "Kent: Vision and Priorities for Improvement 2017-2020"
"""

KENT_YAML = """\
# What Kent printed of itself and no publisher has. Written by examples/kent/convert.py.
id: kent
title: "Kent's own figures"
description: >-
  Figures that the county council printed in dated documents. They are quoted: never ranked,
  trended or forecast.

indicators:
  - id: gld_fsm_gap
    title: "Good level of development: the gap for free school meals, as Kent printed it"
    short_title: "Early years gap (Kent's figure)"
    definition: >-
      How many percentage points fewer children eligible for free school meals reach a good level
      of development at the end of Reception than other children, in the words of the council.
    unit: percentage-points
    polarity: lower
    comparators: []
    disclosure: none
    publisher: "Kent County Council, director's updates"
    series:
      - {source: local, code: "gld_fsm_gap"}
    notes: >-
      The figures printed for one year disagree, probably by two definitions. The official gap is
      computed from the figures of both groups.
"""


if __name__ == "__main__":
    given, target = Path(sys.argv[1]), Path(sys.argv[2])
    for made in convert(given, Path(__file__).with_name("letter-2017.yaml"), target):
        print(made)
