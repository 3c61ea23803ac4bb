"""``foreland schools similar --show check``: how near groups made here come to those of DfE."""

import polars as pl

from foreland.insight import similar_published as published
from foreland.insight import similar_schools as similar
from foreland.jobs.similar_held import Held
from foreland.sources.schools_similar import dfe_groups

_GROUP_OF = 50

_INPUTS = list(dfe_groups.INPUTS)

_Row = tuple[str, str, str, published.Agreement | None]


def check(held: Held) -> pl.DataFrame:
    """A row a phase and method: ``found`` of ``members``, ``overlap_percent`` of them.

    Against DfE's printed groups where the store has them (``learnt``: by weights learnt on other
    schools than those tested), and for our own groups of the secondary phase, whose groups may not
    be there, against those that DfE's inputs and our estimate of its weights give.
    """
    rows = [
        {"phase": phase, "method": method, "against": against}
        | vars(found)
        | {"overlap_percent": 100 * found.found / found.members}
        for phase, method, against, found in [
            *_printed(held, "primary"),
            *_printed(held, "secondary"),
            *_estimated(held),
        ]
        if found is not None and found.members
    ]
    schema = {
        "phase": pl.String,
        "method": pl.String,
        "against": pl.String,
        "schools": pl.Int64,
        "pairs": pl.Int64,
        "reproduced": pl.Int64,
        "largest_error": pl.Float64,
        "members": pl.Int64,
        "found": pl.Int64,
        "wrong": pl.Int64,
        "overlap_percent": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema)


def _printed(held: Held, phase: str) -> list[_Row]:
    """DfE's inputs against DfE's printed groups, among the schools whose inputs are printed."""
    groups = held.groups.filter(pl.col("phase") == phase)
    values = held.values.filter(pl.col("phase") == phase).drop_nulls(_INPUTS).sort("urn")
    known = published.known_pairs(values, groups).select("urn", "neighbour")
    if not known.height:
        return []
    theirs = "DfE's published groups"
    sizes = dict(known.group_by("urn").agg(pl.len()).iter_rows())
    equal = {name: _over(values[name].std()) for name in _INPUTS}
    plain = published.nearest_by(values, equal, sizes)
    found: list[_Row] = [
        (
            phase,
            "DfE's inputs, weights learnt on the other schools",
            theirs,
            published.learnt_elsewhere(values, groups, _INPUTS),
        ),
        (phase, "DfE's inputs, equal weights", theirs, published.overlap(plain, known)),
    ]
    if phase == "secondary" and held.spreads.height:
        near = published.nearest_by(values, _estimate(held), sizes)
        said = "DfE's inputs with an estimate of its weights"
        found.append((phase, said, theirs, published.overlap(near, known)))
    return found


def _estimated(held: Held) -> list[_Row]:
    values = held.values.filter(pl.col("phase") == "secondary").drop_nulls(_INPUTS)
    both = held.schools.filter(pl.col("stratum").is_not_null()).join(
        values.select("urn"), on="urn", how="semi"
    )
    if not held.spreads.height or both.height <= _GROUP_OF:
        return []
    values = values.join(both.select("urn"), on="urn", how="semi")
    spread = held.spreads.row(0, named=True)
    sizes = dict.fromkeys(both["urn"], _GROUP_OF)
    theirs = published.nearest_by(values, _estimate(held), sizes)
    plain = published.nearest_by(values, {n: _over(spread[n]) for n in _INPUTS}, sizes)
    ours = similar.match(both, both["urn"].to_list(), neighbours=_GROUP_OF).groups
    against = "DfE's inputs with an estimate of its weights"
    return [
        ("secondary", "DfE's inputs, equal weights", against, published.overlap(plain, theirs)),
        (
            "secondary",
            "ours, of 2023-24",
            against,
            published.overlap(ours.select("urn", "neighbour"), theirs),
        ),
    ]


def _estimate(held: Held) -> dict[str, float]:
    spread = held.spreads.row(0, named=True)
    return {
        name: share * _over(spread[name]) for name, share in published.SECONDARY_ESTIMATE.items()
    }


def _over(spread: object) -> float:
    return 1 / spread**2 if isinstance(spread, float) and spread > 0 else 0.0
