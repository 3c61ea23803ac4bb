"""Which series are held against each other: the catalogue's own rivals, and those beside it.

Of several series of one indicator and group the catalogue's first leads, wherever it has a value.
The series of ``rivals.yaml`` are compared with that one and never shown in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field, field_validator

from foreland.indicators.catalogue import Catalogue
from foreland.model.documents import Document
from foreland.model.groups import ALL, Group
from foreland.model.problems import ForelandError


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rival(_Entry):
    """Another publication's series of an indicator. ``by_year``: other days of the same year.

    ``parts``: the figure is the sum of these codes, of which a suppressed one hides a count of
    ``hidden`` (least, most). ``quoted``: figures that the area printed itself are compared too.
    """

    indicator: str
    source: str
    code: str
    parts: tuple[str, ...] = ()
    hidden: tuple[int, int] = (1, 2)
    quoted: bool = False
    group: str = ALL
    source_group: str = ALL
    factor: float = 1.0
    by_year: bool = False
    because: str = Field(min_length=10)

    @field_validator("group", "source_group")
    @classmethod
    def _group(cls, text: str) -> str:
        return str(Group.parse(text))


class Printed(_Entry):
    """What a file prints of another of its figures: ``SOURCE:CODE`` each."""

    printed: str
    of: str


class Sum(_Entry):
    printed: str
    of: tuple[str, ...] = Field(min_length=2)


class Total(_Entry):
    """A count of the country that its authorities' counts should make."""

    printed: str


class Rivals(_Entry):
    """``rivals.yaml``."""

    rivals: tuple[Rival, ...] = ()
    quintiles: tuple[Printed, ...] = ()
    sums: tuple[Sum, ...] = ()
    changes: tuple[Printed, ...] = ()
    totals: tuple[Total, ...] = ()


@dataclass(frozen=True)
class Side:
    """One series of a pair. ``factor`` mends a sign or a scale, as in the catalogue.

    ``unit``: only figures in this unit are of the measure. ``parts``: the codes that it is the sum
    of, ``hidden`` what a suppressed one of them may be.
    """

    source_code: str
    source_group: str
    factor: float
    unit: str | None = None
    parts: tuple[str, ...] = ()
    hidden: tuple[int, int] = (1, 2)


@dataclass(frozen=True)
class Pair:
    """Two series of one indicator and group. ``rule`` says why the first leads."""

    indicator: str
    group: str
    first: Side
    second: Side
    rule: str
    by_year: bool = False
    quoted: bool = False


@cache
def packaged() -> Rivals:
    """Raises ForelandError with every fault, by line."""
    file = resources.files("foreland.indicators").joinpath("rivals.yaml")
    found, problems = Document(file.read_text("utf-8"), "rivals.yaml").checked(Rivals)
    if found is None:
        raise ForelandError(problems)
    return found


def pairs(catalogue: Catalogue, beside: Rivals) -> Iterator[Pair]:
    """The first series of each indicator and group with each other one, then those beside, then
    the area's own early figures under the indicator's id."""
    for entry in catalogue.indicators:
        leading: dict[str, Side] = {}
        for series in entry.series:
            if series.level is not None:
                continue  # It leads for districts, which nobody else has.
            code = f"{series.source}:{series.code}"
            side = Side(code, series.source_group, float(series.factor))
            first = leading.setdefault(series.group, side)
            if first is side:
                continue
            rule = f"{first.source_code} comes before {code} in the catalogue"
            yield Pair(entry.id, series.group, first, side, rule)
        for one in beside.rivals:
            if one.indicator == entry.id and one.group in leading:
                other = Side(
                    f"{one.source}:{one.code}",
                    one.source_group,
                    one.factor,
                    parts=tuple(f"{one.source}:{part}" for part in one.parts),
                    hidden=one.hidden,
                )
                rule = f"{other.source_code} is not in the catalogue: {one.because}"
                first = leading[one.group]
                yield Pair(entry.id, one.group, first, other, rule, one.by_year, one.quoted)
        for group, first in leading.items():
            early = Side(f"local:{entry.id}", group, 1.0, entry.unit.value)
            if not first.source_code.startswith("local:"):
                rule = "the published figure takes the place of the area's own early one"
                yield Pair(entry.id, group, first, early, rule)
