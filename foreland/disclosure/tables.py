"""What goes into protection and what comes out: collected tables, and protected ones.

A ``Protected`` is made by ``protect`` alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

import polars as pl


@dataclass(frozen=True)
class Figure:
    """One figure of each row of a table, and what falls with it.

    ``by`` says which facts withhold it: ``cell``, the fact of the row's indicator, area, group
    and period (``group`` and ``area`` name the columns), or of its ``ids``; ``ids``, only those
    (columns of ids, several in a cell parted by spaces); ``series``, any fact of the row's
    indicator, area and group (for a change, of which the earlier figure is not named).
    ``derived`` are columns emptied with it; ``says`` columns that then say something else, and
    ``says_beyond`` what they say where the fact is not for the audience at all.
    """

    value: str = "value"
    numerator: str | None = "numerator"
    denominator: str | None = "denominator"
    unit: str | None = "unit"
    status: str | None = "status"
    symbol: str | None = "symbol"
    group: str = "group"
    area: str = "area"
    ids: tuple[str, ...] = ("id",)
    by: Literal["cell", "ids", "series"] = "cell"
    derived: tuple[str, ...] = ()
    says: Mapping[str, str] = field(default_factory=dict)
    says_beyond: Mapping[str, str] = field(default_factory=dict)


def related(
    value: str, *ids: str, status: str | None = None, derived: tuple[str, ...] = ()
) -> Figure:
    """A figure that was made of the facts whose ids stand in ``ids``."""
    return Figure(value, None, None, None, status, None, ids=ids, by="ids", derived=derived)


@dataclass(frozen=True)
class Collected:
    """One table of a build, not yet protected.

    The first of ``figures`` is what a row is about: a row whose first figure is not for the
    audience goes, unless ``keeps_rows`` (a rating stays and says why it has no figure).
    ``ranked`` tables lose the rows of withheld figures: their order would tell.
    A table that is not ``shown`` only lends its facts (all areas, earlier releases) so that
    nothing can be worked out from them; ``vintage`` names an earlier state of the same facts.
    """

    name: str
    frame: pl.DataFrame
    figures: tuple[Figure, ...] = (Figure(),)
    audience: str = "public"
    publish_from: date | None = None
    local: bool = False
    shown: bool = True
    vintage: str = ""
    keeps_rows: bool = False
    ranked: bool = False


@dataclass(frozen=True, order=True)
class LeftOut:
    """What an audience does not get to see, and why."""

    table: str
    reason: str


_TOKEN = object()


class Protected:
    """Tables that may leave. Only ``protect`` can make one."""

    __slots__ = ("_tables", "audience", "hidden", "left_out")

    def __init__(
        self,
        tables: Mapping[str, pl.DataFrame],
        audience: str,
        left_out: tuple[LeftOut, ...],
        hidden: int,
        token: object = None,
    ) -> None:
        if token is not _TOKEN:
            raise TypeError("only foreland.disclosure.protect makes Protected tables")
        object.__setattr__(self, "_tables", MappingProxyType(dict(tables)))
        object.__setattr__(self, "audience", audience)
        object.__setattr__(self, "left_out", left_out)
        object.__setattr__(self, "hidden", hidden)

    audience: str
    left_out: tuple[LeftOut, ...]
    hidden: int
    _tables: Mapping[str, pl.DataFrame]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Protected tables do not change")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def table(self, name: str) -> pl.DataFrame:
        """The table, or one without columns where there is none (or it was left out)."""
        return self._tables.get(name, pl.DataFrame())


def sealed(
    tables: Mapping[str, pl.DataFrame], audience: str, left_out: tuple[LeftOut, ...], hidden: int
) -> Protected:
    """For ``protect`` alone."""
    return Protected(tables, audience, left_out, hidden, token=_TOKEN)
