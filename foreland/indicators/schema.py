"""What an indicator is: the fields of a catalogue entry, typed and described."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from foreland.model.groups import ALL, Group
from foreland.model.periods import Period, PeriodKind
from foreland.model.units import Unit

Polarity = Literal["higher", "lower", "band", "none"]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


def _group(text: str) -> str:
    return str(Group.parse(text))


class Series(Entry):
    """Where one group of an indicator is read from.

    ``source_group`` is the reader's own group of the code; ``factor`` mends a sign or a scale.
    ``level: district`` takes the figures of districts alone, and leaves an authority's to others.
    """

    source: Literal[
        "lait", "nccis", "ees", "places", "attainment19", "local",
        "ons", "exclusions", "attendance", "finance", "deprivation", "smapey",
    ]  # fmt: skip
    code: str = Field(strict=True, min_length=1)
    level: Literal["district"] | None = None
    group: str = ALL
    source_group: str = ALL
    factor: float = 1.0
    note: str | None = None

    _groups = field_validator("group", "source_group")(_group)


class Gap(Entry):
    """A gap that may be shown: a group against its comparator, in the same area and year."""

    group: str
    comparator: str
    name: str | None = None

    _groups = field_validator("group", "comparator")(_group)


class Break(Entry):
    """From this period on the figures are another series: no change is told across it."""

    start: str = Field(alias="from", strict=True)
    reason: str
    source: str | None = None

    @field_validator("start")
    @classmethod
    def _period(cls, text: str) -> str:
        return Period.parse(text).label


class Missing(Entry):
    """Periods for which nobody has figures, and why."""

    periods: tuple[str, ...]
    reason: str

    @field_validator("periods")
    @classmethod
    def _labels(cls, labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(Period.parse(label).label for label in labels)


class Absent(Entry):
    """An indicator of which no publication within reach has figures: the area's own may fill it.

    ``would_fill`` says which publication or count would; ``template`` the layout to write it in.
    """

    reason: str = Field(min_length=20)
    would_fill: str = Field(min_length=10)
    template: str | None = None


class Indicator(Entry):
    """One indicator, defined so that a parent understands it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", strict=True)
    title: str
    short_title: str | None = None
    definition: str = Field(min_length=20)
    why: str | None = None
    unit: Unit
    polarity: Polarity
    precision: int = Field(default=1, ge=0, le=4)
    period: PeriodKind = PeriodKind.ACADEMIC
    series: tuple[Series, ...] = Field(min_length=1)
    gaps: tuple[Gap, ...] = ()
    breaks: tuple[Break, ...] = ()
    missing: tuple[Missing, ...] = ()
    absent: Absent | None = None
    comparators: tuple[Literal["england", "region", "neighbours"], ...] = (
        "england",
        "region",
        "neighbours",
    )
    disclosure: Literal["small-numbers", "none"] = "small-numbers"
    publisher: str | None = None
    #: Whom a share counts, in the plural (``young people``), where its denominator counts people:
    #: then a distance is also said in so many of them.
    people: str | None = None
    notes: str | None = None
    replaces: bool = False
    theme: str = ""

    @property
    def short(self) -> str:
        return self.short_title or self.title

    @property
    def comparable(self) -> bool:
        """Whether areas of different size may stand side by side: a bare count may not."""
        return bool(self.comparators) and self.unit not in (Unit.COUNT, Unit.FTE)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups it has, ``all`` first where it is there."""
        return tuple(dict.fromkeys(s.group for s in self.series))


class Theme(Entry):
    """One file of the catalogue."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", strict=True)
    title: str
    description: str = ""
    indicators: tuple[Indicator, ...] = ()
