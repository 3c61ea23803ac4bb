"""An observation: one published or computed fact, and the columns that carry many."""

import re
from dataclasses import dataclass
from datetime import date

from foreland.model.groups import Group
from foreland.model.periods import Period
from foreland.model.statuses import Status
from foreland.model.units import Unit

#: The first 12 digits of the file's digest (or more of them), sheet, row, column.
_ID = re.compile(r"([0-9a-f]{12,64})\.([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})")


@dataclass(frozen=True)
class Cell:
    """Where a figure stands: the file's digest, its sheet, row and column, all from 1.

    ``sheet`` is 0 where a file has no sheets. A row is a record, the header being row 1; in a
    Parquet file, which has no header, the first record is row 1.
    """

    digest: str
    sheet: int
    row: int
    column: int

    @property
    def id(self) -> str:
        return f"{self.digest[:12]}.{self.sheet}.{self.row}.{self.column}"

    @classmethod
    def parse(cls, text: str) -> "Cell":
        """Read an id back. Raises ValueError when it is not one."""
        match = _ID.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not an id: expected DIGEST.SHEET.ROW.COLUMN")
        return cls(match[1], int(match[2]), int(match[3]), int(match[4]))


@dataclass(frozen=True)
class Observation:
    """One fact. A value is absent exactly when its status says why."""

    indicator: str
    area: str
    period: Period
    group: Group
    value: float | None
    unit: Unit
    status: Status
    source: str
    release: str
    cell: Cell
    as_of: date | None = None
    numerator: float | None = None
    denominator: float | None = None

    def __post_init__(self) -> None:
        if (self.value is not None) != self.status.has_value:
            raise ValueError(
                f"a {self.status} observation of {self.indicator} has value {self.value!r}"
            )


#: The columns of every table of observations handed between floors, in this order.
OBSERVATION_COLUMNS = (
    "id",
    "indicator",
    "source_code",
    "area",
    "area_name",
    "dfe_number",
    "period",
    "period_kind",
    "period_start",
    "period_end",
    "published_period",
    "group",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "symbol",
    "source",
    "release",
    "as_of",
    "in_latest",
    "file",
    "cell",
)
