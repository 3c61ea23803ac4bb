"""Secondary schools of Ashmere (801), invented, in the layouts that similar schools are read from.

``grid`` makes schools that differ in one input alone, so that distances are checked in the head.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from foreland.insight.similar_schools import WEIGHTS
from foreland.sources.schools_similar import cohorts, dfe_groups, secondary

_SECONDARY = {
    "URN": "",
    "la_code": "801",
    **dict.fromkeys(secondary._TEXTS.values(), ""),
    **dict.fromkeys(secondary._NUMBERS.values(), "10"),
    "phase_of_education": "Secondary",
    "admissions_policy": "Non-selective",
    "statutory_low_age": "11.0",
    "scap_school_places": "900",
}


def _csv(rows: Sequence[dict[str, Any]]) -> bytes:
    lines = [",".join(rows[0]), *(",".join(str(cell) for cell in row.values()) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def schools(*changes: dict[str, Any]) -> bytes:
    """The table of secondary schools; each row says what is not as in the plain one."""
    return _csv([_SECONDARY | {"establishment_name": f"School {c['URN']}"} | c for c in changes])


def cohort(*changes: dict[str, Any]) -> bytes:
    plain = {
        "time_period": "202324",
        "school_urn": "",
        "admpol_pt": "non-selective schools in other areas",
        "t_pupils": "150",
        "avg_ks2_scaledscore": "104",
        **dict.fromkeys(cohorts._SHARES.values(), "20"),
    }
    return _csv([plain | change for change in changes])


def objects(rows: Iterable[dict[str, Any]]) -> bytes:
    return json.dumps(list(rows)).encode()


def group(*rows: str) -> bytes:
    """``URN,NeighbourURN,Dist,Rank``."""
    names = ("URN", "NeighbourURN", "Dist", "Rank")
    return objects(dict(zip(names, row.split(","), strict=True)) for row in rows)


def primary(*rows: dict[str, str]) -> bytes:
    plain = {"URN": "", **dict.fromkeys(dfe_groups._PRIMARY.values(), "1")}
    return objects(plain | row for row in rows)


def secondary_values(*rows: dict[str, str]) -> bytes:
    plain = {"URN": "", **dict.fromkeys(dfe_groups._SECONDARY.values(), "1")}
    return objects(plain | row for row in rows)


def spreads(**cells: str) -> bytes:
    plain = {"RowCount": "3000", **dict.fromkeys(dfe_groups._SECONDARY.values(), "1")}
    return objects([plain | cells])


def grid(prior: dict[str, float], **columns: Any) -> pl.DataFrame:
    """Schools by URN that differ in prior attainment alone; each a kilometre east of the last."""
    rows = [
        {
            "urn": urn,
            "name": f"School {urn}",
            "stratum": "non-selective",
            **dict.fromkeys(WEIGHTS, 10.0),
            "prior_attainment": value,
            "easting": 1000.0 * place,
            "northing": 0.0,
            "attainment8": 40.0,
            "progress8": 0.0,
            "progress8_lower": -0.2,
            "progress8_upper": 0.2,
        }
        for place, (urn, value) in enumerate(prior.items())
    ]
    return pl.DataFrame(rows).with_columns(
        *(pl.Series(name, values) for name, values in columns.items())
    )
