"""Read one row of the layout: a fact, or all the faults that keep it from being one.

Each fault says the column, what was found, what was expected and what to do. Nothing is guessed:
a row with a fault gives no fact.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foreland.model.areas import Area, Register
from foreland.model.groups import Group
from foreland.model.periods import Period, last_day
from foreland.model.published_periods import parse_ees
from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.local.layout import AUDIENCES, LEVELS, SYMBOLS, TIMES
from foreland.sources.wide import NUMBER


@dataclass(frozen=True)
class Fault:
    column: str
    found: str
    expected: str


@dataclass(frozen=True)
class Fact:
    """A row read. ``symbol`` is the text of a value that is not there."""

    code: str
    area: str
    published_period: str
    period: Period
    group: str
    value: float | None
    numerator: float | None
    denominator: float | None
    unit: Unit
    status: Status
    symbol: str | None
    document: str
    document_date: date | None
    published: date | None
    audience: str


def read_row(cells: Mapping[str, str], register: Register) -> Fact | list[Fault]:
    """The fact of one row, whose cells come without blanks around them; or its faults."""
    return _Row(cells, register).read()


class _Row:
    def __init__(self, cells: Mapping[str, str], register: Register) -> None:
        self.cells = cells
        self.register = register
        self.faults: list[Fault] = []

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, expected: str, found: str | None = None) -> None:
        said = self.get(column) if found is None else found
        self.faults.append(Fault(column, said or "nothing", expected))

    def read(self) -> Fact | list[Fault]:
        period = self.period()
        area = self.area()
        if period and area and not area.existed(period.start, period.end):
            self.fault(
                _CODE[self.level()],
                f"an area that existed in {period.label} ({_span(area)}); use its code of then",
                f"{area.code} ({area.name})",
            )
        code = self.get("indicator")
        if not code:
            self.fault("indicator", "the code of an indicator; write the one that this row is of")
        group = self.group()
        unit = self.unit()
        value, status = self.value()
        numerator, denominator = self.count("numerator"), self.count("denominator")
        self.consistent(value, numerator, denominator, unit)
        document_date = self.document(status)
        published = self.day("published")
        audience = self.audience()
        if self.faults or period is None or area is None or unit is None or status is None:
            return self.faults
        return Fact(
            code=code,
            area=area.code,
            published_period=self.label(),
            period=period,
            group=group,
            value=value,
            numerator=numerator,
            denominator=denominator,
            unit=unit,
            status=status,
            symbol=self.get("value") if value is None else None,
            document=self.get("document"),
            document_date=document_date,
            published=published,
            audience=audience,
        )

    def label(self) -> str:
        """The period as the file says it; a year alone, where the identifier is a kind of year."""
        text, identifier = self.get("time_period"), self.get("time_identifier")
        alone = identifier.lower().endswith("year") or identifier.lower() == "day"
        return text if alone else f"{text} {identifier}"

    def period(self) -> Period | None:
        text, identifier = self.get("time_period"), self.get("time_identifier")
        if not text:
            self.fault("time_period", "a year such as 202425 or 2025, or a day such as 2025-03-31")
        if not identifier:
            self.fault("time_identifier", _IDENTIFIERS)
        if not text or not identifier:
            return None
        if identifier.lower() == "reporting year":
            self.fault("time_identifier", "the kind of year: write Financial or Calendar year")
            return None
        try:
            if not _PLAIN.fullmatch(text):
                raise ValueError(text)
            return parse_ees(text, identifier)
        except ValueError:
            self.fault(
                "time_period",
                f"a period that exists, with its time_identifier: {_IDENTIFIERS}",
                f"{text}, {identifier}",
            )
            return None

    def level(self) -> str:
        return LEVELS.get(" ".join(self.get("geographic_level").lower().split()), "")

    def area(self) -> Area | None:
        level = self.level()
        if not level:
            self.fault("geographic_level", f"{', '.join(LEVELS.values())}")
            return None
        column = _CODE[level]
        code = self.get(column)
        if level == "National" and not code:
            return self.register.country
        area = self.register.code(code)
        if area is None or not _is_of(area, level):
            self.fault(column, _EXPECTED[level])
            return None
        authority = _authority(area, self.register) if level == "Locality" else None
        if authority and self.get("new_la_code") not in ("", authority.code):
            self.fault("new_la_code", f"{authority.code} ({authority.name}), where {area.name} is")
        number = self.get("old_la_code")
        if level == "Local authority" and number and number != (area.dfe_number or ""):
            self.fault("old_la_code", f"{area.dfe_number}, the DfE number of {area.name}, or none")
        return area

    def group(self) -> str:
        try:
            return str(Group.parse(self.get("group")))
        except ValueError:
            self.fault("group", "all, or pairs such as sen=support or fsm=eligible;sex=girls")
            return ""

    def unit(self) -> Unit | None:
        try:
            return Unit(self.get("unit").lower())
        except ValueError:
            self.fault("unit", f"one of {', '.join(Unit)}")
            return None

    def value(self) -> tuple[float | None, Status | None]:
        text, said = self.get("value"), self.get("status").lower()
        status: Status | None = None
        if said:
            try:
                status = Status(said)
            except ValueError:
                self.fault("status", f"one of {', '.join(Status)}, or nothing")
                return None, None
        number = _number(text)
        if number is not None:
            if status is not None and not status.has_value:
                self.fault(
                    "value", f"no number, since the status is {status}; take one of them out"
                )
            return number, status or Status.FINAL
        symbol = SYMBOLS.get(text.lower())
        if text and symbol is None:
            self.fault("value", _NUMBER)
            return None, None
        if status is not None and status.has_value:
            self.fault("value", f"a number, since the status is {status}")
            return None, None
        if symbol is None and status is None:
            self.fault("value", f"{_NUMBER}; or say in status why there is none")
        return None, status or symbol

    def count(self, column: str) -> float | None:
        text = self.get(column)
        number = _number(text)
        if text and number is None and text.lower() not in SYMBOLS:
            self.fault(column, "a number, or nothing")
        if number is not None and number < 0:
            self.fault(column, "a number that is not below zero")
        return number

    def consistent(
        self,
        value: float | None,
        numerator: float | None,
        denominator: float | None,
        unit: Unit | None,
    ) -> None:
        """Told where a value is not what its own numerator and denominator make."""
        times = TIMES.get(unit) if unit else None
        if value is None or numerator is None or denominator is None or times is None:
            return
        if denominator == 0:
            self.fault("value", "no figure: nothing was counted (a denominator of 0); write z")
            return
        made = times * numerator / denominator
        if abs(value - made) > _rounding(self.get("value")):
            hint = ""
            if abs(value * 100 - made) <= max(0.5, 100 * _rounding(self.get("value"))):
                hint = "; write 5.3, not 0.053, and do not format the cell as a percentage"
            expected = f"{made:.6g}, which numerator and denominator make{hint}; mend the wrong one"
            self.fault("value", expected)

    def document(self, status: Status | None) -> date | None:
        if status is Status.QUOTED:
            if not self.get("document"):
                self.fault("document", "the document that a quoted figure is printed in")
            if not self.get("document_date"):
                self.fault("document_date", _DAY)
        return self.day("document_date", part=True)

    def day(self, column: str, part: bool = False) -> date | None:
        """A day; the last one of a month or year where a part of a date will do."""
        text = self.get(column)
        if not text:
            return None
        match = _DATE.fullmatch(text)
        try:
            if match and match[3]:
                return date.fromisoformat(text)
            if match and part:
                return last_day(int(match[1]), int(match[2] or 12))
        except ValueError:
            pass
        self.fault(column, _DAY if part else "a day such as 2025-03-31")
        return None

    def audience(self) -> str:
        said = self.get("audience").lower() or "internal"
        if said not in AUDIENCES:
            self.fault("audience", f"{' or '.join(AUDIENCES)}, or nothing (which is internal)")
        return said


_CODE = {
    "National": "country_code",
    "Regional": "region_code",
    "Local authority": "new_la_code",
    "Locality": "locality_code",
}

_EXPECTED = {
    "National": "the country's ONS code, or nothing",
    "Regional": "the ONS code of a region",
    "Local authority": "the ONS code of an authority, such as E10000016 (not its DfE number)",
    "Locality": "a code in the folder's list of localities; add it there, or correct it",
}

_NUMBER = "a number such as 81.4, without words or commas; for none write c, z, x or -"
_DAY = "a day such as 2025-03-31, a month (2025-03) or a year"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_PLAIN = re.compile(r"[0-9/-]+")
_IDENTIFIERS = (
    "Academic year, Financial year, Calendar year, a term, a month, March (snapshot), "
    "12 months to March, 3 months to March, Week 12 or Day"
)


def _is_of(area: Area, level: str) -> bool:
    match level:
        case "National":
            return area.kind == "country"
        case "Regional":
            return area.kind in ("region", "sub-region")
        case "Local authority":
            return area.is_authority
    return not area.is_authority and area.kind not in ("country", "region", "sub-region")


def _authority(locality: Area, register: Register) -> Area | None:
    """The authority that a locality is in: its parent, or its parent's."""
    area: Area | None = locality
    for _ in range(5):
        area = register.code(area.region) if area and area.region else None
        if area and area.is_authority:
            return area
    return None


def _span(area: Area) -> str:
    if area.closed:
        return f"{area.name} ended on {area.closed}"
    return f"{area.name} began on {area.opened}"


def _number(text: str) -> float | None:
    number = float(text) if text.isascii() and re.fullmatch(NUMBER, text) else math.nan
    return number if math.isfinite(number) else None


def _rounding(text: str) -> float:
    """Half of the last decimal that a number is printed with, and a little for binary noise."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return float(0.5 * 10.0 ** -min(max(decimals, -15), 15) * (1 + 1e-9) + 1e-9)
