"""What a figure may be split into: areas within an area, and the groups of one dimension."""

from collections.abc import Iterator

import polars as pl

from foreland.jobs.folder import Folder
from foreland.model.areas import Area
from foreland.model.groups import Group


def inside_of(folder: Folder, place: Area) -> dict[str, list[Area]]:
    """The areas within an area, by kind: each kind may make up the whole."""
    found: dict[str, list[Area]] = {}
    if place.kind == "country":
        found["authority"] = list(folder.register.authorities)
    elif place.kind == "region":
        found["authority"] = [a for a in folder.register.authorities if a.region == place.code]
    else:
        reached = {place.code}
        for one in _nested(folder, reached):
            found.setdefault(one.kind, []).append(one)
    return found


def _nested(folder: Folder, reached: set[str]) -> Iterator[Area]:
    localities = [a for a in folder.register if not a.is_authority and a.region]
    before = 0
    while before != len(reached):
        before = len(reached)
        for one in localities:
            if one.region in reached and one.code not in reached:
                reached.add(one.code)
                yield one


def dimensions_of(known: pl.DataFrame, name: str, place: Area) -> dict[str, list[str]]:
    """The groups of one dimension each, by dimension; one member alone splits nothing."""
    found: dict[str, list[str]] = {}
    own = known.filter((pl.col("indicator") == name) & (pl.col("area") == place.code))
    for text in own["group"].unique().sort():
        pairs = Group.parse(text).pairs
        if len(pairs) == 1:
            found.setdefault(pairs[0][0], []).append(text)
    return {dimension: members for dimension, members in found.items() if len(members) > 1}
