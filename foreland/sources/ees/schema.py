"""What a mapping of one Explore Education Statistics data set may say, typed and described."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from foreland.model.groups import Group
from foreland.model.periods import Period
from foreland.model.published_periods import Basis
from foreland.model.statuses import VALUED, Status
from foreland.model.units import Unit

#: The columns by which any tidy file of Explore Education Statistics is known.
TIDY = ("time_period", "time_identifier", "geographic_level")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Recognised(Part):
    """``columns`` that must all be there, and texts that must each stand in a column."""

    columns: tuple[str, ...] = Field(min_length=1)
    values: dict[str, tuple[str, ...]] = {}


class ByColumn(Part):
    """A basis that differs from row to row, by the text of a column."""

    column: str
    bases: dict[str, Basis]


class Dates(Part):
    """What the label means. Without a basis the file's own time identifier says it."""

    basis: Basis | None = None
    by: ByColumn | None = None


class Members(Part):
    """How the texts of a column become members of a dimension of our groups.

    A text of ``total`` means everyone and is left out of the group; a row with a text of
    ``set_aside`` is not read. Any other text must stand in ``members``, unless ``others`` is
    ``keep``: then it is spelled in lower case with hyphens, words of ``strip`` taken off its front.
    """

    dimension: str | None = None
    total: tuple[str, ...] = ()
    members: dict[str, str] = {}
    others: Literal["refuse", "keep"] = "refuse"
    strip: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _named(self) -> "Members":
        if (self.members or self.others == "keep") and self.dimension is None:
            raise ValueError("members need a dimension")
        for member in self.members.values():
            Group(((self.dimension or "", member),))
        return self


class Filter(Members):
    """One filter column, or several names of it of which a file has one.

    With ``topic``, another column says what the texts are about, as ``breakdown_topic`` does
    for ``breakdown``; ``topics`` then has the members of each.
    """

    column: tuple[str, ...] = Field(min_length=1)
    topic: str | None = None
    topics: dict[str, Members] = {}

    @field_validator("column", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _either(self) -> "Filter":
        if (self.topic is None) != (not self.topics):
            raise ValueError("topic and topics go together")
        if self.topic is not None and (self.dimension or self.total or self.members):
            raise ValueError("with topics, dimensions and members stand under each topic")
        if self.topic is None and self.dimension is None and not self.total:
            raise ValueError("a dimension with members, or the text of the total")
        return self


class Measure(Part):
    """One column of figures. ``numerator`` and ``denominator`` are columns of the same row."""

    unit: Unit
    numerator: str | None = None
    denominator: str | None = None
    basis: Basis | None = None
    optional: bool = False


class Symbol(Part):
    """What a symbol means here, where it is not what the analysts' guide of 2026 says."""

    symbol: str
    means: Status
    columns: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    @field_validator("means")
    @classmethod
    def _missing(cls, status: Status) -> Status:
        if status in VALUED:
            raise ValueError(f"a symbol stands for no value; {status} has one")
        return status

    @field_validator("since", "until")
    @classmethod
    def _period(cls, text: str | None) -> str | None:
        return None if text is None else Period.parse(text).label


class StatusColumn(Part):
    """A column that says how final a row is."""

    column: str
    values: dict[str, Status]


class Answers(Part):
    """Columns whose cells are words, kept as a register of that name."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    columns: dict[str, str] = Field(min_length=1)


class Mapping(Part):
    """One data set. ``refused`` says why a recognised file must not be read as fact."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", strict=True)
    title: str = Field(min_length=5)
    publisher: str = "Department for Education"
    recognised_by: Recognised
    refused: str | None = None
    period: Dates = Dates()
    covers: Literal["all", "periods"] = "all"
    rows: dict[str, tuple[str, ...]] = {}
    filters: tuple[Filter, ...] = ()
    status: Status | StatusColumn = Status.FINAL
    symbols: tuple[Symbol, ...] = ()
    indicators: dict[str, Measure] = {}
    register_: Answers | None = Field(default=None, alias="register")
    not_read: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @field_validator("indicators", mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        """``column: count`` is short for ``column: {unit: count}``."""
        if not isinstance(value, dict):
            return value
        return {k: {"unit": v} if isinstance(v, str) else v for k, v in value.items()}

    @field_validator("status")
    @classmethod
    def _valued(cls, status: Status | StatusColumn) -> Status | StatusColumn:
        named = status.values.values() if isinstance(status, StatusColumn) else [status]
        wrong = [str(one) for one in named if one not in VALUED]
        if wrong:
            raise ValueError(f"{', '.join(wrong)} has no value; a symbol says what is missing")
        return status
